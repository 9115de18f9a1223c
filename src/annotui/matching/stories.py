"""Stories: articles that share half their words or more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .columns import Longs, Pairs, Pieces, Words
from .intervals import Bools, components
from .parameters import Parameters

_PART = 8
"""An article that is whole in one more than so many times its length is a part of it, and not the same story."""

_EARLIEST = 8
"""Texts of a large story that others are looked at as copies of."""


@dataclass(frozen=True, slots=True)
class Shared:
    """How many words two texts share, a row for each two that share any; sorted by (a, b).

    Args:
        a, b: the texts; `a` comes before `b`.
        words_a, words_b: words of the one that the other has too, each counted once.
    """

    a: Longs
    b: Longs
    words_a: Longs
    words_b: Longs


def shared(words: Words, pairs: Pairs) -> Shared:
    """Count the words that texts share, passages inside one text left out."""
    text_a, text_b = text_of(words, pairs.a_start), text_of(words, pairs.b_start)
    key = text_a * np.int64(words.texts) + text_b
    apart = text_a != text_b
    keys, number, rows = np.unique(key[apart], return_inverse=True, return_counts=True)
    of_row = np.full(len(pairs), -1)
    of_row[apart] = number
    group = np.repeat(of_row, np.diff(pairs.block_firsts))
    counts = [_covered(group, start, pairs.block_length, rows) for start in (pairs.block_a, pairs.block_b)]
    return Shared(keys // max(words.texts, 1), keys % max(words.texts, 1), *counts)


def _covered(groups: Longs, starts: Longs, lengths: Longs, rows: Longs) -> Longs:
    """How many words the blocks of each group cover together.

    Args:
        groups: of each block; -1 for those that do not count.
        starts, lengths: of each block.
        rows: how many pairs each group has; only blocks of different pairs may overlap.
    """
    is_alone = np.append(rows == 1, False)[groups]
    alone = np.bincount(groups[is_alone], weights=lengths[is_alone], minlength=len(rows))
    others = np.flatnonzero(~is_alone & (groups >= 0))
    order = others[np.lexsort((starts[others], groups[others]))]
    groups, starts = groups[order], starts[order]
    ends = starts + lengths[order]
    # What comes before in the group reaches up to here; another group's reach is far behind.
    offset = groups * np.int64(ends.max(initial=0) + 1)
    reach = np.maximum.accumulate(ends + offset)
    before = np.append(0, reach[:-1])[: len(reach)] - offset
    new = ends - np.clip(before, starts, ends)
    together = np.bincount(groups, weights=new, minlength=len(rows))
    return np.asarray(alone + together, dtype=np.int64)


def text_of(words: Words, positions: Longs) -> Longs:
    """The text that each word is in."""
    return np.searchsorted(words.firsts, positions, side="right") - 1


def is_same_story(words: Words, common: Shared) -> Bools:
    """Which rows are two texts of one story: they share half the words of the shorter one, and no small part of those of the longer one.

    Args:
        words: those of all texts.
        common: what texts share.
    """
    length = np.diff(words.firsts)
    length_a, length_b = length[common.a], length[common.b]
    a_in_b = (2 * common.words_a >= length_a) & (_PART * common.words_b >= length_b)
    b_in_a = (2 * common.words_b >= length_b) & (_PART * common.words_a >= length_a)
    return np.where(length_a <= length_b, a_in_b, b_in_a)


def stories(words: Words, common: Shared) -> Longs:
    """Sort texts into stories.

    Texts that both share half their words hang together, and so on from one to the next. What is only a part of longer texts goes with
    the one it is the largest part of: the same few lines in many articles do not make one story of them.

    Args:
        words: those of all texts.
        common: what texts share.

    Returns:
        For each text the number of its story, which is that of its first text.
    """
    length = np.diff(words.firsts)
    length_a, length_b = length[common.a], length[common.b]
    same = is_same_story(words, common)
    mutual = same & (2 * common.words_a >= length_a) & (2 * common.words_b >= length_b)
    cores = components(words.texts, common.a[mutual], common.b[mutual])
    part = np.flatnonzero(same & (cores[common.a] != cores[common.b]))
    a_is_short = (length_a <= length_b)[part]
    short = np.where(a_is_short, common.a[part], common.b[part])
    long = np.where(a_is_short, common.b[part], common.a[part])
    share = np.where(a_is_short, common.words_b[part], common.words_a[part]) / length[long]
    order = np.lexsort((short, long, -share, cores[short]))
    first = order[np.append(True, np.diff(cores[short][order]) > 0)[: len(order)]]
    a, b = np.append(common.a[mutual], short[first]), np.append(common.b[mutual], long[first])
    return components(words.texts, a, b)


def copies(words: Words, common: Shared, pieces: Pieces, parameters: Parameters, places: Longs) -> Longs:
    """For each text the earliest one of its story from which it has half its words; -1 where there is none.

    Of stories so large that not all of their texts are compared with each other, the earliest few texts are looked at once more, by the
    families that they are in.

    Args:
        words: those of all texts.
        common: what texts share.
        pieces: the families of passages.
        parameters: how closely the texts were compared.
        places: for each text its place in the order of the corpus.
    """
    story = stories(words, common)
    length = np.diff(words.firsts)
    later_is_a = places[common.a] > places[common.b]
    later, earlier = np.where(later_is_a, common.a, common.b), np.where(later_is_a, common.b, common.a)
    half = 2 * np.where(later_is_a, common.words_a, common.words_b) >= length[later]
    rows = np.flatnonzero(half & (story[later] == story[earlier]))
    rows = rows[np.lexsort((places[earlier[rows]], later[rows]))]
    rows = rows[np.append(True, np.diff(later[rows]) > 0)[: len(rows)]]
    found = np.full(words.texts, -1)
    found[later[rows]] = earlier[rows]
    text = text_of(words, pieces.starts)
    for number in np.flatnonzero(np.bincount(story) > parameters.neighbours):
        texts = np.flatnonzero(story == number)
        inside = np.flatnonzero(story[text] == number)
        for first in texts[np.argsort(places[texts])][:_EARLIEST][::-1]:
            said = np.isin(pieces.families[inside], pieces.families[inside[text[inside] == first]])
            rows = inside[said]
            count = np.bincount(text[rows], (pieces.ends - pieces.starts)[rows], words.texts)
            copy = (2 * count >= length) & (count > 0) & (places > places[first]) & (story == number)
            # From the latest of the few to the earliest, which has the last word.
            found[copy] = first
    return found
