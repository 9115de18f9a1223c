"""Which cells of a row look different under another layer: only those are sent to the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from annotui.core.span import Span
from annotui.core.wrap import Rows

from .paint import GUTTER, Layer

Cells = tuple[int, int]
"""The first cell, counted from the pane's left edge, and the one behind the last."""


class _Look(NamedTuple):
    """What a layer does to a row: two that are equal look the same."""

    note: str | None
    over: list[tuple[object, ...]]
    matches: list[Span]
    is_target: bool
    cursor: tuple[int, bool] | None
    selected: Span | None


def changed(rows: Rows, row: int, old: Layer, new: Layer, width: int) -> list[Cells]:
    """The cells of a row that look different.

    Args:
        rows: the text in rows.
        row: which one.
        old, new: what lay over the text, and what lies over it now.
        width: cells of the whole pane.
    """
    before, after = _look(rows, row, old), _look(rows, row, new)
    if before == after and old.suggestions is new.suggestions:
        return []
    if (before.note, before.over, before.matches) != (after.note, after.over, after.matches):
        return [(0, width)]
    if old.suggestions is not new.suggestions and row < len(rows):
        stretch = Span(*rows.bounds(row))
        if old.suggested(stretch) != new.suggested(stretch):
            return [(0, width)]
    cells = [(1, 2)] if before.is_target != after.is_target else []
    cells += [(_cell(rows, row, one.start), _cell(rows, row, one.end) + 2) for one in _apart(before, after)]
    return [(first, min(last, width)) for first, last in _joined(cells)]


def _apart(before: _Look, after: _Look) -> Iterator[Span]:
    """The stretches of a row between which cursor and selection differ."""
    if before.cursor != after.cursor:
        yield from (Span(one[0], one[0]) for one in (before.cursor, after.cursor) if one)
    one, other = before.selected, after.selected
    if one is None or other is None or not one.overlaps(other):
        yield from (span for span in (one, other) if span is not None and one != other)
        return
    if one.start != other.start:
        yield Span(min(one.start, other.start), max(one.start, other.start))
    if one.end != other.end:
        yield Span(min(one.end, other.end), max(one.end, other.end))


def _cell(rows: Rows, row: int, offset: int) -> int:
    """Where the code point at an offset begins; the end of a row for the offset behind it."""
    start, end = rows.bounds(row)
    if start < end <= offset:
        last = end - 1
        return GUTTER + min(rows.column(last) + 1, rows.width)
    return GUTTER + min(rows.column(offset), rows.width)


def _joined(cells: list[Cells]) -> Iterator[Cells]:
    """The same cells in as few stretches as there are."""
    waiting: Cells | None = None
    for first, last in sorted(cells):
        if waiting is None:
            waiting = first, last
        elif first <= waiting[1]:
            waiting = waiting[0], max(waiting[1], last)
        else:
            yield waiting
            waiting = first, last
    if waiting is not None:
        yield waiting


def _look(rows: Rows, row: int, layer: Layer) -> _Look:
    note = None if layer.note is None else layer.note.line(row)
    if row >= len(rows):
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
