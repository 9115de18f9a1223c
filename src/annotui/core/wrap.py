"""The rows of a text at a width, and the way from an offset to a cell and back.

Lines whose code points all take one cell are wrapped by a regular expression; lines with wide characters, combining marks or emoji
character by character. Either way a row ends behind the last blank or hyphen that fits, blanks at its end take no part in the
width, and every offset of the text lies in exactly one row.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from .display import beyond_plain

Measure = Callable[[str], Sequence[tuple[int, int, int]]]
"""Cuts a string into what is drawn as one: start, end (code points) and width in cells of each, without gaps."""

# Blocks in which every code point takes one cell in every terminal.
_WIDE = re.compile(
    "[^\n -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0377\u0384-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u2400-\u2426]"
)
_HYPHENS = "-–—"
# Where there is no blank, a row may not begin with one of these (a short list from JIS X 4051) …
_NOT_FIRST = "、。，．・：；？！」』）】〕》〉’”ー々…"
# … nor end with one of these.
_NOT_LAST = "「『（【〔《〈‘“"


class Rows:
    """A text laid out in rows of a width.

    Args:
        drawn: the text, one code point for each of the article's, as it is drawn.
        width: cells that a row may take; at least 2, so that a wide character fits.
        measure: tells characters and their widths.
    """

    def __init__(self, drawn: str, width: int, measure: Measure) -> None:
        self.drawn = drawn
        self.width = max(width, 2)
        self._measure = measure
        self._starts = _starts(drawn, self.width, measure)

    def __len__(self) -> int:
        return len(self._starts)

    def bounds(self, row: int) -> tuple[int, int]:
        """Offsets of a row's first code point and of the one behind its last, the line break included."""
        end = self._starts[row + 1] if row + 1 < len(self._starts) else len(self.drawn)
        return self._starts[row], end

    def last(self, row: int) -> int:
        """The offset at which a cursor stands at the end of a row."""
        start, end = self.bounds(row)
        if row + 1 == len(self._starts):
            return end
        if self.drawn[end - 1] == "\n":
            return end - 1
        # The row goes on in the next one, where the offset behind its last character is drawn.
        return start + self.cells(row)[-1][0]

    def row(self, offset: int) -> int:
        """The row in which the code point at `offset` is drawn; the end of the text counts to the last one."""
        return bisect_right(self._starts, offset) - 1

    def first_shown(self, top: int, cursor: int, height: int) -> int:
        """The first row on a screen: that of an offset, unless the cursor would not be seen or rows would be left empty.

        Args:
            top: offset of what should stand on the first row.
            cursor: offset of the cursor; where it would be out of sight, it stands in the middle.
            height: rows of the screen.
        """
        furthest = max(len(self) - height, 0)
        first = min(self.row(top), furthest)
        row = self.row(cursor)
        return first if first <= row < first + max(height, 1) else min(max(row - height // 2, 0), furthest)

    def cells(self, row: int) -> Sequence[tuple[int, int, int]]:
        """What is drawn as one in a row: start and end, counted from the row's first code point, and width in cells."""
        start, end = self.bounds(row)
        text = self.drawn[start:end].removesuffix("\n")
        if _WIDE.search(text) is None:
            return [(index, index + 1, 1) for index in range(len(text))]
        return self._measure(text)

    def joined(self, row: int) -> list[tuple[int, int]]:
        """Offsets of what is drawn as one in a row though it is several code points: start and end of each."""
        start, _ = self.bounds(row)
        return [(start + first, start + last) for first, last, _ in self.cells(row) if last - first > 1]

    def column(self, offset: int) -> int:
        """The cell, counted from its row's first, in which the code point at `offset` begins."""
        row = self.row(offset)
        start, _ = self.bounds(row)
        if _WIDE.search(self.drawn, start, offset + 1) is None:
            return offset - start
        return sum(width for _, end, width in self.cells(row) if end <= offset - start)

    def offset(self, row: int, column: int) -> int:
        """The offset of the character that covers a cell; behind the last one, where a cursor stands at the row's end."""
        row = min(max(row, 0), len(self._starts) - 1)
        start, _ = self.bounds(row)
        covered = 0
        for first, _, width in self.cells(row):
            covered += width
            if covered > column:
                return min(start + first, self.last(row))
        return self.last(row)

    def after(self, offset: int) -> int:
        """The offset behind the character at `offset`; what is drawn as one is passed in one step."""
        row = self.row(offset)
        start, end = self.bounds(row)
        return next(
            (start + stop for _, stop, _ in self.cells(row) if start + stop > offset), max(end, offset)
        )

    def before(self, offset: int) -> int:
        """The offset of the character before `offset`."""
        if offset <= 0:
            return 0
        row = self.row(offset - 1)
        start, _ = self.bounds(row)
        cells = [start + first for first, _, _ in self.cells(row) if start + first < offset]
        newline = self.drawn[offset - 1] == "\n"
        return offset - 1 if newline or not cells else cells[-1]


def _starts(drawn: str, width: int, measure: Measure) -> array[int]:
    """Where the rows begin; a text that ends in a line break has an empty row behind it."""
    simple = re.compile(
        # The rest of the line. What was taken is not given back: no line break is in it.
        rf".{{0,{width}}}+(?:\n|\Z)"
        rf"|.{{1,{width}}}(?: +\n?|(?<=[{_HYPHENS}])(?=[^\W_]))"  # to the last blank, or behind the last hyphen
        r"| +"  # one blank before a word longer than the row
        rf"|.{{1,{width}}}"  # a word longer than the row
    )
    starts = array("Q")
    position = 0
    is_simple = _WIDE.search(beyond_plain(drawn)) is None
    while position < len(drawn):
        wide = None if is_simple else _WIDE.search(drawn, position)
        line = drawn.rfind("\n", position, wide.start()) + 1 if wide else len(drawn)
        line = max(line, position)
        starts.extend(map(re.Match.start, simple.finditer(drawn, position, line)))
        if starts and starts[-1] == line:
            # Nothing is found at the end, too.
            starts.pop()
        if wide:
            end = drawn.find("\n", wide.end()) + 1 or len(drawn)
            starts.extend(_wrapped(drawn, line, end, width, measure))
            line = end
        position = line
    if not drawn or drawn[-1] == "\n":
        starts.append(len(drawn))
    return starts


def _wrapped(drawn: str, start: int, end: int, width: int, measure: Measure) -> Iterator[int]:
    """Where the rows of one line begin that holds characters of other widths than one."""
    yield start
    text = drawn[start:end].removesuffix("\n")
    row = 0
    used = 0
    opportunity: int | None = None
    since = 0
    previous = ""
    previous_width = 0
    for first, last, cells in measure(text):
        if text[first] != " ":
            if first and _may_break(previous, previous_width, text[first], cells):
                opportunity, since = first, used
            # Twice where what stands behind the opportunity leaves no room for a character that may not begin a row.
            while used + cells > width and row < first:
                row, used = (first, 0) if opportunity is None else (opportunity, used - since)
                opportunity = None
                yield start + row
        used += cells
        previous, previous_width = text[last - 1], cells


def _may_break(previous: str, previous_width: int, following: str, following_width: int) -> bool:
    """Whether a row may end between two characters of which the second is no blank."""
    if previous == " ":
        return True
    if following in _NOT_FIRST or previous in _NOT_LAST:
        return False
    if previous in _HYPHENS and following.isalnum():
        return True
    return max(previous_width, following_width) == 2
