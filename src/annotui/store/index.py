"""All documents of all tables: which version counts, without parsing what nobody asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from itertools import pairwise
from typing import NamedTuple, Protocol, cast

import orjson

from .clock import AHEAD, Clock, wall
from .line import VERSION, Glance, Line, LineError, decode_glanced, document, glance
from .memory import kept_for_good
from .problem import Problem


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
        newer: whether a newer annotui wrote it; then it is not changed here.
    """

    clock: Clock
    session: str
    present: bool
    label: str | None
    base: Clock | None
    raw: bytes
    whole: bool
    newer: bool

    def document(self) -> dict[str, object] | None:
        """The document, parsed anew, so that the caller may change it; None where it was removed."""
        if not self.present:
            return None
        return document(self.raw) if self.whole else cast("dict[str, object]", orjson.loads(self.raw))


class Conflict(NamedTuple):
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


class Origin(Protocol):
    """Where a line comes from: it is told which of its lines turn out to be damaged."""

    bad: dict[int, tuple[str, bool]]


_Waiting = tuple[bytes, Origin, int, int] | tuple[str, Version]
"""A line that has been looked at and not read (its bytes, where it comes from, its number there, its documents), or what came
between such lines: a document's id and version."""

_CHECKSUM = slice(-10, -2)
"""Where it stands in a line without its newline."""

_MANY = 10_000
"""Lines from which on the garbage collector is kept away from what is read."""


