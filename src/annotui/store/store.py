"""The annotations of one corpus, as the screen, the use cases and the commands see them."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from tinydb.table import Table

from annotui.core.annotation import Annotation

from . import checkpoint, repair, unsaved
from .answers import Answers
from .changes import Change, Done, Draft, Put
from .database import AnnotationDB
from .journal import Journal, RefusedError
from .layout import Layout, slug
from .line import LineError
from .place import Places
from .problem import TABLE
from .record import RecordError, to_document
from .repair import CannotRepair, Mended
from .saving import NotSaved, SaveState

_LAST_ATTEMPT = 5.0
"""Seconds that closing waits for the disk."""

_IDLE = 30.0
"""Seconds without a change until `tinydb.json` is written anew; longer where writing it takes long."""


class StoreError(Exception):
    """What cannot be done, in one sentence fit for the user."""


class Store(Answers):
    """What reviewers say about the articles of one corpus.

    Opening and reading create nothing. The first commit, place to be kept or recovered action creates the folder of
    annotations, and starts a thread which brings all of them to the disk; what is committed is seen at once, and
    `state` says whether it is there.
    """

    def __init__(
        self, corpus: Path, reviewer: str, directory: Path, listen: Callable[[SaveState], None] | None
    ) -> None:
        layout = Layout(directory)
        journal = Journal(layout, slug(reviewer), self._announce, self._idle)
        super().__init__(journal, unsaved.Owner(directory, corpus.name, reviewer, slug(reviewer)))
        self.directory = directory
        self.listen = listen
        self.read_only = layout.unwritable() or layout.unwritable_version()
        self._places = Places(layout, slug(reviewer), self.corpus_name)
        self._known = Places(layout, slug(reviewer), self.corpus_name, "corpus")
        self._journal.refuses = self.read_only
        self._db = AnnotationDB(self._journal, waits=False)
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

    def table(self, name: str) -> Table:
        """A TinyDB table for what is not an annotation: decisions, dismissals, reviewed marks.

        Args:
            name: without `/`, and not that of the corpus alone, because neighbouring corpora share it.
        """
        return self._db.table(name)

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
