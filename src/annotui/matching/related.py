"""Sentences that may say the same in other words: for each sentence those closest to it, ranked, and never called copies.

A sentence is compared with those that share its rarest features only (see `features`), so that the cost grows with the number of
sentences and not with its square; the score of each of them is then worked out in full. Sentences that are the same word by word are
one here: that they are copies is what families are for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from annotui.core.sentences import sentences as sentences_of
from annotui.core.text import paragraphs

from .columns import Floats, Longs, Words
from .features import Ints, Matrix, Sentences, Weights, capitals, matrix, ranges, vocabulary
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
        close: how many sentences have a close relative.
    """

    texts: Longs
    starts: Longs
    ends: Longs
    firsts: Longs
    others: Longs
    scores: Floats
    close: int

    def __len__(self) -> int:
        return len(self.texts)


def related(
    texts: Sequence[str],
    words: Words | None = None,
    told: Callable[[float], None] = lambda share: None,
    *,
    most: int = MOST,
) -> Relatives:
    """Find the sentences closest to each one, in the same text or in another.

    What is found does not depend on the order of the texts, but for sentences that are equally close: of these the first ones are kept.

    Args:
        texts: as they should read.
        words: theirs, where they are known already.
        told: told how much is done, 0..1, now and then.
        most: how many are kept for each sentence.
    """
    words = tokenise(texts) if words is None else words
    every = sentences(texts, words)
    known = vocabulary(texts, words)
    one_of, alike = _alike(every, known.ids)
    single = Sentences(*(column[one_of] for column in _columns(every)))
    told(0.2)
    counts, others, scores = _closest(
        matrix(single, known, capitals(texts, words)), most, lambda share: told(0.2 + 0.8 * share)
    )
    # Each sentence has the relatives of the one that it is the same as.
    firsts = np.append(0, np.cumsum(counts))
    lengths = counts[alike]
    rows = ranges(firsts[alike], lengths)
    best = np.zeros(len(single))
    best[counts > 0] = scores[firsts[:-1][counts > 0]]
    return Relatives(
        every.texts,
        every.starts,
        every.ends,
        np.append(0, np.cumsum(lengths)),
        one_of[others[rows]],
        scores[rows],
        int((best[alike] >= CLOSE).sum()),
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


def _closest(rows: Matrix, most: int, told: Callable[[float], None]) -> tuple[Longs, Longs, Floats]:
    """The rows closest to each one: how many of each, which, and how close; the closest first."""
    order = np.argsort(rows.features, kind="stable")
    lengths = np.diff(rows.firsts)
    own = np.repeat(np.arange(len(rows), dtype=np.int32), lengths)[order]
    own_weights = rows.weights[order]
    del order
    begin = np.append(0, np.cumsum(rows.frequencies, dtype=np.int64))
    search = _Search(len(rows))
    profile = np.zeros(len(rows.frequencies), np.float32)
    counts = np.zeros(len(rows), np.int64)
    found: list[Longs] = [np.zeros(0, np.int64)]
    scores: list[Floats] = [np.zeros(0)]
    for row in range(len(rows)):
        if row % _REPORTED == 0:
            told(row / len(rows))
        inside = slice(rows.firsts[row], rows.firsts[row + 1])
        features, weights = rows.features[inside], rows.weights[inside]
        looked_at = np.searchsorted(np.cumsum(rows.frequencies[features]), _LOOKED_AT, side="right")
        if not looked_at:
            continue
        sizes = rows.frequencies[features[:looked_at]]
        places = ranges(begin[features[:looked_at]], sizes)
        candidates = search.best(
            row, own[places], own_weights[places] * np.repeat(weights[:looked_at], sizes)
        )
        if not len(candidates):
            continue
        profile[features] = weights
        entries = ranges(rows.firsts[candidates], lengths[candidates])
        products = (profile[rows.features[entries]] * rows.weights[entries]).astype(np.float64)
        profile[features] = 0
        alike = np.add.reduceat(products, np.cumsum(lengths[candidates]) - lengths[candidates]).round(6)
        closest = np.lexsort((candidates, -alike))[:most]
        closest = closest[alike[closest] >= _FAINT]
        counts[row] = len(closest)
        found.append(candidates[closest].astype(np.int64))
        scores.append(alike[closest])
    return counts, np.concatenate(found), np.concatenate(scores)


class _Search:
    """Adds up what each row has in common with one, again and again.

    Args:
        count: how many rows there are.
    """

    def __init__(self, count: int) -> None:
        self._sums = np.zeros(count, np.float32)
        self._seen = np.zeros(count, np.int32)

    def best(self, row: int, others: Ints, products: Weights) -> Ints:
        """The rows that have most in common with `row`.

        Args:
            row: that row; it is never one of them.
            others: rows that share a feature with it, once for each.
            products: what that adds.
        """
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
