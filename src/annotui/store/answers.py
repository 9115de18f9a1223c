"""What can be asked of the annotations of one corpus; nothing is changed by it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from annotui.core.annotation import Annotation

from . import health
from .history import Revision, revisions
from .index import Conflict, Index, Version
from .journal import Journal
from .problem import TABLE
from .record import from_documents
from .unsaved import Owner


class Answers:
    """What reviewers have said, as far as it is known here; what was asked before is kept until it changes.

    Args:
        journal: where it is written down.
        owner: whose session this is, and which corpus it is about.
    """

    def __init__(self, journal: Journal, owner: Owner) -> None:
        self.corpus_name = owner.corpus
        self.reviewer = owner.reviewer
        self._journal = journal
        self._owner = owner
        self._read: dict[str, tuple[Index, int, list[Annotation]]] = {}
        self._documents: dict[str, tuple[Index, int, Mapping[str, Mapping[str, object]]]] = {}
        self._undocumented: dict[str, list[str]] = {}

    def annotations(self, article: str) -> list[Annotation]:
        """The annotations of an article, by start, end, created; those not on the disk yet included.

        Args:
            article: the article's id.
        """
        with self._journal.lock:
            index = self._journal.index
            revision, cached = index.revision(article), self._read.get(article)
            if cached is not None and cached[:2] == (index, revision):
                return list(cached[2])
            versions = index.present(article)
        # Nobody waits for this: where there are many, a thread reads them while keys are answered.
        found = self._parse(article, versions)
        with self._journal.lock:
            self._read[article] = (index, revision, found)
        return list(found)

    def is_at_hand(self, article: str, few: int) -> bool:
        """Whether `annotations` answers at once, because it has been asked before or there are no more than `few`."""
        with self._journal.lock:
            index = self._journal.index
            if index.size(article) <= few:
                return True
            cached = self._read.get(article)
            return cached is not None and cached[:2] == (index, index.revision(article))

    def history(self, article: str, key: str) -> list[Revision]:
        """What became of an annotation, the oldest first; also of one that was removed.

        Args:
            article: the article's id.
            key: the annotation's id.
        """
        with self._journal.lock:
            versions = self._journal.index.versions(article, key)
            return list(revisions(versions, self._journal.authors(), self.reviewer))

    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """How many annotations each article of this corpus has of each label."""
        with self._journal.lock:
            return {
                article: MappingProxyType(dict(counter))
                for article, counter in self._journal.index.counters().items()
                if article.startswith(f"{self.corpus_name}/")
            }

    def count(self, article: str) -> int:
        """How many annotations an article has."""
        with self._journal.lock:
            return sum(self._journal.index.counter(article).values())

    def mentioned(self) -> set[str]:
        """The ids of the articles of this corpus that were ever tagged; nothing is read for that."""
        with self._journal.lock:
            return {one for one in self._journal.index.named() if one.startswith(f"{self.corpus_name}/")}

    def articles(self) -> list[str]:
        """The ids of the articles of this corpus that have annotations, by code points."""
        with self._journal.lock:
            return sorted(
                one for one in self._journal.index.tables() if one.startswith(f"{self.corpus_name}/")
            )

    def documents(self, table: str) -> Mapping[str, Mapping[str, object]]:
        """The documents of a table for what is not an annotation, by id; those of neighbouring corpora included.

        Args:
            table: its name, without `/`.
        """
        with self._journal.lock:
            index = self._journal.index
            cached = self._documents.get(table)
            if cached is None or cached[:2] != (index, index.revision(table)):
                found = {key: one.document() or {} for key, one in index.present(table).items()}
                cached = (index, index.revision(table), MappingProxyType(found))
                self._documents[table] = cached
        return cached[2]

    def problems(self, *, quick: bool = False) -> list[str]:
        """One sentence for each thing that is damaged, missing or cannot be read.

        Args:
            quick: leave out what shows only when each annotation is read.
        """
        with self._journal.lock:
            if not quick:
                self._journal.index.settle()
            left_out = [one for _, each in sorted(self._undocumented.items()) for one in sorted(each)]
            return [*health.problems(self._journal, self._owner, self.documents(TABLE)), *left_out]

    def notes(self) -> list[str]:
        """One sentence for each thing that is worth knowing and no damage: unfinished writes, lines of a newer annotui, and damage
        that a repair knows."""
        with self._journal.lock:
            return list(health.notes(self._journal, self.documents(TABLE)))

    def conflicts(self) -> list[Conflict]:
        """Edits that replaced another one without knowing it, with both values; only of this corpus."""
        with self._journal.lock:
            return [
                one
                for one in self._journal.index.conflicts()
                if "/" not in one.table or one.table.startswith(f"{self.corpus_name}/")
            ]

    def _parse(self, article: str, versions: Mapping[str, Version]) -> list[Annotation]:
        documents = {key: one.document() or {} for key, one in versions.items()}
        found, left_out = from_documents(article, documents)
        # What a newer annotui wrote is a note anyway, and need not be an annotation as this one knows it.
        self._undocumented[article] = [why for key, why in left_out.items() if not versions[key].newer]
        return found
