"""Which families come first, and which are boilerplate."""

from __future__ import annotations

import random

import numpy as np

from annotui.matching.columns import Pieces, Words
from annotui.matching.pairs import find_pairs
from annotui.matching.parameters import Parameters
from annotui.matching.pieces import cut
from annotui.matching.ranking import rarities, with_differences
from annotui.matching.words import tokenise

LETTERS = "abcdefghijklmnopqrstuvwxyz"
CHANCE = random.Random(4)
NOTICE = "Sign up here for all that is new in your part of the world."
COMMON = "It was said that this was what they had been told by all of those who were there."


def rare(words: int = 16) -> str:
    """A sentence of words that are nowhere else."""
    return " ".join("".join(CHANCE.choices(LETTERS, k=7)) for _ in range(words)).capitalize() + "."


def own(sentences: int = 4) -> str:
    """Paragraphs that no other article has, of rare and common words."""
    common = COMMON.rstrip(".").split()
    said = [[f"{rare(1)[:-1]} {CHANCE.choice(common)}" for _ in range(20)] for _ in range(sentences)]
    return "\n".join(f"{' '.join(one)}." for one in said)


def ranked(texts: list[str]) -> tuple[list[str], Pieces]:
    """What the first member of each family says, the strongest first."""
    words = tokenise(texts)
    pieces = cut(words, find_pairs(words, Parameters()), Parameters())
    return [said(texts, words, pieces, number) for number in range(len(pieces.scores))], pieces


def said(texts: list[str], words: Words, pieces: Pieces, family: int) -> str:
    row = int(np.flatnonzero(pieces.families == family)[0])
    text = texts[int(np.searchsorted(words.firsts, pieces.starts[row], side="right")) - 1]
    return text[words.starts[pieces.starts[row]] : words.ends[pieces.ends[row] - 1]] + "."


def test_rare_words_come_before_common_ones_and_boilerplate_last() -> None:
    news = rare()
    texts = [f"{own()}\n{NOTICE}" for _ in range(5)] + [f"{own()}\n{COMMON} {rare()}" for _ in range(2)]
    texts[0] += f"\n{own()} {news}"
    texts[6] += f"\n{news} {own()}"
    found, pieces = ranked(texts)
    assert found == [news, COMMON, NOTICE]
    assert pieces.scores[0] >= 1 > pieces.scores[-1]


def test_what_more_articles_have_comes_first() -> None:
    often, seldom = rare(), rare()
    texts = [f"{own()} {often}" for _ in range(2)] + [f"{own()} {often} {seldom}" for _ in range(2)]
    assert ranked(texts)[0] == [often, seldom]


def test_the_paragraphs_of_a_story_are_no_boilerplate_however_often_it_is_told() -> None:
    story = "\n".join(rare() for _ in range(4))
    found, pieces = ranked([f"{story}\n{rare()}" for _ in range(30)])
    assert len(found) == 4
    assert (pieces.scores >= 1).all()


def test_a_line_that_one_article_repeats_is_boilerplate_and_a_sentence_inside_a_paragraph_is_not() -> None:
    refrain, quoted = "No time to read? Get a summary", rare()
    found, pieces = ranked([f"{refrain}\n{rare()} {quoted}\n{rare()}\n{refrain}\n{quoted}"])
    assert found == [quoted, f"{refrain}."]
    assert pieces.scores[0] >= 1 > pieces.scores[1]


def test_families_with_differences_are_stronger_but_boilerplate_stays_last() -> None:
    repeated = [rare(18), rare(17), rare(16)]
    texts = [f"{own()} {one} {own()}\n{NOTICE}" for one in repeated for _ in range(2)]
    _, pieces = ranked(texts)
    assert len(pieces.scores) == 4
    weakest = len(pieces.scores) - 2
    differs = np.arange(len(pieces.scores)) >= weakest
    again = with_differences(pieces, differs)
    rows = pieces.families == weakest
    assert again.families[rows][0] < weakest
    assert again.families[pieces.families == weakest + 1][0] == weakest + 1
    assert (np.diff(again.scores) <= 0).all()
    assert again.scores[again.families[rows][0]] == pieces.scores[weakest] * 1.5
    same = with_differences(pieces, np.zeros_like(differs))
    assert (same.families == pieces.families).all()


def test_rarity_is_in_bits() -> None:
    words = tokenise(["a a a a b b c d"])
    assert rarities(words, np.array([0, 4, 6, 7])).tolist() == [1, 2, 3, 3]


def test_the_order_of_texts_changes_no_score() -> None:
    texts = [f"{one}\n{two}" for one in (rare(), rare()) for two in (rare(), rare())]
    texts += texts[:2]
    there, back = ranked(texts)[1], ranked(texts[::-1])[1]
    assert there.scores.tolist() == back.scores.tolist()
