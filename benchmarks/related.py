"""How well related sentences are found in the sample articles, beside other ways to compare sentences in the same run.

    python benchmarks/related.py [FOLDER]

`related_gold.jsonl` holds pairs of sentences of the sample articles that state the same fact or say otherwise about it: found by reading
them, and completed by judging what several of the ways below found. R@k: how often, of the two sentences of a pair, the one is among the
k closest to the other; most sentences have several partners. P@20: how many of the 20 pairs that score best are among those. Weights come
from a search on half of the pairs between articles, and anything near them is as good; the two halves show how far figures of so few
pairs spread. With a folder: how long its sentences take, and how many have a close relative.
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from annotui.core.mojibake import repaired
from annotui.core.span import Span
from annotui.core.text import words
from annotui.matching.align import tokens
from annotui.matching.related import Relatives, related

ROOT = Path(__file__).resolve().parent.parent
GOLD = Path(__file__).with_name("related_gold.jsonl")
REPEATS = 5

Scores = NDArray[np.float64]
Sentence = tuple[str, Span]


def main() -> None:
    """Print the table."""
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]))
        return
    names, texts = read(ROOT / "seeds")
    found = related(texts)
    sentences = [
        (names[text], Span(start, end))
        for text, start, end in zip(
            found.texts.tolist(), found.starts.tolist(), found.ends.tolist(), strict=True
        )
    ]
    spoken = [span.of(texts[names.index(name)]) for name, span in sentences]
    folded = [tokens(text, words(text, Span(0, len(text)))) for text in spoken]
    gold = pairs(sentences)
    ways: dict[str, Callable[[], Scores]] = {
        "annotui": lambda: square(related(texts, most=len(sentences))),
        "words, 1–3 in a row, tf-idf": lambda: cosine([grams(one, 1, 3) for one in folded]),
        "characters, 3–5, tf-idf": lambda: cosine([characters(one) for one in folded]),
        "BM25": lambda: bm25(folded),
        "rapidfuzz token_set_ratio": lambda: cdist(spoken, spoken, scorer=fuzz.token_set_ratio).astype(
            np.float64
        ),
    }
    print(
        f"{len(sentences)} sentences, {len(gold)} pairs, {sum(a[0] != b[0] for a, b in named(gold, sentences))} between articles\n"
    )
    print(
        "| method | R@1 | R@5 | R@10 | R@10 even | R@10 odd | R@10 other articles | P@20 | ms |\n|---|---|---|---|---|---|---|---|---|"
    )
    for name, way in ways.items():
        scores, milliseconds = timed(way)
        print(row(name, scores, gold, sentences, folded, milliseconds))


def read(folder: Path) -> tuple[list[str], list[str]]:
    """The names and texts of a folder's articles, as they should read."""
    paths = sorted(folder.glob("**/*.txt"))
    return [path.name for path in paths], [
        repaired(path.read_bytes().decode("utf-8", "replace")) for path in paths
    ]


