"""The link drops: what was called saved is in the export, and the program does not stay."""

from __future__ import annotations

import shlex
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.pty.conftest import Record, Start, Terminal

Export = Callable[[Path], "list[Record]"]

DEADLINE = 15.0


def hang_up(terminal: Terminal) -> None:
    """Close the terminal, and wait until the program has ended."""
    terminal.hang_up()
    deadline = time.monotonic() + DEADLINE
    while terminal.child.isalive():
        assert time.monotonic() < deadline, "the program stays though its terminal is gone"
        time.sleep(0.01)


def test_what_was_saved_is_there_after_the_link_dropped(start: Start, seeds: Path, exported: Export) -> None:
    terminal = start(seeds)
    terminal.tag("c", "claim")
    terminal.tag(")q", "quote")
    hang_up(terminal)
    assert [line["label"] for line in exported(seeds)] == ["claim", "quote"]


def test_a_tag_that_was_still_on_its_way_is_there_too(start: Start, seeds: Path, exported: Export) -> None:
    terminal = start(seeds)
    terminal.press("c")
    terminal.until_shown("tagged claim")
    hang_up(terminal)
    assert [line["label"] for line in exported(seeds)] == ["claim"]


def test_a_program_that_hears_no_hang_up_notices_it(start: Start, seeds: Path, exported: Export) -> None:
    """As under `nohup` or `setsid`: the terminal is gone, and no signal says so."""
    program = f"trap '' HUP; exec {shlex.quote(sys.executable)} -m annotui {shlex.quote(str(seeds))}"
    terminal = start(seeds, command=["/bin/sh", "-c", program])
    terminal.press("c")
    terminal.until_shown("tagged claim")
    hang_up(terminal)
    assert [line["label"] for line in exported(seeds)] == ["claim"]
