"""One row of text, which is repainted where it changes."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from annotui.core.display import visible

Piece = tuple[str, Style]


class Line(Widget):
    """A row made of pieces of text, cut with `…` or filled up to its width."""

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
        if safe != self._pieces:
            self._pieces = safe
            self.refresh()

    @property
    def text(self) -> str:
        """What stands there."""
        return "".join(text for text, _ in self._pieces)

    def render_line(self, y: int) -> Strip:
        """Textual's line interface."""
        width = self.size.width
        return strip_of(cut_pieces(self._pieces, width), width, self._style)


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
    if sum(cell_len(text) for text, _ in pieces) <= width:
        return [piece for piece in pieces if piece[0]]
    fitting: list[Piece] = []
    room = width - 1
    for text, style in pieces:
        if room < 0:
            break
        if cell_len(text) >= room:
            fitting.append((f"{set_cell_size(text, room).rstrip()}…", style))
            break
        fitting.append((text, style))
        room -= cell_len(text)
    return fitting
