"""The mouse on a real terminal: what is asked of it, what it selects, and how much is written for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.pty.conftest import Record, Start, Terminal

Export = Callable[[Path], "list[Record]"]
Property = Callable[[str, object], None]

STEPS = 40
PER_EVENT = 80
AT_MOST = 450
"""The first event of a drag: the bottom row turns to what can be done with a selection."""

# Presses and releases, moves with a button down, and coordinates beyond column 223; 1003 would report every move.
MODES = {b"1000", b"1002", b"1006"}
_MODE = re.compile(rb"\x1b\[\?(1[0-9]{3})([hl])")


def sgr(button: int, x: int, y: int, end: str = "M") -> str:
    """What a terminal sends; columns and rows from 0."""
    return f"\x1b[<{button};{x + 1};{y + 1}{end}"


def press(x: int, y: int) -> str:
    return sgr(0, x, y)


def drag(x: int, y: int) -> str:
    return sgr(32, x, y)


def release(x: int, y: int) -> str:
    return sgr(0, x, y, "m")


def place_of(terminal: Terminal, text: str) -> tuple[int, int]:
    """Column and row of a text in the pane that keys go to."""
    left, right = terminal.pane
    for y, row in enumerate(terminal.screen[1:-3], 1):
        if text in row[left:right]:
            return left + row[left:right].index(text), y
    raise AssertionError(f"“{text}” is not shown")


def is_selected(terminal: Terminal, x: int, y: int) -> bool:
    """Whether a cell is drawn as selected, and the next one as the cursor."""
    return terminal.cell(y, x).reverse and terminal.cell(y, x + 1).underscore


def switched(raw: bytes) -> tuple[set[bytes], set[bytes]]:
    """The modes from 1000 on that were switched on, and those that were last switched off."""
    last = {mode: state for mode, state in _MODE.findall(raw)}
    on = {mode for mode, state in _MODE.findall(raw) if state == b"h"}
    return on & {b"1000", b"1002", b"1003", b"1006", b"1015", b"1016"}, {
        mode for mode, state in last.items() if state == b"l"
    }


@pytest.mark.parametrize("size", [(160, 50), (200, 50)], ids="{0[0]}x{0[1]}".format)
def test_a_drag_writes_little_and_its_span_is_exact(
    start: Start, seeds: Path, exported: Export, record_property: Property, size: tuple[int, int]
) -> None:
    terminal = start(seeds, size)
    x, y = place_of(terminal, "Foreign Minister")
    row = terminal.screen[y]
    terminal.until_matched()
    terminal.press(press(x, y))
    terminal.until(lambda: terminal.cursor == (y, x), "the cursor is there")
    terminal.until_quiet(0.3)
    counts = []
    for step in range(1, STEPS + 1):
        before = len(terminal.raw)
        terminal.press(drag(x + step, y))
        terminal.until(partial(is_selected, terminal, x + step, y), "it is selected up to there")
        counts.append(len(terminal.raw) - before)
    terminal.press(release(x + STEPS, y))
    # What came later than the cell under the mouse belongs to the drag too.
    counts[-1] += terminal.until_quiet(0.3)
    print(f"bytes per drag event: mean {sum(counts) / STEPS:.0f}, most {max(counts)}")
    record_property("bytes per drag event, mean", sum(counts) / STEPS)
    record_property("bytes per drag event, most", max(counts))
    assert sum(counts) / STEPS <= PER_EVENT
    assert max(counts) <= AT_MOST
    terminal.tag("c", "claim")
    # A pane that is painted anew would have been noticed.
    terminal.until_quiet(0.3)
    terminal.press("\x1b[6~")
    assert terminal.until_quiet(0.3) > AT_MOST
    terminal.press("Q")
    assert terminal.until_ended() == 0
    (line,) = exported(seeds)
    # Two characters of the row are the ends.
    assert line["text"] == row[x : x + STEPS + 1].strip()


def test_a_drag_over_rows_is_exact(start: Start, seeds: Path, exported: Export) -> None:
    terminal = start(seeds, (80, 24))
    x, y = place_of(terminal, "Yoshimasa")
    terminal.press(press(x, y))
    for row in range(y, 20):
        terminal.press(drag(x, row))
    terminal.until(lambda: is_selected(terminal, x, 19), "it is selected")
    last = terminal.screen[19][5 : x + 1].strip()
    terminal.press(release(x, 19))
    terminal.tag("c", "claim")
    terminal.kill()
    (line,) = exported(seeds)
    assert str(line["text"]).startswith("Yoshimasa Hayashi")
    assert str(line["text"]).endswith(last)


def test_a_burst_of_events_ends_where_the_last_one_was(start: Start, seeds: Path, exported: Export) -> None:
    terminal = start(seeds)
    terminal.until_matched()
    x, y = place_of(terminal, "Foreign Minister")
    # As a slow link delivers them, with the key that tags behind them.
    moves = "".join(drag(x + step, y) for step in range(1, 16))
    terminal.press(press(x, y) + moves + release(x + 15, y))
    terminal.until(lambda: "selection, 2 words" in terminal.status, "two words are selected")
    terminal.tag("e", "error")
    terminal.kill()
    assert [line["text"] for line in exported(seeds)] == ["Foreign Minister"]


def test_a_double_click_and_the_wheel(start: Start, seeds: Path, exported: Export) -> None:
    terminal = start(seeds)
    terminal.until_matched()
    x, y = place_of(terminal, "Yoshimasa")
    terminal.press(press(x + 2, y) + release(x + 2, y) + press(x + 2, y) + release(x + 2, y))
    terminal.until(lambda: "selection, 1 word" in terminal.status, "a word is selected")
    terminal.tag("c", "claim")
    terminal.press(sgr(65, x, y))
    terminal.until(lambda: "Yoshimasa" not in terminal.screen[1], "it is scrolled")
    terminal.press(sgr(64, x, y))
    terminal.until(lambda: "Yoshimasa" in terminal.screen[1], "it is scrolled back")
    terminal.kill()
    assert [line["text"] for line in exported(seeds)] == ["Yoshimasa"]


def test_moves_are_asked_for_only_while_a_button_is_down_and_all_is_switched_off(
    start: Start, seeds: Path
) -> None:
    terminal = start(seeds)
    terminal.press("?")
    terminal.until_shown("back to reading")
    terminal.press("Q")
    terminal.press("Q")
    assert terminal.until_ended() == 0
    on, off = switched(bytes(terminal.raw))
    assert on == MODES
    assert off >= MODES


def test_the_judge_of_modes_finds_one_that_stays_on_and_one_too_many() -> None:
    assert switched(b"\x1b[?1003h\x1b[?1000h\x1b[?1000l\x1b[?1000h") == ({b"1003", b"1000"}, set())
    assert switched(b"\x1b[?1049h\x1b[?1000h\x1b[?1000l") == ({b"1000"}, {b"1000"})


def test_a_mouse_that_rests_writes_nothing(start: Start, seeds: Path) -> None:
    terminal = start(seeds)
    terminal.until_matched()
    x, y = place_of(terminal, "Yoshimasa")
    terminal.press(press(x, y) + release(x, y))
    terminal.until(lambda: terminal.cursor == (y, x), "the cursor is there")
    # Longer than the timer of a tooltip.
    terminal.until_quiet(1.5)
    assert terminal.pump(1.0) == b""
    # The judge would have seen it.
    terminal.press(press(x + 1, y) + release(x + 1, y))
    assert terminal.until_quiet(0.3) > 0
