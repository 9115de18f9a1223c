"""The text of an article in rows, with what lies over it: the part of a pane that draws and scrolls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotui.core.annotation import Annotation
from annotui.core.marks import Marks
from annotui.core.selection import Selection
from annotui.core.span import Span
from annotui.core.wrap import Rows
from annotui.review.reading import Reading
from annotui.tui.arrangement import RULE as RULE
from annotui.tui.cells import measure
from annotui.tui.legend import Legend

from .copies import brackets
from .difference import changed
from .note_box import note_box
from .paint import GUTTER, Layer, paint

NOTHING = Marks(())


class TextCanvas(ScrollView):
    """One article, drawn row by row; rows and cells are worked out when they are drawn or pointed at.

    Args:
        legend: how labels look.
    """

    ALLOW_SELECT = False
    can_focus = False
    DEFAULT_CSS = """
    TextCanvas {
        width: 1fr;
        height: 1fr;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
    }
    """

    class Scrolled(Message):
        """Other rows of the article are shown than before."""

        def __init__(self, pane: TextCanvas) -> None:
            super().__init__()
            self.pane = pane

        def can_replace(self, message: Message) -> bool:
            """Only the last of several matters."""
            return type(message) is type(self) and message.pane is self.pane

    def __init__(self, legend: Legend) -> None:
        super().__init__()
        self.reading: Reading | None = None
        self.is_raw = False
        self._legend = legend
        self._rows = Rows("", 2, measure)
        self._layer = Layer(
            [], NOTHING, frozenset(), None, NOTHING, Selection(0), NOTHING, active=False, note=None
        )
        self._noted: Annotation | None = None
        self._laid_out: tuple[Size, Size] | None = None
        # The row at the top. Textual's own place cannot be before the text, where a copy is set beside one further up.
        self._first = 0
        # What stood on the first row; a new width finds it again.
        self._top = 0

    @property
    def progress(self) -> int:
        """How much of the article lies above the last row that is shown, in per cent."""
        return min(100, round(100 * (self._first + self.size.height) / max(len(self._rows), 1)))

    def stands_at_end(self) -> bool:
        """Whether the cursor is on the last row."""
        return self._rows.row(self._layer.selection.cursor) == len(self._rows) - 1

    @property
    def is_in_lower_half(self) -> bool:
        """Whether the cursor is in the lower half of the rows that are shown."""
        return self.cursor_row >= self.size.height // 2

    @property
    def cursor_row(self) -> int:
        """On which of the rows that are shown the cursor is, from 0; outside that range where it is not shown."""
        return self._rows.row(self._layer.selection.cursor) - self._first

    @property
    def point_row(self) -> int:
        """As `cursor_row`, for the beginning of what is selected."""
        return self._rows.row(self._layer.selection.span.start) - self._first

    def mark(self, matches: Sequence[Span]) -> None:
        """Show what a search has found, in order, in place of what the last one has."""
        self._redraw(replace(self._layer, matches=Marks(matches)))

    def bracket(self, words: Sequence[Span]) -> None:
        """Draw brackets around words that differ from a copy shown beside, in place of those drawn before."""
        copies = self._layer.copies
        if self.reading is not None and list(words) != copies.brackets.words.spans:
            around = brackets(self.reading.drawn, words)
            self._redraw(replace(self._layer, copies=replace(copies, brackets=around)))

    @property
    def frame(self) -> tuple[int, Size]:
        """The row at the top, and the size: while both stay, every offset is in the same cell."""
        return self._first, self.size

    def note(self, annotation: Annotation | None) -> None:
        """Show the note of the annotation under the cursor beside it; None for no note."""
        self._noted = annotation if annotation is not None and annotation.note else None
        self._place_note()

    def toggle_raw(self) -> None:
        """Show the text as it is in the file, or repaired again."""
        self.is_raw = not self.is_raw
        self._wrap()

    def render_line(self, y: int) -> Strip:
        """Textual's line interface."""
        return paint(self._rows, self._first + y, self._layer, self._legend, self.size.width, RULE)

    def on_resize(self, event: events.Resize) -> None:
        """Wrap at the new width; what stood on the first row stays there."""
        self._wrap()
        self.post_message(self.Scrolled(self))

    def _scroll_update(self, virtual_size: Size) -> None:
        # Textual repaints the bar whenever anything on the screen is laid out anew, as at each letter that is typed.
        laid_out = virtual_size, self.container_size
        if laid_out != self._laid_out:
            self._laid_out = laid_out
            super()._scroll_update(virtual_size)

    def _wrap(self) -> None:
        if self.reading is None or not self.size.width:
            return
        drawn = self.reading.raw if self.is_raw else self.reading.drawn
        self._rows = Rows(drawn, self._text_width, measure)
        self.virtual_size = Size(self.size.width, len(self._rows))
        cursor = self._layer.selection.cursor
        self._scroll(self._rows.first_shown(self._top, cursor, self.size.height))
        self._place_note()
        self.refresh()

    @property
    def _text_width(self) -> int:
        # One cell is kept for a cursor behind the last character.
        return self.scrollable_content_region.width - GUTTER - 1

    def _redraw(self, layer: Layer) -> None:
        """Put another layer over the text and repaint the rows that look different."""
        old, self._layer = self._layer, layer
        top = self._first
        regions = [
            Region(0, row - top, self.size.width, 1)
            for row in range(top, top + self.size.height)
            if changed(self._rows, row, old, layer)
        ]
        if regions:
            self.refresh(*regions)

    def _place_note(self) -> None:
        box = None
        if self._noted is not None and self.size.height:
            top = self._first
            shown = range(top, top + self.size.height)
            cursor = self._rows.row(self._layer.selection.cursor)
            box = note_box(self._noted, self._rows, shown, cursor, self._text_width, measure)
        if box != self._layer.note:
            self._redraw(replace(self._layer, note=box))

    def align(self, offset: int, row: int) -> None:
        """Show what stands at an offset on a row counted from the top; rows before and behind the text stay blank."""
        if self.size.height:
            self._put(self._rows.row(offset) - row)

    def _reveal(self) -> None:
        """Scroll by half a page, as often as it takes, when the cursor is not on the screen."""
        height = max(self.size.height, 1)
        if not 0 <= self.cursor_row < height:
            self._scroll(self._rows.row(self._layer.selection.cursor) - height // 2)

    def _scroll(self, row: int) -> None:
        self._put(min(max(row, 0), max(len(self._rows) - self.size.height, 0)))

    def _put(self, first: int) -> None:
        """Let a row be the first one that is shown."""
        self._top = self._rows.bounds(min(max(first, 0), len(self._rows) - 1))[0]
        if first == self._first:
            return
        self._first = first
        before = self.scroll_offset.y
        self.scroll_to(y=max(first, 0), animate=False, force=True)
        if self.scroll_offset.y == before:
            self.refresh()
        self._place_note()
        self.post_message(self.Scrolled(self))
