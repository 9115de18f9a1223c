"""One row of text that is repainted only when it changes."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from annotui.core.display import visible

Piece = tuple[str, Style]


class Line(Widget):
    """A row made of pieces of text, cut off or filled up to its width."""

    ALLOW_SELECT = False
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
        segments = [Segment(text, self._style + style) for text, style in self._pieces]
        return Strip(segments).adjust_cell_length(self.size.width, self._style).crop(0, self.size.width)
