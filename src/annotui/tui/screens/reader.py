"""The reader: articles side by side, with what was done and what a key would do."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from typing import TypeVar

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen

from annotui.config import Config
from annotui.review import drafts
from annotui.review.matches import Matches
from annotui.review.news import News
from annotui.review.place import Place
from annotui.review.progress import Progress
from annotui.review.shelf import Shelf
from annotui.review.undo import History
from annotui.store.saving import NotSaved, SaveState, Saving
from annotui.store.store import Store, StoreError
from annotui.tui import styles
from annotui.tui.actions import Action, Actions
from annotui.tui.commands.dispatch import Dispatch
from annotui.tui.commands.work import Work
from annotui.tui.keeping import Keeping
from annotui.tui.known import Known
from annotui.tui.late import CorpusChanged, FilesChanged, Late, Learned, MatchingTold, Surveyed
from annotui.tui.legend import Legend
from annotui.tui.widgets.article_list import ArticleList
from annotui.tui.widgets.article_pane import ArticlePane
from annotui.tui.widgets.covered import Covered
from annotui.tui.widgets.desk import Desk
from annotui.tui.widgets.key_row import KeyRow
from annotui.tui.widgets.line import Line
from annotui.tui.widgets.status_line import StatusLine, saving_text

from .curtain import Curtained
from .dialogs import Dialogs

Result = TypeVar("Result")

_OTHERS_SEEN_AFTER = 1.0
"""Seconds between two looks at what other sessions wrote."""


class ReaderScreen(Covered, Curtained[None]):
    """The main screen: hands keys to the commands, and shows what came of them.

    Args:
        shelf: the articles.
        store: the annotations.
        config: labels, keys and theme.
        place: what to show.
        greeting: what the status line says at first.
        news: what has changed since the last time.
    """

    AUTO_FOCUS = ""
    CSS = """
    ReaderScreen { layout: vertical; overflow: hidden; layers: base above; }
    """

    class Shown(Message):
        """The first picture is there."""

    class SavingChanged(Message):
        """The state of saving has changed."""

    def __init__(
        self, shelf: Shelf, store: Store, config: Config, place: Place, greeting: str, news: News
    ) -> None:
        super().__init__()
        self.table = Actions(config.labels, config.keys)
        self._shelf, self._store, self._place, self._greeting = shelf, store, place, greeting
        self._news = news
        self._legend = Legend(config.labels, config.theme)
        self._progress = Progress(store, shelf.sha256)
        labels = [one.name for one in config.labels]
        self._known = Known(Matches(store, shelf, labels), self._progress)
        # What one key may answer.
        self._answers: Mapping[str, Callable[[], None]] = {}

    def compose(self) -> ComposeResult:
        """Textual's composition."""
        labels = [one.name for one in self.table.labels]
        raw = self.table.hint(" · ", "raw", "shows them raw")
        self.desk = Desk(
            self._shelf, self._store, self._progress, self._known, self._legend, labels, self._place, raw
        )
        self._rule = Line()
        self._status = StatusLine()
        self._keys = KeyRow(self.table, self._legend)
        self._dialogs = Dialogs(self._keys, self.add)
        yield self.desk
        yield self._rule
        yield self._status
        yield self._keys

    def on_mount(self) -> None:
        """Make the commands; listen to the store once there is somebody to tell; say what is remarkable of what is shown."""
        notes = drafts.Drafts(drafts.restored(self._store.place()))
        self._keeping = Keeping(self._store, self._news, notes, lambda: self.desk.place, self.set_timer)
        self._work = work = Work(
            shelf=self._shelf,
            store=self._store,
            progress=self._progress,
            matches=self._known.matches,
            known=self._known,
            desk=self.desk,
            stage=self,
            dialogs=self._dialogs,
            table=self.table,
            legend=self._legend,
            history=History(self._store),
            drafts=notes,
            keep_place=self._keeping.now,
            keep_place_soon=self._keeping.soon,
            greeting=self._greeting,
            said=self._greeting or self.desk.remark(),
        )
        self._commands = Dispatch(work)
        self.late = Late(work, self._commands.telling)
        self._store.listen = self._tell
        self.set_interval(_OTHERS_SEEN_AFTER, self._look_for_others)

    @property
    def said(self) -> str:
        """What the status line says of the last action."""
        return self._work.said

    def _tell(self, _state: SaveState) -> None:
        # Called by the thread that writes; a message is the way from there to here.
        self.post_message(self.SavingChanged())

    def on_unmount(self) -> None:
        """Nobody listens any more."""
        self._store.listen = None

    def change_theme(self, theme: str) -> None:
        """Let labels look as they do in another theme, everywhere."""
        self._legend.change_theme(theme)
        # Before anything has been composed there is none.
        for row in self.query(KeyRow):
            row.draw_anew()

    def on_resize(self) -> None:
        """Show the parts that fit."""
        self._rule.show([("─" * self.size.width, styles.DIM)])
        self.desk.fit()
        self.call_after_refresh(self.arranged)

    # What the reader did

    @property
    def is_asking(self) -> bool:
        """Whether something is being written, or a question waits for its answer."""
        return bool(self._answers) or self._dialogs.is_open

    def quits(self, key: str) -> bool:
        """While nothing is asked for, the keys that quit are those of the table."""
        return self.is_asking and super().quits(key)

    def redraws(self, key: str) -> bool:
        """While nothing is asked for, it is a key of the table."""
        return self.is_asking and super().redraws(key)

    def press(self, key: str, character: str | None) -> None:
        """Do what a key means."""
        if self._answers:
            self._answer(character or key)
        elif self._dialogs.press(key, character):
            self._answered()
        elif (action := self.table.for_key(key, character)) is not None:
            self.do(action)

    def paste(self, text: str) -> None:
        """What is pasted is an answer, where one is asked for, and nothing else."""
        if self._dialogs.paste(text):
            self._answered()

    def do(self, action: Action) -> None:
        """Do one of the actions of the table."""
        if action.name == "redraw":
            # Nothing was read or decided by that: what is said stays, and so does what waits for a key.
            self.draw_anew()
            return
        self._work.said = ""
        self._answers = {}
        self._commands.do(action)
        self._acted()

    def _acted(self) -> None:
        """Something was done: what is read may be something else now."""
        self.desk.follow()
        self.late.take_turn()
        self._update_status()
        self._keeping.soon()

    @on(KeyRow.Clicked)
    def _clicked(self, message: KeyRow.Clicked) -> None:
        # Of two clicks that arrive together the second may find a list opening.
        if not self._dialogs.is_open and self._is_on_top():
            self.do(message.action)

    @on(ArticlePane.Pointed)
    def _pointed(self, message: ArticlePane.Pointed) -> None:
        if self._dialogs.is_open:
            # What is written belongs to the pane in which it was begun; both can be scrolled meanwhile.
            return
        self._begin_anew()
        self.desk.activate_pane(message.pane)
        self._acted()

    @on(ArticleList.Opened)
    def _opened(self, message: ArticleList.Opened) -> None:
        if self._dialogs.is_open:
            return
        self._begin_anew()
        self._commands.reading.show(message.article)
        self._acted()

    def _begin_anew(self) -> None:
        """The mouse was used: nothing waits for a key any more."""
        self._work.said = ""
        self._answers = {}
        self._commands.give_up()

    def leave(self, status: int = 0) -> None:
        """Keep the place and quit with an exit status."""
        self._keep()
        self.app.exit(return_code=status)

    def save(self) -> None:
        """Keep the place, and bring everything to the disk before this returns; nothing can be tagged any more."""
        self._keep()
        with contextlib.suppress(StoreError):
            self._store.close()

    def _keep(self) -> None:
        # Before the first picture nothing was done, and where one is would not be known.
        if self.is_up:
            self._keeping.last()
            self._commands.tagging.look_at_others()

    # What commands ask for

    def open_screen(self, screen: Screen[Result], done: Callable[[Result | None], None]) -> None:
        """Show a screen over this one; `done` gets what it is dismissed with."""

        def dismissed(result: Result | None) -> None:
            done(result)
            self._acted()

        self.app.push_screen(screen, dismissed)

    def choose(self, question: str, answers: Mapping[str, Callable[[], None]]) -> None:
        """Let one key decide; any other one gives up."""
        self._work.said, self._answers = question, answers

    def _answer(self, key: str) -> None:
        answers, self._answers = self._answers, {}
        self._work.said = "nothing was changed"
        answers.get(key, lambda: None)()
        self._acted()

    def _answered(self) -> None:
        self._update_status()
        self._keeping.soon()

    # What the screen says

    @on(ArticlePane.Scrolled)
    def _scrolled(self) -> None:
        self.desk.follow()

    @on(SavingChanged)
    def _saving_changed(self) -> None:
        if isinstance(self._store.state, NotSaved):
            self._work.messages.add(saving_text(self._store.state, full=True)[0], waits=True)
        if not isinstance(self._store.state, Saving):
            self.desk.annotate(late=True)
        self._update_status()

    def _look_for_others(self) -> None:
        """Show what other sessions have tagged meanwhile, and say which of the articles were edited."""
        is_new = self._commands.tagging.look_at_others()
        if is_new:
            self.desk.annotate(late=True)
            self._program.look_again()
        if news := self.desk.look_at_files():
            # A question stays to be read until it is answered.
            self._work.said = self._work.said if self._answers else news
            self.post_message(FilesChanged())
        if is_new or news:
            self._update_status()

    @on(MatchingTold)
    def _matching(self, message: MatchingTold) -> None:
        if self.late.take_in(message.event):
            self._program.look_again()
            self._update_status()

    @on(Learned)
    def _learned(self, message: Learned) -> None:
        for found in message.found:
            self._shelf.learn(found)
        self.desk.update()

    @on(Surveyed)
    @on(CorpusChanged)
    def _corpus_known(self, message: Surveyed | CorpusChanged) -> None:
        self.late.take_in_corpus(message)
        self._keeping.corpus_soon()
        self._program.look_again()
        self._update_status()

    def raised(self) -> None:
        """Read what takes longer."""
        self.desk.read_owed()
        self.post_message(self.Shown())

    @on(Desk.TagsRead)
    def _tags_read(self) -> None:
        self.desk.complete()
        self._work.said = self._work.said or self.desk.remark()
        self._update_status()

    def arranged(self) -> None:
        """Say what is shown, as far as there is room for it now."""
        self.desk.update()
        self._update_status()

    def _update_status(self) -> None:
        work = self._work
        if not self._dialogs.is_open:
            # What is counted while somebody types is no message.
            work.messages.add(work.said)
        told, state = self._commands.telling, self._store.state
        left, is_message = told.left(), told.is_message()
        self._status.say(left, told.targets(), state, told.about(), busy=self.late.bar, is_message=is_message)
        self._keys.turn_to(told.moment())
        self.desk.pane.note(work.meant())
