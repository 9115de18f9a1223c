"""Keeps where the reader is, so that the next start begins there."""

from __future__ import annotations

from collections.abc import Callable

from textual.timer import Timer

from annotui.review import drafts
from annotui.review.news import News
from annotui.review.place import Place
from annotui.store.store import Store

_KEPT_AFTER = 1.0
"""Seconds after a key until the place is kept; after a tag it is kept at once."""


class Keeping:
    """Keeps the place, and with it the drafts of notes.

    Args:
        store: where it is kept.
        news: which articles there are, for the next start to say what has changed.
        notes: drafts of notes.
        place: tells where the reader is.
        later: calls something after some seconds.
    """

    def __init__(
        self,
        store: Store,
        news: News,
        notes: drafts.Drafts,
        place: Callable[[], Place],
        later: Callable[[float, Callable[[], None]], Timer],
    ) -> None:
        self._store, self._news, self._notes = store, news, notes
        self._place, self._later = place, later
        self._timer: Timer | None = None
        # Whether the articles have been read, and are not kept yet.
        self._owes_corpus = False

    def soon(self) -> None:
        """Within a second or so."""
        if self._timer is None:
            self._timer = self._later(_KEPT_AFTER, self.now)

    def now(self) -> None:
        """At once."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self._owes_corpus:
            self._keep_corpus()
        kept = self._notes.merged(drafts.restored(self._store.place()))
        self._store.keep_place({**self._place().as_document(), drafts.KEY: kept})

    def corpus_soon(self) -> None:
        """With the next place: all articles have been read."""
        self._owes_corpus = True

    def last(self) -> None:
        """At once, for the last time."""
        self._keep_corpus()
        self.now()

    def _keep_corpus(self) -> None:
        self._owes_corpus = False
        self._store.keep_corpus(self._news.as_document())
