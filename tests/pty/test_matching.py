"""Matching goes on behind: it tells how far it is, holds up no key, and ends with the program."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.pty.conftest import DEADLINE

if TYPE_CHECKING:
    from tests.pty.conftest import Start, Terminal


def children(of: int) -> list[int]:
    """The processes that match for a process, or did until it ended."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes()
            environment = (entry / "environ").read_bytes()
        except OSError:
            continue
        if b"annotui.matching.child" in command and f"/{of}".encode() in environment:
            found.append(int(entry.name))
    return found


@pytest.fixture
def many(wire: Path) -> Path:
    """So many articles that matching takes a moment."""
    texts = [one.read_text() for one in sorted(wire.glob("*.txt"))]
    for number in range(150):
        (wire / f"x{number:04}.txt").write_text(texts[number % 20].replace("Halden", f"Halden{number % 37}"))
    return wire


def begun(start: Start, corpus: Path) -> Terminal:
    """The program, with a mark in its environment by which its children are known."""
    return start(corpus, env={"MARK": f"/{os.getpid()}"}, wait=False)


def test_it_says_how_far_it_is_and_what_it_has_found(start: Start, many: Path) -> None:
    terminal = begun(start, many)
    terminal.until(
        lambda: "matching ▰" in terminal.status or "matching ▱" in terminal.status, "the bar is there"
    )
    terminal.until(lambda: "passages are repeated" in terminal.status, "it says what it has found")
    assert "matching" not in terminal.status


def test_keys_are_answered_while_it_runs(start: Start, many: Path) -> None:
    terminal = begun(start, many)
    terminal.until(lambda: "matching" in terminal.status, "it runs")
    terminal.tag("c", "claim")
    assert "C" in terminal.letters()


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc")
@pytest.mark.parametrize("way", ["Q", "hang up", "kill"])
def test_it_ends_with_the_program(start: Start, many: Path, way: str) -> None:
    terminal = begun(start, many)
    # It ends soon: both are to be seen at the same time.
    terminal.until(
        lambda: "matching" in terminal.status and children(os.getpid()), "the judge finds it while it runs"
    )
    if way == "Q":
        terminal.press("Q")
        assert terminal.until_ended() == 0
    elif way == "hang up":
        terminal.hang_up()
    else:
        terminal.kill()
    deadline = time.monotonic() + DEADLINE
    while children(os.getpid()):
        assert time.monotonic() < deadline, "a process goes on that nobody wants any more"
        time.sleep(0.05)
