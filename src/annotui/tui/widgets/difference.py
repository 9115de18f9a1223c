"""Which cells of a row look different under another layer: only those are sent to the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from annotui.core.span import Span
from annotui.core.wrap import Rows

from .copies import Copies
from .paint import GUTTER, Layer


class _Look(NamedTuple):
    """What a layer does to a row: two that are equal look the same."""

    note: str | None
    over: list[tuple[object, ...]]
    matches: list[Span]
    is_target: bool
    cursor: tuple[int, bool] | None
    selected: Span | None


def changed(rows: Rows, row: int, old: Layer, new: Layer, width: int) -> int:
    """How many cells of a row, from its left edge on, look different: Textual sends a row from its beginning.

    Args:
        rows: the text in rows.
        row: which one.
        old, new: what lay over the text, and what lies over it now.
        width: cells of the whole pane.
    """
    before, after = _look(rows, row, old), _look(rows, row, new)
    if (before.note, before.over, before.matches) != (after.note, after.over, after.matches):
        return width
    gutter = GUTTER if before.is_target != after.is_target else 0
    if old.copies is not new.copies and 0 <= row < len(rows):
        sign, text = _copies_differ(rows, row, old.copies, new.copies)
        if text:
            return width
        gutter = GUTTER if sign else gutter
    if old.suggestions is not new.suggestions and 0 <= row < len(rows):
        stretch = Span(*rows.bounds(row))
        if old.suggested(stretch) != new.suggested(stretch):
            return width
    # Wide characters, and the cell behind them.
    ends = [_cell(rows, row, offset) + 2 for offset in _apart(before, after)]
    return min(max(*ends, gutter, 0), width)


def _copies_differ(rows: Rows, row: int, old: Copies, new: Copies) -> tuple[bool, bool]:
    """Whether the sign in the gutter of a row looks different, and whether its text does."""
    stretch = Span(*rows.bounds(row))
    text = old.gap(rows, row) != new.gap(rows, row)
    if old.brackets is not new.brackets:
        # The blank before the row, too, which opens in its gutter.
        text = text or old.brackets.over(stretch) != new.brackets.over(stretch)
    if old.read is not new.read and not stretch.is_empty:
        text = text or old.read.spans_over(stretch) != new.read.spans_over(stretch)
    return old.sign(rows.drawn, stretch) != new.sign(rows.drawn, stretch), text


def _apart(before: _Look, after: _Look) -> Iterator[int]:
    """The last offsets at which cursor and selection differ."""
    if before.cursor != after.cursor:
        yield from (one[0] for one in (before.cursor, after.cursor) if one)
    one, other = before.selected, after.selected
    if one == other:
        return
    if one is None or other is None or not one.overlaps(other):
        yield from (span.end for span in (one, other) if span is not None)
    else:
        yield max(one.start, other.start) if one.end == other.end else max(one.end, other.end)


def _cell(rows: Rows, row: int, offset: int) -> int:
    """Where the code point at an offset begins; the end of a row for the offset behind it."""
    start, end = rows.bounds(row)
    if start < end <= offset:
        last = end - 1
        return GUTTER + min(rows.column(last) + 1, rows.width)
    return GUTTER + min(rows.column(offset), rows.width)


def _look(rows: Rows, row: int, layer: Layer) -> _Look:
    note = None if layer.note is None else layer.note.line(row)
    if not 0 <= row < len(rows):
        return _Look(note, [], [], False, None, None)
    stretch = Span(*rows.bounds(row))
    selection, span = layer.selection, layer.selection.span
    is_last = stretch.end == len(rows.drawn)
    here = layer.active and stretch.start <= selection.cursor < stretch.end + is_last
    selected = layer.active and span.overlaps(stretch)
    matches = [] if stretch.is_empty else layer.matches.spans_over(stretch)
    return _Look(
        note,
        [
            (one.id, one.label, one.span, bool(one.note), one.id in layer.pending)
            for one in layer.over(stretch)
        ],
        matches,
        not stretch.is_empty and bool(layer.target.over(stretch)),
        (selection.cursor, selection.anchor is None) if here else None,
        Span(max(span.start, stretch.start), min(span.end, stretch.end)) if selected else None,
    )
