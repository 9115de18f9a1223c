"""Whatever a terminal sends: the program goes on, and nothing is done that nobody asked for."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.pty.modes import left_changed

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
    "a colour that nobody asked for": b"\x1b]11;rgb:1c1c/dede/cccc\x1b\\",
    "what kind of terminal it is": b"\x1b[?62;1;4;6;22c",
    "a screen of no size": b"\x1b[48;0;0;0;0t",
    "a screen beyond everything": b"\x1b[48;99999;99999;9999999;9999999t",
    "numbers without end": b"\x1b[" + b"9" * 5000 + b"u",
    "C1 controls": b"\xc2\x9b\xc2\x9d\xc2\x90\xc2\x9c",
    "a colour behind a C1 control": "\x9d11;rgb:1c1c/dede/cccc\x9c".encode(),
    "the same in bytes": b"\x9d11;rgb:1c1c/dede/cccc\x9c",
    "a text behind C1 controls": "\x98cqeQ\x9c\x90cqeQ\x9c\x9ecqeQ\x9c\x9fcqeQ\x9c".encode(),
    "a text of no meaning": b"\x1bXcqeQ\x1b\\\x1b^cqeQ\x1b\\",
    "a title": b"\x1b]lcqe Q\x1b\\\x1b]Lcqe Q\x1b\\",
    "a text that never ends": b"\x1bXcqeQ",
    "device control that never ends": b"\x1bPcqeQ",
}


def test_strange_input_does_not_end_the_program(start: Start, seeds: Path, exported: Export) -> None:
    terminal = start(seeds, (100, 30))
    for name, data in STRANGE.items():
        terminal.child.send(data + b"\x1b[D)")
        terminal.until(lambda: terminal.at_cursor == "He", f"the key behind {name} was done")
        terminal.press("(")
        terminal.until(lambda: terminal.at_cursor != "He", "the cursor is back")
    terminal.press("Q")
    assert terminal.until_ended() == 0
    # Many of them hold letters that would tag.
    assert exported(seeds) == []


def test_what_is_pasted_into_a_pane_does_nothing(start: Start, seeds: Path, exported: Export) -> None:
    terminal = start(seeds)
    # What it has found may take the room of how far the review is.
    terminal.until_matched()
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


FRAGMENTS = (
    *(
        b"\x1b",
        b"\x1b[",
        b"\x1b]11;",
        b"\x1bP",
        b"\x1bO",
        b"\x1b_G",
        b"\x1b[200~",
        b"\x1b[201~",
        b"\x07",
        b"\x1b\\",
    ),
    *(
        b"1092",
        b"99999999999",
        b"55296",
        b"0",
        b":",
        b"::",
        b";",
        b"?",
        b"<",
        b">",
        b"$",
        b"u",
        b"~",
        b"M",
        b"m",
        b"R",
        b"t",
    ),
    *(b"\x80", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\0", b"\r", b"\t", b"c", b"w", b"/", b"?", b":"),
)
# Ends whatever has begun: an answer, a paste, a sequence.
ENDS = "\x18\x07\x1b[201~\x1b[201~"


def fed_at_random(start: Start, seeds: Path, count: int, seed: int) -> None:
    """Write sequences, torn and wrong ones among them; where they quit, that was in order, and the program is started again."""
    chance = random.Random(seed)
    terminal, quits = start(seeds, (100, 30)), 0
    for _ in range(count // 10):
        for _ in range(10):
            # Ctrl+Z would give the terminal back for a moment, in which other keys are signals.
            byte = chance.randbytes(1).replace(b"\x1a", b"")
            terminal.child.send(b"".join(chance.choices(FRAGMENTS, k=chance.randrange(1, 6))) + byte)
        terminal.pump(chance.choice([0.0, 0.0, 0.01]))
        if terminal.child.flag_eof:
            assert terminal.until_ended() == 0
            assert left_changed(bytes(terminal.raw)) == set()
            terminal, quits = start(seeds, (100, 30)), quits + 1
    terminal.press(ENDS)
    terminal.until_quiet(0.5)
    terminal.press("\x03")
    assert terminal.until_ended() == 0
    assert b"Traceback" not in terminal.raw
    assert quits < count / 20, "most of it met a program that runs"


def test_random_input_does_not_end_the_program(start: Start, seeds: Path) -> None:
    fed_at_random(start, seeds, 500, seed=1)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(5))
def test_a_lot_of_random_input_does_not_end_the_program(start: Start, seeds: Path, seed: int) -> None:
    fed_at_random(start, seeds, 5_000, seed=100 + seed)


def test_pasting_into_what_asks_for_a_line(start: Start, seeds: Path) -> None:
    terminal = start(seeds, (100, 30))
    for keys, ends in (("/", "c claim"), (":", "c claim"), ("\r", "c claim"), ("Y", "c claim")):
        terminal.press(f"{keys}\x1b[200~two words\x1b]0;x\x07\r\nQ\x1b[201~")
        terminal.until_shown("two words␛]0;x")
        terminal.press("\x1b")
        terminal.until_shown(ends)
    terminal.press(")")
    terminal.until(lambda: terminal.at_cursor == "He", "nothing else was done")
