"""The articles of a corpus: their names and titles, and their texts when they are read."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from annotui.core.display import JOINED
from annotui.core.mojibake import repaired
from annotui.corpus.article import Article, Unreadable, read
from annotui.corpus.files import Stamp, stamp
from annotui.corpus.naming import short_names, title
from annotui.corpus.scan import Corpus, Entry, Skipped

from .reading import Reading

_HEAD = 4000
"""Code points that are looked at for a title."""

_KEPT = 8
"""Articles that are kept ready to be read: those of all panes, and the neighbours one goes back to."""


class Titled(NamedTuple):
    """An article and its first line.

    Args:
        article: the article's id.
        title: its first line, as it should read.
        sha256: hash of its bytes, in hex.
    """

    article: str
    title: str
    sha256: str


class Shelf:
    """The articles of one corpus.

    Args:
        corpus: what a scan found.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._entries: dict[str, Entry] = {}
        self._there: dict[str, None] = {}
        self._titles: dict[str, str] = {}
        self._hashes: dict[str, str] = {}
        self._stamps: dict[str, Stamp | None] = {}
        self._unreadable: dict[str, str] = {}
        self._readings: OrderedDict[str, Reading] = OrderedDict()
        self.take_in(corpus)

    def take_in(self, corpus: Corpus) -> None:
        """The corpus is another one now; an article that is gone can still be asked for while it is shown."""
        there = {entry.id: entry for entry in corpus.entries}
        for one in there.keys() - self._there.keys():
            # It may have been gone, and have come back as another one.
            for known in (self._titles, self._hashes, self._unreadable):
                known.pop(one, None)
        self._entries = self._entries | there
        self._there = dict.fromkeys(there)
        self._names = short_names(list(there))
        self.corpus = corpus

    @property
    def ids(self) -> list[str]:
        """The articles, in the order of the corpus, without those that are known to be unreadable."""
        return [one for one in self._there if one not in self._unreadable]

    @property
    def there(self) -> Iterable[str]:
        """The articles, in the order of the corpus, whether they can be read or not."""
        return self._there

    @property
    def skipped(self) -> list[Skipped]:
        """The files that are not read, each with its reason, as far as is known."""
        unreadable = [
            Skipped(self.inside(one), why) for one, why in self._unreadable.items() if one in self._there
        ]
        return sorted([*self.corpus.skipped, *unreadable], key=lambda one: one.name)

    def __contains__(self, article: str) -> bool:
        """Whether the corpus has an article of this id."""
        return article in self._there

    def inside(self, article: str) -> str:
        """An article's path inside the corpus."""
        return article.removeprefix(f"{self.corpus.name}/")

    def name(self, article: str) -> str:
        """The shortest distinct part of an article's file name; its path where it is gone."""
        return self._names.get(article) or self.inside(article)

    def title(self, article: str) -> str:
        """An article's first line; empty until it has been read."""
        return self._titles.get(article, "")

    def sha256(self, article: str) -> str | None:
        """Hash of an article's bytes, in hex; None until it has been read."""
        return self._hashes.get(article)

    def state(self, article: str) -> Literal["same", "changed", "gone"]:
        """Whether an article that was opened is still what it was then, by the time and the size of its file."""
        now = stamp(self._entries[article].path)
        if now is None:
            return "gone"
        return "same" if now == self._stamps.get(article) else "changed"

    def article(self, article: str) -> Article:
        """An article as it is kept open, or else as its file is now; for any thread.

        Raises:
            Unreadable: its file cannot be read.
        """
        reading = self._readings.get(article)
        return read(self._entries[article]) if reading is None else reading.article

    def now(self, article: str) -> Article:
        """An article as its file is now; one that is kept open is read again only where its file was changed.

        Raises:
            Unreadable: its file cannot be read.
        """
        reading = self._readings.get(article)
        if reading is not None and self.state(article) == "same":
            return reading.article
        return read(self._entries[article])

    def stamp(self, article: str) -> object:
        """What is another one when an article's file was changed; None where it is gone."""
        return stamp(self._entries[article].path)

    def homes(self, sha256: str) -> list[str]:
        """The articles that are known to have bytes of this hash."""
        return [one for one in self.ids if self._hashes.get(one) == sha256]

    def text(self, article: str) -> str:
        """An article's text as it should read, offset by offset that of the file; for any thread.

        Raises:
            Unreadable: its file cannot be read.
        """
        reading = self._readings.get(article)
        if reading is not None:
            return reading.prose.text
        return repaired(read(self._entries[article]).text)

    def open(self, article: str) -> Reading:
        """An article, ready to be read.

        Raises:
            Unreadable: its file cannot be read; it is listed with the reason from now on.
        """
        if article in self._readings and self.state(article) == "same":
            self._readings.move_to_end(article)
            return self._readings[article]
        # Before it is read: what changes in between is noticed.
        self._stamps[article] = stamp(self._entries[article].path)
        try:
            found = read(self._entries[article])
        except Unreadable as error:
            self._unreadable[article] = str(error)
            raise
        self._unreadable.pop(article, None)
        reading = self._readings[article] = Reading.of(found)
        self._titles[article] = _first_line(found.text)
        self._hashes[article] = found.sha256
        if len(self._readings) > _KEPT:
            self._readings.popitem(last=False)
        return reading

    def survey(self, corpus: Corpus | None = None) -> Iterator[Titled | Skipped]:
        """Read all files, to learn which are articles and how those begin; for a thread of its own.

        Args:
            corpus: of which corpus, where that is another one by now; of those files only that are not known yet.

        Yields:
            What `learn` takes in, without the texts.
        """
        for entry in (corpus or self.corpus).entries:
            if entry.id in (self if corpus else self._titles):
                # It is known, or open and was read for that.
                continue
            try:
                found = read(entry)
                yield Titled(entry.id, _first_line(found.text), found.sha256)
            except Unreadable as error:
                yield Skipped(self.inside(entry.id), str(error))

    def learn(self, found: Titled | Skipped) -> None:
        """Take in what a survey has shown of one file."""
        if isinstance(found, Skipped):
            self._unreadable[f"{self.corpus.name}/{found.name}"] = found.reason
        else:
            self._titles.setdefault(found.article, found.title)
            self._hashes.setdefault(found.article, found.sha256)

    def neighbour(self, article: str, step: int) -> str | None:
        """The next article before (-1) or behind (1) another one, as far as is known readable; None where there is none."""
        ids = self.ids
        at = bisect_left(ids, article) - 1 if step < 0 else bisect_right(ids, article)
        return ids[at] if 0 <= at < len(ids) else None


def _first_line(text: str) -> str:
    """The first line as it should read; a text that is broken is so from its beginning."""
    return title(repaired(text[:_HEAD]).replace(JOINED, "")) or title(text)
