"""What is wrong with the log files, so that a repair can remember it."""

from __future__ import annotations

from typing import NamedTuple

TABLE = "repairs"
"""The store's table of damage that is known and cannot be mended."""


class Problem(NamedTuple):
    """One thing that is damaged, missing or cannot be read.

    Args:
        sentence: what it is, in words.
        key: by which it is known again; None for what goes away when its cause does.
    """

    sentence: str
    key: str | None = None
