"""What stands for the words of a text: two texts with the same words have the same numbers, and hardly any others do."""

from __future__ import annotations

import numpy as np

from .columns import Hashes, Words
from .words import mixed

_TOGETHER = 1 << 20
"""Words worked on at a time."""

_ODD = np.uint64(0x9E3779B97F4A7C15)


def contents(words: Words) -> Hashes:
    """Of each text, in a row of two numbers."""
    found = np.empty((words.texts, 2), np.uint64)
    first = 0
    while first < words.texts:
        start = words.firsts[first]
        behind = max(int(np.searchsorted(words.firsts, start + _TOGETHER, "right")) - 1, first + 1)
        bounds = words.firsts[first : behind + 1] - start
        hashes = words.hashes[start : start + bounds[-1]]
        places = np.arange(len(hashes)) - np.repeat(bounds[:-1], np.diff(bounds))
        factors = (places.astype(np.uint64) << np.uint64(1) | np.uint64(1)) * _ODD
        for half in range(2):
            sums = np.append(np.zeros(1, np.uint64), np.cumsum(hashes * factors))
            found[first:behind, half] = sums[bounds[1:]] - sums[bounds[:-1]]
            hashes = hashes ^ hashes >> np.uint64(29)
        first = behind
    return mixed(found + np.diff(words.firsts).astype(np.uint64)[:, None])
