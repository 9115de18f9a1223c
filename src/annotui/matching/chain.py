"""Hits near one diagonal, and near each other, make a candidate: two stretches of words that may hold copies of a passage."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from .columns import Hashes, Longs
from .seeds import Hits

# How far hits of one passage are apart: in words of either text, and in the words that were put in or left out between them.
_APART = 24
_SHIFT = 10

# The longest stretch of words that is aligned in one go, and where a longer one is cut.
LONGEST = 1024
_CUT = 512

# Words for which it is remembered together which text they are in.
_STRETCH = 16

_COLUMNS = 11
"""Of `Candidates`."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Two stretches of words each, as indices into `Words`; `b` may come first.

    Args:
        a_start, a_end, b_start, b_end: the words from the first hit to the last.
        a_low, a_high, b_low, b_high: how far the passage may go beyond them: to the ends of the text, to where the candidate was cut.
        a_run, b_run, length: a run of equal words that the passage goes through; of no length where that is not known.
    """

    a_start: Longs
    a_end: Longs
    b_start: Longs
    b_end: Longs
    a_low: Longs
    a_high: Longs
    b_low: Longs
    b_high: Longs
    a_run: Longs
    b_run: Longs
    length: Longs

    def __len__(self) -> int:
        return len(self.a_start)

    def at(self, rows: Longs) -> Candidates:
        """Some of them, or all in another order."""
        return Candidates(*(getattr(self, field.name)[rows] for field in fields(self)))

    def within(self, a_low: Longs, a_high: Longs, b_low: Longs, b_high: Longs) -> Candidates:
        """The same with other limits."""
        return replace(self, a_low=a_low, a_high=a_high, b_low=b_low, b_high=b_high)


@dataclass(frozen=True, slots=True)
class _Runs:
    """Runs of equal words on one diagonal; `group` is ascending."""

    group: Longs
    a: Longs
    b: Longs
    length: Longs

    def __len__(self) -> int:
        return len(self.a)

    def at(self, rows: NDArray[np.generic]) -> _Runs:
        return _Runs(self.group[rows], self.a[rows], self.b[rows], self.length[rows])


def chain(hits: Hits, firsts: Longs, content: Hashes, seed: int, covered: int) -> Candidates:
    """Make candidates of hits.

    Args:
        hits: in any order.
        firsts: the first word of each text, and the number of words; see `Words`.
        content: a number for each text, which depends on its words alone: of two texts, that with the lower one is `a`. So the result
            is the same whichever comes first.
        seed: words in the run that a hit stands for.
        covered: words that the runs of a candidate cover at least.
    """
    runs = _runs(hits, firsts, content, seed, covered)
    for _ in range(2):
        diagonal = runs.b - runs.a
        runs = _long_enough(_split(runs, diagonal, diagonal, _SHIFT), covered)
        runs = _long_enough(_split(runs, runs.b, runs.b + runs.length, _APART), covered)
        runs = _split(runs, runs.a, runs.a + runs.length, _APART)
        runs = runs.at((_covered(runs) >= covered)[runs.group])
    return _candidates(runs, firsts, covered)


def _long_enough(runs: _Runs, covered: int) -> _Runs:
    """Leave out groups whose runs cannot cover so many words."""
    if not len(runs):
        return runs
    return runs.at((np.bincount(runs.group, runs.length) >= covered)[runs.group])


def _runs(hits: Hits, firsts: Longs, content: Hashes, seed: int, covered: int) -> _Runs:
    """The hits that follow each other on a diagonal, together; grouped by the texts that they are in."""
    pair, rows = _by_texts(hits, firsts, covered)
    begins = np.flatnonzero(np.append(True, pair[1:] != pair[:-1])[: len(pair)])
    sizes = np.diff(np.append(begins, len(pair)))
    # So many hits it takes at least, if none overlaps another or all follow each other.
    enough = sizes >= min(-(-covered // seed), covered - seed + 1)
    hits, pair = hits.at(rows[np.repeat(enough, sizes)]), pair[begins[enough]]
    group = np.repeat(np.arange(len(pair)), sizes[enough])
    turned = (content[pair // (len(firsts) - 1)] > content[pair % (len(firsts) - 1)])[group]
    hits = Hits(np.where(turned, hits.b, hits.a), np.where(turned, hits.a, hits.b))
    order = np.lexsort((hits.a, hits.b - hits.a, group))
    hits, group = hits.at(order), group[order]
    new = np.ones(len(hits), bool)
    new[1:] = group[1:] != group[:-1]
    new[1:] |= np.diff(hits.b - hits.a) != 0
    new[1:] |= np.diff(hits.a) > seed
    begins = np.flatnonzero(new)
    lasts = np.append(begins[1:], len(hits))[: len(begins)] - 1
    return _Runs(group[begins], hits.a[begins], hits.b[begins], hits.a[lasts] - hits.a[begins] + seed)


def _by_texts(hits: Hits, firsts: Longs, covered: int) -> tuple[Longs, Longs]:
    """The hits by the pair of texts that they are in: its number, and their rows, both in this order."""
    texts = len(firsts) - 1
    text_a, text_b = _texts_of(hits.a, firsts), _texts_of(hits.b, firsts)
    # A passage that is repeated in its own text does not overlap itself.
    rows = np.flatnonzero((text_a != text_b) | (hits.b - hits.a >= covered))
    pair = text_a[rows].astype(np.int64)
    pair *= texts
    pair += text_b[rows]
    bits = len(hits).bit_length()
    if (texts * texts).bit_length() + bits > 63:
        order = np.argsort(pair, kind="stable")
        return pair[order], rows[order]
    # Numbers that hold both are sorted three times as fast as the rows by their numbers.
    pair <<= bits
    pair |= rows
    pair.sort()
    np.bitwise_and(pair, (1 << bits) - 1, out=rows[: len(pair)])
    pair >>= bits
    return pair, rows


def _texts_of(places: Longs, firsts: Longs) -> NDArray[np.int32]:
    """The text that each word is in: looked up for the start of its stretch, which is seldom in an earlier text."""
    starts = np.arange(0, int(firsts[-1]) + _STRETCH, _STRETCH)
    text = (np.searchsorted(firsts, starts, "right") - 1).astype(np.int32)[places // _STRETCH]
    late = np.flatnonzero(firsts[text + 1] <= places)
    text[late] = np.searchsorted(firsts, places[late], "right") - 1
    return text


def _split(runs: _Runs, starts: Longs, ends: Longs, apart: int) -> _Runs:
    """Part each group where there is a wide gap between its runs, sorted by their starts: diagonals, or words of one text."""
    if not len(runs):
        return runs
    same = runs.group[1:] == runs.group[:-1]
    if (same & (starts[1:] < starts[:-1])).any():
        order = np.lexsort((starts, runs.group))
        runs, starts, ends = runs.at(order), starts[order], ends[order]
    # How far the runs before reach: with the groups laid out one behind the other, found in one go.
    least = starts.min()
    shift = runs.group * (int(ends.max() - least) + apart + 1) - least
    reach = np.maximum.accumulate(ends + shift)
    new = starts[1:] + shift[1:] > reach[:-1] + apart
    return _Runs(np.append(0, np.cumsum(new)), runs.a, runs.b, runs.length)


def _covered(runs: _Runs) -> Longs:
    """How many words of the first text the runs of each group cover; the runs are sorted by group and `a`."""
    if not len(runs):
        return runs.a
    ends = runs.a + runs.length
    shift = runs.group * (int(ends.max()) + 1)
    reach = np.maximum.accumulate(ends + shift) - shift
    before = np.append(0, np.where(runs.group[1:] == runs.group[:-1], reach[:-1], 0))
    return np.bincount(runs.group, np.maximum(ends - np.maximum(runs.a, before), 0)).astype(np.int64)


def _candidates(runs: _Runs, firsts: Longs, covered: int) -> Candidates:
    """The bounds of each group of runs; too long ones, and those that overlap themselves, in parts."""
    if not len(runs):
        return Candidates(*[np.empty(0, np.int64)] * _COLUMNS)
    begins = np.flatnonzero(np.append(True, runs.group[1:] != runs.group[:-1]))
    a_start, b_start = runs.a[begins], np.minimum.reduceat(runs.b, begins)
    a_end = np.maximum.reduceat(runs.a + runs.length, begins)
    b_end = np.maximum.reduceat(runs.b + runs.length, begins)
    text_a = np.searchsorted(firsts, a_start, "right") - 1
    text_b = np.searchsorted(firsts, b_start, "right") - 1
    middle = (a_end + b_start) // 2
    inside = text_a == text_b
    a_high = np.where(inside, middle, firsts[text_a + 1])
    b_low = np.where(inside, middle, firsts[text_b])
    longest = np.lexsort((-runs.length, runs.group))[begins]
    run = (runs.a[longest], runs.b[longest], runs.length[longest])
    table = np.stack(
        (a_start, a_end, b_start, b_end, firsts[text_a], a_high, b_low, firsts[text_b + 1], *run), 1
    )
    own = inside & (a_end > b_start)
    long = ~own & (np.maximum(a_end - a_start, b_end - b_start) > LONGEST)
    lasts = np.append(begins[1:], len(runs))
    rows = [table[~own & ~long]]
    for group in np.flatnonzero(own).tolist():
        rows.append(_apart_from_itself(runs.at(np.arange(begins[group], lasts[group])), covered))
    for group in np.flatnonzero(long).tolist():
        rows.append(_cut(runs.at(np.arange(begins[group], lasts[group])), table[group]))
    table = np.concatenate(rows)
    table = table[np.lexsort((table[:, 2], table[:, 0]))]
    return Candidates(*np.ascontiguousarray(table.T))


def _apart_from_itself(runs: _Runs, covered: int) -> Longs:
    """Something that is repeated at once, again and again: each time with the next."""
    start, end, period = int(runs.a[0]), int((runs.a + runs.length).max()), int((runs.b - runs.a).min())
    if period < covered:
        return np.empty((0, _COLUMNS), np.int64)
    starts = np.arange(start, end, period)
    ends = np.minimum(starts + period, end)
    # No wider than this: what is beside it is the next one.
    places = (starts, ends, starts + period, ends + period)
    return np.stack((*places, *places, starts, starts + period, 0 * starts), 1)[ends - starts >= covered]


def _cut(runs: _Runs, whole: Longs) -> Longs:
    """Cut a long candidate in the middle of its longest runs, so that what is on either side fits together again."""
    a_start, a_end, b_start, b_end, a_low, a_high, b_low, b_high = whole[:8].tolist()
    rows = []
    a, b = a_start, b_start
    for place in range(a_start + _CUT, a_end - _CUT // 2, _CUT):
        # The words that each run has near that place.
        starts = np.maximum(runs.a, place)
        lengths = np.minimum(runs.a + runs.length, place + _CUT // 2) - starts
        lengths[runs.b + starts - runs.a <= b] = 0
        run = int(np.argmax(lengths))
        if lengths[run] < 1:
            continue
        next_a = int(starts[run] + lengths[run] // 2)
        next_b = next_a + int(runs.b[run] - runs.a[run])
        rows.append((a, next_a, b, min(next_b, b + LONGEST), a_low, next_a, b_low, next_b, a, b, 0))
        a, b, a_low, b_low = next_a, next_b, next_a, next_b
    rows.append(
        (a, min(a_end, a + LONGEST), b, min(b_end, b + LONGEST), a_low, a_high, b_low, b_high, a, b, 0)
    )
    return np.array(rows, np.int64)
