"""What more is to be said of what is highlighted in a list: in full where the list leaves room for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.strip import Strip
from textual.widget import Widget

from annotui.core.display import visible
from annotui.core.wrap import Rows
from annotui.tui import styles
from annotui.tui.cells import measure

from .line import Piece, cut_pieces, strip_of


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Something that is said on as many rows as it needs, and on one at least.

    Args:
        pieces: what is said.
        lead: what stands before it; its further rows begin below where it ends.
    """

    pieces: Sequence[Piece]
    lead: str = " "


def laid_out(paragraphs: Sequence[Paragraph], width: int, height: int) -> list[list[Piece]]:
    """Paragraphs in rows: the first ones get more than one as long as one is left for each of those behind; `…` where something is missing.

    Args:
        paragraphs: what is said.
        width: cells of a row.
        height: rows that there are.
    """
    rows: list[list[Piece]] = []
    shown = paragraphs[:height]
    spare = height - len(shown)
    for paragraph in shown:
        wrapped = list(_wrapped(paragraph, width))
        taken = min(len(wrapped), spare + 1)
        spare -= taken - 1
        rows += wrapped[:taken]
        if taken < len(wrapped):
            # What is missing is joined, so that it is cut.
            rows[-1] = cut_pieces([*rows[-1], *wrapped[taken][1:]], width)
    if rows and len(shown) < len(paragraphs):
        rows[-1] = cut_pieces([*rows[-1], (" …", styles.DIM)], width)
    return rows


def _wrapped(paragraph: Paragraph, width: int) -> Iterator[list[Piece]]:
    """The rows of a paragraph; the first piece of each is what stands before it."""
    lead = visible(paragraph.lead)
    pieces = [(visible(text), style) for text, style in paragraph.pieces]
    indent = cell_len(lead)
    rows = Rows("".join(text for text, _ in pieces), width - indent, measure)
    for row in range(len(rows)):
        yield [(lead if row == 0 else " " * indent, styles.DIM), *_between(pieces, *rows.bounds(row))]


def _between(pieces: Sequence[Piece], start: int, end: int) -> Iterator[Piece]:
    """What pieces say between two offsets."""
    for text, style in pieces:
        part = text[max(start, 0) : max(end, 0)]
        if part:
            yield part, style
        start, end = start - len(text), end - len(text)


class Details(Widget):
    """Paragraphs below a list.

    Args:
        least: rows that it has even where the list is longer than the screen; 0 where nothing more is told.
    """

    ALLOW_SELECT = False
    can_focus = False
    DEFAULT_CSS = "Details { width: 100%; height: auto; }"

    def __init__(self, least: int) -> None:
        super().__init__()
        self._least = least
        self._paragraphs: Sequence[Paragraph] = ()
        self._rows: list[list[Piece]] = []
        self.styles.height = least
        self.display = least > 0

    def share(self, room: int, listed: int) -> None:
        """Have the rows that the list does not need, but for one between them.

        Args:
            room: rows for both.
            listed: rows of the list; where there are none, one says so.
        """
        if self._least:
            self.styles.height = max(room - max(listed, 1) - 1, self._least)

    def show(self, paragraphs: Sequence[Paragraph]) -> None:
        """Say this; rows that are the same are not painted again."""
        self._paragraphs = paragraphs
        self._lay_out()

    def on_resize(self) -> None:
        """Use the room that there is now."""
        self._lay_out()

    @property
    def text(self) -> list[str]:
        """What stands there, row by row."""
        return ["".join(text for text, _ in row) for row in self._rows]

    def render_line(self, y: int) -> Strip:
        """Textual's line interface."""
        return strip_of(self._rows[y] if y < len(self._rows) else (), self.size.width, styles.PLAIN)

    def _lay_out(self) -> None:
        rows = laid_out(self._paragraphs, *self.size) if self.size.width else []
        if rows != self._rows:
            self._rows = rows
            self.refresh()
