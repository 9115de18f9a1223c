"""One row of an article as a strip of cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from annotui.core.annotation import Annotation
from annotui.core.display import JOINED
from annotui.core.marks import Marks
from annotui.core.selection import Selection
from annotui.core.span import Span, layers
from annotui.core.wrap import Rows
from annotui.review.suggest import Suggestions
from annotui.tui import styles
from annotui.tui.arrangement import GUTTER as GUTTER
from annotui.tui.legend import Legend

from .copies import DIFFERS, NONE, Copies
from .line import cut
from .note_box import NoteBox

_LEFT_OUT = "left out here: "
_LETTERS = 2
_NOTE = "*"
_SUGGESTED = "·"
_OPENS, _CLOSES = "[", "]"


@dataclass(frozen=True, slots=True)
class Layer:
    """What lies over the text: annotations, suggestions, matches, selection, cursor and what a label key would tag.

    Args:
        annotations: in the order of their places.
        marks: the spans of those, in the same order.
        pending: ids of annotations that are not on the disk yet.
        suggestions: what is suggested; None before the first article.
        matches: what a search has found.
        selection: cursor and selection.
        target: what a label key would tag now; nothing in a pane that keys do not go to.
        active: whether keys go to this pane.
        note: that of the annotation under the cursor.
        copies: what matching knows of the text.
    """

    annotations: list[Annotation]
    marks: Marks
    pending: frozenset[str]
    suggestions: Suggestions | None
    matches: Marks
    selection: Selection
    target: Marks
    active: bool
    note: NoteBox | None
    copies: Copies = NONE

    def over(self, stretch: Span) -> list[Annotation]:
        """The annotations over a stretch of the text, in the order of their places."""
        return [] if stretch.is_empty else [self.annotations[index] for index in self.marks.over(stretch)]

    def suggested(self, stretch: Span) -> list[tuple[Span, str]]:
        """What is suggested in a stretch of the text: spans and labels."""
        return [] if self.suggestions is None else self.suggestions.over(stretch)


def paint(rows: Rows, row: int, layer: Layer, legend: Legend, width: int, rule: str) -> Strip:
    """Draw a row.

    Args:
        rows: the text in rows.
        row: which one; beyond the last there is nothing but the rule.
        layer: what lies over the text.
        legend: how labels look.
        width: cells of the whole pane.
        rule: what is drawn on its left edge: one cell.
    """
    if layer.note is not None and (line := layer.note.line(row)) is not None:
        text = Segment(f"{' ' * (GUTTER - 1)}{line}", styles.BOLD)
        return Strip([Segment(rule, styles.DIM), text]).adjust_cell_length(width).crop(0, width)
    if not 0 <= row < len(rows):
        return Strip([Segment(rule.ljust(width), styles.DIM)], width)
    stretch = Span(*rows.bounds(row))
    # The longest first, so that the shortest comes out on top.
    over = sorted(layer.over(stretch), key=lambda one: one.span.start - one.span.end)
    suggested = layer.suggested(stretch)
    segments = [Segment(rule, styles.DIM), *_gutter(rows, layer, legend, stretch, over, bool(suggested))]
    segments += _Text(rows, row, layer, legend, over, suggested).segments()
    strip = Strip(segments)
    if gap := layer.copies.gap(rows, row):
        strip = _with_gap(
            strip, gap, GUTTER + min(sum(one for *_, one in rows.cells(row)), rows.width), width
        )
    cursor = layer.selection.cursor
    if layer.active and stretch.start <= cursor < stretch.end and rows.column(cursor) > rows.width:
        # It stands on a blank that hangs over the edge.
        strip = Strip([*strip.crop(0, GUTTER + rows.width), Segment(" ", _cursor_style(layer))])
    return strip.adjust_cell_length(width)


def _with_gap(strip: Strip, gap: str, end: int, width: int) -> Strip:
    """A row with what is left out behind it, in the cells that are free.

    Args:
        strip: the row.
        gap: what is said of it.
        end: the cell behind the row's text; a cursor may be there.
        width: cells of the whole pane.
    """
    room = width - end - 1
    if room > 1:
        # The sign says that something is left out, where there is room for no more than what it is.
        said = gap if cell_len(gap) <= room else cut(gap.replace(_LEFT_OUT, ""), room)
        return Strip([*strip.adjust_cell_length(end + 1), Segment(said, styles.GAP)])
    return strip if strip.cell_length > end else Strip([*strip, Segment(gap[:1], styles.GAP)])


def _gutter(
    rows: Rows, layer: Layer, legend: Legend, stretch: Span, over: list[Annotation], suggested: bool
) -> list[Segment]:
    target = "▏" if not stretch.is_empty and layer.target.over(stretch) else " "
    letters: dict[str, str] = {}
    for annotation in sorted(over, key=lambda one: one.span):
        letter = legend.letter(annotation.label)
        pending = annotation.id in layer.pending
        letters[annotation.label] = letter.lower() if pending else letters.get(annotation.label, letter)
    shown = list(letters.items())
    if len(shown) > _LETTERS:
        shown = [*shown[: _LETTERS - 1], ("", "+")]
    pieces = [Segment(letter, legend.style(label) if label else styles.BOLD) for label, letter in shown]
    if suggested and len(pieces) < _LETTERS:
        pieces.append(Segment(_SUGGESTED, styles.DIM))
    sign = layer.copies.sign(rows.drawn, stretch)
    has_note = any(one.note and stretch.start <= one.span.start < stretch.end for one in over)
    # At the beginning of a row the blank before it hangs over the end of the one above.
    opens = stretch.start - 1 in layer.copies.brackets.opening
    last = _OPENS if opens else _NOTE if has_note else " "
    return [
        Segment(target, styles.BOLD),
        *pieces,
        Segment(" " * (_LETTERS - len(pieces))),
        Segment(sign, styles.BOLD if sign == DIFFERS else styles.DIM),
        Segment(last, styles.BOLD),
    ]


class _Text:
    """The text of a row, cut wherever it changes its looks.

    Args:
        rows, row, layer, legend: as for `paint`.
        over: the annotations over it, the shortest last.
        suggested: what is suggested in it.
    """

    def __init__(
        self,
        rows: Rows,
        row: int,
        layer: Layer,
        legend: Legend,
        over: list[Annotation],
        suggested: list[tuple[Span, str]],
    ) -> None:
        stretch = Span(*rows.bounds(row))
        self._rows, self._layer, self._legend, self._stretch, self._over = rows, layer, legend, stretch, over
        self._suggested = dict.fromkeys(label for _, label in suggested)
        edges: list[tuple[Span, int]] = [(one.span, 1 << index) for index, one in enumerate(over)]
        bit = 1 << len(over)
        for label in self._suggested:
            edges += [(span, bit) for span, one in suggested if one == label]
            bit <<= 1
        self._is_match, self._is_selected, self._is_cursor = bit, bit << 1, bit << 2
        self._is_read, self._differs, self._opens, self._closes = bit << 3, bit << 4, bit << 5, bit << 6
        if not stretch.is_empty:
            edges += [(span, self._is_match) for span in layer.matches.spans_over(stretch)]
            edges += self._copied(layer.copies)
        cursor = layer.selection.cursor if layer.active else -1
        if layer.active and not layer.selection.span.is_empty:
            edges.append((layer.selection.span, self._is_selected))
        if stretch.start <= cursor < stretch.end:
            edges.append((Span(cursor, max(rows.after(cursor), cursor + 1)), self._is_cursor))
        # Cut in two, what is drawn as one would fall apart and take other cells.
        joined = rows.joined(row)
        self._edges = [(_whole(span, joined), bits) for span, bits in edges] if joined else edges
        self._at_end = cursor == stretch.end == len(rows.drawn)
        self._closes_at_end = stretch.end == len(rows.drawn) in layer.copies.brackets.closing

    def _copied(self, copies: Copies) -> list[tuple[Span, int]]:
        """What is read, what differs, and the brackets around that, each of them a cell."""
        stretch, around = self._stretch, copies.brackets
        edges = [(span, self._is_read) for span in copies.read.spans_over(stretch)]
        edges += [(span, self._differs) for span in around.words.spans_over(stretch)]
        for offsets, bit in ((around.opening, self._opens), (around.closing, self._closes)):
            edges += [(Span(one, one + 1), bit) for one in offsets if stretch.start <= one < stretch.end]
        return edges

    def segments(self) -> list[Segment]:
        """The text in pieces of one style each."""
        segments: list[Segment] = []
        for piece, bits in layers(self._edges, self._stretch):
            text = piece.of(self._rows.drawn).replace(JOINED, "")
            if bits & (self._opens | self._closes):
                text = self._bracket(piece, bits)
            elif text.endswith("\n"):
                # A line break is seen where the cursor or the selection is on it.
                text = text[:-1] + (" " if bits & (self._is_cursor | self._is_selected) else "")
            elif piece.end == self._stretch.end and not bits & self._is_cursor:
                # The blank at which a row was wrapped is not underlined.
                text = text.rstrip(" ")
            if text:
                segments.append(Segment(text, self._style(bits)))
        if self._at_end or self._closes_at_end:
            style = _cursor_style(self._layer) if self._at_end else styles.BOLD
            segments.append(Segment(_CLOSES if self._closes_at_end else " ", style))
        return segments

    def _bracket(self, blank: Span, bits: int) -> str:
        """What is drawn in place of a blank; one at the end of a row opens in the gutter of the next one."""
        if bits & self._closes:
            return _CLOSES
        return _OPENS if blank.end < self._stretch.end else " " if bits & self._is_cursor else ""

    def _style(self, bits: int) -> Style:
        tagged = bits & ((1 << len(self._over)) - 1)
        style = styles.DIM if bits & self._is_read else styles.PLAIN
        if tagged:
            shortest = self._over[tagged.bit_length() - 1]
            style = self._legend.tagged(shortest.label, tagged.bit_count() > 1)
        else:
            for index, label in enumerate(self._suggested, len(self._over)):
                if bits & (1 << index):
                    style += self._legend.suggested(label)
        if bits & (self._differs | self._opens | self._closes):
            style += styles.BOLD
        if bits & self._is_cursor:
            return style + _cursor_style(self._layer)
        if bits & self._is_selected:
            return style + styles.SELECTED
        return style + styles.MATCH if bits & self._is_match else style


def _whole(span: Span, joined: Sequence[tuple[int, int]]) -> Span:
    """The span, with all of what is drawn as one at its ends."""
    start = next((first for first, last in joined if first < span.start < last), span.start)
    end = next((last for first, last in joined if first < span.end < last), span.end)
    return Span(start, end)


def _cursor_style(layer: Layer) -> Style:
    return styles.CURSOR if layer.selection.anchor is None else styles.CURSOR_OF_SELECTION
