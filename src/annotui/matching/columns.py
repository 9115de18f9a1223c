"""What one stage of matching hands to the next: columns of plain numbers, which another engine can compute just as well."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]
Offsets = NDArray[np.int32]
Gaps = NDArray[np.uint8]
Hashes = NDArray[np.uint64]
Floats = NDArray[np.float64]

# What stands before a word, in `Words.gaps`.
GLUED = 0
"""Nothing that parts it from the word before: to a reader the two are one (`well-known`), and no passage may begin or end between them."""
PARTED = 1
"""A blank, perhaps with marks, but no end of a sentence; between Chinese characters nothing at all."""
SENTENCE = 2
"""The end of a sentence."""
LINE = 3
"""The end of a paragraph, or the beginning of the text."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of all texts, one text after the other.

    Args:
        hashes: of the folded words, 64 bits each; equal words have equal hashes, in every process and on every machine.
        starts: offset of each word's first code point in its own text.
        ends: offset behind its last one; 32 bits each, as the starts, for there may be fifty million.
        gaps: what stands before each word: `GLUED`, `PARTED`, `SENTENCE` or `LINE`.
        firsts: text `i` has the words from `firsts[i]` up to, not including, `firsts[i + 1]`; one more than there are texts.
    """

    hashes: Hashes
    starts: Offsets
    ends: Offsets
    gaps: Gaps
    firsts: Longs

    def __len__(self) -> int:
        return len(self.hashes)

    @property
    def texts(self) -> int:
        """How many texts there are."""
        return len(self.firsts) - 1


@dataclass(frozen=True, slots=True)
class Pairs:
    """Aligned pairs of passages, a row each; all positions are indices into `Words`.

    A passage never crosses from one text into the next, and the two of a pair never overlap. In each row the passage that comes first
    in `Words` is `a`. Rows are sorted by (a_start, b_start, a_end, b_end).

    Args:
        a_start, a_end: the words of the one passage, the end exclusive.
        b_start, b_end: those of the other one.
        similarity: 0..1, the share of words that are aligned with an equal one: 2 × matched / (words of a + words of b).
        block_firsts: row `i` has the blocks from `block_firsts[i]` up to `block_firsts[i + 1]`; one more than there are rows.
        block_a, block_b, block_length: runs of equal words: where they begin in a and in b, and how many words they have; ascending,
            without overlap, inside the passages, the first at both starts and the last up to both ends.
    """

    a_start: Longs
    a_end: Longs
    b_start: Longs
    b_end: Longs
    similarity: Floats
    block_firsts: Longs
    block_a: Longs
    block_b: Longs
    block_length: Longs

    def __len__(self) -> int:
        return len(self.a_start)


@dataclass(frozen=True, slots=True)
class Pieces:
    """Passages sorted into families, a row each: they never overlap, and are sorted by start.

    Args:
        starts, ends: indices into `Words`, the end exclusive.
        families: the number of each one's family, from 0; the strongest family is 0.
        scores: of each family, falling; any scale.
        similarities: of each family, 0..1: that of its least similar pair.
    """

    starts: Longs
    ends: Longs
    families: Longs
    scores: Floats
    similarities: Floats

    def __len__(self) -> int:
        return len(self.starts)
