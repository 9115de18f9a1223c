"""The keys that are shown, in the row at the bottom and in the help."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from annotui.tui.actions import action_for, actions, key_label
from annotui.tui.screens.help import help_rows
from annotui.tui.widgets.key_row import key_row


@pytest.mark.parametrize("width", [40, 80, 100, 120, 160, 200])
def test_the_row_of_keys_fits_and_always_has_the_labels(width: int) -> None:
    row = "".join(text for text, _ in key_row(width))
    assert all(label in row for label in ("claim", "quote", "error", "duplicate"))
    if width >= 80:
        assert cell_len(row) <= width
        assert "? help" in row
        assert "Q quit" in row


def test_the_help_is_not_cut_at_80_columns() -> None:
    rows = ["".join(text for text, _ in pieces) for pieces in help_rows()]
    assert [row for row in rows if cell_len(row) > 79] == []
    for action in actions():
        assert any(action.help in row and all(key_label(key) in row for key in action.keys) for row in rows)


def test_a_key_is_found_by_its_name_or_by_what_it_types() -> None:
    assert action_for("left_parenthesis", "(") == action_for("(", "(")
    quote = action_for("q", "q")
    assert quote is not None
    assert quote.label == "quote"
    assert action_for("f13", None) is None
