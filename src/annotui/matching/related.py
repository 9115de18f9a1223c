"""Sentences that may say the same in other words: for each sentence those closest to it, ranked, and never called copies.

A sentence is compared with those that share its rarest features only (see `features`), so that the cost grows with the number of
sentences and not with its square; the score of each of them is then worked out in full. Sentences that are the same word by word are
one here: that they are copies is what families are for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from annotui.core.sentences import sentences as sentences_of
from annotui.core.text import paragraphs

from .columns import Longs, Pieces, Words
from .copied import Copied
from .features import Ints, Sentences, Weights, capitals, vocabulary
from .matrix import Matrix, Turned, matrix, ranges, turned
from .words import tokenise

MOST = 10
"""So many are kept for each sentence."""

CLOSE = 0.11
"""From this score on, a sentence is said to have a close relative: one in five of the sample articles, about one in ten of speeches."""

# Entries of the index that are looked at for one sentence, and how many of the sentences found there are compared in full.
_LOOKED_AT = 2048
_COMPARED = 64
# Below, two sentences share next to nothing.
_FAINT = 0.01
_REPORTED = 1024


@dataclass(frozen=True, slots=True)
class Relatives:
    """Sentences, and for each of them those closest to it.

    Args:
        texts: the number of each sentence's text; sentences are sorted by text and start.
        starts, ends: code points of that text, the end exclusive.
        firsts: those close to sentence `i` are the rows from `firsts[i]` up to `firsts[i + 1]`; a limited number.
        others: of each row, the other sentence; the closest first.
        scores: of each row, 0..1; falling for each sentence, and the same both ways.
        close: how many sentences have a close relative: in other words, so that a copy of the same passage is none.
        close_pairs: of sentences that are close relatives, the numbers, the smaller one first; sorted. Of sentences that are the same
            word by word only the first one is in it.
    """

    texts: Longs
    starts: Longs
    ends: Longs
    firsts: Longs
    others: Ints
    scores: Weights
    close: int
    close_pairs: Longs

    def __len__(self) -> int:
        return len(self.texts)


def related(
    texts: Sequence[str],
    words: Words | None = None,
    told: Callable[[float], None] = lambda share: None,
    *,
    pieces: Pieces | None = None,
    most: int = MOST,
) -> Relatives:
    """Find the sentences closest to each one, in the same text or in another.

    What is found does not depend on the order of the texts, but for sentences that are equally close: of these the first ones are kept.

    Args:
        texts: as they should read.
        words: theirs, where they are known already.
        told: told how much is done, 0..1, now and then.
        pieces: the passages that are copies of each other, where they are known.
        most: how many are kept for each sentence.
    """
    words = tokenise(texts) if words is None else words
    every = sentences(texts, words)
    known = vocabulary(texts, words)
    one_of, alike = _alike(every, known.ids)
    single = Sentences(*(column[one_of] for column in _columns(every)))
    told(0.1)
    rows = matrix(single, known, capitals(texts, words))
    del known
    told(0.2)
    copied = Copied(single, pieces) if pieces is not None else None
    found = _closest(rows, most, copied, lambda share: told(0.2 + 0.8 * share))
    is_close = np.zeros(len(single), np.bool_)
    is_close[found.close.ravel()] = True
    # Each sentence has the relatives of the one that it is the same as.
    lengths = found.counts[alike]
    places = ranges(most * alike, lengths)
    return Relatives(
        every.texts,
        every.starts,
        every.ends,
        np.append(0, np.cumsum(lengths)),
        one_of.astype(np.int32)[found.others.ravel()[places]],
        found.scores.ravel()[places],
        int(is_close[alike].sum()),
        one_of[found.close],
    )


def sentences(texts: Sequence[str], words: Words) -> Sentences:
    """The sentences of texts; what holds no word is none."""
    number: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    for index, text in enumerate(texts):
        for paragraph in paragraphs(text):
            for span in sentences_of(text, paragraph):
                number.append(index)
                starts.append(span.start)
                ends.append(span.end)
    of_text, begin, end = (np.array(column, np.int64) for column in (number, starts, ends))
    # Offsets of all texts on one line, so that all words are found at once.
    sizes = np.append(0, np.cumsum([len(text) for text in texts], dtype=np.int64))
    line = words.starts + np.repeat(sizes[:-1], np.diff(words.firsts))
    first, last = (np.searchsorted(line, sizes[of_text] + column) for column in (begin, end))
    found = np.flatnonzero(first < last)
    return Sentences(of_text[found], begin[found], end[found], first[found], last[found])


def _columns(one: Sentences) -> tuple[Longs, Longs, Longs, Longs, Longs]:
    return one.texts, one.starts, one.ends, one.first_words, one.last_words


def _alike(every: Sentences, ids: Ints) -> tuple[Longs, Longs]:
    """Sentences that are the same word by word.

    Returns:
        The first one of each kind, ascending; and of each sentence which kind it is.
    """
    numbers: dict[bytes, int] = {}
    one_of: list[int] = []
    alike = np.empty(len(every), np.int64)
    for index, (first, last) in enumerate(
        zip(every.first_words.tolist(), every.last_words.tolist(), strict=True)
    ):
        number = alike[index] = numbers.setdefault(ids[first:last].tobytes(), len(numbers))
        if number == len(one_of):
            one_of.append(index)
    return np.array(one_of, np.int64), alike


class _Closest(NamedTuple):
    """The rows closest to each one.

    Args:
        counts: how many.
        others: which, a row each, the closest first; nothing behind `counts`.
        scores: how close.
        close: pairs of rows that are close and no copies, the smaller one first; sorted.
    """

    counts: Longs
    others: Ints
    scores: Weights
    close: Longs


def _closest(rows: Matrix, most: int, copied: Copied | None, told: Callable[[float], None]) -> _Closest:
    index = turned(rows)
    lengths = np.diff(rows.firsts)
    search = _Search(rows, index)
    counts = np.zeros(len(rows), np.int64)
    others = np.empty((len(rows), most), np.int32)
    scores = np.empty((len(rows), most), np.float32)
    close: list[Longs] = []
    profile = np.zeros(len(rows.frequencies), np.float32)
    for row in range(len(rows)):
        if row % _REPORTED == 0:
            told(row / len(rows))
        candidates = search.best(row)
        if not len(candidates):
            continue
        inside = slice(rows.firsts[row], rows.firsts[row + 1])
        profile[rows.features[inside]] = rows.weights[inside]
        entries = ranges(rows.firsts[candidates], lengths[candidates])
        products = (profile[rows.features[entries]] * rows.weights[entries]).astype(np.float64)
        profile[rows.features[inside]] = 0
        alike = np.add.reduceat(products, np.cumsum(lengths[candidates]) - lengths[candidates]).round(6)
        order = np.lexsort((candidates, -alike))
        closest = order[:most]
        closest = closest[alike[closest] >= _FAINT]
        counts[row] = len(closest)
        others[row, : len(closest)] = candidates[closest]
        scores[row, : len(closest)] = alike[closest]
        near = candidates[order[: np.count_nonzero(alike >= CLOSE)]]
        if copied is not None and len(near):
            near = near[~copied.from_each_other(row, near)]
        if len(near):
            near = near[:most]
            close.append(np.stack((np.minimum(near, row), np.maximum(near, row)), 1).astype(np.int64))
    pairs = np.concatenate(close) if close else np.zeros((0, 2), np.int64)
    return _Closest(counts, others, scores, np.unique(pairs, axis=0))


class _Search:
    """Adds up what each row has in common with one, again and again.

    Args:
        rows: all rows.
        index: the rows of each feature.
    """

    def __init__(self, rows: Matrix, index: Turned) -> None:
        self._rows = rows
        self._index = index
        self._sums = np.zeros(len(rows), np.float32)
        self._seen = np.zeros(len(rows), np.int32)

    def best(self, row: int) -> Ints:
        """The rows that share most with one, as far as its rarest features tell."""
        rows, index = self._rows, self._index
        inside = slice(rows.firsts[row], rows.firsts[row + 1])
        features = rows.features[inside]
        frequencies = rows.frequencies[features]
        looked_at = int(np.searchsorted(np.cumsum(frequencies), _LOOKED_AT, side="right"))
        frequencies = frequencies[:looked_at]
        places = ranges(index.firsts[features[:looked_at]], frequencies)
        others = index.rows[places]
        products = index.weights[places] * np.repeat(rows.weights[inside][:looked_at], frequencies)
        np.add.at(self._sums, others, products)
        # Each row once: the last one to write its number there.
        numbers = np.arange(len(others), dtype=np.int32)
        self._seen[others] = numbers
        candidates: Ints = others[(self._seen[others] == numbers) & (others != row)]
        reached = self._sums[candidates]
        self._sums[others] = 0
        if len(candidates) > _COMPARED:
            candidates = candidates[reached >= np.partition(reached, -_COMPARED)[-_COMPARED]]
        return candidates
