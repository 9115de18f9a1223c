"""What the members of a family say differently where it matters: numbers, dates, names, negation, who said it, quotation marks.

Each member is compared with one of them, the pivot, so that the cost grows with their number and not with its square.
"""

from __future__ import annotations

from collections.abc import Sequence

from annotui.core.family import Discrepancy, Kind, Value
from annotui.core.span import Span

from .align import align_tokens
from .differences import differences
from .facts import Fact, agree
from .sides import Difference, Says, Side
from .statements import Speaker, negations, same_speaker

# Of a family that holds a table, or of which no two members are alike, the first ones are enough for a person.
_MOST = 64
_MOST_VARIANTS = 256

_Place = tuple[int, Kind]


def discrepancies(members: Sequence[tuple[str, Span]]) -> tuple[Discrepancy, ...]:
    """What the members of a family say differently where it matters.

    Args:
        members: of each the text that it is in, as it is meant to be read, and its span there.

    Returns:
        In the order in which the pivot says it: that is what most members say word by word, or else the longest one.
    """
    by_text: dict[str, list[int]] = {}
    for member, (text, span) in enumerate(members):
        by_text.setdefault(span.of(text), []).append(member)
    if len(by_text) < 2:
        return ()
    alike = [
        same for _, same in sorted(by_text.items(), key=lambda item: (-len(item[1]), -len(item[0]), item[0]))
    ]
    alike = alike[:_MOST_VARIANTS]
    pivot, *others = (Side(*members[same[0]]) for same in alike)
    matches = [dict(align_tokens(pivot.tokens.folded, other.tokens.folded)) for other in others]
    places: dict[_Place, dict[int, Difference]] = {}
    for number, (other, matched) in enumerate(zip(others, matches, strict=True)):
        for one in differences(pivot, other, list(matched.items())):
            told = places.setdefault((one.here, one.kind), {})
            if one.differs or number not in told:
                told[number] = one
    found: list[Discrepancy] = []
    for _, told in sorted(places.items()):
        if len(found) == _MOST or not any(one.differs for one in told.values()):
            continue
        first = next(one for one in told.values() if one.differs)
        says = [(alike[0], first.one)]
        for number, (other, matched) in enumerate(zip(others, matches, strict=True)):
            this = told[number].other if number in told else _as_pivot(pivot, other, matched, first)
            if this is not None:
                says.append((alike[number + 1], this))
        found.append(_discrepancy(members, first.kind, says))
    return tuple(found)


def _as_pivot(pivot: Side, other: Side, matched: dict[int, int], place: Difference) -> Says | None:
    """What a member says at a place where nothing speaks against its saying what the pivot says; None where it is cut there."""
    here, here_end = place.here, place.here_end
    if here < here_end:
        inside = [matched[index] for index in range(here, here_end) if index in matched]
        if len(inside) < here_end - here:
            return None
        there, there_end = inside[0], inside[-1] + 1
    else:
        if (here and here - 1 not in matched) or (here < len(pivot.tokens.words) and here not in matched):
            return None
        there = matched[here - 1] + 1 if here else 0
        there_end = matched[here] if here in matched else len(other.tokens.words)
        if place.kind == "negation" and bool(negations(other.tokens, there, there_end)) != place.one.key:
            return None
        there_end = there
    if place.kind == "quotation" and place.one.key is True and other.quoted[there]:
        return Says(True, (other.quotations or [])[other.quoted[there] - 1])
    return Says(place.one.key, other.from_to(there, there_end))


def _discrepancy(
    members: Sequence[tuple[str, Span]], kind: Kind, says: list[tuple[list[int], Says]]
) -> Discrepancy:
    """Sort what the members say by what it means.

    Args:
        members: all of them.
        kind: what it is about.
        says: members that are the same code point by code point, and what the first of them says.
    """
    groups: list[tuple[object, dict[int, Span]]] = []
    for same, said in says:
        spans = next((spans for key, spans in groups if _means_the_same(key, said.key)), None)
        if spans is None:
            spans = {}
            groups.append((said.key, spans))
        first = members[same[0]][1].start
        for member in same:
            shift = members[member][1].start - first
            spans[member] = Span(said.span.start + shift, said.span.end + shift)
    values = []
    for _, spans in groups:
        order = sorted(spans)
        text = spans[order[0]].of(members[order[0]][0])
        values.append(Value(text, tuple(order), tuple(spans[member] for member in order)))
    values.sort(key=lambda value: (-len(value.members), value.members))
    return Discrepancy(kind, tuple(values))


def _means_the_same(one: object, other: object) -> bool:
    if isinstance(one, Fact) and isinstance(other, Fact):
        return agree(one, other)
    if isinstance(one, Speaker) and isinstance(other, Speaker):
        return same_speaker(one, other)
    return one == other
