"""The list of articles and the panes beside each other."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message

from annotui.core.search import Query
from annotui.core.span import Span
from annotui.corpus.article import Unreadable
from annotui.review.place import MOST_PANES, PanePlace, Place
from annotui.review.progress import Progress
from annotui.review.shelf import Shelf
from annotui.store.store import Store
from annotui.tui.arrangement import arrange
from annotui.tui.known import Known
from annotui.tui.legend import Legend

from .article_list import ArticleList
from .article_pane import ArticlePane
from .covered import Covered
from .lockstep import Lockstep
from .marking import Marking
from .pane_column import PaneColumn
from .text_canvas import TextCanvas
from .watch import Watch
from .way_back import View, WayBack


class Desk(Covered, Horizontal):
    """Knows which article is in which pane, and which pane keys go to.

    Args:
        shelf: the articles.
        store: the annotations, to be read only.
        progress: which articles are reviewed.
        known: what is known of copies.
        legend: how labels look.
        labels: those that there are.
        place: what to show.
        raw: what shows a repaired text as it is in the file, for the end of a message; may be empty.
    """

    DEFAULT_CSS = """
    Desk { width: 100%; height: 1fr; }
    Desk.stacked { layout: vertical; }
    Desk.stacked .lower { dock: bottom; width: 100%; height: 50%; }
    """

    class TagsRead(Message):
        """The tags of an article that has many are at hand now."""

    def __init__(
        self,
        shelf: Shelf,
        store: Store,
        progress: Progress,
        known: Known,
        legend: Legend,
        labels: Collection[str],
        place: Place,
        raw: str,
    ) -> None:
        super().__init__()
        self._shelf = shelf
        self._progress = progress
        self._known = known
        self._raw, self._legend = raw, legend
        self.marking = Marking(store, shelf, known, labels)
        self._watch = Watch(shelf)
        self._columns = [PaneColumn(legend) for _ in range(min(MOST_PANES, len(place.panes)))]
        self._side = ArticleList(shelf, progress, known, self.marking)
        self.lockstep = Lockstep(known.matches)
        # Where the screen is narrow: the pane above, and the one that a copy is shown in below it.
        self._stack: tuple[int, int] | None = None
        self.active = place.active
        self.wanted = place.wanted
        self._way_back = WayBack()
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
        stack = self._stack if len(arrangement.panes) == 1 else None
        if stack is not None and self.active not in stack:
            stack = self._stack = None
        self.set_class(stack is not None, "stacked")
        for index, column in enumerate(self._columns):
            column.display = index in (stack or arrangement.panes)
            column.set_class(stack is not None and index == stack[1], "lower")
        self._side.display = arrangement.has_list

    def make_room(self) -> None:
        """Have a pane for each article that has come, as far as there can be more; it is not shown before somebody asks for it."""
        shown = {column.article for column in self._columns}
        for article in self._shelf.ids if len(self._columns) < MOST_PANES else ():
            if article in shown or len(self._columns) == MOST_PANES:
                continue
            try:
                self._shelf.open(article)
            except Unreadable:
                continue
            self.wanted = min(self.wanted, len(self._columns))
            column = PaneColumn(self._legend)
            column.display = False
            self._show(column, PanePlace(article))
            self._columns.append(column)
            self.mount(column)

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
        self._show(self.column, self._way_back.left_at(article))
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
        view = self._way_back.view
        if view is None:
            return "there was no jump yet"
        try:
            for pane in view.place.panes:
                # All of them, before anything is changed.
                self._shelf.open(pane.article)
        except Unreadable as error:
            self.update()
            return f"an article from before the jump cannot be read: {error}"
        self.remember()
        self.place, self._stack = view
        self.lockstep.show(None)
        self.fit()
        self.update()
        return ""

    def remember(self) -> None:
        """Keep the places of all panes: a jump comes."""
        self._way_back.remember(View(self.place, self._stack))

    @property
    def can_go_back(self) -> bool:
        """Whether there was a jump."""
        return self._way_back.view is not None

    def offer(self, articles: Sequence[str]) -> None:
        """Let the way back lead to these articles, side by side; the next time here again."""
        self._way_back.offer(articles, View(self.place, self._stack))

    # What is read, and its copies

    @property
    def column(self) -> PaneColumn:
        """The pane that keys go to, with its title."""
        return self._columns[self.active]

    @property
    def others(self) -> list[PaneColumn]:
        """The other panes that are shown, the next one first."""
        turned = [*self._columns[self.active + 1 :], *self._columns[: self.active]]
        return [one for one in turned if one.display]

    def follow(self) -> None:
        """Set the other panes to what is read in the active one, and say in the titles how far all have been scrolled."""
        self.lockstep.follow(self.column, self.others)
        self.entitle()

    def beside(self, article: str) -> str:
        """Show an article in another pane; where there is room for one only, in the lower half.

        Returns:
            Why it cannot be shown; empty where it is.
        """
        if len(self._columns) == 1:
            return "there is no other pane in a corpus of one article"
        try:
            self._shelf.open(article)
        except Unreadable as error:
            self.update()
            return f"{self._shelf.name(article)} cannot be read: {error}"
        if not self.others:
            self._stack = self.active, (self.active + 1) % len(self._columns)
            self.wanted = max(self.wanted, 2)
            self.fit()
        there = next((one for one in self.others if one.article == article), None)
        if there is None:
            self._show(self.others[0], self._way_back.left_at(article))
        self.update()
        return ""

    def remark(self) -> str:
        """What is remarkable of the article in the active pane, or nothing."""
        reading = self.pane.reading
        return self.marking.remark(reading, self._raw) if reading else ""

    # What is said about articles

    def annotate(self, *, late: bool = False) -> None:
        """Show the annotations and suggestions as the store has them now.

        Args:
            late: whether nobody pressed a key for this.
        """
        for column in self._columns:
            self.marking.show(column.pane, late=late)
        self.update()

    def read_owed(self) -> None:
        """Read the tags that are not shown yet, beside the keys."""
        if self.marking.owed:
            self._read_tags(tuple(self.marking.owed))

    @work(thread=True)
    def _read_tags(self, articles: Collection[str]) -> None:
        self.marking.read(articles)
        self.post_message(self.TagsRead())

    def complete(self) -> None:
        """Show the tags that are not shown yet, read or not: what is done next needs them."""
        owed = frozenset(self.marking.owed)
        if not owed:
            return
        self.marking.owed.clear()
        for column in self._columns:
            if column.article in owed:
                self.marking.show(column.pane, late=False)
        self.update()

    def look_for(self, query: Query | None) -> None:
        """Mark what a search finds, in all panes; None for nothing any more."""
        self.marking.query = query
        for column in self._columns:
            column.pane.mark(self.marking.matches(column.pane))

    @property
    def matches(self) -> list[Span]:
        """What the search finds in the active pane."""
        return self.marking.matches(self.pane)

    def update(self) -> None:
        """Say in list and titles what is shown and counted now."""
        self.entitle()
        if self._side.display:
            self._side.show(self.article, {column.article for column in self._columns if column.display})

    def look_at_files(self) -> str:
        """Find out whether what is shown is still what the files hold; what is not is said in one line, once."""
        said = []
        for column in self._columns:
            if column.display and column.article:
                title, news = self._watch.look(column.article)
                column.tell(title)
                said += [news] if news else []
        return " · ".join(said)

    def entitle(self) -> None:
        """Say in the titles what the panes show, and how far they have been scrolled."""
        for index, column in enumerate(self._columns):
            if one := column.article:
                is_active, is_reviewed = index == self.active, self._progress.is_reviewed(one)
                name, title = self._shelf.name(one), self._shelf.title(one)
                column.entitle(name, title, is_active, is_reviewed, self._known.title(one))

    def _show(self, column: PaneColumn, place: PanePlace) -> None:
        column.pane.show(self._shelf.open(place.article), place)
        column.tell("")
        if self.marking.owes(place.article) and self.is_running:
            self.read_owed()
        self.marking.show(column.pane, late=False)
        column.pane.mark(self.marking.matches(column.pane))
