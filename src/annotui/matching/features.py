"""Sentences → what they are compared by: rare words and runs of them, the beginnings of words, names and numbers.

Three ways to compare two sentences, each a cosine of weights (term frequency × inverse document frequency: Spärck Jones, A statistical
interpretation of term specificity, Journal of Documentation 28, 1972; with the logarithm of the frequency). Their weighted sum is the
cosine of the three put one behind the other, so that one sparse matrix holds them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .align import folded
from .columns import Floats, Longs, Words
from .countries import COUNTRIES

Ints = NDArray[np.int32]
Weights = NDArray[np.float32]
Flags = NDArray[np.bool_]


class Lane(NamedTuple):
    """One way to compare sentences.

    Args:
        weight: of its cosine in the sum of all.
        power: of the inverse document frequency: how much more a rare feature counts.
        unseen: so many features that occur nowhere else are thought to every sentence. Without them two words that are a whole line
            (`Next Article`) would be as good as a whole sentence that is put in other words.
    """

    weight: float
    power: float
    unseen: float


# From a search on half of the pairs of `benchmarks/related_gold.jsonl`; what is near is as good.
WORDS = Lane(0.72, 2.0, 8)
BEGINNINGS = Lane(0.2, 1.0, 8)
NAMES = Lane(0.08, 1.0, 1)

COMMON = 2000
"""What more sentences have than that says next to nothing about two of them; to look at it would cost the most."""

# Worked on at once: words, and rows.
_BLOCK = 1 << 18
_BLOCK_ROWS = 1 << 15

# Letters that words of one stem share: `oppose`, `opposition`.
_STEM = 6


@dataclass(frozen=True, slots=True)
class Sentences:
    """Sentences as words, a row each.

    Args:
        texts: the number of each one's text.
        starts, ends: code points of that text, the end exclusive.
        first_words: indices into `Words` of each one's first word.
        last_words: the same, behind its last one.
    """

    texts: Longs
    starts: Longs
    ends: Longs
    first_words: Longs
    last_words: Longs

    def __len__(self) -> int:
        return len(self.texts)


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


_Features = Iterator[tuple[Ints, Ints]]


class _Counts(NamedTuple):
    rows: Ints
    features: Ints
    counts: Weights


class _Part(NamedTuple):
    rows: Ints
    features: Ints
    weights: Weights
    frequencies: Ints


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The different words, and what each is compared by.

    Args:
        ids: the word at each position.
        stems: of each word, the number of its beginning.
        countries: the same where it has a capital: that of the country that it stands for.
        numeric: whether it begins with a figure.
    """

    ids: Ints
    stems: Ints
    countries: Ints
    numeric: Flags

    def __len__(self) -> int:
        return len(self.stems)


def vocabulary(texts: Sequence[str], words: Words) -> Vocabulary:
    """Number the words of texts; with and without a possessive a word is the same."""
    _, seen, which = np.unique(words.hashes, return_index=True, return_inverse=True)
    text_of = np.searchsorted(words.firsts, seen, side="right") - 1
    numbers: dict[str, int] = {}
    begun: dict[str, int] = {}
    of_hash: list[int] = []
    stems: list[int] = []
    countries: list[int] = []
    numeric: list[bool] = []
    for text, start, end in zip(
        text_of.tolist(), words.starts[seen].tolist(), words.ends[seen].tolist(), strict=True
    ):
        word = folded(texts[text][start:end]).removesuffix("'s").removesuffix("'")
        number = numbers.setdefault(word, len(numbers))
        of_hash.append(number)
        if number == len(stems):
            country = COUNTRIES.get(word.replace(".", ""), word)
            stems.append(begun.setdefault(word[:_STEM], len(begun)))
            countries.append(begun.setdefault(country[:_STEM], len(begun)))
            numeric.append(word[:1].isdigit())
    return Vocabulary(
        np.array(of_hash, np.int32)[which],
        np.array(stems, np.int32),
        np.array(countries, np.int32),
        np.array(numeric, np.bool_),
    )


