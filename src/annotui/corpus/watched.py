"""Whether articles have come or gone while a corpus is read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .files import Stamp, stamp
from .scan import EMPTY, Corpus, CorpusError, scan


class Watched:
    """Looks at a corpus again and again; as long as nothing happens, at the times of its folders only.

    Args:
        corpus: what is known of it.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._known = corpus
        # What the last scan found: all ids, and the files of those that are not known.
        self._found = {entry.id for entry in corpus.entries}
        self._growing: Mapping[str, Stamp | None] = {}
        # The folders, and files that are empty as yet: that somebody writes to one changes no folder.
        self._paths = _paths(corpus)
        # What the folders looked like when all that was in them was known; None while it is not.
        self._calm: Mapping[Path, Stamp | None] | None = None

    def look(self) -> Corpus | None:
        """What there is now; for any thread, one at a time.

        A file counts as come or gone when two looks in a row have found that, and its size and time have not changed in between: what
        is being copied, and what an editor takes away and puts back, waits.

        Returns:
            The articles; None where they are those that are known, or the folder cannot be looked through.
        """
        # Before the scan: what changes in between is noticed.
        stamps = {path: stamp(path) for path in self._paths}
        if stamps == self._calm:
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
        waits = len(entries) < len(found) or not entries.keys() <= found
        self._found, self._growing, self._paths = found, growing, _paths(now)
        self._calm = stamps if not waits and stamps.keys() == set(self._paths) else None
        settled = now._replace(entries=tuple(entries[one] for one in sorted(entries)))
        if (settled.entries, settled.skipped) == (self._known.entries, self._known.skipped):
            return None
        self._known = settled
        return settled


def _paths(corpus: Corpus) -> list[Path]:
    """What is another one, by its time, when something has come, gone or been begun."""
    inside = (*corpus.folders, *(one.name for one in corpus.skipped if one.reason == EMPTY))
    return [corpus.root / one for one in inside]
