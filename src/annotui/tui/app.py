"""The program on the screen: wiring only."""

from __future__ import annotations

import math
import sys
import time
import traceback
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text
from textual import events, on, work
from textual.geometry import Size

from annotui.config import Config
from annotui.core.display import visible
from annotui.corpus.scan import Corpus, Skipped
from annotui.corpus.watched import Watched
from annotui.review.news import News
from annotui.review.opening import opening
from annotui.review.place import Place
from annotui.review.shelf import Shelf, Titled
from annotui.store.store import Store, StoreError

from .actions import Actions
from .background import BackgroundTold
from .driver import driver_class
from .first.terminal import TERMINAL
from .greeting import hints
from .late import CorpusChanged, FilesChanged, Learned, MatchingTold, Surveyed
from .legend import LIGHT, ON_LIGHT
from .screens.in_turn import AppInTurn
from .screens.reader import ReaderScreen
from .screens.too_small import TooSmallScreen, is_too_small
from .signals import closing, end_in_good_order

if TYPE_CHECKING:
    from annotui.matching.background import Event, Matching

_LOOKS = 1.0
"""Seconds between two looks at the corpus folder."""

_REST = 10
"""How many times as long as a look has taken it is until the next one, where that is more."""

_TOLD_EVERY = 0.25
"""Seconds between two messages to the screen of what has been read in the background."""


class AnnotuiApp(AppInTurn[None], inherit_bindings=False):
    """Reads and tags the articles of a corpus.

    Args:
        shelf: the articles.
        store: their annotations.
        config: labels, keys and theme.
        place: what to show.
        greeting: what to say.
        news: what has changed since the last time.
    """

    TITLE = "annotui"
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self, shelf: Shelf, store: Store, config: Config, place: Place, greeting: str, news: News
    ) -> None:
        super().__init__(driver_class())
        # There are none, and their timer lays out the whole screen anew when the mouse comes to rest.
        self._disable_tooltips = True
        self._shelf, self._store, self._config, self._news = shelf, store, config, news
        self.theme = _theme(config.theme)
        self._matching: Matching | None = None
        self._watched = Watched(shelf.corpus)
        # When the folder is to be looked at again; never while somebody does.
        self._next_look = 0.0
        self._owes_matching = False
        # Whether the first picture is there, and the other articles are being read.
        self.has_begun = False
        self.reader = ReaderScreen(shelf, store, config, place, greeting, news)

    def get_default_screen(self) -> ReaderScreen:
        """Textual's: without it, an empty screen would be laid out, and painted, under the reader."""
        return self.reader

    def on_mount(self) -> None:
        """Be ready to end at any time."""
        if not self.is_headless:
            end_in_good_order(sys.stdin.fileno(), self.reader.leave, self.reader.save)

    def match(self) -> None:
        """Find what occurs elsewhere, in a process of its own; begin again where that runs already."""
        from annotui.matching.background import Matching
        from annotui.matching.parameters import for_articles

        corpus = self._shelf.corpus
        self._owes_matching = False
        if self._matching is None or self._matching.corpus is not corpus:
            if self._matching is not None:
                self._matching.cancel()
            parameters = for_articles(len(corpus.entries)).given(**self._config.matching)
            self._matching = Matching(corpus, parameters)
        self._matching.start(self._tell)

    def _tell(self, event: Event) -> None:
        # Called by the thread that listens; a message is the way from there to the screen.
        self.reader.post_message(MatchingTold(event))

    @on(BackgroundTold)
    def _fit_background(self, message: BackgroundTold) -> None:
        if message.is_light:
            theme = ON_LIGHT[self._config.theme]
            self.theme = _theme(theme)
            self.reader.change_theme(theme)

    @on(FilesChanged)
    def _files_changed(self) -> None:
        if self._matching is not None:
            self.match()

    def _look_at_folder(self) -> None:
        """Find out whether articles have come or gone, beside the keys; and match those that have once nothing else is being matched."""
        if self._owes_matching and self._matching is not None and not self._matching.is_running:
            self.match()
        if time.monotonic() >= self._next_look:
            self._next_look = math.inf
            self._look()

    @work(thread=True)
    def _look(self) -> None:
        began = time.monotonic()
        corpus = self._watched.look()
        now = time.monotonic()
        found: list[Titled | Skipped] = []
        for one in self._shelf.survey(corpus) if corpus else ():
            found.append(one)
            if not self.is_running:
                return
        self._next_look = now + _REST * (now - began)
        if corpus is not None:
            self.reader.post_message(CorpusChanged(corpus, found))

    @on(CorpusChanged)
    def _corpus_changed(self) -> None:
        self._owes_matching = True

    def on_unmount(self) -> None:
        """Nobody wants to know any more."""
        if self._matching is not None:
            self._matching.cancel()

    @on(ReaderScreen.Shown)
    def _begin_to_read(self) -> None:
        # Before, it would take the time of the first picture.
        self._fit(self.size)
        self._read_all()
        if not self.is_headless:
            self.match()
        self.set_interval(_LOOKS, self._look_at_folder)
        self.has_begun = True

    def on_resize(self, event: events.Resize) -> None:
        """Say where there is not enough room."""
        self._fit(event.size)

    def _fit(self, size: Size) -> None:
        if self.reader not in self.screen_stack or not self.reader.is_up:
            return
        if not isinstance(self.screen, TooSmallScreen):
            if is_too_small(size):
                self.push_screen(TooSmallScreen())
        elif not is_too_small(size):
            self.screen.close()

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Textual's; there is no way back."""
        if not self.is_headless:
            closing()
        super().exit(result, return_code, message)

    def _fatal_error(self) -> None:
        """Textual's, which prints what the variables hold as it is: here nothing of it acts on the terminal."""
        lines = [visible(line) for line in traceback.format_exc().splitlines()]
        what = "annotui has failed; what was called saved is saved. Please report this:"
        self._exit_renderables.append(Text("\n".join([*lines, what, lines[-1]])))
        self._close_messages_no_wait()

    def leave(self) -> None:
        """Quit from wherever one is."""
        self.reader.leave()

    @work(thread=True)
    def _read_all(self) -> None:
        """Find out the titles of all articles, which files are none, and which were edited since the last time."""
        found: list[Titled | Skipped] = []
        hashes: dict[str, str] = {}
        told = time.monotonic()
        for one in self._shelf.survey():
            found.append(one)
            if isinstance(one, Titled):
                hashes[one.article] = one.sha256
            if time.monotonic() - told >= _TOLD_EVERY:
                self.reader.post_message(Learned(found))
                found, told = [], time.monotonic()
            if not self.is_running:
                return
        self.reader.post_message(Learned(found))
        self.reader.post_message(Surveyed(self._news.edited(self._store, hashes)))


