"""The installed program on a real pseudo-terminal, and a terminal emulator that says what would be seen on it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pexpect
import pyte
import pytest

DEADLINE = 15.0
"""Seconds after which a test gives up waiting."""

FRAME_END = b"\x1b[?2026l"
_SYNCHRONIZED = b"\x1b[?2026$p"
_COLOUR_OF_BACKGROUND = b"\x1b]11;?\x1b\\"
_LETTERS = frozenset("CQED")

# Sequences that pyte takes for text: the keyboard protocol of kitty, and requests for modes.
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[(?:[<>=][0-9;]*[a-zA-Z]|\?[0-9;]*\$p)")
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*)?\Z")
_ACKNOWLEDGED = re.compile(r" tagged (\w+): “([^”…]*).* saved (?:\d\d:\d\d:\d\d )?")

Record = dict[str, object]


def check_anchors(lines: Sequence[Record], above: Path) -> None:
    """Every line says what stands at its offsets in its file, read as the record tells."""
    for line in lines:
        path, start, end = above / str(line["article"]), line["start"], line["end"]
        assert isinstance(start, int)
        assert isinstance(end, int)
        with open(path, encoding=str(line["encoding"]), newline="") as file:
            assert line["text"] == file.read()[start:end]


class Terminal:
    """A program on a terminal of its own.

    Like a modern terminal it answers that it takes the output frame by frame; what is judged is a whole frame.

    Args:
        command: program and arguments.
        size: columns and rows.
        env: the whole environment.
        cwd: where it is started.
    """

    def __init__(
        self, command: Sequence[str], size: tuple[int, int], env: Mapping[str, str], cwd: Path
    ) -> None:
        columns, rows = size
        self.raw = bytearray()
        self.acknowledged: set[tuple[str, str]] = set()
        self.frames = 0
        # Whether the program asked for them.
        self.has_frames = False
        # Red, green and blue in hexadecimal digits, where it says what colour its background has.
        self.background = ""
        # Whether it answers nothing.
        self.is_silent = False
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._tail = b""
        self.child = pexpect.spawn(
            command[0],
            list(command[1:]),
            dimensions=(rows, columns),
            env=dict(env),
            cwd=str(cwd),
            timeout=None,
        )
        self.child.delaybeforesend = None
        # By default closing sleeps, so that the program may notice; here it has ended before.
        self.child.ptyproc.delayafterclose = self.child.ptyproc.delayafterterminate = 0

    # Input

    def press(self, keys: str) -> None:
        """Write keys, all at once."""
        self.child.send(keys.encode())

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size; the system sends SIGWINCH."""
        self._screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def kill(self) -> None:
        """`kill -9`, then take in all that was written before."""
        self.child.kill(signal.SIGKILL)
        self.drain()
        self.child.wait()

    def hang_up(self) -> None:
        """Take the terminal away, as a link does that drops."""
        self.child.ptyproc.fileobj.close()
        self.child.ptyproc.closed = self.child.closed = True

    # Output

    def pump(self, seconds: float = 0.02) -> bytes:
        """Take in what comes within some seconds; empty where nothing does."""
        try:
            data: bytes = self.child.read_nonblocking(1 << 16, timeout=seconds)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return b""
        self.raw += data
        if _COLOUR_OF_BACKGROUND in data and self.background:
            self.child.send(b"\x1b]11;rgb:%s\x1b\\" % self.background.encode())
        if _SYNCHRONIZED in data and not self.is_silent:
            self.has_frames = True
            self.child.send(b"\x1b[?2026;2$y")
        self._feed(data)
        return data

    def drain(self) -> None:
        """Take in everything up to the end of the program."""
        deadline = time.monotonic() + DEADLINE
        while not self.child.flag_eof:
            assert time.monotonic() < deadline, "the program goes on writing or does not end"
            self.pump(0.1)

    def until(self, condition: Callable[[], object], what: str, limit: float = DEADLINE) -> None:
        """Wait until a condition holds on the screen, for so many seconds at most."""
        deadline = time.monotonic() + limit
        while not condition():
            late = time.monotonic() > deadline
            assert not late, f"waited in vain until {what}:\n" + "\n".join(self.screen)
            if not self.pump() and self.child.flag_eof:
                assert condition(), f"the program ended before {what}:\n" + "\n".join(self.screen)

    def until_quiet(self, seconds: float) -> int:
        """Wait until nothing has been written for some seconds; returns the bytes that came before."""
        before = len(self.raw)
        deadline = time.monotonic() + DEADLINE
        while self.pump(seconds):
            assert time.monotonic() < deadline, "the program never stops writing"
        return len(self.raw) - before

    def until_ready(self) -> None:
        """Wait for the whole first screen."""
        self.until(lambda: "saved" in self.status and "c claim" in self.screen[-1], "the screen is there")

    def until_matched(self, limit: float = DEADLINE) -> None:
        """Wait until the status line says what matching has found, and nothing more comes."""
        self.until(lambda: " repeated" in self.status, "matching is done", limit)
        self.until_quiet(0.5)

    def until_shown(self, text: str) -> None:
        """Wait until a text stands anywhere on the screen."""
        self.until(lambda: any(text in row for row in self.screen), f"“{text}” is shown")

    def until_ended(self) -> int:
        """Wait until the program has ended by itself; returns its exit status."""
        self.drain()
        self.child.wait()
        assert self.child.signalstatus is None
        return int(self.child.exitstatus)

    def tag(self, keys: str, label: str) -> None:
        """Press keys, of which the last one tags, and wait until the screen calls it saved."""
        before = set(self.acknowledged)
        self.press(keys)
        # Of several tags in one burst, some may be called saved in a frame of their own.
        self.until(lambda: label in {one for one, _ in self.acknowledged - before}, f"a tag {label} is saved")

    # What is seen

    @property
    def screen(self) -> list[str]:
        """The rows of the screen."""
        return list(self._screen.display)

    @property
    def status(self) -> str:
        """The row that says what was done and whether it is saved."""
        return "".join(self._screen.display[-2:-1])

    @property
    def panes(self) -> int:
        """How many panes are shown."""
        return self.screen[0].count("│")

    @property
    def has_list(self) -> bool:
        """Whether the list of articles is shown."""
        return re.match(r" \d+ of \d+ reviewed ", self.screen[0]) is not None

    def cell(self, row: int, column: int) -> pyte.screens.Char:
        """What stands in a cell, and how."""
        return self._screen.buffer[row][column]

    @property
    def pane(self) -> tuple[int, int]:
        """First column, and the one behind the last, of the pane that keys go to."""
        title = self.screen[0]
        left = title.rindex("│", 0, title.index("│▸") + 1) if "│▸" in title else 0
        right = title.find("│", left + 1)
        return left, right if right > 0 else self._screen.columns

    @property
    def cursor(self) -> tuple[int, int] | None:
        """Row and column of the cell in reverse, the cursor; None where there is none."""
        left, right = self.pane
        for row in range(1, self._screen.lines - 3):
            for column in range(left + 6, right - 1):
                if self.cell(row, column).reverse:
                    return row, column
        return None

    @property
    def at_cursor(self) -> str:
        """The word from the cursor on, as far as its row goes."""
        found = self.cursor
        if found is None:
            return ""
        row, column = found
        return self.screen[row][column : self.pane[1] - 1].split(" ")[0]

    def letters(self) -> set[str]:
        """The letters of labels in the gutter of the pane that keys go to."""
        left, _ = self.pane
        rows = range(1, self._screen.lines - 3)
        return {self.cell(row, left + one).data for row in rows for one in (2, 3)} & _LETTERS

    def _feed(self, data: bytes) -> None:
        *frames, rest = (self._tail + data).split(FRAME_END)
        for frame in frames:
            self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", frame))
            self.frames += 1
            self._note()
        unfinished = _UNFINISHED.search(rest)
        whole = unfinished.start() if unfinished else len(rest)
        self._tail = rest[whole:]
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", rest[:whole]))
        if not self.has_frames:
            self._note()

    def _note(self) -> None:
        # Only at the end of a frame: half of one could show what was tagged now beside how saving stood before.
        found = _ACKNOWLEDGED.match(self.status)
        if found:
            self.acknowledged.add((found[1], found[2]))


