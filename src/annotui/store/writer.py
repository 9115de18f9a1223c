"""The thread that brings actions to the disk, one after the other, and says how it goes."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable
from functools import partial

from .log import SessionLog
from .saving import NotSaved, Saved, SaveState, Saving

RETRY = 2.0
"""Seconds until saving is tried again; also how often the log files are looked after while nothing is written."""


class Writer:
    """Hands lines to the log in their order; the thread starts with the first of them, or of other work.

    Args:
        log: where they go.
        announce: called from the thread whenever the state of saving has changed.
        idle: called from the thread about every two seconds while there is nothing to write, with the seconds since
            the last write.
    """

    def __init__(
        self, log: SessionLog, announce: Callable[[SaveState], None], idle: Callable[[float], None]
    ) -> None:
        self._log = log
        self._announce = announce
        self._idle = idle
        self._waiting: deque[bytes] = deque()
        self._jobs: deque[Callable[[], None]] = deque()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closing = False
        self._failure: str | None = None
        self._submitted = 0
        self._saved_at = time.time()

    @property
    def state(self) -> SaveState:
        """How saving stands."""
        with self._changed:
            if self._failure is not None:
                return NotSaved(self._failure)
            return Saving(len(self._waiting)) if self._waiting else Saved(self._saved_at)

    @property
    def acknowledged(self) -> int:
        """How many of the submitted lines are on the disk; they get there in their order."""
        with self._changed:
            return self._submitted - len(self._waiting)

    def submit(self, line: bytes) -> int:
        """Take a line to be written.

        Returns:
            Its number; it is on the disk once `acknowledged` is not less.
        """
        with self._changed:
            self._waiting.append(line)
            self._submitted += 1
            self._wake()
            return self._submitted

    def later(self, job: Callable[[], None]) -> None:
        """Have something done by the thread once all lines that were submitted are written; failing is silent."""
        with self._changed:
            self._jobs.append(job)
            self._wake()

    def wait(self, timeout: float | None = None) -> bool:
        """Block until every line is on the disk.

        Args:
            timeout: seconds; None waits as long as it takes.

        Returns:
            Whether they are.
        """
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting, timeout)

    def settled(self, number: int) -> bool:
        """Block until a line is on the disk or an attempt has failed; return whether it is on the disk."""
        with self._changed:
            self._changed.wait_for(lambda: self.acknowledged >= number or self._failure is not None)
            return self.acknowledged >= number

    def failure(self) -> str | None:
        """Why the last attempt to save failed, if it did."""
        with self._changed:
            return self._failure

    def close(self, timeout: float) -> list[bytes]:
        """Stop the thread after a last attempt.

        Args:
            timeout: seconds that the attempt may take.

        Returns:
            The lines that are not on the disk, or not any more.
        """
        with self._changed:
            self._closing = True
            self._changed.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join(timeout)
        with self._changed:
            return list(dict.fromkeys([*self._log.missing(), *self._waiting]))

    def _wake(self) -> None:
        if self._thread is None and not self._closing:
            self._thread = threading.Thread(target=self._run, name="annotui-writer", daemon=True)
            self._thread.start()
        self._changed.notify_all()

    def _run(self) -> None:
        try:
            self._work()
        finally:
            self._log.close()

    def _work(self) -> None:
        last = time.monotonic()
        while True:
            with self._changed:
                if not (self._waiting or self._jobs or self._closing):
                    self._changed.wait(RETRY)
                line = self._waiting[0] if self._waiting else None
                job = self._jobs.popleft() if self._jobs and line is None else None
                closing = self._closing
            if line is not None:
                last = time.monotonic()
                if not self._write(line) and self._pause():
                    return
            elif job is not None:
                _attempt(job)
            elif (not self._verify() and self._pause()) or closing:
                return
            else:
                _attempt(partial(self._idle, time.monotonic() - last))

    def _write(self, line: bytes) -> bool:
        self._say()
        try:
            self._log.append(line)
        except Exception as error:  # whatever it is, the line is not saved, and the thread must go on trying
            self._fail(error)
            return False
        with self._changed:
            self._waiting.popleft()
            self._failure = None
            self._saved_at = time.time()
            self._changed.notify_all()
        self._say()
        return True

    def _verify(self) -> bool:
        try:
            self._log.verify()
        except Exception as error:  # as above: what was saved is not there any more
            self._fail(error)
            return False
        if self.failure() is not None:
            with self._changed:
                self._failure = None
            self._say()
        return True

    def _fail(self, error: Exception) -> None:
        with self._changed:
            self._changed.notify_all()
            self._failure = (
                (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
            )
        self._say()

    def _pause(self) -> bool:
        """Wait before the next attempt; return whether there is to be none because the program closes."""
        with self._changed:
            if self._closing:
                return True
            self._changed.wait_for(lambda: self._closing, RETRY)
            return False

    def _say(self) -> None:
        _attempt(lambda: self._announce(self.state))  # the listener may be gone already


def _attempt(job: Callable[[], None]) -> None:
    """Do what saving does not depend on: the thread that saves must outlive whatever goes wrong there."""
    with contextlib.suppress(Exception):
        job()
