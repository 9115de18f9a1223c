"""What is left of a text reads as if what was cut had never been there, and spans are found in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotui.core.cutting import cut, without
from annotui.core.span import Span


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("One.\n\n[Two.]\n\nThree.", "One.\n\nThree."),
        ("One.\n[Two.]\nThree.", "One.\nThree."),
        ("One. [Two.] Three.", "One. Three."),
        ("[One.] Two.", "Two."),
        ("[One.]\n\nTwo.\n", "Two.\n"),
        ("One. [Two.]\n", "One.\n"),
        ("One.\n\n[Two.]\n", "One.\n"),
        ("One. [Two.]", "One."),
        ("One. [Two.]\nThree.", "One.\nThree."),
        ("One.\n[Two.] Three.", "One.\nThree."),
        ("One.\n\n[Two.]\nThree.", "One.\n\nThree."),
        ("One.\r\n\r\n[Two.]\r\n\r\nThree.", "One.\r\n\r\nThree."),
        ("He [really] came.", "He came."),
        ("He came[, at last].", "He came."),
        ("He came [at last].", "He came."),
        ("He came [at last], she said.", "He came, she said."),
        ("un[believ]able", "unable"),
        ("One. [Two.] [Three.] Four.", "One. Four."),
        ("One.\n\n[Two.]\n\n[Three.]\n\nFour.", "One.\n\nFour."),
        ("[One. [Two.] Three.]", ""),
        ("[ ]One.", "One."),
        ("One.", "One."),
    ],
)
def test_one_of_the_white_spaces_around_it_stays(marked: str, left: str) -> None:
    text, spans, open_ = "", [], []
    for char in marked:
        if char == "[":
            open_.append(len(text))
        elif char == "]":
            spans.append(Span(open_.pop(), len(text)))
        else:
            text += char
    assert cut(text, spans).text == left


def test_spans_are_found_in_what_is_left() -> None:
    text = "One two. Three four. Five six."
    left = cut(text, [Span(9, 20)])
    assert left.text == "One two. Five six."
    assert left.moved(Span(0, 8)).of(left.text) == "One two."
    assert left.moved(Span(21, 30)).of(left.text) == "Five six."
    assert left.moved(Span(4, 25)).of(left.text) == "two. Five"
    assert left.moved(Span(9, 20)).is_empty
    assert left.moved(Span(4, 14)).of(left.text) == "two. "


@given(
    st.text("ab \n.", max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=5)
)
def test_whatever_is_cut_nothing_else_goes_and_no_white_space_comes(
    text: str, pairs: list[tuple[int, int]]
) -> None:
    spans = [Span(min(*pair, len(text)), min(max(pair), len(text))) for pair in pairs]
    left = cut(text, spans)
    covered = {at for span in spans for at in range(*span)}
    bare = "".join(char for at, char in enumerate(text) if at not in covered and not char.isspace())
    assert "".join(left.text.split()) == bare
    for at, char in enumerate(text):
        moved = left.moved(Span(at, at + 1))
        assert moved.of(left.text) in ("", char)
        if at not in covered and not char.isspace():
            assert not moved.is_empty


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=5),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=5),
)
def test_what_is_kept_is_taken_out_of_what_goes(
    gone: list[tuple[int, int]], kept: list[tuple[int, int]]
) -> None:
    def covered(spans: list[Span]) -> set[int]:
        return {at for span in spans for at in range(*span)}

    gone_spans, kept_spans = ([Span(*sorted(pair)) for pair in pairs] for pairs in (gone, kept))
    left = without(gone_spans, kept_spans)
    assert covered(left) == covered(gone_spans) - covered(kept_spans)
