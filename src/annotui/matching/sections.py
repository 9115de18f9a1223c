"""Files of named columns of plain numbers, which are opened in no time and read where they are needed.

A file is a signature, the checksum and the length of what follows, a header in JSON that says where each column is, and the columns.
Whoever opens one that is damaged, cut, of another machine or of another version gets nothing, as if there were none: all of them can
be made again.
"""

from __future__ import annotations

import json
import mmap
import os
import shutil
import stat
import struct
import sys
import tempfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, NamedTuple

_SIGNATURE = b"annotui columns\n"
_LEAD = struct.Struct("<16sIII")
"""Signature, checksum of all behind this, length of the header in bytes, and nothing."""

_COPIED = 1 << 20
"""Bytes up to which a file is read into memory; of a larger one a copy on the disk is mapped, to which nobody else has a name: who looks at
a mapped file that is cut meanwhile is killed (SIGBUS)."""

_PIECE = 1 << 16
"""Bytes that are copied at once; from 128 KiB on the C library gives large pieces of memory back less readily ever after."""

_ALIGNED = 8
"""Bytes; where a column begins, so that numbers of any width can be read in place."""


class _Place(NamedTuple):
    """Where a column is, in bytes from the beginning of the file."""

    offset: int
    length: int


class Sections:
    """The columns of one file.

    Args:
        facts: what its writer noted besides.
        data: the file.
        places: where each column is.
    """

    def __init__(self, facts: Mapping[str, object], data: memoryview, places: Mapping[str, _Place]) -> None:
        self.facts = facts
        self._data = data
        self._places = places

    def raw(self, name: str) -> memoryview[int]:
        """A column as bytes."""
        offset, length = self._places[name]
        return self._data[offset : offset + length]

    def ints(self, name: str) -> memoryview[int]:
        """A column of whole numbers, 32 bits each."""
        return self.raw(name).cast("i")

    def longs(self, name: str) -> memoryview[int]:
        """A column of whole numbers, 64 bits each."""
        return self.raw(name).cast("q")

    def floats(self, name: str) -> memoryview[float]:
        """A column of numbers, 32 bits each."""
        return self.raw(name).cast("f")

    def doubles(self, name: str) -> memoryview[float]:
        """A column of numbers, 64 bits each."""
        return self.raw(name).cast("d")


def write(path: Path, kind: str, columns: Mapping[str, memoryview], facts: Mapping[str, object]) -> None:
    """Write a file, or replace it, in one step; it is readable for its owner only.

    Args:
        path: the file; its folder has to be there.
        kind: what it holds, and the version of that.
        columns: contiguous numbers of the width that they will be read with.
        facts: what else is noted, as JSON has it.

    Raises:
        OSError: it cannot be written; the old one is as it was.
    """
    temporary = path.with_name(f".{path.name}.{os.urandom(8).hex()}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        with open(os.open(temporary, flags, 0o600), "wb") as file:
            _write(file, kind, {name: _bytes(one) for name, one in columns.items()}, facts)
            file.flush()
            # Not for its content, which can be made again: a name that leads to a file full of zeros after a power cut costs more.
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _write(
    file: BinaryIO, kind: str, columns: Mapping[str, memoryview[int]], facts: Mapping[str, object]
) -> None:
    lengths = {name: len(column) for name, column in columns.items()}
    header = json.dumps(
        {"kind": kind, "byteorder": sys.byteorder, "lengths": lengths, "facts": facts}, separators=(",", ":")
    ).encode()
    # Blanks, which JSON does not mind, so that the first column begins where it should.
    header += b" " * _gap(_LEAD.size + len(header))
    file.write(bytes(_LEAD.size))
    checksum = 0
    pieces: list[bytes | memoryview[int]] = [header]
    for column in columns.values():
        pieces += (column, bytes(_gap(len(column))))
    for piece in pieces:
        file.write(piece)
        checksum = zlib.crc32(piece, checksum)
    file.seek(0)
    file.write(_LEAD.pack(_SIGNATURE, checksum, len(header), 0))


def read(path: Path, kind: str) -> Sections | None:
    """Open a file.

    Args:
        path: the file; what was opened stays readable whatever becomes of it.
        kind: what it has to hold.

    Returns:
        Its columns; None where there is no such file, or it cannot be used.
    """
    try:
        data = _content(path)
        signature, checksum, length, nothing = _LEAD.unpack_from(data)
        if signature != _SIGNATURE or nothing or zlib.crc32(data[_LEAD.size :]) != checksum:
            return None
        if isinstance(data.obj, mmap.mmap):
            # All of it is in memory now, of which little is ever looked at again.
            data.obj.madvise(mmap.MADV_DONTNEED)
        header = json.loads(bytes(data[_LEAD.size : _LEAD.size + length]))
        if header["kind"] != kind or header["byteorder"] != sys.byteorder:
            return None
        places = {}
        offset = _LEAD.size + length
        for name, size in header["lengths"].items():
            places[name] = _Place(offset, size)
            offset += size + _gap(size)
        return Sections(header["facts"], data, places)
    except (OSError, ValueError, LookupError, TypeError, struct.error, RecursionError):
        return None


def _content(path: Path) -> memoryview[int]:
    """The content of a file; of a large one only what is looked at is kept in memory.

    Raises:
        OSError: it cannot be opened, or is no file.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise OSError("not a file")
        if found.st_size <= _COPIED:
            return memoryview(os.read(descriptor, found.st_size))
        try:
            return _copy(descriptor, path.parent)
        except OSError:
            # There is no room for a copy.
            return memoryview(mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ))
    finally:
        os.close(descriptor)


def _copy(descriptor: int, folder: Path) -> memoryview[int]:
    """The content of an open file, from a copy without a name, which is gone when nobody holds it any more.

    Raises:
        OSError: there can be none in this folder.
    """
    with tempfile.TemporaryFile(dir=folder) as own, open(descriptor, "rb", closefd=False) as file:
        shutil.copyfileobj(file, own, _PIECE)
        own.flush()
        return memoryview(mmap.mmap(own.fileno(), 0, access=mmap.ACCESS_READ))


def _bytes(view: memoryview) -> memoryview[int]:
    # A view of nothing cannot be cast.
    return view.cast("B") if view.nbytes else memoryview(b"")


def _gap(size: int) -> int:
    """Bytes that are missing until the next column may begin."""
    return -size % _ALIGNED
