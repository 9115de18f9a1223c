"""Spans of an article's text, and how they lie to each other."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import NamedTuple, overload


class Span(NamedTuple):
    """A piece of an article's decoded text.

    Args:
        start: offset of the first code point, 0-based.
        end: offset behind the last code point; not less than `start`.
    """

    start: int
    end: int

    @property
    def is_empty(self) -> bool:
        """Whether there is no code point in it."""
        return self.start >= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether at least one code point lies in both."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether every code point of `other` lies in this one."""
        return self.start <= other.start and other.end <= self.end

    def touches(self, offset: int) -> bool:
        """Whether a cursor at `offset` stands in the span or at one of its ends."""
        return self.start <= offset <= self.end

    def of(self, text: str) -> str:
        """What the span says in `text`."""
        return text[self.start : self.end]


class Spans(Sequence[Span]):
    """Very many spans that are kept for long: as numbers they take a ninth of the memory.

    Args:
        spans: in the order in which they are kept.
    """

    def __init__(self, spans: Iterable[Span]) -> None:
        self._starts, self._ends = array("q"), array("q")
        for start, end in spans:
            self._starts.append(start)
            self._ends.append(end)

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, at: int) -> Span: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Span]: ...

    def __getitem__(self, at: int | slice) -> Span | Sequence[Span]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        return Span(self._starts[at], self._ends[at])

    def last_from(self, offset: int) -> int:
        """The index of the last span that begins at `offset` or before it; -1 where there is none. The spans are sorted by start."""
        return bisect_right(self._starts, offset) - 1


def stripped(text: str, span: Span) -> Span:
    """The span without the white space at its ends; empty, at its start, where there is nothing else."""
    piece = span.of(text)
    bare = piece.strip()
    if not bare:
        return Span(span.start, span.start)
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, start + len(bare))


def layers(spans: Iterable[tuple[Span, int]], within: Span) -> Iterator[tuple[Span, int]]:
    """Cut a stretch of text wherever one of the marks over it begins or ends.

    Args:
        spans: spans, each with the bits that it sets; in any order, overlapping, nested or equal.
        within: the stretch to cut.

    Yields:
        Pieces of `within` from left to right without gaps, each with the bits of all spans over it.
    """
    # At each edge, which bits begin there and which end.
    changes: dict[int, list[tuple[int, int]]] = {within.start: [], within.end: []}
    for span, bits in spans:
        start, end = max(span.start, within.start), min(span.end, within.end)
        if start < end:
            changes.setdefault(start, []).append((bits, 1))
            changes.setdefault(end, []).append((bits, -1))
    # The same bits are set by many spans, so that only how often each value is set is counted.
    active: Counter[int] = Counter()
    for start, end in pairwise(sorted(changes)):
        for bits, step in changes[start]:
            active[bits] += step
        yield Span(start, end), reduce(or_, (bits for bits, count in active.items() if count), 0)
