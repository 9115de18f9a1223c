"""Runs of a few words that occur more than once: where two passages might be copies of each other.

All runs of `seed` words are hashed; hash and position are packed into one number, and sorting these brings equal runs together, in the
order of their positions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .columns import Hashes, Longs, Words

# Members of a large group that each one is compared with: enough that a family stays connected where some of its members differ.
_NEXT = 4

# Words hashed at a time, so that what is needed in between stays small.
_TOGETHER = 1 << 20
_ODD = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True)
class Hits:
    """Two places each where the same run of words begins, as indices into `Words`; that of `a` comes first."""

    a: Longs
    b: Longs

    def __len__(self) -> int:
        return len(self.a)

    def at(self, rows: NDArray[np.generic]) -> Hits:
        """Some of them, or all in another order."""
        return Hits(self.a[rows], self.b[rows])


def find_hits(words: Words, seed: int, neighbours: int) -> Hits:
    """Pairs of places with the same run of words.

    Args:
        words: of all texts.
        seed: words in a run.
        neighbours: up to so many places with the same run, each is paired with each; beyond that with the next four only, so that
            the number of pairs grows no faster than that of the words.
    """
    bits = max(len(words), 1).bit_length()
    pairs = [_paired(*_grouped(part, bits), neighbours) for part in _parts(_packed(words, seed), bits)]
    none = np.empty(0, np.int64)
    return Hits(*(np.concatenate([none, *(pair[side] for pair in pairs)]) for side in range(2)))


def pairs_of_equal(places: Longs, hashes: Hashes, neighbours: int) -> tuple[Longs, Longs]:
    """The pairs of places that have the same hash; see `find_hits`.

    Args:
        places: ascending.
        hashes: what is at each of them.
        neighbours: up to so many, each is paired with each.
    """
    order = np.argsort(hashes, kind="stable")
    hashes = hashes[order]
    begins = np.flatnonzero(np.append(True, hashes[1:] != hashes[:-1])[: len(hashes)])
    return _paired(places[order], np.diff(np.append(begins, len(hashes))), neighbours)


def _paired(places: Longs, sizes: Longs, neighbours: int) -> tuple[Longs, Longs]:
    """The pairs in groups of places that lie one behind the other."""
    firsts = np.cumsum(sizes) - sizes
    a = [np.empty(0, np.int64)]
    b = [np.empty(0, np.int64)]
    for size in range(2, neighbours + 1):
        members = firsts[sizes == size]
        for one in range(size - 1) if len(members) else ():
            for other in range(one + 1, size):
                a.append(places[members + one])
                b.append(places[members + other])
    large = sizes > neighbours
    ends = np.repeat((firsts + sizes)[large], sizes[large])
    rows = np.flatnonzero(np.repeat(large, sizes))
    for step in range(1, _NEXT + 1):
        inside = rows[rows + step < ends]
        a.append(places[inside])
        b.append(places[inside + step])
    return np.concatenate(a), np.concatenate(b)


def hashed_runs(hashes: Hashes, length: int, places: Longs | slice = slice(None)) -> Hashes:
    """Of each run of so many words, the hash.

    Args:
        hashes: of the words.
        length: words in a run.
        places: where the runs begin; they end inside the words.
    """
    count = max(len(hashes) - length + 1, 0)
    runs = hashes[:count][places].copy()
    factor = 1
    for offset in range(1, length):
        factor = factor * _ODD & (1 << 64) - 1
        runs += hashes[offset : offset + count][places] * np.uint64(factor)
    return runs


def _packed(words: Words, seed: int) -> Hashes:
    """The upper bits of each run's hash, the place where it begins in the lower ones; sorted."""
    count = max(len(words) - seed + 1, 0)
    bits = max(len(words), 1).bit_length()
    crossing = np.zeros(count + seed, bool)
    for offset in range(1, seed):
        crossing[np.maximum(words.firsts[1:] - offset, 0)] |= words.firsts[1:] >= offset
    packed = np.empty(count, np.uint64)
    filled = 0
    for start in range(0, count, _TOGETHER):
        end = min(start + _TOGETHER, count)
        runs = hashed_runs(words.hashes[start : end + seed - 1], seed)
        runs >>= np.uint64(bits)
        runs <<= np.uint64(bits)
        runs |= np.arange(start, end, dtype=np.uint64)
        runs = runs[~crossing[start:end]]
        packed[filled : filled + len(runs)] = runs
        filled += len(runs)
    packed = packed[:filled]
    packed.sort()
    return packed


def _grouped(packed: Hashes, bits: int) -> tuple[Longs, Longs]:
    """The places of the runs that occur more than once, equal ones together, and how many there are of each."""
    tops = packed >> np.uint64(bits)
    same = np.zeros(len(packed) + 1, bool)
    np.equal(tops[1:], tops[:-1], out=same[1:-1])
    grouped = same[1:] | same[:-1]
    places = (packed[grouped] & np.uint64((1 << bits) - 1)).astype(np.int64)
    return places, np.diff(np.append(np.flatnonzero(~same[:-1][grouped]), len(places)))


def _parts(packed: Hashes, bits: int) -> Iterator[Hashes]:
    """Stretches of about equal length that part no two equal runs."""
    start = 0
    while start < len(packed):
        end = min(start + _TOGETHER, len(packed))
        if end < len(packed):
            last = packed[end] | np.uint64((1 << bits) - 1)
            end = int(np.searchsorted(packed, last, "right"))
        yield packed[start:end]
        start = end
