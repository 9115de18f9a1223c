"""Which rows look different under another layer: only those are painted anew."""

from __future__ import annotations

from typing import NamedTuple

from annotui.core.span import Span
from annotui.core.wrap import Rows

from .copies import Copies
from .paint import Layer


class _Look(NamedTuple):
    """What a layer does to a row: two that are equal look the same."""

    note: str | None
    over: list[tuple[object, ...]]
    matches: list[Span]
    is_target: bool
    cursor: tuple[int, bool] | None
    selected: Span | None


def changed(rows: Rows, row: int, old: Layer, new: Layer) -> bool:
    """Whether a row looks different.

    Args:
        rows: the text in rows.
        row: which one.
        old, new: what lay over the text, and what lies over it now.
    """
    if _look(rows, row, old) != _look(rows, row, new):
        return True
    if not 0 <= row < len(rows):
        return False
    stretch = Span(*rows.bounds(row))
    if old.suggestions is not new.suggestions and old.suggested(stretch) != new.suggested(stretch):
        return True
    return old.copies is not new.copies and _copies_differ(rows, row, old.copies, new.copies)


def _copies_differ(rows: Rows, row: int, old: Copies, new: Copies) -> bool:
    """Whether the sign in the gutter of a row, or what is drawn in its text, looks different."""
    stretch = Span(*rows.bounds(row))
    if old.gap(rows, row) != new.gap(rows, row):
        return True
    # The blank before the row, too, which opens in its gutter.
    if old.brackets is not new.brackets and old.brackets.over(stretch) != new.brackets.over(stretch):
        return True
    is_read = old.read is not new.read and not stretch.is_empty
    if is_read and old.read.spans_over(stretch) != new.read.spans_over(stretch):
        return True
    return old.sign(rows.drawn, stretch) != new.sign(rows.drawn, stretch)


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
