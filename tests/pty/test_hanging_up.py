"""The link drops: what was called saved is in the export, nothing of the program stays, and the next start goes on."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.pty.conftest import DEADLINE
from tests.pty.modes import keyboards, left_changed

if TYPE_CHECKING:
    from tests.pty.conftest import Record, Start, Terminal

Export = Callable[[Path], "list[Record]"]
Property = Callable[[str, object], None]

# How the program is started; `exec`, so that it is the process whose end is waited for.
IGNORING = {
    "a link that drops": "exec",
    "SIGHUP ignored, as under nohup": "trap '' HUP; exec",
    "SIGHUP and SIGTERM ignored": "trap '' HUP TERM; exec",
    "a session of its own": "exec setsid --wait",
}


def program(seeds: Path, by: str) -> list[str]:
    return ["/bin/sh", "-c", f"{by} {shlex.quote(sys.executable)} -m annotui {shlex.quote(str(seeds))}"]


def tree(pid: int) -> set[int]:
    """A process, and all that it and its children started, as /proc has them."""
    found = {pid}
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text(errors="replace").rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(path.parent.name))
    waiting = [pid]
    while waiting:
        new = children.get(waiting.pop(), [])
        found |= set(new)
        waiting += new
    return found


def is_there(pid: int) -> bool:
    """Whether a process is there and not only waited for."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def until_gone(terminal: Terminal, processes: set[int]) -> float:
    """Wait until all processes have ended; returns the seconds that it took."""
    since = time.monotonic()
    while left := {one for one in processes if is_there(one)}:
        assert time.monotonic() - since < DEADLINE, f"{left} stay though their terminal is gone"
        # Also waits for the program itself, which otherwise would stay a zombie.
        terminal.child.isalive()
        time.sleep(0.01)
    return time.monotonic() - since


def hang_up(terminal: Terminal) -> float:
    """Close the terminal; wait until the program, with all that it started, has ended; returns the seconds."""
    processes = tree(terminal.child.pid)
    terminal.hang_up()
    return until_gone(terminal, processes)


@pytest.mark.parametrize("by", IGNORING)
def test_what_was_saved_is_there_and_nothing_stays(
    start: Start, seeds: Path, exported: Export, by: str, record_property: Property
) -> None:
    terminal = start(seeds, command=program(seeds, IGNORING[by]))
    terminal.tag("c", "claim")
    terminal.tag(")q", "quote")
    seconds = hang_up(terminal)
    record_property("seconds until it was gone", seconds)
    print(f"{by}: gone after {seconds:.2f} s")
    assert [line["label"] for line in exported(seeds)] == ["claim", "quote"]


@pytest.mark.parametrize("by", IGNORING)
def test_a_link_that_drops_while_it_starts(start: Start, seeds: Path, by: str) -> None:
    """The reader is not there yet, and then has never seen a terminal."""
    terminal = start(seeds, command=program(seeds, IGNORING[by]), wait=False)
    terminal.until(lambda: "─" * 40 in terminal.screen[-3], "the first text is shown")
    hang_up(terminal)


WHILE_IT_STARTS = """
import os, signal, sys
from annotui.__main__ import main
from annotui.tui.screens.reader import ReaderScreen
compose = ReaderScreen.compose
def composed(self):
    os.kill(os.getpid(), {number})
    yield from compose(self)
ReaderScreen.compose = composed
sys.argv[1:] = [{folder!r}]
main()
"""


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT])
def test_a_signal_before_the_first_picture_is_not_lost(
    start: Start, seeds: Path, number: signal.Signals
) -> None:
    script = WHILE_IT_STARTS.format(number=int(number), folder=str(seeds))
    terminal = start(seeds, command=[sys.executable, "-c", script], wait=False)
    assert terminal.until_ended() == 128 + number
    assert left_changed(bytes(terminal.raw)) == set()
    assert b"Traceback" not in terminal.raw


def test_a_signal_while_a_question_opens_is_no_failure(start: Start, seeds: Path) -> None:
    for _ in range(6):
        terminal = start(seeds, (100, 30))
        terminal.press("/")
        os.kill(terminal.child.pid, signal.SIGTERM)
        assert terminal.until_ended() == 128 + signal.SIGTERM
        assert b"Traceback" not in terminal.raw


def test_a_tag_that_was_still_on_its_way_is_there_too(start: Start, seeds: Path, exported: Export) -> None:
    terminal = start(seeds)
    terminal.press("c")
    terminal.until_shown("tagged claim")
    hang_up(terminal)
    assert [line["label"] for line in exported(seeds)] == ["claim"]


@pytest.mark.parametrize("by", ["a link that drops", "SIGHUP ignored, as under nohup"])
def test_the_next_start_is_where_the_link_dropped(start: Start, seeds: Path, by: str) -> None:
    terminal = start(seeds, (80, 24), command=program(seeds, IGNORING[by]))
    # With a list over the reader.
    terminal.press("]]]}}\r")
    terminal.until_shown("type to filter")
    hang_up(terminal)
    again = start(seeds, (80, 24))
    assert "▸ 003 Japan" in again.screen[0]
    assert again.at_cursor == "Japan"


