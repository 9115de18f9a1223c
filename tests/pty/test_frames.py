"""Only cells that change are sent; what the terminal shows is what a whole new picture shows, whatever was done before."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.trying import IS_LONG

if TYPE_CHECKING:
    from tests.pty.conftest import Start, Terminal

CHECKS = 12 if IS_LONG else 3
"""How often the picture is held against a new one; in between, so many things are done:"""
AT_A_TIME = 6

KEYS = (
    *(
        "w",
        "b",
        ")",
        "(",
        "}",
        "{",
        "j",
        "k",
        "l",
        "g",
        "G",
        " ",
        "\x1b[6~",
        "\x1b[5~",
        "\t",
        "[",
        "]",
        "1",
        "2",
    ),
    *(
        "v",
        "o",
        "s",
        "+",
        "-",
        "c",
        "q",
        "\x7f",
        "u",
        "U",
        ".",
        ",",
        "=",
        "a",
        "x",
        "'",
        "L",
        "z",
        ";",
        "R",
        "*",
    ),
    *("?", "\r", "f", "t", ":", "/the\r", "n", "/an", "mHalf a note", "\x13", "\x1b"),
)
# pyte is wrong about flags and other joined signs.
WIDE = (
    "日本の外相は、ＮＡＴＯ事務所について語らなかった。" * 5 + "\n\n"
    "An emoji \U0001f600 and an e\u0301, اللغة العربية, ไทย: " + "한국어 words between, " * 20 + "\n\n"
) * 12
Picture = list[list[tuple[object, ...]]]


def picture(terminal: Terminal) -> Picture:
    """What is seen in each cell."""
    screen = terminal._screen
    return [
        [
            # A blank has no colour of its own.
            (" ", cell.bg) if cell.data == " " and not cell.reverse and not cell.underscore else tuple(cell)
            for cell in (screen.buffer[row][column] for column in range(screen.columns))
        ]
        for row in range(screen.lines)
    ]


def drawn_anew(terminal: Terminal) -> Picture:
    """The picture after everything has been sent once more: after a stop that nobody announced, which changes nothing else."""
    os.kill(terminal.child.pid, signal.SIGSTOP)
    os.kill(terminal.child.pid, signal.SIGCONT)
    before = len(terminal.raw)
    terminal.until(lambda: b"\x1b[?1049h" in terminal.raw[before:], "the screen is taken")
    cells = terminal._screen.columns * terminal._screen.lines
    terminal.until(lambda: len(terminal.raw) - before > cells, "it is drawn")
    terminal.until_quiet(0.3)
    return picture(terminal)


def differing(one: Picture, other: Picture) -> list[str]:
    """What is not the same in two pictures."""
    return [
        f"row {y}, column {x}: {before} became {after}"
        for y, (was, now) in enumerate(zip(one, other, strict=True))
        for x, (before, after) in enumerate(zip(was, now, strict=True))
        if before != after
    ]


def things(chance: random.Random, columns: int, rows: int) -> Iterator[str]:
    """What people do with keys and mouse."""
    while True:
        kind = chance.random()
        x, y = chance.randrange(1, columns), chance.randrange(1, rows - 3)
        if kind < 0.1:
            x2, y2 = chance.randrange(1, columns), chance.randrange(1, rows - 3)
            moves = "".join(
                f"\x1b[<32;{x + (x2 - x) * step // 8};{y + (y2 - y) * step // 8}M" for step in range(1, 9)
            )
            yield f"\x1b[<0;{x};{y}M{moves}\x1b[<0;{x2};{y2}m"
        elif kind < 0.15:
            yield f"\x1b[<{chance.choice((64, 65))};{x};{y}M"
        else:
            yield chance.choice(KEYS)


@pytest.mark.parametrize(
    ("size", "is_wide"),
    [((160, 50), False), ((100, 30), False), ((80, 24), True), ((121, 40), True)],
    ids=["160x50", "100x30", "80x24, wide", "121x40, wide"],
)
def test_a_new_picture_is_the_one_that_is_there(
    start: Start, wire: Path, seeds: Path, size: tuple[int, int], is_wide: bool
) -> None:
    if is_wide:
        (seeds / "000_wide.txt").write_text(WIDE, encoding="utf-8")
        (seeds / "001_wide.txt").write_text(WIDE, encoding="utf-8")
    # An Escape by itself is waited for no longer than it takes here.
    terminal = start(seeds if is_wide else wire, size, env={"ESCDELAY": "50"})
    terminal.until_matched()
    chance = random.Random(size[0])
    done: list[str] = []
    for check in range(CHECKS):
        if check % 3 == 2:
            columns, rows = size[0] + chance.randrange(-30, 30), size[1] + chance.randrange(-6, 6)
            terminal.resize(columns, rows)
            terminal.until_quiet(0.3)
            size = columns, rows
        for _, thing in zip(range(AT_A_TIME), things(chance, *size), strict=False):
            done.append(thing)
            terminal.press(thing)
            terminal.until_quiet(0.05)
        terminal.until_quiet(0.3)
        terminal.until(lambda: "saving" not in terminal.status, "nothing is on its way to the disk")
        before = picture(terminal)
        assert not differing(before, drawn_anew(terminal)), done
    assert len(set(done)) > AT_A_TIME


def test_a_window_that_was_small_for_a_moment_is_whole_again(start: Start, seeds: Path) -> None:
    terminal = start(seeds, (100, 30))
    terminal.until_matched()
    before = picture(terminal)
    for rows, columns in ((3, 20), (30, 100)):
        terminal._screen.resize(rows, columns)
    # So soon one after the other that the program hears of it when all is over.
    for rows, columns in ((3, 20), (30, 100)):
        terminal.child.setwinsize(rows, columns)
    assert differing(before, picture(terminal))
    terminal.until(lambda: not differing(before, picture(terminal)), "all is there again")


def test_the_judge_sees_a_cell_that_is_not_what_it_should_be(start: Start, seeds: Path) -> None:
    terminal = start(seeds, (100, 30))
    terminal.until_matched()
    # As if a byte had been lost, or sent to another place.
    terminal._stream.feed(b"\x1b[5;20H#\x1b[1;7m \x1b[m\x1b[H")
    was = picture(terminal)
    assert [one.split(":")[0] for one in differing(was, drawn_anew(terminal))] == [
        "row 4, column 19",
        "row 4, column 20",
    ]
