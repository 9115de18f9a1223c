"""The families in a list, each decided in its row."""

from __future__ import annotations

from typing import Protocol

from textual import on, work
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import ModalScreen

from annotui.core.counted import counted
from annotui.core.family import Family, Passage, Value
from annotui.core.search import Folded
from annotui.matching.findings import Findings
from annotui.tui import styles
from annotui.tui.known import Known
from annotui.tui.widgets.details import Details
from annotui.tui.widgets.entry import Entry
from annotui.tui.widgets.line import Line
from annotui.tui.widgets.row_list import RowList

from .family_rows import ORDERS, FamilyRows, Row
from .in_turn import InTurn

_BATCH = 2000
"""Families that are looked through between two messages to the screen."""
_COUNTED = 1000
"""Of more families those that are to be decided are not counted: it takes a key some 20 µs for each."""
_DECIDES = ("a", "x", "X", "e", "A")
_LATE = "an article was changed: another family is highlighted · the same key decides"
_MOVES = {"down": 1, "j": 1, "up": -1, "k": -1}
_DETAILS = 3
"""Rows that tell more of the highlighted family, at least."""
_AROUND = 3
"""Rows above and below the list and what is told more."""
_KEYS = " a accept  x reject  e error  u undo  o order  / filter  A all  Enter go  f back"
_KEYS_OF_NONE = " / filter  f back"
_KEYS_TYPING = " Enter ends  Escape lists all again"


class Decider(Protocol):
    """What decides; each says what came of it."""

    def accept_family(self, number: int, *, differing: bool) -> tuple[str, bool]:
        """Accept; also whether some members differ and wait."""

    def reject_family(self, number: int) -> str:
        """Reject."""

    def tag_family(self, number: int, value: Value | None) -> str:
        """Tag what differs as error, or all that say one thing."""

    def accept_all(self, numbers: list[int]) -> str:
        """Accept all that have no discrepancy."""

    def undo(self) -> tuple[str, int | None]:
        """Take back the last action; also which family it was about."""

    def redo(self) -> tuple[str, int | None]:
        """Do it again; also which family it was about."""


