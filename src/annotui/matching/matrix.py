"""What sentences are compared by, as one sparse matrix, and the same turned round: which sentences have a feature.

Twice over all words, block by block, so that beside the matrix itself nothing is held that grows with the corpus but a number for
each word: first to count in how many sentences each feature is, and then to weigh it in each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from .columns import Floats, Longs
from .features import (
    BEGINNINGS,
    BLOCK,
    COMMON,
    NAMES,
    WORDS,
    Flags,
    Ints,
    Lane,
    Sentences,
    Vocabulary,
    Weights,
)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows of features, those of each row from the rarest to the most frequent; only features that two rows share, and not too many.

    Args:
        firsts: row `i` has the entries from `firsts[i]` up to `firsts[i + 1]`.
        features: the feature of each entry.
        weights: its weight; the sum of the products of those that two rows share is how alike they are, 0..1.
        frequencies: of each feature, how many rows have it.
    """

    firsts: Longs
    features: Ints
    weights: Weights
    frequencies: Ints

    def __len__(self) -> int:
        return len(self.firsts) - 1


@dataclass(frozen=True, slots=True)
class Turned:
    """The rows of each feature.

    Args:
        firsts: feature `i` has the entries from `firsts[i]` up to `firsts[i + 1]`.
        rows: the row of each entry; ascending for each feature.
        weights: its weight there.
    """

    firsts: Longs
    rows: Ints
    weights: Weights


def matrix(sentences: Sentences, known: Vocabulary, is_capital: Flags) -> Matrix:
    """What sentences are compared by.

    Args:
        sentences: the rows.
        known: the words of all texts.
        is_capital: which of the words begin with a capital.
    """
    source = _Source(sentences, known, is_capital)
    lanes = [
        (lane, [_Kind(source, features) for features in kinds])
        for lane, kinds in (
            (WORDS, (source.words, source.pairs)),
            (BEGINNINGS, (source.stems,)),
            (NAMES, (source.names,)),
        )
    ]
    shift = 0
    for _, kinds in lanes:
        for kind in kinds:
            shift = kind.number(shift)
    frequencies = np.concatenate([kind.kept for _, kinds in lanes for kind in kinds])
    firsts = np.zeros(len(sentences) + 1, np.int64)
    features = np.empty(int(frequencies.sum(dtype=np.int64)), np.int32)
    weights = np.empty(len(features), np.float32)
    end = 0
    for block in source.blocks():
        parts = [part for lane, kinds in lanes for part in _weighed(lane, kinds, block, len(sentences))]
        rows, numbers, here = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.lexsort((frequencies[numbers], rows))
        into = slice(end, end + len(order))
        features[into], weights[into] = numbers[order], here[order]
        firsts[block.low + 1 : block.high + 1] = end + np.cumsum(
            np.bincount(rows, minlength=block.high - block.low)
        )
        end = into.stop
    return Matrix(firsts, features, weights, frequencies)


def turned(rows: Matrix) -> Turned:
    """The rows of each feature; for some features after the other, so that no order of all entries is held."""
    firsts = np.append(0, np.cumsum(rows.frequencies, dtype=np.int64))
    of_entry = np.empty(len(rows.features), np.int32)
    weights = np.empty(len(rows.features), np.float32)
    edges = np.searchsorted(firsts, np.arange(0, len(rows.features), 8 * BLOCK))
    for low, high in pairwise(np.unique(np.append(edges, len(rows.frequencies))).tolist()):
        entries = np.flatnonzero((rows.features >= low) & (rows.features < high))
        entries = entries[np.argsort(rows.features[entries], kind="stable")]
        into = slice(firsts[low], firsts[high])
        of_entry[into] = np.searchsorted(rows.firsts, entries, side="right") - 1
        weights[into] = rows.weights[entries]
    return Turned(firsts, of_entry, weights)


def ranges(starts: Longs, lengths: Longs | Ints) -> Longs:
    """The numbers from each start on, so many as its length says."""
    ends = np.cumsum(lengths, dtype=np.int64)
    numbers: Longs = np.arange(int(ends[-1:].sum()), dtype=np.int64)
    numbers += np.repeat(starts - ends + lengths, lengths)
    return numbers


class _Block(NamedTuple):
    """Some rows, and the words in them.

    Args:
        low, high: which rows; the end exclusive.
        rows: of each word, its row, counted from `low`.
        places: of each word, its place among those of all texts.
        offsets: the same, in its sentence.
        begin: how many words there are in the rows before.
    """

    low: int
    high: int
    rows: Ints
    places: Longs
    offsets: Longs
    begin: int


_Features = Callable[[_Block], tuple[Ints, Ints]]
"""The features in a block: the row of each one, counted from the first row of the block, and its number."""


