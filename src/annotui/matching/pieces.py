"""Pairs → families that never overlap, each in as few pieces as it takes for all copies to correspond.

Units are what pairs cover, paragraph by paragraph (`units`). Two units that share words are linked (`links`). Where a link covers most of
both, they are copies; where it covers only a part of one, that one is cut at its ends. That is repeated until nothing has to be cut, so
that a cut goes on to all copies of what was cut. Where a paragraph was shortened in another copy of the same story, nothing is cut: what
was left out has no copy there that would have to correspond.
"""

from __future__ import annotations

import numpy as np

from .columns import LINE, Longs, Pairs, Pieces, Words
from .cuts import Views, cuts, views
from .intervals import components
from .links import Fragments, Links, links
from .parameters import Parameters
from .ranking import ranked
from .stories import shared, stories
from .units import Units, covered

_SHORTEST = 6
"""Words that a piece has at least, unless it is a whole line."""

_ROUNDS = 24
"""More rounds than were ever seen to be needed (7): only a corpus that was made for it would need them."""


def cut(words: Words, pairs: Pairs, parameters: Parameters) -> Pieces:
    """Cut what pairs cover into pieces, and sort these into families.

    The result depends on the content of the texts only, not on their order, but for which of two families of equal strength comes first.

    Args:
        words: those of all texts.
        pairs: aligned passages.
        parameters: how closely texts are compared.

    Returns:
        The families, the strongest first.
    """
    shortest = min(parameters.shortest, _SHORTEST)
    units = covered(pairs, np.flatnonzero(words.gaps == LINE), len(words), shortest)
    fragments = Fragments.of(pairs).split(units.edges)
    story = stories(words, shared(words, pairs))
    for _ in range(_ROUNDS):
        found = links(fragments, units, shortest)
        seen = views(found, units, words, story, shortest)
        places = cuts(words, units, seen, shortest)
        if not len(places):
            break
        units, fragments = units.cut(places), fragments.split(places)
    return _families(words, units, found, seen, story)


def _families(words: Words, units: Units, found: Links, seen: Views, story: Longs) -> Pieces:
    """The units that are copies of another one."""
    one, other = found.one.units, found.other.units
    root = components(len(units), one[seen.copies], other[seen.copies])
    # A weak link between copies still says how similar they are.
    copies = (root[one] == root[other]) & (one != other)
    one, other, matched = one[copies], other[copies], found.matched[copies]
    linked = np.unique(np.concatenate([one, other]))
    names, family = np.unique(root[linked], return_inverse=True)
    length = units.ends - units.starts
    similarities = np.ones(len(names))
    np.minimum.at(
        similarities, np.searchsorted(names, root[one]), 2 * matched / (length[one] + length[other])
    )
    starts, ends = units.starts[linked], units.ends[linked]
    pieces = Pieces(starts, ends, family, np.zeros(len(names)), similarities)
    return ranked(words, pieces, story)
