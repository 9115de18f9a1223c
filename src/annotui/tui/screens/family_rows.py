"""The rows of the list of families, worked out as they are looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from annotui.core.family import Family, Value
from annotui.core.search import Folded
from annotui.corpus.article import Unreadable
from annotui.matching.findings import Findings
from annotui.tui import styles
from annotui.tui.known import Known, distinct, quoted
from annotui.tui.widgets.article_rows import percent
from annotui.tui.widgets.copies import COPIED, DIFFERS
from annotui.tui.widgets.details import Paragraph
from annotui.tui.widgets.row_list import ListRow

from .lists import in_context

ORDERS = ("differs", "most copies", "strongest")

_NAMED = 50
"""Articles that are named below the list; of more the others are only counted."""
_AHEAD = 200
"""Rows below the last one on the screen that are worked out."""


class Row(NamedTuple):
    """A family, or one of the values below it.

    Args:
        number: the family's.
        discrepancy: which of its discrepancies; None for the family itself.
        value: which value of that.
    """

    number: int
    discrepancy: int | None = None
    value: int = 0


class FamilyRows:
    """Families in an order, those that differ with a row for each value below.

    Args:
        known: what was found, in words.
        findings: what was found.
    """

    def __init__(self, known: Known, findings: Findings) -> None:
        self._known, self._findings = known, findings
        self.numbers: list[int] = []
        self._rows: list[Row] = []
        self._grown = 0
        self._read = ("", "")
        self._folded: dict[int, str] = {}

    def __len__(self) -> int:
        """How many rows are worked out."""
        return len(self._rows)

    def __getitem__(self, index: int) -> Row:
        return self._rows[index]

    def replace(self, numbers: list[int]) -> None:
        """List these families, in this order."""
        self.numbers, self._rows, self._grown = numbers, [], 0

    def find(self, row: Row) -> int:
        """Where a row is; the first place where it is not listed."""
        at = 0
        while at < len(self._rows) or self._grown < len(self.numbers):
            if at == len(self._rows):
                self.grow(at)
            if self._rows[at] == row:
                return at
            at += 1
        return 0

    def grow(self, until: int) -> None:
        """Work out rows up to some way behind a row."""
        while len(self._rows) <= until + _AHEAD and self._grown < len(self.numbers):
            number = self.numbers[self._grown]
            self._grown += 1
            self._rows.append(Row(number))
            if self._findings.has_discrepancies(number):
                self._rows += _values(number, self._known.matches.family(number))

    def value(self, row: Row) -> Value | None:
        """What the row says that members say; None for the row of a family."""
        if row.discrepancy is None:
            return None
        return self._known.matches.family(row.number).discrepancies[row.discrepancy].values[row.value]

    def searched(self, number: int) -> str:
        """What a family is found by: what it says, what members say instead, and where they are; folded, and kept."""
        if number not in self._folded:
            family = self._findings.family(number)
            first = family.members[0]
            values = [value.text for one in family.discrepancies for value in one.values]
            names = [self._known.name(one.article) for one in family.members]
            said = first.span.of(self._text(first.article))
            self._folded[number] = Folded(" ".join([said, *values, *names])).text
        return self._folded[number]

    def _text(self, article: str) -> str:
        """An article's text, for the thread that filters; the last one is kept: families of one article often follow each other."""
        if self._read[0] != article:
            try:
                self._read = article, self._known.matches.shelf.text(article)
            except (Unreadable, KeyError):
                self._read = article, ""
        return self._read[1]

    def ordered(self, numbers: Iterable[int], order: str) -> list[int]:
        """Families in one of the orders."""
        findings = self._findings
        if order == "differs":
            return sorted(numbers, key=lambda one: (not findings.has_discrepancies(one), one))
        if order == "most copies":
            return sorted(numbers, key=lambda one: (-findings.size(one), one))
        return sorted(numbers)

    def details(self, row: Row) -> Iterator[Paragraph]:
        """What else is to be said of a family, each on as many rows as there is room for; of a value first in what words it stands."""
        known, family, value = self._known, self._known.matches.family(row.number), self.value(row)
        there = known.names([one.article for one in family.members], _NAMED)
        if value is not None:
            yield self._in_context(family, value)
        yield _plain(f"{percent(family.similarity)} same words · in {there}")
        if value is None and (differs := known.discrepancies(family)):
            yield _plain(" · ".join(differs))
        if missing := known.missing(family.members[0].article, family):
            yield _plain(f"not in {known.names(missing, _NAMED)}")

    def _in_context(self, family: Family, value: Value) -> Paragraph:
        article, within = family.members[value.members[0]]
        text = self._known.matches.readable(article) or ""
        said = in_context(text, value.spans[0], within, styles.BOLD, brackets=True)
        return Paragraph([(f"{self._known.name(article)}  ", styles.DIM), *said])

    def to_decide(self) -> int:
        """How many of the families that are listed are not decided yet."""
        return sum(map(self._known.matches.is_open, self.numbers))

    def drawn(self, index: int) -> ListRow:
        """How a row is listed."""
        row = self._rows[index]
        family = self._known.matches.family(row.number)
        if row.discrepancy is not None:
            discrepancy = family.discrepancies[row.discrepancy]
            value = discrepancy.values[row.value]
            names = self._known.names([family.members[at].article for at in value.members])
            kind = discrepancy.kind if row.value == 0 else ""
            return ListRow(
                (
                    (f"{'':10}{quoted(value.text)} {len(value.members)}", styles.PLAIN),
                    (f" ({names})", styles.DIM),
                ),
                ((f"{kind} ", styles.DIM),),
            )
        first = family.members[self._known.matches.first_in(row.number)]
        text = " ".join(first.span.of(self._known.matches.readable(first.article) or "").split())
        sign = DIFFERS if family.discrepancies else COPIED
        is_open = self._known.matches.is_open(row.number)
        decided = self._known.matches.decided(row.number)
        left = f"{decided.count(None)} left  " if is_open and any(decided) else ""
        style = styles.PLAIN if is_open else styles.DIM
        mark = " " if is_open else "✗" if "rejected" in decided else "✓"
        return ListRow(
            (
                (f" {mark} {sign} {len(family.members):>3}× ", styles.BOLD if is_open else style),
                (f"{self._known.name(first.article)}  ", styles.DIM),
                (text, style),
            ),
            ((f" {left}", styles.BOLD), (f"{percent(family.similarity)} ", styles.DIM)),
        )


def _plain(said: str) -> Paragraph:
    return Paragraph([(said, styles.PLAIN)])


def _values(number: int, family: Family) -> Iterator[Row]:
    """A row for each thing that members say differently."""
    for discrepancy, one in distinct(family):
        for value in range(len(one.values)):
            yield Row(number, discrepancy, value)
