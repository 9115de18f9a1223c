"""A program on a pseudo-terminal, measured from outside: what it writes, when, and what it costs."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

COLUMNS, ROWS = 160, 50
QUIET = 0.03
"""Seconds without a byte after which an answer is whole."""

LIMIT = 30.0
"""Seconds after which waiting is given up."""

LONG = 600.0
"""Seconds after which waiting for another process is given up."""

_TICKS = os.sysconf("SC_CLK_TCK")
# A terminal that takes its output frame by frame says so when it is asked.
_ASKED, _ANSWER = b"\x1b[?2026$p", b"\x1b[?2026;2$y"


class GaveUp(Exception):
    """Something did not come within the limit."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a key brought.

    Args:
        ms: milliseconds from the key to the last byte of the answer; 0 where there was none.
        size: bytes of the answer.
    """

    ms: float
    size: int


class Session:
    """Starts a program on a terminal of 160x50.

    Args:
        command: program and arguments; the program is looked for in PATH.
        env: its whole environment.
        typed: keys that lie in the terminal's buffer before the program starts.
        hangs_up: False ignores SIGHUP, as `nohup` does.
    """

    def __init__(
        self, command: Sequence[str], env: Mapping[str, str], typed: bytes = b"", hangs_up: bool = True
    ) -> None:
        self.output = bytearray()
        self.started = time.perf_counter()
        self._ended = False
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            # Whatever goes wrong here must not come back into the benchmark.
            with contextlib.suppress(OSError):
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
                if not hangs_up:
                    signal.signal(signal.SIGHUP, signal.SIG_IGN)
                os.execvpe(command[0], list(command), dict(env))
            os._exit(127)
        if typed:
            os.write(self._terminal, typed)

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        if not self.gone():
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        with contextlib.suppress(OSError):
            os.close(self._terminal)

    def read(self, seconds: float) -> bytes:
        """What comes within some seconds; empty where nothing does."""
        ready, _, _ = select.select([self._terminal], [], [], seconds)
        try:
            data = os.read(self._terminal, 1 << 16) if ready else b""
        except OSError:  # Linux says so when the program has closed the terminal
            return b""
        self.output += data
        if _ASKED in data:
            os.write(self._terminal, _ANSWER)
        return data

    def until(self, marker: bytes) -> float:
        """Wait for some bytes anywhere in the output.

        Returns:
            Milliseconds from the start of the program.

        Raises:
            GaveUp: they did not come.
        """
        seen = 0
        while marker not in self.output[max(seen - len(marker), 0) :]:
            seen = len(self.output)
            if time.perf_counter() - self.started > LIMIT:
                raise GaveUp(f"“{marker.decode(errors='replace')}” was not written in {LIMIT:.0f} s")
            if not self.read(0.1) and self.gone():
                raise GaveUp(f"the program has ended: {self.output.decode(errors='replace')[-500:]}")
        return (time.perf_counter() - self.started) * 1000

    def settle(self, seconds: float = 1.0) -> None:
        """Wait until nothing has been written for some seconds."""
        deadline = time.perf_counter() + LIMIT
        while self.read(seconds):
            if time.perf_counter() > deadline:
                raise GaveUp("the program never stops writing")

    def until_alone(self) -> None:
        """Wait until the processes that the program has started have ended, as the one that matches does."""
        deadline = time.perf_counter() + LONG
        while self.children():
            if time.perf_counter() > deadline:
                raise GaveUp(f"what the program has started is not done in {LONG:.0f} s")
            self.read(0.1)

    def press(self, key: bytes) -> Answer:
        """Press a key and take in its answer, up to a pause of `QUIET` seconds."""
        before = len(self.output)
        pressed = last = time.perf_counter()
        os.write(self._terminal, key)
        # An answer may take its time; once it has begun, a short pause ends it.
        while self.read(QUIET if len(self.output) > before else 0.5):
            last = time.perf_counter()
        return Answer((last - pressed) * 1000, len(self.output) - before)

    def first(self, key: bytes) -> float:
        """Press a key; returns the milliseconds until the answer begins."""
        pressed = time.perf_counter()
        os.write(self._terminal, key)
        if not self.read(LIMIT):
            raise GaveUp(f"nothing answered {key!r}")
        return (time.perf_counter() - pressed) * 1000

    def write(self, keys: bytes) -> None:
        """Press keys and do not wait."""
        os.write(self._terminal, keys)

    def cpu(self) -> float:
        """Seconds of processor time used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory(self) -> float:
        """Resident memory in MB (10^6 bytes), without that of the processes it has started."""
        return _memory(self.pid, "VmRSS")

    def peak_of_children(self) -> float:
        """The most memory, in MB, that any of the processes had which it has started and which run now; 0 where none does."""
        peak = 0.0
        for child in self.children():
            # It may end meanwhile.
            with contextlib.suppress(OSError, StopIteration):
                peak = max(peak, _memory(child, "VmHWM"))
        return peak

    def children(self) -> list[int]:
        """The processes that the program has started, whichever of its threads did."""
        found: list[int] = []
        for thread in Path(f"/proc/{self.pid}/task").iterdir():
            # A thread may end meanwhile.
            with contextlib.suppress(OSError):
                found += map(int, (thread / "children").read_text().split())
        return found

    def gone(self) -> bool:
        """Whether the program has ended."""
        if not self._ended:
            self._ended = os.waitpid(self.pid, os.WNOHANG)[0] != 0
        return self._ended

    def hang_up(self, limit: float) -> float | None:
        """Take the terminal away.

        Args:
            limit: seconds to wait.

        Returns:
            Seconds until the program was gone, or None if it is still there.
        """
        started = time.perf_counter()
        os.close(self._terminal)
        while time.perf_counter() - started < limit:
            if self.gone():
                return time.perf_counter() - started
            time.sleep(0.005)
        return None


def _memory(pid: int, which: str) -> float:
    """One line of what Linux says of a process, in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    kib = next(line.split()[1] for line in status.splitlines() if line.startswith(f"{which}:"))
    return int(kib) * 1024 / 1e6
