"""A pane with its title."""

from __future__ import annotations

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical

from annotui.core.display import visible
from annotui.tui import styles

from .article_pane import RULE, ArticlePane
from .line import Line
from .status_line import cut


class PaneColumn(Vertical):
    """An article under its title."""

    DEFAULT_CSS = "PaneColumn { width: 1fr; height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.title_line = Line()
        self.pane = ArticlePane()
        self._name = self._title = ""
        self._active = False

    def compose(self) -> ComposeResult:
        """Textual's composition."""
        yield self.title_line
        yield self.pane

    def entitle(self, name: str, title: str, active: bool) -> None:
        """Say what the pane shows, in which form, and how far it has been scrolled.

        Args:
            name: the short name of the article.
            title: its first line.
            active: whether keys go to this pane.
        """
        self._name, self._title, self._active = name, title, active
        self._lay_out()

    def on_resize(self) -> None:
        """Use the new width."""
        self._lay_out()

    def _lay_out(self) -> None:
        reading = self.pane.reading
        if reading is None:
            return
        remarks = [] if reading.article.encoding == "utf-8" else [reading.article.encoding]
        if reading.repair is not None:
            remarks.append("raw" if self.pane.is_raw else "repaired")
        right = " · ".join([*remarks, f"{self.pane.progress} %"])
        room = self.size.width - cell_len(right) - 5
        left = cut(visible(f"{self._name} {self._title}"), room)
        gap = max(room - cell_len(left), 0) + 1
        self.title_line.show(
            [
                (RULE, styles.DIM),
                (f"{'▸' if self._active else ' '} {left}", styles.BOLD if self._active else styles.DIM),
                (" " * gap, styles.PLAIN),
                (right, styles.DIM),
            ]
        )
