"""One row of text of which only what changes is repainted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile

from rich.cells import cell_len, set_cell_size, split_graphemes
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from annotui.core.display import visible

Piece = tuple[str, Style]


class Line(Widget):
    """A row made of pieces of text, cut off or filled up to its width."""

    ALLOW_SELECT = False
    can_focus = False
    DEFAULT_CSS = "Line { height: 1; width: 1fr; }"

    def __init__(self, style: Style | None = None) -> None:
        super().__init__()
        self._style = style or Style()
        self._pieces: list[Piece] = []

    def show(self, pieces: Sequence[Piece]) -> None:
        """Show these pieces; whatever would act on the terminal is drawn as a placeholder."""
        safe = [(visible(text), style) for text, style in pieces]
        if safe == self._pieces:
            return
        old, self._pieces = self._pieces, safe
        if _cells(old) == _cells(safe) == self.size.width:
            # Textual sends a row from its beginning: only what is the same at its end can be left out.
            same = _same(reversed(_characters(old)), reversed(_characters(safe)))
            self.refresh(Region(0, 0, max(self.size.width - same, 1), 1))
        else:
            self.refresh()

    @property
    def text(self) -> str:
        """What stands there."""
        return "".join(text for text, _ in self._pieces)

    def render_line(self, y: int) -> Strip:
        """Textual's line interface."""
        return strip_of(self._pieces, self.size.width, self._style)


def strip_of(pieces: Sequence[Piece], width: int, style: Style) -> Strip:
    """Pieces of text as a strip of exactly `width` cells, on the style of the whole row."""
    segments = [Segment(text, style + own) for text, own in pieces]
    return Strip(segments).adjust_cell_length(width, style).crop(0, width)


def cut(text: str, width: int) -> str:
    """Text that takes no more than `width` cells, with `…` where something is missing."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…" if width > 0 else ""


def cut_pieces(pieces: Sequence[Piece], width: int) -> list[Piece]:
    """As `cut`, for pieces of text."""
    fitting: list[Piece] = []
    for text, style in pieces:
        piece = cut(text, width)
        if piece:
            fitting.append((piece, style))
        width -= cell_len(text)
        if width < 0 or (piece != text):
            break
    return fitting


def _cells(pieces: Iterable[Piece]) -> int:
    return sum(cell_len(text) for text, _ in pieces)


def _characters(pieces: Iterable[Piece]) -> list[Piece]:
    """Each with its style; several code points that are drawn as one are one."""
    return [(text[start:end], style) for text, style in pieces for start, end, _ in split_graphemes(text)[0]]


def _same(old: Iterable[Piece], new: Iterable[Piece]) -> int:
    """How many cells two rows of characters have in common at their beginning."""
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))
    return sum(cell_len(one[0]) for one, _ in pairs)
