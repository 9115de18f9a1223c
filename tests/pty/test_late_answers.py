"""What the terminal answers when the program has ended already is not typed to the shell."""

from __future__ import annotations

import os
import shlex
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.pty.modes import left_changed

if TYPE_CHECKING:
    from tests.pty.conftest import Start, Terminal

BACKGROUND = (b"\x1b]11;?\x1b\\", "\x1b]11;rgb:1c1c/1c1c/1c1c\x1b\\")
FRAMES = (b"\x1b[?2026$p", "\x1b[?2026;2$y")
LATE = 0.3
"""Seconds."""


def in_a_shell(start: Start, seeds: Path, before: str = "", what: str = "-m annotui") -> Terminal:
    """The program in a shell that afterwards shows all that it is given, as the terminal does."""
    folder = shlex.quote(str(seeds))
    script = f"{before} {shlex.quote(sys.executable)} {what} {folder}; echo status=$?; exec cat"
    terminal = start(seeds, (100, 30), command=["bash", "--norc", "-c", script], wait=False)
    terminal.is_silent = True
    return terminal


def typed_to_the_shell(terminal: Terminal) -> bytes:
    """What reaches the shell until a line is typed there; it comes after everything else."""
    terminal.until(lambda: b"status=" in terminal.raw, "the shell is back")
    terminal.press("the last\r")
    terminal.until(lambda: terminal.raw.count(b"the last") >= 2, "the shell has it")
    return bytes(terminal.raw).rpartition(b"status=")[2].partition(b"\r\n")[2]


@pytest.mark.parametrize("keys", ["Q", "\x03"])
@pytest.mark.parametrize("torn", [0, 9, len(BACKGROUND[1]) - 1, len(BACKGROUND[1]) + 4])
def test_quitting_before_it_answers(start: Start, seeds: Path, keys: str, torn: int) -> None:
    terminal = in_a_shell(start, seeds)
    terminal.until(lambda: BACKGROUND[0] in terminal.raw and FRAMES[0] in terminal.raw, "it is asked")
    answers = BACKGROUND[1] + FRAMES[1]
    terminal.press(keys + answers[:torn])
    terminal.until_quiet(LATE)
    terminal.press(answers[torn:])
    assert typed_to_the_shell(terminal) == b"the last\r\nthe last\r\n"
    assert b"status=0\r\n" in terminal.raw
    assert left_changed(bytes(terminal.raw)) == set()


def test_stopping_before_it_answers(start: Start, seeds: Path) -> None:
    folder = shlex.quote(str(seeds))
    script = f"set -m; {shlex.quote(sys.executable)} -m annotui {folder}; echo status=$?; cat"
    terminal = start(seeds, (100, 30), command=["bash", "--norc", "-c", script], wait=False)
    terminal.is_silent = True
    terminal.until(lambda: BACKGROUND[0] in terminal.raw and FRAMES[0] in terminal.raw, "it is asked")
    terminal.press("\x1a")
    terminal.until_quiet(LATE)
    terminal.press(BACKGROUND[1] + FRAMES[1])
    assert b"^[" not in typed_to_the_shell(terminal)


def test_ctrl_c_before_the_reader_is_there(start: Start, seeds: Path) -> None:
    # As long as Textual is being loaded, Ctrl+C is a signal.
    loading = 'import sys; sys.modules["annotui.tui.app"] = None; import annotui.cli.read as r'
    waiting = f"{loading}; r.settle_environment = lambda: sys.stdin.readline()"
    program = f"{waiting}; from annotui.__main__ import main; main()"
    terminal = in_a_shell(start, seeds, what=f"-c {shlex.quote(program)}")
    terminal.until(lambda: BACKGROUND[0] in terminal.raw, "it is asked")
    terminal.press("\x03")
    terminal.until_quiet(LATE)
    terminal.press(BACKGROUND[1])
    assert typed_to_the_shell(terminal) == b"the last\r\nthe last\r\n"
    assert b"status=130\r\n" in terminal.raw


def test_the_judge_sees_an_answer_that_the_shell_gets(start: Start, seeds: Path) -> None:
    terminal = in_a_shell(start, seeds)
    terminal.until(lambda: FRAMES[0] in terminal.raw, "it is asked")
    # Who sends a signal does not want to wait.
    pids = [
        int(one)
        for one in Path(f"/proc/{terminal.child.pid}/task/{terminal.child.pid}/children").read_text().split()
    ]
    os.kill(pids[0], signal.SIGTERM)
    terminal.until(lambda: b"status=143" in terminal.raw, "the shell is back")
    terminal.press(BACKGROUND[1])
    assert b"^[]11;rgb" in typed_to_the_shell(terminal)
