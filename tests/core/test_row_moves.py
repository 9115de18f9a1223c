"""Moves by character, to the ends of a row, and by rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from annotui.core.row_moves import ROW_MOVES, by_rows
from annotui.core.wrap import Rows

Measure = Callable[[str], Sequence[tuple[int, int, int]]]

TEXT = "one two\ne\u0301t\n\nfour five"
"""In rows of five cells: `one `, `two`, `ét`, an empty one, `four `, `five`."""


@pytest.mark.parametrize(
    ("motion", "cursor", "expected"),
    [
        ("left", 0, 0),
        ("left", 10, 8),
        ("right", 8, 10),
        ("right", len(TEXT), len(TEXT)),
        ("row_start", 6, 4),
        ("row_end", 0, 3),
        ("row_end", 4, 7),
        ("row_end", 13, 17),
        ("row_end", 18, len(TEXT)),
    ],
)
def test_by_character_and_to_the_ends_of_a_row(
    motion: str, cursor: int, expected: int, measure: Measure
) -> None:
    assert ROW_MOVES[motion](Rows(TEXT, 5, measure), cursor) == expected


@pytest.mark.parametrize(
    ("cursor", "count", "goal", "expected"),
    [
        (2, 1, 2, 6),
        (6, -1, 2, 2),
        (6, 1, 1, 10),
        (6, 2, 2, 12),
        (6, 3, 2, 15),
        (6, -2, 2, 0),
        (6, -30, 2, 0),
        (14, 2, 1, len(TEXT)),
    ],
)
def test_by_rows_to_the_same_cell_and_beyond_the_text_to_its_ends(
    cursor: int, count: int, goal: int, expected: int, measure: Measure
) -> None:
    assert by_rows(Rows(TEXT, 5, measure), cursor, count, goal) == expected
