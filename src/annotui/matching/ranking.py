"""Which families are worth a reader's time first, and which are boilerplate."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .columns import LINE, Floats, Longs, Pieces, Words
from .intervals import Bools, distinct, indices
from .stories import text_of

_BUCKETS = 22
"""Words are counted by so many bits of their hashes: 32 MB, however many words there are."""

_TOGETHER = 1 << 22
"""Words that are counted at a time."""

_BOILERPLATE = ((3, 20), (5, 40), (10, 200))
"""In so many stories, so many words are boilerplate if they are paragraphs of their own."""

_PHRASE = 10, 40
"""In so many stories, so many words are boilerplate wherever they stand."""

_REFRAIN = 12
"""So many words are boilerplate if they are a paragraph more than once in one article, and in no other."""

_DIFFERS = 1.5
"""How much stronger a family is of which some members say something else."""


def rarities(words: Words, positions: Longs) -> Floats:
    """How rare words are among all words, in bits: 10 where about every thousandth word is that one."""
    shift = np.uint64(64 - _BUCKETS)
    counts = np.zeros(1 << _BUCKETS, dtype=np.int64)
    for first in range(0, len(words), _TOGETHER):
        part = words.hashes[first : first + _TOGETHER] >> shift
        counts += np.bincount(part.astype(np.int64), minlength=len(counts))
    occurrences = counts[(words.hashes[positions] >> shift).astype(np.int64)]
    return np.log2(len(words) / np.maximum(occurrences, 1))


def ranked(words: Words, pieces: Pieces, stories: Longs) -> Pieces:
    """The same families with their scores, numbered from the strongest to the weakest.

    A score is the sum of the rarities of the words of the longest member, the more in the more articles; from 1 upwards. That of
    boilerplate is less than 1.

    Args:
        words: those of all texts.
        pieces: the families; their scores are not looked at.
        stories: the number of each text's story.
    """
    count = len(pieces.scores)
    length = pieces.ends - pieces.starts
    order = np.lexsort((pieces.starts, -length, pieces.families))
    families = pieces.families[order]
    longest = order[np.append(True, families[1:] != families[:-1])[: len(families)]]
    lengths = length[longest]
    rarity = rarities(words, indices(pieces.starts[longest], lengths))
    surprise = np.add.reduceat(rarity, np.cumsum(lengths) - lengths) if count else np.zeros(0)
    scores = surprise * (1 + np.log2(_spread(pieces, text_of(words, pieces.starts))))
    boilerplate = is_boilerplate(words, pieces, stories)
    return _numbered(replace(pieces, scores=np.where(boilerplate, scores / (1 + scores), 1 + scores)))


def with_differences(pieces: Pieces, differs: Bools) -> Pieces:
    """The same families, numbered anew: those of which members say something else where it matters are stronger.

    Args:
        pieces: ranked families.
        differs: which of them have discrepancies.
    """
    is_stronger = differs & (pieces.scores >= 1)
    return _numbered(replace(pieces, scores=np.where(is_stronger, pieces.scores * _DIFFERS, pieces.scores)))


def is_boilerplate(words: Words, pieces: Pieces, stories: Longs) -> Bools:
    """Which families are lines that recur whatever the article is about.

    Args:
        words: those of all texts.
        pieces: the families.
        stories: the number of each text's story.
    """
    count = len(pieces.scores)
    text = text_of(words, pieces.starts)
    longest = np.zeros(count, dtype=np.int64)
    np.maximum.at(longest, pieces.families, pieces.ends - pieces.starts)
    ends_line = np.append(words.gaps, LINE)[pieces.ends] == LINE
    whole = (words.gaps[pieces.starts] == LINE) & ends_line
    members = np.bincount(pieces.families, minlength=count)
    mostly_whole = 2 * np.bincount(pieces.families, weights=whole, minlength=count) > members
    in_stories = _spread(pieces, stories[text])
    found = (in_stories >= _PHRASE[0]) & (longest <= _PHRASE[1])
    for least, most in _BOILERPLATE:
        found |= mostly_whole & (in_stories >= least) & (longest <= most)
    return np.asarray(found | (mostly_whole & (_spread(pieces, text) == 1) & (longest <= _REFRAIN)))


def _spread(pieces: Pieces, groups: Longs) -> Longs:
    """In how many groups each family has members, given the group of each piece."""
    count = len(pieces.scores)
    most = int(groups.max(initial=0)) + 1
    families = distinct(pieces.families * np.int64(most) + groups) // most
    return np.bincount(families, minlength=count)


def _numbered(pieces: Pieces) -> Pieces:
    """The families numbered by falling score; of two with the same the one that begins first."""
    count = len(pieces.scores)
    begins = np.full(count, np.iinfo(np.int64).max)
    np.minimum.at(begins, pieces.families, pieces.starts)
    best = np.lexsort((begins, -pieces.scores))
    number = np.empty_like(best)
    number[best] = np.arange(count)
    return replace(
        pieces,
        families=number[pieces.families],
        scores=pieces.scores[best],
        similarities=pieces.similarities[best],
    )
