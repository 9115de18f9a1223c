"""Candidates → passages: the words of two stretches are aligned, and what scores best is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

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
_SHORT_WORD = np.uint64(3)
_SIZE = np.uint64(15)

# Candidates between two reports of progress, and words that are worked on at a time.
_REPORTED = 1000
_TOGETHER = 1 << 20
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
        self._codes = memoryview(codes).cast("B")

    def of(self, low: int, high: int) -> str:
        """Some of the words."""
        return str(self._codes[4 * low : 4 * high], "utf-32-le", "surrogatepass")

    def short(self, low: int, high: int) -> bytes:
        """Whether each of them has up to three letters, a 1 or a 0 each."""
        return self._codes[4 * low : 4 * high : 4].tobytes().translate(_LOWEST_BIT)


@dataclass(frozen=True, slots=True)
class Window:
    """The words of one text that may hold a passage: from `low`, the candidate from `start` to `end`, to `high`."""

    low: int
    start: int
    end: int
    high: int


@dataclass(frozen=True, slots=True)
class Blocks:
    """Runs of equal words of all passages, as indices into `Words`; the passages have ascending numbers, and each its blocks in order."""

    passage: Longs
    a: Longs
    b: Longs
    length: Longs


def verify(
    words: Words,
    candidates: Candidates,
    fewest: int,
    progress: Callable[[float], None] | None = None,
    memo: Memo | None = None,
) -> Blocks:
    """Align the words of each candidate.

    Args:
        words: of all texts.
        candidates: where to look.
        fewest: words of a passage that are equal at least.
        progress: told what share is done, 0..1.
        memo: remembers what came of candidates; the result is the same without.
    """
    memo = memo or Memory()
    sides = _sides(words, candidates)
    keys = _keys(words, sides, fewest)
    known, before = memo.get(keys)
    new = np.flatnonzero(~known)
    after = _judged(words, sides, new, keys[new], fewest, progress or _ignored)
    memo.put(after)
    order = np.argsort(np.append(np.flatnonzero(known), new), kind="stable")
    return _blocks(words, sides, joined(before, after).at(order))


def _ignored(share: float) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class _Sides:
    """The two sides of each candidate; whichever way round the texts come, the result is the same.

    Args:
        texts: of each candidate, that of the first side and that of the second: a column each.
        windows: low, start, end and high of the first side, and of the second, as indices into `Words`.
        turned: whether the first side is `b` of the candidate.
    """

    texts: Longs
    windows: Longs
    turned: NDArray[np.bool_]


def _sides(words: Words, candidates: Candidates) -> _Sides:
    one = candidates
    texts = np.searchsorted(words.firsts, np.stack((one.a_start, one.b_start), 1), "right") - 1
    a = np.stack((one.a_low, one.a_start, one.a_end, one.a_high), 1)
    b = np.stack((one.b_low, one.b_start, one.b_end, one.b_high), 1)
    contents = _contents(words)
    turned = (contents[texts[:, 0], 0] > contents[texts[:, 1], 0]) & (texts[:, 0] != texts[:, 1])
    windows = np.where(turned[:, None], np.hstack((b, a)), np.hstack((a, b)))
    return _Sides(np.where(turned[:, None], texts[:, ::-1], texts), windows, turned)


def _contents(words: Words) -> Hashes:
    """What stands for the words of each text, in their order: two numbers a text."""
    place = np.arange(len(words), dtype=np.uint64)
    place -= np.repeat(words.firsts[:-1], np.diff(words.firsts)).astype(np.uint64)
    factors = mixed(place) | np.uint64(1)
    contents = np.empty((words.texts, 2), np.uint64)
    for column, values in enumerate((words.hashes, words.hashes >> np.uint64(32))):
        sums = np.append(np.zeros(1, np.uint64), np.cumsum(mixed(values * factors)))
        contents[:, column] = sums[words.firsts[1:]] - sums[words.firsts[:-1]]
    return mixed(contents + np.diff(words.firsts).astype(np.uint64)[:, None])


def _keys(words: Words, sides: _Sides, fewest: int) -> Hashes:
    """What stands for all that a verdict depends on."""
    contents = _contents(words)
    columns = [
        *contents[sides.texts[:, 0]].T,
        *contents[sides.texts[:, 1]].T,
        *sides.windows.T.astype(np.uint64),
    ]
    keys = np.empty((len(sides.texts), 2), np.uint64)
    for half in range(2):
        key = np.full(len(keys), _VERSION << 16 | fewest << 1 | half, np.uint64)
        for column in columns:
            key = mixed(key * np.uint64(0x9E3779B97F4A7C15) + column)
        keys[:, half] = key
    return keys


def _judged(
    words: Words, sides: _Sides, rows: Longs, keys: Hashes, fewest: int, progress: Callable[[float], None]
) -> Verdicts:
    """The verdicts on some candidates: passage, places in the two texts, and length of each block, four numbers each."""
    letters = Letters(words)
    numbers: list[int] = []
    firsts = [0]
    windows = sides.windows[rows].tolist()
    for row, bounds in enumerate(windows):
        if row % _REPORTED == 0:
            progress(row / len(windows))
        for passage, blocks in enumerate(passages(letters, Window(*bounds[:4]), Window(*bounds[4:]), fewest)):
            for block in blocks:
                numbers += (passage, *block)
        firsts.append(len(numbers))
    progress(1.0)
    table = np.array(numbers, np.int64).reshape(-1, 4)
    table[:, 1:3] -= np.repeat(words.firsts[sides.texts[rows]], np.diff(firsts) // 4, axis=0)
    return Verdicts(keys, np.array(firsts, np.int64), table.ravel().astype(np.int32))


def _blocks(words: Words, sides: _Sides, verdicts: Verdicts) -> Blocks:
    lengths = np.diff(verdicts.firsts) // 4
    candidate = np.repeat(np.arange(len(verdicts)), lengths)
    passage, one, other, length = verdicts.numbers.reshape(-1, 4).T.astype(np.int64)
    one = one + words.firsts[sides.texts[candidate, 0]]
    other = other + words.firsts[sides.texts[candidate, 1]]
    turned = sides.turned[candidate]
    new = np.append(True, (np.diff(candidate) != 0) | (np.diff(passage) != 0))[: len(candidate)]
    return Blocks(np.cumsum(new) - 1, np.where(turned, other, one), np.where(turned, one, other), length)


def passages(letters: Letters, window_a: Window, window_b: Window, fewest: int) -> list[list[Block]]:
    """Align two stretches of words, and find those that are copies of each other.

    Args:
        letters: the words.
        window_a, window_b: where to look.
        fewest: words that are equal at least.

    Returns:
        The blocks of each passage.
    """
    a_low, b_low = max(window_a.start - _BESIDE, window_a.low), max(window_b.start - _BESIDE, window_b.low)
    a_high, b_high = min(window_a.end + _BESIDE, window_a.high), min(window_b.end + _BESIDE, window_b.high)
    while True:
        found = _best(letters, a_low, a_high, b_low, b_high, fewest)
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


def _best(
    letters: Letters, a_low: int, a_high: int, b_low: int, b_high: int, fewest: int
) -> list[list[Block]]:
    """The stretches in which what is equal outweighs what is between."""
    codes = LCSseq.opcodes(letters.of(a_low, a_high), letters.of(b_low, b_high)).as_list()
    blocks = [(a, b, end - a) for tag, a, end, b, _ in codes if tag == "equal"]
    if sum(block[2] for block in blocks) < fewest:
        return []
    short = letters.short(a_low, a_high)
    found: list[list[Block]] = []
    first = 0
    while first < len(blocks):
        last, best = _stretch(blocks, first, short)
        kept = blocks[first : last + 1]
        if best >= _LEAST * fewest and sum(block[2] for block in kept) >= fewest:
            found.append([(a + a_low, b + b_low, length) for a, b, length in kept])
        first = last + 1
    return found


def _stretch(blocks: list[Block], first: int, short: bytes) -> tuple[int, float]:
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
        score += _WORD * length - (_WORD - _SHORT) * short.count(1, a, a_behind) - _RUN
        if score > best:
            best, last = score, index
    return last, best
