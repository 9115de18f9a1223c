"""Related sentences: which are close, how they are ranked, and that this depends on nothing but the texts."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.core.mojibake import repaired
from annotui.core.prose import Prose
from annotui.core.span import Span
from annotui.core.text import words
from annotui.matching import features, matrix
from annotui.matching import related as module
from annotui.matching.pairs import find_pairs
from annotui.matching.parameters import Parameters
from annotui.matching.pieces import cut
from annotui.matching.related import MOST, Relatives, related
from annotui.matching.words import tokenise

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def seeds() -> dict[str, str]:
    """The sample articles as they should read."""
    return {path.name: repaired(path.read_bytes().decode()) for path in sorted((ROOT / "seeds").iterdir())}


@pytest.fixture(scope="module")
def gold() -> list[tuple[tuple[str, int], tuple[str, int]]]:
    """Pairs of sentences that state the same or say otherwise, by article and start."""
    lines = map(json.loads, (ROOT / "benchmarks/related_gold.jsonl").read_text("utf-8").splitlines())
    return [((one["a"], one["a_start"]), (one["b"], one["b_start"])) for one in lines]


def rows(found: Relatives) -> list[list[tuple[int, float]]]:
    """For each sentence the others with their scores."""
    pairs = list(zip(found.others.tolist(), found.scores.tolist(), strict=True))
    firsts = found.firsts.tolist()
    return [pairs[first:end] for first, end in pairwise(firsts)]


def said(found: Relatives, texts: Sequence[str]) -> list[str]:
    """What the sentences are."""
    return [
        texts[text][start:end]
        for text, start, end in zip(
            found.texts.tolist(), found.starts.tolist(), found.ends.tolist(), strict=True
        )
    ]


def test_it_finds_what_reading_the_seeds_found(
    seeds: dict[str, str], gold: list[tuple[tuple[str, int], tuple[str, int]]]
) -> None:
    found = related(list(seeds.values()))
    names = list(seeds)
    place = {
        (names[text], start): at
        for at, (text, start) in enumerate(zip(found.texts, found.starts.tolist(), strict=True))
    }
    close = [[other for other, _ in row] for row in rows(found)]
    hits = [place[b] in close[place[a]] for pair in gold for a, b in (pair, pair[::-1])]
    assert len(gold) >= 60
    assert sum(hits) / len(hits) >= 0.6
    best = {
        (round(-score, 6), *sorted((at, other))): None
        for at, row in enumerate(rows(found))
        for other, score in row
    }
    known = {tuple(sorted((place[a], place[b]))) for a, b in gold}
    top = [pair[1:] for pair in sorted(best)[:20]]
    assert sum(pair in known for pair in top) / 20 >= 0.6


def test_every_sentence_is_one_of_the_reader_and_none_is_its_own_relative(seeds: dict[str, str]) -> None:
    texts = list(seeds.values())
    found = related(texts)
    sentences = []
    for number, text in enumerate(texts):
        prose = Prose(text)
        offset = -1
        while offset < len(text):
            span = prose.at("sentence", max(offset, 0))
            if words(text, span):
                sentences.append((number, span))
            step = prose.next_start("sentence", span.start)
            if step <= span.start or step >= len(text):
                break
            offset = step
    assert [
        (text, Span(start, end))
        for text, start, end in zip(
            found.texts.tolist(), found.starts.tolist(), found.ends.tolist(), strict=True
        )
    ] == sentences
    for at, row in enumerate(rows(found)):
        assert at not in [other for other, _ in row]
        assert len(row) <= MOST
        assert [score for _, score in row] == sorted((score for _, score in row), reverse=True)


def test_scores_are_the_same_both_ways(seeds: dict[str, str]) -> None:
    scores = {
        (at, other): score
        for at, row in enumerate(rows(related(list(seeds.values()), most=1000)))
        for other, score in row
    }
    assert scores
    assert all(scores.get((other, at), score) == score for (at, other), score in scores.items())


def test_the_order_of_texts_does_not_matter(seeds: dict[str, str]) -> None:
    texts = list(seeds.values())
    shuffled = random.Random(3).sample(texts, len(texts))

    def by_text(order: list[str]) -> dict[str, list[float]]:
        found = related(order)
        return dict(
            zip(said(found, order), ([score for _, score in row] for row in rows(found)), strict=True)
        )

    one, other = by_text(texts), by_text(shuffled)
    assert one.keys() == other.keys()
    assert all(np.allclose(one[sentence], other[sentence], atol=2e-6) for sentence in one)


def test_copies_are_one_sentence_and_have_the_same_relatives() -> None:
    storm = "The storm on Monday left thousands of homes in Hampton without power."
    texts = [
        f"{storm} It rained.",
        f"He slept. {storm}",
        "Thousands of Hampton homes lost power in the storm on Monday, the mayor said.",
        "A new school opens.",
    ]
    found = related(texts)
    here = said(found, texts)
    first, second = (at for at, one in enumerate(here) if one == storm)
    mayor = next(at for at, one in enumerate(here) if "mayor" in one)
    assert rows(found)[first] == rows(found)[second]
    assert rows(found)[first][0][0] == mayor
    # Of the two copies the first one stands for both, and neither is a relative of the other.
    assert [other for other, _ in rows(found)[mayor]].count(first) == 1
    assert second not in [other for other, _ in rows(found)[mayor]]


def test_a_line_of_two_words_is_no_match_for_a_sentence_in_other_words() -> None:
    texts = [
        "Next Article\nThe mayor of Hampton announced that the harbour will be closed for repairs until Friday.",
        "Previous Article\nUntil Friday the Hampton harbour stays closed for repairs, the mayor announced.",
    ]
    found = related(texts)
    best = {one: row[0][1] for one, row in zip(said(found, texts), rows(found), strict=True) if row}
    lines = [score for one, score in best.items() if one.endswith("Article")]
    assert max(lines) < min(score for one, score in best.items() if "Hampton" in one) / 2


def test_a_capital_stands_for_its_country() -> None:
    texts = [
        "Paris opposes the plan.",
        "The French government is against it.",
        "The Polish team won.",
        "A turkey is polished.",
    ]
    found = related(texts)
    close = [[other for other, _ in row] for row in rows(found)]
    assert close[0][0] == 1
    assert 3 not in close[2]


def test_what_most_sentences_share_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"It is said that number{number} and thing{number // 2} are here." for number in range(40)]
    expected = [row[0][0] for row in rows(related(texts))]
    monkeypatch.setattr(matrix, "COMMON", 4)
    monkeypatch.setattr(module, "_LOOKED_AT", 16)
    found = related(texts)
    assert [row[0][0] for row in rows(found)] == expected == [at ^ 1 for at in range(40)]
    assert all(len(row) == 1 for row in rows(found))


def test_few_sentences_of_texts_about_other_things_are_close() -> None:
    texts = [
        "The bakery on the corner sells rye bread. Its owner rises at three.",
        "Comets are balls of ice and dust. Some return after many years.",
        "The orchestra rehearsed a symphony by Sibelius. Two horns were missing.",
    ]
    assert related(texts).close == 0
    assert related([*texts, "Comets, balls of dust and ice, return after many years."]).close >= 2


STORM = (
    "The storm on Monday left thousands of homes in Hampton without power, the mayor said.",
    "Two fishermen of Varholm were treated for hypothermia at the hospital and released.",
    "Schools in Hampton will stay closed until Thursday, and the sports hall is open.",
)
REWORDED = "In Hampton thousands of homes lost their power when the storm came on Monday."


def edited(number: int) -> str:
    """A copy of the story with a word of its own in each sentence."""
    return "\n".join(f"{one[:-1]} {'abcdefghijkl'[number] * 3}{at}." for at, one in enumerate(STORM))


def with_pieces(texts: list[str]) -> Relatives:
    words_ = tokenise(texts)
    return related(texts, words_, pieces=cut(words_, find_pairs(words_, Parameters()), Parameters()))


def test_an_edited_copy_is_no_relative_in_other_words() -> None:
    texts = [edited(number) for number in range(12)]
    # As long as nobody knows that they are copies, all of them are close.
    assert related(texts).close == 36
    found = with_pieces(texts)
    assert found.close == 0
    assert len(found.close_pairs) == 0
    # What is listed for a sentence stays as it is.
    assert found.others.tolist() == related(texts).others.tolist()


def test_a_relative_of_copies_counts_though_ten_copies_are_closer() -> None:
    others = "\n".join(f"Of x{number} nobody spoke before y{number} came." for number in range(400))
    texts = [*(edited(number) for number in range(12)), REWORDED, others]
    found = with_pieces(texts)
    spoken = said(found, texts)
    close = {spoken[at] for pair in found.close_pairs.tolist() for at in pair}
    assert REWORDED in close
    assert close - {REWORDED} == {one.split("\n")[0] for one in texts[:12]}
    assert found.close == 13


def test_a_sentence_may_be_close_to_another_one_of_the_same_passage() -> None:
    twice = f"{STORM[0]} {REWORDED}"
    assert with_pieces([twice, twice]).close == 4


def test_how_much_is_worked_on_at_once_does_not_matter(
    seeds: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = related(list(seeds.values()))
    for module_ in (matrix, features):
        monkeypatch.setattr(module_, "BLOCK", 7)
    found = related(list(seeds.values()))
    assert found.others.tolist() == expected.others.tolist()
    assert np.allclose(found.scores, expected.scores)


@pytest.mark.parametrize(
    "texts",
    [[], [""], ["", "\n \n"], ["* * *", "…"], ["One."], ["a", "a", "A."], ["北约峰会。", "北约峰会在东京。"]],
)
def test_texts_without_much_in_them(texts: list[str]) -> None:
    found = related(texts)
    assert len(found.firsts) == len(found) + 1
    assert found.firsts[-1] == len(found.others) == len(found.scores)


def test_it_says_how_far_it_is(seeds: dict[str, str]) -> None:
    told: list[float] = []
    related(list(seeds.values()), None, told.append)
    assert told == sorted(told)
    assert 0 <= told[0] <= told[-1] <= 1


PIECES = [
    "The storm ",
    "left ",
    "3,400 homes",
    " dark. ",
    "Paris",
    "\n",
    "“",
    "”",
    "’s ",
    "NATO ",
    "北约",
    "。",
    "é",
    "\u0301",
    "\ufeff",
    "\ud800",
    "١٢ ",
]


@settings(max_examples=60)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=20).map("".join), max_size=6))
def test_any_texts(texts: list[str]) -> None:
    found = related(texts)
    for row in rows(found):
        assert all(0 < score <= 1.000001 for _, score in row)
        assert all(0 <= other < len(found) for other, _ in row)
    assert all(one == one.strip() and one for one in said(found, texts))
