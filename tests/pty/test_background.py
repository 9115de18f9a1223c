"""The terminal says what colour its background has: labels fit it, and no answer is ever taken for keys."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.pty.conftest import Record, Start, Terminal

Export = Callable[[Path], "list[Record]"]

DARK, LIGHT = "1c1c/1c1c/1c1c", "fdfd/f6f6/e3e3"
QUESTION = b"\x1b]11;?"
# The letter of a claim, as pyte names colours.
ON_DARK, ON_LIGHT = "cyan", "008787"
ANSWER = f"\x1b]11;rgb:{LIGHT}\x1b\\"


def colour_of_letter(terminal: Terminal) -> str:
    terminal.tag("c", "claim")
    left, _ = terminal.pane
    letter = terminal.cell(1, left + 2)
    assert letter.data == "C"
    return str(letter.fg)


def started(start: Start, seeds: Path, background: str, **more: object) -> Terminal:
    terminal = start(seeds, (100, 30), wait=False, **more)
    terminal.background = background
    terminal.until_ready()
    return terminal


@pytest.mark.parametrize(
    ("background", "colour"),
    [
        (DARK, ON_DARK),
        ("0/0/0", ON_DARK),
        (LIGHT, ON_LIGHT),
        ("f/f/f", ON_LIGHT),
        ("ff/ff/ff", ON_LIGHT),
        ("", ON_DARK),
    ],
)
def test_labels_fit_the_background(start: Start, seeds: Path, background: str, colour: str) -> None:
    assert colour_of_letter(started(start, seeds, background)) == colour


@pytest.mark.parametrize(
    ("theme", "colour"), [("dark", "5fd7d7"), ("light", "008787"), ("terminal", ON_LIGHT)]
)
def test_a_theme_of_ones_own_counts_for_more(
    start: Start, seeds: Path, tmp_path: Path, theme: str, colour: str
) -> None:
    (tmp_path / "config" / "annotui").mkdir(parents=True)
    (tmp_path / "config" / "annotui" / "config.toml").write_text(f'theme = "{theme}"\n')
    terminal = started(start, seeds, LIGHT)
    assert colour_of_letter(terminal) == colour
    assert (QUESTION in terminal.raw) == (theme == "terminal")


@pytest.mark.parametrize("kind", ["linux", "vt100"])
def test_a_simple_terminal_is_not_asked_what_it_might_print(start: Start, seeds: Path, kind: str) -> None:
    terminal = started(start, seeds, "", env={"TERM": kind})
    terminal.press("Q")
    terminal.until_ended()
    assert b"\x1b]" not in terminal.raw
    assert re.findall(rb"\x1b\[(?:c|\?[0-9]+\$p|[<>][0-9]*u)", terminal.raw) == []


def test_the_judge_sees_what_a_larger_terminal_is_asked(start: Start, seeds: Path) -> None:
    terminal = started(start, seeds, "")
    assert QUESTION in terminal.raw
    assert re.findall(rb"\x1b\[(?:c|\?[0-9]+\$p|[<>][0-9]*u)", terminal.raw) == [
        b"\x1b[>25u",
        b"\x1b[?2026$p",
    ]


def test_what_is_typed_meanwhile_is_kept(start: Start, seeds: Path, exported: Export) -> None:
    terminal = start(seeds, (100, 30), wait=False)
    terminal.background = LIGHT
    terminal.press("c)")
    terminal.until(lambda: QUESTION in terminal.raw, "it is asked")
    terminal.press("q)é\x1b[Ce")
    terminal.until(lambda: ("error") in {label for label, _ in terminal.acknowledged}, "the last key is done")
    assert [line["label"] for line in exported(seeds)] == ["claim", "quote", "error"]
    assert terminal.cell(1, terminal.pane[0] + 2).fg == ON_LIGHT


def test_a_terminal_that_answers_nothing(start: Start, seeds: Path) -> None:
    terminal = start(seeds, (100, 30), wait=False)
    terminal.is_silent = True
    terminal.until_ready()
    assert colour_of_letter(terminal) == ON_DARK


@pytest.mark.parametrize("cut", [0, 3, 8, 12, len(ANSWER) - 1])
def test_an_answer_that_comes_late_is_no_key_and_counts(
    start: Start, seeds: Path, exported: Export, cut: int
) -> None:
    terminal = start(seeds, (100, 30), wait=False)
    terminal.is_silent = True
    terminal.until(lambda: QUESTION in terminal.raw, "it is asked")
    terminal.press(ANSWER[:cut])
    terminal.until_ready()
    # Not when matching is done: on a busy machine that takes longer than the rest of an answer is waited for.
    seen, key = what_is_shown(terminal), len(terminal.screen) - 1
    assert letter_in_key_row(terminal, key) == ON_DARK
    terminal.press(ANSWER[cut:])
    terminal.until(lambda: letter_in_key_row(terminal, key) == ON_LIGHT, "the colours fit")
    terminal.until_quiet(0.3)
    assert what_is_shown(terminal) == seen
    # The colour holds letters that would tag.
    assert exported(seeds) == []
    assert colour_of_letter(terminal) == ON_LIGHT


def what_is_shown(terminal: Terminal) -> list[str]:
    """The articles, the text and the keys; what matching finds stands behind the title and in the gutter."""
    left, right = terminal.pane
    text = [row[left + 5 : right - 1] for row in terminal.screen[1:-3]]
    return [*re.findall(r"│[ ▸]+(\d+)", terminal.screen[0]), *text, terminal.at_cursor, terminal.screen[-1]]


def letter_in_key_row(terminal: Terminal, row: int) -> str:
    return str(terminal.cell(row, 1).fg)
