"""The rows of the first screen, laid out as the reader will lay them out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotui.core.display import JOINED, shown
from annotui.core.mojibake import repair
from annotui.core.wrap import Rows
from annotui.corpus.ahead import read_ahead
from annotui.corpus.scan import Corpus
from annotui.review.place import PanePlace, Place
from annotui.tui.arrangement import GUTTER, ROWS_ABOVE, ROWS_BELOW, RULE, arrange, columns, text_width
from annotui.tui.cells import measure

_AROUND = 50_000
"""Code points before and behind the first row that are laid out: more than any screen holds."""

_DIM, _PLAIN = "\x1b[2m", "\x1b[0m"


def first_text(corpus: Corpus, place: Place, width: int, height: int) -> str:
    """What to write on an empty screen, so that nothing moves when the reader draws over it.

    Args:
        corpus: the articles.
        place: what is shown; it has at least one pane.
        width, height: cells and rows of the screen.

    Raises:
        OSError, NotText, StopIteration: an article cannot be read.
    """
    paths = {entry.id: entry.path for entry in corpus.entries}
    rows = height - ROWS_ABOVE - ROWS_BELOW
    arrangement = arrange(width, min(place.wanted, len(place.panes)), min(place.active, len(place.panes) - 1))
    panes = place.panes[arrangement.panes.start : arrangement.panes.stop]
    pieces: list[str] = []
    for cells, pane in zip(columns(width, arrangement), panes, strict=True):
        text = _rows(paths[pane.article], pane, text_width(len(cells)), rows)
        pieces.append(_at(0, cells.start, f"{_DIM}{RULE}{_PLAIN}"))
        for row in range(rows):
            line = f"{_DIM}{RULE}{_PLAIN}{' ' * (GUTTER - 1)}{next(text, '')}"
            pieces.append(_at(ROWS_ABOVE + row, cells.start, line))
    pieces.append(_at(height - ROWS_BELOW, 0, f"{_DIM}{'─' * width}{_PLAIN}"))
    return "".join(pieces)


def _rows(path: Path, pane: PanePlace, width: int, height: int) -> Iterator[str]:
    """The rows of an article that are shown, as they are drawn."""
    text = read_ahead(path)
    # The lines around are enough: a row never goes over the end of a line.
    top = min(pane.top, len(text))
    begin = text.rfind("\n", 0, max(top - _AROUND, 0)) + 1
    end = text.find("\n", top + _AROUND) + 1 or len(text)
    drawn = shown(text[begin:end])
    if broken := repair(text):
        drawn = broken.apply(shown(text))[begin:end]
    rows = Rows(drawn, width, measure)
    first = rows.first_shown(top - begin, min(pane.cursor, len(text)) - begin, height)
    for row in range(first, min(first + height, len(rows))):
        yield slice_of(rows, row)


def slice_of(rows: Rows, row: int) -> str:
    """A row as it is drawn, without the blanks at its end."""
    start, end = rows.bounds(row)
    return rows.drawn[start:end].replace(JOINED, "").removesuffix("\n").rstrip(" ")


def _at(row: int, column: int, text: str) -> str:
    return f"\x1b[{row + 1};{column + 1}H{text}"
