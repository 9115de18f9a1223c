"""The copy of a passage to look at next, and how its words lie to those that are read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from annotui.core.family import Passage
from annotui.matching.align import Alignment

from .matches import Matches
from .reading import Reading

_MOST = 300
"""Copies whose words are compared; a key must not wait for the files of thousands."""


class Counterpart(NamedTuple):
    """A copy of the passage that is read.

    Args:
        passage: the copy.
        member: its number in the family.
        family: the family's number.
        here: the passage that is read.
        alignment: how the words of that (a) lie to those of the copy (b).
        position: which of all copies this is: the passage that is read is the first, those that are shown in turn follow.
        total: how many copies there are, the passage that is read among them.
        identical: how many of them say the same in the same words, and are not shown.
    """

    passage: Passage
    member: int
    family: int
    here: Passage
    alignment: Alignment
    position: int
    total: int
    identical: int


def counterpart(
    matches: Matches,
    reading: Reading,
    offset: int,
    other_article: str | None = None,
    after: int | None = None,
) -> Counterpart | None:
    """The next copy of the passage under an offset: first those that differ where it matters, then those in other words.

    Copies in the same words are counted and not shown, but for one where there is nothing else.

    Args:
        matches: what was found.
        reading: the article that is read.
        offset: where in it.
        other_article: only copies in this article.
        after: the member that was shown last; the first one comes again after the last.

    Returns:
        The copy; None where there is none, or none whose article is what was matched.
    """
    here = matches.at(reading, offset)
    if here is None:
        return None
    family = matches.family(here.family)
    passage = family.members[here.member]
    others = [
        one
        for one, member in enumerate(family.members)
        if one != here.member and other_article in (None, member.article)
    ]
    shown, identical = _sorted(matches, here.family, here.member, others)
    if not shown and identical:
        shown, identical = identical[:1], identical[1:]
    start = shown.index(after) + 1 if after in shown else 0
    for at in (*range(start, len(shown)), *range(start)):
        member = shown[at]
        alignment = matches.alignment(passage, family.members[member])
        if alignment is not None:
            found = family.members[member]
            return Counterpart(
                found, member, here.family, passage, alignment, at + 2, len(others) + 1, len(identical)
            )
    return None


def _sorted(matches: Matches, number: int, here: int, others: Sequence[int]) -> tuple[list[int], list[int]]:
    """The members to show in turn, and those in the same words; of very many the last ones are shown without being compared."""
    members = matches.family(number).members
    differ = {one for one in others if matches.differences(number, one, here)}
    alike = [one for one in others if one not in differ]
    said = matches.words_hash(members[here])
    identical = [one for one in alike[:_MOST] if matches.words_hash(members[one]) == said]
    known = {*differ, *identical}
    return [*sorted(differ), *(one for one in others if one not in known)], identical
