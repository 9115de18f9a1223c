"""Quitting: the exit status is 0, the terminal is as it was, and nothing is lost, not even keys pressed just before."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.pty.modes import ALTERNATE_SCREEN, CURSOR, FOCUS, MOUSE, PASTE, WRAP, keyboards, left_changed

if TYPE_CHECKING:
    from tests.pty.conftest import Record, Start

Export = Callable[[Path], "list[Record]"]

OPENED = {"?": "back to reading", "\r": "type to filter", ":": "actions"}
QUIT = {"Q": "Q", "Ctrl+C": "\x03", "Ctrl+Q": "\x11"}


@pytest.mark.parametrize("key", QUIT)
def test_quitting_restores_the_terminal_and_keeps_everything(
    start: Start, seeds: Path, exported: Export, key: str
) -> None:
    terminal = start(seeds, note_settings=True)
    assert {ALTERNATE_SCREEN, CURSOR, WRAP} <= left_changed(bytes(terminal.raw))
    assert terminal.settings != terminal.settings_before
    # Nobody waits for an acknowledgement: all is there when the program has ended.
    terminal.press("c)q)e)d" + QUIT[key])
    assert terminal.until_ended() == 0
    assert left_changed(bytes(terminal.raw)) == set()
    assert keyboards(bytes(terminal.raw)) == 0
    assert terminal.settings == terminal.settings_before
    assert [line["label"] for line in exported(seeds)] == ["claim", "quote", "error", "duplicate"]


def test_the_judge_of_modes_sees_a_terminal_that_was_not_restored(start: Start, seeds: Path) -> None:
    terminal = start(seeds)
    terminal.kill()
    changed = left_changed(bytes(terminal.raw))
    assert {ALTERNATE_SCREEN, CURSOR, WRAP, FOCUS, PASTE} <= changed
    assert keyboards(bytes(terminal.raw)) > 0
    for mode in MOUSE:
        assert left_changed(b"\x1b[?%dh" % mode) == {mode}


def test_q_tags_and_does_not_quit(start: Start, seeds: Path) -> None:
    terminal = start(seeds)
    terminal.tag("q", "quote")
    assert terminal.child.isalive()
    terminal.tag(")q", "quote")


@pytest.mark.parametrize("opened", OPENED, ids=["help", "list of articles", "palette"])
@pytest.mark.parametrize("key", ["Ctrl+C", "Ctrl+Q"])
def test_quitting_over_the_reader(start: Start, seeds: Path, exported: Export, opened: str, key: str) -> None:
    terminal = start(seeds, (80, 24))
    terminal.press("c" + opened)
    terminal.until_shown(OPENED[opened])
    terminal.press(QUIT[key])
    assert terminal.until_ended() == 0
    assert left_changed(bytes(terminal.raw)) == set()
    assert len(exported(seeds)) == 1


@pytest.mark.parametrize("opened", ["", "?"], ids=["reader", "help"])
def test_the_next_start_is_where_one_quit(start: Start, seeds: Path, opened: str) -> None:
    terminal = start(seeds, (80, 24))
    terminal.press("]]]}}" + opened + "\x03")
    assert terminal.until_ended() == 0
    again = start(seeds, (80, 24))
    assert "▸ 003 Japan" in again.screen[0]
    assert again.at_cursor == "Japan"


def test_sigterm_restores_the_terminal_and_keeps_everything(
    start: Start, seeds: Path, exported: Export
) -> None:
    terminal = start(seeds, note_settings=True)
    terminal.press("c")
    terminal.until_shown("tagged claim")
    os.kill(terminal.child.pid, signal.SIGTERM)
    assert terminal.until_ended() == 128 + signal.SIGTERM
    assert left_changed(bytes(terminal.raw)) == set()
    assert terminal.settings == terminal.settings_before
    assert [line["label"] for line in exported(seeds)] == ["claim"]
