"""How far matching is."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Progress(NamedTuple):
    """How far matching is.

    Args:
        share: 0..1 of all that there is to do.
        doing: what is being done: `reading the articles`.
    """

    share: float
    doing: str


Report = Callable[[Progress], None]
