"""Where things lie under `annotations/`, and how files get there whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import re
import stat
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import orjson
import uuid_utils

from .whose import slug as slug

VERSION = 1
_OWN_FILES = {
    "FORMAT.json": orjson.dumps({"format": "annotui", "version": VERSION}) + b"\n",
    ".gitattributes": b"*.jsonl -text merge=union\n",
    ".gitignore": b"/tinydb.json\n/state/\n.*.tmp\n",
}
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_APPEND | os.O_CLOEXEC
_MOMENT = 0.2
"""Seconds; longer than another session needs to write a small file, and too short to be noticed as a delay in saving."""

_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_LOG_NAME = re.compile(rf"([a-z0-9_-]{{1,32}})-{_UUID}\.jsonl")
_TEMPORARY_NAME = re.compile(rf"\..+\.{_UUID}\.tmp", re.DOTALL)
"""What `temporary_name` gives; another program's temporary file is none of annotui's business."""

_ELSEWHERE = "name another folder with --annotations"
_UNSUPPORTED = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.ENOLCK})


class Layout(NamedTuple):
    """The paths under the folder of annotations.

    Args:
        directory: the folder itself, absolute.
    """

    directory: Path

    @property
    def format(self) -> Path:
        """Says that this is annotui's folder, and which version of the layout it has."""
        return self.directory / "FORMAT.json"

    @property
    def log(self) -> Path:
        """The folder of the log files, which are the truth."""
        return self.directory / "log"

    @property
    def state(self) -> Path:
        """The folder with the place where each reviewer left off."""
        return self.directory / "state"

    @property
    def tinydb(self) -> Path:
        """The derived TinyDB file."""
        return self.directory / "tinydb.json"

    def ensure(self) -> None:
        """Create what is missing: the folders, durably, and the small files that describe them.

        Raises:
            OSError: it cannot be created.
        """
        make_directory(self.log)
        for name, content in _OWN_FILES.items():
            path = self.directory / name
            if not os.path.lexists(path):
                replace(path, [content])

    def unreadable_version(self) -> str | None:
        """The sentence for the user if a newer annotui keeps its data here, else None."""
        version = self._version()
        if version is not None and version > VERSION:
            return f"{self.directory} was written by a newer annotui (layout {version}); update annotui to open it"
        return None

    def unwritable_version(self) -> str | None:
        """The sentence for the user if nothing may be written here, because it is not said for which annotui it is."""
        if self._version() == VERSION:
            return None
        return (
            f"annotations cannot be written in {self.directory}: its FORMAT.json does not say which version they are; "
            f'put {{"format": "annotui", "version": {VERSION}}} there if no newer annotui was used'
        )

    def unwritable(self) -> str | None:
        """The sentence for the user if annotations cannot be written here, found out without writing; else None."""
        for path in (self.directory, self.log):
            nearest = path
            while not os.path.lexists(nearest):
                nearest = nearest.parent
            try:
                is_folder = stat.S_ISDIR(nearest.stat().st_mode)
            except OSError as error:
                return f"annotations cannot be kept in {self.directory}: {error.strerror}; {_ELSEWHERE}"
            if not is_folder:
                return (
                    f"annotations cannot be kept in {self.directory}: {nearest} is not a folder; {_ELSEWHERE}"
                )
            if not os.access(
                nearest, os.W_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids
            ):
                return f"annotations cannot be written in {self.directory}: no permission; {_ELSEWHERE}"
        return None

    def _version(self) -> int | None:
        """The version of the layout, ours where there is none yet; None where it cannot be known."""
        try:
            found = orjson.loads(read_regular(self.format))
        except (FileNotFoundError, NotADirectoryError):
            return VERSION
        except (OSError, ValueError):
            return None
        if not isinstance(found, dict) or found.get("format") != "annotui":
            return None
        version = found.get("version")
        return version if type(version) is int else None


def author_of(log: str) -> str | None:
    """The slug in the name of a log file; None where it has another name than annotui gave it."""
    found = _LOG_NAME.fullmatch(log)
    return found[1] if found else None


def new_id() -> str:
    """A uuid7, which sorts by time."""
    return str(uuid_utils.uuid7())


