"""Every size of terminal and every kind of it: the program starts, tags, saves and quits."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.pty.conftest import Record, Start, Terminal

Export = Callable[[Path], "list[Record]"]

# Columns and rows; the panes that are shown, and whether the list is.
SIZES = {(80, 24): (1, False), (120, 40): (2, False), (160, 50): (2, True), (200, 50): (2, True)}
KINDS = {
    "NO_COLOR": {"NO_COLOR": "1"},
    "NO_COLOR, true colour": {"NO_COLOR": "1", "COLORTERM": "truecolor"},
    "true colour": {"COLORTERM": "truecolor"},
    "xterm": {"TERM": "xterm"},
    "xterm-256color": {},
    "tmux": {"TERM": "tmux"},
    "tmux-256color": {"TERM": "tmux-256color"},
    "screen": {"TERM": "screen"},
    "screen-256color": {"TERM": "screen-256color"},
    "linux": {"TERM": "linux"},
    "vt100": {"TERM": "vt100"},
}
COLOURLESS = {"NO_COLOR", "NO_COLOR, true colour", "vt100"}
SIXTEEN = {"xterm", "tmux", "screen", "linux"}


def colours(raw: bytes) -> set[int]:
    """The colours that SGR sequences ask for; 39 and 49, which ask for none, are left out (ECMA-48, 8.3.117)."""
    found: set[int] = set()
    for parameters in re.findall(rb"\x1b\[([0-9;:]*)m", raw):
        numbers = [int(one or 0) for one in re.split(rb"[;:]", parameters)]
        found |= {one for one in numbers if 30 <= one <= 38 or 40 <= one <= 48 or 90 <= one <= 107}
    return found


def deepest(raw: bytes) -> int:
    """How many colours a terminal must have to show some output: 0, 16, 256 or all."""
    if re.search(rb"\x1b\[[0-9;:]*[34]8[;:]2", raw):
        return 1 << 24
    return 256 if colours(raw) & {38, 48} else 16 if colours(raw) else 0


@pytest.mark.parametrize("size", SIZES, ids="{0[0]}x{0[1]}".format)
@pytest.mark.parametrize("kind", ["NO_COLOR", "xterm", "screen-256color", "linux"])
def test_it_starts_tags_saves_and_quits(start: Start, seeds: Path, kind: str, size: tuple[int, int]) -> None:
    terminal = start(seeds, size, env=KINDS[kind])
    terminal.until(lambda: (terminal.panes, terminal.has_list) == SIZES[size], "panes and list are shown")
    terminal.tag("c", "claim")
    # What is tagged is seen without colour: by a letter in the gutter and an underline.
    left, _ = terminal.pane
    terminal.until(lambda: terminal.cell(1, left + 2).data == "C", "the letter says that it is saved")
    last = terminal.cell(1, left + 6)
    assert (last.data, last.underscore) == ("J", True)
    terminal.press("Q")
    assert terminal.until_ended() == 0
    assert bool(colours(bytes(terminal.raw))) == (kind not in COLOURLESS)


def tour(terminal: Terminal) -> None:
    """Go through every screen, with tags, suggestions, a selection, a search, a note, and saving that has failed."""
    terminal.tag('c)q"q)e)d', "duplicate")
    for keys, shown in (
        # In the row of keys: what matching has found may stand in place of what is selected.
        ("v)", "other end"),
        ("v/nato\r", "of "),
        ("?", "back to reading"),
        ("x\r", "type to filter"),
        ("\x1b:", "actions"),
        ("\x1bt", "annotations"),
        ("\x1b*", "1 of "),
        ("\x1b<mA note", "A note"),
        ("\x13", "note to"),
        ("R", "this text"),
    ):
        terminal.press(keys)
        terminal.until_shown(shown)
        terminal.until_quiet(0.02)
    terminal.press("Q")
    assert terminal.until_ended() == 0


@pytest.mark.parametrize(
    ("kind", "theme"), [*((kind, "dark") for kind in KINDS), ("NO_COLOR", "terminal"), ("linux", "terminal")]
)
def test_no_terminal_is_asked_for_more_colours_than_it_has(
    start: Start, seeds: Path, tmp_path: Path, kind: str, theme: str
) -> None:
    (tmp_path / "config" / "annotui").mkdir(parents=True)
    (tmp_path / "config" / "annotui" / "config.toml").write_text(f'theme = "{theme}"\n')
    terminal = start(seeds, (100, 30), env=KINDS[kind])
    tour(terminal)
    has = 0 if kind in COLOURLESS else 16 if kind in SIXTEEN else 1 << 24 if "true" in kind else 256
    found = deepest(bytes(terminal.raw))
    assert found <= has
    # The judge sees the colours of those that have some.
    assert bool(found) == bool(has)
    if theme == "dark":
        assert found == has


def test_an_empty_no_color_is_none(start: Start, seeds: Path) -> None:
    terminal = start(seeds, (100, 30), env={"NO_COLOR": ""})
    assert colours(bytes(terminal.raw))


def test_the_judge_of_colours_knows_every_way_to_ask_for_one() -> None:
    ways = {"31": 16, "1;44": 16, "97": 16, "100": 16, "38;5;3": 256, "0;48;5;208": 256}
    ways |= {"38;2;1;2;3": 1 << 24, "1;48:2::1:2:3": 1 << 24, "0": 0, "1;7": 0, "39;49": 0, "": 0}
    for sgr, depth in ways.items():
        assert deepest(f"\x1b[{sgr}m".encode()) == depth


def attributes(terminal: Terminal, row: int, column: int) -> set[str]:
    """How a cell is drawn, apart from colour."""
    cell = terminal.cell(row, column)
    names = ("bold", "italics", "underscore", "reverse")
    return {name for name in names if getattr(cell, name)}


def test_without_colour_everything_is_told_apart(start: Start, seeds: Path) -> None:
    terminal = start(seeds, (100, 30), env=KINDS["NO_COLOR"])
    terminal.tag("c", "claim")
    terminal.press("gvwe")
    terminal.until(
        lambda: "tagged error" in terminal.status and " saved" in terminal.status, "both are saved"
    )
    left, _ = terminal.pane
    letters = terminal.screen[1][left + 2 : left + 4]
    assert set(letters) == {"C", "E"}
    row = terminal.screen[1]
    # Tagged once, twice and not at all.
    once, twice = attributes(terminal, 1, row.index("Minister")), attributes(terminal, 1, left + 5)
    plain = attributes(terminal, 10, left + 8)
    assert len({frozenset(one) for one in (once, twice, plain)}) == 3
    # The cursor, the status line and the keys.
    assert terminal.cursor is not None
    assert "reverse" in attributes(terminal, 28, 3)
    assert "bold" in attributes(terminal, 29, terminal.screen[29].index("c claim"))


@pytest.mark.parametrize("redirected", ["2>/dev/null", "2>errors"])
def test_messages_that_go_elsewhere_do_not_take_the_screen_with_them(
    start: Start, seeds: Path, exported: Export, redirected: str
) -> None:
    command = f"exec {shlex.quote(sys.executable)} -m annotui {shlex.quote(str(seeds))} {redirected}"
    terminal = start(seeds, (100, 30), command=["/bin/sh", "-c", command])
    terminal.tag("c", "claim")
    terminal.press("Q")
    assert terminal.until_ended() == 0
    assert len(exported(seeds)) == 1


# What cannot be drawn on

REFUSED = {
    "TERM=dumb": ({"TERM": "dumb"}, "The terminal says TERM=dumb, so nothing can be drawn"),
    "an unknown terminal": ({"TERM": "unknown"}, "TERM=unknown"),
    "ISO-8859-1": ({"LC_ALL": "de_DE.ISO-8859-1"}, "The locale de_DE.ISO-8859-1 is not UTF-8"),
    "GB18030": ({"LC_ALL": "", "LC_CTYPE": "zh_CN.GB18030"}, "The locale zh_CN.GB18030 is not UTF-8"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_one_clear_sentence_before_anything_is_drawn(start: Start, seeds: Path, name: str) -> None:
    env, said = REFUSED[name]
    terminal = start(seeds, (200, 30), env=env, wait=False)
    assert terminal.until_ended() == 2
    output = bytes(terminal.raw).decode()
    assert said in output
    assert output.count("\n") == 1
    assert output.rstrip().endswith(".")
    assert "\x1b" not in output
    assert not (seeds.parent / "annotations").exists()


@pytest.mark.parametrize(
    "env", [{"LANG": ""}, {"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"LC_ALL": "C.UTF-8"}], ids=str
)
def test_a_locale_without_an_encoding_of_its_own_will_do(
    start: Start, seeds: Path, env: dict[str, str]
) -> None:
    terminal = start(seeds, (100, 30), env=env)
    terminal.until_shown("Yoshimasa")
    assert "▏" in "".join(terminal.screen)
