"""Whether articles have come or gone while a corpus is read."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

from .files import Stamp, stamp
from .scan import EMPTY, Corpus, CorpusError, scan

_SETTLED = 2_000_000_000
"""Nanoseconds after which a folder that has changed since does not look the same any more."""


class Watched:
    """Looks at a corpus again and again; as long as nothing happens, at the times of its folders only.

    Args:
        corpus: what a scan has found.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._known = corpus
        # What the last scan found: all ids, and the files of those that are not known.
        self._found = {entry.id for entry in corpus.entries}
        self._growing: Mapping[str, Stamp | None] = {}
        self._folders, self._empty = _look_of(corpus)
        changed = max((one[3] for one in self._folders.values() if one), default=0)
        self._is_calm = time.time_ns() - changed > _SETTLED

    def look(self) -> Corpus | None:
        """What there is now; for any thread, one at a time.

        A file counts as come or gone when two looks in a row have found that, and its size and time have not changed in between: what
        is being copied, and what an editor takes away and puts back, waits.

        Returns:
            The articles; None where they are those that are known, or the folder cannot be looked through.
        """
        if self._is_calm and not self._has_changed():
            return None
        try:
            now = scan(self._known.root)
        except (CorpusError, OSError):
            return None
        found = {entry.id for entry in now.entries}
        known = {entry.id: entry for entry in self._known.entries}
        growing = {entry.id: stamp(entry.path) for entry in now.entries if entry.id not in known}
        entries = {
            entry.id: entry
            for entry in now.entries
            if entry.id in known or growing[entry.id] == self._growing.get(entry.id, ())
        }
        # Those that the last scan has still found may come back.
        entries |= {one: entry for one, entry in known.items() if one not in found and one in self._found}
        self._is_calm = entries.keys() == found
        self._found, self._growing = found, growing
        self._folders, self._empty = _look_of(now)
        settled = now._replace(entries=tuple(entries[one] for one in sorted(entries)))
        if (settled.entries, settled.skipped) == (self._known.entries, self._known.skipped):
            return None
        self._known = settled
        return settled

    def _has_changed(self) -> bool:
        """Whether something has come or gone, or a file that was empty is not any more: that changes no folder."""
        if any(stamp(path) != before for path, before in self._folders.items()):
            return True
        return any((now := stamp(path)) is not None and now[2] for path in self._empty)


def _look_of(corpus: Corpus) -> tuple[dict[Path, Stamp | None], list[Path]]:
    """What the folders of a corpus looked like, and its empty files."""
    folders = {corpus.root / inside: before for inside, before in corpus.folders}
    return folders, [corpus.root / one.name for one in corpus.skipped if one.reason == EMPTY]
