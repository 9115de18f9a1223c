"""Where units have to be cut, so that copies correspond to each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .columns import GLUED, Longs, Words
from .intervals import Bools, components, distinct
from .links import Links
from .stories import text_of
from .units import Units

_MOST = 2 / 3
"""The share of a unit that a copy of it has at least: so much that two of its copies always have some of it in common."""

_MOST_IN_STORY = 1 / 2
"""The same between two texts of one story: there copies are shortened here and there, and still copies of each other."""

_ALMOST_ALL = 0.8
"""The same of copies through which others are copies, too, however weak the link between these is."""

_NEARLY = 2
"""Words that places may be apart that are meant to be the same one."""


@dataclass(frozen=True, slots=True)
class View:
    """What links say of the units at their one end, a row for each link.

    Args:
        units: these units.
        texts: the text at the other end.
        starts, ends: what the link covers of its unit; a few words to the ends of the unit count as covered.
        is_most: whether that is most of it.
        is_almost_all: whether it is even more.
        is_only: whether both texts are of one story, and the other one has nothing else of the unit.
    """

    units: Longs
    texts: Longs
    starts: Longs
    ends: Longs
    is_most: Bools
    is_almost_all: Bools
    is_only: Bools


@dataclass(frozen=True, slots=True)
class Views:
    """Both ends of all links.

    Args:
        one, other: in the order of the links.
        in_story: whether a link is between two texts of one story.
    """

    one: View
    other: View
    in_story: Bools

    @property
    def copies(self) -> Bools:
        """Which links are between copies: each has most of the other; or, in one story, most of the shorter and nothing else of it."""
        one, other = self.one, self.other
        whole = one.is_most | (one.is_only & other.is_most)
        return np.asarray(whole & (other.is_most | (other.is_only & one.is_most)) & self._proper)

    @property
    def _proper(self) -> Bools:
        return np.asarray(self.one.units != self.other.units)

    def apart(self, copies: Bools, count: int) -> Bools:
        """Which links are between units that are no copies, not even by way of others.

        Args:
            copies: which links are between copies.
            count: how many units there are.
        """
        copies = copies & self._proper
        root = components(count, self.one.units[copies], self.other.units[copies])
        return np.asarray((root[self.one.units] != root[self.other.units]) | ~self._proper)


def views(found: Links, units: Units, words: Words, story: Longs, shortest: int) -> Views:
    """Look at links from both ends.

    Args:
        found: the links.
        units: what they are between.
        words: those of all texts.
        story: the number of each text's story.
        shortest: words that a piece has at least; fewer are "a few".
    """
    sides = found.one, found.other
    texts = [text_of(words, units.starts[side.units]) for side in sides]
    in_story = (story[texts[0]] == story[texts[1]]) & (texts[0] != texts[1])
    seen = []
    for side, text in zip(sides, reversed(texts), strict=True):
        first, end = units.starts[side.units], units.ends[side.units]
        starts = np.where(side.starts - first < shortest, first, side.from_)
        ends = np.where(end - side.ends < shortest, end, side.to)
        share = (ends - starts) / (end - first)
        is_most = share > np.where(in_story, _MOST_IN_STORY, _MOST)
        _, number, counts = np.unique(
            side.units * np.int64(words.texts) + text, return_inverse=True, return_counts=True
        )
        is_only = (counts[number] == 1) & in_story
        seen.append(View(side.units, text, starts, ends, is_most, share >= _ALMOST_ALL, is_only))
    return Views(seen[0], seen[1], in_story)


def cuts(words: Words, units: Units, seen: Views, shortest: int) -> Longs:
    """The next places to cut; none if all copies correspond.

    Of two texts of one story, each part of a unit that is in a unit of its own in the other one is cut from the next such part; what the
    other one left out is no reason to cut. Elsewhere a unit is cut where a link begins and ends. Links between units that are copies by
    way of others ask for nothing: there it is the link that is weak. When nothing of this is left to do, what belongs to no family yet is
    cut as if there were no stories.

    Args:
        words: those of all texts.
        units: what is cut.
        seen: the links between them.
        shortest: words that a piece has at least.

    Returns:
        Places inside units, ascending.
    """
    sides = seen.one, seen.other
    apart = seen.apart(seen.one.is_almost_all & seen.other.is_almost_all, len(units))
    asked = [_at_ends(side, ~side.is_most & apart & ~seen.in_story) for side in sides]
    asked += [_between(side, apart, seen.in_story) for side in sides]
    places = _places(words, units, asked, shortest)
    if len(places):
        return places
    apart = seen.apart(seen.copies, len(units))
    asked = [_at_ends(side, ~side.is_most & apart) for side in sides]
    return _places(words, units, asked, shortest)


_Asked = tuple[Longs, Longs, Longs]
"""Units, and from where to where each of them is to be cut anywhere."""


def _at_ends(side: View, asking: Bools) -> _Asked:
    units, starts, ends = side.units[asking], side.starts[asking], side.ends[asking]
    bounds = np.append(starts, ends)
    return np.append(units, units), bounds, bounds


def _between(side: View, apart: Bools, in_story: Bools) -> _Asked:
    """The stretches between what one unit has in common with one, and what it has with the next unit of another text."""
    rows = np.flatnonzero(in_story & ~side.is_only)
    rows = rows[np.lexsort((side.ends[rows], side.starts[rows], side.texts[rows], side.units[rows]))]
    left, right = rows[:-1], rows[1:]
    same = (side.units[left] == side.units[right]) & (side.texts[left] == side.texts[right])
    # What is repeated in the other text is no part.
    common = side.ends[left] - side.starts[right]
    shorter = np.minimum(side.ends[left] - side.starts[left], side.ends[right] - side.starts[right])
    asking = same & (apart[left] | apart[right]) & (2 * common <= shorter)
    one, other = side.ends[left[asking]], side.starts[right[asking]]
    return side.units[left[asking]], np.minimum(one, other), np.maximum(one, other)


def _places(words: Words, units: Units, asked: list[_Asked], shortest: int) -> Longs:
    """One place for all stretches that overlap or nearly touch: the one that lies in most of them."""
    unit, lowest, highest = (np.concatenate(columns) for columns in zip(*asked, strict=True))
    lowest = np.maximum(lowest, units.starts[unit] + shortest)
    highest = np.minimum(highest, units.ends[unit] - shortest)
    fits = lowest <= highest
    lowest, highest = np.sort(lowest[fits]), np.sort(highest[fits])
    places = distinct(_unglued(words, np.append(lowest, highest)))
    places = places[(places - units.starts[units.at(places)] >= shortest)]
    if not len(places):
        return places
    # With both ends sorted, stretches hang together up to where the next begins behind the end of all before it.
    opens = np.append(True, lowest[1:] - highest[:-1] >= shortest)
    cluster = np.searchsorted(lowest[opens], places, side="right")
    exact, nearly = (
        np.searchsorted(lowest, places + words_, side="right")
        - np.searchsorted(highest, places - words_, side="left")
        for words_ in (0, _NEARLY)
    )
    best = np.lexsort((places, -words.gaps[places].astype(np.int64), -exact, -nearly, cluster))
    return np.asarray(places[best[np.append(True, np.diff(cluster[best]) > 0)]])


def _unglued(words: Words, places: Longs) -> Longs:
    """The places, each moved to the left until it parts no word of a reader."""
    while True:
        glued = words.gaps[places] == GLUED
        if not glued.any():
            return places
        places = places - glued
