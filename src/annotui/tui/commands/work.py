"""What all commands work with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from textual.screen import Screen

from annotui.core.annotation import Annotation
from annotui.core.span import Span
from annotui.matching.findings import Here
from annotui.review.drafts import Drafts
from annotui.review.matches import Matches
from annotui.review.progress import Progress
from annotui.review.shelf import Shelf
from annotui.review.undo import History, Step
from annotui.store.changes import Done
from annotui.store.store import Store
from annotui.tui.actions import Action, Actions
from annotui.tui.known import Known
from annotui.tui.legend import Legend
from annotui.tui.messages import Messages
from annotui.tui.screens.dialogs import Dialogs
from annotui.tui.widgets.desk import Desk

Result = TypeVar("Result")


class Stage(Protocol):
    """Where other screens are shown, and one key is asked for."""

    @property
    def is_asking(self) -> bool:
        """Whether something is being written, or a question waits for its answer."""

    def open_screen(self, screen: Screen[Result], done: Callable[[Result | None], None]) -> None:
        """Show a screen over the reader; `done` gets what it is dismissed with."""

    def choose(self, question: str, answers: Mapping[str, Callable[[], None]]) -> None:
        """Let one key decide; any other one gives up.

        Args:
            question: what is asked, with the keys.
            answers: what each key does.
        """

    def do(self, action: Action) -> None:
        """Do an action as if its key had been pressed."""

    def leave(self) -> None:
        """Keep the place and quit."""


@dataclass
class Work:
    """What the commands of the reader work with.

    Args:
        shelf: the articles.
        store: the annotations.
        progress: which articles are reviewed.
        matches: what matching has found.
        known: the same in words and signs.
        desk: the panes.
        stage: the reader screen.
        dialogs: where lines and notes are written.
        table: the actions, with this reader's keys.
        legend: how labels look.
        history: what was done in this session.
        drafts: notes that were begun, by the id of the annotation.
        keep_place: remembers at once where the reader is.
        keep_place_soon: remembers it within a second or so.
        greeting: what is said at first; empty for nothing.
        said: what the status line says of the last action.
        shorter: what was said last in several ways, the longest first; it counts while that is what is said.
        unmatched: why nothing is known of copies, as long as nothing is.
        messages: what was said in this session.
    """

    shelf: Shelf
    store: Store
    progress: Progress
    matches: Matches
    known: Known
    desk: Desk
    stage: Stage
    dialogs: Dialogs
    table: Actions
    legend: Legend
    history: History
    drafts: Drafts
    keep_place: Callable[[], None]
    keep_place_soon: Callable[[], None]
    greeting: str = ""
    said: str = field(default="")
    shorter: tuple[str, ...] = ()
    unmatched: str = field(default="matching is not done yet")
    messages: Messages = field(default_factory=Messages)

    def say(self, *said: str) -> None:
        """Say something of the last action, and behind it the same in fewer words, for where room is short."""
        self.said, self.shorter = said[0], said

    @property
    def sayings(self) -> tuple[str, ...]:
        """What the status line says of the last action, and the same in fewer words."""
        return self.shorter if self.shorter[:1] == (self.said,) else (self.said,)

    def meant(self) -> Annotation | None:
        """The annotation that note, relabel and remove mean."""
        return self.desk.pane.meant(self.store.reviewer)

    def passage(self) -> Here | None:
        """The passage that keys mean: one that was known when the cursor moved last."""
        pane, matches = self.desk.pane, self.matches
        source, reading = pane.meaning.source, pane.reading
        here = matches.at(reading, pane.point) if reading is not None else None
        if here is None or reading is None or source is matches.findings:
            return here
        if source is None or source.at(reading.article.id, pane.point) != here:
            return None
        # Found again, as when the related sentences are there as well: what is the same means the same.
        return here if source.family(here.family) == matches.family(here.family) else None

    def quoted(self, annotation: Annotation) -> str:
        """The beginning of what an annotation of the active pane says, in quotation marks."""
        reading = self.desk.pane.reading
        return reading.quoted(annotation.span) if reading else ""

    def did(self, said: str, done: Done, span: Span | None = None, article: str = "") -> None:
        """Something was done to an article, or to that in the active pane: remember it, show it, keep it."""
        self.said = f"{said}{self.table.hint(' · ', 'undo', 'undoes')}"
        self.history.add(Step(said, done, article or self.desk.article, span))
        self.desk.annotate()
        self.keep_place()


class Commands:
    """A group of actions: the method `do_NAME` does the action of that name.

    Args:
        work: what it works with.
    """

    def __init__(self, work: Work) -> None:
        self.work = work

    def handlers(self) -> dict[str, Callable[[], None]]:
        """What to call for the name of each action."""
        names = (name for name in dir(self) if name.startswith("do_"))
        return {name.removeprefix("do_"): getattr(self, name) for name in names}
