"""All documents of all tables: which version counts, without parsing what nobody asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, cast

import orjson

from .clock import AHEAD, Clock, wall
from .line import Line, document


class Version(NamedTuple):
    """A document as one line left it; versions compare by when they were written, the highest counts.

    Args:
        clock: when.
        session: who, which settles equal clocks the same way for every reader.
        present: False where the line removed the document.
        label: the annotation's label, for the counters; None in other documents.
        base: the clock of the version that was edited.
        raw: what is parsed again when the document is asked for.
        whole: whether that is the line; else it is the document alone, because the line has many.
    """

    clock: Clock
    session: str
    present: bool
    label: str | None
    base: Clock | None
    raw: bytes
    whole: bool

    def document(self) -> dict[str, object] | None:
        """The document, parsed anew, so that the caller may change it; None where it was removed."""
        if not self.present:
            return None
        return document(self.raw) if self.whole else cast("dict[str, object]", orjson.loads(self.raw))


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two edits of one document, of which the later was made without knowing the earlier.

    Args:
        table: the article's id, or the name of another table.
        id: the document's id.
        kept: what counts, or None where it was removed.
        lost: what it replaced unseen, or None where that was a removal.
    """

    table: str
    id: str
    kept: Mapping[str, object] | None
    lost: Mapping[str, object] | None


class Index:
    """The union of lines, in whatever order they arrive.

    Args:
        now: milliseconds since the epoch.
    """

    def __init__(self, now: Callable[[], int] = wall) -> None:
        self._now = now
        self._plausible = 0
        self._ahead: dict[str, list[int]] = {}
        self.lines = 0
        self.counters: dict[str, dict[str, int]] = {}
        self._tables: dict[str, dict[str, Version]] = {}
        self._edited: dict[tuple[str, str], list[Version]] = {}
        self._sessions: dict[str, dict[int, bytes]] = {}
        self._revisions: dict[str, int] = {}
        self._twice: set[tuple[str, int]] = set()

    def apply(self, line: Line, raw: bytes) -> bool:
        """Take in a line; one that is known already, by session and number, changes nothing.

        Args:
            line: the line.
            raw: its bytes, kept for parsing on demand.

        Returns:
            Whether it was new.
        """
        session, n, clock, ops = line
        numbers = self._sessions.setdefault(session, {})
        checksum = raw.rstrip(b"\r\n")[-10:-2]
        known = numbers.get(n)
        if known is not None:
            if known != checksum:
                self._twice.add((session, n))
            return False
        numbers[n] = checksum
        self.lines += 1
        if clock[0] > self._plausible:
            self._look_at_the_time(line)
        whole = len(ops) == 1
        for table, key, base, put in ops:
            label = None if put is None else put.get("label")
            if type(label) is not str:
                label = None
            # orjson leaves its result as large as its buffer was: a copy is as large as the document.
            source = raw if whole else bytes(memoryview(orjson.dumps(put)))
            self._place(table, key, Version(clock, session, put is not None, label, base, source, whole))
        return True

    def knows(self, line: Line) -> bool:
        """Whether the line was taken in before."""
        return line.n in self._sessions.get(line.session, ())

    def revision(self, table: str) -> int:
        """A number that rises whenever a document of the table changes."""
        return self._revisions.get(table, 0)

    def written(self, session: str) -> int:
        """How many lines of a session are known."""
        return len(self._sessions.get(session, ()))

    def tables(self) -> list[str]:
        """The names of the tables that hold documents."""
        return [name for name, table in self._tables.items() if any(one.present for one in table.values())]

    def version(self, table: str, key: str) -> Version | None:
        """The version of a document that counts, which may be its removal."""
        return self._tables.get(table, {}).get(key)

    def present(self, table: str) -> dict[str, Version]:
        """The documents of a table by id, in the order in which they came; a snapshot."""
        return {key: one for key, one in self._tables.get(table, {}).items() if one.present}

    def conflicts(self) -> list[Conflict]:
        """Edits that replaced a version they did not know, by table and id."""
        return [
            Conflict(table, key, later.document(), earlier.document())
            for (table, key), versions in sorted(self._edited.items())
            for earlier, later in _unseen(versions)
        ]

    def problems(self) -> Iterator[str]:
        """One sentence for each session with lines missing or contradicting each other."""
        for session, numbers in sorted(self._sessions.items()):
            missing = max(numbers) - len(numbers)
            if missing:
                first = next(n for n in range(1, max(numbers)) if n not in numbers)
                what = "1 line is missing" if missing == 1 else f"{missing} lines are missing"
                yield f"{what} in session {session}, the first is number {first}"
        for session, n in sorted(self._twice):
            yield f"session {session} has two different lines with the number {n}"
        for session, ahead in sorted(self._ahead.items()):
            what = "1 line is" if len(ahead) == 1 else f"{len(ahead)} lines are"
            yield (
                f"{what} dated more than a day ahead of this machine's clock in session {session}, "
                f"the first is number {min(ahead)}; one of the clocks is wrong"
            )

    def _look_at_the_time(self, line: Line) -> None:
        """Keep in mind that a line is dated ahead; the machine is asked only where the last answer does not do."""
        self._plausible = self._now() + AHEAD
        if line.clock.ms > self._plausible:
            self._ahead.setdefault(line.session, []).append(line.n)

    def _place(self, table: str, key: str, version: Version) -> None:
        documents = self._tables.get(table)
        if documents is None:
            documents = self._tables[table] = {}
        current = documents.get(key)
        if current is not None:
            self._edited.setdefault((table, key), [current]).append(version)
            if version[:2] < current[:2]:
                return
            self._count(table, current, -1)
        documents[key] = version
        self._count(table, version, +1)
        self._revisions[table] = self._revisions.get(table, 0) + 1

    def _count(self, table: str, version: Version, step: int) -> None:
        if version.label is None or "/" not in table:
            return
        counter = self.counters.setdefault(table, {})
        number = counter.get(version.label, 0) + step
        if number:
            counter[version.label] = number
        else:
            counter.pop(version.label, None)
            if not counter:
                del self.counters[table]


def _unseen(versions: list[Version]) -> Iterator[tuple[Version, Version]]:
    """Neighbours, by clock, of which the later was not made on the earlier and says something else."""
    ordered = sorted(versions, key=lambda one: one[:2])
    for earlier, later in pairwise(ordered):
        if later.base != earlier.clock and later.document() != earlier.document():
            yield earlier, later
