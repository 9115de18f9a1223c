"""The annotations of one corpus, as the screen, the use cases and the commands see them."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType

from tinydb.table import Table

from annotui.core.annotation import Annotation

from . import checkpoint, health, repair, unsaved
from .changes import Change, Done, Draft, Put
from .database import AnnotationDB
from .history import Revision, revisions
from .index import Conflict, Index, Version
from .journal import Journal, RefusedError
from .layout import Layout, slug
from .line import LineError
from .place import Places
from .problem import TABLE
from .record import RecordError, from_documents, to_document
from .repair import CannotRepair, Mended
from .saving import NotSaved, SaveState

_LAST_ATTEMPT = 5.0
"""Seconds that closing waits for the disk."""

_IDLE = 30.0
"""Seconds without a change until `tinydb.json` is written anew; longer where writing it takes long."""


class StoreError(Exception):
    """What cannot be done, in one sentence fit for the user."""


class Store:
    """What reviewers say about the articles of one corpus.

    Opening and reading create nothing. The first commit, place to be kept or recovered action creates the folder of
    annotations, and starts a thread which brings all of them to the disk; what is committed is seen at once, and
    `state` says whether it is there.
    """

    def __init__(
        self, corpus: Path, reviewer: str, directory: Path, listen: Callable[[SaveState], None] | None
    ) -> None:
        self.corpus_name = corpus.name
        self.reviewer = reviewer
        self.directory = directory
        self.listen = listen
        layout = Layout(directory)
        self.read_only = layout.unwritable() or layout.unwritable_version()
        self._owner = unsaved.Owner(directory, self.corpus_name, reviewer, slug(reviewer))
        self._places = Places(layout, slug(reviewer), self.corpus_name)
        self._known = Places(layout, slug(reviewer), self.corpus_name, "corpus")
        self._journal = Journal(layout, slug(reviewer), self._announce, self._idle)
        self._journal.refuses = self.read_only
        self._db = AnnotationDB(self._journal, waits=False)
        self._read: dict[str, tuple[Index, int, list[Annotation]]] = {}
        self._documents: dict[str, tuple[Index, int, Mapping[str, Mapping[str, object]]]] = {}
        self._undocumented: dict[str, list[str]] = {}
        self._place: Mapping[str, object] | None = None
        self._checkpointed = 0
        self._pause = _IDLE
        self._closed = False

    @classmethod
    def open(
        cls,
        corpus: Path,
        *,
        reviewer: str,
        annotations: Path | None = None,
        listen: Callable[[SaveState], None] | None = None,
    ) -> Store:
        """Open the annotations of a corpus, which need not exist yet.

        Args:
            corpus: the corpus folder.
            reviewer: who reads and tags.
            annotations: the folder of annotations; `annotations` next to the corpus folder unless given.
            listen: called from the writer thread whenever the state of saving has changed.

        Raises:
            StoreError: the folder of annotations would lie inside the corpus, belongs to a newer annotui, or its path
                leads nowhere.
        """
        try:
            corpus = corpus.resolve()
            directory = (annotations if annotations is not None else corpus.parent / "annotations").resolve()
            layout = Layout(directory)
            written = (directory, layout.log.resolve(), layout.state.resolve())
        except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle, before Python 3.13
            raise StoreError(f"{corpus} cannot be opened: {error}") from error
        if any(path.is_relative_to(corpus) for path in written):
            raise StoreError(
                f"annotations cannot be kept in {directory}, because nothing is written inside the corpus; "
                "name another folder with --annotations"
            )
        newer = layout.unreadable_version()
        if newer is not None:
            raise StoreError(newer)
        return cls(corpus, reviewer, directory, listen)

    @property
    def state(self) -> SaveState:
        """Whether everything is on the disk."""
        return self._journal.writer.state

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

    def table(self, name: str) -> Table:
        """A TinyDB table for what is not an annotation: decisions, dismissals, reviewed marks.

        Args:
            name: without `/`, and not that of the corpus alone, because neighbouring corpora share it.
        """
        return self._db.table(name)

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

    def commit(self, changes: Sequence[Change]) -> Done:
        """Do one action of the user: seen at once, then written as one line.

        Returns:
            What it did, by which it can be taken back.

        Raises:
            StoreError: annotations cannot be written here, or one of these cannot be what it claims; nothing happened.
        """
        try:
            drafts = [self._draft(change) for change in changes]
            with self._journal.lock:
                before = self._as_they_are(drafts)
                self._journal.commit(drafts)
                # As they were written: a tuple is a list by now.
                return Done(before, self._as_they_are(drafts))
        except RefusedError as error:
            raise StoreError(str(error)) from error
        except (RecordError, LineError) as error:
            raise StoreError(f"this cannot be saved: {error}") from error

    def stands(self, done: Done) -> bool:
        """Whether everything is still as an action left it: nobody has changed it since."""
        with self._journal.lock:
            return self._as_they_are(done.after) == done.after

    def is_pending(self, annotation: Annotation) -> bool:
        """Whether what was last done to an annotation is not on the disk yet."""
        return self._journal.is_pending(annotation.article, annotation.id)

    def wait(self, timeout: float | None = None) -> bool:
        """Block until everything is on the disk.

        Args:
            timeout: seconds; None waits as long as it takes.

        Returns:
            Whether it is.
        """
        return self._journal.writer.wait(timeout)

    def refresh(self) -> bool:
        """Take in what other sessions wrote; cheap enough for once a second.

        Returns:
            Whether anything changed.
        """
        return self._journal.refresh()

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

    def mend(self, at: str) -> Mended:
        """Save what an earlier session could not, take back what the log files have lost, and remember damage that stays.

        Args:
            at: now, as in a record.

        Raises:
            StoreError: nothing can be written here, or not all of it got to the disk.
        """
        if self.read_only is not None:
            raise StoreError(self.read_only)
        recovered = self.recover()
        with self._journal.lock:
            try:
                taken, known = repair.mend(self._journal, self.documents(TABLE), at)
            except CannotRepair as error:
                raise StoreError(str(error)) from error
        if not self.wait(_LAST_ATTEMPT):
            raise StoreError("not all of it got to the disk; try again when there is space")
        try:
            checkpoint.write(self._journal, even_if_lost=True)
        except OSError as error:
            raise StoreError(f"tinydb.json cannot be written: {error.strerror}") from error
        return Mended(recovered, taken, known)

    def conflicts(self) -> list[Conflict]:
        """Edits that replaced another one without knowing it, with both values; only of this corpus."""
        with self._journal.lock:
            return [
                one
                for one in self._journal.index.conflicts()
                if "/" not in one.table or one.table.startswith(f"{self.corpus_name}/")
            ]

    def unsaved(self) -> int:
        """How many actions of this reviewer an earlier session could not save and kept elsewhere."""
        return sum(
            1 for lines in unsaved.waiting(self._owner).values() for line in lines if unsaved.readable(line)
        )

    def recover(self) -> int:
        """Save what an earlier session could not.

        Returns:
            How many actions came back; 0 where annotations cannot be written, and they are kept further on.
        """
        if self.read_only is not None:
            return 0
        recovered = 0
        for path, lines in unsaved.waiting(self._owner).items():
            recovered += self._journal.adopt(lines)
            whole = all(unsaved.readable(line) for line in lines)
            self._journal.writer.later(partial(unsaved.discard if whole else unsaved.set_aside, path))
        return recovered

    def place(self) -> dict[str, object] | None:
        """Where this reviewer left off in this corpus."""
        return self._places.read()

    def keep_place(self, place: Mapping[str, object]) -> None:
        """Remember where this reviewer is; written by the writer thread, and failing is silent."""
        if self.read_only is None and not self._closed:
            self._place = place
            self._journal.writer.later(self._write_place)

    def known_corpus(self) -> dict[str, object] | None:
        """What was in the corpus when this reviewer opened it last."""
        return self._known.read()

    def keep_corpus(self, known: Mapping[str, object]) -> None:
        """Remember what is in the corpus; as `keep_place`."""
        if self.read_only is None and not self._closed and known != self._known.read():
            self._journal.writer.later(partial(self._write_known, known))

    def _write_known(self, known: Mapping[str, object]) -> None:
        with contextlib.suppress(OSError, TypeError):
            self._known.write(known)

    def close(self) -> None:
        """Bring everything to the disk; what does not get there is kept for the next start.

        Raises:
            StoreError: some actions could be kept nowhere.
        """
        if self._closed:
            return
        self._closed = True
        self._journal.refuses = self.read_only or "the annotations are closed"
        rest = self._journal.writer.close(_LAST_ATTEMPT)
        # What an earlier session left behind and this one could not save either is still where it was.
        kept = {line for lines in unsaved.waiting(self._owner).values() for line in lines} if rest else set()
        unkept = [line for line in rest if line not in kept]
        if unkept:
            try:
                unsaved.spill(self._owner, unkept)
            except OSError as error:
                what = "1 action" if len(unkept) == 1 else f"{len(unkept)} actions"
                raise StoreError(f"{what} could not be saved anywhere: {error.strerror}") from error
        elif not rest and self._journal.wrote and not isinstance(self.state, NotSaved):
            self._journal.refresh()
            self._checkpoint()

    def _as_they_are(self, drafts: Sequence[Draft]) -> tuple[Draft, ...]:
        """What would leave the documents of some drafts as they are now."""
        index = self._journal.index
        versions = [(one.table, one.id, index.version(one.table, one.id)) for one in drafts]
        return tuple(Draft(table, key, one and one.document()) for table, key, one in versions)

    def _draft(self, change: Change) -> Draft:
        if isinstance(change, Draft):
            return change
        annotation = change.annotation
        if not annotation.article.startswith(f"{self.corpus_name}/"):
            raise RecordError(f"{annotation.article} is not an article of {self.corpus_name}")
        return Draft(
            annotation.article, annotation.id, to_document(annotation) if isinstance(change, Put) else None
        )

    def _parse(self, article: str, versions: Mapping[str, Version]) -> list[Annotation]:
        documents = {key: one.document() or {} for key, one in versions.items()}
        found, left_out = from_documents(article, documents)
        # What a newer annotui wrote is a note anyway, and need not be an annotation as this one knows it.
        self._undocumented[article] = [why for key, why in left_out.items() if not versions[key].newer]
        return found

    def _announce(self, state: SaveState) -> None:
        if self.listen is not None:
            self.listen(state)

    def _write_place(self) -> None:
        place, self._place = self._place, None
        if place is not None:
            with contextlib.suppress(OSError, TypeError):
                self._places.write(place)

    def _idle(self, seconds: float) -> None:
        if seconds >= self._pause:
            started = time.monotonic()
            self._checkpoint()
            self._pause = max(_IDLE, 100 * (time.monotonic() - started))

    def _checkpoint(self) -> None:
        """Write `tinydb.json` if there is something new; it is derived, so that failing costs nothing."""
        lines = self._journal.index.lines
        if self._journal.wrote and lines != self._checkpointed:
            self._checkpointed = lines
            with contextlib.suppress(OSError, TypeError, ValueError):
                checkpoint.write(self._journal)
