"""Keeps where the reader is, so that the next start begins there."""

from __future__ import annotations

from collections.abc import Callable

from textual.timer import Timer

from annotui.review import drafts
from annotui.review.news import as_document
from annotui.review.place import Place
from annotui.review.shelf import Shelf
from annotui.store.store import Store

_KEPT_AFTER = 1.0
"""Seconds after a key until the place is kept; after a tag it is kept at once."""


class Keeping:
    """Keeps the place, and with it the drafts of notes.

    Args:
        store: where it is kept.
        shelf: the articles, of which it is kept which there are.
        notes: drafts of notes.
        place: tells where the reader is.
        later: calls something after some seconds.
    """

    def __init__(
        self,
        store: Store,
        shelf: Shelf,
        notes: drafts.Drafts,
        place: Callable[[], Place],
        later: Callable[[float, Callable[[], None]], Timer],
    ) -> None:
        self._store, self._shelf, self._notes = store, shelf, notes
        self._place, self._later = place, later
        self._timer: Timer | None = None
        self._is_corpus_kept = False

    def soon(self) -> None:
        """Within a second or so."""
        if self._timer is None:
            self._timer = self._later(_KEPT_AFTER, self.now)

    def now(self) -> None:
        """At once."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if not self._is_corpus_kept:
            self._is_corpus_kept = True
            self._store.keep_corpus(as_document(self._shelf))
        kept = self._notes.merged(drafts.restored(self._store.place()))
        self._store.keep_place({**self._place().as_document(), drafts.KEY: kept})
