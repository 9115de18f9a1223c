"""The write path: one session's lines, each on the disk before it counts as saved."""

from __future__ import annotations

import contextlib
import errno
import os
from dataclasses import dataclass, field
from pathlib import Path

from .layout import (
    Layout,
    create_file,
    new_id,
    read_regular,
    sweep,
    sync,
    sync_directory,
    temporary_name,
    write_all,
)


class DisplacedError(OSError):
    """The file that was written is no longer the one that its path names, or has been cut."""


@dataclass(slots=True)
class _Piece:
    """A log file of this session.

    Args:
        path: its name.
        identity: device and inode, which tell whether the name still means this very file.
        held: which lines of the session are in it, in this order.
        size: bytes that are known to be on the disk.
    """

    path: Path
    identity: tuple[int, int]
    held: list[int] = field(default_factory=list)
    size: int = 0

    def check(self) -> None:
        """Raise `DisplacedError` unless the path still names this very file, not shorter than what was written."""
        try:
            found = os.lstat(self.path)
        except FileNotFoundError:
            raise DisplacedError(errno.ESTALE, "The log file was removed", str(self.path)) from None
        if (found.st_dev, found.st_ino) != self.identity:
            raise DisplacedError(errno.ESTALE, "The log file was replaced", str(self.path))
        if found.st_size < self.size:
            raise DisplacedError(errno.ESTALE, "The log file was cut", str(self.path))


class SessionLog:
    """Appends the lines of one session to a log file of its own, and to a new one whenever that one fails.

    All lines stay in memory, so that they can be written again when a file is taken away. Nothing is created before
    the first line. Used by one thread at a time.

    Args:
        layout: where the log files lie.
        reviewer: the part of their names that says whose they are.
        session: uuid7, the name of the first file.
    """

    def __init__(self, layout: Layout, reviewer: str, session: str) -> None:
        self._layout = layout
        self._reviewer = reviewer
        self._next_name = session
        self._lines: list[bytes] = []
        self._pieces: list[_Piece] = []
        self._live: tuple[int, _Piece] | None = None

    def files(self) -> list[tuple[str, int, int]]:
        """Name, bytes and lines of each file that holds lines of this session."""
        return [(piece.path.name, piece.size, len(piece.held)) for piece in self._pieces]

    def append(self, line: bytes) -> None:
        """Return only when the line, and all before it, are on the disk under a name.

        Args:
            line: the bytes of the line, newline included.

        Raises:
            OSError: it is not there, also not in a new file; it may be given to `append` again.
        """
        self._lines.append(line)
        try:
            try:
                if self._live is None:
                    self._start()
                else:
                    self._extend([len(self._lines) - 1])
            except OSError:
                self._give_up()
                self._start()
        except BaseException:
            self._lines.pop()
            raise

    def missing(self) -> list[bytes]:
        """Lines that were on the disk, but whose file was taken away and that could not be written again."""
        held = {index for piece in self._pieces for index in piece.held}
        return [line for index, line in enumerate(self._lines) if index not in held]

    def verify(self) -> None:
        """Make sure that every file of the session is still there, and write again what is not.

        Raises:
            OSError: lines are missing on the disk and could not be written.
        """
        try:
            for piece in self._pieces:
                piece.check()
            if sum(len(piece.held) for piece in self._pieces) == len(self._lines):
                return
        except OSError:
            pass
        self._give_up()
        self._start()

    def close(self) -> None:
        """Give the descriptor back; what was appended is on the disk already."""
        if self._live is not None:
            descriptor, _ = self._live
            self._live = None
            with contextlib.suppress(OSError):
                os.close(descriptor)

    def _extend(self, lines: list[int]) -> None:
        """Write lines to the live file, make them durable, and check that they are where a reader looks."""
        assert self._live is not None
        descriptor, piece = self._live
        data = b"".join([self._lines[index] for index in lines])
        write_all(descriptor, data)
        sync(descriptor)
        grown = _Piece(piece.path, piece.identity, piece.held, piece.size + len(data))
        grown.check()
        piece.size = grown.size
        piece.held.extend(lines)

    def _start(self) -> None:
        """Begin a new file with the lines that no file holds."""
        held = {index for piece in self._pieces for index in piece.held}
        missing = [index for index in range(len(self._lines)) if index not in held]
        self._layout.ensure()
        self._live = self._create()
        self._pieces.append(self._live[1])
        try:
            self._extend(missing)
        except BaseException:
            self._give_up()
            raise

    def _create(self) -> tuple[int, _Piece]:
        folder = self._layout.log
        sweep(folder)
        path = folder / f"{self._reviewer}-{self._next_name}.jsonl"
        self._next_name = new_id()
        temporary = folder / temporary_name(path.name)
        descriptor = create_file(temporary)
        try:
            os.rename(temporary, path)
            sync_directory(folder)
            found = os.fstat(descriptor)
        except BaseException:
            os.close(descriptor)
            for leftover in (temporary, path):
                with contextlib.suppress(OSError):
                    leftover.unlink()
            raise
        return descriptor, _Piece(path, (found.st_dev, found.st_ino))

    def _give_up(self) -> None:
        """Cut the live file back to its last good byte, never touch it again, and find out which files still hold."""
        if self._live is not None:
            descriptor, piece = self._live
            self._live = None
            with contextlib.suppress(OSError):
                if self._holds(piece) and os.fstat(descriptor).st_size > piece.size:
                    os.ftruncate(descriptor, piece.size)
            with contextlib.suppress(OSError):
                os.close(descriptor)
            if not piece.held:
                with contextlib.suppress(OSError):
                    piece.check()
                    piece.path.unlink()
        self._pieces = [piece for piece in self._pieces if piece.held and self._holds(piece)]

    def _holds(self, piece: _Piece) -> bool:
        """Whether a file has this session's lines, byte for byte; asked only when something went wrong."""
        try:
            piece.check()
            found = read_regular(piece.path)
        except OSError:
            return False
        return found[: piece.size] == b"".join([self._lines[index] for index in piece.held])
