"""What matching has found and suggests to tag: boilerplate as duplicate, what is said otherwise as error.

Otherwise than in most copies, than in a close relative, or than in the same sentence.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal, NamedTuple

from annotui.core.span import Span
from annotui.matching.findings import Here

from .action import visible
from .matches import Matches
from .reading import Reading


class Proposed(NamedTuple):
    """A span that may be worth a tag.

    Args:
        span: where.
        rule: why.
        name: what it is called on the screen.
    """

    span: Span
    rule: Literal["boilerplate", "discrepancy"]
    name: str


class Matched:
    """What is proposed in one article, worked out passage by passage when it is looked at.

    Args:
        matches: what was found.
        reading: the article.
    """

    def __init__(self, matches: Matches, reading: Reading) -> None:
        self._matches = matches
        self._reading = reading
        self._findings = matches.findings
        self._passages = matches.of(reading)
        self._otherwise = matches.otherwise(reading)
        self._proposed: dict[int, list[Proposed]] = {}

    def over(self, stretch: Span) -> list[Proposed]:
        """What is proposed and shares a code point with a stretch of the text; nothing in passages that were decided."""
        passages = self._passages
        at = max(bisect_right(passages, stretch.start, key=lambda one: one.span.start) - 1, 0)
        found: list[Proposed] = []
        while at < len(passages) and passages[at].span.start < stretch.end:
            found += [one for one in self._of(at) if one.span.overlaps(stretch)]
            at += 1
        return [*found, *self._said_otherwise(stretch)]

    def _said_otherwise(self, stretch: Span) -> Iterator[Proposed]:
        """What a close relative says otherwise, or the same sentence; all that is said about one span is one proposal."""
        said: dict[Span, list[str]] = {}
        for one in self._otherwise:
            if one.span.overlaps(stretch):
                text = self._matches.readable(one.other.article)
                if text is not None:
                    is_here = one.other.article == self._reading.article.id
                    who = "this sentence also" if is_here else self._matches.shelf.name(one.other.article)
                    said.setdefault(one.span, [one.kind]).append(f"{who} says “{one.other.span.of(text)}”")
        for span, (kind, *names) in said.items():
            yield Proposed(span, "discrepancy", f"{kind}: {' · '.join(names)}")

    def _of(self, at: int) -> list[Proposed]:
        here = self._passages[at]
        if self._matches.findings is not self._findings:
            # The numbers are those of other families now; what was proposed is still what keys mean until the next move.
            return self._proposed.get(at, [])
        if self._matches.decided(here.family)[here.member] is not None:
            return []
        if at not in self._proposed:
            self._proposed[at] = [*self._differing(here), *self._boilerplate(here)]
        return self._proposed[at]

    def _differing(self, here: Here) -> Iterator[Proposed]:
        """What is said here differently than in most copies."""
        if not here.differs:
            return
        for discrepancy in self._matches.family(here.family).discrepancies:
            most, *others = discrepancy.values
            value = next((one for one in others if here.member in one.members), None)
            if value is not None:
                span = value.spans[value.members.index(here.member)]
                span = visible(self._reading.prose.text, here.span, span)
                said = f"most copies say “{most.text}”" if most.text else "most copies do not say this"
                yield Proposed(span, "discrepancy", f"{discrepancy.kind}: {said}")

    def _boilerplate(self, here: Here) -> Iterator[Proposed]:
        """A line that recurs whatever the article is about."""
        family = self._matches.family(here.family)
        if family.is_boilerplate:
            yield Proposed(here.span, "boilerplate", f"repeated text, in {len(family.members)} places")
