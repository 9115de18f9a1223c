"""Which units share words, how many and where: what decides whether they are cut and whether they are copies of each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .columns import Longs, Pairs
from .intervals import Bools, split
from .units import Units

_ALIKE = 0.4
"""The share of equal words between the first and the last one that copies have at least; half as many again are equal by chance."""

_CLOSE = 0.55
"""The same, if there are not enough of them in a row."""

_IN_A_ROW = 3
"""Equal words in a row that are seldom so by chance."""

_SIGN = 6
"""What equal words score at least, those between them taken off, to be a sign where two units are not alike as a whole."""


@dataclass(frozen=True, slots=True)
class Fragments:
    """Runs of equal words, in the order of their pairs, ascending in both.

    Args:
        a, b: where they begin.
        lengths: words of each.
        rows: the pair each is of.
    """

    a: Longs
    b: Longs
    lengths: Longs
    rows: Longs

    @classmethod
    def of(cls, pairs: Pairs) -> Fragments:
        """The blocks of all pairs."""
        rows = np.repeat(np.arange(len(pairs)), np.diff(pairs.block_firsts))
        return cls(pairs.block_a, pairs.block_b, pairs.block_length, rows)

    def split(self, edges: Longs) -> Fragments:
        """These, cut so that none has an edge inside, in neither of both."""
        which, begin, lengths = split(self.a, self.lengths, edges)
        once = Fragments(self.a[which] + begin, self.b[which] + begin, lengths, self.rows[which])
        which, begin, lengths = split(once.b, once.lengths, edges)
        return Fragments(once.a[which] + begin, once.b[which] + begin, lengths, once.rows[which])

    def only(self, which: Bools) -> Fragments:
        """Some of them."""
        return Fragments(self.a[which], self.b[which], self.lengths[which], self.rows[which])


@dataclass(frozen=True, slots=True)
class Side:
    """What each link covers of its one unit.

    Args:
        units: which unit that is.
        starts, ends: from the first equal word to behind the last one.
        from_, to: the same with the words around it that belong to it because they are opposite the few words that are left at the ends
            of the other unit.
    """

    units: Longs
    starts: Longs
    ends: Longs
    from_: Longs
    to: Longs


@dataclass(frozen=True, slots=True)
class Links:
    """Two units each that share words, a row each; sorted by the one and the other unit.

    Args:
        one, other: what each covers of them.
        matched: how many words are equal.
    """

    one: Side
    other: Side
    matched: Longs

    def __len__(self) -> int:
        return len(self.matched)


def links(fragments: Fragments, units: Units, shortest: int) -> Links:
    """Find the units that share words.

    Args:
        fragments: cut at the edges of all units.
        units: what may be linked.
        shortest: words that a piece has at least.
    """
    unit_a, unit_b = units.at(fragments.a), units.at(fragments.b)
    inside = (unit_a >= 0) & (unit_b >= 0)
    if not inside.all():
        fragments, unit_a, unit_b = fragments.only(inside), unit_a[inside], unit_b[inside]
    if not len(unit_a):
        none = np.zeros(0, dtype=np.int64)
        return Links(Side(*[none] * 5), Side(*[none] * 5), none)
    new = fragments.rows[1:] != fragments.rows[:-1]
    new |= (unit_a[1:] != unit_a[:-1]) | (unit_b[1:] != unit_b[:-1])
    firsts = np.append(0, np.flatnonzero(new) + 1)
    key = unit_a[firsts] * np.int64(len(units)) + unit_b[firsts]
    order = np.argsort(key, kind="stable")
    groups = np.append(0, np.flatnonzero(np.diff(key[order])) + 1)
    group = np.zeros(len(order), dtype=np.int64)
    group[order] = np.repeat(np.arange(len(groups)), np.diff(np.append(groups, len(order))))

    contacts = _Contacts(fragments, units, unit_a, unit_b, shortest)
    whole = contacts.sides(firsts, np.append(firsts[1:], len(unit_a)) - 1)
    matched = np.add.reduceat(fragments.lengths, firsts)
    in_a_row = np.add.reduceat(np.where(fragments.lengths >= _IN_A_ROW, fragments.lengths, 0), firsts)
    matched = np.add.reduceat(matched[order], groups)
    in_a_row = np.add.reduceat(in_a_row[order], groups)
    first, last, score = _best(fragments, firsts)
    is_alike = _is_alike(units, [_grouped(side, order, groups) for side in whole], matched, in_a_row)
    kept = is_alike[group] | (score >= _SIGN)
    best = contacts.sides(first, last)
    sides = [_chosen(is_alike[group], *both) for both in zip(whole, best, strict=True)]
    order = order[kept[order]]
    groups = np.append(0, np.flatnonzero(np.diff(key[order])) + 1)[: len(order)]
    one, other = (_grouped(side, order, groups) for side in sides)
    return Links(one, other, np.minimum(matched[group[order[groups]]], _shorter(units, one, other)))


@dataclass(frozen=True, slots=True)
class _Contacts:
    """Fragments with the units they are in, in which contacts of two units are looked at.

    Args:
        fragments: each in one unit on either side.
        units: all units.
        unit_a, unit_b: those of each fragment.
        shortest: words that a piece has at least.
    """

    fragments: Fragments
    units: Units
    unit_a: Longs
    unit_b: Longs
    shortest: int

    def sides(self, first: Longs, last: Longs) -> tuple[Side, Side]:
        """What contacts cover of their units.

        Args:
            first, last: the first and the last fragment of each.
        """
        rows = self.fragments.rows
        before, behind = np.maximum(first - 1, 0), np.minimum(last + 1, len(rows) - 1)
        begins = (before == first) | (rows[before] != rows[first])
        ends = (behind == last) | (rows[behind] != rows[last])
        sides = []
        a, b = (self.fragments.a, self.unit_a), (self.fragments.b, self.unit_b)
        for (own, own_unit), (other, other_unit) in ((a, b), (b, a)):
            start, end = own[first], own[last] + self.fragments.lengths[last]
            unit = other_unit[first]
            left = self._few(other[first] - self.units.starts[unit])
            right = self._few(self.units.ends[unit] - other[last] - self.fragments.lengths[last])
            # Not into other equal words of the same pair.
            lowest = np.where(begins, start - left, own[before] + self.fragments.lengths[before])
            highest = np.where(ends, end + right, own[behind])
            from_, to = np.maximum(start - left, lowest), np.minimum(end + right, highest)
            sides.append(Side(own_unit[first], start, end, from_, to))
        return sides[0], sides[1]

    def _few(self, words: Longs) -> Longs:
        return np.where(words < self.shortest, words, 0)


def _grouped(side: Side, order: Longs, groups: Longs) -> Side:
    """The sides of several contacts of the same units as one."""
    if not len(groups):
        none = np.zeros(0, dtype=np.int64)
        return Side(none, none, none, none, none)
    return Side(
        side.units[order[groups]],
        np.minimum.reduceat(side.starts[order], groups),
        np.maximum.reduceat(side.ends[order], groups),
        np.minimum.reduceat(side.from_[order], groups),
        np.maximum.reduceat(side.to[order], groups),
    )


def _chosen(which: Bools, one: Side, other: Side) -> Side:
    return Side(
        one.units,
        np.where(which, one.starts, other.starts),
        np.where(which, one.ends, other.ends),
        np.where(which, one.from_, other.from_),
        np.where(which, one.to, other.to),
    )


def _shorter(units: Units, one: Side, other: Side) -> Longs:
    lengths = units.ends - units.starts
    return np.asarray(np.minimum(lengths[one.units], lengths[other.units]))


def _is_alike(units: Units, sides: list[Side], matched: Longs, in_a_row: Longs) -> Bools:
    """Which links cover one of both units with so many equal words that they are no chance."""
    one, other = sides
    longest = np.maximum(one.ends - one.starts, other.ends - other.starts)
    dense = (2 * matched >= _shorter(units, one, other)) & (matched >= _ALIKE * longest)
    by_chance = (in_a_row < _SIGN) & (2 * in_a_row < matched) & (matched < _CLOSE * longest)
    return np.asarray(dense & ~by_chance)


def _best(fragments: Fragments, firsts: Longs) -> tuple[Longs, Longs, Longs]:
    """The stretch of each contact that has the most equal words over those in between, as its first and last fragment, and its score.

    That is the segment of the highest sum (Bentley, Communications of the ACM 27(9), 1984), of all contacts at once.

    Args:
        fragments: those of all contacts.
        firsts: the first fragment of each contact.
    """
    lengths = fragments.lengths
    number = np.arange(len(lengths))
    contact = np.zeros(len(lengths), dtype=np.int64)
    contact[firsts[1:]] = 1
    contact = np.cumsum(contact)
    gap_a = fragments.a[1:] - fragments.a[:-1] - lengths[:-1]
    gap_b = fragments.b[1:] - fragments.b[:-1] - lengths[:-1]
    gaps = np.where(contact[1:] == contact[:-1], np.maximum(gap_a, gap_b), 0)
    up_to = np.cumsum(lengths)
    up_to[1:] -= np.cumsum(gaps)
    before = up_to - lengths
    # Each contact begins lower than all before it.
    before -= contact * (2 * int(np.abs(up_to).max()) + 1)
    lowest = np.minimum.accumulate(before)
    begin = np.maximum.accumulate(np.where(before == lowest, number, 0))
    score = up_to - (up_to - lengths)[begin]
    highest = np.maximum.reduceat(score, firsts)
    ends = np.flatnonzero(score == highest[contact])
    lasts = ends[np.append(True, contact[ends[1:]] != contact[ends[:-1]])]
    return begin[lasts], lasts, highest
