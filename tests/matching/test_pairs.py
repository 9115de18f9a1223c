"""Pairs of passages: what is found, that it is true, and that nothing else has a say in it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotui.core.span import Span
from annotui.core.text import words as words_of
from annotui.matching.adjoining import whole
from annotui.matching.columns import Hashes, Pairs, Words
from annotui.matching.memo import Memory, Verdicts
from annotui.matching.pairs import find_pairs
from annotui.matching.parameters import Parameters
from annotui.matching.words import tokenise

STORY = (
    "The storm left three thousand homes without power on Monday night, the mayor’s office said. Crews from four counties were "
    "called in before dawn, and the harbour was closed for a day. Schools will open again on Wednesday, a spokeswoman added."
)
OTHER = "Nothing in this article was ever said before by anybody, or so its author hoped while the kettle was boiling over again."

Found = tuple[int, int, int, int, int, int]
"""Text, start and end of the one passage, and of the other."""


def matched(texts: Sequence[str], parameters: Parameters | None = None) -> tuple[Words, Pairs]:
    """The pairs of some texts."""
    words = tokenise(texts)
    return words, find_pairs(words, parameters or Parameters())


def found(texts: Sequence[str], parameters: Parameters | None = None) -> set[Found]:
    """Where the passages are."""
    words, pairs = matched(texts, parameters)
    return set(places(words, pairs))


def places(words: Words, pairs: Pairs) -> list[Found]:
    """Where the passages of pairs are."""
    sides = []
    for starts, ends in ((pairs.a_start, pairs.a_end), (pairs.b_start, pairs.b_end)):
        text = np.searchsorted(words.firsts, starts, "right") - 1
        sides.append(
            zip(text.tolist(), words.starts[starts].tolist(), words.ends[ends - 1].tolist(), strict=True)
        )
    return [(*a, *b) for a, b in zip(*sides, strict=True)]


def said(texts: Sequence[str], parameters: Parameters | None = None) -> list[tuple[str, str]]:
    """What the passages say."""
    return [(texts[a][s:e], texts[b][t:f]) for a, s, e, b, t, f in sorted(found(texts, parameters))]


def edited(text: str, share: float, seed: int) -> str:
    """A copy in which some words are others."""
    chance = random.Random(seed)
    return " ".join(f"other{chance.random()}" if chance.random() < share else word for word in text.split())


def filler(count: int, seed: int) -> str:
    """Words that no other seed makes."""
    chance = random.Random(seed)
    return " ".join(f"w{seed}x{chance.randrange(1 << 30)}" for _ in range(count))


def test_a_copy_is_found_in_full_and_nothing_beside_it() -> None:
    texts = [f"{filler(90, 1)}. {STORY} {filler(40, 2)}", f"{filler(20, 3)}. {STORY} {filler(70, 4)}"]
    assert said(texts) == [(STORY[:-1], STORY[:-1])]


def test_an_edited_copy_is_one_passage() -> None:
    texts = [f"{filler(90, 1)}. {STORY}", f"{edited(STORY, 0.2, 5)} {filler(70, 4)}"]
    ((one, other),) = said(texts)
    assert len(one) > 0.9 * len(STORY)
    assert len(other.split()) > 0.9 * len(STORY.split())


def test_texts_that_share_nothing_have_no_pairs() -> None:
    assert not found([STORY, OTHER, filler(300, 1), filler(300, 2)])


def test_a_passage_is_found_again_in_its_own_text() -> None:
    text = f"{STORY}\n{filler(50, 1)}.\n{STORY}"
    assert said([text]) == [(STORY[:-1], STORY[:-1])]


def test_what_is_repeated_at_once_never_overlaps_itself() -> None:
    ((text, start, end, other, begin, stop),) = found([f"{STORY} {STORY}"])
    assert (text, other) == (0, 0)
    assert start == 0
    assert end <= begin
    assert stop == 2 * len(STORY)


def test_a_passage_in_another_order_is_found_in_parts_that_make_a_whole() -> None:
    words = STORY.split()
    turned = " ".join(words[14:] + words[:14])
    texts = [f"{filler(40, 1)} {STORY}", f"{filler(60, 2)} {turned}"]
    assert len(found(texts)) == 2
    found_words, pairs = matched(texts)
    one = whole(found_words, pairs)
    assert len(one.a_start) == 1
    assert int(one.matched[0]) == len(tokenise([STORY]))
    assert int(one.a_end[0] - one.a_start[0]) == int(one.b_end[0] - one.b_start[0]) == len(tokenise([STORY]))


def test_a_short_repeat_of_whole_sentences_is_found() -> None:
    box = "No time to read?\nGet a summary"
    assert said([f"{OTHER}\n\n{box}\n\n{filler(60, 1)}\n\n{box}\nPrevious"]) == [(box, box)]


def test_a_few_words_that_are_no_whole_sentence_are_chance() -> None:
    texts = [f"{filler(20, 1)} as he had said many times before {filler(20, 2)}"]
    texts += [f"{filler(20, 3)} as he had said many times before {filler(20, 4)}"]
    assert not found(texts)


def test_a_line_that_stands_in_three_texts_is_a_repeat_however_short() -> None:
    texts = [f"{filler(30, seed)}\nAdvertisement\n{filler(30, seed + 10)}" for seed in range(3)]
    assert {one for pair in said(texts) for one in pair} == {"Advertisement"}
    assert not found(texts[:2])


def test_lines_that_differ_in_a_word_are_different() -> None:
    assert not found(
        [f"{filler(30, seed)}\nPart {seed}\n{seed} pages\n{filler(30, seed + 10)}" for seed in range(4)]
    )


def test_compounds_are_never_cut() -> None:
    texts = [f"{filler(20, 1)} {STORY} A well-known man", f"{STORY} A well-worn path {filler(20, 2)}"]
    ((one, other),) = said(texts)
    assert one == other == f"{STORY} A"


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [""],
        ["", "a"],
        ["word"],
        ["ha " * 20_000],
        ["ha ho hi he ya yo yi ye " * 2_000],
        ["0 0 0 1\n" * 5_000, "0 0 0 1\n" * 3],
        ["a" * 100_000],
        ["今日は東京です。" * 200, "明日"],
    ],
    ids=["none", "empty", "tiny", "word", "ha", "song", "table", "letters", "kana"],
)
def test_odd_texts_are_matched_in_no_more_pairs_than_words(texts: list[str]) -> None:
    words, pairs = matched(texts)
    assert len(pairs) <= 4 * len(words)
    check(texts, words, pairs)


def test_uuencoded_blocks_do_not_explode() -> None:
    chance = random.Random(1)
    signs = [chr(33 + code) for code in range(64)]
    block = "\n".join("M" + "".join(chance.choice(signs) for _ in range(60)) for _ in range(3_000))
    words, pairs = matched([block, f"{block[:30_000]}\n{STORY}", STORY])
    check([block, f"{block[:30_000]}\n{STORY}", STORY], words, pairs)
    assert len(pairs) < 200


def test_a_long_copy_is_one_passage() -> None:
    long = " ".join(filler(40, seed) + "." for seed in range(200))
    texts = [f"{filler(30, 901)} {long}", f"{edited(long, 0.02, 7)} {filler(30, 902)}"]
    assert len(found(texts)) == 1
    ((_, start, end, *_),) = found(texts)
    assert end - start > 0.99 * len(long)


def test_ideographs_are_words() -> None:
    story = "政府は十一日、東京に北大西洋条約機構の事務所を開く計画について、各国と協議を続けると発表した。"
    other = "天気予報によると、明日は全国的に雨が降る見込みです。"
    texts = [f"{other}{story}", f"{story}市場は反応しなかった。"]
    assert [one for one, _ in said(texts)] == [story[:-1]]


SENTENCES = [
    "The mayor of the town said on Friday that the well-known bridge had been closed for repairs since the storm.",
    "Nobody from the company would say how long the work on the old harbour wall was going to take this time.",
    "It cost US$3,400, or 3% more than in the year before; the U.S. office paid.",
    "Get a summary now.",
    "— ‘Not at all’, she said —",
    "ha ha ha ha ha ha ha ha ha ha ha ha ha ha",
    "今日は東京で会議があります。",
]
TEXTS = st.lists(st.lists(st.sampled_from(SENTENCES), max_size=8).map("\n".join), max_size=5)


def check(texts: Sequence[str], words: Words, pairs: Pairs) -> None:
    """Hold pairs to what `Pairs` promises."""
    for row, place in enumerate(places(words, pairs)):
        a_start, a_end, b_start, b_end = (
            int(column[row]) for column in (pairs.a_start, pairs.a_end, pairs.b_start, pairs.b_end)
        )
        assert a_start < a_end <= b_start < b_end
        blocks = range(*pairs.block_firsts[row : row + 2].tolist())
        runs = [(int(pairs.block_a[i]), int(pairs.block_b[i]), int(pairs.block_length[i])) for i in blocks]
        assert runs[0][:2] == (a_start, b_start)
        assert (runs[-1][0] + runs[-1][2], runs[-1][1] + runs[-1][2]) == (a_end, b_end)
        for (a, b, length), (next_a, next_b, _) in pairwise(runs):
            assert a + length <= next_a
            assert b + length <= next_b
        for a, b, length in runs:
            assert np.array_equal(words.hashes[a : a + length], words.hashes[b : b + length])
        equal = sum(length for _, _, length in runs)
        assert pairs.similarity[row] == pytest.approx(2 * equal / (a_end - a_start + b_end - b_start))
        assert words.firsts[place[0]] <= a_start < a_end <= words.firsts[place[0] + 1]
        assert words.firsts[place[3]] <= b_start < b_end <= words.firsts[place[3] + 1]
        for text, start, end in (place[:3], place[3:]):
            for word in words_of(texts[text], Span(0, len(texts[text]))) if len(texts[text]) < 5_000 else ():
                assert not word.start < start < word.end
                assert not word.start < end < word.end
    keys = list(
        zip(*(c.tolist() for c in (pairs.a_start, pairs.b_start, pairs.a_end, pairs.b_end)), strict=True)
    )
    assert keys == sorted(set(keys))


@given(TEXTS)
def test_pairs_are_true(texts: list[str]) -> None:
    check(texts, *matched(texts))


@given(TEXTS, st.randoms(use_true_random=False))
def test_the_order_of_texts_does_not_matter(texts: list[str], chance: random.Random) -> None:
    # A line that stands in three texts is only compared with the next one.
    texts = [f"w{number} {text}".replace("\n", " ") for number, text in enumerate(texts)]
    order = list(range(len(texts)))
    chance.shuffle(order)
    turned = found([texts[number] for number in order], FEW)
    back = {_in_order((order[a], s, e, order[b], t, f)) for a, s, e, b, t, f in turned}
    assert back == {_in_order(one) for one in found(texts, FEW)}


FEW = Parameters(neighbours=1000)
"""So that no run of words is too frequent to be compared everywhere."""


def _in_order(one: Found) -> Found:
    return min(one, (*one[3:], *one[:3]))


@given(TEXTS, st.integers(0, 5))
def test_a_text_that_shares_nothing_changes_nothing(texts: list[str], place: int) -> None:
    place = min(place, len(texts))
    more = [*texts[:place], OTHER, *texts[place:]]
    shifted = {(a + (a >= place), s, e, b + (b >= place), t, f) for a, s, e, b, t, f in found(texts)}
    assert found(more) == shifted


class Counting(Memory):
    """Counts what it is asked for and does not know."""

    asked = 0
    unknown = 0

    def get(self, keys: Hashes) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.bool_]], Verdicts]:
        known, verdicts = super().get(keys)
        self.asked += len(keys)
        self.unknown += int((~known).sum())
        return known, verdicts


def corpus() -> list[str]:
    """Texts with copies of passages in them."""
    return [
        f"{filler(40, seed)} {edited(STORY, 0.05 * seed, seed)} {filler(30, seed + 50)}" for seed in range(6)
    ]


def same(one: Pairs, other: Pairs) -> bool:
    """Whether two results are the same in every column."""
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in Pairs.__slots__)


def test_with_a_memo_the_result_is_the_same_and_nothing_is_aligned_again() -> None:
    words = tokenise(corpus())
    without = find_pairs(words, Parameters())
    first = Counting()
    assert same(find_pairs(words, Parameters(), memo=first), without)
    assert first.unknown == first.asked > 0
    second = Counting(first.used)
    assert same(find_pairs(words, Parameters(), memo=second), without)
    assert second.asked == first.asked
    assert second.unknown == 0


def test_a_changed_text_is_aligned_alone() -> None:
    texts = corpus()
    before = Counting()
    find_pairs(tokenise(texts), Parameters(), memo=before)
    texts[2] = f"Changed. {texts[2]}"
    after = Counting(before.used)
    words = tokenise(texts)
    with_memo = find_pairs(words, Parameters(), memo=after)
    assert 0 < after.unknown < before.asked / 2
    assert same(with_memo, find_pairs(words, Parameters()))
    assert len(after.used) == after.asked


def test_a_memo_of_other_parameters_is_not_believed() -> None:
    words = tokenise(corpus())
    before = Counting()
    find_pairs(words, Parameters(), memo=before)
    after = Counting(before.used)
    find_pairs(words, Parameters(shortest=30), memo=after)
    assert after.unknown == after.asked > 0


def test_progress_grows_to_the_end() -> None:
    told: list[float] = []
    find_pairs(tokenise(corpus()), Parameters(), told.append)
    assert told == sorted(told)
    assert told[-1] == 1
