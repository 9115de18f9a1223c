"""Tags that could not be saved before the program had to end: kept elsewhere until the next start."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import orjson

from .layout import create_file, make_directory, new_id, read_regular, sync, sync_directory, write_all
from .line import LineError, decode

_DAMAGED = "damaged"


class Owner(NamedTuple):
    """Whose unsaved lines they are.

    Args:
        directory: the folder of annotations in which they belong.
        corpus: the corpus folder's name.
        reviewer: the reviewer's name as given.
        slug: the reviewer's name as a part of file names.
    """

    directory: Path
    corpus: str
    reviewer: str
    slug: str

    def header(self) -> bytes:
        """The first line of the file, by which it is recognised."""
        return orjson.dumps(
            {
                "annotui": "unsaved",
                "directory": os.fsencode(self.directory).hex(),
                "corpus": self.corpus,
                "reviewer": self.reviewer,
            }
        )


def folder() -> Path:
    """`$XDG_STATE_HOME/annotui`, or its counterpart on this system."""
    import platformdirs

    return platformdirs.user_state_path("annotui", appauthor=False)


def spill(owner: Owner, lines: list[bytes]) -> Path:
    """Keep lines that are not saved.

    Args:
        owner: whose they are.
        lines: whole lines, newline included.

    Returns:
        The file that holds them, on the disk.

    Raises:
        OSError: it could not be written.
    """
    place = folder()
    make_directory(place)
    path = place / f"unsaved-{owner.slug}-{new_id()}.jsonl"
    descriptor = create_file(path)
    try:
        os.fchmod(descriptor, 0o600)
        write_all(descriptor, b"".join([owner.header(), b"\n", *lines]))
        sync(descriptor)
        sync_directory(place)
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
        raise
    finally:
        os.close(descriptor)
    return path


def waiting(owner: Owner) -> dict[Path, list[bytes]]:
    """The files kept for a reviewer and a corpus, oldest first, each with its lines, also those that are damaged."""
    header = owner.header()
    return {
        path: lines
        for path, (first, lines) in _kept(f"unsaved-{owner.slug}-*.jsonl").items()
        if first == header
    }


def readable(line: bytes) -> bool:
    """Whether a line of such a file can be saved."""
    try:
        decode(line.removesuffix(b"\n"))
    except LineError:
        return False
    return True


def problems(owner: Owner) -> Iterator[str]:
    """One sentence for each file with actions of a reviewer that cannot be read any more."""
    header = owner.header()
    for kind in ("unsaved", _DAMAGED):
        for path, (first, lines) in _kept(f"{kind}-{owner.slug}-*.jsonl").items():
            bad = sum(1 for line in lines if not readable(line))
            if first == header and bad:
                what = "1 action that was" if bad == 1 else f"{bad} actions that were"
                yield f"{path} keeps {what} not saved and cannot be read any more; remove it once it is of no use"
            elif first and not _is_header(first):
                yield f"{path} keeps what was not saved, but its first line is damaged; remove it once it is of no use"


def discard(path: Path) -> None:
    """Remove a file whose lines are all saved now."""
    with contextlib.suppress(OSError):
        path.unlink()


def set_aside(path: Path) -> None:
    """Keep a file of which only damaged lines are not saved, under a name by which it does not wait any more."""
    with contextlib.suppress(OSError):
        path.rename(path.with_name(_DAMAGED + path.name.removeprefix("unsaved")))


def _kept(names: str) -> dict[Path, tuple[bytes, list[bytes]]]:
    """First line and other lines of each file of these names; a newline that the last one lacks is put there."""
    found: dict[Path, tuple[bytes, list[bytes]]] = {}
    with contextlib.suppress(OSError):
        for path in sorted(folder().glob(names), key=lambda one: one.name):
            with contextlib.suppress(OSError):
                first, *lines = read_regular(path).split(b"\n")
                found[path] = first, [line + b"\n" for line in lines if line]
    return found


def _is_header(line: bytes) -> bool:
    """Whether it says of somebody, here or elsewhere, that the lines are theirs."""
    try:
        found = orjson.loads(line)
    except ValueError:
        return False
    keys = {"annotui", "directory", "corpus", "reviewer"}
    return isinstance(found, dict) and found.keys() == keys and found["annotui"] == "unsaved"
