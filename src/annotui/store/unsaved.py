"""Tags that could not be saved before the program had to end: kept elsewhere until the next start."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

import orjson

from .layout import create_file, make_directory, new_id, read_regular, sync, sync_directory, write_all


@dataclass(frozen=True, slots=True)
class Owner:
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
    """The files kept for a reviewer and a corpus, oldest first, each with its whole lines."""
    found: dict[Path, list[bytes]] = {}
    header = owner.header()
    with contextlib.suppress(OSError):
        for path in sorted(folder().glob(f"unsaved-{owner.slug}-*.jsonl"), key=lambda one: one.name):
            try:
                first, *lines = read_regular(path).split(b"\n")
            except OSError:
                continue
            if first == header:
                found[path] = [line + b"\n" for line in lines[:-1]]
    return found


def discard(path: Path) -> None:
    """Remove a file whose lines are all saved now."""
    with contextlib.suppress(OSError):
        path.unlink()
