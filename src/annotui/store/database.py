"""TinyDB over the log files: what its users know works, and a change costs what it changes.

TinyDB hands a storage the whole database on every write. Here the table passes on only what an update touched, by
overriding `_read_table`, `_update_table` and `_get_next_id`; a contract test fails when TinyDB changes these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Any, cast

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from .changes import Draft
from .index import Version
from .journal import Journal
from .layout import Layout, new_id, slug
from .saving import NotSaved

Documents = dict[str, dict[str, Any]]


class NotSavedError(Exception):
    """A change is in memory but not on the disk; saving is tried again. The message is the system's reason."""


class Documented(Mapping[str, dict[str, Any]]):
    """The documents of a table by id, each parsed when it is asked for, anew each time."""

    def __init__(self, versions: Mapping[str, Version]) -> None:
        self._versions = versions

    def __getitem__(self, key: str) -> dict[str, Any]:
        document = self._versions[key].document()
        assert document is not None, "only versions that are present get here"
        return document

    def __iter__(self) -> Iterator[str]:
        return iter(self._versions)

    def __len__(self) -> int:
        return len(self._versions)

    def __contains__(self, key: object) -> bool:
        return key in self._versions


class Overlay(MutableMapping[str, dict[str, Any]]):
    """A table as an update sees it; remembers what the update touches."""

    def __init__(self, documents: Mapping[str, dict[str, Any]]) -> None:
        self._below = documents
        self._keys = dict.fromkeys(documents)
        self._touched: dict[str, dict[str, Any]] = {}

    def __getitem__(self, key: str) -> dict[str, Any]:
        if key not in self._keys:
            raise KeyError(key)
        if key not in self._touched:
            self._touched[key] = self._below[key]
        return self._touched[key]

    def __setitem__(self, key: str, document: dict[str, Any]) -> None:
        self._keys[key] = None
        self._touched[key] = document

    def __delitem__(self, key: str) -> None:
        del self._keys[key]
        self._touched.pop(key, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def clear(self) -> None:
        """Remove all documents."""
        self._keys.clear()
        self._touched.clear()

    def drafts(self, table: str) -> Iterator[Draft]:
        """What the update changed."""
        for key in self._below:
            if key not in self._keys:
                yield Draft(table, key, None)
        for key, document in self._touched.items():
            if key not in self._below or self._below[key] != document:
                yield Draft(table, key, document)


class LogStorage(Storage):
    """TinyDB's view of a journal.

    Args:
        journal: where the documents are, or the folder of annotations, which then gets a journal of its own.
        reviewer: who writes, if a folder is given.
        waits: whether a change returns only when it is on the disk; else the writer thread brings it there.
    """

    def __init__(self, journal: Journal | Path | str, reviewer: str = "reviewer", waits: bool = True) -> None:
        if not isinstance(journal, Journal):
            journal = Journal(Layout(Path(journal).absolute()), slug(reviewer))
        self.journal = journal
        self._waits = waits

    def read(self) -> Documents | None:
        """Everything, parsed; TinyDB asks for it only to name or drop tables."""
        with self.journal.lock:
            return {name: dict(self.table(name)) for name in self.journal.index.tables()}

    def write(self, data: Documents) -> None:
        """Make the database what TinyDB says it is; only the differences are written."""
        with self.journal.lock:
            names = {*self.journal.index.tables(), *data}
            drafts: list[Draft] = []
            for name in sorted(names):
                overlay = Overlay(self.table(name))
                wanted = data.get(name, {})
                for key in [key for key in overlay if key not in wanted]:
                    del overlay[key]
                overlay.update({str(key): dict(document) for key, document in wanted.items()})
                drafts.extend(overlay.drafts(name))
            number = self.journal.commit(drafts)
        self.settle(number)

    def table(self, name: str) -> Documented:
        """The documents of a table."""
        return Documented(self.journal.present(name))

    def settle(self, number: int) -> None:
        """Return when a commit is on the disk, if that is what this storage promises.

        Raises:
            NotSavedError: it is not.
        """
        if not self._waits:
            return
        writer = self.journal.writer
        while not writer.settled(number):
            state = writer.state
            if isinstance(state, NotSaved):
                raise NotSavedError(state.reason)

    def close(self) -> None:
        """Stop writing.

        Raises:
            NotSavedError: something could not be written.
        """
        rest = self.journal.writer.close(timeout=10.0)
        if rest:
            raise NotSavedError(self.journal.writer.failure() or "the disk does not answer")


class LogTable(Table):
    """A table that passes on only what changed; its documents' ids are uuid7."""

    document_id_class: type[Any] = str

    def __init__(self, storage: Storage, name: str, cache_size: int = 0, persist_empty: bool = False) -> None:
        # No cached answers: they would not see what other sessions write.
        super().__init__(storage, name, cache_size=0)

    def _log(self) -> LogStorage:
        return cast(LogStorage, self._storage)

    def _get_next_id(self) -> str:
        return new_id()

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        return cast("dict[str, Mapping[str, Any]]", self._log().table(self.name))

    def _update_table(self, updater: Callable[[dict[Any, Any]], None]) -> None:
        storage = self._log()
        with storage.journal.lock:
            overlay = Overlay(storage.table(self.name))
            updater(cast("dict[Any, Any]", overlay))
            number = storage.journal.commit(overlay.drafts(self.name))
        storage.settle(number)


class AnnotationDB(TinyDB):
    """A TinyDB whose changes are on the disk when they return, shared by any number of sessions.

    `AnnotationDB("annotations").table("seeds/003.txt").search(where("label") == "quote")` and everything else that
    TinyDB's tables offer works; ids of documents are uuid7 in text form.

    Args:
        journal, reviewer, waits: see `LogStorage`.
    """

    table_class = LogTable

    def __init__(self, journal: Journal | Path | str, reviewer: str = "reviewer", waits: bool = True) -> None:
        super().__init__(journal, reviewer, waits, storage=LogStorage)
