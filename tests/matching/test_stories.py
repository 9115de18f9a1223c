"""Stories: articles that share half their words; which of them is whose copy, and how much of each is new."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import pytest

from annotui.matching.columns import Longs, Words
from annotui.matching.newness import newness
from annotui.matching.pairs import find_pairs
from annotui.matching.parameters import Parameters
from annotui.matching.pieces import cut
from annotui.matching.stories import copies, shared, stories
from annotui.matching.words import tokenise

ALL = Parameters()
FEW = Parameters(neighbours=4)
"""As in a large corpus: of what occurs more often, not every two are compared."""


def sentences(count: int, seed: int = 0) -> list[str]:
    """Sentences of twelve words that are nowhere else."""
    chance = random.Random(seed)
    letters = "abcdefghijklmnopqrstuvwxyz"
    return [" ".join("".join(chance.choices(letters, k=6)) for _ in range(12)) + "." for _ in range(count)]


def article(*said: str) -> str:
    return "\n\n".join(said)


def in_order(words: Words) -> Longs:
    return np.arange(words.texts)


def stories_of(texts: Sequence[str], parameters: Parameters = ALL) -> list[int]:
    words = tokenise(texts)
    return [*map(int, stories(words, shared(words, find_pairs(words, parameters))))]


def copies_of(
    texts: Sequence[str], places: Sequence[int] | None = None, parameters: Parameters = ALL
) -> list[int]:
    words = tokenise(texts)
    pairs = find_pairs(words, parameters)
    order = in_order(words) if places is None else np.array(places)
    found = copies(words, shared(words, pairs), cut(words, pairs, parameters), parameters, order)
    return [*map(int, found)]


def new_in(
    texts: Sequence[str], places: Sequence[int] | None = None, parameters: Parameters = FEW
) -> list[float]:
    words = tokenise(texts)
    pairs = find_pairs(words, parameters)
    pieces = cut(words, pairs, parameters)
    order = in_order(words) if places is None else np.array(places)
    return [*map(float, newness(words, pairs, pieces, parameters, order))]


SAID = sentences(40)


def test_articles_that_share_half_their_words_are_one_story() -> None:
    whole = article(*SAID[:10])
    half = article(*SAID[:5], *SAID[20:25])
    less = article(*SAID[:4], *SAID[30:36])
    assert stories_of([whole, half, article(*SAID[36:])]) == [0, 0, 2]
    assert stories_of([whole, less]) == [0, 1]


def test_a_part_of_a_story_is_of_that_story_unless_it_is_a_small_one() -> None:
    whole = article(*SAID[:20])
    assert stories_of([whole, article(*SAID[5:10])]) == [0, 0]
    assert stories_of([whole, article(*SAID[5:7])]) == [0, 1]


def test_stories_go_on_from_one_article_to_the_next() -> None:
    texts = [article(*SAID[:10]), article(*SAID[5:15]), article(*SAID[10:20])]
    assert stories_of(texts) == [0, 0, 0]


def test_a_notice_that_unlike_articles_carry_makes_no_story_of_them() -> None:
    notice = SAID[39]
    texts = [article(notice), article(*SAID[:5], notice), article(*SAID[5:10], notice)]
    assert len(set(stories_of(texts)[1:])) == 2


def test_a_copy_is_one_of_the_earliest_article_it_has_half_its_words_from() -> None:
    texts = [article(*SAID[:10]), article(*SAID[5:15]), article(*SAID[10:20]), article(*SAID[30:])]
    assert copies_of(texts) == [-1, 0, 1, -1]
    # Where the middle one is the earliest in the corpus, both others are its copies.
    assert copies_of(texts, [1, 0, 2, 3]) == [1, -1, 1, -1]


def test_of_forty_copies_all_are_of_the_first_though_not_every_two_are_compared() -> None:
    texts = [article(*SAID[:10], *sentences(1, seed)) for seed in range(40)]
    for seed in range(3):
        places = list(range(40))
        random.Random(seed).shuffle(places)
        first = places.index(0)
        assert copies_of(texts, places, FEW) == [-1 if at == first else first for at in range(40)]
    assert stories_of(texts, FEW) == [0] * 40


def test_words_said_earlier_are_not_new() -> None:
    texts = [article(*SAID[:4]), article(*SAID[:2], *SAID[10:12]), article(*SAID[20:24])]
    assert new_in(texts) == pytest.approx([1, 0.5, 1])
    # It depends on which is the earlier one in the corpus.
    assert new_in(texts, [1, 0, 2]) == pytest.approx([0.5, 1, 1])


def test_what_an_article_says_twice_is_new_once() -> None:
    assert new_in([article(SAID[0], SAID[1], SAID[0])]) == pytest.approx([2 / 3])


def test_a_word_that_was_changed_is_new() -> None:
    changed = SAID[0].replace(SAID[0].split()[5], "changed")
    assert new_in([article(*SAID[:2]), article(changed, SAID[1])]) == pytest.approx([1, 1 / 24])


def test_of_forty_copies_one_is_new_though_not_every_two_are_compared() -> None:
    texts = [article(*SAID[:10])] * 40
    places = list(range(40))
    random.Random(3).shuffle(places)
    assert sum(new_in(texts, places)) == pytest.approx(1)
    assert new_in(texts, places)[places.index(0)] == 1


def test_texts_without_words_have_nothing_new_and_no_story() -> None:
    assert new_in([]) == []
    assert new_in(["", "…", "one"]) == [0, 0, 1]
    assert stories_of(["", "", "…"]) == [0, 1, 2]
    assert copies_of(["", ""]) == [-1, -1]
