"""The terminal changes its size: the cursor stays on its word, and panes and list come and go with the room."""

from __future__ import annotations

import contextlib
import itertools
import random
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.pty.modes import left_changed
from tests.trying import IS_LONG

if TYPE_CHECKING:
    from tests.pty.conftest import Start, Terminal

# Columns, rows, panes that are shown, and whether the list is.
SIZES = {
    (80, 24): (1, False),
    (99, 30): (1, False),
    (100, 24): (2, False),
    (100, 30): (2, False),
    (120, 40): (2, False),
    (159, 50): (2, False),
    (160, 50): (2, True),
    (200, 50): (2, True),
}


@pytest.mark.parametrize(
    ("unknown", "env", "size"),
    [
        ("rows 0 cols 0", {}, (80, 24)),
        ("rows 0", {}, (100, 24)),
        ("rows 0 cols 0", {"COLUMNS": "120", "LINES": "40"}, (120, 40)),
        ("rows 30", {"COLUMNS": "500", "LINES": "3"}, (100, 30)),
    ],
    ids=["nothing", "no rows", "COLUMNS and LINES", "COLUMNS and LINES that are wrong"],
)
def test_a_terminal_that_does_not_know_its_size(
    start: Start, seeds: Path, unknown: str, env: dict[str, str], size: tuple[int, int]
) -> None:
    """As a serial line, or one that a program has made without saying how large it is."""
    script = f"stty cols 100 {unknown}; exec {sys.executable} -m annotui {seeds}"
    terminal = start(seeds, size, command=["/bin/sh", "-c", script], env=env)
    terminal.until(partial(fits, terminal, *size, "Japanese"), "all fits")
    terminal.tag("c", "claim")
    terminal.press("Q")
    assert terminal.until_ended() == 0


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
    # On the way other sentences begin with the same word.
    terminal.until(lambda: terminal.cursor is not None and terminal.at_cursor == word, "the cursor has moved")
    terminal.until_quiet(0.5)
    terminal.until(lambda: terminal.at_cursor == word, "it has come to rest")
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


TINY = [(39, 24), (80, 7), (20, 5), (10, 3), (2, 2), (1, 1)]
QUITS = "Ctrl+C quits"


def says_so(terminal: Terminal, columns: int, rows: int) -> bool:
    """Whether a window says that it is too small, as far as there is room for that, and nothing else."""
    said = "".join("".join(terminal.screen).split())
    whole = "".join(f"{columns}×{rows} is too small, 40×8 are needed · {QUITS}".split())
    return bool(said) and whole.startswith(said) and (columns * rows < 60 or said == whole)


def test_a_tiny_window_says_so_and_shows_everything_again_once_it_is_larger(
    start: Start, seeds: Path, exported: Callable[[Path], list[object]]
) -> None:
    terminal = start(seeds, (100, 30))
    terminal.until_matched()
    terminal.press("))vw")
    terminal.until(lambda: "selection" in terminal.status, "something is selected")
    word = terminal.at_cursor
    for columns, rows in TINY:
        terminal.resize(columns, rows)
        terminal.until(partial(says_so, terminal, columns, rows), f"{columns}x{rows} is called too small")
        # What could not be seen is not done.
        terminal.press("cQ]?\r")
        terminal.until_quiet(0.2)
        assert says_so(terminal, columns, rows)
        terminal.resize(100, 30)
        terminal.until(
            lambda: terminal.panes == 2 and terminal.at_cursor == word and "c claim" in terminal.screen[-1],
            "all is there again",
        )
        assert "selection, 1 word" in terminal.status
    terminal.tag("c", "claim")
    assert len(exported(seeds)) == 1


OPENED = {"?": "Labels", "\r": "type to filter", ":": "actions", "mHalf": "Half", "/nato": "nato"}


@pytest.mark.parametrize("keys", OPENED, ids=["help", "list", "palette", "note", "search"])
def test_what_is_open_is_still_open(start: Start, seeds: Path, keys: str) -> None:
    terminal = start(seeds, (100, 30))
    terminal.tag("c", "claim")
    terminal.press(keys)
    terminal.until_shown(OPENED[keys])
    terminal.resize(20, 3)
    terminal.until(partial(says_so, terminal, 20, 3), "it is called too small")
    terminal.resize(100, 30)
    terminal.until_shown(OPENED[keys])


@pytest.mark.parametrize("key", ["\x03", "\x11"], ids=["Ctrl+C", "Ctrl+Q"])
def test_a_tiny_window_can_be_left(start: Start, seeds: Path, key: str) -> None:
    terminal = start(seeds, (20, 5), wait=False)
    terminal.until(partial(says_so, terminal, 20, 5), "it is called too small")
    terminal.press(key)
    assert terminal.until_ended() == 0


def test_it_starts_tiny_and_grows(start: Start, seeds: Path) -> None:
    terminal = start(seeds, (10, 2), wait=False)
    terminal.until(partial(says_so, terminal, 10, 2), "it is called too small")
    terminal.resize(300, 100)
    terminal.until_ready()
    terminal.until(lambda: (terminal.panes, terminal.has_list) == (2, True), "panes and list are shown")
    terminal.tag("c", "claim")


@pytest.mark.parametrize("while_it_starts", [True, False])
def test_a_window_that_is_dragged_about_is_laid_out_for_its_last_size(
    start: Start, seeds: Path, while_it_starts: bool
) -> None:
    terminal = start(seeds, (100, 30), wait=not while_it_starts)
    chance = random.Random(1)
    for _ in range(500 if IS_LONG else 200):
        terminal.resize(chance.choice([1, 39, 41, 80, 100, 160, 300]), chance.choice([1, 7, 9, 24, 50, 100]))
        terminal.pump(0.003)
    terminal.resize(120, 40)
    terminal.until_ready()
    terminal.until(lambda: terminal.panes == 2, "both panes are there")
    # Sizes that meet in a queue are not laid out in turn for ever.
    terminal.tag("c", "claim")
    terminal.press("Q")
    for _ in range(20):
        with contextlib.suppress(OSError):
            terminal.resize(chance.choice([1, 80, 160]), chance.choice([1, 24, 50]))
        terminal.pump(0.001)
    assert terminal.until_ended() == 0
    assert left_changed(bytes(terminal.raw)) == set()


def test_a_terminal_that_says_it_is_larger_than_any(start: Start, seeds: Path) -> None:
    terminal = start(seeds, (100, 30))
    terminal.child.setwinsize(65535, 65535)
    terminal.until(lambda: b"\x1b[500" in terminal.raw, "the last row that is used is painted")
    terminal.until_quiet(0.5)
    terminal.resize(80, 24)
    terminal.until(lambda: terminal.panes == 1 and fits(terminal, 80, 24, "Japanese"), "all fits")
    terminal.tag("c", "claim")
    terminal.press("Q")
    assert terminal.until_ended() == 0
