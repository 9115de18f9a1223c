"""One row of an article as a strip of cells."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from annotui.core.annotation import Annotation
from annotui.core.display import JOINED, visible
from annotui.core.marks import Marks
from annotui.core.selection import Selection
from annotui.core.span import Span, layers
from annotui.core.wrap import Rows
from annotui.tui import styles

GUTTER = 5
"""Cells before the text: the rule to the left, the mark of the target, two letters of labels, a blank."""

_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Layer:
    """What lies over the text: annotations, selection, cursor and what a label key would tag.

    Args:
        annotations: in the order of their places.
        marks: the spans of those, in the same order.
        pending: ids of annotations that are not on the disk yet.
        selection: cursor and selection.
        target: what a label key would tag now; empty in a pane that keys do not go to.
        active: whether keys go to this pane.
    """

    annotations: list[Annotation]
    marks: Marks
    pending: frozenset[str]
    selection: Selection
    target: Span
    active: bool


def paint(rows: Rows, row: int, layer: Layer, width: int, rule: str) -> Strip:
    """Draw a row.

    Args:
        rows: the text in rows.
        row: which one; beyond the last there is nothing but the rule.
        layer: what lies over the text.
        width: cells of the whole pane.
        rule: what is drawn on its left edge: one cell.
    """
    if row >= len(rows):
        return Strip([Segment(rule.ljust(width), styles.DIM)], width)
    start, end = rows.bounds(row)
    over = _over(layer, Span(start, end))
    segments = [Segment(rule, styles.DIM), *_gutter(layer, Span(start, end), over)]
    segments += _text(rows, layer, Span(start, end), over)
    strip = Strip(segments)
    cursor = layer.selection.cursor
    if layer.active and start <= cursor < end and rows.column(cursor) > rows.width:
        # It stands on a blank that hangs over the edge.
        strip = Strip([*strip.crop(0, GUTTER + rows.width), Segment(" ", _cursor_style(layer))])
    return strip.adjust_cell_length(width)


def _over(layer: Layer, stretch: Span) -> list[Annotation]:
    """The annotations over a row, the longest first, so that the shortest comes out on top."""
    if stretch.is_empty:
        return []
    found = [layer.annotations[index] for index in layer.marks.over(stretch)]
    return sorted(found, key=lambda one: one.span.start - one.span.end)


def _gutter(layer: Layer, stretch: Span, over: list[Annotation]) -> list[Segment]:
    target = "▏" if layer.target.overlaps(stretch) else " "
    letters: dict[str, str] = {}
    for annotation in sorted(over, key=lambda one: one.span):
        letter = letter_of(annotation.label)
        pending = annotation.id in layer.pending
        letters[annotation.label] = letter.lower() if pending else letters.get(annotation.label, letter)
    shown = list(letters.items())
    if len(shown) > _LETTERS:
        shown = [*shown[: _LETTERS - 1], ("", "+")]
    pieces = [Segment(letter, styles.label_style(label) if label else styles.BOLD) for label, letter in shown]
    return [Segment(target, styles.BOLD), *pieces, Segment(" " * (_LETTERS - len(shown) + 1))]


def letter_of(label: str) -> str:
    """The letter that stands for a label: one cell, whatever a log may call a label."""
    letter = visible(label[:1].upper())
    return letter if cell_len(letter) == 1 else "?"


def _text(rows: Rows, layer: Layer, stretch: Span, over: list[Annotation]) -> list[Segment]:
    """The text of a row in pieces of one style each."""
    cursor = layer.selection.cursor if layer.active else -1
    at_end = cursor == stretch.end == len(rows.drawn)
    edges: list[tuple[Span, int]] = [(one.span, 1 << index) for index, one in enumerate(over)]
    selected = 1 << len(over)
    if layer.active and not layer.selection.span.is_empty:
        edges.append((layer.selection.span, selected))
    if stretch.start <= cursor < stretch.end:
        edges.append((Span(cursor, max(rows.after(cursor), cursor + 1)), selected << 1))
    segments: list[Segment] = []
    for piece, bits in layers(edges, stretch):
        is_cursor = bool(bits & (selected << 1))
        style = _style(over, bits & (selected - 1), bool(bits & selected), is_cursor, layer)
        text = piece.of(rows.drawn).replace(JOINED, "")
        if text.endswith("\n"):
            # A line break is seen where the cursor or the selection is on it.
            text = text[:-1] + (" " if is_cursor or bits & selected else "")
        elif piece.end == stretch.end and not is_cursor:
            # The blank at which a row was wrapped is not underlined.
            text = text.rstrip(" ")
        if text:
            segments.append(Segment(text, style))
    if at_end:
        segments.append(Segment(" ", _cursor_style(layer)))
    return segments


def _style(over: list[Annotation], bits: int, selected: bool, is_cursor: bool, layer: Layer) -> Style:
    style = styles.PLAIN
    if bits:
        shortest = over[bits.bit_length() - 1]
        style = styles.tagged_style(shortest.label, bits.bit_count() > 1)
    if is_cursor:
        return style + _cursor_style(layer)
    return style + styles.SELECTED if selected else style


def _cursor_style(layer: Layer) -> Style:
    return styles.CURSOR if layer.selection.anchor is None else styles.CURSOR_OF_SELECTION
