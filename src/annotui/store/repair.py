"""Mending what can be mended: what the log files have lost and `tinydb.json` still has; the rest is remembered as known."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from . import checkpoint
from .changes import Draft
from .index import Version
from .problem import TABLE
from .record import RecordError, from_document

if TYPE_CHECKING:
    from .journal import Journal

Documents = Mapping[str, Mapping[str, Mapping[str, object]]]

_TOGETHER = 1000
"""Documents that are written in one line."""


class CannotRepair(Exception):
    """Nothing can be mended: `str(error)` says why, and what to do."""


class Mended(NamedTuple):
    """What a repair did.

    Args:
        recovered: actions that an earlier session could not save, and that are saved now.
        taken: documents that the log files had lost, and that were taken back from `tinydb.json`.
        known: damage that cannot be mended, and that is a note from now on.
    """

    recovered: int
    taken: int
    known: int


def mend(journal: Journal, known: Collection[str], at: str) -> tuple[int, int]:
    """Take back what was lost, and remember what stays damaged.

    Args:
        journal: what is mended.
        known: keys of the damage that is remembered already.
        at: now, as in a record.

    Returns:
        How many documents were taken back, and how much damage is remembered anew.
    """
    journal.index.settle()
    taken = _refill(journal)
    stays = [one for one in journal.reader.problems() if one.key is not None and one.key not in known]
    journal.commit(
        Draft(TABLE, one.key, {"sentence": one.sentence, "created": at}) for one in stays if one.key
    )
    return taken, len(stays)


def _refill(journal: Journal) -> int:
    """Write again what the log files have lost and `tinydb.json` still has, and remove what it knows to have been removed.

    Args:
        journal: what is mended.

    Returns:
        How many documents are again as they were.

    Raises:
        CannotRepair: `tinydb.json` cannot be read, and may be the only copy.
    """
    with journal.lock:
        if not any(checkpoint.losses(journal.layout, journal.index, thorough=True)):
            return 0
        documents = checkpoint.read_documents(journal.layout)
        if documents is None:
            raise CannotRepair(
                "tinydb.json may be the only copy of what the logs have lost, and cannot be read whole; "
                "keep a copy of it elsewhere, and remove it"
            )
        lost = list(_lost(journal, documents))
        for start in range(0, len(lost), _TOGETHER):
            journal.commit(lost[start : start + _TOGETHER])
    return len(lost)


def _lost(journal: Journal, documents: Documents) -> Iterator[Draft]:
    """What `tinydb.json` knows better: it has seen all that a session wrote, and says something else of a document."""
    index = journal.index
    seen: dict[str, int] = {}
    for extent in checkpoint.read_extents(journal.layout):
        for session, count in extent.sessions.items():
            seen[session] = max(seen.get(session, 0), count)

    def is_seen(version: Version) -> bool:
        return not version.newer and index.written(version.session) <= seen.get(version.session, 0)

    for table, there in documents.items():
        for key, document in there.items():
            version = index.version(table, key)
            is_better = version is None or (is_seen(version) and _as_there(key, version) != document)
            if is_better and ("/" not in table or _is_annotation(document, table)):
                yield Draft(table, key, document)
    for table in index.tables():
        for key, version in index.present(table).items():
            if key not in documents.get(table, {}) and is_seen(version):
                yield Draft(table, key, None)


def _as_there(key: str, version: Version) -> Mapping[str, object] | None:
    """A version as `tinydb.json` would have it: with its id."""
    document = version.document()
    return None if document is None else document | {"id": key}


def _is_annotation(document: Mapping[str, object], table: str) -> bool:
    try:
        return from_document(document).article == table
    except RecordError:
        return False
