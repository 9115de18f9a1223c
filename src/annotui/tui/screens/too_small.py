"""A window in which nothing could be read says so, and shows what was there once it is larger."""

from __future__ import annotations

import textwrap

from rich.segment import Segment
from textual.app import ComposeResult
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from .in_turn import InTurn

NEEDED = Size(40, 8)
"""Columns and rows."""


def is_too_small(size: Size) -> bool:
    """Whether a window of this size shows too little to read and tag."""
    return size.width < NEEDED.width or size.height < NEEDED.height


class _Notice(Widget):
    DEFAULT_CSS = "_Notice { width: 1fr; height: 1fr; }"
    ALLOW_SELECT = False
    can_focus = False

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        text = f"{width}×{height} is too small, {NEEDED.width}×{NEEDED.height} are needed · Ctrl+C quits"
        rows = textwrap.wrap(text, max(width, 1))
        return Strip([Segment(rows[y] if y < len(rows) else "")]).adjust_cell_length(width)


class TooSmallScreen(InTurn[None]):
    """Takes no key but those that quit: what they would do could not be seen."""

    AUTO_FOCUS = ""

    def compose(self) -> ComposeResult:
        """Textual's composition."""
        yield _Notice()

    def press(self, key: str, character: str | None) -> None:
        """Nothing."""
