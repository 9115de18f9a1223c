"""The list of articles and the panes beside each other."""

from __future__ import annotations

from collections.abc import Collection

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message

from annotui.core.annotation import Annotation
from annotui.core.search import Query
from annotui.core.span import Span
from annotui.corpus.article import Unreadable
from annotui.review.place import MOST_PANES, PanePlace, Place
from annotui.review.progress import Progress
from annotui.review.renamed import Renamed
from annotui.review.shelf import Shelf
from annotui.review.suggest import Dismissals, Suggestions
from annotui.store.store import Store
from annotui.tui import styles
from annotui.tui.arrangement import LIST_WIDTH, arrange
from annotui.tui.legend import Legend

from .article_pane import ArticlePane
from .article_rows import article_row, heading, skipped_row
from .line import Line
from .pane_column import PaneColumn
from .row_list import ListRow, RowList
from .text_canvas import TextCanvas

_FEW = 2_000
"""Annotations of an article; where there are more, it is shown before they have been read."""


class Desk(Horizontal):
    """Knows which article is in which pane, and which pane keys go to.

    Args:
        shelf: the articles.
        store: the annotations, to be read only.
        progress: which articles are reviewed.
        legend: how labels look.
        labels: those that there are.
        place: what to show.
        raw: what shows a repaired text as it is in the file, for the end of a message; may be empty.
    """

    DEFAULT_CSS = f"""
    Desk {{ width: 100%; height: 1fr; }}
    Desk #side {{ width: {LIST_WIDTH}; height: 1fr; }}
    """

    class Opened(Message):
        """An article was chosen from the list beside the panes."""

        def __init__(self, article: str) -> None:
            super().__init__()
            self.article = article

    class TagsRead(Message):
        """The tags of an article that has many are at hand now."""

    def __init__(
        self,
        shelf: Shelf,
        store: Store,
        progress: Progress,
        legend: Legend,
        labels: Collection[str],
        place: Place,
        raw: str,
    ) -> None:
        super().__init__()
        self._shelf = shelf
        self._store = store
        self._progress = progress
        self._labels = labels
        self._raw = raw
        self._dismissals = Dismissals(store)
        self._renamed = Renamed(store, shelf)
        self._told: set[tuple[str, str]] = set()
        self._query: Query | None = None
        # The reviewer whose tags are shown beside one's own; empty for all.
        self.only = ""
        self._columns = [PaneColumn(legend) for _ in range(min(MOST_PANES, len(place.panes)))]
        self._list = RowList(highlights=False)
        self._heading = Line()
        self._side = Vertical(self._heading, self._list, id="side")
        self.active = place.active
        self.wanted = place.wanted
        self._before_jump: Place | None = None
        self._left_at: dict[str, PanePlace] = {}
        self._orphans: dict[str, int] = {}
        # Articles that are shown before their tags have been read, because there are many.
        self._owed: set[str] = set()
        self.place = place

    def compose(self) -> ComposeResult:
        """Textual's composition; what does not fit is hidden from the start, so that nothing is painted twice."""
        self.fit()
        yield self._side
        yield from self._columns

    # Panes

    @property
    def pane(self) -> ArticlePane:
        """The pane that keys go to."""
        return self._columns[self.active].pane

    @property
    def article(self) -> str:
        """The id of the article in that pane."""
        reading = self.pane.reading
        return reading.article.id if reading else ""

    @property
    def place(self) -> Place:
        """What all panes show."""
        panes = tuple(one for column in self._columns if (one := column.pane.place) is not None)
        return Place(panes, self.active, self.wanted)

    @place.setter
    def place(self, place: Place) -> None:
        self.active, self.wanted = min(place.active, len(self._columns) - 1), place.wanted
        for column, pane in zip(self._columns, place.panes, strict=False):
            self._show(column, pane)
        self.activate(self.active)

    def fit(self) -> None:
        """Show the parts that fit into the screen as it is now."""
        arrangement = arrange(self.app.size.width, min(self.wanted, len(self._columns)), self.active)
        for index, column in enumerate(self._columns):
            column.display = index in arrangement.panes
        self._side.display = arrangement.has_list

    def activate(self, index: int) -> None:
        """Let keys go to another pane."""
        self.active = index
        for other, column in enumerate(self._columns):
            column.pane.activate(other == index)

    def activate_pane(self, pane: TextCanvas) -> None:
        """Let keys go to a pane that was pointed at."""
        index = next(index for index, column in enumerate(self._columns) if column.pane is pane)
        if index != self.active:
            self.activate(index)
            self.update()

    def next_pane(self) -> None:
        """Let keys go to the next of the panes that the reader asked for."""
        self.activate((self.active + 1) % min(self.wanted, len(self._columns)))
        self.fit()
        self.update()

    # What changes them; each says in a message what is remarkable of it, or nothing

    def want(self, count: int) -> str:
        """Ask for a number of panes."""
        self.wanted = count
        if self.active >= count:
            self.activate(count - 1)
        self.fit()
        self.update()
        shown = sum(1 for column in self._columns if column.display)
        if shown < min(count, len(self._columns)):
            return f"no room for {count} panes: the terminal is too narrow"
        return "" if shown == count else "there are not so many articles"

    def open(self, article: str) -> str:
        """Show an article in the active pane, where it was left in this session, or from its beginning."""
        try:
            self._shelf.open(article)
        except Unreadable as error:
            self.update()
            return f"{self._shelf.name(article)} cannot be read: {error}"
        self.remember()
        self._show(self._columns[self.active], self._left_at.get(article, PanePlace(article)))
        self.update()
        return self.remark()

    def turn(self, step: int) -> str:
        """Show the next article (1) or the previous one (-1) in the active pane; those that cannot be read are passed over."""
        while (article := self._shelf.neighbour(self.article, step)) is not None:
            said = self.open(article)
            if self.article == article:
                return said
        return "this is the last article" if step > 0 else "this is the first article"

    def back(self) -> str:
        """Go back to where the panes were before the last jump; the next time forth."""
        before = self._before_jump
        if before is None:
            return "there was no jump yet"
        try:
            for pane in before.panes:
                # All of them, before anything is changed.
                self._shelf.open(pane.article)
        except Unreadable as error:
            self.update()
            return f"an article from before the jump cannot be read: {error}"
        self.remember()
        self.place = before
        self.fit()
        self.update()
        return ""

    def remember(self) -> None:
        """Keep the places of all panes: a jump comes."""
        self._before_jump = self.place
        self._left_at.update((pane.article, pane) for pane in self._before_jump.panes)

    def remark(self) -> str:
        """What is remarkable of the article in the active pane, or nothing."""
        reading = self.pane.reading
        if reading is None:
            return ""
        if orphans := self._orphans[reading.article.id]:
            lost = (
                "1 annotation has lost its place"
                if orphans == 1
                else f"{orphans} annotations have lost their place"
            )
            return f"{lost}: the article was edited; they stay in the export"
        if reading.repair is not None:
            return f"{len(reading.repair.places)} places repaired, {reading.repair.kind}{self._raw}"
        return ""

    # What is said about articles

    def annotate(self, *, late: bool = False) -> None:
        """Show the annotations and suggestions as the store has them now.

        Args:
            late: whether nobody pressed a key for this.
        """
        for column in self._columns:
            self._annotate(column.pane, late)
        self.update()

    def read_owed(self) -> None:
        """Read the tags that are not shown yet, beside the keys."""
        if self._owed:
            self._read_tags(tuple(self._owed))

    @work(thread=True)
    def _read_tags(self, articles: Collection[str]) -> None:
        for article in articles:
            self._store.annotations(article)
        self.post_message(self.TagsRead())

    def complete(self) -> None:
        """Show the tags that are not shown yet, read or not: what is done next needs them."""
        owed, self._owed = self._owed, set()
        for column in self._columns:
            if column.pane.reading is not None and column.pane.reading.article.id in owed:
                self._annotate(column.pane, late=False)

    def look_for(self, query: Query | None) -> None:
        """Mark what a search finds, in all panes; None for nothing any more."""
        self._query = query
        for column in self._columns:
            column.pane.mark(self._matches(column.pane))

    @property
    def matches(self) -> list[Span]:
        """What the search finds in the active pane."""
        return self._matches(self.pane)

    def update(self) -> None:
        """Say in list and titles what is shown and counted now."""
        self.entitle()
        if not self._side.display:
            return
        active = self.article
        others = {
            place.article for column in self._columns if column.display and (place := column.pane.place)
        }
        ids, skipped = self._shelf.ids, self._shelf.skipped

        def row_of(index: int) -> ListRow:
            if index >= len(ids):
                return skipped_row(skipped[index - len(ids)])
            one = ids[index]
            mark = "▸" if one == active else "·" if one in others else " "
            tags = self._store.count(one) + len(self._renamed.to(one))
            return article_row(
                self._shelf.name(one), self._shelf.title(one), tags, mark, self._progress.is_reviewed(one)
            )

        done = self._progress.count(ids)
        self._heading.show([(heading(LIST_WIDTH, done, len(ids)), styles.DIM)])
        self._list.show(len(ids) + len(skipped), row_of, ids.index(active) if active in ids else 0)

    def look_at_files(self) -> str:
        """Find out whether what is shown is still what the files hold; what is not is said in one line, once."""
        said = []
        for column in self._columns:
            place = column.pane.place
            if not column.display or place is None:
                continue
            state, name = self._shelf.state(place.article), self._shelf.name(place.article)
            news = "" if state == "same" else f"{state} on disk"
            column.tell(news)
            if state == "same":
                self._told -= {(place.article, "changed"), (place.article, "gone")}
            elif (place.article, state) not in self._told:
                self._told.add((place.article, state))
                says = "was changed on the disk; opening it again shows it as it is now"
                said.append(f"{name} {says}" if state == "changed" else f"{name} is gone from the disk")
        return " · ".join(said)

    def entitle(self) -> None:
        """Say in the titles what the panes show, and how far they have been scrolled."""
        for index, column in enumerate(self._columns):
            if (place := column.pane.place) is not None:
                one = place.article
                is_active, is_reviewed = index == self.active, self._progress.is_reviewed(one)
                column.entitle(self._shelf.name(one), self._shelf.title(one), is_active, is_reviewed)

    @on(RowList.Chosen)
    def _chosen(self, message: RowList.Chosen) -> None:
        message.stop()
        if message.index < len(self._shelf.ids):
            self.post_message(self.Opened(self._shelf.ids[message.index]))

    def _show(self, column: PaneColumn, place: PanePlace) -> None:
        column.pane.show(self._shelf.open(place.article), place)
        column.tell("")
        if not self._store.is_at_hand(place.article, _FEW):
            self._owed.add(place.article)
            if self.is_running:
                self.read_owed()
        self._annotate(column.pane, late=False)
        column.pane.mark(self._matches(column.pane))

    def _annotate(self, pane: ArticlePane, late: bool) -> None:
        reading = pane.reading
        if reading is None:
            return
        article = reading.article.id
        kept = (
            [] if article in self._owed else [*self._store.annotations(article), *self._renamed.to(article)]
        )
        annotations, self._orphans[article] = reading.placed(kept)
        pending = frozenset(one.id for one in annotations if self._store.is_pending(one))
        dismissed = self._dismissals.of(article)
        suggestions = Suggestions(reading, self._labels, annotations, self._store.reviewer, dismissed)
        shown = [one for one in annotations if self.only in ("", one.reviewer) or self._is_own(one)]
        pane.annotate(shown, pending, suggestions, late)

    def _is_own(self, annotation: Annotation) -> bool:
        return annotation.reviewer == self._store.reviewer

    def _matches(self, pane: ArticlePane) -> list[Span]:
        return [] if self._query is None or pane.reading is None else pane.reading.find(self._query)
