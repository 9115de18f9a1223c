"""Words: where they are, which are alike, and what parts them."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotui.core.span import Span
from annotui.core.text import paragraphs
from annotui.core.text import words as words_of
from annotui.matching.columns import GLUED, LINE, PARTED, SENTENCE, Words
from annotui.matching.words import tokenise

ANYTHING = st.text(
    st.one_of(st.characters(), st.sampled_from("aB1 .,:/'’-–−([\n\u2060\u0301\u00a0$€%今日かナ@_“”")),
    max_size=60,
)


def said(text: str) -> list[str]:
    """The words of a text, as they stand in it."""
    words = tokenise([text])
    return [text[start:end] for start, end in zip(words.starts, words.ends, strict=True)]


def alike(one: str, other: str) -> bool:
    """Whether two texts have equal words."""
    return np.array_equal(tokenise([one]).hashes, tokenise([other]).hashes)


def parted(text: str) -> list[int]:
    """What stands before each word."""
    gaps: list[int] = tokenise([text]).gaps.tolist()
    return gaps


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Japan’s plan, 3,400.5 homes", ["Japan’s", "plan", "3,400.5", "homes"]),
        ("a well-known café", ["a", "well", "known", "café"]),
        ("It cost US$5, or 3% more.", ["It", "cost", "US", "$5", "or", "3%", "more"]),
        ("the U.S. said", ["the", "U", "S.", "said"]),
        ("(-5%) to $-5, –3", ["-5%", "to", "$-5", "–3"]),
        ("今日は 10:30", ["今", "日", "は", "10:30"]),
        ("cafe\u0301s", ["cafe\u0301s"]),
        ("Japan’\u2060\u2060s", ["Japan’\u2060\u2060s"]),
        ("“'quoted'”", ["quoted"]),
        ("", []),
        (" — …", []),
    ],
)
def test_words_are_where_they_stand(text: str, words: list[str]) -> None:
    assert said(text) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Crème BRÛLÉE", "creme brulee"),
        ("Japan’s", "JAPAN'S"),
        ("cafe\u0301", "café"),
        ("ПРИВЕТ", "привет"),
        ("well-known", "well known"),
        ("Japan’\u2060\u2060s", "Japan's"),
        ("antidisestablishmentarianism" * 20, "Antidisestablishmentarianism" * 20),
    ],
)
def test_case_accents_and_typography_are_folded(one: str, other: str) -> None:
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3,400", "3,500"),
        ("a" * 300 + "b", "a" * 300 + "c"),
        ("东京", "京东"),
        ("don't", "dont"),
        ("a", "aa"),
        ("м", "m"),
    ],
)
def test_different_words_are_different(one: str, other: str) -> None:
    assert not alike(one, other)


def test_what_stands_before_a_word() -> None:
    text = "A well-known man. He said: “Yes!” Nobody\nelse did"
    assert said(text)[:4] == ["A", "well", "known", "man"]
    assert parted(text) == [LINE, PARTED, GLUED, PARTED, SENTENCE, PARTED, PARTED, SENTENCE, LINE, PARTED]


def test_a_line_of_a_hard_wrapped_text_is_no_paragraph() -> None:
    assert parted("one two\nthree\n\nfour\n") == [LINE, PARTED, PARTED, LINE]
    assert parted("one two\nthree " + "x" * 121 + "\n\nfour")[2] == LINE


@given(st.lists(ANYTHING, max_size=4))
def test_words_depend_on_their_own_text_alone(texts: list[str]) -> None:
    together = tokenise(texts)
    assert together.texts == len(texts)
    for number, text in enumerate(texts):
        alone = tokenise([text])
        here = slice(*together.firsts[number : number + 2])
        for column in ("hashes", "starts", "ends", "gaps"):
            assert np.array_equal(getattr(alone, column), getattr(together, column)[here])


@given(ANYTHING)
def test_words_are_in_order_and_never_empty(text: str) -> None:
    words = tokenise([text])
    assert (words.starts < words.ends).all()
    assert (words.ends[:-1] <= words.starts[1:]).all()
    assert words.ends.max(initial=0) <= len(text)


@given(ANYTHING)
def test_bounds_that_part_are_never_inside_a_readers_word(text: str) -> None:
    words = tokenise([text])
    starts, ends = bounds(words)
    for span in words_of(text, Span(0, len(text))):
        inside = range(span.start + 1, span.end)
        assert not starts & set(inside), span.of(text)
        assert not ends & set(inside), span.of(text)


def bounds(words: Words) -> tuple[set[int], set[int]]:
    """Where a passage may begin, and where it may end."""
    last = np.append(words.gaps[1:] != GLUED, True)[: len(words)]
    return set(words.starts[words.gaps != GLUED].tolist()), set(words.ends[last].tolist())


def test_without_what_is_glued_bounds_would_be_inside_words() -> None:
    words = tokenise(["a well-known plan"])
    assert 7 in words.starts.tolist()
    assert 7 not in bounds(words)[0]


@given(st.text(st.sampled_from("ab .\n\r\t"), max_size=80))
def test_paragraphs_are_those_of_the_reader(text: str) -> None:
    words = tokenise([text])
    begin = {
        int(words.starts[words.starts >= span.start].min())
        for span in paragraphs(text)
        if ((words.starts >= span.start) & (words.starts < span.end)).any()
    }
    assert set(words.starts[words.gaps == LINE].tolist()) == begin


def test_what_a_letter_folds_to_is_the_same_in_any_company() -> None:
    latin = "".join(chr(code) for code in range(192, 256) if unicodedata.category(chr(code))[0] == "L")
    for letter in latin:
        assert tokenise([letter]).hashes[0] == tokenise([letter + " “”"]).hashes[0]
