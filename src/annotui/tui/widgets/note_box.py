"""A note beside its annotation: rows that cover those of the text below it while the cursor is there."""

from __future__ import annotations

from typing import NamedTuple

from annotui.core.annotation import Annotation
from annotui.core.display import shown, visible
from annotui.core.wrap import Measure, Rows

_MOST = 8
"""Rows of a note that are shown; the rest is seen in its editor and in the list of annotations."""


class NoteBox(NamedTuple):
    """Where a note is drawn.

    Args:
        first: the row of the article that its first line covers.
        lines: what is drawn, a line a row.
    """

    first: int
    lines: tuple[str, ...]

    @property
    def rows(self) -> range:
        """The rows that it covers."""
        return range(self.first, self.first + len(self.lines))

    def line(self, row: int) -> str | None:
        """What stands on a row, or None where it does not reach."""
        return self.lines[row - self.first] if row in self.rows else None


def note_box(
    annotation: Annotation, text: Rows, shown_rows: range, cursor: int, width: int, measure: Measure
) -> NoteBox:
    """Lay out a note below its annotation, or above where there is no room, or else at the edge away from it.

    Args:
        annotation: one with a note.
        text: the article in rows.
        shown_rows: the rows that are on the screen.
        cursor: the row that the cursor is on.
        width: cells that there are.
        measure: tells characters and their widths.
    """
    body = Rows(shown(annotation.note), width - 2, measure)
    lines = [body.drawn[slice(*body.bounds(row))].rstrip("\n") for row in range(len(body))]
    most = max(min(_MOST, len(shown_rows) // 2), 2) - 1
    if len(lines) > most:
        lines = [*lines[: most - 1], "…"]
    title = f"╭ note to {visible(annotation.label)} by {visible(annotation.reviewer)}"
    drawn = (title, *(f"│ {one}" for one in lines))
    # Where no blank follows the annotation, a cursor behind it stands on the next row.
    above = min(text.row(annotation.span.start), cursor)
    below = max(text.row(max(annotation.span.end - 1, annotation.span.start)), cursor) + 1
    if below in shown_rows and below + len(drawn) <= shown_rows.stop:
        first = below
    elif above - len(drawn) >= shown_rows.start:
        first = above - len(drawn)
    elif cursor - shown_rows.start < len(shown_rows) // 2:
        first = shown_rows.stop - len(drawn)
    else:
        first = shown_rows.start
    return NoteBox(first, drawn)
