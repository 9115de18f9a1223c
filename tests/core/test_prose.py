"""The unit under the cursor, and where the next one is."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.core.prose import UNITS, Prose, Unit
from annotui.core.span import Span

TEXT = "The storm left, he said; “nobody” slept.  Then it rained.\n* * *\nThe end"


def at(prose: Prose, unit: Unit, offset: int) -> str:
    return prose.at(unit, offset).of(prose.text)


@pytest.mark.parametrize(
    ("unit", "where", "expected"),
    [
        ("word", "storm", "storm"),
        ("clause", "storm", "The storm left"),
        ("clause", "nobody", "“nobody” slept"),
        ("sentence", "nobody", "The storm left, he said; “nobody” slept."),
        ("sentence", "rained", "Then it rained."),
        ("paragraph", "rained", "The storm left, he said; “nobody” slept.  Then it rained."),
        ("paragraph", "* *", "* * *"),
        ("sentence", "end", "The end"),
    ],
)
def test_the_unit_under_the_cursor(unit: Unit, where: str, expected: str) -> None:
    assert at(Prose(TEXT), unit, TEXT.index(where)) == expected


def test_in_the_gap_between_two_units_it_is_the_one_before() -> None:
    prose = Prose(TEXT)
    gap = TEXT.index("  Then")
    assert at(prose, "sentence", gap).endswith("slept.")
    assert at(prose, "sentence", gap + 1).endswith("slept.")
    assert at(prose, "word", gap) == "slept"
    assert at(prose, "paragraph", TEXT.index("\n")).endswith("rained.")


def test_ahead_of_the_first_unit_it_is_the_first() -> None:
    assert at(Prose("  One. Two."), "sentence", 0) == "One."
    assert at(Prose(" “One.” Two."), "word", 1) == "One"


def test_at_the_end_of_the_text_it_is_the_last() -> None:
    assert [at(Prose(TEXT), unit, len(TEXT)) for unit in UNITS] == ["end", "The end", "The end", "The end"]


def test_a_sentence_without_a_word_is_its_own_word_and_clause() -> None:
    prose = Prose(TEXT)
    assert [at(prose, unit, TEXT.index("* *") + 2) for unit in UNITS] == ["* * *"] * 4


@pytest.mark.parametrize("text", ["", "  ", "\n \n"])
def test_where_there_is_nothing_but_white_space_it_is_empty(text: str) -> None:
    prose = Prose(text)
    for unit in UNITS:
        assert prose.at(unit, len(text)) == Span(0, 0)
        assert prose.next_start(unit, 0) == prose.next_end(unit, 0) == len(text)
        assert prose.previous_start(unit, len(text)) == 0
    assert prose.quotation_at(0) is prose.quotation_after(0) is None


def test_moving_by_units() -> None:
    prose = Prose(TEXT)
    then = TEXT.index("Then")
    assert prose.next_start("sentence", 0) == then
    assert prose.next_end("sentence", 0) == then - 2
    assert prose.next_end("sentence", then - 2) == TEXT.index("\n")
    assert prose.previous_start("sentence", then) == 0
    assert prose.previous_start("sentence", then + 1) == then
    assert prose.next_start("paragraph", then) == TEXT.index("* *")
    assert prose.next_start("word", TEXT.index("rained")) == TEXT.index("* *")
    assert prose.next_start("word", len(TEXT) - 1) == len(TEXT)


def test_the_quotation_around_the_cursor_and_the_next_one() -> None:
    text = "He said “one” and\n“two”."
    prose = Prose(text)
    one, two = Span(8, 13), Span(18, 23)
    assert [one.of(text), two.of(text)] == ["“one”", "“two”"]
    assert prose.quotation_at(7) is None
    assert prose.quotation_at(8) == prose.quotation_at(12) == one
    assert prose.quotation_at(13) is None
    assert prose.quotation_after(0) == prose.quotation_after(8) == one
    assert prose.quotation_after(9) == two
    assert prose.quotation_after(19) is None


def test_words_are_counted_cut_ones_too() -> None:
    prose = Prose("Japan’s 3,400 homes, e.g. here.")
    assert prose.count_words(Span(0, len(prose.text))) == 5
    assert prose.count_words(Span(2, 10)) == 2


@settings(max_examples=100)
@given(data=st.data())
def test_units_tile_their_parents_and_are_found_from_every_offset_in_them(
    data: st.DataObject, messy: st.SearchStrategy[str]
) -> None:
    text = data.draw(messy)
    prose = Prose(text)
    for unit in UNITS:
        found = list(dict.fromkeys(prose.at(unit, offset) for offset in range(len(text) + 1)))
        if not text.strip():
            assert found == [Span(0, 0)]
            continue
        assert found == sorted(found)
        assert all(one.end <= other.start for one, other in pairwise(found))
        for span in found:
            assert 0 <= span.start < span.end <= len(text)
            assert all(prose.at(unit, offset) == span for offset in range(*span))
            parent = prose.at(UNITS[min(UNITS.index(unit) + 1, 3)], span.start)
            assert parent.contains(span)
        if unit in ("sentence", "paragraph"):
            assert sum(len("".join(span.of(text).split())) for span in found) == len("".join(text.split()))


@settings(max_examples=60)
@given(data=st.data(), unit=st.sampled_from(UNITS))
def test_moving_on_reaches_the_end_and_moving_back_the_beginning(
    data: st.DataObject, unit: Unit, messy: st.SearchStrategy[str]
) -> None:
    text = data.draw(messy)
    prose = Prose(text)
    for find in (prose.next_start, prose.next_end):
        offset = data.draw(st.integers(0, len(text)))
        while offset < len(text):
            moved = find(unit, offset)
            assert offset < moved <= len(text)
            offset = moved
        assert find(unit, offset) == len(text)
    while offset > 0:
        moved = prose.previous_start(unit, offset)
        assert 0 <= moved < offset
        offset = moved
    assert prose.previous_start(unit, 0) == 0


def test_golden_sentences_of_a_seed(mended: Callable[[str], str]) -> None:
    prose = Prose(mended("003"))
    offset = prose.text.index("“engaging")
    assert at(prose, "sentence", offset) == (
        "Japan is not a member of NATO, but the move is significant as it means that the bloc’s Asia-Pacific "
        "partners are “engaging in a very stable way,” as per Hayashi."
    )
    assert at(prose, "clause", offset) == (
        "but the move is significant as it means that the bloc’s Asia-Pacific "
        "partners are “engaging in a very stable way,”"
    )
    assert at(prose, "word", offset + 1) == "engaging"
