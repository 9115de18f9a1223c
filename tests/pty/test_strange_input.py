"""Whatever a terminal sends: the program goes on, and nothing is done that nobody asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.pty.conftest import Record, Start

Export = Callable[[Path], "list[Record]"]

STRANGE = {
    "a byte that is not UTF-8": b"\x80",
    "half a character": b"\xe6\x97",
    "a key with an odd code": b"\x1b[1092::97;;1092u",
    "a key beyond Unicode": b"\x1b[99999999999u",
    "a lone surrogate": b"\x1b[55296u",
    "a report that nobody asked for": b"\x1b[:R",
    "a mouse beyond everything": b"\x1b[<0;99999;99999M\x1b[<0;99999;99999m",
    "a button that there is not": b"\x1b[<255;3;3M\x1b[<255;3;3m",
    "a release without a press": b"\x1b[<0;70;7m",
    "NUL": b"\0",
}


def test_strange_input_does_not_end_the_program(start: Start, seeds: Path) -> None:
    terminal = start(seeds, (100, 30))
    for name, data in STRANGE.items():
        terminal.child.send(data + b"\x1b[D)")
        terminal.until(lambda: terminal.at_cursor == "He", f"the key behind {name} was done")
        terminal.press("(")
        terminal.until(lambda: terminal.at_cursor != "He", "the cursor is back")
    terminal.press("Q")
    assert terminal.until_ended() == 0


def test_what_is_pasted_into_a_pane_does_nothing(start: Start, seeds: Path, exported: Export) -> None:
    terminal = start(seeds)
    # Label keys, marks and Q, behind what looks like the beginning of a sequence.
    for text in ("cqeDQ", "\x1b]0;cqeDQ" + "Q" * 40, "\x1b[c\x1bQ\x1b\x1b Q", "\x9bQ\x03"):
        terminal.press(f"\x1b[200~{text}\x1b[201~")
        terminal.until_quiet(0.6)
    terminal.press(")")
    terminal.until(lambda: terminal.at_cursor == "He", "keys go on")
    assert "· 0/5 ✓" in terminal.status
    terminal.press("Q")
    assert terminal.until_ended() == 0
    assert exported(seeds) == []


def test_a_long_paste_arrives_whole_where_one_is_asked_for(
    start: Start, seeds: Path, exported: Export
) -> None:
    terminal = start(seeds, (100, 30))
    terminal.tag("c", "claim")
    terminal.press("m")
    terminal.until_shown("keeps a draft")
    terminal.press("\x1b[200~" + "word \x1b[2J " * 1000 + "the end\x1b[201~")
    terminal.until_shown("the end")
    terminal.press("\x13")
    terminal.until(lambda: "note to claim" in terminal.status and " saved" in terminal.status, "it is saved")
    terminal.kill()
    (line,) = exported(seeds)
    assert line["note"] == "word ␛[2J " * 1000 + "the end"
