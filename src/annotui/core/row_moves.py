"""The moves of a cursor that need to know how a text is drawn: by character, to the ends of its row, and by rows."""

from __future__ import annotations

from collections.abc import Callable

from .wrap import Rows

ROW_MOVES: dict[str, Callable[[Rows, int], int]] = {
    "left": Rows.before,
    "right": Rows.after,
    "row_start": lambda rows, cursor: rows.bounds(rows.row(cursor))[0],
    "row_end": lambda rows, cursor: rows.last(rows.row(cursor)),
}
"""Where the cursor goes from an offset."""


def by_rows(rows: Rows, cursor: int, count: int, goal: int) -> int:
    """Where the cursor goes by some rows; beyond the first and the last to the ends of the text.

    Args:
        rows: the text in rows.
        cursor: the offset at which it stands.
        count: how many rows down; negative for up.
        goal: the cell to keep to, counted from a row's first.
    """
    aim = rows.row(cursor) + count
    if aim < 0:
        return 0
    return rows.offset(aim, goal) if aim < len(rows) else len(rows.drawn)
