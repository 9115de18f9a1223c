"""The keys that are shown, in the row at the bottom and in the help."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from annotui.config import STANDARD, Label
from annotui.tui.actions import Actions, key_label
from annotui.tui.legend import Legend
from annotui.tui.screens.help import help_rows
from annotui.tui.widgets.key_row import Moment, key_row

TABLE = Actions(STANDARD, {})
LEGEND = Legend(STANDARD, "terminal")
MOMENTS: tuple[Moment, ...] = ("reading", "selecting", "on an annotation", "on a suggestion")


@pytest.mark.parametrize("width", [40, 80, 100, 120, 160, 200])
@pytest.mark.parametrize("moment", MOMENTS)
def test_the_row_of_keys_fits_and_always_has_the_labels_help_and_the_way_out(
    moment: Moment, width: int
) -> None:
    row = "".join(piece.text for piece in key_row(TABLE, LEGEND, moment, width))
    assert cell_len(row) <= width
    assert "? help" in row
    assert "Q quit" in row
    labels = row.partition("│")[0].split()
    assert labels[::2] == ["c", "q", "e", "d"]
    if width >= 80:
        assert labels[1::2] == ["claim", "quote", "error", "duplicate"]


def test_long_names_of_labels_make_room_for_help_and_the_way_out() -> None:
    labels = [Label(name * 9, name[0], "cyan", name[0].upper(), "") for name in ("abcd", "fgh", "klm", "opr")]
    table = Actions(labels, {})
    for width in (40, 80, 120):
        row = "".join(piece.text for piece in key_row(table, Legend(labels, "terminal"), "reading", width))
        assert cell_len(row) <= width
        assert "? help" in row
        assert "Q quit" in row
        assert all(f" {label.key} " in row for label in labels)


def test_the_help_is_not_cut_at_80_columns() -> None:
    rows = ["".join(text for text, _ in pieces) for pieces in help_rows(TABLE, LEGEND)]
    assert [row for row in rows if cell_len(row) > 79] == []
    for action in TABLE:
        assert any(action.help in row and all(key_label(key) in row for key in action.keys) for row in rows)


def test_a_key_is_found_by_its_name_or_by_what_it_types() -> None:
    assert TABLE.for_key("left_parenthesis", "(") == TABLE.for_key("(", "(")
    quote = TABLE.for_key("q", "q")
    assert quote is not None
    assert quote.label == "quote"
    assert TABLE.for_key("f13", None) is None
