"""Which parts of the screen have room."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

LIST_WIDTH = 34
"""Cells of the list of articles."""

GUTTER = 6
"""Cells before the text: the rule to the left, the mark of the target, two letters of labels, the sign of copies, that of a note."""

RULE = "│"
"""Drawn on the left edge of a pane."""

ROWS_ABOVE = 1
"""Rows over the text: the titles."""

ROWS_BELOW = 3
"""Rows under it: a rule, the status and the keys."""

_BEHIND = 2
"""Cells behind the text: one for a cursor behind the last character, and the bar."""

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


def columns(width: int, arrangement: Arrangement) -> list[range]:
    """The cells of each pane that is shown, from left to right; those left over go as Textual lays out equal shares."""
    first = LIST_WIDTH if arrangement.has_list else 0
    count = len(arrangement.panes)
    edges = [first + (width - first) * index // count for index in range(count + 1)]
    return [range(*pair) for pair in pairwise(edges)]


def text_width(width: int) -> int:
    """Cells for text in a pane of a width."""
    return width - GUTTER - _BEHIND
