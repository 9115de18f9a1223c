"""A pane with its title."""

from __future__ import annotations

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical

from annotui.core.display import visible
from annotui.tui import styles
from annotui.tui.legend import Legend

from .article_pane import ArticlePane
from .covered import Covered
from .line import Line, cut
from .text_canvas import RULE


class PaneColumn(Covered, Vertical):
    """An article under its title.

    Args:
        legend: how labels look.
    """

    DEFAULT_CSS = "PaneColumn { width: 1fr; height: 1fr; }"

    def __init__(self, legend: Legend) -> None:
        super().__init__()
        self.title_line = Line()
        self.pane = ArticlePane(legend)
        self._name = self._title = ""
        self._active = self._reviewed = False
        self._news = self._copy = self._story = ""

    def compose(self) -> ComposeResult:
        """Textual's composition."""
        yield self.title_line
        yield self.pane

    @property
    def article(self) -> str:
        """The id of the article that is shown; empty before the first one."""
        return self.pane.reading.article.id if self.pane.reading else ""

    def entitle(self, name: str, title: str, active: bool, reviewed: bool, story: str) -> None:
        """Say what the pane shows, in which form, and how far it has been scrolled.

        Args:
            name: the short name of the article.
            title: its first line.
            active: whether keys go to this pane.
            reviewed: whether this reviewer has finished with it.
            story: what it copies, and how much of it is new.
        """
        self._name, self._title, self._active, self._reviewed = name, title, active, reviewed
        self._story = story
        self._lay_out()

    def tell(self, news: str) -> None:
        """Say in the title what has become of the file meanwhile; empty for nothing."""
        if news != self._news:
            self._news = news
            self._lay_out()

    def tell_copy(self, copy: str) -> None:
        """Say in the title which copy of what is read it shows, or that it has none; empty for nothing."""
        if copy != self._copy:
            self._copy = copy
            self._lay_out()

    def on_resize(self) -> None:
        """Use the new width."""
        self._lay_out()

    def _lay_out(self) -> None:
        reading = self.pane.reading
        if reading is None:
            return
        remarks = []
        if reading.article.encoding != "utf-8":
            remarks.append(reading.article.encoding)
        if reading.repair is not None:
            remarks.append("raw" if self.pane.is_raw else "repaired")
        if self._news:
            remarks.append(self._news)
        if self._reviewed:
            remarks.append("✓ reviewed")
        remarks.append(f"{self.pane.progress} %")
        name = visible(f"{self._name}")
        # What it copies is told where there is room for its name, too.
        for story in (self._story, ""):
            right = " · ".join(one for one in (self._copy, story, *remarks) if one)
            room = self.size.width - cell_len(right) - 5
            if room > cell_len(name):
                break
        left = cut(visible(f"{name} {self._title}"), room)
        gap = max(room - cell_len(left), 0) + 1
        self.title_line.show(
            [
                (RULE, styles.DIM),
                (f"{'▸' if self._active else ' '} {left}", styles.BOLD if self._active else styles.DIM),
                (" " * gap, styles.PLAIN),
                (right, styles.DIM),
            ]
        )
