"""What came of candidates that were verified before: the same stretches of the same texts need not be aligned again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from .columns import Hashes, Longs

Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What came of candidates, a row each.

    Args:
        keys: two numbers a row, which stand for all that its verdict depends on.
        firsts: row `i` has the numbers from `firsts[i]` up to `firsts[i + 1]`; one more than there are rows.
        numbers: what they mean is for `verify` to know.
    """

    keys: Hashes
    firsts: Longs
    numbers: Numbers

    def __len__(self) -> int:
        return len(self.keys)

    def at(self, rows: Longs) -> Verdicts:
        """Some of the rows, in this order."""
        lengths = np.diff(self.firsts)[rows]
        firsts = np.append(0, np.cumsum(lengths))
        places = np.repeat(self.firsts[rows] - firsts[:-1], lengths) + np.arange(firsts[-1])
        return Verdicts(self.keys[rows], firsts, self.numbers[places])


def nothing() -> Verdicts:
    """No verdict at all."""
    return Verdicts(np.empty((0, 2), np.uint64), np.zeros(1, np.int64), np.empty(0, np.int32))


def joined(one: Verdicts, other: Verdicts) -> Verdicts:
    """The rows of both."""
    return Verdicts(
        np.concatenate((one.keys, other.keys)),
        np.append(one.firsts, other.firsts[1:] + one.firsts[-1]),
        np.concatenate((one.numbers, other.numbers)),
    )


class Memo(Protocol):
    """Remembers verdicts."""

    def get(self, keys: Hashes) -> tuple[NDArray[np.bool_], Verdicts]:
        """Which of these keys are known, and the verdicts on those, in the same order."""
        ...

    def put(self, verdicts: Verdicts) -> None:
        """Remember more of them."""
        ...


class Memory:
    """Verdicts in memory.

    Args:
        before: those of an earlier run.

    `used` are those that this run asked for or gave: what is worth keeping for the next one.
    """

    def __init__(self, before: Verdicts | None = None) -> None:
        before = before or nothing()
        # Half of a key is enough to look for; the other half says whether it is the right one.
        order = np.argsort(before.keys[:, 0], kind="stable")
        self._before = before.at(order)
        self.used = nothing()

    def get(self, keys: Hashes) -> tuple[NDArray[np.bool_], Verdicts]:
        """Which of these keys are known, and the verdicts on those, in the same order."""
        places = np.searchsorted(self._before.keys[:, 0], keys[:, 0])
        known = places < len(self._before)
        known[known] = (self._before.keys[places[known]] == keys[known]).all(axis=1)
        found = self._before.at(places[known])
        self.used = joined(self.used, found)
        return known, found

    def put(self, verdicts: Verdicts) -> None:
        """Remember more of them."""
        self.used = joined(self.used, verdicts)
