"""What the terminal shows, cell by cell, and what has to be sent so that it shows something else.

Textual sends a row from the left edge of what has changed in it, each piece with all that it looks like. Here, as in curses, only cells
are sent that differ from those that are there already.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from itertools import groupby, repeat
from operator import itemgetter

from rich.color import ColorSystem
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Size
from textual.strip import Strip

Cell = str
"""A character, and behind it the parameters of a control sequence for how it looks (ECMA-48, SGR); most need no memory of their own."""

_HALF = "\0"
"""In place of the character: the right half of a wide one, which follows."""

_LOOK = slice(1, None)

# One cell in every terminal, first and last of each range: as in `core/wrap.py`, and arrows, mathematical signs, lines, blocks, ticks …
_SIMPLE = (
    " ~\u00a0\u00ac\u00ae\u02ff\u0370\u0377\u0384\u0482\u048a\u052f\u2010\u2027\u2030\u205e\u2190\u2193\u2200\u22ff"
    "\u2400\u2426\u2500\u25a9\u25b0\u25b1\u25b8\u25b9\u2713\u2713\u2717\u2717"
)
# … and two. On everything else terminals do not agree: joined signs, marks over others, scripts from right to left.
_WIDE = "\u3001\u3029\u3041\u3096\u309b\u30ff\u3400\u4dbf\u4e00\u9fff\uac00\ud7a3\uff01\uff60"

_ON_BLANKS = Style(reverse=True, underline=True, underline2=True, strike=True, overline=True)
"""What is seen on a blank as well, besides a colour of the background."""

_BLANK = " "
_UNKNOWN = "?"
_FEW = 4
"""Cells that stay as they are and are sent all the same: a move over them is as long."""


class Shown:
    """What the terminal shows, as far as that is known."""

    def __init__(self) -> None:
        self.size = Size()
        self._rows: dict[int, list[Cell | None]] = {}
        # How styles look, and those looks that are seen on a blank, too.
        self._looks: dict[Style, str] = {}
        self._on_blanks: set[str] = set()
        # Characters as they are met: a pattern of all that there are would take 5 ms of the start.
        self._simple: set[str] = set()
        self._wide: set[str] = set()

    def forget(self) -> None:
        """Take nothing for known any more: all that is painted next is sent."""
        self._rows.clear()

    def changes(self, update: LayoutUpdate | ChopsUpdate, colours: ColorSystem) -> str:
        """What has to be sent so that the terminal shows an update; from then on it counts as shown.

        Args:
            update: what Textual has painted.
            colours: how many there are.
        """
        if isinstance(update, LayoutUpdate) and update.region.size != self.size:
            # What a terminal makes of its rows when it gets another size, nobody knows.
            self.size = update.region.size
            self.forget()
        pen = _Pen(self._on_blanks)
        for y, x, strip in _pieces(update):
            row = self._rows.setdefault(y, [])
            end = x + strip.cell_length
            row.extend(repeat(None, end - len(row)))
            new = self._cells(strip, colours)
            _forget_halves(row, x, end)
            if new is None:
                pen.copy(y, x, strip, colours)
                # It may reach further than it should; nobody knows.
                row[x:] = repeat(None, len(row) - x)
                continue
            old = row[x:end]
            if old != new:
                for start, stop in _runs(old, new):
                    pen.write(y, x + start, new[start:stop])
                row[x:end] = new
        return pen.done()

    def _cells(self, strip: Strip, colours: ColorSystem) -> list[Cell] | None:
        """The cells of a strip; None where terminals do not agree on how many there are."""
        cells: list[Cell] = []
        for text, style, _ in strip:
            if style is None:
                look = ""
            elif style._link:
                return None
            elif (look := self._looks.get(style, _UNKNOWN)) is _UNKNOWN:
                look = self._look(style, colours)
            if not look and self._simple.issuperset(text):
                cells += text
            elif self._is_known(text):
                # A blank looks like any other where nothing is seen of its look.
                blank = _BLANK + look if look in self._on_blanks else _BLANK
                for one in text:
                    cells.append(blank if one == _BLANK else one + look)
                    if one in self._wide:
                        cells.append(_HALF + one + look)
            else:
                return None
        return cells if len(cells) == strip.cell_length else None

    def _is_known(self, text: str) -> bool:
        """Whether all terminals agree on how wide a text is."""
        for one in set(text).difference(self._simple, self._wide):
            if _is_in(one, _SIMPLE):
                self._simple.add(one)
            elif _is_in(one, _WIDE):
                self._wide.add(one)
            else:
                return False
        return True

    def _look(self, style: Style, colours: ColorSystem) -> str:
        look = self._looks[style] = Strip.render_ansi(style, colours)
        if style.bgcolor is not None or style._attributes & _ON_BLANKS._attributes:
            self._on_blanks.add(look)
        return look


def _is_in(character: str, edges: str) -> bool:
    return any(first <= character <= last for first, last in zip(edges[::2], edges[1::2], strict=True))


class _Pen:
    """Writes cells, with as few moves and changes of looks as it takes.

    Args:
        on_blanks: the looks that are seen on a blank.
    """

    def __init__(self, on_blanks: Container[str]) -> None:
        self._on_blanks = on_blanks
        self._sent: list[str] = []
        self._look = ""
        self._at: tuple[int, int] | None = None

    def write(self, y: int, x: int, cells: Sequence[Cell]) -> None:
        """Write cells of a row, from a column on."""
        self._move(y, x)
        written = [one for one in cells if one[0] != _HALF]
        for look, some in groupby(written, itemgetter(_LOOK)):
            text = "".join(map(itemgetter(0), some))
            # Blanks between two words that look the same are written as these are.
            if look or self._look in self._on_blanks or text.strip(" "):
                self._turn_to(look)
            self._sent.append(text)
        self._at = y, x + len(cells)

    def copy(self, y: int, x: int, strip: Strip, colours: ColorSystem) -> None:
        """Write a strip as Textual does."""
        self._move(y, x)
        self._turn_to("")
        self._sent += [Strip.render_style(style or Style.null(), text, colours) for text, style, _ in strip]
        self._at = None

    def done(self) -> str:
        """Everything that was written; plain writing goes on behind it."""
        self._turn_to("")
        return "".join(self._sent)

    def _move(self, y: int, x: int) -> None:
        if self._at is not None and self._at[0] == y and self._at[1] <= x:
            if cells := x - self._at[1]:
                self._sent.append("\x1b[C" if cells == 1 else f"\x1b[{cells}C")
        else:
            self._sent.append(move_to(x, y))

    def _turn_to(self, look: str) -> None:
        if look != self._look:
            self._sent.append(f"\x1b[0;{look}m" if look and self._look else f"\x1b[{look}m")
            self._look = look


def move_to(x: int, y: int) -> str:
    """What moves the cursor to a column and a row, counted from 0."""
    return f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H" if y else "\x1b[H"


def _pieces(update: LayoutUpdate | ChopsUpdate) -> Iterator[tuple[int, int, Strip]]:
    """What was painted: row, column, and what stands there."""
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            x = update.region.x
            for strip in strips:
                yield y, x, strip
                x += strip.cell_length
    else:
        for y, left, right in update.spans:
            for end, (x, painted) in zip(update.chop_ends[y], update.chops[y].items(), strict=True):
                if painted is not None and x < right and end > left:
                    yield y, x, painted


def _forget_halves(row: list[Cell | None], start: int, end: int) -> None:
    """Take for unknown what is left of wide characters over whose other halves something is written; Textual need not paint it anew."""
    for at, half in ((start, start - 1), (end, end)):
        if 0 < at < len(row) and (row[at] or "").startswith(_HALF):
            row[half] = None


def _runs(old: Sequence[Cell | None], new: Sequence[Cell]) -> Iterator[tuple[int, int]]:
    """Where cells differ, as ranges; what is between two of them is worth a move."""
    changed = [at for at, (one, other) in enumerate(zip(old, new, strict=True)) if one != other]
    start = last = changed[0]
    for at in changed:
        if at - last > 1:
            between = new[last + 1 : at]
            if len(between) > _FEW or any(one[_LOOK] != new[last][_LOOK] for one in between):
                yield start, last + 1
                start = at
        last = at
    yield start, last + 1