def test_a_note_that_was_being_written_is_kept(start: Start, seeds: Path) -> None:
    terminal = start(seeds, (100, 30))
    terminal.tag("c", "claim")
    terminal.press("mHalf a no")
    terminal.until_shown("Half a no")
    hang_up(terminal)
    again = start(seeds, (100, 30))
    again.press("<m")
    again.until_shown("Half a no")


def stall(terminal: Terminal) -> None:
    """Have the program write more than the terminal takes, as over a link that stands still."""
    os.set_blocking(terminal.child.child_fd, False)
    for key in ("?\x1b", "GgR", "2 13"):
        # Whole screens, none of which anybody reads.
        for _ in range(40):
            terminal.press(key)
            time.sleep(0.01)


@pytest.mark.parametrize("end", ["the link drops", "SIGTERM", "SIGHUP"])
def test_a_link_that_stalls_first(start: Start, seeds: Path, exported: Export, end: str) -> None:
    terminal = start(seeds, (200, 60), command=program(seeds, "exec"))
    terminal.tag("c", "claim")
    stall(terminal)
    processes = tree(terminal.child.pid)
    if end == "the link drops":
        terminal.hang_up()
    else:
        os.kill(terminal.child.pid, signal.Signals[end])
    until_gone(terminal, processes)
    assert [line["label"] for line in exported(seeds)] == ["claim"]


def test_a_slow_link_gets_all_that_restores_the_terminal(start: Start, seeds: Path) -> None:
    terminal = start(seeds, (200, 60))
    stall(terminal)
    terminal.press("\x03")
    raw, since = bytearray(terminal.raw), time.monotonic()
    with contextlib.suppress(OSError):
        while time.monotonic() - since < DEADLINE:
            # 20 kB/s: what has piled up takes longer than a terminal that stands still is waited for.
            time.sleep(0.05)
            with contextlib.suppress(BlockingIOError):
                raw += os.read(terminal.child.child_fd, 1024)
    assert left_changed(bytes(raw)) == set()
    assert keyboards(bytes(raw)) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGQUIT])
def test_a_signal_while_the_first_text_is_not_taken(
    start: Start, tmp_path: Path, number: signal.Signals
) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "a.txt").write_text("word " * 100_000)
    terminal = start(seeds, (1000, 500), wait=False)
    call, seen = Path(f"/proc/{terminal.child.pid}/syscall"), [""]
    # Nobody reads; writing has the number 1 on one kind of machine, 64 on others.
    while not (len(seen) > 25 and len(set(seen[-25:])) == 1 and seen[-1].startswith(("1 0x1 ", "64 0x1 "))):
        assert terminal.child.isalive()
        seen.append(call.read_text())
        time.sleep(0.02)
    # Not one more byte is taken.
    other = os.open(f"/proc/{terminal.child.pid}/fd/1", os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
    with contextlib.suppress(BlockingIOError):
        while True:
            os.write(other, b" ")
    os.close(other)
    os.kill(terminal.child.pid, number)
    until_gone(terminal, {terminal.child.pid})
    assert not terminal.child.isalive()
    assert terminal.child.exitstatus == 128 + number


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT])
def test_a_signal_where_the_terminal_stays_restores_it(
    start: Start, seeds: Path, exported: Export, number: signal.Signals
) -> None:
    """Nothing is left in the shell: no mode, no escape, no message."""
    script = (
        f"{shlex.quote(sys.executable)} -m annotui {shlex.quote(str(seeds))} & echo $! >pid; fg; echo back"
    )
    terminal = start(seeds, command=["bash", "--norc", "-c", f"set -m; {script}"], wait=False)
    terminal.until_ready()
    terminal.tag("c", "claim")
    os.kill(int((seeds.parent / "pid").read_text()), number)
    terminal.drain()
    assert left_changed(bytes(terminal.raw)) == set()
    assert keyboards(bytes(terminal.raw)) == 0
    after = bytes(terminal.raw).rpartition(b"\x1b[?1049l")[2]
    # Beside modes that are switched on or off again there is only what the shell says.
    assert re.sub(rb"\x1b\[\?[0-9]+[hl]", b"", after).strip() == b"back"
    assert [line["label"] for line in exported(seeds)] == ["claim"]


@pytest.mark.parametrize("end", ["the link drops", "kill -9"])
def test_no_child_outlives_the_program(start: Start, seeds: Path, end: str) -> None:
    terminal = start(seeds)
    processes = tree(terminal.child.pid)
    if end == "kill -9":
        os.kill(terminal.child.pid, signal.SIGKILL)
    else:
        terminal.hang_up()
    until_gone(terminal, processes)


def test_the_judge_of_processes_sees_a_child_that_stays(start: Start, seeds: Path) -> None:
    terminal = start(seeds, command=["/bin/sh", "-c", "setsid sleep 600 & echo started; wait"], wait=False)
    terminal.until_shown("started")
    terminal.until(lambda: len(tree(terminal.child.pid)) > 1, "there is a child")
    (child,) = tree(terminal.child.pid) - {terminal.child.pid}
    terminal.kill()
    assert is_there(child)
    os.kill(child, signal.SIGKILL)
