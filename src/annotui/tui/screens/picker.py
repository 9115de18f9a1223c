"""A list over the reader: type to filter, Enter chooses."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Generic, NamedTuple, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import ModalScreen

from annotui.core.search import Folded, folded_texts
from annotui.tui import styles
from annotui.tui.widgets.details import Details, Paragraph
from annotui.tui.widgets.entry import Entry
from annotui.tui.widgets.line import Line
from annotui.tui.widgets.row_list import ListRow, RowList

from .in_turn import InTurn

Chosen = TypeVar("Chosen")

_ABOVE = 2
"""Rows above the list."""
_BATCH = 0.1
"""Seconds for which what is found in the background is gathered before it is listed."""


class Choice(NamedTuple, Generic[Chosen]):
    """One thing that can be chosen.

    Args:
        value: what choosing it means; None for what is only listed.
        row: how it is listed; worked out when it comes to be seen.
        text: what it is filtered by.
        detail: what else is to be said of it.
    """

    value: Chosen | None
    row: Callable[[], ListRow]
    text: str
    detail: Sequence[Paragraph] = ()


class Picker(InTurn[Chosen | None], ModalScreen[Chosen | None]):
    """Choose one of many.

    Args:
        title: what the list is of, for the row that is typed in.
        choices: what there is at once.
        current: what is highlighted at first.
        later: what takes longer to find; it is gone through in a thread of its own, until the list is closed.
        nothing: what is said where no choice matches.
        details: rows below the list, at least, that tell more of the highlighted choice.
        text: what is typed at first.
        keys: which keys do something while there is anything to choose.
    """

    AUTO_FOCUS = ""
    CSS = "Picker { layout: vertical; }"

    class Found(Message):
        """More choices have been found.

        Args:
            choices: these.
            search: by which search.
            is_all: whether there will be no more.
        """

        def __init__(self, choices: Sequence[Choice[Any]], search: int, is_all: bool) -> None:
            super().__init__()
            self.choices, self.search, self.is_all = choices, search, is_all

    def __init__(
        self,
        title: str,
        choices: Iterable[Choice[Chosen]],
        current: Chosen | None = None,
        later: Iterable[Sequence[Choice[Chosen]]] = (),
        nothing: str = "nothing matches",
        details: int = 0,
        text: str = "",
        keys: str = "↑ ↓ Enter chooses",
    ) -> None:
        super().__init__()
        self._entry = Entry(title, text)
        self._count = Line(styles.DIM)
        self._rows = RowList()
        self._details = Details(details)
        self._choices: list[Choice[Chosen]] = list(choices)
        self._matching: list[Choice[Chosen]] = []
        self._texts: list[str] = []
        self._current = current
        self._later = later
        self._nothing, self._keys = nothing, keys
        self._search = 0
        self._is_looking = False
        self._has_moved = False

    def compose(self) -> ComposeResult:
        """Textual's composition."""
        yield self._entry
        yield self._count
        yield self._rows
        yield self._details

    def on_resize(self) -> None:
        """Tell more, or less, of the highlighted choice."""
        self._share()

    def on_mount(self) -> None:
        """List everything, and begin to look for the rest."""
        self.begin(self._later)
        self._filter()

    def begin(self, later: Iterable[Sequence[Choice[Chosen]]]) -> None:
        """Look for more choices, in place of what was being looked for."""
        self._search += 1
        self._is_looking = True
        self._look(later, self._search)

    def press(self, key: str, character: str | None) -> None:
        """Type, go up and down, choose or go back."""
        if key == "escape":
            self.close(None)
        elif key == "enter":
            self._choose(self._rows.highlighted)
        elif (rows := self._motions().get(key)) is not None:
            self._rows.move(rows)
            self._moved()
        elif self._entry.press(key, character):
            self.typed(self._entry.value)

    def paste(self, text: str) -> None:
        """What is pasted is typed."""
        self._entry.paste(text)
        self.typed(self._entry.value)

    def typed(self, text: str) -> None:
        """Something else is wanted now."""
        self._has_moved = False
        self._current = None
        self._filter()

    def replace(self, choices: Iterable[Choice[Chosen]]) -> None:
        """Offer other choices."""
        self._choices = list(choices)
        self._texts = []
        self._filter()

    def wanted(self) -> list[str]:
        """The words that a choice must have, folded."""
        return Folded(self._entry.value).text.split()

    def ranked(self, choices: list[Choice[Chosen]]) -> list[Choice[Chosen]]:
        """The choices that have all the words, in the order in which they are listed."""
        return choices

    def _motions(self) -> dict[str, int]:
        page = self._rows.page
        return {"down": 1, "up": -1, "ctrl+n": 1, "ctrl+p": -1, "pagedown": page, "pageup": -page}

    @on(RowList.Chosen)
    def _clicked(self, message: RowList.Chosen) -> None:
        message.stop()
        self._choose(message.index)

    @on(RowList.Moved)
    def _moved(self) -> None:
        self._has_moved = True
        self._tell()

    @work(thread=True, exclusive=True)
    def _look(self, later: Iterable[Sequence[Choice[Chosen]]], search: int) -> None:
        found: list[Choice[Chosen]] = []
        told = time.monotonic()
        for choices in later:
            if search != self._search or not self.is_running:
                return
            found += choices
            if found and time.monotonic() - told > _BATCH:
                self.post_message(self.Found(found, search, is_all=False))
                found, told = [], time.monotonic()
        self.post_message(self.Found(found, search, is_all=True))

    @on(Found)
    def _add(self, message: Found) -> None:
        if message.search == self._search:
            self._is_looking = not message.is_all
            self._choices += message.choices
            self._filter()

    def _choose(self, index: int) -> None:
        if index < len(self._matching) and self._matching[index].value is not None:
            self.close(self._matching[index].value)

    def _filter(self) -> None:
        words = self.wanted()
        highlighted = self._rows.highlighted if self._has_moved else 0
        if words:
            self._texts += folded_texts(one.text for one in self._choices[len(self._texts) :])
            pairs = zip(self._choices, self._texts, strict=True)
            self._matching = self.ranked([one for one, text in pairs if all(word in text for word in words)])
        else:
            self._matching = list(self._choices)
        if not self._has_moved and self._current is not None:
            values = (index for index, one in enumerate(self._matching) if one.value == self._current)
            highlighted = next(values, 0)
        matching = self._matching
        self._rows.show(len(matching), partial(_row, matching), highlighted)
        self._share()
        self._tell()

    def _share(self) -> None:
        self._details.share(self.size.height - _ABOVE, len(self._matching))

    def _tell(self) -> None:
        """Say how many there are, which keys do something, and what is to be said of the highlighted one."""
        looking = " · looking …" if self._is_looking else ""
        count = len(self._matching)
        said = f"{self._rows.highlighted + 1:,} of {count:,}" if count else self._nothing
        keys = f" · {self._keys}" if count else ""
        self._count.show([(f" {said}{looking}{keys} · Escape goes back", styles.PLAIN)])
        self._details.show(self._matching[self._rows.highlighted].detail if count else ())


def _row(choices: Sequence[Choice[Chosen]], index: int) -> ListRow:
    return choices[index].row()
