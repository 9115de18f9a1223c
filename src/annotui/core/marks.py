"""Spans in order of place, to find quickly those over a row."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from .span import Span


class Marks:
    """Spans of one text that may overlap, be nested or be equal.

    Args:
        spans: sorted by start.
    """

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._starts = array("q", [start for start, _ in spans])
        # The furthest end up to each span: where it lies before a stretch, nothing further left can reach into it.
        self._reach = array("q", accumulate([end for _, end in spans], max))

    @property
    def spans(self) -> list[Span]:
        """All of them."""
        return list(self._spans)

    def over(self, stretch: Span) -> list[int]:
        """Which spans share a code point with a stretch of the text.

        Args:
            stretch: not empty.

        Returns:
            Their indices, in order.
        """
        found: list[int] = []
        index = bisect_left(self._starts, stretch.end) - 1
        while index >= 0 and self._reach[index] > stretch.start:
            if self._spans[index].end > stretch.start:
                found.append(index)
            index -= 1
        return found[::-1]

    def spans_over(self, stretch: Span) -> list[Span]:
        """The spans that share a code point with a stretch of the text, in order; see `over`."""
        return [self._spans[index] for index in self.over(stretch)]
