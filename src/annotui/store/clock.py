"""A hybrid logical clock: wall time where it goes forward, a counter where it does not."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

LIMIT = 1 << 48
"""No honest clock says more milliseconds than this (the year 10889)."""

STEPS = 1 << 32
"""No honest clock counts as far as this within a millisecond."""

AHEAD = 24 * 60 * 60 * 1000
"""Milliseconds; what is dated further ahead of this machine's clock comes from a clock that is wrong."""


class Clock(NamedTuple):
    """When a line was written; a later line that was written in knowledge of it has a higher one.

    Args:
        ms: milliseconds since the epoch.
        counter: tells apart what happened in the same millisecond, or while the wall clock went back.
    """

    ms: int
    counter: int

    def next(self) -> Clock:
        """The one right after it."""
        return Clock(self.ms, self.counter + 1) if self.counter + 1 < STEPS else Clock(self.ms + 1, 0)


START = Clock(0, 0)
"""Not above anything."""


def wall() -> int:
    """Milliseconds since the epoch, as the machine's clock has them."""
    return time.time_ns() // 1_000_000


class HybridClock:
    """Hands out clocks of which a version always has a higher one than what it replaces, whatever the machines' say.

    The algorithm is that of Kulkarni et al., “Logical Physical Clocks” (2014), but that it follows others only in the
    line that replaces what they wrote: so a clock that is far ahead spreads no further than the documents that it dated.

    Args:
        now: milliseconds since the epoch; the machine's clock unless given.
    """

    def __init__(self, now: Callable[[], int] = wall) -> None:
        self._now = now
        self._last = START

    def tick(self, above: Clock = START) -> Clock:
        """The clock for the next line.

        Args:
            above: the highest clock of the versions that the line replaces.

        Returns:
            A clock higher than that, and than all that were handed out for lines which replaced nothing higher.
        """
        self._last = max(Clock(self._now(), 0), self._last.next())
        return max(self._last, above.next())
