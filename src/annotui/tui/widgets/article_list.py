"""The list of articles beside the panes."""

from __future__ import annotations

from collections.abc import Collection

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from annotui.review.progress import Progress
from annotui.review.shelf import Shelf
from annotui.tui import styles
from annotui.tui.arrangement import LIST_WIDTH
from annotui.tui.known import Known

from .article_rows import Facts, article_row, heading, skipped_row
from .covered import Covered
from .line import Line
from .marking import Marking
from .row_list import ListRow, RowList


class ArticleList(Covered, Vertical):
    """All articles, with what is counted of them.

    Args:
        shelf: the articles.
        progress: which of them are reviewed.
        known: what is known of copies.
        marking: how much is tagged in them.
    """

    DEFAULT_CSS = f"ArticleList {{ width: {LIST_WIDTH}; height: 1fr; }}"

    class Opened(Message):
        """An article was chosen."""

        def __init__(self, article: str) -> None:
            super().__init__()
            self.article = article

    def __init__(self, shelf: Shelf, progress: Progress, known: Known, marking: Marking) -> None:
        super().__init__()
        self._shelf, self._progress, self._known, self._marking = shelf, progress, known, marking
        self._heading = Line()
        self._list = RowList(highlights=False)

    def compose(self) -> ComposeResult:
        """Textual's composition."""
        yield self._heading
        yield self._list

    def show(self, active: str, others: Collection[str]) -> None:
        """Say what is shown and counted now.

        Args:
            active: the article in the pane that keys go to.
            others: those in the other panes that are shown.
        """
        ids, skipped = self._shelf.ids, self._shelf.skipped

        def row_of(index: int) -> ListRow:
            if index >= len(ids):
                return skipped_row(skipped[index - len(ids)])
            one = ids[index]
            return article_row(self._facts(one), "▸" if one == active else "·" if one in others else " ")

        done = self._progress.count(ids)
        self._heading.show([(heading(LIST_WIDTH, done, len(ids)), styles.DIM)])
        self._list.show(len(ids) + len(skipped), row_of, ids.index(active) if active in ids else 0)

    def _facts(self, article: str) -> Facts:
        findings = self._known.matches.findings
        return Facts(
            self._shelf.name(article),
            self._shelf.title(article),
            self._marking.count(article),
            self._progress.is_reviewed(article),
            None if findings is None else findings.differing(article),
            None if findings is None else findings.new(article),
        )

    @on(RowList.Chosen)
    def _chosen(self, message: RowList.Chosen) -> None:
        message.stop()
        if message.index < len(self._shelf.ids):
            self.post_message(self.Opened(self._shelf.ids[message.index]))
