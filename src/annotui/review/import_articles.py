"""The articles that an import meets: by their ids, or by what is in them."""

from __future__ import annotations

import contextlib
from collections import OrderedDict

from annotui.core import digest
from annotui.corpus.article import Article, read
from annotui.corpus.files import read_regular
from annotui.corpus.scan import Corpus

_KEPT = 64_000_000
"""Code points of articles that are kept to be asked for again; an export has its lines article by article."""


class Articles:
    """The articles of one corpus, each read when it is first asked for.

    Args:
        corpus: what a scan found.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._entries = {entry.id: entry for entry in corpus.entries}
        self._kept: OrderedDict[str, Article] = OrderedDict()
        self._size = 0
        self._by_hash: dict[str, list[str]] | None = None

    def __contains__(self, article: str) -> bool:
        return article in self._entries

    def get(self, article: str) -> Article:
        """An article of the corpus.

        Raises:
            Unreadable: its file cannot be read.
        """
        if article in self._kept:
            self._kept.move_to_end(article)
            return self._kept[article]
        found = self._kept[article] = read(self._entries[article])
        self._size += len(found.text)
        while self._size > _KEPT and len(self._kept) > 1:
            self._size -= len(self._kept.popitem(last=False)[1].text)
        return found

    def with_hash(self, sha256: str) -> list[str]:
        """The ids of the articles whose bytes have this hash, in hex; the first question reads all files."""
        if self._by_hash is None:
            self._by_hash = {}
            for id_, entry in self._entries.items():
                with contextlib.suppress(OSError):
                    found = digest.sha256(read_regular(entry.path))
                    self._by_hash.setdefault(found, []).append(id_)
        return self._by_hash.get(sha256, [])
