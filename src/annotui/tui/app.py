"""The program on the screen: wiring only."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual import work
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from annotui.corpus.article import Article, check
from annotui.corpus.scan import Corpus, Skipped
from annotui.review.opening import opening
from annotui.review.place import Place
from annotui.review.shelf import Shelf
from annotui.store.store import Store, StoreError

from .actions import actions, key_label
from .screens.reader import ReaderScreen

_BATCH = 100
"""Files that are read in the background between two messages to the screen."""


class AnnotuiApp(App[None], inherit_bindings=False):
    """Reads and tags the articles of a corpus.

    Args:
        shelf: the articles.
        store: their annotations.
        place: what to show.
        greeting: what to say.
    """

    TITLE = "annotui"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c,ctrl+q", "leave", show=False, priority=True)]

    def __init__(self, shelf: Shelf, store: Store, place: Place, greeting: str) -> None:
        super().__init__(ansi_color=True)
        self.theme = "ansi-dark"
        self._shelf = shelf
        self.reader = ReaderScreen(shelf, store, place, greeting)

    def on_mount(self) -> None:
        """Begin to read."""
        self.push_screen(self.reader)
        self._read_all()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The reader quits by its own keys, in their turn: a key that came first is never overtaken."""
        return action != "leave" or self.screen is not self.reader

    def action_leave(self) -> None:
        """Quit from the help, a list or the palette, whatever these do with the key."""
        self.reader.leave()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The command palette offers what keys do."""
        if screen is not self.reader:
            return
        for action in actions():
            yield SystemCommand(
                action.help, " ".join(map(key_label, action.keys)), partial(self.reader.do, action)
            )

    @work(thread=True)
    def _read_all(self) -> None:
        """Find out the titles of all articles, and which files are none."""
        found: list[Article | Skipped] = []
        for one in check(self._shelf.corpus):
            found.append(one)
            if len(found) == _BATCH:
                self.reader.post_message(ReaderScreen.Learned(found))
                found = []
            if not self.is_running:
                return
        self.reader.post_message(ReaderScreen.Learned(found))


def run(corpus: Corpus, store: Store) -> int:
    """Show a corpus until the reader quits.

    Args:
        corpus: what a scan found; it has at least one article.
        store: its annotations; closed at the end.

    Returns:
        The exit status.
    """
    shelf = Shelf(corpus)
    start = opening(shelf, store)
    if start is None:
        print(f"annotui: not one of the articles in {corpus.root} can be read", file=sys.stderr)
        return 2
    app = AnnotuiApp(shelf, store, *start)
    # No mouse: the terminal keeps its own way to select and copy.
    app.run(mouse=False)
    status = app.return_code or 0
    try:
        store.close()
    except StoreError as error:
        print(f"annotui: {error}", file=sys.stderr)
        return 1
    waiting = store.unsaved()
    if waiting:
        print(
            f"annotui: {waiting} actions could not be saved; they are kept and saved at the next start",
            file=sys.stderr,
        )
        return 1
    return status
