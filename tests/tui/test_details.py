"""What more is said of what is highlighted: in full where there is room, and seen to be cut where there is none."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from annotui.tui import styles
from annotui.tui.widgets.details import Paragraph, laid_out

LONG = Paragraph(
    [("Thousands were without ", styles.PLAIN), ("power", styles.BOLD), (" on Monday.", styles.PLAIN)]
)


def texts(paragraphs: list[Paragraph], width: int, height: int) -> list[str]:
    return ["".join(text for text, _ in row).rstrip() for row in laid_out(paragraphs, width, height)]


def test_where_there_is_room_everything_is_said() -> None:
    assert texts([LONG, Paragraph([("And so on.", styles.DIM)])], 20, 9) == [
        " Thousands were",
        " without power on",
        " Monday.",
        " And so on.",
    ]


def test_further_rows_begin_below_what_is_said_and_keep_how_it_looks() -> None:
    there = Paragraph(LONG.pieces, " there: ")
    assert texts([there], 24, 9) == [" there: Thousands were", "        without power on", "        Monday."]
    bold = [[text for text, style in row if style == styles.BOLD] for row in laid_out([there], 24, 9)]
    assert bold == [[], ["power"], []]


def test_each_paragraph_has_a_row_before_one_has_two() -> None:
    assert texts([LONG, LONG], 20, 3) == [" Thousands were", " without power on M…", " Thousands were wit…"]
    assert texts([LONG, LONG], 20, 2) == [" Thousands were wit…"] * 2
    assert texts([LONG, LONG], 60, 1) == [" Thousands were without power on Monday. …"]
    assert texts([LONG], 20, 0) == []


@given(st.lists(st.text("ab 漢—\x1b\n", max_size=60), max_size=5), st.integers(4, 30), st.integers(0, 12))
def test_no_row_is_too_wide_and_what_is_missing_is_told(said: list[str], width: int, height: int) -> None:
    paragraphs = [Paragraph([(one[:9], styles.BOLD), (one[9:], styles.PLAIN)]) for one in said]
    rows = texts(paragraphs, width, height)
    assert len(rows) <= height
    assert all(cell_len(row) <= width for row in rows)
    in_full = "".join(texts(paragraphs, 1000, len(paragraphs)))
    is_all = "".join("".join(rows).split()) == "".join(in_full.split())
    assert is_all or height == 0 or any("…" in row for row in rows)
