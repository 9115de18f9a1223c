"""Rows of a text at a width, and the way from an offset to a cell and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.core.display import shown
from annotui.core.mojibake import repair
from annotui.core.wrap import Rows

Measure = Callable[[str], Sequence[tuple[int, int, int]]]

WIDTHS = st.integers(2, 12) | st.integers(13, 200)


def drawn(text: str) -> str:
    """A text as a pane draws it."""
    repaired = repair(text)
    return repaired.apply(shown(text)) if repaired else shown(text)


def said(text: str, width: int, measure: Measure) -> list[str]:
    rows = Rows(text, width, measure)
    return [text[slice(*rows.bounds(row))] for row in range(len(rows))]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("", 5, [""]),
        ("one", 5, ["one"]),
        ("one two", 5, ["one ", "two"]),
        ("one two\nthree\n", 7, ["one two\n", "three\n", ""]),
        ("one   two", 3, ["one   ", "two"]),
        ("one   \ntwo", 3, ["one   \n", "two"]),
        ("threads", 3, ["thr", "ead", "s"]),
        ("a well-known", 7, ["a well-", "known"]),
        ("a – b", 3, ["a – ", "b"]),
        ("\n\na", 3, ["\n", "\n", "a"]),
        ("  indented", 5, ["  ", "inden", "ted"]),
        ("北约放弃", 4, ["北约", "放弃"]),
        ("北约放弃", 5, ["北约", "放弃"]),
        ("北约，放弃。", 4, ["北", "约，", "放", "弃。"]),
        ("他说「好的」", 6, ["他说", "「好", "的」"]),
        ("Nato 北约 x", 7, ["Nato 北", "约 x"]),
        ("one e\u0301te\u0301 two", 8, ["one e\u0301te\u0301 ", "two"]),
        ("中中        、b", 4, ["中中        ", "、b"]),
        ("a北，", 3, ["a", "北", "，"]),
        ("👩\u200d👩\u200d👧👩\u200d👩\u200d👧", 3, ["👩\u200d👩\u200d👧"] * 2),
    ],
)
def test_rows(text: str, width: int, expected: list[str], measure: Measure) -> None:
    assert said(text, width, measure) == expected


def test_a_row_takes_at_least_a_wide_character(measure: Measure) -> None:
    assert said("北约", 0, measure) == ["北", "约"]


def test_a_line_break_of_windows_is_a_blank_at_the_end_of_its_row(measure: Measure) -> None:
    text = drawn("one\r\ntwo")
    assert said(text, 3, measure) == ["one \n", "two"]


def test_from_an_offset_to_a_cell_and_back_over_wide_characters(measure: Measure) -> None:
    rows = Rows("a北e\u0301x", 10, measure)
    assert [rows.column(offset) for offset in (0, 1, 2, 4, 5)] == [0, 1, 3, 4, 5]
    assert [rows.offset(0, column) for column in range(7)] == [0, 1, 1, 2, 4, 5, 5]
    assert (rows.after(2), rows.before(4), rows.after(3)) == (4, 2, 4)


def test_a_click_beside_the_text_means_the_end_of_the_row(measure: Measure) -> None:
    rows = Rows("one two\nthree", 4, measure)
    # Behind the blank of a row that goes on, the next row begins.
    assert rows.offset(0, 99) == 3
    assert rows.offset(1, 99) == 7
    assert rows.offset(99, 99) == len("one two\nthree")
    assert rows.offset(-1, 0) == 0


def test_up_and_down_stay_in_the_text(measure: Measure) -> None:
    rows = Rows("", 10, measure)
    assert (len(rows), rows.bounds(0), rows.last(0), rows.row(0), rows.column(0)) == (1, (0, 0), 0, 0, 0)
    assert rows.offset(5, 5) == rows.after(0) == rows.before(0) == 0


@settings(max_examples=150)
@given(data=st.data(), width=WIDTHS)
def test_every_offset_lies_in_exactly_one_row(
    data: st.DataObject, width: int, messy: st.SearchStrategy[str], measure: Measure
) -> None:
    text = drawn(data.draw(messy))
    rows = Rows(text, width, measure)
    bounds = [rows.bounds(row) for row in range(len(rows))]
    assert (bounds[0][0], bounds[-1][1]) == (0, len(text))
    assert all(one[1] == other[0] for one, other in pairwise(bounds))
    for row, (start, end) in enumerate(bounds):
        assert all(rows.row(offset) == row for offset in range(start, end))
        assert "\n" not in text[start : end - 1]
        assert start < end or row == len(bounds) - 1
    assert rows.row(len(text)) == len(rows) - 1


@settings(max_examples=150)
@given(data=st.data(), width=WIDTHS)
def test_no_row_is_wider_than_the_width(
    data: st.DataObject, width: int, messy: st.SearchStrategy[str], measure: Measure
) -> None:
    text = drawn(data.draw(messy))
    for row in said(text, width, measure):
        bare = row.removesuffix("\n").rstrip(" ")
        assert sum(cells for _, _, cells in measure(bare)) <= width, row


@settings(max_examples=150)
@given(data=st.data(), width=WIDTHS)
def test_an_offset_is_found_again_from_its_cell(
    data: st.DataObject, width: int, messy: st.SearchStrategy[str], measure: Measure
) -> None:
    text = drawn(data.draw(messy))
    rows = Rows(text, width, measure)
    for row in range(len(rows)):
        start, _ = rows.bounds(row)
        column = 0
        for first, last, cells in rows.cells(row):
            # All code points of what is drawn as one are found at its cells; what has no width has none.
            assert rows.column(start + first) == column
            for cell in range(column, column + cells):
                assert rows.offset(row, cell) == start + first
            assert last > first
            column += cells
        assert rows.offset(row, column) == rows.last(row)
        assert rows.row(rows.last(row)) == row


@settings(max_examples=150)
@given(data=st.data(), width=WIDTHS)
def test_one_character_on_and_one_back_are_inverse(
    data: st.DataObject, width: int, messy: st.SearchStrategy[str], measure: Measure
) -> None:
    text = drawn(data.draw(messy))
    rows = Rows(text, width, measure)
    boundaries = [0]
    while boundaries[-1] < len(text):
        following = rows.after(boundaries[-1])
        assert boundaries[-1] < following <= len(text)
        assert rows.before(following) == boundaries[-1]
        boundaries.append(following)
    assert rows.after(len(text)) == len(text)
    # From inside of what is drawn as one: to its ends.
    for offset in range(1, len(text)):
        assert rows.before(offset) < offset < rows.after(offset)
        assert {rows.before(offset), rows.after(offset)} <= {*boundaries}


@settings(max_examples=100)
@given(
    line=st.text("ab -–_.’", max_size=80),
    width=st.integers(2, 30),
)
def test_a_line_with_a_wide_character_far_behind_is_wrapped_alike(
    line: str, width: int, measure: Measure
) -> None:
    # The row in which the lines begin to differ may differ, and so may the one that runs into it.
    plain = said(line + " " + "c" * width, width, measure)
    wide = said(line + " " + "c" * (width - 2) + "北", width, measure)
    assert plain[:-2] == wide[: len(plain) - 2]


@settings(max_examples=60)
@given(data=st.data(), width=WIDTHS)
def test_a_word_that_fits_is_not_cut(data: st.DataObject, width: int, measure: Measure) -> None:
    text = data.draw(st.text("abc \n", max_size=120))
    for row, following in pairwise(said(text, width, measure)):
        if row[-1] not in " \n":
            assert len(row) == width
            assert " " not in row.lstrip(" ")
            assert following[0] not in " \n"
