"""Answers that the terminal owes: they are waited for before it is given back, or the shell would take them for what is typed."""

from __future__ import annotations

import os
import re
import select
import time

BACKGROUND = r"\x1b\]11;[^\x07\x1b]*(?:\x07|\x1b\\)"
"""How the colour of the background is answered (xterm's control sequences, OSC 11) …"""
FRAMES = r"\x1b\[\?2026;[0-9]+\$y"
"""… and whether there are frames (DEC mode 2026, synchronised output)."""

_OWED_FOR = 2.0
"""Seconds after a question in which a slow link may still bring the answer; many a terminal gives none."""
_WAITED_FOR = 1.0
"""Seconds that giving the terminal back may take for it."""
_AT_ONCE = 4096
"""Bytes."""


class Owed:
    """Questions that a terminal was asked and has not answered.

    Args:
        fileno: the descriptor that its answers are read from.
    """

    def __init__(self, fileno: int = 0) -> None:
        self._fileno = fileno
        self._until: dict[str, float] = {}

    def ask(self, answer: str) -> None:
        """A question is on its way.

        Args:
            answer: a regular expression for what answers it.
        """
        self._until[answer] = time.monotonic() + _OWED_FOR

    def hear(self, data: str) -> None:
        """Something came from the terminal that may be an answer."""
        # A copy: another thread may ask something meanwhile.
        for answer in list(self._until):
            if re.search(answer, data):
                self._until.pop(answer, None)

    def swallow(self, begun: str = "") -> None:
        """Read what is owed, and whatever is typed meanwhile, as long as that makes sense; afterwards nothing is owed.

        Args:
            begun: what has been read already of something that was not whole.
        """
        data, latest = begun, time.monotonic() + _WAITED_FOR
        while (left := min(max(self._until.values(), default=0), latest) - time.monotonic()) > 0:
            if not (came := self._read(left)):
                break
            data += came
            self.hear(data)
        self.forget()

    def forget(self) -> None:
        """Wait for nothing any more."""
        self._until.clear()

    def _read(self, seconds: float) -> str:
        """What comes within some seconds; empty where nothing does, or the terminal is gone, or another's."""
        try:
            if os.tcgetpgrp(self._fileno) != os.getpgrp():
                return ""
            ready, _, _ = select.select([self._fileno], [], [], seconds)
            return os.read(self._fileno, _AT_ONCE).decode("latin-1") if ready else ""
        except OSError:
            return ""
