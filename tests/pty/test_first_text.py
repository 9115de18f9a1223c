"""The text can be read before the reader has started, and nothing on the screen moves when it has."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pyte
import pytest

if TYPE_CHECKING:
    from tests.pty.conftest import Record, Start, Terminal

Export = Callable[[Path], "list[Record]"]

SIZES = [(80, 24), (100, 30), (121, 40), (160, 50)]
TAKEN_OVER = b"\x1b[?1004h"
"""What Textual writes before it draws anything."""
GUTTER = 5
WIDE = (
    "日本の外相は、ＮＡＴＯ事務所について語らなかった。" * 9 + "\n\n"
    "A flag \U0001f1ef\U0001f1f5, an e\u0301 and a\ttab\x1b[31m, \u202eturned.\r\n\n" + "word " * 400 + "\n\n"
)


HELD = """
import pathlib, sys, time
from annotui.tui.first import begin as first
begin, gate = first.begin, pathlib.Path({gate!r})
def held(arguments):
    begin(arguments)
    while not gate.exists():
        time.sleep(0.005)
first.begin = held
from annotui.__main__ import main
sys.argv[1:] = [{folder!r}]
main()
"""
"""The program, which goes on from the first text when there is a file: by itself it would not wait for anybody to look."""


def held(start: Start, seeds: Path) -> Terminal:
    """Start the program as far as the first text."""
    script = HELD.format(gate=str(gate(seeds)), folder=str(seeds))
    terminal = start(seeds, command=[sys.executable, "-c", script], wait=False, note_settings=True)
    terminal.until(lambda: "─" * 40 in terminal.screen[-3], "the first text is shown")
    return terminal


def gate(seeds: Path) -> Path:
    return seeds.parent / "go on"


def before_the_reader(terminal: Terminal, size: tuple[int, int]) -> pyte.Screen:
    """The screen when the reader had not drawn anything yet."""
    screen = pyte.Screen(*size)
    first, taken_over, _ = bytes(terminal.raw).partition(TAKEN_OVER)
    assert taken_over
    pyte.ByteStream(screen).feed(first)
    return screen


def cells(screen: pyte.Screen, row: int) -> list[str]:
    return [screen.buffer[row][column].data for column in range(screen.columns)]


def check_nothing_moves(terminal: Terminal, size: tuple[int, int]) -> int:
    """Hold the first text against the reader's screen, cell by cell; returns how many cells it filled."""
    first = before_the_reader(terminal, size)
    filled = 0
    for row in range(size[1] - 3):
        was = cells(first, row)
        now = [terminal.cell(row, column).data for column in range(size[0])]
        edges = [column for column in range(size[0]) if was[column] == "│"]
        assert all(now[column] == "│" for column in edges)
        for left, right in zip(edges, [*edges[1:], size[0]], strict=True):
            # The last cell is the bar.
            text = slice(left + GUTTER, right - 1)
            if row:
                assert "".join(was[text]) == "".join(now[text]), f"row {row} from cell {left}"
            filled += sum(1 for one in was[text] if one.strip())
    assert cells(first, size[1] - 3) == ["─"] * size[0]
    return filled


@pytest.mark.parametrize("size", SIZES)
def test_nothing_moves_when_the_reader_has_started(start: Start, seeds: Path, size: tuple[int, int]) -> None:
    terminal = start(seeds, size)
    # A screen of text, not a few words.
    assert check_nothing_moves(terminal, size) > size[0] * size[1] / 5


@pytest.mark.parametrize("size", SIZES)
def test_nothing_moves_where_the_reader_left_off(start: Start, seeds: Path, size: tuple[int, int]) -> None:
    """In the repaired article, scrolled, with the other pane active; then on a smaller screen."""
    terminal = start(seeds, size)
    terminal.press("}}}}}}\tGKKKQ")
    assert terminal.until_ended() == 0
    again = start(seeds, size)
    check_nothing_moves(again, size)
    again.press("[gQ")
    assert again.until_ended() == 0
    smaller = (size[0] - 10, size[1] - 5)
    check_nothing_moves(start(seeds, smaller), smaller)


