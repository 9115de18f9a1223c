"""Short repeats, word for word: whole sentences or lines, which aligning is not needed for and seeds of a few words are too many for."""

from __future__ import annotations

import numpy as np

from .columns import LINE, SENTENCE, Hashes, Longs, Words
from .seeds import hashed_runs, pairs_of_equal
from .words import mixed

SHORTEST = 6
"""Words of a repeat of whole sentences."""

_LONGEST = 16
"""From so many words on a repeat has seeds enough to be found by them."""

# Words worked on at a time.
_TOGETHER = 1 << 20

IN_TEXTS = 3
"""In so many texts a line stands, to be a repeat, and a passage by itself, however short it is."""

Repeats = tuple[Longs, Longs, Longs]
"""Where each begins in the one place and in the other, as indices into `Words`, and how many words it has."""


def find_repeats(words: Words, neighbours: int) -> Repeats:
    """Whole sentences of at least `SHORTEST` words that occur again, and whole lines that stand in three texts or more.

    Args:
        words: of all texts.
        neighbours: up to so many places with the same sentence, each is paired with each; see `seeds.find_hits`.
    """
    one, other = _sentences(words, neighbours), _lines(words)
    a, b, length = (np.concatenate(columns) for columns in zip(one, other, strict=True))
    return a, b, length


def _sentences(words: Words, neighbours: int) -> Repeats:
    starts = np.flatnonzero(words.gaps >= SENTENCE)
    starts = starts[starts + SHORTEST <= _text_ends(words, starts)]
    a, b = pairs_of_equal(starts, hashed_runs(words.hashes, SHORTEST, starts), neighbours)
    a_end, b_end = _text_ends(words, a), _text_ends(words, b)
    room = np.minimum(a_end - a, b_end - b)
    room = np.where(a_end == b_end, np.minimum(room, b - a), room)
    last = len(words) - 1
    equal = np.ones(len(a), bool)
    length = np.zeros(len(a), np.int64)
    for offset in range(_LONGEST + 1):
        at_a, at_b = np.minimum(a + offset, last), np.minimum(b + offset, last)
        ends = (a + offset == a_end) | (words.gaps[at_a] >= SENTENCE)
        ends &= (b + offset == b_end) | (words.gaps[at_b] >= SENTENCE)
        length[equal & ends & (offset <= room)] = offset
        equal &= (offset < room) & (words.hashes[at_a] == words.hashes[at_b])
    long_enough = length >= SHORTEST
    return a[long_enough], b[long_enough], length[long_enough]


def _text_ends(words: Words, places: Longs) -> Longs:
    """Where the text of each word ends."""
    ends: Longs = words.firsts[np.searchsorted(words.firsts, places, "right")]
    return ends


def _lines(words: Words) -> Repeats:
    starts = np.flatnonzero(words.gaps == LINE)
    lengths = np.diff(np.append(starts, len(words)))
    hashes = _line_hashes(words, starts, lengths)
    order = np.argsort(hashes, kind="stable")
    starts, lengths, hashes = starts[order], lengths[order], hashes[order]
    text = np.searchsorted(words.firsts, starts, "right") - 1
    again = hashes[1:] == hashes[:-1]
    group = np.append(0, np.cumsum(~again))[: len(starts)]
    texts = np.bincount(group[np.append(True, ~again | (text[1:] != text[:-1]))[: len(starts)]])
    rows = np.flatnonzero(again & (texts[group[1:]] >= IN_TEXTS))
    return starts[rows], starts[rows + 1], lengths[rows]


def _line_hashes(words: Words, starts: Longs, lengths: Longs) -> Hashes:
    hashes = np.empty(len(starts), np.uint64)
    first = 0
    while first < len(starts):
        behind = max(int(np.searchsorted(starts, starts[first] + _TOGETHER)), first + 1)
        begins, counts = starts[first:behind] - starts[first], lengths[first:behind]
        part = words.hashes[starts[first] : starts[first] + begins[-1] + counts[-1]]
        places = np.arange(len(part)) - np.repeat(begins, counts)
        sums = np.append(
            np.zeros(1, np.uint64), np.cumsum(part * (mixed(places.astype(np.uint64)) | np.uint64(1)))
        )
        hashes[first:behind] = sums[begins + counts] - sums[begins] + counts.astype(np.uint64)
        first = behind
    return mixed(hashes)
