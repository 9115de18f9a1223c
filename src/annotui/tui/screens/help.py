"""The help: every key and what it does."""

from __future__ import annotations

from rich.segment import Segment
from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotui.tui import styles
from annotui.tui.actions import GROUPS, key_label
from annotui.tui.widgets.line import Line, Piece

from .in_turn import InTurn

_KEYS = 20
"""Cells of the column of keys."""


_RULES = (
    "A label key tags what is selected. With nothing selected it tags the sentence",
    "under the cursor; q tags the quotation there, if the cursor is in one.",
    "▏ marks the rows of what would be tagged, and the status line names it.",
    "A capital letter beside the text says what is tagged there; it is small",
    "until the tag is on the disk.",
)


def help_rows() -> list[list[Piece]]:
    """The rows of the help."""
    rows: list[list[Piece]] = []
    for group in GROUPS:
        rows += [[], [(f" {group.title}", styles.TITLE)]]
        for action in group.actions:
            keys = "  ".join(key_label(key) for key in action.keys)
            rows.append([(f"  {keys:<{_KEYS}}", styles.KEY), (action.help, styles.PLAIN)])
    rows.append([])
    rows += [[(f" {line}", styles.PLAIN)] for line in _RULES]
    return rows


class _Help(ScrollView):
    DEFAULT_CSS = "_Help { width: 100%; height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._rows = help_rows()

    def on_mount(self) -> None:
        self.virtual_size = Size(0, len(self._rows))

    def render_line(self, y: int) -> Strip:
        index = self.scroll_offset.y + y
        pieces = self._rows[index] if index < len(self._rows) else []
        return Strip([Segment(*piece) for piece in pieces]).adjust_cell_length(self.size.width)


_SCROLL = {"j": 1, "down": 1, "k": -1, "up": -1}
_PAGE = {"space": 1, "pagedown": 1, "b": -1, "pageup": -1}


class HelpScreen(InTurn[None], ModalScreen[None]):
    """All keys; every key that does not scroll goes back to reading."""

    AUTO_FOCUS = ""
    CSS = "HelpScreen { layout: vertical; }"

    def compose(self) -> ComposeResult:
        """Textual's composition."""
        self._help = _Help()
        self._footer = Line(styles.STATUS)
        yield self._help
        yield self._footer

    def on_mount(self) -> None:
        """Say how to leave."""
        self._footer.show([(" j k Space: scroll · any other key: back to reading", styles.PLAIN)])

    def press(self, key: str, character: str | None) -> None:
        """Scroll, or go back to reading."""
        page = max(self._help.size.height - 1, 1)
        rows = _SCROLL.get(key, 0) + page * _PAGE.get(key, 0)
        if rows:
            self._help.scroll_to(y=self._help.scroll_offset.y + rows, animate=False)
        else:
            self.dismiss()
