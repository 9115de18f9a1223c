"""The way to a terminal that may be slow, or gone."""

from __future__ import annotations

import contextlib
import os
import select
import threading
from queue import SimpleQueue

_DRAINED_WITHIN = 1.0
"""Seconds that a terminal is given to take what is written last."""


class Output:
    """Writes to a terminal in a thread of its own, as long as there is one; who writes never waits for it.

    Textual's thread lets the program wait once 30 writes do: then it would not notice that the link is gone.

    Args:
        fileno: the terminal's descriptor.
    """

    def __init__(self, fileno: int) -> None:
        self._fileno = fileno
        self._waiting: SimpleQueue[str | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to write."""
        self._thread = threading.Thread(target=self._run, name="annotui-output", daemon=True)
        self._thread.start()

    def write(self, text: str) -> None:
        """Take what is to be written."""
        self._waiting.put(text)

    def stop(self) -> None:
        """Write the rest; a terminal that takes nothing any more is not waited for."""
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join(_DRAINED_WITHIN)
            self._thread = None

    def _run(self) -> None:
        going_on = True
        while going_on:
            texts = [self._waiting.get()]
            # What waits already goes with it: fewer packets.
            while not self._waiting.empty() and texts[-1] is not None:
                texts.append(self._waiting.get())
            going_on = texts[-1] is not None
            # In UTF-8, whatever Python would use: that is what was asked of the locale.
            self._write("".join(filter(None, texts)).encode(errors="replace"))

    def _write(self, data: bytes) -> None:
        # Without a terminal there is nobody to miss it.
        with contextlib.suppress(OSError):
            while data:
                try:
                    data = data[os.write(self._fileno, data) :]
                except BlockingIOError:
                    select.select([], [self._fileno], [])
