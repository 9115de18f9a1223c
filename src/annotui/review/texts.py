"""The articles that passages lie in, as their files are now: read when they are needed, and kept for a while."""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

from annotui.core.mojibake import repaired
from annotui.corpus.article import Article, Unreadable

from .shelf import Shelf

_KEPT = 16_000_000
"""Code points that are kept: those of a story of many long copies."""


class Text(NamedTuple):
    """An article and how it should read.

    Args:
        article: as its file is now.
        readable: its text as it should read, offset by offset that of the file.
    """

    article: Article
    readable: str


class CannotUse(Exception):
    """What was matched cannot be used any more: `str(error)` is the reason, which follows the article's name."""


class Texts:
    """Reads articles; each again only when its file was changed.

    Args:
        shelf: the articles.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._kept: OrderedDict[str, tuple[object, Text]] = OrderedDict()
        self._size = 0

    def matched(self, article: str, sha256: str | None) -> Text:
        """An article as it was when its passages were found.

        Args:
            article: the article's id.
            sha256: hash of the bytes that were matched, in hex; None where the article was not matched.

        Raises:
            CannotUse: its file is gone, cannot be read or holds something else by now.
        """
        if article not in self._shelf:
            raise CannotUse("is gone")
        try:
            text = self._now(article)
        except Unreadable as error:
            raise CannotUse(f"cannot be read: {error}") from error
        if text.article.sha256 != sha256:
            raise CannotUse("was edited since it was matched")
        return text

    def _now(self, article: str) -> Text:
        # Before it is read: what changes in between is noticed.
        stamp = self._shelf.stamp(article)
        known = self._kept.get(article)
        if known is not None and stamp is not None and known[0] == stamp:
            self._kept.move_to_end(article)
            return known[1]
        found = self._shelf.now(article)
        text = Text(found, repaired(found.text))
        self._forget(article)
        self._kept[article] = stamp, text
        self._size += len(text.readable)
        while self._size > _KEPT and len(self._kept) > 1:
            self._forget(next(iter(self._kept)))
        return text

    def _forget(self, article: str) -> None:
        if (known := self._kept.pop(article, None)) is not None:
            self._size -= len(known[1].readable)