Start = Callable[..., Terminal]


@pytest.fixture
def start(environment: dict[str, str], tmp_path: Path) -> Iterator[Start]:
    """Starts the program on a corpus, or another command, and ends in the end what still runs."""
    running: list[Terminal] = []

    def begin(
        corpus: Path,
        size: tuple[int, int] = (160, 50),
        *,
        env: Mapping[str, str] | None = None,
        command: Sequence[str] | None = None,
        wait: bool = True,
    ) -> Terminal:
        arguments = [sys.executable, "-m", "annotui", os.fsdecode(corpus)] if command is None else command
        terminal = Terminal(arguments, size, environment | dict(env or {}), tmp_path)
        running.append(terminal)
        if wait:
            terminal.until_ready()
        return terminal

    yield begin
    for terminal in running:
        with contextlib.suppress(ProcessLookupError, pexpect.ExceptionPexpect):
            if terminal.child.isalive():
                terminal.child.kill(signal.SIGKILL)
                terminal.child.wait()
        terminal.child.close(force=True)


@pytest.fixture
def anchored() -> Callable[[Sequence[Record], Path], None]:
    """Holds exported lines against their files, seen from a folder."""
    return check_anchors


@pytest.fixture
def exported(
    annotui: Callable[..., subprocess.CompletedProcess[str]],
) -> Callable[..., list[Record]]:
    """Exports a corpus and holds every line against its file; returns the lines."""

    def export(corpus: Path, *, status: int = 0) -> list[Record]:
        done = annotui("export", corpus)
        assert done.returncode == status, done.stderr
        lines: list[Record] = [json.loads(line) for line in done.stdout.split("\n")[:-1]]
        check_anchors(lines, corpus.parent)
        return lines

    return export
