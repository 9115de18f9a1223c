"""Reading: the union of all log files, and what is wrong with them."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from io import FileIO

from .clock import wall
from .index import Index
from .layout import Layout, open_regular
from .line import LONGEST, VERSION, LineError, decode, glance
from .memory import kept_for_good
from .problem import Problem

_MANY = 1_000_000
"""Bytes of log from which on the garbage collector is kept away from what was read."""

_PIECE = 8 << 20
"""Bytes that are read at once."""

_TOO_LONG = ("longer than 64 MiB", False)


@dataclass(slots=True)
class LogFile:
    """What is known of one log file.

    Args:
        identity: device and inode.
        size: bytes up to the end of the last whole line that was read.
        checksum: CRC-32 of those bytes.
        lines: how many whole lines that are.
        tail: bytes behind them, an unfinished write.
        bad: number of each line that could not be read, with the reason and whether it may be an unfinished write.
        newer: how many lines of it a newer annotui wrote.
        unreadable: why the file cannot be read, or not to its end.
        sessions: the sessions whose lines are in it.
    """

    identity: tuple[int, int]
    size: int = 0
    checksum: int = 0
    lines: int = 0
    tail: int = 0
    bad: dict[int, tuple[str, bool]] = field(default_factory=dict)
    newer: int = 0
    unreadable: str | None = None
    sessions: set[str] = field(default_factory=set)

    def torn(self) -> bool:
        """Whether the file ends in an unfinished write, which is no damage."""
        return self.tail > 0 or self.bad.get(self.lines, ("", False))[1]


class Reader:
    """Takes the log files into an index, again and again, each time only what is new.

    Args:
        layout: where the log files lie.
        now: milliseconds since the epoch.
    """

    def __init__(self, layout: Layout, now: Callable[[], int] = wall) -> None:
        self._layout = layout
        self._now = now
        self.index = Index(now)
        self.files: dict[str, LogFile] = {}
        self._unlisted: str | None = None

    def refresh(self) -> bool:
        """Read what was added since the last time.

        Returns:
            False if a file was cut, replaced or removed, so that what was read no longer holds: then the index is a
            new one with what is in the files now, and lacks what is not in them yet.
        """
        found = self._scan()
        if found is None:
            return True
        whole = all(
            name in found and self._goes_on(name, known, *found[name]) for name, known in self.files.items()
        )
        if not whole:
            self.index = Index(self._now)
            self.files = {}
        for name, (identity, size) in sorted(found.items()):
            known = self.files.get(name)
            if known is None:
                known = self.files[name] = LogFile(identity)
            elif size == known.size + known.tail and not known.unreadable:
                continue
            self._read(name, known)
        return whole

    def problems(self) -> Iterator[Problem]:
        """Each thing that cannot be read; unfinished writes at the end of a file are none."""
        if self._unlisted:
            yield Problem(f"{self._layout.log} cannot be read: {self._unlisted}")
        for name, known in sorted(self.files.items()):
            if known.unreadable:
                yield Problem(f"log/{name} cannot be read: {known.unreadable}")
            for number, (reason, unfinished) in sorted(known.bad.items()):
                if not (unfinished and number == known.lines):
                    sentence = f"log/{name}, line {number} is damaged and was left out: {reason}"
                    yield Problem(sentence, f"line:{name}:{number}")
        yield from self.index.problems()

    def notes(self) -> list[str]:
        """One sentence for each log file that ends in an unfinished write, or in which a newer annotui wrote: nothing is lost."""
        said = []
        for name, known in sorted(self.files.items()):
            if known.torn():
                said.append(f"log/{name} ends in an unfinished write, which is left out")
            if known.newer:
                what = "1 line" if known.newer == 1 else f"{known.newer} lines"
                said.append(
                    f"log/{name} has {what} of a newer annotui: what can be read of it is shown and cannot be changed; "
                    "update annotui"
                )
        return said

    def _scan(self) -> dict[str, tuple[tuple[int, int], int]] | None:
        """Identity and size of each log file; None if their folder cannot be read."""
        found = {}
        self._unlisted = None
        try:
            with os.scandir(self._layout.log) as entries:
                for entry in entries:
                    if entry.name.endswith(".jsonl") and not entry.name.startswith("."):
                        try:
                            status = entry.stat(follow_symlinks=False)
                        except FileNotFoundError:
                            continue
                        found[entry.name] = ((status.st_dev, status.st_ino), status.st_size)
        except FileNotFoundError:
            pass
        except OSError as error:
            self._unlisted = error.strerror or str(error)
            return None
        return found

    def _goes_on(self, name: str, known: LogFile, identity: tuple[int, int], size: int) -> bool:
        """Whether a file still begins with what was read of it; git puts another in place of one that has grown."""
        if size < known.size or (identity != known.identity and not self._begins_alike(name, known)):
            return False
        if identity != known.identity:
            known.identity = identity
            known.tail = 0
            known.bad.pop(known.lines + 1, None)
        return True

    def _begins_alike(self, name: str, known: LogFile) -> bool:
        rest, checksum = known.size, 0
        try:
            with os.fdopen(open_regular(self._layout.log / name), "rb", buffering=0) as file:
                while rest and (piece := file.read(min(_PIECE, rest))):
                    rest -= len(piece)
                    checksum = zlib.crc32(piece, checksum)
        except OSError:
            return False
        return rest == 0 and checksum == known.checksum

    def _read(self, name: str, known: LogFile) -> None:
        known.unreadable = None
        try:
            descriptor = open_regular(self._layout.log / name)
            with os.fdopen(descriptor, "rb", buffering=0) as file:
                size = os.fstat(descriptor).st_size - known.size
                file.seek(known.size)
                with kept_for_good() if size > _MANY else nullcontext():
                    self._take(known, file, size)
        except OSError as error:
            # What was read up to here is whole lines, and the next attempt goes on behind them.
            known.unreadable = error.strerror or str(error)

    def _take(self, known: LogFile, file: FileIO, size: int) -> None:
        """Take in so many bytes, a piece at a time: the whole of a large log would be in memory twice."""
        rest, passed, checksum = b"", 0, known.checksum
        while size > 0 and (piece := file.read(min(_PIECE, size))):
            size -= len(piece)
            end = piece.rfind(b"\n") + 1
            if end:
                checksum = known.checksum = zlib.crc32(memoryview(piece)[:end], checksum)
            checksum = zlib.crc32(memoryview(piece)[end:], checksum)
            *lines, rest = (rest + piece).split(b"\n")
            if passed and lines:
                known.lines += 1
                known.size += passed + len(lines.pop(0)) + 1
                known.bad[known.lines] = _TOO_LONG
                passed = 0
            self._take_lines(known, lines)
            if passed or len(rest) > LONGEST:  # nobody will read it: only its length is kept
                passed += len(rest)
                rest = b""
        known.tail = passed + len(rest)
        if passed:
            known.bad[known.lines + 1] = _TOO_LONG

    def _take_lines(self, known: LogFile, lines: list[bytes]) -> None:
        index, sessions = self.index, known.sessions
        known.size += sum(map(len, lines)) + len(lines)
        for raw in lines:
            known.lines += 1
            found = glance(raw)
            if found is not None:
                index.defer(found, raw, known, known.lines)
                sessions.add(found[0])
                continue
            try:
                line = decode(raw)
            except LineError as error:
                known.bad[known.lines] = (str(error), b"\0" in raw)
                continue
            known.newer += line.v > VERSION
            index.apply(line, raw)
            sessions.add(line.session)
