"""What two passages that are nearly the same say differently where it matters, through their alignment.

A fact that stands in one passage where another fact of its kind stands in the other is a difference; a fact that is only left out, or
told in other words, is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from annotui.core.family import Kind
from annotui.core.span import Span

from .dates import dated, is_half_of_day
from .facts import Fact, agree, is_number, may_count
from .opposites import turns
from .quantities import numeric
from .quoting import misquoted, unquoted
from .sides import Difference, Gap, Says, Side
from .statements import ATTRIBUTING, DENYING, denied_by_both, denies, is_negation, negations, same_speaker

# Words around two facts that may be unlike for the one to stand in the place of the other; and where the word beside both is the same.
_FEW = 2
_SOME = 10
# Words between which two negations are one that has moved; and of who speaks.
_DENIED = 6
# As far from a verb of saying may stand a word of who says it: `opposition leader Jane Roe has also said`.
_NEAR = 6

FACTS: tuple[Kind, ...] = ("number", "date", "name")


def differences(a: Side, b: Side, matched: Sequence[tuple[int, int]]) -> list[Difference]:
    """What two passages say differently where it matters, and what they only put in other words.

    Args:
        a, b: the passages.
        matched: the places of equal words, ascending.
    """
    gaps = _gaps(a, b, matched)
    found: list[Difference] = []
    if gaps and _may_matter(a, b, gaps):
        told = _attributions(a, b, gaps, dict(matched))
        speaking = [one for one in told if one.differs]
        # Who is named as speaking is told once.
        found = [
            one
            for one in _facts(a, b, gaps, matched)
            if not any(one.kind == "name" and two.here <= one.here < two.here_end for two in speaking)
        ]
        found += told
        found += _negations(a, b, gaps)
    found += _turns(a, b, gaps)
    if a.quotations is not None and b.quotations is not None and (a.quotations or b.quotations):
        found += unquoted(a, b, matched)
        spans = [one.one.span for one in found if one.differs]
        found += [
            one for one in misquoted(a, b, gaps) if not any(_meet(one.one.span, span) for span in spans)
        ]
    return found


def _meet(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end


def _gaps(a: Side, b: Side, matched: Sequence[tuple[int, int]]) -> list[Gap]:
    gaps: list[Gap] = []
    here = there = 0
    for next_here, next_there in (*matched, (len(a.tokens.words), len(b.tokens.words))):
        if here < next_here or there < next_there:
            gaps.append(Gap(here, next_here, there, next_there))
        here, there = next_here + 1, next_there + 1
    return gaps


@lru_cache(maxsize=1 << 16)
def _matters(word: str) -> bool:
    return numeric(word) or dated(word) or is_half_of_day(word) or is_negation(word) or word in ATTRIBUTING


def _may_matter(a: Side, b: Side, gaps: list[Gap]) -> bool:
    """Whether a word that differs, or is near one that does, could make a difference: most edits are only of style."""
    for gap in gaps:
        for side, first, last in ((a, gap.here, gap.here_end), (b, gap.there, gap.there_end)):
            if any(map(_matters, side.tokens.folded[max(first - _NEAR, 0) : last + _NEAR])):
                return True
            if any(side.text[word.start].isupper() for word in side.tokens.words[first:last]):
                return True
    return False


def _facts(a: Side, b: Side, gaps: list[Gap], matched: Sequence[tuple[int, int]]) -> list[Difference]:
    found: list[Difference] = []
    for kind in FACTS:
        ours = [one for one in a.facts if one.kind == kind]
        theirs = [two for two in b.facts if two.kind == kind]
        if ours and theirs:
            found += _facts_of(a, b, gaps, matched, ours, theirs)
    # `1800` may be a year and `1,900` is none, `9 a.m.` an hour: what has no counterpart of its kind is compared across both.
    told = {says.key for one in found for says in (one.one, one.other)}
    dates, numbers = (
        [[one for one in side.facts if one not in told and is_it(one)] for side in (a, b)]
        for is_it in (may_count, is_number)
    )
    for ours, theirs in ((dates[0], numbers[1]), (numbers[0], dates[1])):
        if ours and theirs:
            # Which of the two is the date is as may be.
            found += [one._replace(kind="number") for one in _facts_of(a, b, gaps, matched, ours, theirs)]
    return found


def _facts_of(
    a: Side,
    b: Side,
    gaps: list[Gap],
    matched: Sequence[tuple[int, int]],
    ours: list[Fact],
    theirs: list[Fact],
) -> Iterator[Difference]:
    to_b, to_a = dict(matched), {there: here for here, there in matched}
    done: set[int] = set()
    for gap in gaps:
        here = [one for one in ours if one.first < gap.here_end and gap.here < one.last]
        there = [two for two in theirs if two.first < gap.there_end and gap.there < two.last]
        # All of `3,400` is aligned with a part of `3,400 million`.
        here += _partners(ours, there, to_a, here)
        there += _partners(theirs, here, to_b, there)
        left: list[Fact] = []
        for one in here:
            same = next((two for two in there if agree(one, two)), None)
            if same is None:
                left.append(one)
            elif one.first not in done:
                done.add(one.first)
                yield _fact_difference(a, one, b, same, differs=False)
        right = [two for two in there if not any(agree(one, two) for one in here)]
        if left and left[0].kind == "name":
            # Who is named in another place of the sentence is not somebody else.
            left = [one for one in left if not _moved(one, theirs, to_a)]
            right = [two for two in right if not _moved(two, ours, to_b)]
        for one, two in zip(left, right, strict=False):
            if one.first not in done and _stands_for(a, one, b, two, gap):
                done.add(one.first)
                yield _fact_difference(a, one, b, two, differs=True)


def _fact_difference(a: Side, one: Fact, b: Side, two: Fact, *, differs: bool) -> Difference:
    says = Says(one, a.from_to(one.first, one.last)), Says(two, b.from_to(two.first, two.last))
    return Difference(one.kind, one.first, one.last, *says, differs)


def _partners(ours: list[Fact], theirs: list[Fact], to_ours: dict[int, int], known: list[Fact]) -> list[Fact]:
    """The facts that share an aligned word with some of the other passage, and are not known yet."""
    if not theirs:
        return []
    places = {to_ours.get(index) for two in theirs for index in range(two.first, two.last)}
    return [one for one in ours if one not in known and not places.isdisjoint(range(one.first, one.last))]


def _moved(one: Fact, theirs: list[Fact], to_ours: dict[int, int]) -> bool:
    changed = (two for two in theirs if any(index not in to_ours for index in range(two.first, two.last)))
    return any(agree(one, two) for two in changed)


def _stands_for(a: Side, one: Fact, b: Side, two: Fact, gap: Gap) -> bool:
    """Whether one fact stands in the place of the other: hardly anything else differs there, or the same word stands beside both."""
    rest = max(gap.lengths[0] - (one.last - one.first), gap.lengths[1] - (two.last - two.first))
    if rest <= _FEW:
        return True
    ours, theirs = a.tokens.folded, b.tokens.folded
    before = one.first > 0 and two.first > 0 and ours[one.first - 1] == theirs[two.first - 1]
    behind = one.last < len(ours) and two.last < len(theirs) and ours[one.last] == theirs[two.last]
    return (before or behind) and rest <= _SOME


def _negations(a: Side, b: Side, gaps: list[Gap]) -> Iterator[Difference]:
    waiting: list[tuple[Gap, int]] = []
    for gap in gaps:
        both = denied_by_both(*_words(a, b, gap))
        ours, theirs = (
            # A verb that both have is one like any other.
            any(DENYING.get(side.tokens.folded[at]) not in both for at in negations(side.tokens, *places))
            for side, places in ((a, gap[:2]), (b, gap[2:]))
        )
        if ours == theirs:
            continue
        sign = 1 if ours else -1
        if waiting and waiting[-1][1] == -sign and gap.here - waiting[-1][0].here_end <= _DENIED:
            # `did not really go`, `really did not go`
            waiting.pop()
            continue
        waiting.append((gap, sign))
    for gap, sign in waiting:
        here, there = _words(a, b, gap)
        if denies(here, there) if sign > 0 else denies(there, here):
            # To deny a denial is to affirm.
            affirms = bool(denied_by_both(here, there))
            one = Says((sign > 0) != affirms, a.from_to(gap.here, gap.here_end))
            two = Says((sign < 0) != affirms, b.from_to(gap.there, gap.there_end))
            yield Difference("negation", gap.here, gap.here_end, one, two)


def _turns(a: Side, b: Side, gaps: list[Gap]) -> Iterator[Difference]:
    """Words that turn the meaning, each in the place of its opposite, or of one that means the same."""
    for gap in gaps:
        if not 0 < gap.here_end - gap.here == gap.there_end - gap.there <= 1 + _FEW:
            continue
        for at, pair in enumerate(zip(*_words(a, b, gap), strict=True)):
            if found := turns(*pair):
                ours, theirs = gap.here + at, gap.there + at
                one = Says(found[0], a.from_to(ours, ours + 1))
                two = Says(found[1], b.from_to(theirs, theirs + 1))
                yield Difference("negation", ours, ours + 1, one, two, found[0] != found[1])


def _words(a: Side, b: Side, gap: Gap) -> tuple[list[str], list[str]]:
    return a.tokens.folded[gap.here : gap.here_end], b.tokens.folded[gap.there : gap.there_end]


def _attributions(a: Side, b: Side, gaps: list[Gap], to_b: dict[int, int]) -> list[Difference]:
    found: list[Difference] = []
    by_verb = {two.verb: two for two in b.speakers}
    for one in a.speakers:
        if all(index in to_b for index in (*range(one.first, one.last), one.verb)):
            continue
        verb = to_b.get(one.verb)
        if verb is None:
            # Another verb in its place: `said`, `told`.
            gap = next(gap for gap in gaps if gap.here <= one.verb < gap.here_end)
            verb = next((verb for verb in by_verb if gap.there <= verb < gap.there_end), None)
        two = None if verb is None else by_verb.get(verb)
        if two is None or max(one.last - one.first, two.last - two.first) > _DENIED:
            continue
        differs = not same_speaker(one, two)
        says = Says(one, a.from_to(one.first, one.last)), Says(two, b.from_to(two.first, two.last))
        found.append(Difference("attribution", one.first, one.last, *says, differs))
    return found
