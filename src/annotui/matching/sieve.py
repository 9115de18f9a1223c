"""Most candidates are chance: a few common words in a row. A closer look on arrays spares aligning them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .chain import Candidates
from .columns import Longs, Words

# Words looked at on each side of the first hit, and how far off its diagonal an equal one may lie.
_BEFORE = 24
_BEHIND = 40
_SHIFT = 4

# A candidate whose hits lie so far apart is none by chance.
_LONG = 24

# Equal words, those of more than three letters counted twice, for each one that a passage must have: what is left of a copy when two
# fifths of it are edited.
_TELLING = 1.5
_SHORT_WORD = np.uint64(3)
_SIZE = np.uint64(15)

_TOGETHER = 4096


def sieve(words: Words, candidates: Candidates, fewest: int) -> Candidates:
    """Leave out candidates that cannot become passages.

    Args:
        words: of all texts.
        candidates: where passages may be.
        fewest: equal words of a passage.
    """
    kept = candidates.a_end - candidates.a_start > _LONG
    short = np.flatnonzero(~kept)
    for start in range(0, len(short), _TOGETHER):
        rows = short[start : start + _TOGETHER]
        kept[rows] = _is_promising(words, candidates.at(rows), fewest)
    return candidates.at(np.flatnonzero(kept))


def _is_promising(words: Words, some: Candidates, fewest: int) -> NDArray[np.bool_]:
    a, inside_a = _window(words, some.a_start, some.a_low, some.a_high, _BEFORE, _BEHIND)
    b, inside_b = _window(words, some.b_start, some.b_low, some.b_high, _BEFORE + _SHIFT, _BEHIND + _SHIFT)
    width = _BEFORE + _BEHIND
    equal = np.zeros(a.shape, bool)
    for shift in range(2 * _SHIFT + 1):
        equal |= (a == b[:, shift : shift + width]) & inside_b[:, shift : shift + width]
    equal &= inside_a
    telling = equal & (a & _SIZE > _SHORT_WORD)
    count = equal.sum(1)
    promising: NDArray[np.bool_] = (count >= fewest) & (count + telling.sum(1) >= _TELLING * fewest)
    return promising


def _window(
    words: Words, start: Longs, low: Longs, high: Longs, before: int, behind: int
) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
    """The words around each place, and which of them are within its bounds."""
    places = start[:, None] + np.arange(-before, behind)
    inside = (places >= low[:, None]) & (places < high[:, None])
    return words.hashes[np.clip(places, 0, len(words) - 1)], inside