class Index:
    """The union of lines, in whatever order they arrive; those of an article are read when somebody asks for it.

    Args:
        now: milliseconds since the epoch.
    """

    def __init__(self, now: Callable[[], int] = wall) -> None:
        self._now = now
        self._plausible = 0
        self._ahead: dict[str, list[int]] = {}
        self.lines = 0
        self._counters: dict[str, dict[str, int]] = {}
        self._deferred: dict[str, list[_Waiting]] = {}
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
        if not self._register(line.session, line.n, line.clock.ms, raw.removesuffix(b"\r")[_CHECKSUM]):
            return False
        self._take(line, raw)
        return True

    def defer(self, found: Glance, raw: bytes, origin: Origin, number: int) -> None:
        """Take in a line that has only been looked at.

        Args:
            found: what a look has told.
            raw: its bytes.
            origin: where it comes from.
            number: which line of that it is, from 1.
        """
        session, n, ms, table, ops = found
        if self._register(session, n, ms, raw[_CHECKSUM]):
            waiting = self._deferred.get(table)
            if waiting is None:
                waiting = self._deferred[table] = []
            waiting.append((raw, origin, number, ops))

    def settle(self) -> None:
        """Read everything that has only been looked at."""
        many = sum(map(len, self._deferred.values())) > _MANY
        with kept_for_good() if many else nullcontext():
            for table in list(self._deferred):
                self._settle(table)

    def _settle(self, table: str) -> None:
        for one in self._deferred.pop(table, ()):
            if len(one) == 2:
                self._place(table, *one)
                continue
            raw, origin, number, _ = one
            try:
                line = decode_glanced(raw)
            except LineError as error:
                origin.bad[number] = (str(error), False)
                self._forget(raw)
            else:
                self._take(line, raw)

    def _forget(self, raw: bytes) -> None:
        """A line that turned out to be damaged is a missing one."""
        found = glance(raw)
        assert found is not None, "it has been looked at before"
        session, n, *_ = found
        self.lines -= 1
        numbers = self._sessions[session]
        del numbers[n]
        if not numbers:
            del self._sessions[session]

    def _register(self, session: str, n: int, ms: int, checksum: bytes) -> bool:
        """Remember that there is a line; False for one that is known."""
        numbers = self._sessions.get(session)
        if numbers is None:
            numbers = self._sessions[session] = {}
        known = numbers.setdefault(n, checksum)
        if known is not checksum:
            if known != checksum:
                self._twice.add((session, n))
            return False
        self.lines += 1
        if ms > self._plausible:
            self._look_at_the_time(session, n, ms)
        return True

    def _take(self, line: Line, raw: bytes) -> None:
        session, _, clock, ops, v = line
        whole = len(ops) == 1
        for table, key, base, put in ops:
            label = None if put is None else put.get("label")
            if type(label) is not str:
                label = None
            # orjson leaves its result as large as its buffer was: a copy is as large as the document.
            source = raw if whole else bytes(memoryview(orjson.dumps(put)))
            version = Version(clock, session, put is not None, label, base, source, whole, v > VERSION)
            waiting = self._deferred.get(table)
            if waiting is None:
                self._place(table, key, version)
            else:  # behind what came before it, so that the documents stay in their order
                waiting.append((key, version))

    def knows(self, line: Line) -> bool:
        """Whether the line was taken in before."""
        return line.n in self._sessions.get(line.session, ())

    def revision(self, table: str) -> int:
        """A number that rises whenever a document of the table changes."""
        self._settle(table)
        return self._revisions.get(table, 0)

    def written(self, session: str) -> int:
        """How many lines of a session are known."""
        return len(self._sessions.get(session, ()))

    def named(self) -> set[str]:
        """The names of all tables that any line is about; nothing is read for that."""
        return {*self._tables, *self._deferred}

    def tables(self) -> list[str]:
        """The names of the tables that hold documents, by code points."""
        self.settle()
        holding = (name for name, table in self._tables.items() if any(one.present for one in table.values()))
        return sorted(holding)

    def version(self, table: str, key: str) -> Version | None:
        """The version of a document that counts, which may be its removal."""
        self._settle(table)
        return self._tables.get(table, {}).get(key)

    def versions(self, table: str, key: str) -> list[Version]:
        """All versions of a document, the oldest first."""
        current = self.version(table, key)
        known = self._edited.get((table, key), [current] if current is not None else [])
        return sorted(known, key=lambda one: one[:2])

    def counters(self) -> Mapping[str, Mapping[str, int]]:
        """How many annotations of each label each article has."""
        self.settle()
        return self._counters

    def counter(self, table: str) -> Mapping[str, int]:
        """How many annotations of each label one article has."""
        self._settle(table)
        return self._counters.get(table, {})

    def size(self, table: str) -> int:
        """How many documents a table has at most; nothing is read for that."""
        waiting = self._deferred.get(table, ())
        return len(self._tables.get(table, ())) + sum(one[3] if len(one) == 4 else 1 for one in waiting)

    def present(self, table: str) -> dict[str, Version]:
        """The documents of a table by id, in the order in which they came; a snapshot."""
        self._settle(table)
        return {key: one for key, one in self._tables.get(table, {}).items() if one.present}

    def conflicts(self) -> list[Conflict]:
        """Edits that replaced a version they did not know, by table and id."""
        self.settle()
        return [
            Conflict(table, key, later.document(), earlier.document())
            for (table, key), versions in sorted(self._edited.items())
            for earlier, later in _unseen(versions)
        ]

    def problems(self) -> Iterator[Problem]:
        """Each session with lines missing or contradicting each other, or dated ahead."""
        for session, numbers in sorted(self._sessions.items()):
            missing = max(numbers) - len(numbers)
            if missing:
                first = next(n for n in range(1, max(numbers)) if n not in numbers)
                what = "1 line is missing" if missing == 1 else f"{missing} lines are missing"
                sentence = f"{what} in session {session}, the first is number {first}"
                yield Problem(sentence, f"gap:{session}:{first}:{missing}")
        for session, n in sorted(self._twice):
            sentence = f"session {session} has two different lines with the number {n}"
            yield Problem(sentence, f"twice:{session}:{n}")
        for session, ahead in sorted(self._ahead.items()):
            what = "1 line is" if len(ahead) == 1 else f"{len(ahead)} lines are"
            yield Problem(
                f"{what} dated more than a day ahead of this machine's clock in session {session}, "
                f"the first is number {min(ahead)}; one of the clocks is wrong"
            )

    def _look_at_the_time(self, session: str, n: int, ms: int) -> None:
        """Keep in mind that a line is dated ahead; the machine is asked only where the last answer does not do."""
        self._plausible = self._now() + AHEAD
        if ms > self._plausible:
            self._ahead.setdefault(session, []).append(n)

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
        counter = self._counters.setdefault(table, {})
        number = counter.get(version.label, 0) + step
        if number:
            counter[version.label] = number
        else:
            counter.pop(version.label, None)
            if not counter:
                del self._counters[table]


def _unseen(versions: list[Version]) -> Iterator[tuple[Version, Version]]:
    """Neighbours, by clock, of which the later was not made on the earlier and says something else."""
    ordered = sorted(versions, key=lambda one: one[:2])
    for earlier, later in pairwise(ordered):
        if later.base != earlier.clock and later.document() != earlier.document():
            yield earlier, later