def sync(descriptor: int) -> None:
    """Return only when what was written is on the disk; on macOS also out of the disk's own cache."""
    full: int | None = getattr(fcntl, "F_FULLFSYNC", None)
    if full is None:
        os.fsync(descriptor)
    else:
        fcntl.fcntl(descriptor, full)


def sync_directory(path: Path) -> None:
    """Return only when the names in a folder are on the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise
    finally:
        os.close(descriptor)


def make_directory(path: Path) -> None:
    """Create a folder and those above it, each durable before the next; shared where its parent is.

    Raises:
        OSError: it cannot be created, or something that is no folder is there.
    """
    if path.is_dir():
        return
    make_directory(path.parent)
    with contextlib.suppress(FileExistsError):
        os.mkdir(path)
    if not path.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))
    if path.parent.stat().st_mode & stat.S_IWGRP:
        with contextlib.suppress(PermissionError):  # another reviewer made it just now
            path.chmod(stat.S_IMODE(path.stat().st_mode) | stat.S_IRWXU | stat.S_IRWXG)
    sync_directory(path.parent)


def create_file(path: Path) -> int:
    """Create a file that nobody had before, locked, and readable for the group where the folder is the group's.

    Returns:
        Its descriptor, open for appending.

    Raises:
        OSError: it cannot be created; nothing is left behind.
    """
    descriptor = os.open(path, _NEW_FILE, 0o666)
    try:
        lock(descriptor)
        if path.parent.stat().st_mode & stat.S_IWGRP:
            os.fchmod(descriptor, stat.S_IMODE(os.fstat(descriptor).st_mode) | 0o660)
    except BaseException:
        os.close(descriptor)
        with contextlib.suppress(OSError):
            path.unlink()
        raise
    return descriptor


def lock(descriptor: int) -> None:
    """Mark a file as being written; where locks do not exist the mark is missing, and nothing depends on it.

    Raises:
        OSError: somebody else has marked it, or the disk failed.
    """
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise


@contextlib.contextmanager
def alone_in(directory: Path) -> Iterator[None]:
    """Keep other processes that ask for the same out of a folder meanwhile, where locks exist.

    Raises:
        OSError: the folder cannot be opened, or another process does not leave it within a moment.
    """
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        deadline = time.monotonic() + _MOMENT
        while True:
            try:
                lock(descriptor)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(_MOMENT / 20)
        yield
    finally:
        os.close(descriptor)


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte, however often the system takes only a part.

    Raises:
        OSError: it stopped taking any.
    """
    rest = memoryview(data)
    while rest:
        written = os.write(descriptor, rest)
        if written == 0:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        rest = rest[written:]


def temporary_name(name: str) -> str:
    """The name under which a file is written before it gets its own; readers and git pass over it."""
    return f".{name}.{new_id()}.tmp"


def replace(path: Path, chunks: Iterable[bytes]) -> None:
    """Put a file in place of another so that at any moment, also after a power cut, one of both is there whole.

    Raises:
        OSError: it could not be written; the old one is untouched.
    """
    temporary = path.parent / temporary_name(path.name)
    descriptor = create_file(temporary)
    try:
        try:
            for chunk in chunks:
                write_all(descriptor, chunk)
            sync(descriptor)
            os.rename(temporary, path)
        finally:
            os.close(descriptor)
        sync_directory(path.parent)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def sweep(directory: Path) -> None:
    """Remove temporary files that killed processes left in a folder; those being written are locked and stay."""
    with contextlib.suppress(OSError):
        for path in directory.glob(".*.tmp"):
            if not _TEMPORARY_NAME.fullmatch(path.name):
                continue
            with contextlib.suppress(OSError):
                descriptor = open_regular(path)
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    path.unlink()
                finally:
                    os.close(descriptor)


def open_regular(path: Path) -> int:
    """Open a regular file for reading; never a link, and never waiting for a pipe.

    Raises:
        OSError: it is not there, not readable, or not a regular file.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "Not a regular file", str(path))
    return descriptor


def read_regular(path: Path) -> bytes:
    """The bytes of a regular file.

    Raises:
        OSError: as `open_regular`.
    """
    with os.fdopen(open_regular(path), "rb") as file:
        return file.read()
