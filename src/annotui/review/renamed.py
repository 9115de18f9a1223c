"""Annotations whose article is gone under its old name and is there, byte for byte, under another one."""

from __future__ import annotations

from annotui.core.annotation import Annotation
from annotui.store.store import Store

from .shelf import Shelf


class Renamed:
    """Finds them by the hash of the bytes that they were made on.

    Args:
        store: the annotations.
        shelf: the articles.
    """

    def __init__(self, store: Store, shelf: Shelf) -> None:
        self._store = store
        self._shelf = shelf
        self._mentioned = 0
        self._gone: list[str] = []

    def to(self, article: str) -> list[Annotation]:
        """Those that belong to an article; none where another article has the same bytes, for nobody could say which it is."""
        gone = self._gone_articles()
        sha256 = self._shelf.sha256(article)
        if not gone or sha256 is None or self._shelf.homes(sha256) != [article]:
            return []
        return [one for old in gone for one in self._store.annotations(old) if one.sha256 == sha256]

    def _gone_articles(self) -> list[str]:
        mentioned = self._store.mentioned()
        if len(mentioned) != self._mentioned:
            self._mentioned = len(mentioned)
            self._gone = sorted(one for one in mentioned if one not in self._shelf)
        return self._gone
