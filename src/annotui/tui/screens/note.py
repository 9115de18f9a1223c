"""The editor of a note, over the reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import TextArea

from annotui.core.display import shown
from annotui.tui import styles
from annotui.tui.widgets.line import Line

from .in_turn import InTurn

_ROWS = 6

_EDITS: Mapping[str, Callable[[TextArea], None]] = {
    "left": TextArea.action_cursor_left,
    "right": TextArea.action_cursor_right,
    "up": TextArea.action_cursor_up,
    "down": TextArea.action_cursor_down,
    "ctrl+left": TextArea.action_cursor_word_left,
    "ctrl+right": TextArea.action_cursor_word_right,
    "home": TextArea.action_cursor_line_start,
    "ctrl+a": TextArea.action_cursor_line_start,
    "end": TextArea.action_cursor_line_end,
    "ctrl+e": TextArea.action_cursor_line_end,
    "pageup": TextArea.action_cursor_page_up,
    "pagedown": TextArea.action_cursor_page_down,
    "backspace": TextArea.action_delete_left,
    "ctrl+h": TextArea.action_delete_left,
    "delete": TextArea.action_delete_right,
    "ctrl+d": TextArea.action_delete_right,
    "ctrl+w": TextArea.action_delete_word_left,
    "ctrl+u": TextArea.action_delete_to_start_of_line,
    "ctrl+k": TextArea.action_delete_to_end_of_line,
    "ctrl+z": TextArea.action_undo,
    "ctrl+y": TextArea.action_redo,
}


class _Editor(TextArea):
    """Several lines that are typed in, by keys that the screen hands on; see `Entry`."""

    can_focus = False
    DEFAULT_CSS = f"_Editor {{ border: none; height: {_ROWS}; padding: 0 1; background: transparent; }}"

    def __init__(self, text: str) -> None:
        # What would act on the terminal is a placeholder from here on.
        super().__init__(shown(text.replace("\r\n", "\n")), soft_wrap=True, highlight_cursor_line=False)
        self.cursor_blink = False

    def on_mount(self) -> None:
        self.has_focus = True
        self.move_cursor(self.document.end)

    async def _on_mouse_down(self, event: events.MouseDown) -> None:
        event.prevent_default()
        self.move_cursor(self.get_target_document_location(event))


class NoteScreen(InTurn[str | None], ModalScreen[str | None]):
    """Write a note; dismissed with its text, or with None where only the draft is kept.

    Args:
        title: what the note is to.
        text: what it says so far.
        is_draft: whether that was begun before and not saved.
        at_top: whether it covers the upper rows of the screen, rather than the lower ones.
        typed: gets the text after each change.
    """

    AUTO_FOCUS = ""
    CSS = """
    NoteScreen { background: transparent; align: center bottom; }
    NoteScreen.top { align: center top; }
    NoteScreen #box { height: auto; background: $background; }
    """

    def __init__(
        self, title: str, text: str, is_draft: bool, at_top: bool, typed: Callable[[str], None]
    ) -> None:
        super().__init__(classes="top" if at_top else "")
        self._title = Line(styles.STATUS)
        self._says = f" {title}{' · a draft' if is_draft else ''}"
        self._editor = _Editor(text)
        self._keys = Line(styles.STATUS)
        self._typed = typed
        self._on_save = False

    def compose(self) -> ComposeResult:
        """Textual's composition."""
        with Vertical(id="box"):
            yield self._title
            yield self._editor
            yield self._keys

    def on_mount(self) -> None:
        """Say what is written, and how to end."""
        self._title.show([(self._says, styles.BOLD)])
        self._show_keys()

    def press(self, key: str, character: str | None) -> None:
        """Write, save, or leave with a draft."""
        if key == "escape":
            self.dismiss(None)
        elif key == "ctrl+s" or (self._on_save and key == "enter"):
            self.dismiss(self._editor.text)
        elif key in ("tab", "shift+tab"):
            self._on_save = not self._on_save
            self._show_keys()
        else:
            if self._on_save:
                self._on_save = False
                self._show_keys()
            self._write(key, character)

    def paste(self, text: str) -> None:
        """What is pasted is written."""
        self._editor.insert(shown(text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4)))
        self._typed(self._editor.text)

    def _write(self, key: str, character: str | None) -> None:
        before = self._editor.text
        if (edit := _EDITS.get(key)) is not None:
            edit(self._editor)
        elif key == "enter":
            self._editor.insert("\n")
        elif character is not None and character.isprintable():
            self._editor.insert(character)
        if self._editor.text != before:
            self._typed(self._editor.text)

    def _show_keys(self) -> None:
        save = ("[ Save ] Enter", styles.PLAIN) if self._on_save else (" Tab Enter", styles.PLAIN)
        self._keys.show(
            [
                (" Ctrl+S", styles.BOLD),
                (" or ", styles.PLAIN),
                save,
                (" saves · ", styles.PLAIN),
                ("Escape", styles.BOLD),
                (" goes back and keeps a draft", styles.PLAIN),
            ]
        )
