"""Matching behind the reader's back: starts the process that does it, listens to it, and ends it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from annotui.corpus.scan import Corpus

from . import task
from .cache import discard
from .findings import Findings
from .parameters import Parameters
from .progress import Progress

_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""Each library of linear algebra has its own name for how many processors it takes."""

_MEMORY = {"MALLOC_MMAP_THRESHOLD_": str(1 << 20)}
"""From so many bytes on, what is not needed any more is given back at once: arrays of one stage are none of the next one."""


class Ready(NamedTuple):
    """Something was found.

    Args:
        findings: the families; told a second time when the related sentences are there as well.
    """

    findings: Findings


class Failed(NamedTuple):
    """Matching has ended before it was done.

    Args:
        why: one sentence without a full stop.
    """

    why: str


class Done(NamedTuple):
    """Matching is done.

    Args:
        note: what is worth knowing, in one sentence without a full stop; empty where nothing is.
    """

    note: str


Event = Progress | Ready | Failed | Done
Tell = Callable[[Event], None]

_LEFT_OUT = "passages and related sentences are not shown"


class Matching:
    """The matching of one corpus, in a process of its own.

    Args:
        corpus: the articles.
        parameters: how closely they are compared.
    """

    def __init__(self, corpus: Corpus, parameters: Parameters) -> None:
        self.corpus = corpus
        self._parameters = parameters
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = 0
        self._thread: threading.Thread | None = None

    @property
    def is_running(self) -> bool:
        """Whether it has begun and not ended."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, tell: Tell) -> None:
        """Begin, or begin again with the articles as they are now.

        Args:
            tell: told what happens, in a thread of its own; the last event is either `Done` or `Failed`, and none comes after `cancel`.
        """
        self.cancel()
        turn = self._turn
        self._thread = threading.Thread(target=self._run, args=(turn, tell), name="matching", daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """End it; nothing more is told."""
        with self._lock:
            self._turn += 1
            process, self._process = self._process, None
        if process is not None:
            process.kill()

    def _run(self, turn: int, tell: Tell) -> None:
        """Start the process and listen to it; this thread lives as long as that, which ends with the thread that started it."""

        def told(event: Event) -> None:
            with self._lock:
                wanted = turn == self._turn
            if wanted:
                tell(event)

        try:
            process = self._started(turn)
        except OSError as error:
            told(Failed(f"matching cannot be started: {error.strerror}; {_LEFT_OUT}"))
            return
        if process is None:
            return
        with process:
            last = _listen(process, task.of(self.corpus, self._parameters), told)
        told(last or Failed(f"matching {_how(process.returncode)}; {_LEFT_OUT}"))

    def _started(self, turn: int) -> subprocess.Popen[bytes] | None:
        """The process; None where it is not wanted any more."""
        with self._lock:
            if turn != self._turn:
                return None
            self._process = subprocess.Popen(
                # -P: what lies in the current folder is not taken for a module.
                [sys.executable, "-P", "-m", "annotui.matching.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | dict.fromkeys(_ONE_THREAD, "1") | _MEMORY,
                # Neither Ctrl+C nor a broken link are for it: it ends when the reader does.
                start_new_session=True,
            )
            return self._process


def _listen(process: subprocess.Popen[bytes], wanted: task.Task, tell: Tell) -> Failed | Done | None:
    """Give the process its task, and tell what it says.

    Returns:
        How it ended; None where it did not say.
    """
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(wanted.line())
        process.stdin.flush()
    except BrokenPipeError:
        return None
    for line in process.stdout:
        if not line.endswith(b"\n"):
            break
        said = json.loads(line)
        if "progress" in said:
            tell(Progress(said["progress"], said["doing"]))
        elif "result" in said:
            path = Path(said["result"])
            findings = Findings.open(path)
            discard(path)
            if findings is None:
                return Failed(f"{path} cannot be read; {_LEFT_OUT}")
            tell(Ready(findings))
        elif "failed" in said:
            return Failed(f"matching has failed: {said['failed']}; {_LEFT_OUT}")
        else:
            return Done(said["done"])
    return None


def _how(status: int) -> str:
    """How a process ended that did not say so."""
    if status == -signal.SIGKILL:
        return "was killed, perhaps for want of memory"
    return f"was ended by signal {-status}" if status < 0 else f"ended with status {status}"
