"""Which sentences are copies of each other, so that the one is no relative of the other: that would say the same in other words."""

from __future__ import annotations

import numpy as np

from .columns import Pieces
from .features import Flags, Ints, Sentences


class Copied:
    """Sentences as parts of passages that occur more than once.

    Args:
        sentences: the rows.
        pieces: the passages.
    """

    def __init__(self, sentences: Sentences, pieces: Pieces) -> None:
        # A sentence belongs to the passage that its middle is in: passages are cut where their copies begin or end.
        middles = (sentences.first_words + sentences.last_words) // 2
        found = np.searchsorted(pieces.starts, middles, side="right") - 1
        is_inside = found >= 0
        is_inside[is_inside] = middles[is_inside] < pieces.ends[found[is_inside]]
        self._families = np.full(len(sentences), -1, np.int32)
        self._families[is_inside] = pieces.families[found[is_inside]]
        begin = np.zeros(len(sentences), np.int64)
        begin[is_inside] = pieces.starts[found[is_inside]]
        self._firsts = sentences.first_words - begin
        self._lasts = sentences.last_words - begin

    def from_each_other(self, row: int, others: Ints) -> Flags:
        """Which of the other sentences are copies of one: they stand at the same place in a copy of its passage."""
        family = self._families[row]
        if family < 0:
            return np.zeros(len(others), np.bool_)
        overlap: Flags = (self._firsts[others] < self._lasts[row]) & (self._firsts[row] < self._lasts[others])
        overlap &= self._families[others] == family
        return overlap
