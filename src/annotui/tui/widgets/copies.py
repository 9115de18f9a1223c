"""What matching knows of an article, as it is drawn: signs in the gutter, brackets around words that differ, what is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from annotui.core.marks import Marks
from annotui.core.span import Span
from annotui.core.wrap import Rows
from annotui.matching.findings import Findings

COPIED, DIFFERS, NEW = "≈", "≠", "+"

_BLANKS = " \n"
_FAR = 24
"""Code points that a bracket stands away from its word at most: where no blank parts words, none is drawn."""
_NOTHING = Marks(())


class Gap(NamedTuple):
    """Something that is left out.

    Args:
        offset: where it would stand.
        note: what is said of it there.
    """

    offset: int
    note: str


@dataclass(frozen=True, slots=True)
class Brackets:
    """Words that differ, and the blanks around them in whose place brackets are drawn.

    Args:
        words: what differs.
        opening, closing: offsets of the code points that the brackets stand for; -1 and the length of the text for its ends.
    """

    words: Marks
    opening: tuple[int, ...]
    closing: tuple[int, ...]

    def over(self, stretch: Span) -> tuple[list[Span], list[int], list[int]]:
        """What is drawn of them on a row, its gutter and the cell behind its end included."""
        words = [] if stretch.is_empty else self.words.spans_over(stretch)
        inside = range(stretch.start - 1, stretch.end + 1)
        return (
            words,
            [one for one in self.opening if one in inside],
            [one for one in self.closing if one in inside],
        )


@dataclass(frozen=True, slots=True)
class Copies:
    """What is drawn of it.

    Args:
        passages: what occurs elsewhere.
        differing: where something else is said than in most copies.
        source: by what matching has found all this; None before it is done. Everything else is said nowhere else then.
        brackets: the words that differ from a copy shown beside.
        read: words that need no reading any more.
        gaps: what is left out, in the order of the places.
    """

    passages: Marks = _NOTHING
    differing: Marks = _NOTHING
    source: Findings | None = None
    brackets: Brackets = Brackets(_NOTHING, (), ())
    read: Marks = _NOTHING
    gaps: tuple[Gap, ...] = ()

    def sign(self, drawn: str, stretch: Span) -> str:
        """The sign beside a row.

        Args:
            drawn: the text.
            stretch: the row.
        """
        if stretch.is_empty:
            return " "
        if self.differing.over(stretch):
            return DIFFERS
        if self.passages.over(stretch):
            return COPIED
        return NEW if self.source is not None and any(map(str.isalnum, stretch.of(drawn))) else " "

    def gap(self, rows: Rows, row: int) -> str:
        """What is said on a blank row, or behind the end of another one; mostly nothing."""
        if not self.gaps:
            return ""
        return " ".join(one.note for one in self.gaps if _row_of(one.offset, rows) == row)


NONE = Copies()


def brackets(drawn: str, words: Sequence[Span]) -> Brackets:
    """Where brackets stand around words, so that nothing moves: in place of the nearest blanks.

    Args:
        drawn: the text.
        words: what differs, in order.
    """
    opening: list[int] = []
    closing: list[int] = []
    for span in words:
        before, behind = _blank(drawn, span.start - 1, -1), _blank(drawn, span.end, 1)
        if before is None or behind is None:
            continue
        if closing and before <= closing[-1]:
            # Nothing but a blank between two of them.
            closing.pop()
        else:
            opening.append(before)
        closing.append(behind)
    return Brackets(Marks(words), tuple(opening), tuple(closing))


def _blank(drawn: str, offset: int, step: int) -> int | None:
    """The nearest blank, or the end of the text; None where it is too far."""
    for at in range(offset, offset + step * _FAR, step):
        if not 0 <= at < len(drawn) or drawn[at] in _BLANKS:
            return min(max(at, -1), len(drawn))
    return None


def _row_of(offset: int, rows: Rows) -> int:
    """The row on which it is told that something is left out: a blank one behind the text before it, or that text's last."""
    last = rows.row(max(len(rows.drawn[:offset].rstrip()) - 1, 0))
    below = last + 1
    is_blank = below < len(rows) and not rows.drawn[slice(*rows.bounds(below))].strip()
    return below if is_blank else last
