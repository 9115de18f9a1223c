"""The pane that an article is read and tagged in.

It draws, moves the cursor and reports; it knows nothing of where annotations are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from rich.cells import split_graphemes
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotui.core import selection as selecting
from annotui.core.annotation import Annotation
from annotui.core.annotation import at as annotation_at
from annotui.core.marks import Marks
from annotui.core.selection import MOTIONS, Selection, Target
from annotui.core.span import Span
from annotui.core.wrap import Rows
from annotui.review.place import PanePlace
from annotui.review.reading import Reading

from .paint import GUTTER, Layer, paint

_Apply = Callable[[Selection, int], Selection]

RULE = "│"
_NOTHING = Span(0, 0)


def _measure(text: str) -> Sequence[tuple[int, int, int]]:
    return split_graphemes(text)[0]


class _Look(NamedTuple):
    """What a layer does to a row: two that are equal look the same."""

    is_target: bool
    cursor: tuple[int, bool] | None
    text: object


class ArticlePane(ScrollView):
    """One article with a cursor, a selection and annotations.

    Positions are offsets into the article's text; rows and cells are worked out when something is drawn.
    """

    ALLOW_SELECT = False
    can_focus = False
    DEFAULT_CSS = """
    ArticlePane {
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

        def __init__(self, pane: ArticlePane) -> None:
            super().__init__()
            self.pane = pane

        def can_replace(self, message: Message) -> bool:
            """Only the last of several matters."""
            return isinstance(message, ArticlePane.Scrolled) and message.pane is self.pane

    def __init__(self) -> None:
        super().__init__()
        self.reading: Reading | None = None
        self.is_raw = False
        self._rows = Rows("", 2, _measure)
        self._layer = Layer([], Marks(()), frozenset(), Selection(0), _NOTHING, False)
        self._goal: int | None = None
        self._recent: str | None = None
        # What stood on the first row; a new width finds it again.
        self._top = 0

    # What is shown

    def show(self, reading: Reading, annotations: list[Annotation], place: PanePlace) -> None:
        """Show an article.

        Args:
            reading: the article.
            annotations: those of the article, in the order of their places.
            place: where the cursor and the first row are.
        """
        self.reading = reading
        self.is_raw = False
        self._goal = self._recent = None
        self._top = min(place.top, len(reading.prose.text))
        selection = selecting.clamped(Selection(place.cursor), len(reading.prose.text))
        self._layer = replace(
            self._layer,
            annotations=annotations,
            marks=Marks([one.span for one in annotations]),
            selection=selection,
            target=self._find_target(selection, self._layer.active),
        )
        self._wrap()

    def annotate(self, annotations: list[Annotation], pending: frozenset[str]) -> None:
        """Show these annotations, in the order of their places, and which of them are not on the disk yet."""
        marks = Marks([one.span for one in annotations])
        self._redraw(replace(self._layer, annotations=annotations, marks=marks, pending=pending))

    def activate(self, active: bool) -> None:
        """Keys go to this pane now, or no longer."""
        target = self._find_target(self._layer.selection, active)
        self._redraw(replace(self._layer, active=active, target=target))

    def toggle_raw(self) -> None:
        """Show the text as it is in the file, or repaired again."""
        self.is_raw = not self.is_raw
        self._wrap()

    @property
    def place(self) -> PanePlace | None:
        """What is shown, so that it can be shown again; None before the first article."""
        if self.reading is None:
            return None
        return PanePlace(self.reading.article.id, self._layer.selection.cursor, self._top)

    @property
    def progress(self) -> int:
        """How much of the article lies above the last row that is shown, in per cent."""
        return min(100, round(100 * (self.scroll_offset.y + self.size.height) / max(len(self._rows), 1)))

    # Cursor and selection

    @property
    def selection(self) -> Selection:
        """Cursor and selection."""
        return self._layer.selection

    @property
    def annotations(self) -> list[Annotation]:
        """What is tagged, in the order of the places."""
        return self._layer.annotations

    def mean(self, annotation: Annotation) -> None:
        """Let this be the annotation that keys mean, until the cursor moves: it was just made, changed or gone to."""
        self._recent = annotation.id

    def meant(self, reviewer: str) -> Annotation | None:
        """The annotation that note, relabel and remove mean.

        Args:
            reviewer: whose annotations come first.
        """
        recent = (one for one in self.annotations if one.id == self._recent)
        return next(recent, None) or annotation_at(self.annotations, self.selection.cursor, reviewer)

    def target(self, label: str) -> Target | None:
        """What a label key would tag now; None where there is nothing to tag."""
        if self.reading is None:
            return None
        found = selecting.target(self.reading.prose, self._layer.selection, label)
        return None if found.span.is_empty else found

    def select(self, selection: Selection) -> None:
        """Put cursor and selection somewhere, and show the cursor."""
        self._goal = None
        self._go(selection)

    def move(self, motion: str) -> None:
        """Move the cursor: a name from `MOTIONS`, or one of left, right, up, down, row_start, row_end, page_up, page_down."""
        if self.reading is not None:
            self._step(motion, Selection.moved)

    def extend(self, motion: str) -> None:
        """Move the cursor and select what lies between."""
        if self.reading is not None:
            self._step(motion, Selection.extended)

    def _step(self, motion: str, apply: _Apply) -> None:
        assert self.reading is not None
        selection = self._layer.selection
        cursor = selection.cursor
        if motion == "next_sentence" and self._has_just_tagged_up_to(cursor):
            # Where no blank parts sentences, the cursor stands on the next one already.
            self.select(selection)
        elif motion in MOTIONS:
            self.select(MOTIONS[motion](self.reading.prose, selection))
        elif motion in ("left", "right"):
            self.select(
                apply(selection, self._rows.before(cursor) if motion == "left" else self._rows.after(cursor))
            )
        elif motion in ("row_start", "row_end"):
            row = self._rows.row(cursor)
            self.select(
                apply(selection, self._rows.bounds(row)[0] if motion == "row_start" else self._rows.last(row))
            )
        else:
            page = max(self.size.height - 1, 1)
            self._vertical({"up": -1, "down": 1, "page_up": -page, "page_down": page}[motion], apply)

    def _has_just_tagged_up_to(self, cursor: int) -> bool:
        assert self.reading is not None
        is_end = any(one.id == self._recent and one.span.end == cursor for one in self.annotations)
        return is_end and self.reading.prose.at("sentence", cursor).start == cursor

    def _vertical(self, rows: int, apply: _Apply) -> None:
        """Move by rows, keeping to the column in which the first of several such moves began."""
        cursor = self._layer.selection.cursor
        row = self._rows.row(cursor)
        goal = self._rows.column(cursor) if self._goal is None else self._goal
        aim = row + rows
        if aim < 0:
            offset = 0
        elif aim >= len(self._rows):
            offset = len(self._rows.drawn)
        else:
            offset = self._rows.offset(aim, goal)
        if abs(rows) > 1:
            self._scroll(self.scroll_offset.y + rows)
        self._go(apply(self._layer.selection, offset))
        self._goal = goal

    def _go(self, selection: Selection) -> None:
        self._recent = None
        self._redraw(
            replace(self._layer, selection=selection, target=self._find_target(selection, self._layer.active))
        )
        self._reveal()

    def _find_target(self, selection: Selection, active: bool) -> Span:
        """Everything that one label key or another would tag."""
        if self.reading is None or not active:
            return _NOTHING
        spans = [selecting.target(self.reading.prose, selection, label).span for label in ("", "quote")]
        return Span(min(span.start for span in spans), max(span.end for span in spans))

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Textual's line interface."""
        return paint(self._rows, self.scroll_offset.y + y, self._layer, self.size.width, RULE)

    def on_resize(self, event: events.Resize) -> None:
        """Wrap at the new width; what stood on the first row stays there."""
        self._wrap()

    def _wrap(self) -> None:
        if self.reading is None or not self.size.width:
            return
        drawn = self.reading.raw if self.is_raw else self.reading.drawn
        # One cell is kept for a cursor behind the last character.
        width = self.scrollable_content_region.width - GUTTER - 1
        self._rows = Rows(drawn, width, _measure)
        self.virtual_size = Size(self.size.width, len(self._rows))
        self._scroll(self._rows.row(self._top))
        self._reveal()
        self.refresh()

    def _redraw(self, layer: Layer) -> None:
        """Put another layer over the text and repaint the rows on which it looks different."""
        old, self._layer = self._layer, layer
        top = self.scroll_offset.y
        regions = [
            Region(0, row - top, width, 1)
            for row in range(top, min(top + self.size.height, len(self._rows)))
            if (width := self._changed(old, layer, row))
        ]
        if regions:
            self.refresh(*regions)

    def _changed(self, old: Layer, new: Layer, row: int) -> int:
        """How many cells of a row, from its left edge on, look different under another layer."""
        before, after = self._look(old, row), self._look(new, row)
        if before.text != after.text:
            return self.size.width
        if before.cursor != after.cursor:
            # Wide characters and the cell behind them.
            return GUTTER + max(self._rows.column(one[0]) for one in (before.cursor, after.cursor) if one) + 2
        return 0 if before.is_target == after.is_target else GUTTER

    def _look(self, layer: Layer, row: int) -> _Look:
        stretch = Span(*self._rows.bounds(row))
        selection, span = layer.selection, layer.selection.span
        is_last = stretch.end == len(self._rows.drawn)
        here = layer.active and stretch.start <= selection.cursor < stretch.end + is_last
        selected = layer.active and span.overlaps(stretch)
        over = [layer.annotations[index] for index in layer.marks.over(stretch)]
        return _Look(
            layer.target.overlaps(stretch),
            (selection.cursor, selection.anchor is None) if here else None,
            (
                Span(max(span.start, stretch.start), min(span.end, stretch.end)) if selected else None,
                [(one.id, one.label, one.span, one.id in layer.pending) for one in over],
            ),
        )

    def _reveal(self) -> None:
        """Scroll by half a page, as often as it takes, when the cursor is not on the screen."""
        height = max(self.size.height, 1)
        row = self._rows.row(self._layer.selection.cursor)
        top = self.scroll_offset.y
        if not top <= row < top + height:
            self._scroll(row - height // 2)

    def _scroll(self, row: int) -> None:
        row = min(max(row, 0), max(len(self._rows) - self.size.height, 0))
        self._top = self._rows.bounds(row)[0]
        if row != self.scroll_offset.y:
            self.scroll_to(y=row, animate=False, force=True)
            self.post_message(self.Scrolled(self))
