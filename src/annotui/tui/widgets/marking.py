"""What lies over the text of a pane: who tagged what, what is suggested, what is known of copies, and what a search finds."""

from __future__ import annotations

from collections.abc import Collection

from annotui.core.search import Query
from annotui.core.span import Span
from annotui.review.reading import Reading
from annotui.review.renamed import Renamed
from annotui.review.shelf import Shelf
from annotui.review.suggest import Dismissals, Suggestions
from annotui.store.store import Store
from annotui.tui.known import Known

from .article_pane import ArticlePane

_FEW = 2_000
"""Annotations of an article; where there are more, it is shown before they have been read."""


class Marking:
    """Reads what is said of articles, and hands it to panes.

    Args:
        store: the annotations, to be read only.
        shelf: the articles.
        known: what is known of copies.
        labels: those that there are.
    """

    def __init__(self, store: Store, shelf: Shelf, known: Known, labels: Collection[str]) -> None:
        self._store, self._known, self._labels = store, known, labels
        self._dismissals = Dismissals(store)
        self._renamed = Renamed(store, shelf)
        self._orphans: dict[str, int] = {}
        # Articles that are shown before their tags have been read, because there are many.
        self.owed: set[str] = set()
        # The reviewer whose tags are shown beside one's own; empty for all.
        self.only = ""
        # What is looked for; None for nothing.
        self.query: Query | None = None

    def show(self, pane: ArticlePane, *, late: bool) -> None:
        """Show all of it as it is now.

        Args:
            pane: where.
            late: whether nobody pressed a key for this.
        """
        reading = pane.reading
        if reading is None:
            return
        article = reading.article.id
        owes = article in self.owed
        kept = [] if owes else [*self._store.annotations(article), *self._renamed.to(article)]
        annotations, self._orphans[article] = reading.placed(kept)
        pending = frozenset(one.id for one in annotations if self._store.is_pending(one))
        dismissed = self._dismissals.of(article)
        suggestions = Suggestions(
            reading, self._labels, annotations, self._store.reviewer, dismissed, self._known.matches
        )
        whose = (self.only, self._store.reviewer)
        shown = [one for one in annotations if not self.only or one.reviewer in whose]
        pane.annotate(shown, pending, suggestions, self._known.copies(reading), late)

    def matches(self, pane: ArticlePane) -> list[Span]:
        """What the search finds in a pane."""
        return [] if self.query is None or pane.reading is None else pane.reading.find(self.query)

    def owes(self, article: str) -> bool:
        """Whether an article has so many tags that it is shown without them until they have been read."""
        if not self._store.is_at_hand(article, _FEW):
            self.owed.add(article)
        return article in self.owed

    def read(self, articles: Collection[str]) -> None:
        """Read the tags of articles, so that they are at hand; for any thread."""
        for article in articles:
            self._store.annotations(article)

    def remark(self, reading: Reading, raw: str) -> str:
        """What is remarkable of an article that is shown, or nothing.

        Args:
            reading: the article.
            raw: what shows a repaired text as it is in the file, for the end of a message; may be empty.
        """
        if orphans := self._orphans[reading.article.id]:
            lost = (
                "1 annotation has lost its place"
                if orphans == 1
                else f"{orphans} annotations have lost their place"
            )
            return f"{lost}: the article was edited; they stay in the export"
        if reading.repair is not None:
            return f"{len(reading.repair.places)} places repaired, {reading.repair.kind}{raw}"
        return ""

    def count(self, article: str) -> int | None:
        """How many annotations an article has; None while they have not been read, because there are many."""
        if article in self.owed:
            return None
        return self._store.count(article) + len(self._renamed.to(article))
