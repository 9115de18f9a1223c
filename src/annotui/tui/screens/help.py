"""The help: every key by task, and what each label is for."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotui.core.display import visible
from annotui.tui import styles
from annotui.tui.actions import Action, Actions, key_label
from annotui.tui.legend import Legend
from annotui.tui.widgets.line import Line, Piece

from .in_turn import InTurn

_KEYS = 20
"""Cells of the column of keys."""
_WIDTH = 78
"""Cells of the widest row, so that nothing is cut at 80 columns."""

_RULES = (
    "A label key tags what is selected; with nothing selected, what is suggested",
    "under the cursor, or else the sentence there. ▏ marks the rows of what would",
    "be tagged, and the status line names it.",
    "Beside the text: a letter says what is tagged (small until it is on the disk,",
    "+ for more than two), · that something is suggested, * that there is a note.",
    "≈ said elsewhere too, ≠ said elsewhere but with another number, name or date,",
    "+ said nowhere else (once matching is done). Words that differ from the copy",
    "beside them are in [brackets]; ┄ ┄ tells where something is left out.",
    "Mouse: click, drag, double click a word, triple click a sentence; the keys",
    "in the bottom row and all lists can be clicked. Hold Shift to select with",
    "the terminal's own selection instead.",
)


def help_rows(table: Actions, legend: Legend) -> list[list[Piece]]:
    """The rows of the help.

    Args:
        table: the actions, with this reader's keys.
        legend: how labels look.
    """
    rows: list[list[Piece]] = [[], [(" Labels", styles.TITLE)]]
    guidelines = {one.name: one.guideline for one in table.labels}
    for group in table.groups:
        if group is not table.groups[0]:
            rows += [[], [(f" {group.title}", styles.TITLE)]]
        for action in group.actions:
            rows.append(_row(action, legend))
            if action.label is not None:
                rows += [
                    [(f"{'':{_KEYS + 2}}{line}", styles.DIM)]
                    for line in _wrapped(visible(guidelines[action.label]), _WIDTH - _KEYS - 2)
                ]
                is_last = action.label == table.labels[-1].name
                rows += [[], [(f" {group.title}", styles.TITLE)]] if is_last else []
    rows.append([])
    rows += [[(f" {line}", styles.PLAIN)] for line in _RULES]
    return rows


def _row(action: Action, legend: Legend) -> list[Piece]:
    keys = "  ".join(key_label(key) for key in action.keys) or "in the palette"
    style = styles.KEY if action.label is None else legend.style(action.label)
    return [(f"  {keys:<{_KEYS - 2}}  ", style), (visible(action.help), styles.PLAIN)]


def _wrapped(text: str, width: int) -> Sequence[str]:
    import textwrap

    return textwrap.wrap(text, width)


class _Help(ScrollView):
    can_focus = False
    DEFAULT_CSS = "_Help { width: 100%; height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; }"

    def __init__(self, rows: list[list[Piece]]) -> None:
        super().__init__()
        self._rows = rows

    def on_mount(self) -> None:
        self.virtual_size = Size(0, len(self._rows))

    def render_line(self, y: int) -> Strip:
        index = self.scroll_offset.y + y
        pieces = self._rows[index] if index < len(self._rows) else []
        return Strip([Segment(*piece) for piece in pieces]).adjust_cell_length(self.size.width)


_SCROLL = {"j": 1, "down": 1, "k": -1, "up": -1}
_PAGE = {"space": 1, "pagedown": 1, "b": -1, "pageup": -1}


class HelpScreen(InTurn[None], ModalScreen[None]):
    """All keys; every key that does not scroll goes back to reading.

    Args:
        table: the actions, with this reader's keys.
        legend: how labels look.
    """

    AUTO_FOCUS = ""
    CSS = "HelpScreen { layout: vertical; }"

    def __init__(self, table: Actions, legend: Legend) -> None:
        super().__init__()
        self._help = _Help(help_rows(table, legend))
        self._footer = Line(styles.STATUS)

    def compose(self) -> ComposeResult:
        """Textual's composition."""
        yield self._help
        yield self._footer

    def on_mount(self) -> None:
        """Say how to leave."""
        self._footer.show(
            [(" j k Space wheel: scroll · any other key or click: back to reading", styles.PLAIN)]
        )

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Go back to reading."""
        event.stop()
        self.close()

    def press(self, key: str, character: str | None) -> None:
        """Scroll, or go back to reading."""
        page = max(self._help.size.height - 1, 1)
        rows = _SCROLL.get(key, 0) + page * _PAGE.get(key, 0)
        if rows:
            self._help.scroll_to(y=self._help.scroll_offset.y + rows, animate=False)
        else:
            self.close()
