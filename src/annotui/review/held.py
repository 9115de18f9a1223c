"""Where a copy says something else than what an annotation is about."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from annotui.core.span import Span
from annotui.matching.align import Alignment
from annotui.matching.discrepancies import discrepancies
from annotui.matching.facts import agree
from annotui.matching.sides import Side


def held(alignment: Alignment, span: Span, other: Span) -> Iterator[tuple[Span, str]]:
    """Where a copy (b) differs where it matters inside an annotation, each with what is said there instead of what.

    Args:
        alignment: how the words of the passage (a) lie to those of the copy.
        span: the annotation.
        other: where the copy would be tagged.
    """
    known: list[Span] = []
    sides = ((alignment.a, alignment.a_span), (alignment.b, alignment.b_span))
    for one in discrepancies(sides):
        ours, theirs = sorted(one.values, key=lambda value: value.members)
        if _meets(ours.spans[0], span) or _meets(theirs.spans[0], other):
            known.append(theirs.spans[0])
            yield theirs.spans[0], _instead(theirs.text, ours.text)
    # A fact that only one of them states is no discrepancy, and still not the same claim.
    here, there = Side(*sides[0]), Side(*sides[1])
    for fact in _alone(here, there, {one for one, _ in alignment.matched}):
        offset = alignment.to_b(fact.start)
        if _meets(fact, span) and not any(one.touches(offset) for one in known):
            yield Span(offset, offset), _instead("", fact.of(alignment.a))
    for fact in _alone(there, here, {one for _, one in alignment.matched}):
        if _meets(fact, other) and not any(one.overlaps(fact) for one in known):
            yield fact, _instead(fact.of(alignment.b), "")


def _alone(side: Side, other: Side, aligned: Collection[int]) -> Iterator[Span]:
    """The numbers, dates and names of a passage that another one does not have.

    Args:
        side: the passage.
        other: the other one.
        aligned: which of the passage's words the other one has too.
    """
    for fact in side.facts:
        inside = range(fact.first, fact.last)
        if any(at not in aligned for at in inside) and not any(agree(fact, one) for one in other.facts):
            yield side.from_to(fact.first, fact.last)


def _instead(theirs: str, ours: str) -> str:
    if not theirs:
        return f"without “{ours}”"
    return f"“{theirs}” instead of “{ours}”" if ours else f"with “{theirs}”"


def _meets(one: Span, span: Span) -> bool:
    """Whether a span, which may be empty, lies at least partly in another one."""
    return span.start <= one.start < span.end if one.is_empty else one.overlaps(span)