def _theme(name: str) -> str:
    """Textual's theme for one of ours."""
    return "ansi-light" if name in LIGHT else "ansi-dark"


def prepared(shelf: Shelf, store: Store, config: Config) -> AnnotuiApp | None:
    """The program, ready to be run.

    Args:
        shelf: the articles.
        store: their annotations.
        config: labels, keys and theme.

    Returns:
        The program, or None where not one of the articles can be read.
    """
    news = News(shelf, store.known_corpus())
    start = opening(shelf, store, news, hints(Actions(config.labels, config.keys)))
    return start and AnnotuiApp(shelf, store, config, *start, news)


def run(corpus: Corpus, store: Store, config: Config) -> int:
    """Show a corpus until the reader quits.

    Args:
        corpus: what a scan found; it has at least one article.
        store: its annotations; closed at the end.
        config: labels, keys, theme, and whether the mouse is used.

    Returns:
        The exit status.
    """
    shelf = Shelf(corpus)
    app = prepared(shelf, store, config)
    if app is None:
        return _failed(2, f"not one of the articles in {corpus.root} can be read; {shelf.skipped[0].reason}")
    try:
        TERMINAL.take_interrupts()
        app.run(mouse=config.mouse)
    finally:
        lost = _close(store)
    if lost:
        return _failed(1, lost)
    if waiting := store.unsaved():
        actions = "1 action" if waiting == 1 else f"{waiting} actions"
        return _failed(1, f"{actions} could not be saved; the next start tries again")
    return app.return_code or 0


def _close(store: Store) -> str:
    """Close the store; what could be kept nowhere is said in one sentence."""
    try:
        store.close()
    except StoreError as error:
        return str(error)
    return ""


def _failed(status: int, why: str) -> int:
    TERMINAL.give_back()
    print(visible(f"annotui: {why}"), file=sys.stderr)
    return status
