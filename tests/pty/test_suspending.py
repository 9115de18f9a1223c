"""Ctrl+Z gives the shell its terminal back, and `fg` goes on where it was."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.pty.modes import ALTERNATE_SCREEN, MOUSE, keyboards, left_changed, modes

if TYPE_CHECKING:
    from tests.pty.conftest import Record, Start, Terminal

Export = Callable[[Path], "list[Record]"]

CTRL_Z = "\x1a"
PROMPT = "ready: "
# `env` stands for whatever starts the program and waits for it in the same group of processes, as uvx does.
STARTED_BY = {"the shell": "", "another program": 'env --block-signal=USR1 sh -c \'"$0" "$@"; exit $?\' '}


def shell(start: Start, seeds: Path, size: tuple[int, int] = (100, 30)) -> Terminal:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not installed")
    terminal = start(
        seeds,
        size,
        command=[bash, "--norc", "--noprofile", "-i"],
        env={"PS1": PROMPT, "INPUTRC": os.devnull},
        wait=False,
    )
    terminal.until_shown(PROMPT)
    return terminal


def prompts(terminal: Terminal) -> int:
    return terminal.raw.count(PROMPT.encode())


def run(terminal: Terminal, command: str) -> None:
    """Have the shell do something, and wait for its next prompt."""
    before = prompts(terminal)
    terminal.press(f"{command}\r")
    terminal.until(lambda: prompts(terminal) > before, f"{command} is done")


def suspend(terminal: Terminal) -> None:
    """Press Ctrl+Z, and wait for the shell's prompt."""
    before = prompts(terminal)
    terminal.press(CTRL_Z)
    terminal.until(lambda: prompts(terminal) > before, "the shell is back")


def states(pid: int) -> str:
    """The states of the processes of a session, as /proc has them."""
    found = ""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == pid and path.parent.name != str(pid):
            found += fields[0]
    return found


@pytest.mark.parametrize("by", STARTED_BY)
def test_it_stops_and_goes_on(start: Start, seeds: Path, exported: Export, by: str) -> None:
    terminal = shell(start, seeds)
    terminal.press(f"{STARTED_BY[by]}{sys.executable} -m annotui {seeds}\r")
    terminal.until_ready()
    # What it has found is shown beside the text.
    terminal.until_matched()
    terminal.tag("c", "claim")
    terminal.until_quiet(0.3)
    seen = terminal.screen
    for _ in range(2):
        suspend(terminal)
        # The shell may be told of the first one that stops, but the terminal has been given back before.
        terminal.until(lambda: set(states(terminal.child.pid)) == {"T"}, "all have stopped")
        changed = left_changed(bytes(terminal.raw))
        assert changed <= {2004}, "bash itself asks for bracketed paste"
        assert keyboards(bytes(terminal.raw)) == 0
        run(terminal, "stty -a | tr ' ;' '\\n\\n' | grep -xE -- '-?(echo|icanon|isig)' | xargs echo is")
        assert "is isig icanon echo" in "\n".join(terminal.screen)
        terminal.press("fg\r")
        terminal.until(lambda: terminal.screen[1:-2] == seen[1:-2], "the screen is back")
        assert terminal.screen[-1] == seen[-1]
        assert modes(bytes(terminal.raw))[ALTERNATE_SCREEN]
        assert modes(bytes(terminal.raw))[1006]
    terminal.tag(")q", "quote")
    before = prompts(terminal)
    terminal.press("Q")
    terminal.until(lambda: prompts(terminal) > before, "the shell is back")
    terminal.press("exit\r")
    terminal.until_ended()
    assert [line["label"] for line in exported(seeds)] == ["claim", "quote"]


def test_it_stops_again_where_it_is_woken_without_the_terminal(start: Start, seeds: Path) -> None:
    terminal = shell(start, seeds)
    terminal.press(f"{sys.executable} -m annotui {seeds}\r")
    terminal.until_ready()
    terminal.press("/wo")
    terminal.until_shown("wo")
    suspend(terminal)
    run(terminal, "bg")
    terminal.until(lambda: states(terminal.child.pid) == "T", "it has stopped again")
    assert left_changed(bytes(terminal.raw)) <= {2004}
    terminal.press("fg\r")
    # What was being typed is still there.
    terminal.until(lambda: "wo" in terminal.screen[-1], "the question is back")


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_it_ends_where_it_has_stopped_and_leaves_the_terminal_to_the_shell(
    start: Start, seeds: Path, exported: Export, number: signal.Signals
) -> None:
    """As `kill %1` does it, and the system when it is shut down: the signal, and then SIGCONT."""
    terminal = shell(start, seeds)
    terminal.press(f"{sys.executable} -m annotui {seeds}\r")
    terminal.until_ready()
    terminal.tag("c", "claim")
    suspend(terminal)
    terminal.until(lambda: set(states(terminal.child.pid)) == {"T"}, "all have stopped")
    terminal.until_quiet(0.1)
    said = len(terminal.raw)
    run(terminal, f"kill -{number.name[3:]} %1")
    terminal.until(lambda: not states(terminal.child.pid), "it has ended")
    assert left_changed(bytes(terminal.raw)) <= {2004}
    assert b"\x1b[?1049" not in terminal.raw[said:]
    run(terminal, "stty -a | tr ' ;' '\\n\\n' | grep -xE -- '-?(echo|icanon|isig)' | xargs echo is")
    assert "is isig icanon echo" in "\n".join(terminal.screen)
    assert [line["label"] for line in exported(seeds)] == ["claim"]


def test_it_takes_the_terminal_anew_after_a_stop_that_nobody_announced(start: Start, seeds: Path) -> None:
    terminal = start(seeds, (100, 30))
    terminal.until_matched()
    seen = terminal.screen
    os.kill(terminal.child.pid, signal.SIGSTOP)
    os.kill(terminal.child.pid, signal.SIGCONT)
    before = len(terminal.raw)
    terminal.until(lambda: b"\x1b[?1049h" in terminal.raw[before:], "the screen is taken")
    terminal.until(lambda: terminal.screen == seen, "it is drawn")
    terminal.tag("c", "claim")


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ("", " repeated"),
        (">", "no annotation further on"),
        ("?", "back to reading"),
        (":select", "select the sentence"),
        ("/nato", "16 matches"),
        ("cmwho", "goes back and keeps a draft"),
        ("cr", "its new label"),
    ],
    ids=["news", "message", "help", "palette", "search", "note", "relabel"],
)
def test_what_something_else_wrote_on_the_screen_is_gone_after_ctrl_l(
    start: Start, seeds: Path, keys: str, shown: str
) -> None:
    """Nothing else is: what is open stays open, what is said stays to be read, and what waits for a key waits on."""
    terminal = start(seeds, (100, 30))
    terminal.until_matched()
    terminal.press(keys)
    terminal.until_shown(shown)
    terminal.until_quiet(0.5)
    seen = terminal.screen
    terminal._stream.feed(b"\x1b[5;1HBroadcast message from root\r\nThe system goes down at noon")
    assert terminal.screen != seen
    terminal.press("\x0c")
    terminal.until(lambda: terminal.screen == seen, "it is drawn anew")


def test_where_nobody_could_wake_it_nothing_stops(start: Start, seeds: Path) -> None:
    """As where a session over SSH runs this program instead of a shell."""
    terminal = start(seeds, (100, 30))
    terminal.press(CTRL_Z)
    terminal.tag("c", "claim")


def test_the_judge_of_modes_sees_a_mouse_that_stays_on() -> None:
    for mode in MOUSE:
        assert left_changed(b"\x1b[?%dh" % mode) == {mode}
