"""What the screen says about saving: exactly one of saving, saved, NOT SAVED."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Saving:
    """Actions are on their way to the disk.

    Args:
        pending: how many.
    """

    pending: int


@dataclass(frozen=True, slots=True)
class Saved:
    """Everything is on the disk; also the state right after opening.

    Args:
        at: when the last of it got there, in seconds since the epoch.
    """

    at: float


@dataclass(frozen=True, slots=True)
class NotSaved:
    """Saving failed; the actions are kept in memory and saving is tried again. Stays until it succeeds.

    Args:
        reason: one sentence, e.g. “No space left on the device”.
    """

    reason: str


SaveState = Saving | Saved | NotSaved