def test_nothing_moves_in_a_long_article_with_wide_and_hidden_characters(
    start: Start, tmp_path: Path
) -> None:
    """pyte draws joined characters as it likes, but both times the same."""
    (tmp_path / "wide").mkdir()
    (tmp_path / "wide" / "a.txt").write_text(WIDE * 40, encoding="utf-8", newline="")
    terminal = start(tmp_path / "wide")
    check_nothing_moves(terminal, (160, 50))
    terminal.press("GkkkQ")
    assert terminal.until_ended() == 0
    check_nothing_moves(start(tmp_path / "wide"), (160, 50))


def test_the_check_would_see_a_row_that_moves(start: Start, seeds: Path) -> None:
    terminal = start(seeds)
    terminal.raw[:] = re.sub(
        rb"\x1b\[(\d+);35H", lambda found: b"\x1b[%s;36H" % found[1], bytes(terminal.raw), count=3
    )
    with pytest.raises(AssertionError):
        check_nothing_moves(terminal, (160, 50))


def test_the_screen_is_entered_once_and_cleared_never(start: Start, seeds: Path) -> None:
    terminal = start(seeds)
    assert terminal.raw.count(b"\x1b[?1049h") == 1
    assert b"\x1b[2J" not in terminal.raw
    assert b"\x1b[?1049l" not in terminal.raw


def test_what_is_typed_meanwhile_is_not_shown_and_counts(start: Start, seeds: Path, exported: Export) -> None:
    terminal = held(start, seeds)
    shown = terminal.screen
    terminal.press("c)q")
    gate(seeds).touch()
    terminal.until(lambda: TAKEN_OVER in terminal.raw, "the reader takes over")
    first = before_the_reader(terminal, (160, 50))
    assert [row.rstrip() for row in first.display] == [row.rstrip() for row in shown]
    terminal.until(lambda: {one for one, _ in terminal.acknowledged} >= {"quote"}, "both are saved")
    terminal.kill()
    assert [line["label"] for line in exported(seeds)] == ["claim", "quote"]


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130), (signal.SIGQUIT, 131)],
)
def test_the_terminal_is_restored_when_a_signal_comes_in_between(
    start: Start, seeds: Path, number: signal.Signals, status: int
) -> None:
    terminal = held(start, seeds)
    assert terminal.settings != terminal.settings_before
    if number == signal.SIGINT:
        terminal.press("\x03")
    else:
        os.kill(terminal.child.pid, number)
    assert terminal.until_ended() == status
    assert terminal.settings == terminal.settings_before
    assert terminal.raw.endswith(b"\x1b[?25h\x1b[?1049l")


def test_what_is_wrong_is_said_on_the_screen_that_stays(start: Start, seeds: Path) -> None:
    (seeds.parent / "annotations").mkdir()
    (seeds.parent / "annotations" / "annotui.toml").write_text("[labels", encoding="utf-8")
    terminal = start(seeds, wait=False, note_settings=True)
    assert terminal.until_ended() == 2
    assert terminal.settings == terminal.settings_before
    first, _, said = bytes(terminal.raw).partition(b"\x1b[?1049l")
    assert b"\x1b[?1049h" in first
    assert b"annotui.toml" in said
    assert b"\x1b" not in said


def test_an_article_that_cannot_be_read_is_for_the_reader(start: Start, seeds: Path) -> None:
    sorted(seeds.iterdir())[0].write_bytes(b"\0")
    terminal = start(seeds)
    assert terminal.raw.count(b"\x1b[?1049h") == 1
    terminal.until_shown("001 Untangling")


@pytest.mark.parametrize("arguments", [["export", "seeds"], ["nowhere"], ["--help"], ["seeds", "--what"]])
def test_nothing_but_reading_draws(start: Start, seeds: Path, arguments: list[str]) -> None:
    terminal = start(seeds, command=[sys.executable, "-m", "annotui", *arguments], wait=False)
    terminal.until_ended()
    assert b"\x1b" not in terminal.raw
