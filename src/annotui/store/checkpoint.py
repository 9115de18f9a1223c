"""`tinydb.json`: everything as a stock TinyDB file, for reading with other programs and for mending."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import orjson

from annotui.core.digest import begun

from .index import Index, Version
from .journal import Journal
from .layout import Layout, open_regular, replace, sweep

LOGS = "_logs"
"""The table that says, for each log file, how much of it is in the others."""

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of a log file went into `tinydb.json`.

    Args:
        file: its name.
        lines: whole lines.
        bytes: how long they are.
        sha256: hash of those bytes, in hex.
        sessions: for each session with lines among them, how many lines it had in all files.
    """

    file: str
    lines: int
    bytes: int
    sha256: str
    sessions: dict[str, int]


def write(journal: Journal, *, even_if_lost: bool = False) -> bool:
    """Put a new `tinydb.json` in place of the old one.

    TinyDB insists on whole numbers as ids: documents are numbered per table, and their own id is the field `id`.
    An old one that holds what the log files have lost is the only copy, and stays.

    Args:
        journal: what is written; the writer thread calls this, or its end has been waited for.
        even_if_lost: put it there all the same, because what was lost has been taken back from the old one.

    Returns:
        Whether it was written.

    Raises:
        OSError: it could not be written; the old one is untouched.
    """
    layout = journal.layout
    if not even_if_lost and any(losses(layout, journal.index, thorough=True)):
        return False
    sweep(layout.directory)
    extents = []
    for name, (size, lines, sessions) in sorted(journal.extents().items()):
        length, digest = _digest(layout, name, size)
        extents.append(Extent(name, lines, length, digest, sessions))
    replace(layout.tinydb, _gathered(_pieces(journal.snapshot(), extents)))
    return True


def read_extents(layout: Layout) -> list[Extent]:
    """What `tinydb.json` says about the log files, but for what annotui would not say."""
    try:
        with open(open_regular(layout.tinydb), "rb") as file:
            first = file.readline()
        records = orjson.loads(first.rstrip(b",\n") + b"}")[LOGS].values()
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return []
    return [extent for record in records if (extent := _extent(record)) is not None]


def read_documents(layout: Layout) -> dict[str, dict[str, dict[str, object]]] | None:
    """The documents in `tinydb.json` by table and id; None where it cannot be read."""
    try:
        with open(open_regular(layout.tinydb), "rb") as file:
            tables = orjson.loads(file.read())
    except (OSError, ValueError):
        return None
    found: dict[str, dict[str, dict[str, object]]] = {}
    for name, table in tables.items() if isinstance(tables, dict) else ():
        for document in table.values() if name != LOGS and isinstance(table, dict) else ():
            if isinstance(document, dict) and isinstance(document.get("id"), str):
                found.setdefault(name, {})[document["id"]] = document
    return found


def losses(layout: Layout, index: Index, thorough: bool = False) -> Iterator[str]:
    """One sentence for each log file that has lost lines since `tinydb.json` was written.

    Lines that are in another file by now are not lost, and a longer file is normal.

    Args:
        layout: where the data lies.
        index: what the log files hold now.
        thorough: whether to compare hashes as well, which reads all files.
    """
    for extent in read_extents(layout):
        missing = sum(max(0, count - index.written(one)) for one, count in extent.sessions.items())
        if missing == 0:
            continue
        what = "1 line" if missing == 1 else f"{missing} lines"
        try:
            size = os.lstat(layout.log / extent.file).st_size
        except OSError:
            yield f"log/{extent.file} is missing: tinydb.json still has {what} of it"
            continue
        if size < extent.bytes:
            yield f"log/{extent.file} has been cut: tinydb.json still has {what} more of it"
        elif thorough and _digest(layout, extent.file, extent.bytes)[1] != extent.sha256:
            yield f"log/{extent.file} is not what it was when tinydb.json was written"


def _extent(record: object) -> Extent | None:
    """What one record of the table says, or None where it cannot be annotui's."""
    if not isinstance(record, dict):
        return None
    file, lines, size = record.get("file"), record.get("lines"), record.get("bytes")
    sha256, sessions = record.get("sha256"), record.get("sessions")
    if not (isinstance(file, str) and isinstance(sha256, str) and isinstance(sessions, dict)):
        return None
    # The name leads nowhere but into the folder of log files.
    if not file.endswith(".jsonl") or "/" in file or "\0" in file:
        return None
    if not all(type(number) is int and number >= 0 for number in (lines, size, *sessions.values())):
        return None
    return Extent(file, cast(int, lines), cast(int, size), sha256, sessions)


def _digest(layout: Layout, name: str, size: int) -> tuple[int, str]:
    """Length and hash of the beginning of a log file."""
    digest = begun(size)
    rest = size
    try:
        with open(open_regular(layout.log / name), "rb") as file:
            while rest and (chunk := file.read(min(rest, _CHUNK))):
                digest.update(chunk)
                rest -= len(chunk)
    except OSError:
        pass
    return size - rest, digest.hexdigest()


def _pieces(tables: dict[str, dict[str, Version]], extents: list[Extent]) -> Iterator[bytes]:
    # The logs come first, on a line of their own, so that they can be read without the rest.
    yield b"{%b: " % orjson.dumps(LOGS)
    yield orjson.dumps({str(number): extent for number, extent in enumerate(extents, 1)})
    for name, versions in tables.items():
        yield b",\n%b: {" % orjson.dumps(name)
        for number, (key, version) in enumerate(versions.items(), 1):
            document = {"id": key} | (version.document() or {}) | {"id": key}
            yield b'%b\n"%d": %b' % (b"," if number > 1 else b"", number, orjson.dumps(document))
        yield b"}"
    yield b"}\n"


def _gathered(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes in few large pieces."""
    waiting: list[bytes] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size > _CHUNK:
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)
