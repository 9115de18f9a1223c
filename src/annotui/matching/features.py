"""Sentences → what they are compared by: rare words and runs of them, the beginnings of words, names and numbers.

Three ways to compare two sentences, each a cosine of weights (term frequency × inverse document frequency: Spärck Jones, A statistical
interpretation of term specificity, Journal of Documentation 28, 1972; with the logarithm of the frequency). Their weighted sum is the
cosine of the three put one behind the other, so that one sparse matrix (`matrix`) holds them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .align import folded
from .columns import Hashes, Longs, Words
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

BLOCK = 1 << 17
"""Words that are worked on at once."""

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
    which, seen = _numbered(words.hashes)
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


def _numbered(hashes: Hashes) -> tuple[Ints, Longs]:
    """Number different values; block by block, so that only the sorted values take as much memory as all of them.

    Returns:
        The number of each one, and of each number the first place that has it.
    """
    known = np.unique(hashes)
    which = np.empty(len(hashes), np.int32)
    seen = np.empty(len(known), np.int64)
    for low in reversed(range(0, len(hashes), BLOCK)):
        block = slice(low, min(low + BLOCK, len(hashes)))
        which[block] = np.searchsorted(known, hashes[block])
        # Backwards: the first place is the last one to be written.
        seen[which[block][::-1]] = np.arange(block.start, block.stop)[::-1]
    return which, seen


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
