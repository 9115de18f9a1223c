"""Annotations whose article is gone under its old name and is there, byte for byte, under another one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from annotui.core.annotation import Annotation
from annotui.store.store import Store

from .shelf import Shelf


def home(one: Annotation, is_there: Callable[[str], bool], homes: Callable[[str], Sequence[str]]) -> str:
    """The id of the article that an annotation belongs to now.

    Args:
        one: what is kept of it.
        is_there: whether the corpus has an article of an id.
        homes: gives the articles whose bytes have a hash.

    Returns:
        Its own article; where that is gone the one that has its bytes, unless there are several, of which nobody could say which it is.
    """
    if is_there(one.article):
        return one.article
    same = homes(one.sha256)
    return same[0] if len(same) == 1 else one.article


class Renamed:
    """Finds them by the hash of the bytes that they were made on.

    Args:
        store: the annotations.
        shelf: the articles.
    """

    def __init__(self, store: Store, shelf: Shelf) -> None:
        self._store = store
        self._shelf = shelf
        self._seen: tuple[object, int] = (None, 0)
        self._gone: list[str] = []

    def to(self, article: str) -> list[Annotation]:
        """Those that belong to an article; none where another article has the same bytes, for nobody could say which it is."""
        gone = self._gone_articles()
        sha256 = self._shelf.sha256(article)
        if not gone or sha256 is None:
            return []
        same = self._shelf.homes(sha256)
        kept = (one for old in gone for one in self._store.annotations(old) if one.sha256 == sha256)
        return [one for one in kept if home(one, self._shelf.__contains__, lambda _sha256: same) == article]

    def _gone_articles(self) -> list[str]:
        mentioned = self._store.mentioned()
        seen = self._shelf.corpus, len(mentioned)
        if seen[0] is not self._seen[0] or seen[1] != self._seen[1]:
            self._seen = seen
            self._gone = sorted(one for one in mentioned if one not in self._shelf)
        return self._gone
