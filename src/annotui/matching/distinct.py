"""Of passages that say the same again, the strongest."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict

import numpy as np

from .blocks import Bounds
from .columns import Longs, Words

# Of the words of a pair of passages, the share that a stronger one of the same texts has too, to say nothing of its own.
_AGAIN = 0.5

_Pair = tuple[int, int, int, int]
"""Start and end of one passage and of the other."""


def distinct(words: Words, passages: Bounds) -> Longs:
    """The passages of which no stronger one has much on both sides, by their numbers, ascending.

    Args:
        words: of all texts.
        passages: found.
    """
    texts = np.searchsorted(words.firsts, np.stack((passages.a_start, passages.b_start)), "right") - 1
    _, number, counts = np.unique(texts[0] * words.texts + texts[1], return_inverse=True, return_counts=True)
    several = np.flatnonzero(counts[number] > 1)
    keys = (passages.b_start, passages.a_start, -passages.matched, number)
    several = several[np.lexsort([key[several] for key in keys])]
    kept = np.ones(len(number), bool)
    stronger = _Stronger()
    columns = (column[several].tolist() for column in (number, *passages[:4]))
    current = -1
    for row, pair, *bounds in zip(several.tolist(), *columns, strict=True):
        if pair != current:
            stronger, current = _Stronger(), pair
        kept[row] = stronger.takes((bounds[0], bounds[1], bounds[2], bounds[3]))
    return np.flatnonzero(kept)


class _Stronger:
    """The passages of two texts that were taken, by their length, so that those that overlap another one are quickly found."""

    def __init__(self) -> None:
        self._taken: dict[int, list[_Pair]] = defaultdict(list)

    def takes(self, one: _Pair) -> bool:
        """Take a passage, unless it says nothing of its own."""
        for bits, taken in self._taken.items():
            # None that begins earlier is long enough to reach so far.
            first = bisect_left(taken, (one[0] - (1 << bits),))
            for other in taken[first : bisect_left(taken, (one[1],))]:
                if _says_again(one, other):
                    return False
        insort(self._taken[(one[1] - one[0]).bit_length()], one)
        return True


def _says_again(one: _Pair, other: _Pair) -> bool:
    a = min(one[1], other[1]) - max(one[0], other[0])
    b = min(one[3], other[3]) - max(one[2], other[2])
    return a > _AGAIN * (one[1] - one[0]) and b > _AGAIN * (one[3] - one[2])
