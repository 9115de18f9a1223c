"""Where an article leaves out what the one says that it is a copy of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from annotui.core.counted import counted
from annotui.core.family import Passage
from annotui.core.sentences import sentences
from annotui.core.span import Span
from annotui.core.text import paragraphs, words
from annotui.matching.align import Alignment
from annotui.matching.findings import Findings

from .matches import Matches
from .reading import Reading

_LEAST = 5
"""Words; less is not called an omission, unless it is a discrepancy."""


class Omission(NamedTuple):
    """A place where something is left out.

    Args:
        offset: the place.
        paragraphs: how many whole paragraphs of the other article are left out.
        sentences: how many whole sentences, where no paragraph is.
        words: how many words.
        article: the other article's id.
        span: where that says it.
        text: the words, where they are few and no whole paragraph.
    """

    offset: int
    paragraphs: int
    sentences: int
    words: int
    article: str
    span: Span
    text: str = ""

    @property
    def said(self) -> str:
        """What it is, or how much, in words."""
        if self.text:
            return f"left out here: “{self.text}”"
        counts = ((self.paragraphs, "paragraph"), (self.sentences, "sentence"), (self.words, "word"))
        told = [counted(number, what) for number, what in counts if number]
        return f"left out here: {', '.join(told)}"


def omissions(matches: Matches, reading: Reading) -> list[Omission]:
    """What an article leaves out of the earliest one of its story, and words that most copies have where it has none.

    Args:
        matches: what was found.
        reading: the article.

    Returns:
        In the order of the places; none where one of the two was edited since it was matched.
    """
    findings = matches.findings
    if findings is None or not matches.holds(reading):
        return []
    found = {(one.offset, one.article): one for one in _unsaid(matches, reading)}
    earlier = findings.copy_of(reading.article.id)
    text = None if earlier is None else matches.readable(earlier)
    if earlier is not None and text is not None:
        left_out = _left_out(matches, findings, reading, earlier, text)
        bounds = paragraphs(text)
        for offset, stretch in left_out:
            inside = words(text, stretch)
            if len(inside) >= _LEAST:
                span = Span(inside[0].start, inside[-1].end)
                whole, units = _whole(text, span, bounds)
                found[offset, earlier] = Omission(offset, whole, units, len(inside), earlier, span)
    return sorted(found.values(), key=lambda one: (one.offset, one.span))


def _whole(text: str, span: Span, bounds: Sequence[Span]) -> tuple[int, int]:
    """How many paragraphs have all their words in a span; where none has, how many sentences."""
    touched = [one for one in bounds if one.overlaps(span)]
    count = _within(text, span, touched)
    units = [] if count else [one for each in touched for one in sentences(text, each)]
    return count, _within(text, span, units)


def _within(text: str, span: Span, units: Iterable[Span]) -> int:
    inside = (words(text, one) for one in units)
    return sum(bool(one) and span.contains(Span(one[0].start, one[-1].end)) for one in inside)


def _left_out(
    matches: Matches, findings: Findings, reading: Reading, earlier: str, text: str
) -> Iterator[tuple[int, Span]]:
    """Stretches of the earlier article that have no counterpart here, each with the place where it would stand."""
    here: dict[int, Span] = {}
    for one in matches.of(reading):
        here.setdefault(one.family, one.span)
    shared = [one for one in findings.passages(earlier) if one.family in here]
    if not shared:
        return
    reached, offset = 0, here[shared[0].family].start
    for one in shared:
        there = here[one.family]
        yield offset, Span(reached, one.span.start)
        if one.span.of(text) != there.of(reading.prose.text):
            a, b = Passage(earlier, one.span), Passage(reading.article.id, there)
            alignment = matches.alignment(a, b)
            yield from () if alignment is None else _deleted(alignment)
        reached, offset = one.span.end, there.end
    yield offset, Span(reached, len(text))


def _deleted(alignment: Alignment) -> Iterator[tuple[int, Span]]:
    """Words of a that have none in their place in b."""
    a, b = alignment.a_words, alignment.b_words
    before = (-1, -1)
    for pair in (*alignment.matched, (len(a), len(b))):
        if pair[0] > before[0] + 1 and pair[1] == before[1] + 1:
            offset = b[before[1]].end if before[1] >= 0 else alignment.b_span.start
            yield offset, Span(a[before[0] + 1].start, a[pair[0] - 1].end)
        before = pair


def _unsaid(matches: Matches, reading: Reading) -> Iterator[Omission]:
    """Discrepancies where this article says nothing, and most others something, as a negation."""
    for here in matches.of(reading):
        if not here.differs:
            continue
        family = matches.family(here.family)
        for discrepancy in family.discrepancies:
            most, *others = discrepancy.values
            for value in others:
                if here.member in value.members and not value.text and most.text:
                    at = value.spans[value.members.index(here.member)].start
                    article, span = family.members[most.members[0]].article, most.spans[0]
                    count = len(words(most.text, Span(0, len(most.text))))
                    yield Omission(at, 0, 0, count, article, span, most.text if count < _LEAST else "")