class _Source:
    """The words of sentences, and what they are compared by.

    Args:
        sentences, known, is_capital: as for `matrix`.
    """

    def __init__(self, sentences: Sentences, known: Vocabulary, is_capital: Flags) -> None:
        self._sentences = sentences
        self._known = known
        self._is_capital = is_capital
        behind = np.cumsum(sentences.last_words - sentences.first_words)
        self._count = int(behind[-1:].sum())
        edges = np.searchsorted(behind, np.arange(0, self._count, BLOCK))
        self._edges = np.unique(np.append(edges, len(sentences))).tolist()
        self._pairs = self._numbered_pairs()

    def blocks(self) -> Iterator[_Block]:
        """All words."""
        begin = 0
        for low, high in pairwise(self._edges):
            firsts = self._sentences.first_words[low:high]
            lengths = self._sentences.last_words[low:high] - firsts
            offsets = ranges(np.zeros_like(lengths), lengths)
            rows = np.repeat(np.arange(high - low, dtype=np.int32), lengths)
            yield _Block(low, high, rows, np.repeat(firsts, lengths) + offsets, offsets, begin)
            begin += len(rows)

    def words(self, block: _Block) -> tuple[Ints, Ints]:
        """Each word; numbered from 1."""
        return block.rows, self._known.ids[block.places] + 1

    def stems(self, block: _Block) -> tuple[Ints, Ints]:
        """How each word begins, or the country that it stands for; numbered from 1."""
        ids = self._known.ids[block.places]
        capital = self._is_capital[block.places]
        return block.rows, np.where(capital, self._known.countries[ids], self._known.stems[ids]) + 1

    def names(self, block: _Block) -> tuple[Ints, Ints]:
        """Words with capitals, and numbers; numbered from 1."""
        ids = self._known.ids[block.places]
        stems, countries = self._known.stems[ids], self._known.countries[ids]
        # A capital where a sentence begins says nothing, unless it is that of a country.
        named = self._is_capital[block.places] & ((block.offsets > 0) | (countries != stems))
        kept = named | self._known.numeric[ids]
        return block.rows[kept], np.where(named, countries, stems)[kept] + 1

    def pairs(self, block: _Block) -> tuple[Ints, Ints]:
        """Two words in a row, numbered from 1; each that is met only once is 0."""
        first = np.flatnonzero(block.rows[1:] == block.rows[:-1])
        return block.rows[first], self._pairs[block.begin + first]

    def _numbered_pairs(self) -> Ints:
        """The number of the pair that begins at each word."""
        met = np.empty(self._count, np.int64)
        end = 0
        for block in self.blocks():
            pairs = self._read_pairs(block)
            met[end : end + len(pairs)] = pairs
            end += len(pairs)
        met = met[:end]
        met.sort()
        again = np.unique(met[1:][met[1:] == met[:-1]])
        del met
        numbers = np.zeros(self._count, np.int32)
        for block in self.blocks():
            pairs = self._read_pairs(block)
            places = np.searchsorted(again, pairs)
            places[places == len(again)] = 0
            known = again[places] == pairs if len(again) else np.zeros(len(pairs), np.bool_)
            first = np.flatnonzero(block.rows[1:] == block.rows[:-1])
            numbers[block.begin + first] = np.where(known, places + 1, 0)
        return numbers

    def _read_pairs(self, block: _Block) -> Longs:
        rows, ids = self.words(block)
        first = np.flatnonzero(rows[1:] == rows[:-1])
        return ids[first].astype(np.int64) << 32 | ids[first + 1]


class _Kind:
    """One kind of features, and in how many rows each one is.

    Args:
        source: the words.
        features: of a block; those that are in one row only may all have the number 0.
    """

    def __init__(self, source: _Source, features: _Features) -> None:
        self.features = features
        self.frequencies = np.zeros(1, np.int32)
        for block in source.blocks():
            met, counts = np.unique(_counted(*features(block))[1], return_counts=True)
            missing = int(met[-1:].sum()) + 1 - len(self.frequencies)
            if missing > 0:
                self.frequencies = np.append(self.frequencies, np.zeros(missing, np.int32))
            self.frequencies[met] += counts.astype(np.int32)
        self.frequencies[0] = 1

    def number(self, shift: int) -> int:
        """Number those that say something about two rows: they are in more than one, and not in too many.

        Args:
            shift: the first number.

        Returns:
            The first one that is free then.
        """
        self.is_kept = (self.frequencies > 1) & (self.frequencies <= COMMON)
        self.kept = self.frequencies[self.is_kept]
        self.numbers = np.cumsum(self.is_kept, dtype=np.int32) + np.int32(shift - 1)
        return shift + len(self.kept)


def _counted(rows: Ints, numbers: Ints) -> tuple[Ints, Ints, Longs]:
    """How often each row has each feature; sorted by row and feature."""
    keys = rows.astype(np.int64) << 32 | numbers
    keys.sort()
    first = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])[: len(keys)])
    counts = np.diff(np.append(first, len(keys)))
    return (keys[first] >> 32).astype(np.int32), (keys[first] & 0xFFFFFFFF).astype(np.int32), counts


def _weighed(
    lane: Lane, kinds: list[_Kind], block: _Block, count: int
) -> Iterator[tuple[Ints, Ints, Weights]]:
    """Rows, numbers and weights of the features of one lane in a block.

    Args:
        lane: how they are compared.
        kinds: its kinds of features.
        block: the words.
        count: how many rows there are in all.
    """
    rarest = float(_rarity(lane, count, np.ones(1))[0])
    squares = np.full(block.high - block.low, lane.unseen * rarest**2)
    parts: list[tuple[Ints, Ints, Floats]] = []
    for kind in kinds:
        rows, features, counts = _counted(*kind.features(block))
        weights = (1 + np.log(counts)) * _rarity(lane, count, kind.frequencies[features])
        # Those that are in one row only are as many as there are.
        added = np.where(features == 0, counts * rarest**2, np.square(weights))
        squares += np.bincount(rows, added, len(squares))
        kept = kind.is_kept[features]
        parts.append((rows[kept], kind.numbers[features[kept]], weights[kept]))
    scale = np.sqrt(lane.weight / squares)
    for rows, numbers, weights in parts:
        yield rows, numbers, (weights * scale[rows]).astype(np.float32)


def _rarity(lane: Lane, count: int, frequencies: Ints | Floats) -> Floats:
    rarity: Floats = (np.log((1 + count) / (1 + frequencies)) + 1) ** lane.power
    return rarity
