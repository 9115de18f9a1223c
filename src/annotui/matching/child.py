"""The process that matches for a reader, out of its way: `python -m annotui.matching.child`.

It gets its task on standard input and answers on standard output. It ends when standard input does: then nobody is there any more who
wants to know.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from annotui.corpus.files import why

from . import task
from .task import Task

_BETWEEN = 0.1
"""Seconds between two reports of the progress of one stage, at least."""

_PR_SET_PDEATHSIG = 1

_IOPRIO_SET = {"x86_64": 251, "aarch64": 30}
"""Number of a system call that the C library has no name for."""

_IDLE = 3 << 13
"""Class of reading and writing that waits for everybody else's."""


def main() -> int:
    """Do what standard input says.

    Returns:
        The exit status.
    """
    wanted = task.read(sys.stdin.buffer.readline())
    _end_with(wanted.parent)
    _give_way()
    channel = _Channel(_output())
    try:
        _do(wanted, channel)
    except BrokenPipeError:
        return 1
    except OSError as error:
        channel.say(failed=f"what is found can be written nowhere: {why(error)}")
    except MemoryError:
        channel.say(failed="there is not enough memory for so many articles")
    except Exception as error:
        said, *_ = str(error).splitlines() or [""]
        channel.say(failed=f"{type(error).__name__}: {said}".rstrip(": "))
    return 0


class _Channel:
    """The way to the reader.

    Args:
        file: what it reads.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._doing = ""
        self._said = 0.0

    def progress(self, share: float, doing: str) -> None:
        """Say how far it is, but not too often."""
        now = time.monotonic()
        if doing != self._doing or now - self._said >= _BETWEEN:
            self._doing, self._said = doing, now
            self.say(progress=share, doing=doing)

    def say(self, **said: object) -> None:
        """Send one line."""
        self._file.write(task.message(said))
        self._file.flush()


def _do(wanted: Task, channel: _Channel) -> None:
    from .job import run
    from .progress import Progress

    def report(progress: Progress) -> None:
        channel.progress(*progress)

    def publish(path: Path) -> None:
        channel.say(result=str(path))

    channel.say(done=run(wanted.corpus, wanted.parameters, report, publish, unasked=True))


def _output() -> BinaryIO:
    """Standard output, for this module alone: whoever else prints something prints it nowhere."""
    own = os.dup(1)
    null = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        os.dup2(null, descriptor)
    os.close(null)
    return open(own, "wb")


def _end_with(parent: int) -> None:
    """End when the reader does, whatever this process is busy with then."""
    if sys.platform == "linux":
        # At once; it is meant for the thread that has started this process, and that one listens to it until it ends.
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
    threading.Thread(target=_wait_for_end, daemon=True).start()


def _wait_for_end() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


def _give_way() -> None:
    """Let everybody else go first, with the processor, the disk and when memory runs out."""
    _quietly(lambda: os.nice(19))
    # Where Linux shares the processors out among sessions first, being nice counts within one's own only (sched(7), autogroup).
    _quietly(lambda: Path("/proc/self/autogroup").write_text("19"))
    _quietly(lambda: Path("/proc/self/oom_score_adj").write_text("1000"))
    number = _IOPRIO_SET.get(platform.machine()) if sys.platform == "linux" else None
    if number is not None:
        _quietly(lambda: ctypes.CDLL(None).syscall(number, 1, 0, _IDLE))


def _quietly(do: Callable[[], object]) -> None:
    """Whoever may not give way goes on as it is."""
    with contextlib.suppress(OSError, AttributeError):
        do()


if __name__ == "__main__":
    # Not `sys.exit`: the thread that waits for the end of standard input would be waited for in turn.
    status = main()
    os._exit(status)
