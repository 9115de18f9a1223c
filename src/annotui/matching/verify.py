"""Candidates → passages: the words of two stretches are aligned, and what scores best is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import Levenshtein

from .blocks import Blocks
from .chain import LONGEST, Candidates
from .columns import Hashes, Longs, Words
from .memo import Memo, Memory, Verdicts, joined
from .words import mixed

_VERSION = 1
"""Of what a verdict is; another number, and no earlier one counts."""

# Words beside a candidate that are looked at too; how near to the edge of all that a passage ends where more is looked at, and how many
# more; and when it is enough.
_BESIDE = 24
_NEAR = 8
_FURTHER = 48
_WIDEST = 2 * LONGEST

# What equal words are worth: those of up to three letters less (most are `the` and `of`), and each run of them less again, for one word
# alone may be chance. What a word in between costs; and the least a passage is worth, for each word that must be equal.
_WORD = 1.0
_SHORT = 0.7
_RUN = 0.2
_BETWEEN = 0.35
_LEAST = 0.5

# For each word that must be equal, how many different ones there are: a song's `ha ha ha` and a table's zeros are no copies.
_VARIED = 0.5

_SHORT_WORD = np.uint64(3)
_SIZE = np.uint64(15)

# Candidates between two reports of progress, and words that are worked on at a time.
_REPORTED = 1000
_TOGETHER = 1 << 20
_ODD = np.uint64(0x9E3779B97F4A7C15)
_LOWEST_BIT = bytes(byte & 1 for byte in range(256))

Block = tuple[int, int, int]
"""A run of equal words: where it begins in the one stretch and in the other, and its length."""


class Letters:
    """The words as code points, one for each, which rapidfuzz aligns fastest.

    In half a million pairs of different words one is taken for equal here; that is seen to later.
    """

    def __init__(self, words: Words) -> None:
        codes = np.empty(len(words), np.dtype("<u4"))
        for start in range(0, len(words), _TOGETHER):
            hashes = words.hashes[start : start + _TOGETHER]
            codes[start : start + _TOGETHER] = hashes >> np.uint64(45) << np.uint64(1)
            codes[start : start + _TOGETHER] |= hashes & _SIZE <= _SHORT_WORD
        self._codes = codes.data.cast("B")

    def of(self, low: int, high: int) -> str:
        """Some of the words."""
        return str(self._codes[4 * low : 4 * high], "utf-32-le", "surrogatepass")

    def short(self, low: int, high: int) -> bytes:
        """Whether each of them has up to three letters, a 1 or a 0 each."""
        return self._codes[4 * low : 4 * high : 4].tobytes().translate(_LOWEST_BIT)


@dataclass(frozen=True, slots=True)
class Window:
    """The words of one text that may hold a passage: from `low`, the candidate from `start` to `end`, to `high`.

    Args:
        run: where a run of words begins that are equal in both texts.
    """

    low: int
    start: int
    end: int
    high: int
    run: int


def verify(
    words: Words,
    content: Hashes,
    candidates: Candidates,
    fewest: int,
    progress: Callable[[float], None] | None = None,
    memo: Memo | None = None,
) -> Blocks:
    """Align the words of each candidate.

    Args:
        words: of all texts.
        content: what stands for the words of each text (`contents`).
        candidates: where to look.
        fewest: words of a passage that are equal at least.
        progress: told what share is done, 0..1.
        memo: remembers what came of candidates; the result is the same without.
    """
    memo = memo or Memory()
    sides = _Sides.of(words, candidates)
    keys = _keys(sides, content, fewest)
    known, before = memo.get(keys)
    new = np.flatnonzero(~known)
    after = _judged(Letters(words), sides.at(new), keys[new], fewest, progress or _ignored)
    memo.put(after)
    order = np.argsort(np.append(np.flatnonzero(known), new), kind="stable")
    return _blocks(sides, joined(before, after).at(order))


def _ignored(share: float) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class _Sides:
    """Candidates, the two sides side by side.

    Args:
        texts: of each, those of its two sides.
        firsts: where these begin, as indices into `Words`.
        windows: low, start, end, high and run of the first side (see `Window`), and of the second, as indices into `Words`.
        lengths: of the runs.
    """

    texts: Longs
    firsts: Longs
    windows: Longs
    lengths: Longs

    @classmethod
    def of(cls, words: Words, one: Candidates) -> _Sides:
        texts = np.searchsorted(words.firsts, np.stack((one.a_start, one.b_start), 1), "right") - 1
        a = (one.a_low, one.a_start, one.a_end, one.a_high, one.a_run)
        b = (one.b_low, one.b_start, one.b_end, one.b_high, one.b_run)
        return cls(texts, words.firsts[texts], np.stack((*a, *b), 1), one.length)

    def at(self, rows: Longs) -> _Sides:
        return _Sides(self.texts[rows], self.firsts[rows], self.windows[rows], self.lengths[rows])


def _keys(sides: _Sides, content: Hashes, fewest: int) -> Hashes:
    """What stands for all that a verdict depends on."""
    columns = [
        *content[sides.texts[:, 0]].T,
        *content[sides.texts[:, 1]].T,
        # As places in their texts: other texts, more or fewer, may have come before them.
        *(sides.windows - np.repeat(sides.firsts, 5, axis=1)).T.astype(np.uint64),
        sides.lengths.astype(np.uint64),
    ]
    keys = np.empty((len(sides.texts), 2), np.uint64)
    for half in range(2):
        key = np.full(len(keys), _VERSION << 16 | fewest << 1 | half, np.uint64)
        for column in columns:
            key = mixed(key * _ODD + column)
        keys[:, half] = key
    return keys


def _judged(
    letters: Letters, sides: _Sides, keys: Hashes, fewest: int, progress: Callable[[float], None]
) -> Verdicts:
    """The verdicts on some candidates: passage, places in the two texts, and length of each block, four numbers each."""
    numbers: list[int] = []
    firsts = [0]
    windows, lengths = sides.windows.tolist(), sides.lengths.tolist()
    for row, (bounds, length) in enumerate(zip(windows, lengths, strict=True)):
        if row % _REPORTED == 0:
            progress(row / len(windows))
        found = passages(letters, Window(*bounds[:5]), Window(*bounds[5:]), length, fewest)
        for passage, blocks in enumerate(found):
            for block in blocks:
                numbers += (passage, *block)
        firsts.append(len(numbers))
    progress(1.0)
    table = np.array(numbers, np.int64).reshape(-1, 4)
    table[:, 1:3] -= np.repeat(sides.firsts, np.diff(firsts) // 4, axis=0)
    return Verdicts(keys, np.array(firsts, np.int64), table.ravel().astype(np.int32))


def _blocks(sides: _Sides, verdicts: Verdicts) -> Blocks:
    candidate = np.repeat(np.arange(len(verdicts)), np.diff(verdicts.firsts) // 4)
    passage, a, b, length = verdicts.numbers.reshape(-1, 4).T.astype(np.int64)
    new = np.append(True, (np.diff(candidate) != 0) | (np.diff(passage) != 0))[: len(candidate)]
    firsts = sides.firsts[candidate]
    return Blocks(np.cumsum(new) - 1, a + firsts[:, 0], b + firsts[:, 1], length)


def passages(
    letters: Letters, window_a: Window, window_b: Window, run: int, fewest: int
) -> list[list[Block]]:
    """Align two stretches of words, and find those that are copies of each other.

    Args:
        letters: the words.
        window_a, window_b: where to look.
        run: words in the run that they share.
        fewest: words that are equal at least.

    Returns:
        The blocks of each passage.
    """
    a_low, b_low = max(window_a.start - _BESIDE, window_a.low), max(window_b.start - _BESIDE, window_b.low)
    a_high, b_high = min(window_a.end + _BESIDE, window_a.high), min(window_b.end + _BESIDE, window_b.high)
    while True:
        blocks = _aligned(letters, a_low, window_a.run, b_low, window_b.run)
        if run:
            blocks.append((window_a.run, window_b.run, run))
        blocks += _aligned(letters, window_a.run + run, a_high, window_b.run + run, b_high)
        found = _best(letters, blocks, fewest)
        if not found or max(a_high - a_low, b_high - b_low) > _WIDEST:
            return found
        a_first, b_first, _ = found[0][0]
        a_last, b_last, length = found[-1][-1]
        # It goes on only where both texts do.
        more_before = (a_first - a_low < _NEAR and window_a.low < a_low and window_b.low < b_first) or (
            b_first - b_low < _NEAR and window_b.low < b_low and window_a.low < a_first
        )
        a_last, b_last = a_last + length, b_last + length
        more_behind = (a_high - a_last < _NEAR and a_high < window_a.high and b_last < window_b.high) or (
            b_high - b_last < _NEAR and b_high < window_b.high and a_last < window_a.high
        )
        if not more_before and not more_behind:
            return found
        if more_before:
            a_low = max(min(a_low, a_first - _FURTHER), window_a.low)
            b_low = max(min(b_low, b_first - _FURTHER), window_b.low)
        if more_behind:
            a_high = min(max(a_high, a_last + _FURTHER), window_a.high)
            b_high = min(max(b_high, b_last + _FURTHER), window_b.high)


def _aligned(letters: Letters, a_low: int, a_high: int, b_low: int, b_high: int) -> list[Block]:
    codes = Levenshtein.opcodes(letters.of(a_low, a_high), letters.of(b_low, b_high))
    blocks = codes.as_matching_blocks()
    return [(block.a + a_low, block.b + b_low, block.size) for block in blocks if block.size]


def _best(letters: Letters, blocks: list[Block], fewest: int) -> list[list[Block]]:
    """The stretches in which what is equal outweighs what is between.

    Args:
        letters: the words.
        blocks: in order.
        fewest: words that are equal at least.
    """
    found: list[list[Block]] = []
    if sum(length for _, _, length in blocks) < fewest:
        return found
    low, (last, _, length) = blocks[0][0], blocks[-1]
    short = letters.short(low, last + length)
    first = 0
    while first < len(blocks):
        last, best = _stretch(blocks, first, short, low)
        kept = blocks[first : last + 1]
        if (
            best >= _LEAST * fewest
            and sum(length for _, _, length in kept) >= fewest
            and len({*"".join(letters.of(a, a + length) for a, _, length in kept)}) >= _VARIED * fewest
        ):
            found.append(kept)
        first = last + 1
    return found


def _stretch(blocks: list[Block], first: int, short: bytes, low: int) -> tuple[int, float]:
    """The block up to which it is best to go on from a first one, and what that is worth."""
    score = best = 0.0
    last = first
    a_behind, b_behind, _ = blocks[first]
    for index in range(first, len(blocks)):
        a, b, length = blocks[index]
        score -= _BETWEEN * max(a - a_behind, b - b_behind)
        if score < 0:
            break
        a_behind, b_behind = a + length, b + length
        score += _WORD * length - (_WORD - _SHORT) * short.count(1, a - low, a_behind - low) - _RUN
        if score > best:
            best, last = score, index
    return last, best
