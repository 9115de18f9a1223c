"""An article's text as it is meant to be read, and its units by offset."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Literal

from .sentences import sentences
from .span import Span, Spans
from .text import clauses, paragraphs, quotations, words

Unit = Literal["word", "clause", "sentence", "paragraph"]
UNITS: tuple[Unit, ...] = ("word", "clause", "sentence", "paragraph")
"""From the smallest to the largest."""

_CACHED_PARAGRAPHS = 64


class Prose:
    """The words, clauses, sentences, paragraphs and quotations of one text.

    Paragraphs are found once; what is inside one is worked out when it is asked for.

    Args:
        text: the text as it is meant to be read, offset by offset that of the article.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.paragraphs = Spans(paragraphs(text))
        self._units = lru_cache(_CACHED_PARAGRAPHS)(self._find_units)
        self._quotations = lru_cache(_CACHED_PARAGRAPHS)(self._find_quotations)

    def at(self, unit: Unit, offset: int) -> Span:
        """The unit under a cursor at `offset`: in the gap between two the one before, ahead of the first that one.

        Returns:
            A span; empty, at 0, where the text holds nothing but white space.
        """
        units = self._units(unit, self._paragraph(offset))
        return units[max(_last_from(units, offset), 0)] if units else Span(0, 0)

    def quotation_at(self, offset: int) -> Span | None:
        """The quotation, with its marks, that the code point at `offset` belongs to."""
        spans = self._quotations(self._paragraph(offset))
        index = _last_from(spans, offset)
        return spans[index] if index >= 0 and offset < spans[index].end else None

    def quotations_over(self, stretch: Span) -> list[Span]:
        """The quotations that share a code point with a stretch of the text."""
        first, last = self._paragraph(stretch.start), self._paragraph(max(stretch.end - 1, stretch.start))
        return [
            span
            for index in range(first, last + 1)
            for span in self._quotations(index)
            if span.overlaps(stretch)
        ]

    def quotation_after(self, offset: int) -> Span | None:
        """The first quotation that begins at `offset` or behind it."""
        for index in range(self._paragraph(offset), len(self.paragraphs)):
            for span in self._quotations(index):
                if span.start >= offset:
                    return span
        return None

    def next_start(self, unit: Unit, offset: int) -> int:
        """Where the next unit behind `offset` begins; the end of the text if there is none."""
        return next(
            (span.start for span in self._forwards(unit, offset) if span.start > offset), len(self.text)
        )

    def next_end(self, unit: Unit, offset: int) -> int:
        """Where the next unit ends behind `offset`; the end of the text if there is none."""
        return next((span.end for span in self._forwards(unit, offset) if span.end > offset), len(self.text))

    def previous_start(self, unit: Unit, offset: int) -> int:
        """Where the nearest unit begins before `offset`; 0 if there is none."""
        for index in range(self._paragraph(offset), -1, -1):
            units = self._units(unit, index)
            before = _last_from(units, offset - 1)
            if before >= 0:
                return units[before].start
        return 0

    def count_words(self, span: Span) -> int:
        """How many words a span holds, cut ones included."""
        return len(words(self.text, span))

    def _forwards(self, unit: Unit, offset: int) -> Iterator[Span]:
        """The units from that at or before `offset` on."""
        here = self._paragraph(offset)
        units = self._units(unit, here)
        yield from islice(units, max(_last_from(units, offset), 0), None)
        for index in range(here + 1, len(self.paragraphs)):
            yield from self._units(unit, index)

    def _paragraph(self, offset: int) -> int:
        return max(self.paragraphs.last_from(offset), 0)

    def _find_units(self, unit: Unit, index: int) -> list[Span]:
        if index >= len(self.paragraphs):
            return []
        paragraph = self.paragraphs[index]
        if unit == "paragraph":
            return [paragraph]
        if unit == "sentence":
            return sentences(self.text, paragraph)
        inside = words if unit == "word" else clauses
        # A sentence without a word, such as `* * *`, is a unit of its own: the cursor always stands in something.
        return [
            span
            for sentence in self._units("sentence", index)
            for span in inside(self.text, sentence) or [sentence]
        ]

    def _find_quotations(self, index: int) -> list[Span]:
        return quotations(self.text, self.paragraphs[index]) if index < len(self.paragraphs) else []


def _last_from(spans: Sequence[Span], offset: int) -> int:
    """The index of the last span that begins at `offset` or before it; -1 where there is none."""
    return bisect_right(spans, offset, key=lambda span: span.start) - 1
