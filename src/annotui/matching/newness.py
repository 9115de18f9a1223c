"""How much of each article is new: said in no earlier article, and nowhere before in itself."""

from __future__ import annotations

import numpy as np

from .columns import Floats, Longs, Pairs, Pieces, Words
from .intervals import indices, split, united
from .parameters import Parameters
from .stories import text_of

_MIX = np.uint64(0x9E3779B97F4A7C15)
"""An odd number without a pattern, by which the words of different families are told apart."""


def newness(words: Words, pairs: Pairs, pieces: Pieces, parameters: Parameters, places: Longs) -> Floats:
    """The share of each text's words that are said nowhere earlier.

    A word is said earlier if it is aligned with an equal one that is. Of families so large that not all of their passages are compared
    with each other, it is enough that an earlier passage has the word at all.

    Args:
        words: those of all texts.
        pairs: aligned passages.
        pieces: the families made of these.
        parameters: how closely the texts were compared.
        places: for each text its place in the order of the corpus.

    Returns:
        0..1 for each text; 0 where it has no words.
    """
    starts, ends = _aligned(words, pairs, places)
    known = _in_large_families(words, pieces, parameters, places)
    starts, ends = united(np.append(starts, known), np.append(ends, known + 1))
    # The last words of one text and the first of the next touch.
    which, begin, lengths = split(starts, ends - starts, words.firsts)
    said = np.bincount(text_of(words, starts[which] + begin), weights=lengths, minlength=words.texts)
    length = np.diff(words.firsts)
    return np.where(length > 0, 1 - said / np.maximum(length, 1), 0.0)


def _aligned(words: Words, pairs: Pairs, places: Longs) -> tuple[Longs, Longs]:
    """Runs of words that are aligned with equal ones said earlier."""
    # In one text `a` comes first.
    later_is_a = places[text_of(words, pairs.a_start)] > places[text_of(words, pairs.b_start)]
    later_is_a = np.repeat(later_is_a, np.diff(pairs.block_firsts))
    starts = np.where(later_is_a, pairs.block_a, pairs.block_b)
    return starts, starts + pairs.block_length


def _in_large_families(words: Words, pieces: Pieces, parameters: Parameters, places: Longs) -> Longs:
    """The words that an earlier passage of a large family has, too."""
    count = np.bincount(pieces.families, minlength=len(pieces.scores))
    rows = np.flatnonzero(count[pieces.families] > parameters.neighbours)
    rows = rows[np.lexsort((pieces.starts[rows], places[text_of(words, pieces.starts[rows])]))]
    starts, lengths = pieces.starts[rows], pieces.ends[rows] - pieces.starts[rows]
    positions = indices(starts, lengths)
    passage = np.repeat(np.arange(len(rows)), lengths)
    key = words.hashes[positions] ^ (pieces.families[rows][passage].astype(np.uint64) * _MIX)
    _, first, number = np.unique(key, return_index=True, return_inverse=True)
    return np.sort(positions[passage[first[number]] < passage])