class FamiliesScreen(InTurn[Passage | None], ModalScreen[Passage | None]):
    """All families: letters act on the highlighted row, Enter goes to it.

    Args:
        known: what was found, in words.
        decider: what decides.
        article: the one that is read; Enter goes to the member there, if there is one.
        current: the family that is highlighted at first; None for the first one.
    """

    AUTO_FOCUS = ""
    CSS = "FamiliesScreen { layout: vertical; } FamiliesScreen Entry { display: none; }"

    class Found(Message):
        """Families that match what is typed."""

        def __init__(self, numbers: list[int], search: int, is_all: bool) -> None:
            super().__init__()
            self.numbers, self.search, self.is_all = numbers, search, is_all

    def __init__(self, known: Known, decider: Decider, article: str, current: int | None) -> None:
        super().__init__()
        findings = known.matches.findings
        assert findings is not None
        self._known, self._decider, self._article, self._current = known, decider, article, current
        self._findings: Findings = findings
        self._order = 0
        self._rows = FamilyRows(known, findings)
        self._orders: dict[str, list[int]] = {}
        self._search = 0
        self._is_looking = False
        # What the same key again does: take members that differ too, or accept all.
        self._asked: object = None
        self._answer = ""
        # Whether the highlighted row has become another one by itself.
        self._is_late = False
        self._head = Line(styles.STATUS)
        self._entry = Entry("words, names of articles")
        self._said = Line()
        self._list = RowList()
        self._details = Details(_DETAILS)
        self._keys = Line(styles.STATUS)

    def compose(self) -> ComposeResult:
        """Textual's composition."""
        yield self._head
        yield self._entry
        yield self._said
        yield self._list
        yield self._details
        yield self._keys

    def on_mount(self) -> None:
        """List the families, those that differ first."""
        self._list_again(self._everything(), self._current)

    def on_resize(self) -> None:
        """Tell more, or less, of the highlighted family."""
        self._share()

    def look_again(self) -> None:
        """Something was decided in another window, or all families were found anew: then their numbers are other ones."""
        findings = self._known.matches.findings
        if findings is None or findings is self._findings:
            self._show(self._list.highlighted)
            return
        # What a key was answered stays to be read; a question is about what is not there any more.
        answer = "" if self._asked else self._answer
        row = self._row() if self._rows else None
        meant = row and row._replace(number=_number(findings, self._findings.family(row.number)))
        self._findings, self._rows, self._orders = findings, FamilyRows(self._known, findings), {}
        self._asked = self._current = None
        self._filter()
        if meant is not None and self._rows:
            self._show(self._rows.find(meant))
            self._tell(answer)
        # Until a key is pressed: what is found is told twice, the second time with the related sentences.
        self._is_late |= row is not None and not (self._rows and self._row() == meant)

    def press(self, key: str, character: str | None) -> None:
        """Decide, move, filter, or go."""
        if self._entry.display:
            self._type(key, character)
            return
        is_late, self._is_late = self._is_late, False
        if is_late and character in _DECIDES:
            self._tell(_LATE)
            return
        asked, self._asked = self._asked, None
        if asked is not None:
            self._tell("")
        page = self._list.page
        moves = {
            **_MOVES,
            "pagedown": page,
            "space": page,
            "pageup": -page,
            "home": -len(self._rows),
            "g": -len(self._rows),
        }
        if key == "escape" or character in ("f", "Q"):
            self.close(None)
        elif key == "enter":
            self._go()
        elif key in moves:
            self._move(moves[key])
        elif key == "end" or character == "G":
            self._rows.grow(len(self._rows.numbers) * 1000)
            self._move(len(self._rows))
        elif character == "o":
            self._order = (self._order + 1) % len(ORDERS)
            here = self._row().number if self._rows else None
            self._list_again(self._rows.ordered(self._rows.numbers, ORDERS[self._order]), here)
        elif character == "/":
            self._entry.display = True
            self._show(self._list.highlighted)
            self._tell("")
        elif character == "A":
            self._accept_all(asked)
        elif character in ("u", "U"):
            self._travelled(*(self._decider.undo() if character == "u" else self._decider.redo()))
        elif self._rows and character in _DECIDES:
            self._decide(character, asked)

    def paste(self, text: str) -> None:
        """What is pasted is typed."""
        if self._entry.display:
            self._entry.paste(text)
            self._filter()

    # Decide

    def _decide(self, character: str, asked: object) -> None:
        row = self._row()
        value = self._rows.value(row)
        if character == "a":
            takes = asked == ("a", row.number)
            said, waits = self._decider.accept_family(row.number, differing=takes)
            if waits:
                self._asked = "a", row.number
            self._tell(said) if waits else self._go_on(said)
        elif character == "e":
            self._go_on(self._decider.tag_family(row.number, value), is_value=value is not None)
        else:
            self._go_on(self._decider.reject_family(row.number))

    def _go_on(self, said: str, is_value: bool = False) -> None:
        """To the next row that is not decided; below a value to the next row of all."""
        at = self._list.highlighted + 1
        self._rows.grow(at)
        is_open = self._known.matches.is_open
        while not is_value and at < len(self._rows):
            row = self._rows[at]
            if row.discrepancy is None and is_open(row.number):
                break
            at += 1
            self._rows.grow(at)
        self._show(min(at, len(self._rows) - 1))
        self._tell(said)

    def _travelled(self, said: str, number: int | None) -> None:
        """To the family that is as it was before, so that another key decides about it."""
        at = self._list.highlighted
        if number is not None and number in self._rows.numbers and self._row().number != number:
            at = self._rows.find(Row(number))
        self._show(at)
        self._tell(said)

    def _accept_all(self, asked: object) -> None:
        numbers = [one for one in self._rows.numbers if not self._findings.has_discrepancies(one)]
        numbers = [one for one in numbers if self._known.matches.is_open(one)]
        if not numbers:
            self._tell("nothing to accept: all of them are decided, or differ")
        elif asked == "A":
            self._tell(self._decider.accept_all(numbers))
            self._show(self._list.highlighted)
        else:
            self._asked = "A"
            duplicates = sum(self._findings.size(one) - 1 for one in numbers)
            what = f"{counted(len(numbers), 'family')} without a discrepancy"
            self._tell(f"A again accepts {what}, {counted(duplicates, 'duplicate')} · else nothing")

    # Filter and order

    def _type(self, key: str, character: str | None) -> None:
        if key in ("enter", "escape"):
            self._entry.display = False
            if key == "escape" and self._entry.value:
                self._entry.value = ""
                self._filter()
            else:
                self._show(self._list.highlighted)
                self._tell("")
        elif self._entry.press(key, character):
            self._filter()

    def _filter(self) -> None:
        self._search += 1
        words = Folded(self._entry.value).text.split()
        self._is_looking = bool(words)
        self._list_again([] if words else self._everything(), None)
        if words:
            self._look(self._rows, self._everything(), words, self._search)

    def _everything(self) -> list[int]:
        """All families, in the order that was chosen."""
        order = ORDERS[self._order]
        if order not in self._orders:
            self._orders[order] = self._rows.ordered(range(self._findings.count), order)
        return list(self._orders[order])

    @work(thread=True, exclusive=True)
    def _look(self, rows: FamilyRows, numbers: list[int], words: list[str], search: int) -> None:
        found: list[int] = []
        for done, number in enumerate(numbers):
            if search != self._search or not self.is_running:
                return
            text = rows.searched(number)
            if all(word in text for word in words):
                found.append(number)
            if done % _BATCH == 0 and found:
                self.post_message(self.Found(found, search, is_all=False))
                found = []
        self.post_message(self.Found(found, search, is_all=True))

    @on(Found)
    def _add(self, message: Found) -> None:
        if message.search == self._search:
            self._is_looking = not message.is_all
            self._rows.numbers.extend(message.numbers)
            self._show(self._list.highlighted)
            self._tell("")

    # Show

    def _list_again(self, numbers: list[int], current: int | None) -> None:
        self._rows.replace(numbers)
        self._show(0 if current is None else self._rows.find(Row(current)))
        self._tell("")

    def _show(self, at: int) -> None:
        self._rows.grow(at)
        self._list.show(len(self._rows), self._rows.drawn, at)
        self._share()

    def _share(self) -> None:
        self._details.share(self.size.height - _AROUND - self._entry.display, len(self._rows))

    def _move(self, rows: int) -> None:
        self._show(max(self._list.highlighted + rows, 0))
        self._tell("")

    @on(RowList.Moved)
    def _moved(self) -> None:
        self._move(0)

    @on(RowList.Chosen)
    def _clicked(self, message: RowList.Chosen) -> None:
        message.stop()
        self._move(0)

    def _row(self) -> Row:
        return self._rows[self._list.highlighted]

    def _go(self) -> None:
        if not self._rows:
            return
        row = self._row()
        members, value = self._known.matches.family(row.number).members, self._rows.value(row)
        meant = [members[at] for at in value.members] if value else list(members)
        self.close(next((one for one in meant if one.article == self._article), meant[0]))

    def _tell(self, said: str) -> None:
        """Say what came of something, or where one is, which keys do something, and more of the highlighted family."""
        self._answer = said
        keys = _KEYS_TYPING if self._entry.display else _KEYS if self._rows else _KEYS_OF_NONE
        self._keys.show([(keys, styles.PLAIN)])
        count, order = len(self._rows.numbers), ORDERS[self._order]
        left = f" · {self._rows.to_decide():,} to decide" if 0 < count <= _COUNTED else ""
        self._head.show([(f" {counted(count, 'family')}{left} · order: {order}", styles.BOLD)])
        if not self._rows:
            nothing = "no family matches" if self._entry.value else "no passage is repeated"
            self._said.show([(f" {said or ('looking …' if self._is_looking else nothing)}", styles.PLAIN)])
            self._details.show(())
            return
        at = self._rows.numbers.index(self._row().number) + 1 if count <= _BATCH else 0
        place = f"{at:,} of {count:,}" if at else f"of {count:,}"
        place += " · looking …" if self._is_looking else ""
        self._said.show([(f" {said or place}", styles.BOLD if said else styles.PLAIN)])
        self._details.show([*self._rows.details(self._row())])


def _number(findings: Findings, family: Family) -> int:
    """The number that a family has now; -1 where there is none that has the same members and says the same of them."""
    first = family.members[0]
    here = findings.at(first.article, first.span.start)
    now = findings.family(here.family) if here else None
    is_same = now and (now.members, now.discrepancies) == (family.members, family.discrepancies)
    return here.family if here and is_same else -1
