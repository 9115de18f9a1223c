"""A line that is typed in, by keys that the screen hands on: so they are done in the order in which they were typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual import events
from textual.widgets import Input

from annotui.core.display import visible

_EDITS: Mapping[str, Callable[[Input], None]] = {
    "left": Input.action_cursor_left,
    "right": Input.action_cursor_right,
    "ctrl+left": Input.action_cursor_left_word,
    "ctrl+right": Input.action_cursor_right_word,
    "home": Input.action_home,
    "ctrl+a": Input.action_home,
    "end": Input.action_end,
    "ctrl+e": Input.action_end,
    "backspace": Input.action_delete_left,
    "ctrl+h": Input.action_delete_left,
    "delete": Input.action_delete_right,
    "ctrl+d": Input.action_delete_right,
    "ctrl+w": Input.action_delete_left_word,
    "ctrl+u": Input.action_delete_left_all,
    "ctrl+k": Input.action_delete_right_all,
}


class Entry(Input):
    """One line of text with a cursor.

    Textual hands keys to a focused widget while the screen still has older ones in its queue; this one never takes the focus, it only
    looks as if it had.
    """

    can_focus = False
    DEFAULT_CSS = """
    Entry { border: none; height: 1; padding: 0; background: transparent; }
    Entry:focus { border: none; background: transparent; }
    Entry > .input--selection { background: transparent; color: ansi_default; text-style: reverse; }
    """

    def __init__(self, placeholder: str = "", text: str = "") -> None:
        super().__init__(visible(text), placeholder=placeholder, select_on_focus=False)
        # A cursor that blinks writes to the terminal twice a second.
        self.cursor_blink = False

    def on_mount(self) -> None:
        """Show the cursor."""
        self.has_focus = True

    def press(self, key: str, character: str | None) -> bool:
        """Do what a key means.

        Returns:
            Whether the text is another one now.
        """
        before = self.value
        if (edit := _EDITS.get(key)) is not None:
            edit(self)
        elif character is not None and character.isprintable():
            self.paste(character)
        return self.value != before

    def paste(self, text: str) -> None:
        """Type what was pasted, in place of what is only proposed.

        Line breaks become blanks, and what would act on the terminal its placeholder.
        """
        self.replace(visible(" ".join(text.splitlines())), *self.selection)

    def propose(self, text: str) -> None:
        """Let something stand there that the first key replaces, unless it is one that edits."""
        self.value = visible(text)
        self.select_all()

    async def _on_mouse_down(self, event: events.MouseDown) -> None:
        # Without the focus there is nothing to select for.
        event.prevent_default()
