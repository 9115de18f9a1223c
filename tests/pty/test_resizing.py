"""The terminal changes its size: the cursor stays on its word, and panes and list come and go with the room."""

from __future__ import annotations

import itertools
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.pty.conftest import Start, Terminal

# Columns, rows, panes that are shown, and whether the list is.
SIZES = {
    (80, 24): (1, False),
    (99, 30): (1, False),
    (100, 30): (2, False),
    (120, 40): (2, False),
    (159, 50): (2, False),
    (160, 50): (2, True),
    (200, 50): (2, True),
}


def test_panes_and_list_come_and_go_with_the_width(start: Start, seeds: Path) -> None:
    terminal = start(seeds)
    for columns, rows in SIZES:
        terminal.resize(columns, rows)
        terminal.until(partial(fits, terminal, columns, rows, "Japanese"), f"all fits {columns}x{rows}")


def fits(terminal: Terminal, columns: int, rows: int, word: str) -> bool:
    """Whether everything that belongs on a screen of this size is there, with the cursor on a word."""
    shown = (terminal.panes, terminal.has_list) == SIZES[columns, rows]
    return shown and "c claim" in terminal.screen[rows - 1] and terminal.at_cursor == word


@pytest.mark.parametrize("second_pane", [False, True], ids=["first pane", "second pane"])
def test_the_cursor_stays_on_its_word(start: Start, seeds: Path, second_pane: bool) -> None:
    terminal = start(seeds, (160, 50))
    # Far down, so that the pane has been scrolled and at other widths the word is on another row.
    keys, word = ("\t" + "}" * 7, "Officials") if second_pane else (")" * 17, "The")
    terminal.press(keys)
    terminal.until(lambda: terminal.cursor is not None and terminal.at_cursor == word, "the cursor has moved")
    row, column = terminal.cursor or (0, 0)
    around = terminal.screen[row][column : column + 24].strip()
    sizes = [(80, 24), (120, 40), (160, 50), (200, 50)]
    for columns, rows in itertools.chain(sizes, reversed(sizes)):
        terminal.resize(columns, rows)
        terminal.until(partial(fits, terminal, columns, rows, word), f"“{word}” is shown at {columns}x{rows}")
        row, column = terminal.cursor or (0, 0)
        shared = terminal.screen[row][column : terminal.pane[1] - 2].strip()
        assert shared.startswith(around) or around.startswith(shared)
    terminal.tag("c", "claim")
