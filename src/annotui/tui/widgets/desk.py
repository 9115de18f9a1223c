"""The list of articles and the panes beside each other."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from annotui.core.annotation import Annotation
from annotui.corpus.article import Unreadable
from annotui.review.place import MOST_PANES, PanePlace, Place
from annotui.review.reading import Reading
from annotui.review.shelf import Shelf
from annotui.store.store import Store
from annotui.tui import styles
from annotui.tui.arrangement import LIST_WIDTH, arrange

from .article_list import ArticleList, ListRow, heading
from .article_pane import ArticlePane
from .line import Line
from .pane_column import PaneColumn


class Desk(Horizontal):
    """Knows which article is in which pane, and which pane keys go to.

    Args:
        shelf: the articles.
        store: the annotations, to be read only.
        place: what to show.
    """

    DEFAULT_CSS = f"""
    Desk {{ width: 100%; height: 1fr; }}
    Desk #side {{ width: {LIST_WIDTH}; height: 1fr; }}
    """

    def __init__(self, shelf: Shelf, store: Store, place: Place) -> None:
        super().__init__()
        self._shelf = shelf
        self._store = store
        self._columns = [PaneColumn() for _ in range(min(MOST_PANES, len(place.panes)))]
        self._list = ArticleList()
        self._heading = Line()
        self._side = Vertical(self._heading, self._list, id="side")
        self.active = place.active
        self.wanted = place.count
        self._before_jump: Place | None = None
        self._left_at: dict[str, PanePlace] = {}
        self._orphans: dict[str, int] = {}
        self.place = place

    def compose(self) -> ComposeResult:
        """Textual's composition; what does not fit is hidden from the start, so that nothing is painted twice."""
        self.fit()
        yield self._side
        yield from self._columns

    def on_mount(self) -> None:
        """Fill the parts that need no size."""
        self._heading.show([(heading(LIST_WIDTH), styles.DIM)])

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
        self.active, self.wanted = min(place.active, len(self._columns) - 1), place.count
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
            return f"{len(reading.repair.places)} places repaired, {reading.repair.kind} · R: raw"
        return ""

    # What is said about articles

    def annotate(self) -> None:
        """Show the annotations as the store has them now."""
        for column in self._columns:
            if column.pane.reading is not None:
                annotations = self._annotations(column.pane.reading)
                pending = frozenset(one.id for one in annotations if self._store.is_pending(one))
                column.pane.annotate(annotations, pending)
        self.update()

    def update(self) -> None:
        """Say in list and titles what is shown and counted now."""
        self.entitle()
        if not self._side.display:
            return
        active = self.article
        others = {
            place.article for column in self._columns if column.display and (place := column.pane.place)
        }
        ids, skipped, counts = self._shelf.ids, self._shelf.skipped, self._store.counts()

        def row_of(index: int) -> ListRow:
            if index >= len(ids):
                return ListRow(skipped[index - len(ids)].name, skipped[index - len(ids)].reason, None)
            one = ids[index]
            mark = "▸" if one == active else "·" if one in others else " "
            return ListRow(
                self._shelf.name(one), self._shelf.title(one), sum(counts.get(one, {}).values()), mark
            )

        self._list.show(len(ids) + len(skipped), ids.index(active) if active in ids else 0, row_of)

    def entitle(self) -> None:
        """Say in the titles what the panes show, and how far they have been scrolled."""
        for index, column in enumerate(self._columns):
            if (place := column.pane.place) is not None:
                name, title = self._shelf.name(place.article), self._shelf.title(place.article)
                column.entitle(name, title, index == self.active)

    def _show(self, column: PaneColumn, place: PanePlace) -> None:
        reading = self._shelf.open(place.article)
        column.pane.show(reading, self._annotations(reading), place)

    def _annotations(self, reading: Reading) -> list[Annotation]:
        article = reading.article.id
        annotations, self._orphans[article] = reading.placed(self._store.annotations(article))
        return annotations
