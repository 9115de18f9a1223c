"""Which parts of the screen have room."""

from __future__ import annotations

from typing import NamedTuple

LIST_WIDTH = 34
"""Cells of the list of articles."""

_TWO_PANES = 100
_LIST = 160
_PANE = 48
"""Cells under which a pane is too narrow beside another one."""


class Arrangement(NamedTuple):
    """What is shown.

    Args:
        panes: indices of the panes that are shown, from left to right.
        has_list: whether the list of articles is shown beside them.
    """

    panes: range
    has_list: bool


def arrange(width: int, wanted: int, active: int) -> Arrangement:
    """Divide the screen.

    Args:
        width: cells of the screen.
        wanted: how many panes the reader asked for.
        active: index of the pane that must be among those shown.
    """
    fitting = 1 if width < _TWO_PANES else width // _PANE
    count = min(wanted, fitting)
    first = min(max(active - count + 1, 0), max(wanted - count, 0))
    has_list = width >= _LIST and (width - LIST_WIDTH) // count >= _PANE
    return Arrangement(range(first, first + count), has_list)
