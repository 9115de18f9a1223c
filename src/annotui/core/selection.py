"""Cursor and selection: where they are, how they move, and what a label key would tag.

A cursor stands between code points, at an offset from 0 to the length of the text. Nothing here ever leaves the text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from .prose import UNITS, Prose, Unit
from .span import Span, stripped


class Selection(NamedTuple):
    """A cursor, and the text between it and its anchor.

    Args:
        cursor: offset of the end that moves.
        anchor: offset of the end that stays, or None while nothing is being selected.
        origin: where the cursor stood when units began to be selected around it; growing and shrinking keep to it.
        found: whether it is of something that was looked for, and the reader has not selected it; it falls where one reads on.
    """

    cursor: int
    anchor: int | None = None
    origin: int | None = None
    found: bool = False

    @property
    def span(self) -> Span:
        """The selected stretch; empty, at the cursor, where nothing is selected."""
        if self.anchor is None:
            return Span(self.cursor, self.cursor)
        return Span(min(self.anchor, self.cursor), max(self.anchor, self.cursor))

    def moved(self, offset: int) -> Selection:
        """The cursor at `offset`; the anchor, if any, stays."""
        return Selection(offset, self.anchor, found=self.found)

    def taken_along(self) -> Selection:
        """What is left of it where the reader reads on, or goes far away: what was only found stays behind."""
        return self.dropped() if self.found else self

    def extended(self, offset: int) -> Selection:
        """The cursor at `offset`, with everything from where it stood selected."""
        return Selection(offset, self.cursor if self.anchor is None else self.anchor)

    def dropped(self) -> Selection:
        """Nothing selected, the cursor where it is."""
        return Selection(self.cursor)

    def toggled(self) -> Selection:
        """Begin to select at the cursor, or drop what is selected."""
        return Selection(self.cursor, self.cursor) if self.anchor is None else self.dropped()

    def swapped(self) -> Selection:
        """The other end becomes the one that moves."""
        return self if self.anchor is None else Selection(self.anchor, self.cursor, self.origin)


Choice = Callable[[Prose, Selection], Selection | None]
Motion = Callable[[Prose, Selection], Selection]


def _forwards(unit: Unit) -> Motion:
    def motion(prose: Prose, selection: Selection) -> Selection:
        find = prose.next_start if selection.anchor is None else prose.next_end
        return selection.moved(find(unit, selection.cursor))

    return motion


def _backwards(unit: Unit) -> Motion:
    def motion(prose: Prose, selection: Selection) -> Selection:
        return selection.moved(prose.previous_start(unit, selection.cursor))

    return motion


MOTIONS: dict[str, Motion] = {
    "next_word": _forwards("word"),
    "previous_word": _backwards("word"),
    "next_sentence": _forwards("sentence"),
    "previous_sentence": _backwards("sentence"),
    "next_paragraph": _forwards("paragraph"),
    "previous_paragraph": _backwards("paragraph"),
    "text_start": lambda _prose, selection: selection.taken_along().moved(0),
    "text_end": lambda prose, selection: selection.taken_along().moved(len(prose.text)),
}
"""The moves that follow the text; those by character and by row need to know how it is drawn."""


def selected(span: Span, origin: int | None = None, *, found: bool = False) -> Selection:
    """`span` selected, with the cursor at its end."""
    return Selection(span.end, span.start, origin, found)


def sentence(prose: Prose, selection: Selection) -> Selection:
    """Select the sentence under the cursor."""
    return selected(prose.at("sentence", selection.cursor), selection.cursor)


def quotation(prose: Prose, selection: Selection) -> Selection | None:
    """Select the quotation around the cursor, or else the next one; None where there is none further on."""
    span = prose.quotation_at(selection.cursor) or prose.quotation_after(selection.cursor)
    return span and selected(span, selection.cursor)


def grown(prose: Prose, selection: Selection) -> Selection:
    """Select the next larger unit around what is selected, or around the sentence where nothing is."""
    span, origin = _basis(prose, selection)
    for unit in UNITS:
        # Where an end lies between two units, the unit before it is no part of what is selected.
        first, last = prose.at(unit, span.start), prose.at(unit, span.end - 1)
        larger = Span(
            min(first.start, span.start) if first.end > span.start else span.start, max(last.end, span.end)
        )
        if larger != span:
            return selected(larger, origin)
    return selected(span, origin)


def shrunk(prose: Prose, selection: Selection) -> Selection:
    """Select the next smaller unit inside what is selected, or inside the sentence where nothing is."""
    span, origin = _basis(prose, selection)
    if stripped(prose.text, selection.span).is_empty:
        return selected(prose.at("clause", origin), origin)
    for unit in reversed(UNITS):
        here = prose.at(unit, origin)
        # Where a mark stands at the origin, the unit there is the one before it, and the next is meant.
        smaller = here if span.contains(here) else prose.at(unit, prose.next_start(unit, origin))
        if span.contains(smaller) and smaller != span and not smaller.is_empty:
            return selected(smaller, origin)
    return selected(span, origin)


def _basis(prose: Prose, selection: Selection) -> tuple[Span, int]:
    """What to grow or shrink, and the place in it to keep to."""
    span = stripped(prose.text, selection.span)
    if span.is_empty:
        return prose.at("sentence", selection.cursor), selection.cursor
    origin = span.start if selection.origin is None else selection.origin
    return span, min(max(origin, span.start), span.end - 1)


CHOICES: dict[str, Choice] = {
    "sentence": sentence,
    "quotation": quotation,
    "grow": grown,
    "shrink": shrunk,
    "select": lambda _prose, selection: selection.toggled(),
    "swap": lambda _prose, selection: selection.swapped(),
    "drop": lambda _prose, selection: selection.dropped(),
}
"""The ways to select; None where there is nothing of the kind further on."""


class Target(NamedTuple):
    """What a label key would tag.

    Args:
        kind: what it is called on the screen.
        spans: in order, each without white space at its ends and none empty; none where there is nothing to tag.
        rule: the rule that suggests it; empty where the reader chose it.
    """

    kind: str
    spans: tuple[Span, ...]
    rule: str = ""

    @property
    def extent(self) -> Span:
        """From the first code point to the last; empty, at 0, where there is nothing to tag."""
        return Span(self.spans[0].start, self.spans[-1].end) if self.spans else Span(0, 0)


def target(prose: Prose, selection: Selection) -> Target:
    """What a label key tags where nothing is suggested: the selection, else the sentence under the cursor."""
    chosen = stripped(prose.text, selection.span)
    if not chosen.is_empty:
        return Target("selection", (chosen,))
    here = prose.at("sentence", selection.cursor)
    return Target("sentence", () if here.is_empty else (here,))


def pointed(prose: Prose, unit: Unit | None, anchor: int, offset: int) -> Selection:
    """What a pointer selects that was pressed at one place and is at another now.

    Args:
        prose: the text.
        unit: what is selected at once; None for single code points.
        anchor: offset at which it was pressed.
        offset: that at which it is.
    """
    if unit is None:
        return Selection(offset, anchor)
    first, last = prose.at(unit, anchor), prose.at(unit, offset)
    if last.start < first.start:
        return Selection(last.start, first.end)
    return Selection(last.end, first.start)


def clamped(selection: Selection, length: int) -> Selection:
    """The selection inside a text of `length` code points, which may have been edited since."""

    def inside(offset: int) -> int:
        return min(max(offset, 0), length)

    anchor = None if selection.anchor is None else inside(selection.anchor)
    return selection._replace(cursor=inside(selection.cursor), anchor=anchor, origin=None)
