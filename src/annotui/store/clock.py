"""A hybrid logical clock: wall time where it goes forward, a counter where it does not."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

LIMIT = 1 << 48
"""No honest clock says more milliseconds than this (the year 10889)."""


class Clock(NamedTuple):
    """When a line was written; a later line that was written in knowledge of it has a higher one.

    Args:
        ms: milliseconds since the epoch.
        counter: tells apart what happened in the same millisecond, or while the wall clock went back.
    """

    ms: int
    counter: int


def wall() -> int:
    """Milliseconds since the epoch, as the machine's clock has them."""
    return time.time_ns() // 1_000_000


class HybridClock:
    """Hands out clocks that only ever rise, also above every clock that was seen in others' lines.

    The algorithm is that of Kulkarni et al., “Logical Physical Clocks” (2014).

    Args:
        now: milliseconds since the epoch; the machine's clock unless given.
    """

    def __init__(self, now: Callable[[], int] = wall) -> None:
        self._now = now
        self._last = Clock(0, 0)

    def observe(self, clock: Clock) -> None:
        """Take note of a clock that somebody else handed out."""
        self._last = max(self._last, clock)

    def tick(self) -> Clock:
        """The clock for the next line, higher than all that were handed out or observed."""
        now = self._now()
        ms, counter = self._last
        self._last = Clock(now, 0) if now > ms else Clock(ms, counter + 1)
        return self._last
