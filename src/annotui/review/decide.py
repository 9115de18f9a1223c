"""Decide about families: accept, leave out, reject, tag what differs. Each is one action, over all articles that it touches."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from annotui.core.family import Value
from annotui.core.span import Span
from annotui.store.changes import Done

from .action import DUPLICATE, ERROR, Action, CannotDecide, require_label, visible
from .matches import Matches

__all__ = [
    "AllDecided",
    "CannotDecide",
    "Decided",
    "accept",
    "accept_all",
    "leave_out",
    "reject",
    "tag_difference",
]


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of a decision.

    Args:
        done: what was done; None where nothing was to be done.
        accepted: how many members are duplicates of the kept one by this; for other decisions how many were decided.
        waiting: the members that are still not decided.
        reasons: for those of them that could not be used, why.
        group: of the annotations that were made; empty where there are none.
    """

    done: Done | None
    accepted: int
    waiting: tuple[int, ...] = ()
    reasons: Mapping[int, str] = field(default_factory=dict)
    group: str = ""


class AllDecided(NamedTuple):
    """What came of accepting many families at once.

    Args:
        done: what was done; None where nothing was to be done.
        families: how many were accepted.
        accepted: how many of their members are duplicates of the kept ones by this.
        left: how many families are as they were: decided before, with discrepancies, or with no member that can be used.
    """

    done: Done | None
    families: int
    accepted: int
    left: int


def accept(matches: Matches, number: int, kept: int, *, differing: bool) -> Decided:
    """Tag the members that say the same as the kept one as its duplicates, in one group.

    A member that differs where it matters waits, and so does one whose article is gone or was edited since it was matched. Where a
    member is kept already, the others join its group.

    Args:
        matches: what was found, and where annotations and decisions are kept.
        number: the family.
        kept: the member that the others are duplicates of, unless one is kept already.
        differing: whether those that differ are taken too.

    Raises:
        CannotDecide: the configuration has no label for duplicates, or the article of the kept member cannot be used.
        StoreError: nothing can be kept there; nothing has changed.
    """
    require_label(matches, DUPLICATE)
    action = Action(matches)
    known = matches.kept(number)
    kept = kept if known is None else known
    waiting = matches.waiting(number, kept)
    reasons, group = action.accept(number, kept, [*waiting.same, *(waiting.differ if differing else ())])
    held = () if differing else waiting.differ
    return Decided(action.commit(), action.count, tuple(sorted([*held, *reasons])), reasons, group)


def accept_all(matches: Matches, numbers: Iterable[int]) -> AllDecided:
    """Accept all families of which no member differs, each with its first member kept where none is yet; as one action.

    Args:
        matches: as for `accept`.
        numbers: the families.

    Raises:
        CannotDecide, StoreError: as for `accept`.
    """
    require_label(matches, DUPLICATE)
    action = Action(matches)
    families = left = 0
    for number in numbers:
        before = action.count
        if matches.is_open(number) and not matches.family(number).discrepancies:
            kept = matches.first_in(number)
            # A family whose kept member cannot be used keeps the others from nothing.
            with suppress(CannotDecide):
                action.accept(number, kept, matches.waiting(number, kept).same)
        if action.count > before:
            families += 1
        else:
            left += 1
    return AllDecided(action.commit(), families, action.count, left)


def leave_out(matches: Matches, number: int, member: int) -> Decided:
    """Say that one member is no copy of the others; where it was accepted before, its annotation is removed.

    Args:
        matches, number: as for `accept`.
        member: which one.

    Raises:
        CannotDecide: it is the kept one and others are duplicates of it, or its article cannot be used.
        StoreError: nothing can be kept there; nothing has changed.
    """
    action = Action(matches)
    decided = matches.decided(number)
    if decided[member] == "kept" and "accepted" in decided:
        raise CannotDecide(
            "the others are duplicates of this one; leave them out, or reject the whole family"
        )
    reasons = action.put_out(number, [member], "left out", read=member)
    if reasons:
        raise CannotDecide(reasons[member])
    return Decided(action.commit(), action.count)


def reject(matches: Matches, number: int, member: int = 0) -> Decided:
    """Say that the members of a family are no copies of each other; what was accepted before is removed.

    Args:
        matches, number: as for `accept`.
        member: the one that was looked at.

    Raises:
        CannotDecide: none of the articles can be used.
        StoreError: nothing can be kept there; nothing has changed.
    """
    action = Action(matches)
    members = range(len(matches.family(number).members))
    reasons = action.put_out(number, members, "rejected", read=member)
    if len(reasons) == len(members):
        raise CannotDecide(reasons[member])
    return Decided(action.commit(), action.count, tuple(reasons), reasons)


def tag_difference(
    matches: Matches,
    number: int,
    kept: int,
    members: Collection[int] | None = None,
    value: Value | None = None,
) -> Decided:
    """Tag as error what members say differently, a group for each discrepancy; they are left out of the family with that, and not asked
    about again.

    Args:
        matches, number: as for `accept`.
        kept: the member that is right, unless one is kept already.
        members: those that are wrong; None for all that differ and are not decided yet.
        value: what is wrong, in all members that say it; then `kept` and `members` say nothing.

    Raises:
        CannotDecide: the configuration has no label for errors, or nothing differs.
        StoreError: nothing can be kept there; nothing has changed.
    """
    require_label(matches, ERROR)
    action = Action(matches)
    known = matches.kept(number)
    kept = kept if known is None else known
    if value is not None:
        wrong = [{one: [span] for one, span in zip(value.members, value.spans, strict=True)}]
    else:
        chosen = matches.waiting(number, kept).differ if members is None else sorted(members)
        wrong = _by_fact(matches, number, kept, chosen)
    reasons: dict[int, str] = {}
    groups = []
    for one in wrong:
        why, group = action.tag_wrong(number, one)
        reasons |= why
        groups.append(group)
    tagged = {member for one in wrong for member in one} - reasons.keys()
    if not tagged:
        raise CannotDecide(next(iter(reasons.values()), "nothing differs here"))
    return Decided(action.commit(), len(tagged), tuple(reasons), reasons, groups[0])


def _by_fact(matches: Matches, number: int, kept: int, members: Iterable[int]) -> list[dict[int, list[Span]]]:
    """What members say differently than the kept one: for each fact the places of each member, every place once."""
    facts: dict[object, dict[int, list[Span]]] = {}
    for member in members:
        passage = matches.family(number).members[member]
        text = matches.readable(passage.article)
        taken: set[Span] = set()
        for each in matches.differences(number, member, kept):
            span = each.span if text is None else visible(text, passage.span, each.span)
            if span not in taken:
                taken.add(span)
                facts.setdefault(_fact(matches, number, each.value), {}).setdefault(member, []).append(span)
    return list(facts.values())


def _fact(matches: Matches, number: int, value: Value) -> object:
    """What a value is about: its discrepancy, or any other one that the same words of the same members make."""
    of = next(one for one in matches.family(number).discrepancies if value in one.values)
    return tuple((one.text, one.members) for one in of.values)