def capitals(texts: Sequence[str], words: Words) -> Flags:
    """Which words begin with a capital."""
    flags = np.zeros(len(words), np.bool_)
    bounds = words.firsts.tolist()
    for number, text in enumerate(texts):
        first, end = bounds[number], bounds[number + 1]
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)[words.starts[first:end]]
        flags[first:end] = (codes >= 65) & (codes <= 90)
        beyond = np.flatnonzero(codes > 127)
        flags[first + beyond] = [chr(code).isupper() for code in codes[beyond].tolist()]
    return flags


def matrix(sentences: Sentences, known: Vocabulary, is_capital: Flags) -> Matrix:
    """What sentences are compared by.

    Args:
        sentences: the rows.
        known: the words of all texts.
        is_capital: which of the words begin with a capital.
    """
    source = _Source(sentences, known, is_capital)
    most = source.count
    parts = [
        *_lane(WORDS, len(sentences), _counted(source.words(), most), _counted(source.pairs(), most)),
        *_lane(BEGINNINGS, len(sentences), _counted(source.stems(), most)),
        *_lane(NAMES, len(sentences), _counted(source.names(), most)),
    ]
    return _joined(parts, len(sentences))


class _Source:
    """The words of sentences, block by block, so that what is worked on stays small.

    Args:
        sentences, known, is_capital: as for `matrix`.
    """

    def __init__(self, sentences: Sentences, known: Vocabulary, is_capital: Flags) -> None:
        self._sentences = sentences
        self._known = known
        self._is_capital = is_capital
        behind = np.cumsum(sentences.last_words - sentences.first_words)
        self.count = int(behind[-1:].sum())
        """How many words there are."""
        edges = np.searchsorted(behind, np.arange(0, self.count, _BLOCK))
        self._edges = np.unique(np.append(edges, len(sentences))).tolist()

    def _blocks(self) -> Iterator[tuple[Ints, Longs, Longs]]:
        """Rows, places among all words, and places in the sentence."""
        for low, high in pairwise(self._edges):
            firsts = self._sentences.first_words[low:high]
            lengths = self._sentences.last_words[low:high] - firsts
            offsets = ranges(np.zeros_like(lengths), lengths)
            yield (
                np.repeat(np.arange(low, high, dtype=np.int32), lengths),
                np.repeat(firsts, lengths) + offsets,
                offsets,
            )

    def words(self) -> _Features:
        """Each word."""
        for rows, places, _ in self._blocks():
            yield rows, self._known.ids[places]

    def stems(self) -> _Features:
        """How each word begins, or the country that it stands for."""
        for rows, places, _ in self._blocks():
            ids = self._known.ids[places]
            yield rows, np.where(self._is_capital[places], self._known.countries[ids], self._known.stems[ids])

    def names(self) -> _Features:
        """Words with capitals, and numbers."""
        for rows, places, offsets in self._blocks():
            ids = self._known.ids[places]
            stems, countries = self._known.stems[ids], self._known.countries[ids]
            # A capital where a sentence begins says nothing, unless it is that of a country.
            named = self._is_capital[places] & ((offsets > 0) | (countries != stems))
            kept = named | self._known.numeric[ids]
            yield rows[kept], np.where(named, countries, stems)[kept]

    def pairs(self) -> _Features:
        """Two words in a row, numbered from 1; all that are met only once are 0."""
        met = np.empty(self.count, np.int64)
        end = 0
        for _, pairs in self._all_pairs():
            met[end : end + len(pairs)] = pairs
            end += len(pairs)
        met = met[:end]
        met.sort()
        again = np.unique(met[1:][met[1:] == met[:-1]])
        del met
        for rows, pairs in self._all_pairs():
            places = np.searchsorted(again, pairs)
            places[places == len(again)] = 0
            known = again[places] == pairs if len(again) else np.zeros(len(pairs), np.bool_)
            yield rows, np.where(known, places + 1, 0).astype(np.int32)

    def _all_pairs(self) -> Iterator[tuple[Ints, Longs]]:
        for rows, ids in self.words():
            first = np.flatnonzero(rows[1:] == rows[:-1])
            yield rows[first], ids[first].astype(np.int64) << 32 | ids[first + 1]


def ranges(starts: Longs, lengths: Longs | Ints) -> Longs:
    """The numbers from each start on, so many as its length says."""
    ends = np.cumsum(lengths, dtype=np.int64)
    numbers: Longs = np.arange(int(ends[-1:].sum()), dtype=np.int64)
    numbers += np.repeat(starts - ends + lengths, lengths)
    return numbers


