"""What is wrong with the data, and what is worth knowing about it, in sentences for the user."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from . import checkpoint, unsaved
from .journal import Journal

Known = Mapping[str, Mapping[str, object]]
"""Damage that a repair has remembered, by its key."""


def problems(journal: Journal, owner: unsaved.Owner, known: Known) -> Iterator[str]:
    """Each thing that is damaged, missing or cannot be read, but for what shows only when documents are read.

    Args:
        journal: what has been read.
        owner: whose unsaved actions are looked at as well.
        known: damage of which nothing is said any more.
    """
    yield from (one.sentence for one in journal.reader.problems() if one.key not in known)
    yield from checkpoint.losses(journal.layout, journal.index)
    yield from unsaved.problems(owner)


def notes(journal: Journal, known: Known) -> Iterator[str]:
    """Each thing that is no damage, or known damage.

    Args:
        journal: what has been read.
        known: damage that is remembered.
    """
    yield from journal.reader.notes()
    for one in journal.reader.problems():
        if one.key is not None and one.key in known:
            yield f"{one.sentence}; known since {str(known[one.key].get('created'))[:10]}"
