"""Pairs → families that never overlap, each in as few pieces as it takes for all copies to correspond.

Units are what pairs cover, paragraph by paragraph (`units`). Two units that share words are linked (`links`). Where a link covers most of
both, they are copies; where it covers only a part of one, that one is cut at its ends (`cuts`). That is repeated until nothing has to be
cut, so that a cut goes on to all copies of what was cut. Where a paragraph was shortened in another copy of the same story, nothing is
cut: what was left out has no copy there that would have to correspond.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .columns import Longs, Pairs, Pieces, Words
from .cuts import cuts, views
from .intervals import Bools, components, distinct
from .links import Fragments, links
from .parameters import Parameters
from .ranking import ranked
from .stories import shared, stories
from .units import Units, covered

_SHORTEST = 6
"""Words that a piece has at least, unless it is a whole line."""

_ROUNDS = 16
"""Twice as many as a corpus ever took that was not made for it."""


def cut(words: Words, pairs: Pairs, parameters: Parameters) -> Pieces:
    """Cut what pairs cover into pieces, and sort these into families.

    The result depends on the content of the texts only, not on their order, but for which of two families of equal strength comes first.

    Args:
        words: those of all texts.
        pairs: aligned passages.
        parameters: how closely texts are compared.

    Returns:
        The families, the strongest first. The similarity of a family is that of its least similar pair among those that were aligned: in
        a large family not all are.
    """
    shortest = min(parameters.shortest, _SHORTEST)
    units = covered(words, pairs, shortest)
    story = stories(words, shared(words, pairs))
    rounds = _rounds(words, units, Fragments.of(pairs), story, shortest)
    units = Units.joined([units for units, _ in rounds])
    return ranked(words, _families(units, [common for _, common in rounds]), story)


class _Common(NamedTuple):
    """What two units each have in common, a row each.

    Args:
        one, other: where the units begin.
        matched: how many words are equal.
        copies: whether they are copies.
    """

    one: Longs
    other: Longs
    matched: Longs
    copies: Bools


def _rounds(
    words: Words, units: Units, fragments: Fragments, story: Longs, shortest: int
) -> list[tuple[Units, _Common]]:
    """Cut units until nothing has to be cut; for each round those that it left as they are for good."""
    done = []
    fragments = fragments.split(units.edges)
    for number in range(_ROUNDS):
        found = links(fragments, units, shortest)
        seen = views(found, units, words, story, shortest)
        places = cuts(words, units, seen, shortest)
        if number == _ROUNDS - 1:
            places = places[:0]
        one, other = found.one.units, found.other.units
        # What does not hang together with anything that is cut stays as it is.
        group = components(len(units), one, other)
        is_open = np.zeros(len(units), dtype=np.bool_)
        is_open[group[units.at(places)]] = True
        is_open = is_open[group]
        left = ~is_open[one]
        common = _Common(
            units.starts[one[left]], units.starts[other[left]], found.matched[left], seen.copies[left]
        )
        done.append((units.only(~is_open), common))
        if not len(places):
            break
        units = units.only(is_open)
        fragments = fragments.only(units.at(fragments.a) >= 0).split(places)
        units = units.cut(places)
    return done


def _families(units: Units, rounds: list[_Common]) -> Pieces:
    """The units that are copies of another one; without scores."""
    one, other, matched, copies = (np.concatenate(columns) for columns in zip(*rounds, strict=True))
    one, other = units.at(one), units.at(other)
    root = components(len(units), one[copies], other[copies])
    # A weak link between copies still says how similar they are.
    copies = (root[one] == root[other]) & (one != other)
    one, other, matched = one[copies], other[copies], matched[copies]
    linked = distinct(np.concatenate([one, other]))
    names, family = np.unique(root[linked], return_inverse=True)
    length = units.ends - units.starts
    similarity = 2 * matched / (length[one] + length[other])
    similarities = np.ones(len(names))
    np.minimum.at(similarities, np.searchsorted(names, root[one]), similarity)
    return Pieces(
        units.starts[linked], units.ends[linked], family, np.zeros(len(names)), np.minimum(similarities, 1)
    )