def _counted(features: _Features, most: int) -> _Counts:
    """How often each row has each feature; sorted by row and feature.

    Args:
        features: block by block.
        most: at least how many there are; pages of the arrays that are not filled take no memory.
    """
    all_of = _Counts(np.empty(most, np.int32), np.empty(most, np.int32), np.empty(most, np.float32))
    end = 0
    for rows, numbers in features:
        keys = rows.astype(np.int64) << 32 | numbers
        keys.sort()
        first = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])[: len(keys)])
        into = slice(end, end + len(first))
        all_of.counts[into] = np.diff(np.append(first, len(keys)))
        all_of.rows[into] = keys[first] >> 32
        all_of.features[into] = keys[first] & 0xFFFFFFFF
        end = into.stop
    return _Counts(all_of.rows[:end], all_of.features[:end], all_of.counts[:end])


def _lane(lane: Lane, count: int, single: _Counts, pairs: _Counts | None = None) -> list[_Part]:
    """Weights of the features of one lane.

    Args:
        lane: how they are compared.
        count: how many rows there are.
        single: its features.
        pairs: more of them, where 0 stands for all that occur only once.
    """
    rarest = float(_rarity(lane, count, np.ones(1))[0])
    squares = np.full(count, lane.unseen * rarest**2)
    kinds = [single]
    if pairs is not None:
        is_once = pairs.features == 0
        squares += np.bincount(pairs.rows[is_once], pairs.counts[is_once], count) * rarest**2
        kinds.append(_Counts(pairs.rows[~is_once], pairs.features[~is_once], pairs.counts[~is_once]))
    del single, pairs
    parts: list[_Part] = []
    while kinds:
        kind = kinds.pop()
        frequencies = np.bincount(kind.features).astype(np.int32)
        rarity = _rarity(lane, count, frequencies).astype(np.float32)
        weights = (1 + np.log(kind.counts)) * rarity[kind.features]
        squares += np.bincount(kind.rows, np.square(weights), count)
        parts.append(_shared(kind.rows, kind.features, weights, frequencies))
    scale = np.sqrt(lane.weight / squares).astype(np.float32)
    return [part._replace(weights=part.weights * scale[part.rows]) for part in parts]


def _rarity(lane: Lane, count: int, frequencies: Ints | Floats) -> Floats:
    rarity: Floats = (np.log((1 + count) / (1 + frequencies)) + 1) ** lane.power
    return rarity


def _shared(rows: Ints, features: Ints, weights: Weights, frequencies: Ints) -> _Part:
    """Without the features that say nothing about two rows: of one row only, or of too many; the others are numbered anew."""
    is_kept = (frequencies > 1) & (frequencies <= COMMON)
    numbers = np.cumsum(is_kept, dtype=np.int32) - 1
    kept = is_kept[features]
    return _Part(rows[kept], numbers[features[kept]], weights[kept], frequencies[is_kept])


def _joined(parts: list[_Part], count: int) -> Matrix:
    """One matrix of all parts, each row from the rarest feature to the most frequent."""
    shifts = np.cumsum([0, *(len(part.frequencies) for part in parts)], dtype=np.int32)
    frequencies = np.concatenate([part.frequencies for part in parts])
    bounds = [np.append(0, np.cumsum(np.bincount(part.rows, minlength=count))) for part in parts]
    firsts = np.sum(bounds, axis=0)
    features = np.empty(firsts[-1], np.int32)
    weights = np.empty(firsts[-1], np.float32)
    for low in range(0, count, _BLOCK_ROWS):
        high = min(low + _BLOCK_ROWS, count)
        cuts = [slice(bound[low], bound[high]) for bound in bounds]
        here = list(zip(parts, cuts, shifts.tolist(), strict=False))
        numbers = np.concatenate([part.features[cut] + np.int32(shift) for part, cut, shift in here])
        rows = np.concatenate([part.rows[cut] for part, cut, _ in here])
        order = np.lexsort((frequencies[numbers], rows))
        into = slice(firsts[low], firsts[high])
        features[into] = numbers[order]
        weights[into] = np.concatenate([part.weights[cut] for part, cut, _ in here])[order]
    return Matrix(firsts, features, weights, frequencies)
