"""The pane that an article is read and tagged in.

It draws, moves the cursor and reports; it knows nothing of where annotations are kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from textual import events
from textual.scrollbar import ScrollTo
from textual.timer import Timer

from annotui.core import selection as selecting
from annotui.core.annotation import Annotation
from annotui.core.marks import Marks
from annotui.core.row_moves import ROW_MOVES, by_rows
from annotui.core.selection import MOTIONS, Selection, Target
from annotui.review.place import PanePlace
from annotui.review.reading import Reading
from annotui.review.suggest import Suggestions
from annotui.tui.legend import Legend

from .copies import Copies
from .meaning import Meaning
from .paint import GUTTER, Layer
from .pointer import Pointer
from .text_canvas import NOTHING, TextCanvas

_Apply = Callable[[Selection, int], Selection]

_WHEEL = 3
"""Rows that one step of the wheel scrolls."""
_EDGE = 0.05
"""Seconds between two rows while a drag has left the pane."""


class ArticlePane(TextCanvas):
    """One article with a cursor, a selection and annotations.

    Positions are offsets into the article's text; rows and cells are worked out when something is drawn or pointed at.

    Args:
        legend: how labels look.
    """

    class Pointed(TextCanvas.Scrolled):
        """The mouse has put the cursor somewhere in this pane, or selected something."""

    def __init__(self, legend: Legend) -> None:
        super().__init__(legend)
        self._goal: int | None = None
        self.meaning = Meaning(self._layer)
        self._pointer = Pointer()
        self._edge_timer: Timer | None = None

    # What is shown

    def show(self, reading: Reading, place: PanePlace) -> None:
        """Show an article; its annotations come with `annotate`.

        Args:
            reading: the article.
            place: where the cursor and the first row are.
        """
        self.reading = reading
        self.is_raw = False
        self._goal = self._noted = None
        self._pointer.release()
        self._top = min(place.top, len(reading.prose.text))
        selection = selecting.clamped(Selection(place.cursor), len(reading.prose.text))
        self._layer = Layer(
            [], NOTHING, frozenset(), None, NOTHING, selection, NOTHING, active=self._layer.active, note=None
        )
        self.meaning = Meaning(self._layer)
        self._wrap()

    def annotate(
        self,
        annotations: list[Annotation],
        pending: frozenset[str],
        suggestions: Suggestions,
        copies: Copies,
        late: bool,
    ) -> None:
        """Show what is tagged and suggested, and what matching knows; brackets stay.

        Args:
            annotations: those of the article, in the order of their places.
            pending: ids of those that are not on the disk yet.
            suggestions: those that are not answered yet.
            copies: what matching knows of the text.
            late: whether nobody pressed a key for this: then what keys mean stays as it is until the next move.
        """
        marks = Marks([one.span for one in annotations])
        layer = replace(
            self._layer,
            annotations=annotations,
            marks=marks,
            pending=pending,
            suggestions=suggestions,
            copies=replace(copies, brackets=self._layer.copies.brackets),
        )
        if late:
            self._redraw(layer)
        else:
            self._redraw(self._aimed(self.meaning.settle(layer)))

    def activate(self, active: bool) -> None:
        """Keys go to this pane now, and mean what is drawn in it; or no longer: then no note covers its text."""
        if not active:
            self.note(None)
        is_entered = active and not self._layer.active
        layer = replace(self._layer, active=active)
        self._redraw(self._aimed(self.meaning.settle(layer) if is_entered else layer))

    @property
    def place(self) -> PanePlace | None:
        """What is shown, so that it can be shown again; None before the first article."""
        if self.reading is None:
            return None
        return PanePlace(self.reading.article.id, self._layer.selection.cursor, self._top)

    # Cursor and selection

    @property
    def selection(self) -> Selection:
        """Cursor and selection."""
        return self._layer.selection

    @property
    def point(self) -> int:
        """Where the reader is: the cursor, or the beginning of what is selected."""
        return self._layer.selection.span.start

    @property
    def annotations(self) -> list[Annotation]:
        """What is tagged, in the order of the places."""
        return self._layer.annotations

    def mean(self, annotation: Annotation) -> None:
        """Let this be the annotation that keys mean, until the cursor moves: it was just made, changed or gone to."""
        self.meaning.mean(annotation)

    def meant(self, reviewer: str) -> Annotation | None:
        """The annotation that note, relabel and remove mean.

        Args:
            reviewer: whose annotations come first.
        """
        return self.meaning.annotation(self.annotations, self.selection.cursor, reviewer)

    def target(self, label: str) -> Target:
        """What a label key would tag now."""
        return self.meaning.target(self.selection, label)

    def select(self, selection: Selection) -> None:
        """Put cursor and selection somewhere, and show the cursor."""
        self._goal = None
        self._go(selection)
        self._reveal()

    def go_to(self, annotation: Annotation) -> None:
        """Put the cursor at the beginning of an annotation, which is the one that keys mean now."""
        self.select(Selection(annotation.span.start))
        self.mean(annotation)

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
        elif motion in ROW_MOVES:
            self.select(apply(selection, ROW_MOVES[motion](self._rows, cursor)))
        elif motion in ("up", "down"):
            self._vertical(-1 if motion == "up" else 1, apply)
        else:
            page = max(self.size.height - 1, 1)
            self._vertical(
                -page if motion == "page_up" else page, lambda one, offset: apply(one.taken_along(), offset)
            )

    def _has_just_tagged_up_to(self, cursor: int) -> bool:
        assert self.reading is not None
        is_end = self.meaning.ends_at(self.annotations, cursor)
        return is_end and self.reading.prose.at("sentence", cursor).start == cursor

    def _vertical(self, rows: int, apply: _Apply) -> None:
        """Move by rows, keeping to the column in which the first of several such moves began."""
        cursor = self._layer.selection.cursor
        goal = self._rows.column(cursor) if self._goal is None else self._goal
        offset = by_rows(self._rows, cursor, rows, goal)
        if abs(rows) > 1:
            self._scroll(self._first + rows)
        self._go(apply(self._layer.selection, offset))
        self._reveal()
        self._goal = goal

    def _go(self, selection: Selection) -> None:
        self.meaning.forget()
        self._redraw(self._aimed(self.meaning.settle(replace(self._layer, selection=selection))))

    def _aimed(self, layer: Layer) -> Layer:
        """The layer with everything that one label key or another would tag."""
        if layer.active and self.reading is not None:
            return replace(layer, target=self.meaning.targets(self.reading.prose, layer.selection))
        return replace(layer, target=NOTHING)

    # The mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor there; twice a word, three times a sentence, four times a paragraph is selected."""
        event.stop()
        if event.button != 1 or self.reading is None:
            return
        self.capture_mouse()
        self._pointer.press(event.x, event.y, event.time)
        self._pointer.anchor = anchor = self._offset_at(event.x, event.y)
        if self._pointer.unit is None:
            self._go(Selection(anchor))
        else:
            self._go(selecting.pointed(self.reading.prose, self._pointer.unit, anchor, anchor))
        self._goal = None
        self.post_message(self.Pointed(self))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select up to there; beyond the edge, scroll."""
        if not self._pointer.move(event.x, event.y):
            return
        event.stop()
        if self._pointer.overshoot(self.size.height):
            if self._edge_timer is None:
                self._edge_timer = self.set_interval(_EDGE, self._drag)
        else:
            self._stop_scrolling()
        self._drag()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """The drag is over."""
        self.capture_mouse(False)
        self._let_go()

    def on_mouse_release(self, event: events.MouseRelease) -> None:
        """Textual's event: so it is where another screen was opened, which is told when the button comes up."""
        if self.app.mouse_captured is not self:
            self._let_go()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll, and take the cursor along, so that what a label key would tag stays on the screen."""
        self._wheel(event, _WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """As scrolling down."""
        self._wheel(event, -_WHEEL)

    def on_scroll_to(self, message: ScrollTo) -> None:
        """The bar was dragged."""
        message.stop()
        message.prevent_default()
        if message.y is not None:
            self._scroll_with_cursor(round(message.y))

    def _wheel(self, event: events.MouseEvent, rows: int) -> None:
        event.stop()
        event.prevent_default()
        self._scroll_with_cursor(self._first + rows)

    def _scroll_with_cursor(self, top: int) -> None:
        self._scroll(top)
        selection, height = self._layer.selection, max(self.size.height, 1)
        first = self._rows.row(self._top)
        row = self._rows.row(selection.cursor)
        inside = min(max(row, first), min(first + height, len(self._rows)) - 1)
        if inside != row and selection.taken_along().anchor is None:
            self._go(Selection(self._rows.offset(inside, self._rows.column(selection.cursor))))
        self.post_message(self.Pointed(self))

    def _offset_at(self, x: int, y: int) -> int:
        return self._rows.offset(self._first + y, max(x - GUTTER, 0))

    def _drag(self) -> None:
        anchor, unit = self._pointer.anchor, self._pointer.unit
        if anchor is None or self.reading is None:
            return
        beyond = self._pointer.overshoot(self.size.height)
        if beyond:
            self._scroll(self._first + beyond)
        row = min(max(self._pointer.y, 0), self.size.height - 1)
        offset = self._offset_at(self._pointer.x, row)
        if unit is None:
            # What is under the mouse is selected at both ends.
            forwards = offset >= anchor
            anchor, offset = (
                (anchor, self._rows.after(offset)) if forwards else (self._rows.after(anchor), offset)
            )
        self._go(selecting.pointed(self.reading.prose, unit, anchor, offset))
        self.post_message(self.Pointed(self))

    def _let_go(self) -> None:
        self._stop_scrolling()
        self._pointer.release()

    def _stop_scrolling(self) -> None:
        if self._edge_timer is not None:
            self._edge_timer.stop()
            self._edge_timer = None
