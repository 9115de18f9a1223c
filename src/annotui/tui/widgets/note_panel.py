"""The editor of a note, over some rows of the reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import TextArea

from annotui.core.display import shown
from annotui.tui import styles

from .line import Line

_ROWS = 6
_COLUMNS = 80

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
    # Textual sends all of it again at each letter.
    DEFAULT_CSS = f"""
    _Editor, _Editor:focus {{
        border: none; height: {_ROWS}; max-width: {_COLUMNS}; padding: 0 1; background: transparent;
    }}
    """

    def __init__(self) -> None:
        super().__init__(soft_wrap=True, highlight_cursor_line=False)
        self.cursor_blink = False

    def on_mount(self) -> None:
        self.has_focus = True

    def begin(self, text: str) -> None:
        # What would act on the terminal is a placeholder from here on.
        self.text = shown(text.replace("\r\n", "\n"))
        self.move_cursor(self.document.end)

    async def _on_mouse_down(self, event: events.MouseDown) -> None:
        event.prevent_default()
        self.move_cursor(self.get_target_document_location(event))


class NotePanel(Vertical):
    """Writes a note over the upper or lower rows of the reader; hidden while there is none to write."""

    DEFAULT_CSS = """
    NotePanel { layer: above; dock: bottom; height: auto; display: none; background: $background; }
    NotePanel.top { dock: top; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._title = Line(styles.STATUS)
        self._editor = _Editor()
        self._keys = Line(styles.STATUS)
        self._typed: Callable[[str], None] = _ignore
        self._done: Callable[[str | None], None] = _ignore
        self._original = self._begun = ""
        self._on_save = False
        self.is_open = False

    def compose(self) -> ComposeResult:
        """Textual's composition."""
        yield self._title
        yield self._editor
        yield self._keys

    def open(
        self,
        title: str,
        text: str,
        at_top: bool,
        typed: Callable[[str], None],
        done: Callable[[str | None], None],
    ) -> None:
        """Write a note.

        Args:
            title: what the note is to.
            text: what it says so far.
            at_top: whether it covers the upper rows, rather than the lower ones.
            typed: gets the text after each change.
            done: gets the text to be saved, or None where only the draft is kept.
        """
        # First of all: what is hidden is not repainted.
        self.is_open = self.display = True
        self.set_class(at_top, "top")
        self._title.show([(f" {title}", styles.BOLD)])
        self._editor.begin(text)
        self._original, self._begun = text, self._editor.text
        self._typed, self._done, self._on_save = typed, done, False
        self._show_keys()

    def press(self, key: str, character: str | None) -> None:
        """Write, save, or leave with a draft."""
        if key == "escape":
            self._close(None)
        elif key == "ctrl+s" or (self._on_save and key == "enter"):
            # What nobody has edited stays as it is, also what is drawn as a placeholder.
            text = self._editor.text
            self._close(self._original if text == self._begun else text)
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

    def _close(self, text: str | None) -> None:
        self.is_open = self.display = False
        self._done(text)

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
        save = ("[ Save ] Enter", styles.PLAIN) if self._on_save else ("Tab Enter", styles.PLAIN)
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


def _ignore(text: str | None) -> None:
    """Nobody asked."""
