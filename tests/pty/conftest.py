"""The installed program on a real pseudo-terminal, and a terminal emulator that says what would be seen on it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import termios
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pexpect
import pyte
import pytest

DEADLINE = 120.0
"""Seconds after which a test gives up waiting; on a machine with other work all comes late, which is no fault."""

FRAME_END = b"\x1b[?2026l"
_SYNCHRONIZED = b"\x1b[?2026$p"
_HELD = ["/bin/sh", "-c", 'until [ -e "$0" ]; do sleep 0.01; done; exec "$@"']
"""Runs a command when there is a file."""
_COLOUR_OF_BACKGROUND = b"\x1b]11;?\x1b\\"
_LONGEST_QUESTION = max(len(_SYNCHRONIZED), len(_COLOUR_OF_BACKGROUND))
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

    Like a modern terminal it answers that it takes the output frame by frame; what is judged is a whole frame, and each of them,
    however many have come at once.

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
        # How it was set before the program ran, where that was asked for.
        self.settings_before: list[object] = []
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._tail = b""
        self._last = b""
        # Frames that have come and were not looked at yet.
        self._coming: deque[bytes] = deque()
        # The rows as text, as far as they were asked for and have not changed since: pyte makes all of them anew each time, which
        # takes longer than all that the program does.
        self._rows: dict[int, str] = {}
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
        """Take in what comes within some seconds, one frame at most; empty where nothing does."""
        if not self._coming:
            self._read(seconds)
        if not self._coming:
            return b""
        data = self._coming.popleft()
        self.raw += data
        self._feed(data)
        return data

    def rest(self, seconds: float) -> None:
        """Take in what comes, and go on after some seconds, not before."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.pump(left)
            if self.child.flag_eof:
                return

    def _read(self, seconds: float) -> None:
        """Read what comes within some seconds, and answer it."""
        try:
            data: bytes = self.child.read_nonblocking(1 << 16, timeout=seconds)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return
        if self._is_asked(_COLOUR_OF_BACKGROUND, data) and self.background:
            self.child.send(b"\x1b]11;rgb:%s\x1b\\" % self.background.encode())
        if self._is_asked(_SYNCHRONIZED, data) and not self.is_silent:
            self.has_frames = True
            self.child.send(b"\x1b[?2026;2$y")
        self._last = data[-_LONGEST_QUESTION:]
        *frames, rest = data.split(FRAME_END)
        self._coming += [one + FRAME_END for one in frames]
        self._coming += [rest] if rest else []

    def drain(self) -> None:
        """Take in everything up to the end of the program."""
        deadline = time.monotonic() + DEADLINE
        while self._coming or not self.child.flag_eof:
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
        """Wait until nothing has been written for some seconds, and nothing is being done; returns the bytes that came before."""
        before = len(self.raw)
        deadline = time.monotonic() + DEADLINE
        while self.pump(seconds) or self._is_busy():
            assert time.monotonic() < deadline, "the program never stops writing"
        return len(self.raw) - before

    def until_ready(self) -> None:
        """Wait for the whole first screen."""
        self.until(lambda: "saved" in self.status and "c claim" in self.screen[-1], "the screen is there")

    def until_matched(self, limit: float = DEADLINE) -> None:
        """Wait until the status line says what matching has found, and nothing more comes."""
        self.until(lambda: " repeated" in self.status, "matching is done", limit)
        self.until_quiet(0.3)

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
        return [self._text(row) for row in range(self._screen.lines)]

    @property
    def status(self) -> str:
        """The row that says what was done and whether it is saved."""
        return self._text(self._screen.lines - 2) if self._screen.lines > 1 else ""

    @property
    def settings(self) -> list[object]:
        """How the system has the terminal set: what it echoes, and what is a signal."""
        return list(termios.tcgetattr(self.child.child_fd))

    @property
    def panes(self) -> int:
        """How many panes are shown."""
        return self._text(0).count("│")

    @property
    def has_list(self) -> bool:
        """Whether the list of articles is shown."""
        return re.match(r" \d+ of \d+ reviewed ", self._text(0)) is not None

    def cell(self, row: int, column: int) -> pyte.screens.Char:
        """What stands in a cell, and how."""
        return self._screen.buffer[row][column]

    @property
    def pane(self) -> tuple[int, int]:
        """First column, and the one behind the last, of the pane that keys go to."""
        title = self._text(0)
        left = title.rindex("│", 0, title.index("│▸") + 1) if "│▸" in title else 0
        right = title.find("│", left + 1)
        return left, right if right > 0 else self._screen.columns

    @property
    def cursor(self) -> tuple[int, int] | None:
        """Row and column of the cell in reverse, the cursor; None where there is none."""
        left, right = self.pane
        for row in range(1, self._screen.lines - 3):
            cells = self._screen.buffer[row]
            for column in range(left + 6, right - 1):
                if cells[column].reverse:
                    return row, column
        return None

    @property
    def at_cursor(self) -> str:
        """The word from the cursor on, as far as its row goes."""
        found = self.cursor
        if found is None:
            return ""
        row, column = found
        return self._text(row)[column : self.pane[1] - 1].split(" ")[0]

    def letters(self) -> set[str]:
        """The letters of labels in the gutter of the pane that keys go to."""
        left, _ = self.pane
        rows = range(1, self._screen.lines - 3)
        return {self.cell(row, left + one).data for row in rows for one in (2, 3)} & _LETTERS

    def _is_asked(self, question: bytes, data: bytes) -> bool:
        """Whether a question has come to its end with what was read now."""
        return question in (self._last + data)[max(len(self._last) - len(question) + 1, 0) :]

    def _is_busy(self) -> bool:
        """Whether the program would go on if it were given a processor, or waits for a disk (Linux; elsewhere that is not known)."""
        for path in Path(f"/proc/{self.child.pid}/task").glob("*/stat"):
            with contextlib.suppress(OSError):
                if path.read_text(errors="replace").rpartition(")")[2].split()[0] in "RD":
                    return True
        return False

    def _text(self, row: int) -> str:
        """What stands in a row."""
        # A sign that joins the one before it may change the end of the row above.
        for changed in self._screen.dirty:
            self._rows.pop(changed, None)
            self._rows.pop(changed - 1, None)
        self._screen.dirty.clear()
        if row not in self._rows:
            cells, said, is_wide = self._screen.buffer[row], [], False
            for column in range(self._screen.columns):
                # A wide one takes two cells.
                one = "" if is_wide else cells[column].data
                is_wide = not one.isascii() and pyte.screens.wcwidth(one[0]) == 2
                said.append(one)
            self._rows[row] = "".join(said)
        return self._rows[row]

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
        note_settings: bool = False,
    ) -> Terminal:
        arguments = [sys.executable, "-m", "annotui", os.fsdecode(corpus)] if command is None else command
        gate = tmp_path / f"begin{len(running)}"
        if note_settings:
            arguments = [*_HELD, str(gate), *arguments]
        terminal = Terminal(arguments, size, environment | dict(env or {}), tmp_path)
        running.append(terminal)
        if note_settings:
            # Once the program runs, it may have changed them already.
            terminal.settings_before = terminal.settings
            gate.touch()
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
