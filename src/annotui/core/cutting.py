"""Cutting spans out of a text, so that what is left reads as if they had never been there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from .span import Span

_AFTER_A_WORD = tuple(".,;:!?…)]}”’»")
"""What stands without a blank behind the word before it."""


class Cut(NamedTuple):
    """A text without some of its spans.

    Args:
        text: what is left.
        gone: what was taken out of the text it comes from, with white space that would have been left over; ascending, none touching
            another.
    """

    text: str
    gone: tuple[Span, ...]

    def moved(self, span: Span) -> Span:
        """Where a span of the whole text is in what is left; empty where all of it is gone."""
        return Span(self._moved(span.start), self._moved(span.end))

    def _moved(self, offset: int) -> int:
        before = bisect_right(self.gone, offset, key=lambda one: one.start)
        taken = sum(min(one.end, offset) - one.start for one in self.gone[:before])
        return offset - taken


def cut(text: str, spans: Iterable[Span]) -> Cut:
    """Cut spans out of a text.

    Of the white space on both sides of a cut one stays: the one with more line breaks. So a paragraph goes with one of the blank lines
    around it, and a word with one of its blanks.

    Args:
        text: the text.
        spans: what is to go; in any order, overlapping or not.
    """
    gone = [_with_white_space(text, span) for span in _joined(text, spans)]
    kept = zip([0, *(one.end for one in gone)], [*(one.start for one in gone), len(text)], strict=True)
    return Cut("".join(text[start:end] for start, end in kept), tuple(gone))


def without(spans: Iterable[Span], kept: Iterable[Span]) -> list[Span]:
    """What is left of spans where others are taken out of them."""
    left = list(spans)
    for keep in kept:
        pieces = (
            (Span(one.start, min(one.end, keep.start)), Span(max(one.start, keep.end), one.end))
            if one.overlaps(keep)
            else (one,)
            for one in left
        )
        left = [piece for some in pieces for piece in some if not piece.is_empty]
    return left


def _joined(text: str, spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap or have nothing but white space between them as one."""
    joined: list[Span] = []
    for span in sorted(one for one in spans if not one.is_empty):
        if joined and not text[joined[-1].end : span.start].strip():
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _with_white_space(text: str, span: Span) -> Span:
    """A cut with the white space that goes with it, on one of its sides."""
    start, end = span
    first, last = start, end
    while first > 0 and text[first - 1].isspace():
        first -= 1
    while last < len(text) and text[last].isspace():
        last += 1
    if first == 0:
        return Span(0, last)
    if last == len(text):
        return Span(first, end)
    before, behind = text.count("\n", first, start), text.count("\n", end, last)
    if before > behind or (before == behind and first < start and end < last):
        return Span(start, last)
    if behind or text.startswith(_AFTER_A_WORD, end):
        return Span(first, end)
    return span
