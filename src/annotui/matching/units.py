"""The stretches that pieces are cut from: what pairs cover, paragraph by paragraph."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .columns import LINE, SENTENCE, Hashes, Longs, Pairs, Words
from .intervals import Bools, distinct, is_among, split, united
from .repeats import IN_TEXTS
from .stories import text_of

_MIX = np.uint64(0x9E3779B97F4A7C15)
"""An odd number without a pattern, by which words in another order make another hash."""

_BY_CHANCE = 2
"""So many words before or behind a passage are often equal by chance."""


@dataclass(frozen=True, slots=True)
class Units:
    """Stretches of words that are one piece until a cut is found; ascending, without overlap.

    Args:
        starts, ends: indices into `Words`, the end exclusive.
    """

    starts: Longs
    ends: Longs

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def edges(self) -> Longs:
        """Where a unit begins or ends, ascending; where two touch, once."""
        return distinct(np.append(self.starts, self.ends))

    def at(self, positions: Longs) -> Longs:
        """The unit that each position lies in, or -1."""
        if not len(self.starts):
            return np.full(len(positions), -1)
        unit = np.searchsorted(self.starts, positions, side="right") - 1
        unit[positions >= self.ends[unit]] = -1
        return unit

    def only(self, which: Bools) -> Units:
        """Some of them."""
        return Units(self.starts[which], self.ends[which])

    @classmethod
    def joined(cls, several: list[Units]) -> Units:
        """All of them, in order."""
        starts, ends = (
            np.concatenate(columns)
            for columns in zip(*((one.starts, one.ends) for one in several), strict=True)
        )
        order = np.argsort(starts)
        return cls(starts[order], ends[order])

    def cut(self, positions: Longs) -> Units:
        """These, cut at ascending positions that lie inside them."""
        which, begin, length = split(self.starts, self.ends - self.starts, positions)
        starts = self.starts[which] + begin
        return Units(starts, starts + length)


def covered(words: Words, pairs: Pairs, shortest: int) -> Units:
    """What pairs cover, cut where paragraphs end.

    A few words that are left of a paragraph on both sides of a pair belong to it: what was changed at the end of a sentence is seen only
    if it is inside the passage. A few words of another paragraph are no unit, and neither are a word or two of another sentence; what
    becomes of paragraphs that have only a few words says `_short_lines`.

    Args:
        words: those of all texts.
        pairs: aligned passages.
        shortest: words that a piece has at least; fewer are "a few".
    """
    breaks = np.flatnonzero(words.gaps == LINE)
    bounds = np.append(breaks, len(words))
    starts, ends = _to_paragraphs(pairs, bounds, shortest)
    # Where texts without a word lie between two others, all of them begin at the same place.
    starts, ends = _split(*_bridged(*united(starts, ends), bounds, shortest), distinct(words.firsts))
    starts, ends = _split(*_trimmed(words, starts, ends, shortest), breaks)
    short = ends - starts < shortest
    lines = short & is_among(starts, bounds) & is_among(ends, bounds)
    return Units.joined(
        [Units(starts[~short], ends[~short]), _short_lines(words, starts[lines], ends[lines], shortest)]
    )


def _short_lines(words: Words, starts: Longs, ends: Longs, shortest: int) -> Units:
    """Those of the paragraphs of a few words (headlines, datelines, links) that are units.

    One that stands in several texts is a unit by itself. Of all others, those next to each other that are repeated together are one
    unit, if they have enough words then: the only ones that go beyond the end of a paragraph.
    """
    _, line = np.unique(_said(words, starts, ends - starts, shortest), return_inverse=True)
    text = text_of(words, starts)
    in_texts = distinct(line * np.int64(words.texts) + text) // words.texts
    alone = np.bincount(in_texts, minlength=len(line))[line] >= IN_TEXTS
    beside = (starts[1:] == ends[:-1]) & (text[1:] == text[:-1]) & ~alone[1:] & ~alone[:-1]
    _, both, times = np.unique(
        line[:-1][beside] * np.int64(len(line)) + line[1:][beside], return_inverse=True, return_counts=True
    )
    beside[beside] = times[both] > 1
    opens = np.append(True, ~beside)[: len(starts)]
    closes = np.append(~beside, True)[: len(starts)]
    starts, ends = starts[opens], ends[closes]
    kept = alone[opens] | (ends - starts >= shortest)
    return Units(starts[kept], ends[kept])


def _said(words: Words, starts: Longs, lengths: Longs, most: int) -> Hashes:
    """One hash for the first words of each stretch; up to so many of them."""
    said = np.zeros(len(starts), dtype=np.uint64)
    for number in range(most):
        inside = lengths > number
        said[inside] = said[inside] * _MIX + words.hashes[starts[inside] + number]
    return said


def _split(starts: Longs, ends: Longs, edges: Longs) -> tuple[Longs, Longs]:
    which, begin, length = split(starts, ends - starts, edges)
    return starts[which] + begin, starts[which] + begin + length


def _to_paragraphs(pairs: Pairs, bounds: Longs, shortest: int) -> tuple[Longs, Longs]:
    """The passages of all pairs, each end moved to that of its paragraph where only a few words are between, in both of a pair."""
    last = len(bounds) - 1
    before = [
        start - bounds[np.maximum(np.searchsorted(bounds, start, side="right") - 1, 0)]
        for start in (pairs.a_start, pairs.b_start)
    ]
    behind = [
        bounds[np.minimum(np.searchsorted(bounds, end), last)] - end for end in (pairs.a_end, pairs.b_end)
    ]
    near_before = np.maximum(*before) < shortest
    near_behind = np.maximum(*behind) < shortest
    starts = [
        start - near_before * distance
        for start, distance in zip((pairs.a_start, pairs.b_start), before, strict=True)
    ]
    ends = [
        end + near_behind * distance for end, distance in zip((pairs.a_end, pairs.b_end), behind, strict=True)
    ]
    return np.concatenate(starts), np.concatenate(ends)


def _bridged(starts: Longs, ends: Longs, bounds: Longs, shortest: int) -> tuple[Longs, Longs]:
    """Stretches that have only a few words of the same paragraph between them become one."""
    gap = starts[1:] - ends[:-1]
    broken = np.searchsorted(bounds, starts[1:], side="right") > np.searchsorted(bounds, ends[:-1])
    apart = (gap >= shortest) | broken
    return starts[np.append(True, apart)[: len(starts)]], ends[np.append(apart, True)[: len(ends)]]


def _trimmed(words: Words, starts: Longs, ends: Longs, shortest: int) -> tuple[Longs, Longs]:
    """Stretches without the last words of the sentence before theirs, and the first of the one behind, which are equal by chance."""
    gaps = np.append(words.gaps, LINE)
    before, behind = np.zeros_like(starts), np.zeros_like(ends)
    long = ends - starts >= shortest + 2 * _BY_CHANCE
    for few in range(_BY_CHANCE, 0, -1):
        before[long & (gaps[np.minimum(starts + few, len(words))] >= SENTENCE)] = few
        behind[long & (gaps[np.maximum(ends - few, 0)] >= SENTENCE)] = few
    before[gaps[starts] >= SENTENCE] = 0
    behind[gaps[ends] >= SENTENCE] = 0
    return starts + before, ends - behind
