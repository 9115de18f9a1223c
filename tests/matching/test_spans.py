"""Words become spans of the text: with their marks, never half a word, and never one over another."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotui.matching.spans import spans
from annotui.matching.words import tokenise


def cut(texts: list[str], *passages: tuple[int, int]) -> list[str]:
    """What stands at passages, which are given in words of all texts."""
    words = tokenise(texts)
    starts, ends = (np.array(column, np.int64) for column in zip(*passages, strict=True))
    found = zip(*(column.tolist() for column in spans(words, texts, starts, ends)), strict=True)
    return [texts[text][start:end] for text, start, end in found]


@pytest.mark.parametrize(
    ("text", "passages", "said"),
    [
        ("He said: “Yes, we can.” Then he left.", [(2, 5)], ["“Yes, we can.”"]),
        (
            "He said: “Yes, we can.” Then he left.",
            [(0, 2), (2, 5), (5, 8)],
            ["He said:", "“Yes, we can.”", "Then he left."],
        ),
        ('One."Two" (three)', [(0, 1), (1, 2), (2, 3)], ['One."', 'Two"', "(three)"]),
        ("word—other", [(0, 1)], ["word"]),
        ("¿Quién? ¡Nadie!", [(0, 1), (1, 2)], ["¿Quién?", "¡Nadie!"]),
        ("首相は、言った。", [(0, 2)], ["首相"]),
        ("one", [(0, 1)], ["one"]),
    ],
)
def test_marks_go_with_the_words_they_touch(
    text: str, passages: list[tuple[int, int]], said: list[str]
) -> None:
    assert cut([text], *passages) == said


def test_marks_of_another_text_are_not_taken() -> None:
    assert cut(["one.", "“two”", "three"], (0, 1), (1, 2), (2, 3)) == ["one.", "“two”", "three"]


@given(st.lists(st.text("ab .“”'(),\n—é漢", max_size=30), min_size=1, max_size=3), st.data())
def test_whatever_the_texts_spans_hold_their_words_and_do_not_overlap(
    texts: list[str], data: st.DataObject
) -> None:
    words = tokenise(texts)
    edges = sorted(data.draw(st.sets(st.integers(0, len(words)), max_size=6))) if len(words) else []
    firsts = words.firsts.tolist()
    passages = [
        (start, end)
        for start, end in list(pairwise(edges))
        if not any(start < first < end for first in firsts) and start < end
    ]
    starts, ends = (np.array([one[side] for one in passages], np.int64) for side in (0, 1))
    text, first, last = (column.tolist() for column in spans(words, texts, starts, ends))
    for row, (start, end) in enumerate(passages):
        assert first[row] <= words.starts[start] < words.ends[end - 1] <= last[row] <= len(texts[text[row]])
        assert not any(char.isspace() for char in texts[text[row]][first[row] : words.starts[start]])
        assert not any(char.isalnum() for char in texts[text[row]][words.ends[end - 1] : last[row]])
    for one, other in pairwise(zip(text, first, last, strict=True)):
        assert one[0] < other[0] or one[2] <= other[1]
