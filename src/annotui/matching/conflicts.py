"""Where two related sentences, which share no wording to align, say otherwise about the same thing.

What stands beside a fact tells what it is about: `3,400 homes`, `the summit in Belgium`, `does not escalate`. These are hints for a
reader, so that only what is plain counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from annotui.core.family import Kind
from annotui.core.span import Span

from .countries import COUNTRIES
from .dates import Date
from .facts import Fact, agree
from .quantities import Number
from .sides import Side
from .statements import AUXILIARY, THE, is_negation, negations

_PLACING = frozenset("in at from to near outside".split())
_OPENING = re.compile(rf"\W*(?:{'|'.join(sorted(_PLACING))})\W", re.IGNORECASE)
# What happens at one place only.
_EVENTS = frozenset(
    "summit summits meeting talks conference congress ceremony election trial hearing match final game concert festival funeral wedding "
    "attack crash explosion earthquake".split()
)
# `does not think that it would escalate`: it is not the thinking that is denied.
_THINKING = frozenset(
    "think thinks thought believe believes believed expect expects expected say says said that it they he she".split()
)
# What leads to an action.
_LEADING = frozenset(
    "do does did is are was were be been will would can could shall should may might must has have had to".split()
)
_STEM = 6
# Words behind the auxiliary verb in which the action may be.
_REACH = 3
# Words of one stem that sentences about one thing share.
_SHARED = 2


class Conflict(NamedTuple):
    """Where two sentences say otherwise about the same thing.

    Args:
        kind: what it is about.
        a, b: what each says, in its own text.
    """

    kind: Kind
    a: Span
    b: Span


def conflicts(a: str, a_span: Span, b: str, b_span: Span) -> tuple[Conflict, ...]:
    """Where two sentences say otherwise about the same number, date, place or action.

    Args:
        a, b: the texts that they are in, as they are meant to be read.
        a_span, b_span: the sentences; one and the same to ask whether it contradicts itself.
    """
    one = Side(a, a_span)
    return within(one) if a is b and a_span == b_span else between(one, Side(b, b_span))


def between(one: Side, other: Side) -> tuple[Conflict, ...]:
    """Where two sentences say otherwise about the same thing."""
    return (*_numbers(one, other), *_dates(one, other), *_places(one, other), *_denials(one, other))


def within(side: Side) -> tuple[Conflict, ...]:
    """Where a sentence contradicts itself: `In Lithuania, he attends the summit in Belgium`."""
    # Most sentences do not begin like this, and to take one to pieces takes a hundred times as long as to see that.
    return tuple(_within(side)) if _OPENING.match(side.text, side.span.start, side.span.end) else ()


def _stem(word: str) -> str:
    return word.removesuffix("'s")[:_STEM]


def _shared(a: Side, b: Side) -> int:
    """How many long words have stems that both sentences know."""
    ours, theirs = ({_stem(word) for word in side.tokens.folded if len(word) >= _STEM} for side in (a, b))
    return len(ours & theirs)


def _of(side: Side, kind: Kind) -> list[Fact]:
    return [one for one in side.facts if one.kind == kind]


def _conflict(a: Side, one: Fact, b: Side, two: Fact) -> Conflict:
    return Conflict(one.kind, a.from_to(one.first, one.last), b.from_to(two.first, two.last))


def _numbers(a: Side, b: Side) -> Iterator[Conflict]:
    """Different numbers of the same thing; the second one and the third one are not the same."""
    ours, theirs = (
        {_counted(side, one): one for one in _of(side, "number") if not _is_ordinal(one)} for side in (a, b)
    )
    for thing, one in ours.items():
        two = theirs.get(thing)
        if thing and two and not agree(one, two):
            yield _conflict(a, one, b, two)


def _is_ordinal(number: Fact) -> bool:
    return isinstance(number.says, Number) and number.says.unit == "th"


def _counted(side: Side, number: Fact) -> str:
    """What is counted: the word behind a number."""
    folded = side.tokens.folded
    word = (
        folded[number.last] if number.last < len(folded) and side.tokens.between(number.last) == " " else ""
    )
    return (
        _stem(word)
        if word not in AUXILIARY and word not in _PLACING and word.isalpha() and len(word) > 3
        else ""
    )


def _dates(a: Side, b: Side) -> Iterator[Conflict]:
    """Each sentence has one date, equally exact, and they are about one thing: they share words and a name."""
    ours, theirs = ([one for one in _of(side, "date") if not _is_relative(one)] for side in (a, b))
    if len(ours) != 1 or len(theirs) != 1 or _told(ours[0]) != _told(theirs[0]):
        return
    if not agree(ours[0], theirs[0]) and _shared(a, b) > _SHARED:
        names = _of(b, "name")
        if any(agree(one, two) for one in _of(a, "name") for two in names):
            yield _conflict(a, ours[0], b, theirs[0])


def _told(date: Fact) -> list[bool]:
    """Which parts of a date are told: a whole year can be no other day."""
    assert isinstance(date.says, Date)
    said = date.says
    return [one is not None for one in (said.weekday, said.day, said.month)]


def _is_relative(date: Fact) -> bool:
    """`Today`, or a time of the day: it depends on the day."""
    return isinstance(date.says, Date) and bool(date.says.other or date.says.times)


def _places(a: Side, b: Side) -> Iterator[Conflict]:
    """The same event, or the like, at different places."""
    ours, theirs = dict(_placed(a)), dict(_placed(b))
    for thing, one in ours.items():
        two = theirs.get(thing)
        if two is not None and not agree(one, two):
            yield _conflict(a, one, b, two)


def _placed(side: Side) -> Iterator[tuple[str, Fact]]:
    """Events, each with the place that the sentence names for it."""
    folded = side.tokens.folded
    for name in _of(side, "name"):
        before = name.first - 1
        while before >= 0 and folded[before] in THE:
            before -= 1
        if before > 0 and folded[before] in _PLACING and folded[before - 1] in _EVENTS:
            yield folded[before - 1].removesuffix("s"), name


def _within(side: Side) -> Iterator[Conflict]:
    folded = side.tokens.folded
    opening = next(iter(_of(side, "name")), None)
    if opening is None or opening.first != 1 or folded[0] not in _PLACING or folded[1] not in COUNTRIES:
        return
    for _, place in _placed(side):
        if folded[place.last - 1] in COUNTRIES and not agree(opening, place):
            yield _conflict(side, opening, side, place)


def _denials(a: Side, b: Side) -> Iterator[Conflict]:
    """One denies an action that the other affirms."""
    ours, theirs = _actions(a), _actions(b)
    if _shared(a, b) <= _SHARED:
        return
    for stem in sorted(ours.keys() & theirs.keys()):
        (here, denies), (there, other_denies) = ours[stem], theirs[stem]
        if denies != other_denies:
            yield Conflict("negation", a.from_to(*here), b.from_to(*there))


def _actions(side: Side) -> dict[str, tuple[tuple[int, int], bool]]:
    """What a sentence says that is done, or is not done: of each stem, its words, and whether it is denied.

    An action is what an auxiliary verb leads to: `could be perceived as escalatory`, `would not escalate`.
    """
    found: dict[str, tuple[tuple[int, int], bool]] = {}
    folded = side.tokens.folded
    # `No American`: that is no action.
    named = {at for one in _of(side, "name") for at in range(one.first, one.last)}
    for first, word in enumerate(folded):
        denies = bool(negations(side.tokens, first, first + 1))
        if not denies and word not in _LEADING:
            continue
        last = first + 1
        while last < len(folded) and (
            folded[last] in _LEADING or folded[last] in _THINKING or is_negation(folded[last])
        ):
            denies = denies or is_negation(folded[last])
            last += 1
        for at in range(last, min(last + (1 if denies else _REACH), len(folded))):
            if at not in named and len(folded[at]) >= _STEM and folded[at].isalpha():
                found.setdefault(_stem(folded[at]), ((first if denies else at, at + 1), denies))
    return found
