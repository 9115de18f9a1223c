"""A list of any length, of which only the rows on the screen are worked out."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotui.core.display import visible
from annotui.tui import styles

from .line import Piece, cut_pieces, strip_of

_WHEEL = 3
"""Rows that one step of the wheel scrolls."""


class ListRow(NamedTuple):
    """One row.

    Args:
        left: what it says; cut where there is no room.
        right: what stands at its right end, never cut.
        enabled: whether it can be chosen.
    """

    left: tuple[Piece, ...]
    right: tuple[Piece, ...] = ()
    enabled: bool = True


class RowList(ScrollView):
    """A list to look at and to choose from with the mouse; what keys do to it is the screen's.

    Args:
        highlights: whether one row is highlighted.
    """

    ALLOW_SELECT = False
    can_focus = False
    DEFAULT_CSS = """
    RowList { width: 100%; height: 1fr; overflow: hidden hidden; }
    """

    class Chosen(Message):
        """A row was clicked.

        Args:
            index: which one.
        """

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class Moved(Message):
        """The mouse has highlighted another row."""

    def __init__(self, highlights: bool = True) -> None:
        super().__init__()
        self._highlights = highlights
        self._length = 0
        self._row_of: Callable[[int], ListRow] = _no_row
        self._drawn: dict[int, tuple[ListRow, bool]] = {}
        self.highlighted = 0

    def show(self, length: int, row_of: Callable[[int], ListRow], highlighted: int) -> None:
        """Show a list; rows that look different are repainted.

        Args:
            length: the number of rows.
            row_of: the row at an index.
            highlighted: index of the row that is scrolled to, and highlighted.
        """
        self._row_of = row_of
        if length != self._length:
            self._length = length
            self.virtual_size = Size(self.size.width, length)
            self.refresh()
        self.highlight(highlighted)

    def highlight(self, index: int) -> None:
        """Go to a row, or as near as there is one."""
        self.highlighted = min(max(index, 0), max(self._length - 1, 0))
        top, height = self.scroll_offset.y, self.size.height
        if height and not top <= self.highlighted < top + height:
            middle = self.highlighted - height // 2
            self.scroll_to(y=max(min(middle, self._length - height), 0), animate=False, force=True)
        self._repaint()

    def move(self, rows: int) -> None:
        """Go down, or up, by so many rows."""
        self.highlight(self.highlighted + rows)

    @property
    def page(self) -> int:
        """How many rows a page has."""
        return max(self.size.height - 1, 1)

    def on_resize(self) -> None:
        """Keep the highlighted row on the screen."""
        self.virtual_size = Size(self.size.width, self._length)
        self.highlight(self.highlighted)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Choose the row under the mouse."""
        index = self.scroll_offset.y + event.y
        if event.button == 1 and index < self._length and self._row_of(index).enabled:
            event.stop()
            self.highlight(index)
            self.post_message(self.Chosen(index))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Go on; the highlighted row comes along."""
        self._wheel(event, _WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Go back."""
        self._wheel(event, -_WHEEL)

    def render_line(self, y: int) -> Strip:
        """Textual's line interface."""
        index = self.scroll_offset.y + y
        width = self.size.width
        if index >= self._length:
            return Strip.blank(width)
        row, is_highlighted = self._drawn[index] = self._look(index)
        style = styles.HIGHLIGHTED if is_highlighted else styles.PLAIN
        right = [(visible(text), one) for text, one in row.right]
        room = width - sum(cell_len(text) for text, _ in right)
        left = cut_pieces([(visible(text), one) for text, one in row.left], room - 1)
        return Strip([*strip_of(left, room, style), *strip_of(right, width - room, style)]).crop(0, width)

    def _wheel(self, event: events.MouseEvent, rows: int) -> None:
        event.stop()
        event.prevent_default()
        if self._highlights:
            self.move(rows)
            self.post_message(self.Moved())
        else:
            last = max(self._length - self.size.height, 0)
            self.scroll_to(y=min(max(self.scroll_offset.y + rows, 0), last), animate=False, force=True)

    def _look(self, index: int) -> tuple[ListRow, bool]:
        return self._row_of(index), self._highlights and index == self.highlighted

    def _repaint(self) -> None:
        top = self.scroll_offset.y
        for index in range(top, min(top + self.size.height, self._length)):
            if self._drawn.get(index) != self._look(index):
                self.refresh(Region(0, index - top, self.size.width, 1))


def _no_row(index: int) -> ListRow:
    raise IndexError(index)
