"""Mending what can be mended: what the log files have lost and `tinydb.json` still has; the rest is remembered as known."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from . import checkpoint
from .changes import Draft
from .problem import TABLE
from .record import RecordError, from_document

if TYPE_CHECKING:
    from .journal import Journal

_TOGETHER = 1000
"""Documents that are written in one line."""


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
    """Write again what the log files have lost and `tinydb.json` still has.

    Nothing that the log files know better is touched: what was removed, or changed later, stays as it is.

    Args:
        journal: what is mended.

    Returns:
        How many documents came back.
    """
    with journal.lock:
        if not any(checkpoint.losses(journal.layout, journal.index, thorough=True)):
            return 0
        lost = list(_lost(journal))
        for start in range(0, len(lost), _TOGETHER):
            journal.commit(lost[start : start + _TOGETHER])
    return len(lost)


def _lost(journal: Journal) -> Iterator[Draft]:
    for table, documents in checkpoint.read_documents(journal.layout).items():
        for key, document in documents.items():
            version = journal.index.version(table, key)
            if version is not None and (version.newer or not _is_newer(document, version.document())):
                continue
            if "/" in table and not _is_annotation(document, table):
                continue
            yield Draft(table, key, document)


def _is_newer(document: Mapping[str, object], known: Mapping[str, object] | None) -> bool:
    """Whether a document was changed after what the log files know of it; what was removed stays so."""
    then, now = document.get("updated"), known and known.get("updated")
    return isinstance(then, str) and isinstance(now, str) and then > now


def _is_annotation(document: Mapping[str, object], table: str) -> bool:
    try:
        return from_document(document).article == table
    except RecordError:
        return False
