"""The hashes of a corpus's articles; a file that is as it was when it was read last is not read again."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import orjson

from annotui.corpus.article import Article, Unreadable, read
from annotui.corpus.scan import Corpus, Entry

from . import sections
from .cache import Cache

_KIND = "hashes 1"
_UNSETTLED = 2_000_000_000
"""Nanoseconds; a file that was written less than so long before it was read may have been written again since, without a sign of it."""

Stamp = tuple[int, int, int, int, int]
"""Device, inode, size, time of the content and time of the file's entry, both in nanoseconds."""


class Hashes:
    """What is known of each article's file.

    Args:
        corpus: the articles.
        cache: where it is remembered.
    """

    def __init__(self, corpus: Corpus, cache: Cache) -> None:
        self._entries = {entry.id: entry for entry in corpus.entries}
        self._cache = cache
        self._known: dict[str, tuple[Stamp, str]] = _load(cache.hashes)
        self._read: dict[str, Article] = {}
        self.reads = 0
        """How many files were read."""

    def current(self) -> Iterator[tuple[str, str]]:
        """Look at each article, and read those that are not known as they are now.

        Yields:
            Its id and its hash (hex), which is empty where it cannot be read.
        """
        known, self._known = self._known, {}
        for id_, entry in self._entries.items():
            stamp = _stamp(entry.path)
            before = known.get(id_)
            if before is not None and before[0] == stamp:
                self._known[id_] = before
                yield id_, before[1]
            else:
                yield id_, self._hash(entry, stamp)

    def articles(self) -> Iterator[Article]:
        """All articles that can be read, in the order of the corpus."""
        for id_, entry in self._entries.items():
            article = self._read.pop(id_, None)
            if article is None:
                self._hash(entry, _stamp(entry.path))
                article = self._read.pop(id_, None)
            if article is not None:
                yield article

    def keep(self) -> None:
        """Remember what is known, for the next start."""
        content = orjson.dumps(self._known)
        self._cache.keep(
            self._cache.hashes, lambda path: sections.write(path, _KIND, {"files": memoryview(content)}, {})
        )

    def _hash(self, entry: Entry, stamp: Stamp | None) -> str:
        """Read an article; `stamp` was taken before that, so that a change in between is noticed the next time."""
        self.reads += 1
        now = time.time_ns()
        try:
            article = self._read[entry.id] = read(entry)
            sha256 = article.sha256
        except Unreadable:
            sha256 = ""
        if stamp is not None and max(stamp[3:]) < now - _UNSETTLED:
            self._known[entry.id] = (stamp, sha256)
        return sha256


def _load(path: Path) -> dict[str, tuple[Stamp, str]]:
    columns = sections.read(path, _KIND)
    if columns is None:
        return {}
    found = orjson.loads(columns.raw("files"))
    return {id_: (tuple(stamp), sha256) for id_, (stamp, sha256) in found.items()}


def _stamp(path: Path) -> Stamp | None:
    try:
        found = os.stat(path, follow_symlinks=False)
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
