"""Every size of terminal and every kind of it: the program starts, tags, saves and quits."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.pty.conftest import Start

# Columns and rows; the panes that are shown, and whether the list is.
SIZES = {(80, 24): (1, False), (120, 40): (2, False), (160, 50): (2, True), (200, 50): (2, True)}
KINDS = {
    "NO_COLOR": {"NO_COLOR": "1"},
    "xterm": {"TERM": "xterm"},
    "screen-256color": {"TERM": "screen-256color"},
    "linux": {"TERM": "linux"},
}


def colours(raw: bytes) -> set[int]:
    """The colours that SGR sequences ask for; 39 and 49, which ask for none, are left out (ECMA-48, 8.3.117)."""
    found: set[int] = set()
    for parameters in re.findall(rb"\x1b\[([0-9;:]*)m", raw):
        numbers = [int(one or 0) for one in re.split(rb"[;:]", parameters)]
        found |= {one for one in numbers if 30 <= one <= 38 or 40 <= one <= 48 or 90 <= one <= 107}
    return found


@pytest.mark.parametrize("size", SIZES, ids="{0[0]}x{0[1]}".format)
@pytest.mark.parametrize("kind", KINDS)
def test_it_starts_tags_saves_and_quits(start: Start, seeds: Path, kind: str, size: tuple[int, int]) -> None:
    terminal = start(seeds, size, env=KINDS[kind])
    terminal.until(lambda: (terminal.panes, terminal.has_list) == SIZES[size], "panes and list are shown")
    terminal.tag("c", "claim")
    # What is tagged is seen without colour: by a letter in the gutter and an underline.
    left, _ = terminal.pane
    first, last = terminal.cell(1, left + 2), terminal.cell(1, left + 6)
    assert first.data == "C"
    assert (last.data, last.underscore) == ("J", True)
    terminal.press("Q")
    assert terminal.until_ended() == 0
    assert bool(colours(bytes(terminal.raw))) == (kind != "NO_COLOR")


@pytest.mark.parametrize("kind", ["xterm", "linux"])
def test_a_terminal_of_sixteen_colours_is_asked_for_no_others(start: Start, seeds: Path, kind: str) -> None:
    terminal = start(seeds, env=KINDS[kind])
    terminal.tag('c)q"q)e)d', "duplicate")
    terminal.press("?")
    terminal.until_shown("back to reading")
    assert colours(bytes(terminal.raw)) & {38, 48} == set()


def test_no_colour_in_any_screen(start: Start, seeds: Path) -> None:
    terminal = start(seeds, env=KINDS["NO_COLOR"])
    terminal.tag('c)q"q)e)d', "duplicate")
    for keys, shown in (("v)", "selection"), ("?", "back to reading"), ("?\r", "type to filter")):
        terminal.press(keys)
        terminal.until_shown(shown)
    assert colours(bytes(terminal.raw)) == set()
