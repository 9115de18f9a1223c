"""The documents in memory and on the disk: one action at a time goes into both."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable

from .changes import Draft
from .clock import START, HybridClock, wall
from .index import Index, Version
from .layout import Layout, author_of, new_id
from .line import Line, LineError, Op, decode, encode
from .log import SessionLog
from .reader import Reader
from .saving import SaveState
from .writer import Writer


class RefusedError(Exception):
    """Nothing can be written; the message is fit for the user."""


class Journal:
    """Reads what all sessions wrote, and writes as one of them.

    Args:
        layout: where the data lies.
        reviewer: the part of the log file's name that says whose it is.
        announce: called from the writer thread with the state of saving.
        idle: called from the writer thread while there is nothing to write, with the seconds since the last write.
        now: milliseconds since the epoch.
    """

    def __init__(
        self,
        layout: Layout,
        reviewer: str,
        announce: Callable[[SaveState], None] = lambda state: None,
        idle: Callable[[float], None] = lambda seconds: None,
        now: Callable[[], int] = wall,
    ) -> None:
        self.layout = layout
        self.session = new_id()
        self._reviewer = reviewer
        self.refuses = layout.unreadable_version() or layout.unwritable_version()
        self.lock = threading.RLock()
        self.reader = Reader(layout, now)
        self._log = SessionLog(layout, reviewer, self.session)
        self.writer = Writer(self._log, announce, idle)
        self._clock = HybridClock(now)
        self._n = 0
        self._own: list[tuple[Line, bytes]] = []
        self._submitted: dict[tuple[str, str], int] = {}
        self.refresh()

    @property
    def index(self) -> Index:
        """The documents."""
        return self.reader.index

    @property
    def wrote(self) -> bool:
        """Whether this session has anything to say."""
        return bool(self._own)

    def refresh(self) -> bool:
        """Take in what others wrote.

        Returns:
            Whether there was a new line, or one has gone.
        """
        with self.lock:
            before = self.index, self.index.lines
            if not self.reader.refresh():
                for line, raw in self._own:
                    self.index.apply(line, raw)
            return before != (self.index, self.index.lines)

    def commit(self, drafts: Iterable[Draft]) -> int:
        """Do one action: seen at once, written as one line by the writer thread.

        Args:
            drafts: what happens to each document; of several for one document the last counts. Removals of what is
                not there are left out, and nothing is written if nothing remains.

        Returns:
            The number by which the writer acknowledges it.

        Raises:
            LineError: a document cannot be written; then nothing happened.
            RefusedError: nothing is written here, for the reason that `refuses` says; or a document was last changed by a newer
                annotui, which may have said more than this one can read and would write again.
        """
        if self.refuses is not None:
            raise RefusedError(self.refuses)
        with self.lock:
            index = self.index
            ops = []
            for (table, key), put in {(one.table, one.id): one.put for one in drafts}.items():
                current = index.version(table, key)
                if put is None and (current is None or not current.present):
                    continue
                if current is not None and current.newer:
                    raise RefusedError(
                        "this was last changed by a newer annotui; update annotui to change it"
                    )
                ops.append(Op(table, key, current.clock if current is not None else None, put))
            if not ops:
                return 0
            clock = self._clock.tick(max((op.base for op in ops if op.base is not None), default=START))
            raw = encode(Line(self.session, self._n + 1, clock, tuple(ops)))
            # From here on it is what a reader of these bytes gets, whatever the caller does with its documents.
            line = decode(raw[:-1])
            self._n = line.n
            return self._submit(line, raw)

    def adopt(self, raws: Iterable[bytes]) -> int:
        """Write lines of an earlier session that did not get to the disk then, as they are.

        Args:
            raws: the lines, newline included.

        Returns:
            How many were not known yet; what cannot be read is left out.
        """
        adopted = 0
        with self.lock:
            for raw in raws:
                try:
                    line = decode(raw.removesuffix(b"\n"))
                except LineError:
                    continue
                if not self.index.knows(line):
                    self._submit(line, raw)
                    adopted += 1
        return adopted

    def is_pending(self, table: str, key: str) -> bool:
        """Whether the last thing that this session did to a document is not on the disk yet."""
        number = self._submitted.get((table, key))
        return number is not None and number > self.writer.acknowledged

    def present(self, table: str) -> dict[str, Version]:
        """The documents of a table by id; a snapshot."""
        with self.lock:
            return self.index.present(table)

    def authors(self) -> dict[str, str]:
        """For this session, and each whose log file still has its name, the part of that which says whose it is."""
        with self.lock:
            found = {self.session: self._reviewer}
            for name, one in sorted(self.reader.files.items()):
                author = author_of(name)
                if author is not None:
                    found.update(dict.fromkeys(one.sessions, author))
            return found

    def snapshot(self) -> dict[str, dict[str, Version]]:
        """All documents by table and id."""
        with self.lock:
            return {name: self.index.present(name) for name in sorted(self.index.tables())}

    def extents(self) -> dict[str, tuple[int, int, dict[str, int]]]:
        """How much of each log file is in the documents: bytes, lines, and all lines of each session in it.

        Only for the writer thread, or when it has ended.
        """
        with self.lock:
            found = {name: (one.size, one.lines, one.sessions) for name, one in self.reader.files.items()}
            for name, size, lines in self._log.files():
                if name not in found or size > found[name][0]:
                    found[name] = (size, lines, {self.session})
            return {
                name: (size, lines, {one: self.index.written(one) for one in sorted(sessions)})
                for name, (size, lines, sessions) in found.items()
            }

    def _submit(self, line: Line, raw: bytes) -> int:
        self._own.append((line, raw[:-1]))
        self.index.apply(line, raw[:-1])
        number = self.writer.submit(raw)
        for op in line.ops:
            self._submitted[op.table, op.id] = number
        return number
