"""What is written over the reader: a line in place of the row of keys, and a note."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.widget import Widget

from annotui.tui.widgets.key_row import KeyRow

if TYPE_CHECKING:
    from annotui.tui.widgets.note_panel import NotePanel
    from annotui.tui.widgets.prompt import Prompt


class Dialogs:
    """The line and the note, made when they are needed for the first time: Textual's editors cost a tenth of the start.

    Args:
        keys: the row that a line takes the place of.
        add: puts a part on the screen, and does something once it can be used.
    """

    def __init__(self, keys: KeyRow, add: Callable[[Widget, Callable[[], None]], None]) -> None:
        self._keys, self._add = keys, add
        self._prompt: Prompt | None = None
        self._note: NotePanel | None = None

    @property
    def is_open(self) -> bool:
        """Whether something is being written."""
        return self._open is not None

    @property
    def _open(self) -> Prompt | NotePanel | None:
        return next((one for one in (self._prompt, self._note) if one and one.is_open), None)

    def press(self, key: str, character: str | None) -> bool:
        """Hand on a key; returns whether something is being written."""
        if (dialog := self._open) is None:
            return False
        dialog.press(key, character)
        self._keys.display = self._prompt is None or not self._prompt.is_open
        return True

    def paste(self, text: str) -> bool:
        """Hand on what was pasted; returns whether something is being written."""
        if (dialog := self._open) is None:
            return False
        dialog.paste(text)
        return True

    def ask(
        self, question: str, text: str, done: Callable[[str], None], typed: Callable[[str], None]
    ) -> None:
        """Ask for a line in place of the row of keys.

        Args:
            question: what stands before it.
            text: what is proposed, and replaced by what is typed.
            done: gets it on Enter; nothing on Escape.
            typed: gets it after each change, and an empty one on Escape.
        """
        from annotui.tui.widgets.prompt import Prompt

        prompt = self._prompt = self._prompt or Prompt()

        def ask() -> None:
            self._keys.display = False
            prompt.ask(question, text, done, typed)

        self._add(prompt, ask)

    def write_note(
        self,
        title: str,
        text: str,
        at_top: bool,
        typed: Callable[[str], None],
        done: Callable[[str | None], None],
    ) -> None:
        """Let a note be written; see `NotePanel.open`."""
        from annotui.tui.widgets.note_panel import NotePanel

        note = self._note = self._note or NotePanel()
        self._add(note, lambda: note.open(title, text, at_top, typed, done))