def pairs(sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    """The pairs found by reading, as numbers of sentences."""
    number = {sentence: index for index, sentence in enumerate(sentences)}
    lines = map(json.loads, GOLD.read_text("utf-8").splitlines())
    return [
        (
            number[one["a"], Span(one["a_start"], one["a_end"])],
            number[one["b"], Span(one["b_start"], one["b_end"])],
        )
        for one in lines
    ]


def named(
    gold: Sequence[tuple[int, int]], sentences: Sequence[Sentence]
) -> Iterator[tuple[Sentence, Sentence]]:
    """The two sentences of each pair."""
    return ((sentences[a], sentences[b]) for a, b in gold)


def row(
    name: str,
    scores: Scores,
    gold: list[tuple[int, int]],
    sentences: Sequence[Sentence],
    folded: Sequence[list[str]],
    milliseconds: float,
) -> str:
    """One line of the table."""
    scores = scores.copy()
    for a, one in enumerate(folded):
        for b, other in enumerate(folded):
            if one == other:
                # A sentence itself, and its copies.
                scores[a, b] = -1
    elsewhere = scores.copy()
    for a, one_of in enumerate(sentences):
        for b, other_of in enumerate(sentences):
            if one_of[0] == other_of[0]:
                elsewhere[a, b] = -1
    between = [pair for pair, (a, b) in zip(gold, named(gold, sentences), strict=True) if a[0] != b[0]]
    figures = [
        *(recall(scores, gold, most) for most in (1, 5, 10)),
        recall(scores, gold[::2], 10),
        recall(scores, gold[1::2], 10),
        recall(elsewhere, between, 10),
        precision(scores, gold, 20),
    ]
    return f"| {name} | " + " | ".join(f"{figure:.2f}" for figure in figures) + f" | {milliseconds:.0f} |"


def recall(scores: Scores, gold: Sequence[tuple[int, int]], most: int) -> float:
    """How often the one sentence of a pair is among those closest to the other."""
    ranks = [
        int((scores[a] > scores[a, b]).sum())
        for pair in gold
        for a, b in (pair, pair[::-1])
        if scores[a, b] > 0
    ]
    return sum(rank < most for rank in ranks) / (2 * len(gold))


def precision(scores: Scores, gold: Sequence[tuple[int, int]], most: int) -> float:
    """How many of the pairs that score best were found by reading."""
    both = np.triu(np.maximum(scores, scores.T), 1)
    best = np.argsort(-both, axis=None, kind="stable")[:most]
    known = {tuple(sorted(pair)) for pair in gold}
    return sum(divmod(int(place), len(scores)) in known for place in best) / most


def square(found: Relatives) -> Scores:
    """Relatives as a matrix."""
    scores = np.zeros((len(found), len(found)))
    scores[np.repeat(np.arange(len(found)), np.diff(found.firsts)), found.others] = found.scores
    return scores


def grams(folded: Sequence[str], least: int, most: int) -> list[str]:
    """Runs of words."""
    return [
        " ".join(folded[at : at + size])
        for size in range(least, most + 1)
        for at in range(len(folded) - size + 1)
    ]


def characters(folded: Sequence[str]) -> list[str]:
    """Runs of three to five characters inside words."""
    return [
        word[at : at + size]
        for one in folded
        for word in (f"_{one}_",)
        for size in (3, 4, 5)
        for at in range(len(word) - size + 1)
    ]


def cosine(features: Sequence[Sequence[str]]) -> Scores:
    """Cosines of tf-idf vectors."""
    frequencies = Counter(one for row in features for one in set(row))
    numbers = {one: index for index, one in enumerate(frequencies)}
    vectors = np.zeros((len(features), len(numbers)))
    for index, line in enumerate(features):
        for one, count in Counter(line).items():
            vectors[index, numbers[one]] = count * (
                math.log((1 + len(features)) / (1 + frequencies[one])) + 1
            )
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return vectors @ vectors.T


def bm25(folded: Sequence[Sequence[str]], k1: float = 1.2, b: float = 0.75) -> Scores:
    """Each sentence as a query for all others (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009)."""
    frequencies = Counter(one for row in folded for one in set(row))
    average = sum(map(len, folded)) / len(folded)
    scores = np.zeros((len(folded), len(folded)))
    for found, document in enumerate(folded):
        for word, count in Counter(document).items():
            rarity = math.log(1 + (len(folded) - frequencies[word] + 0.5) / (frequencies[word] + 0.5))
            weight = rarity * count * (k1 + 1) / (count + k1 * (1 - b + b * len(document) / average))
            for asked, query in enumerate(folded):
                if word in query:
                    scores[asked, found] += weight
    return scores


def timed(way: Callable[[], Scores]) -> tuple[Scores, float]:
    """What it finds, and the milliseconds of the fastest run."""
    times: list[float] = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        scores = way()
        times.append(1000 * (time.perf_counter() - start))
    return scores, min(times)


def measure(folder: Path) -> None:
    """Print how long the sentences of a folder take."""
    _, texts = read(folder)
    start = time.perf_counter()
    found = related(texts)
    seconds = time.perf_counter() - start
    print(
        f"{len(texts)} articles, {len(found)} sentences: {seconds:.2f} s, {found.close} have a close relative"
    )


if __name__ == "__main__":
    main()
