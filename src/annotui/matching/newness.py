"""How much of each article is new: said in no earlier article, and nowhere before in itself."""

from __future__ import annotations

import numpy as np

from .columns import Floats, Longs, Pairs, Pieces, Words
from .intervals import indices, split, united
from .parameters import Parameters
from .stories import text_of

_MIX = np.uint64(0x9E3779B97F4A7C15)
"""An odd number without a pattern, by which the words of different families are told apart."""


_Stretches = tuple[Longs, Longs]
"""Their starts, and their ends."""


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
    earlier = united(*_said_earlier(words, pairs, places))
    starts, lengths = np.append(pairs.block_a, pairs.block_b), np.tile(pairs.block_length, 2)
    aligned = united(starts, starts + lengths)
    known = _in_large_families(words, pieces, parameters, places, earlier, aligned)
    starts, ends = united(np.append(earlier[0], known), np.append(earlier[1], known + 1))
    # The last words of one text and the first of the next touch.
    which, begin, lengths = split(starts, ends - starts, words.firsts)
    said = np.bincount(text_of(words, starts[which] + begin), weights=lengths, minlength=words.texts)
    length = np.diff(words.firsts)
    return np.where(length > 0, 1 - said / np.maximum(length, 1), 0.0)


def _said_earlier(words: Words, pairs: Pairs, places: Longs) -> _Stretches:
    """Runs of words that are aligned with equal ones said earlier."""
    # In one text `a` comes first.
    later_is_a = places[text_of(words, pairs.a_start)] > places[text_of(words, pairs.b_start)]
    later_is_a = np.repeat(later_is_a, np.diff(pairs.block_firsts))
    starts = np.where(later_is_a, pairs.block_a, pairs.block_b)
    return starts, starts + pairs.block_length


def _in_large_families(
    words: Words,
    pieces: Pieces,
    parameters: Parameters,
    places: Longs,
    earlier: _Stretches,
    aligned: _Stretches,
) -> Longs:
    """The words that an earlier passage of a large family has, too."""
    count = np.bincount(pieces.families, minlength=len(pieces.scores))
    rows = np.flatnonzero(count[pieces.families] > parameters.neighbours)
    rows = rows[
        np.lexsort((pieces.starts[rows], places[text_of(words, pieces.starts[rows])], pieces.families[rows]))
    ]
    families = pieces.families[rows]
    is_first = np.append(True, families[1:] != families[:-1])[: len(rows)]
    # Only what is aligned with others, and not yet known to be said earlier, may be said in a passage it was not compared with.
    starts, ends = pieces.starts[rows], pieces.ends[rows]
    open_ = ~is_first & (_within(aligned, starts, ends) > _within(earlier, starts, ends))
    rows = rows[np.isin(families, families[open_])]
    starts, lengths = pieces.starts[rows], pieces.ends[rows] - pieces.starts[rows]
    positions = indices(starts, lengths)
    passage = np.repeat(np.arange(len(rows)), lengths)
    key = words.hashes[positions] ^ (pieces.families[rows][passage].astype(np.uint64) * _MIX)
    _, first, number = np.unique(key, return_index=True, return_inverse=True)
    return positions[passage[first[number]] < passage]


def _within(stretches: _Stretches, starts: Longs, ends: Longs) -> Longs:
    """How many words of the stretches lie inside each passage."""
    begins, stops = stretches
    before = np.append(0, np.cumsum(stops - begins))

    def up_to(positions: Longs) -> Longs:
        number = np.searchsorted(begins, positions, side="right")
        over = np.where(number > 0, stops[np.maximum(number - 1, 0)] - positions, 0) if len(stops) else 0
        return np.asarray(before[number] - np.maximum(over, 0))

    return np.asarray(up_to(ends) - up_to(starts))
