"""Sentences → what they are compared by: rare words and runs of them, the beginnings of words, names and numbers.

Three ways to compare two sentences, each a cosine of weights (term frequency × inverse document frequency: Spärck Jones, A statistical
interpretation of term specificity, Journal of Documentation 28, 1972; with the logarithm of the frequency). Their weighted sum is the
cosine of the three put one behind the other, so that one sparse matrix holds them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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


# Chosen on half of the hand-made pairs of `benchmarks/related_gold.jsonl`; what is near is as good.
WORDS = Lane(0.65, 1.5, 8)
BEGINNINGS = Lane(0.28, 1.0, 4)
NAMES = Lane(0.07, 1.0, 1)

COMMON = 2000
"""What more sentences have than that says next to nothing about two of them; to look at it would cost the most."""

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
    lengths = sentences.last_words - sentences.first_words
    rows = np.repeat(np.arange(len(sentences), dtype=np.int32), lengths)
    offsets = np.arange(len(rows)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    positions = np.repeat(sentences.first_words, lengths) + offsets
    ids, capital = known.ids[positions], is_capital[positions]
    stems = np.where(capital, known.countries[ids], known.stems[ids])
    # A capital where a sentence begins says nothing, unless it is that of a country.
    named = (capital & ((offsets > 0) | (known.countries[ids] != known.stems[ids]))) | known.numeric[ids]
    parts = [
        *_lane(WORDS, len(sentences), [(rows, ids), _pairs(rows, ids)]),
        *_lane(BEGINNINGS, len(sentences), [(rows, stems)]),
        *_lane(NAMES, len(sentences), [(rows[named], stems[named])]),
    ]
    return _joined(parts, len(sentences))


def _pairs(rows: Ints, ids: Ints) -> tuple[Ints, Longs]:
    """Two words in a row."""
    first = np.flatnonzero(rows[1:] == rows[:-1])
    return rows[first], ids[first].astype(np.int64) << 32 | ids[first + 1]


def _lane(lane: Lane, count: int, kinds: list[tuple[Ints, Longs | Ints]]) -> list[_Part]:
    """Weights of the features of one lane.

    Args:
        lane: how they are compared.
        count: how many rows there are.
        kinds: of each kind of features, rows and numbers.
    """
    squares = np.zeros(count)
    parts: list[_Part] = []
    for rows, numbers in kinds:
        part = _weighted(lane, count, rows, numbers)
        squares += np.bincount(part.rows, part.weights.astype(np.float64) ** 2, count)
        frequencies = part.frequencies[part.features]
        shared = (frequencies > 1) & (frequencies <= COMMON)
        parts.append(_renumbered(part, shared))
    squares += lane.unseen * _rarity(lane, count, np.ones(1))[0] ** 2
    scale = np.sqrt(lane.weight / squares)
    return [part._replace(weights=(part.weights * scale[part.rows]).astype(np.float32)) for part in parts]


def _weighted(lane: Lane, count: int, rows: Ints, numbers: Longs | Ints) -> _Part:
    _, compact = np.unique(numbers, return_inverse=True)
    width = int(compact.max(initial=-1)) + 1
    keys, counts = np.unique(rows.astype(np.int64) * max(width, 1) + compact, return_counts=True)
    features = (keys % max(width, 1)).astype(np.int32)
    frequencies = np.bincount(features, minlength=width)
    weights = (1 + np.log(counts)) * _rarity(lane, count, frequencies)[features]
    in_rows = (keys // max(width, 1)).astype(np.int32)
    return _Part(in_rows, features, weights.astype(np.float32), frequencies.astype(np.int32))


def _rarity(lane: Lane, count: int, frequencies: NDArray[np.int64] | Floats) -> Floats:
    rarity: Floats = (np.log((1 + count) / (1 + frequencies)) + 1) ** lane.power
    return rarity


def _renumbered(part: _Part, kept: Flags) -> _Part:
    """Only some entries, and only the features that these have."""
    is_kept = np.zeros(len(part.frequencies), np.bool_)
    is_kept[part.features[kept]] = True
    numbers = np.cumsum(is_kept, dtype=np.int32) - 1
    return _Part(part.rows[kept], numbers[part.features[kept]], part.weights[kept], part.frequencies[is_kept])


def _joined(parts: list[_Part], count: int) -> Matrix:
    """One matrix of all parts, each row from the rarest feature to the most frequent."""
    shift = 0
    shifted: list[Ints] = []
    for part in parts:
        shifted.append(part.features + np.int32(shift))
        shift += len(part.frequencies)
    rows = np.concatenate([part.rows for part in parts])
    features = np.concatenate(shifted)
    weights = np.concatenate([part.weights for part in parts])
    frequencies = np.concatenate([part.frequencies for part in parts])
    order = np.argsort(rows.astype(np.int64) * (count + 1) + frequencies[features], kind="stable")
    firsts = np.append(0, np.cumsum(np.bincount(rows, minlength=count)))
    return Matrix(firsts, features[order], weights[order], frequencies)
