"""The help: every key and what it does."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotui.tui import styles
from annotui.tui.actions import GROUPS, key_label
from annotui.tui.widgets.line import Line, Piece

_KEYS = 18
"""Cells of the column of keys."""


def help_rows() -> list[list[Piece]]:
    """The rows of the help."""
    rows: list[list[Piece]] = []
    for group in GROUPS:
        rows += [[], [(f" {group.title}", styles.TITLE)]]
        for action in group.actions:
            keys = "  ".join(key_label(key) for key in action.keys)
            rows.append([(f"   {keys:<{_KEYS}}", styles.KEY), (action.help, styles.PLAIN)])
    rows += [
        [],
        [
            (
                " A label key tags the selection; else the quotation around the cursor, if it is q;",
                styles.PLAIN,
            )
        ],
        [
            (
                " else the sentence under the cursor. ▏ marks its rows, and the status line names it.",
                styles.PLAIN,
            )
        ],
        [
            (
                " A capital letter beside the text says what is tagged there; a small one, that it is not saved yet.",
                styles.PLAIN,
            )
        ],
    ]
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


class HelpScreen(ModalScreen[None]):
    """All keys; any of those that close it go back to reading."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, "close", show=False) for key in ("?", "escape", "q", "Q", "enter", "h")),
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
        Binding("space,pagedown", "page(1)", show=False),
        Binding("b,pageup", "page(-1)", show=False),
    ]
    AUTO_FOCUS = ""
    CSS = "HelpScreen { layout: vertical; }"

    def compose(self) -> ComposeResult:
        """Textual's composition."""
        self._help = _Help()
        self._footer = Line()
        yield self._help
        yield self._footer

    def on_mount(self) -> None:
        """Say how to leave."""
        self._footer.show([(" ? or Enter: back to reading   j k Space: scroll", styles.STATUS)])

    def action_close(self) -> None:
        """Back to reading."""
        self.dismiss()

    def action_scroll(self, rows: int) -> None:
        """Scroll by rows."""
        self._help.scroll_to(y=self._help.scroll_offset.y + rows, animate=False)

    def action_page(self, pages: int) -> None:
        """Scroll by pages."""
        self.action_scroll(pages * max(self._help.size.height - 1, 1))
