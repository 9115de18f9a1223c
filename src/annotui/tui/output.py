"""The way to a terminal that may be slow, or gone."""

from __future__ import annotations

import contextlib
import os
import select
import threading
from queue import SimpleQueue

_PATIENCE = 1.0
"""Seconds that a terminal is given at the end: for what was painted last, and each time for more of what restores it."""
_AT_ONCE = 4096
"""Bytes; what is written in one piece cannot be given up."""

_LEAVING = ""
_CUT = "\x18\x1b[m\x1b[?2026l"
"""Behind a picture of which only a part was sent: whatever has begun is over, a sequence, a look, a frame (ECMA-48, CAN)."""


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
        # Bytes.
        self._taken = 0
        self._is_late = self._is_leaving = self._is_cut = False

    def start(self) -> None:
        """Begin to write."""
        self._is_late = self._is_leaving = self._is_cut = False
        self._thread = threading.Thread(target=self._run, name="annotui-output", daemon=True)
        self._thread.start()

    def write(self, text: str) -> None:
        """Take what is to be written."""
        self._waiting.put(text)

    def leave(self) -> None:
        """From here on it is about restoring the terminal: a link that is too slow for what came before goes without it."""
        self._waiting.put(_LEAVING)

    def stop(self) -> None:
        """Write the rest; a terminal that takes nothing any more is not waited for."""
        if self._thread is not None:
            self._waiting.put(None)
            taken = -1
            while self._taken != taken and self._thread.is_alive():
                taken = self._taken
                self._thread.join(_PATIENCE)
                self._is_late = True
            self._thread = None

    def _run(self) -> None:
        going_on = True
        while going_on:
            texts = [self._waiting.get()]
            # What waits already goes with it: fewer packets.
            while texts[-1] and not self._waiting.empty():
                texts.append(self._waiting.get())
            going_on = texts[-1] is not None
            self._write("".join(filter(None, texts)))
            if texts[-1] == _LEAVING:
                self._is_leaving = True
                if self._is_cut:
                    self._is_cut = False
                    self._write(_CUT)

    def _write(self, text: str) -> None:
        # In UTF-8, whatever Python would use: that is what was asked of the locale.
        data = memoryview(text.encode(errors="replace"))
        # Without a terminal there is nobody to miss it.
        with contextlib.suppress(OSError):
            while data and (self._is_leaving or not self._is_late):
                try:
                    taken = os.write(self._fileno, data[:_AT_ONCE])
                except BlockingIOError:
                    select.select([], [self._fileno], [])
                else:
                    self._taken += taken
                    data = data[taken:]
        self._is_cut = self._is_cut or bool(data)
