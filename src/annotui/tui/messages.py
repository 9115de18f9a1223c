"""What was said in this session: a row may have had no room for all of it, or somebody was reading something else."""

from __future__ import annotations

import time
from collections.abc import Iterator

_MOST = 500
"""Messages that are kept."""


class Messages:
    """What was said, each once, with the time at which it was said last."""

    def __init__(self) -> None:
        self._said: dict[str, float] = {}
        self._shown = ""

    def add(self, said: str, *, waits: bool = False) -> None:
        """Keep what is said now; nothing where it is nothing, or what was said already is still there to be read.

        Args:
            said: the message.
            waits: whether something else is still to be read in its place.
        """
        if not said or said == self._shown:
            return
        if not waits:
            self._shown = said
        self._said.pop(said, None)
        self._said[said] = time.time()
        if len(self._said) > _MOST:
            del self._said[next(iter(self._said))]

    def __iter__(self) -> Iterator[tuple[str, float]]:
        """What was said and when (seconds since the epoch), the newest first."""
        return reversed(self._said.items())
