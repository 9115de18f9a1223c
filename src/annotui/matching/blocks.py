"""Passages as runs of equal words: put together again where they were cut, checked, and cut to word bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .columns import GLUED, PARTED, Longs, Words


class Bounds(NamedTuple):
    """Where passages begin and end, as indices into `Words`, and how many words are equal; columns."""

    a_start: Longs
    a_end: Longs
    b_start: Longs
    b_end: Longs
    matched: Longs


@dataclass(frozen=True, slots=True)
class Blocks:
    """Runs of equal words of all passages, a row each; the passages have ascending numbers, and each its blocks in order.

    Args:
        passage: the number of the passage.
        a, b: where the run begins on either side, as indices into `Words`.
        length: words.
    """

    passage: Longs
    a: Longs
    b: Longs
    length: Longs

    def __len__(self) -> int:
        return len(self.passage)

    def at(self, rows: NDArray[np.generic]) -> Blocks:
        """Some of the blocks, in this order."""
        return Blocks(self.passage[rows], self.a[rows], self.b[rows], self.length[rows])

    def firsts(self) -> Longs:
        """The row of each passage's first block."""
        return np.flatnonzero(np.append(True, self.passage[1:] != self.passage[:-1])[: len(self)])

    def lasts(self) -> Longs:
        """The row of each passage's last block."""
        return np.flatnonzero(np.append(self.passage[1:] != self.passage[:-1], True)[: len(self)])

    def bounds(self) -> Bounds:
        """Of each passage."""
        firsts, lasts = self.firsts(), self.lasts()
        ends = self.length[lasts]
        matched = np.add.reduceat(self.length, firsts) if len(firsts) else ends
        return Bounds(self.a[firsts], self.a[lasts] + ends, self.b[firsts], self.b[lasts] + ends, matched)

    def long_enough(self, fewest: int) -> Blocks:
        """Those of passages in which so many words are equal."""
        matched = np.bincount(self.passage, self.length)
        return self.at(matched[self.passage] >= fewest)

    def turned(self, rows: NDArray[np.bool_]) -> Blocks:
        """With the sides of some blocks the other way round."""
        a, b = np.where(rows, self.b, self.a), np.where(rows, self.a, self.b)
        return Blocks(self.passage, a, b, self.length)

    def followed_by(self, other: Blocks) -> Blocks:
        """These, and others with numbers behind these."""
        numbers = other.passage + (self.passage.max(initial=-1) + 1)
        return Blocks(
            np.append(self.passage, numbers),
            np.append(self.a, other.a),
            np.append(self.b, other.b),
            np.append(self.length, other.length),
        )


def joined(words: Words, blocks: Blocks) -> Blocks:
    """Make one passage again of those that were cut: where one ends on both sides, the other begins, in the same texts."""
    a_start, a_end, b_start, b_end, _ = blocks.bounds()
    begins = np.isin(a_start, words.firsts) | np.isin(b_start, words.firsts)
    ends = {place: passage for passage, place in enumerate(zip(a_end.tolist(), b_end.tolist(), strict=True))}
    passage = np.arange(len(a_start))
    for one in np.argsort(a_start, kind="stable").tolist():
        before = ends.get((int(a_start[one]), int(b_start[one])))
        if before is None or begins[one]:
            continue
        # What is repeated at once is not to overlap itself.
        first = passage[before]
        if a_end[one] <= b_start[first] or b_end[one] <= a_start[first]:
            passage[one] = first
    passage = np.repeat(passage, np.diff(np.append(blocks.firsts(), len(blocks))))
    order = np.lexsort((blocks.a, passage))
    return _connected(Blocks(passage, blocks.a, blocks.b, blocks.length).at(order))


def equal(words: Words, blocks: Blocks) -> Blocks:
    """Leave out words that were only taken for equal."""
    within = np.arange(blocks.length.sum()) - np.repeat(
        np.cumsum(blocks.length) - blocks.length, blocks.length
    )
    a, b = np.repeat(blocks.a, blocks.length) + within, np.repeat(blocks.b, blocks.length) + within
    right = words.hashes[a] == words.hashes[b]
    if right.all():
        return blocks
    ones = np.ones(len(a), np.int64)
    return _connected(Blocks(np.repeat(blocks.passage, blocks.length), a, b, ones).at(right))


def _connected(blocks: Blocks) -> Blocks:
    """Make one block of those that follow each other without a gap."""
    new = np.ones(len(blocks), bool)
    new[1:] = blocks.passage[1:] != blocks.passage[:-1]
    new[1:] |= blocks.a[1:] != blocks.a[:-1] + blocks.length[:-1]
    new[1:] |= blocks.b[1:] != blocks.b[:-1] + blocks.length[:-1]
    firsts = np.flatnonzero(new)
    length = np.add.reduceat(blocks.length, firsts) if len(firsts) else blocks.length
    return Blocks(blocks.passage[firsts], blocks.a[firsts], blocks.b[firsts], length)


def trimmed(words: Words, blocks: Blocks) -> Blocks:
    """Let no passage begin or end inside what is one word to a reader."""
    gaps = np.append(words.gaps, np.uint8(PARTED))
    while len(blocks):
        starts, ends = blocks.firsts(), blocks.lasts()
        starts = starts[(gaps[blocks.a[starts]] == GLUED) | (gaps[blocks.b[starts]] == GLUED)]
        behind = blocks.length[ends]
        ends = ends[(gaps[blocks.a[ends] + behind] == GLUED) | (gaps[blocks.b[ends] + behind] == GLUED)]
        if not len(starts) and not len(ends):
            break
        shift, less = np.zeros((2, len(blocks)), np.int64)
        shift[starts] = 1
        less[ends] = 1
        length = blocks.length - shift - less
        blocks = Blocks(blocks.passage, blocks.a + shift, blocks.b + shift, length).at(length > 0)
    return blocks
