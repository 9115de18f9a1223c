"""Two passages, word by word: which words they share, which differ, and where a stretch of the one lies in the other.

Words are compared as they fold: case, accents and typography (also that of quotation marks inside words) are no difference, nor is the
punctuation between words. What is aligned is a longest common subsequence of the words.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from annotui.core.search import Folded
from annotui.core.span import Span
from annotui.core.text import words

# Words compared at once: what rapidfuzz needs is a bit for each pair of words.
_WINDOW = 8192


@lru_cache(maxsize=1 << 16)
def folded(word: str) -> str:
    """A word as it is compared: without case, accents and typography."""
    # In ASCII there is nothing but case, and most words are.
    return word.lower() if word.isascii() else Folded(word).text


def same(a_text: str, b_text: str) -> bool:
    """Whether two texts differ in nothing but case, accents, typography and how much white space there is."""
    return a_text == b_text or Folded(a_text).text.strip() == Folded(b_text).text.strip()


@dataclass(frozen=True)
class Alignment:
    """How the words of two passages, `a` and `b`, lie to each other.

    Args:
        a, b: the texts they are in.
        a_span, b_span: the passages.
        a_words, b_words: their words, in order.
        matched: the places of equal words, in `a_words` and in `b_words`; both ascend.
    """

    a: str = field(repr=False)
    a_span: Span
    b: str = field(repr=False)
    b_span: Span
    a_words: Sequence[Span] = field(repr=False)
    b_words: Sequence[Span] = field(repr=False)
    matched: Sequence[tuple[int, int]] = field(repr=False)

    @cached_property
    def pairs(self) -> list[tuple[Span, Span]]:
        """The words that both have, in order."""
        return [(self.a_words[here], self.b_words[there]) for here, there in self.matched]

    @cached_property
    def differing_a(self) -> list[Span]:
        """The stretches of `a` whose words are not in `b`, from the first to the last word of each."""
        return _runs(self.a_words, [here for here, _ in self.matched])

    @cached_property
    def differing_b(self) -> list[Span]:
        """The stretches of `b` whose words are not in `a`."""
        return _runs(self.b_words, [there for _, there in self.matched])

    @property
    def similarity(self) -> float:
        """0..1, the share of words that are aligned with an equal one; 1 for two passages without words."""
        total = len(self.a_words) + len(self.b_words)
        return 2 * len(self.matched) / total if total else 1.0

    def reversed(self) -> Alignment:
        """The same, seen from `b`."""
        matched = [(there, here) for here, there in self.matched]
        return Alignment(self.b, self.b_span, self.a, self.a_span, self.b_words, self.a_words, matched)

    def to_b(self, offset: int) -> int:
        """The offset in `b` nearest to what stands at an offset of `a`; it never falls where the offset rises."""
        edges = self._edges
        offset = min(max(offset, self.a_span.start), self.a_span.end)
        index = max(bisect_right(edges, offset, key=lambda edge: edge[0]) - 1, 0)
        here, there = edges[index]
        next_here, next_there = edges[min(index + 1, len(edges) - 1)]
        if next_here <= here:
            return there
        if next_there - there == next_here - here:
            return there + offset - here
        return there + (offset - here) * (next_there - there) // (next_here - here)

    def project(self, span: Span) -> Span | None:
        """Where `b` says what a span of `a` says.

        From the first to the last word of the span that is aligned, with the words between, and with those that stand in `b` in the
        place of words at its ends. A word that the span cuts is cut alike where the two have the same length. Punctuation at the ends
        comes along where both have some of the same.

        Returns:
            A span of `b`; None where no word of the span is aligned.
        """
        first = bisect_right(self.a_words, span.start, key=lambda word: word.end)
        last = bisect_left(self.a_words, span.end, key=lambda word: word.start)
        low = bisect_left(self.matched, first, key=lambda pair: pair[0])
        high = bisect_left(self.matched, last, key=lambda pair: pair[0])
        if low >= high:
            return None
        before = self.matched[low - 1] if low else (-1, -1)
        behind = self.matched[high] if high < len(self.matched) else (len(self.a_words), len(self.b_words))
        (a_low, b_low), (a_high, b_high) = self.matched[low], self.matched[high - 1]
        b_first = b_low - _reach(a_low - first, a_low - before[0] - 1, b_low - before[1] - 1)
        b_last = b_high + _reach(last - 1 - a_high, behind[0] - a_high - 1, behind[1] - b_high - 1)
        start, end = self.b_words[b_first].start, self.b_words[b_last].end
        a_first, a_last = self.a_words[first], self.a_words[last - 1]
        if span.start > a_first.start and a_low == first and _alike(a_first, self.b_words[b_low]):
            start += span.start - a_first.start
        elif a_low == first or b_first < b_low:
            start = self._with_marks_before(Span(span.start, a_first.start), b_first)
        if span.end < a_last.end and a_high == last - 1 and _alike(a_last, self.b_words[b_high]):
            end -= a_last.end - span.end
        elif a_high == last - 1 or b_last > b_high:
            end = self._with_marks_behind(Span(a_last.end, span.end), b_last)
        return Span(start, end)

    @cached_property
    def _edges(self) -> list[tuple[int, int]]:
        """Offsets of `a` and `b` that answer to each other, from left to right."""
        edges = [(self.a_span.start, self.b_span.start)]
        for here, there in self.pairs:
            edges += ((here.start, there.start), (here.end, there.end))
        return [*edges, (self.a_span.end, self.b_span.end)]

    def _with_marks_before(self, marks: Span, first: int) -> int:
        """Where a stretch of `b` begins: at its first word, or at the marks before it that `a` has too."""
        start = self.b_words[first].start
        lowest = self.b_words[first - 1].end if first else self.b_span.start
        wanted = _marks(self.a[marks.start : marks.end]) if marks.start < marks.end else frozenset()
        for offset in range(start - 1, lowest - 1, -1):
            if not wanted or self.b[offset].isspace():
                break
            if folded(self.b[offset]) in wanted:
                start = offset
        return start

    def _with_marks_behind(self, marks: Span, last: int) -> int:
        """Where a stretch of `b` ends: behind its last word, or behind the marks there that `a` has too."""
        end = self.b_words[last].end
        highest = self.b_words[last + 1].start if last + 1 < len(self.b_words) else self.b_span.end
        wanted = _marks(self.a[marks.start : marks.end]) if marks.start < marks.end else frozenset()
        for offset in range(end, highest):
            if not wanted or self.b[offset].isspace():
                break
            if folded(self.b[offset]) in wanted:
                end = offset + 1
        return end


def align(a: str, a_span: Span, b: str, b_span: Span) -> Alignment:
    """Align two passages word by word.

    Args:
        a, b: the texts they are in, as they are meant to be read; may be the same.
        a_span, b_span: the passages.

    Returns:
        Their alignment; that of `b` with `a` is the same one reversed.
    """
    a_words, b_words = words(a, a_span), words(b, b_span)
    matched = align_tokens(tokens(a, a_words), tokens(b, b_words))
    return Alignment(a, a_span, b, b_span, a_words, b_words, matched)


def tokens(text: str, spans: Sequence[Span]) -> list[str]:
    """Words as they are compared."""
    return [folded(text[start:end]) for start, end in spans]


def align_tokens(a: list[str], b: list[str]) -> list[tuple[int, int]]:
    """The places of equal words in two passages, both ascending; those of `b` and `a` are the same the other way round."""
    # There may be several longest common subsequences: which one is found must not depend on what comes first.
    return _matched(a, b) if a <= b else [(here, there) for there, here in _matched(b, a)]


def _matched(a: list[str], b: list[str]) -> list[tuple[int, int]]:
    """The places of the words of a longest common subsequence."""
    if a == b:
        return [(index, index) for index in range(len(a))]
    # Imported where it is needed: most of what a reader does needs no alignment.
    from rapidfuzz.distance import LCSseq

    # One word, one code point, so that they are compared exactly.
    codes: dict[str, str] = {}
    a_codes = "".join([codes.setdefault(word, chr(len(codes))) for word in a])
    b_codes = "".join([codes.setdefault(word, chr(len(codes))) for word in b])
    matched: list[tuple[int, int]] = []
    here = there = 0
    while here < len(a) and there < len(b):
        # Very long passages are aligned window by window; of each only the first half stands, which the end cannot bend.
        is_last = len(a) - here <= _WINDOW and len(b) - there <= _WINDOW
        limit = _WINDOW if is_last else _WINDOW // 2
        operations = LCSseq.opcodes(a_codes[here : here + _WINDOW], b_codes[there : there + _WINDOW])
        found = [
            (here + block.a + step, there + block.b + step)
            for block in operations.as_matching_blocks()
            for step in range(min(block.size, limit - block.a, limit - block.b))
        ]
        matched += found
        if is_last:
            break
        here, there = (found[-1][0] + 1, found[-1][1] + 1) if found else (here + limit, there + limit)
    return matched


def _runs(spans: Sequence[Span], matched: Sequence[int]) -> list[Span]:
    """The stretches between matched words, each from its first to its last word."""
    runs: list[Span] = []
    begin = 0
    for place in (*matched, len(spans)):
        if begin < place:
            runs.append(Span(spans[begin].start, spans[place - 1].end))
        begin = place + 1
    return runs


def _reach(wanted: int, gap: int, other_gap: int) -> int:
    """How many words of `b` stand in the place of words of `a` that nothing is aligned with, next to an aligned word.

    Args:
        wanted: how many words of `a` are meant.
        gap: how many lie between two aligned words.
        other_gap: how many lie there in `b`.
    """
    if not wanted:
        return 0
    return other_gap if wanted == gap else min(wanted, other_gap) if gap == other_gap else 0


def _alike(word: Span, other: Span) -> bool:
    return word.end - word.start == other.end - other.start


def _marks(text: str) -> frozenset[str]:
    return frozenset(folded(mark) for mark in text if not mark.isspace())
