"""Opening files that somebody else put there: regular files only, and never through a symbolic link."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC

_KINDS = {
    stat.S_IFLNK: "it is a symbolic link, and links are not followed",
    stat.S_IFIFO: "it is a named pipe, not a file",
    stat.S_IFSOCK: "it is a socket, not a file",
    stat.S_IFCHR: "it is a device, not a file",
    stat.S_IFBLK: "it is a device, not a file",
    stat.S_IFDIR: "it is a folder, not a file",
}


Stamp = tuple[int, int, int, int]
"""Device, inode, size in bytes and time of the last change in nanoseconds."""


def stamp(path: Path) -> Stamp | None:
    """By what a change of a file is noticed; None where it cannot be looked at."""
    try:
        found = os.stat(path, follow_symlinks=False)
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def not_regular(mode: int) -> str | None:
    """Why something with this `st_mode` is not read, or None for a regular file."""
    kind = stat.S_IFMT(mode)
    return None if kind == stat.S_IFREG else _KINDS.get(kind, "it is not a regular file")


def why(error: OSError) -> str:
    """What went wrong, as the system says it."""
    return (error.strerror or type(error).__name__).lower()


def read_regular(path: Path) -> bytes:
    """All bytes of a regular file.

    Args:
        path: the file; a link at its end is refused, a pipe or device is never waited for.

    Returns:
        What the file holds.

    Raises:
        OSError: it cannot be read, or it is not a regular file; `strerror` is the reason.
    """
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        if error.errno == errno.ELOOP and path.is_symlink():
            raise OSError(error.errno, _KINDS[stat.S_IFLNK], str(path)) from error
        if error.errno == errno.ENXIO:
            raise OSError(error.errno, _KINDS[stat.S_IFSOCK], str(path)) from error
        raise
    try:
        reason = not_regular(os.fstat(descriptor).st_mode)
        if reason:
            raise OSError(errno.EINVAL, reason, str(path))
    except OSError:
        os.close(descriptor)
        raise
    with open(descriptor, "rb") as file:
        return file.read()
