"""A question with one line for the answer, in place of the row of keys."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal

from annotui.tui import styles

from .entry import Entry
from .line import Line

Answer = Callable[[str], None]


class Prompt(Horizontal):
    """Asks for a line; hidden while nothing is asked."""

    DEFAULT_CSS = """
    Prompt { height: 1; display: none; }
    Prompt Line { width: auto; }
    Prompt Entry { width: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._question = Line()
        self._entry = Entry()
        self._done: Answer = _ignore
        self._typed: Answer = _ignore
        self.is_open = False

    def compose(self) -> ComposeResult:
        """Textual's composition."""
        yield self._question
        yield self._entry

    def ask(self, question: str, text: str, done: Answer, typed: Answer) -> None:
        """Ask for a line.

        Args:
            question: what stands before it.
            text: what is proposed: Enter takes it, typing replaces it, and a key that moves or deletes in it edits it.
            done: gets it on Enter; nothing on Escape.
            typed: gets it after each change, and an empty one on Escape.
        """
        # First of all: what is hidden is not repainted.
        self.is_open = self.display = True
        self._question.styles.width = len(question)
        self._question.show([(question, styles.BOLD)])
        self._entry.propose(text)
        self._done, self._typed = done, typed

    def press(self, key: str, character: str | None) -> None:
        """Type, answer, or give up."""
        if key == "enter":
            self._close()
            self._done(self._entry.value)
        elif key == "escape":
            self._close()
            self._typed("")
        elif self._entry.press(key, character):
            self._typed(self._entry.value)

    def paste(self, text: str) -> None:
        """What is pasted is typed."""
        self._entry.paste(text)
        self._typed(self._entry.value)

    def _close(self) -> None:
        self.is_open = self.display = False


def _ignore(text: str) -> None:
    """Nobody asked."""
