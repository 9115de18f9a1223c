"""Where the data of a command goes: standard output, or a file that is there whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

from annotui.corpus.scan import Corpus

from .places import Refused, is_inside


def to_standard_output(chunks: Iterable[bytes]) -> None:
    """Write to standard output.

    Raises:
        OSError: it cannot be written, or nobody reads any more.
    """
    if sys.stdout is None:
        raise OSError(errno.EBADF, "standard output is closed")
    for chunk in chunks:
        sys.stdout.buffer.write(chunk)
    sys.stdout.buffer.flush()


def to_place(target: Path | None, chunks: Iterable[bytes]) -> None:
    """Write to a file, or to standard output where none is given.

    Raises:
        Refused: the file cannot be written.
        OSError: standard output cannot be written, or nobody reads any more.
    """
    if target is None:
        to_standard_output(chunks)
    else:
        to_file(target, chunks)


def require_place(target: Path, corpus: Corpus, annotations: Path) -> None:
    """Ask that a file may be written or replaced.

    Args:
        target: the file.
        corpus: nothing is written inside it.
        annotations: the folder of the tags, where nobody else writes.

    Raises:
        Refused: it is in one of these, its folder is missing, or something else than a file has its name.
    """
    if is_inside(target.parent, corpus.root):
        raise Refused(f"{target} is inside the corpus, where nothing is ever written; give another --output.")
    if is_inside(target.parent, annotations):
        raise Refused(f"{target} is where annotui keeps the tags; give another --output.")
    if not target.parent.is_dir():
        raise Refused(f"There is no folder {target.parent} to write {target.name} to; make it first.")
    try:
        mode = target.lstat().st_mode
    except OSError:
        return
    if not stat.S_ISREG(mode):
        kind = "a symbolic link" if stat.S_ISLNK(mode) else "a folder" if stat.S_ISDIR(mode) else "not a file"
        raise Refused(f"{target} is {kind} and is not replaced; give another --output, or none to print.")


def to_file(target: Path, chunks: Iterable[bytes]) -> None:
    """Write a file, or replace it, in one step: until all is on the disk the old one stays.

    Args:
        target: the file; not followed where it is a link.
        chunks: its content.

    Raises:
        Refused: it cannot be written; the old file is as it was.
    """
    temporary = target.with_name(f".{target.name[:100]}.{secrets.token_hex(8)}.tmp")
    try:
        _write(temporary, chunks, _mode_of(target))
        os.replace(temporary, target)
        _sync_folder(target.parent)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Refused(
            f"{target} cannot be written: {reason}; give another --output, or none to print."
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def _mode_of(target: Path) -> int | None:
    try:
        return stat.S_IMODE(target.lstat().st_mode)
    except OSError:
        return None


def _write(path: Path, chunks: Iterable[bytes], mode: int | None) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with open(os.open(path, flags, 0o666), "wb") as file:
        if mode is not None:
            os.fchmod(file.fileno(), mode)
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
