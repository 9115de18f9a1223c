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

    def compose(self) -> ComposeResult:
        """Textual's composition."""
        yield self.title_line
        yield self.pane

    def entitle(self, name: str, title: str, active: bool) -> None:
        """Say what the pane shows, in which form, and how far it has been scrolled."""
        reading = self.pane.reading
        if reading is None:
            self.title_line.show([(RULE, styles.DIM)])
            return
        remarks = [] if reading.article.encoding == "utf-8" else [reading.article.encoding]
        if self.pane.is_raw:
            remarks.append("raw")
        elif reading.repair is not None:
            remarks.append(f"{reading.repair.kind}, shown repaired")
        right = " · ".join([*remarks, f"{self.pane.progress} %"])
        room = self.title_line.size.width - cell_len(right) - 5
        left = cut(visible(f"{name} {title}"), max(room, len(name)))
        style = styles.BOLD if active else styles.DIM
        gap = max(room - cell_len(left), 0) + 1
        self.title_line.show(
            [
                (RULE, styles.DIM),
                (f"{'▸' if active else ' '} {left}", style),
                (" " * gap, styles.PLAIN),
                (right, styles.DIM),
            ]
        )
