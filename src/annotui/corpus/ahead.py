"""What the first text on the screen has found out already, given away once to the reader behind it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from .decode import decode
from .files import Stamp, read_regular, stamp
from .scan import Corpus, scan


class Loaded(NamedTuple):
    """A file that is text.

    Args:
        data: its bytes.
        text, encoding: from `decode`.
    """

    data: bytes
    text: str
    encoding: str


_KEPT: dict[Path, tuple[Stamp, Loaded]] = {}
_SCANNED: dict[Path, Corpus] = {}


def scan_ahead(folder: Path) -> Corpus:
    """The articles of a folder, which are kept until `scanned` asks for them: 10,000 take 80 ms.

    Raises:
        CorpusError: as for `scan`.
    """
    _SCANNED[folder] = scan(folder)
    return _SCANNED[folder]


def scanned(folder: Path) -> Corpus | None:
    """What `scan_ahead` has found in a folder, once; None where it has not been asked."""
    return _SCANNED.pop(folder, None)


def read_ahead(path: Path) -> str:
    """The text of a file, which is kept until `load` asks for it.

    Raises:
        OSError, NotText: as for `load`.
    """
    # Before it is read: what changes in between is noticed.
    before = stamp(path)
    loaded = _load(path)
    if before is not None:
        _KEPT[path] = before, loaded
    return loaded.text


def load(path: Path) -> Loaded:
    """A file as it is now; what was read ahead is given away once, unless the file was changed since.

    Raises:
        OSError: it cannot be read, or it is not a regular file; `strerror` is the reason.
        NotText: it is not text.
    """
    before, loaded = _KEPT.pop(path, (None, None))
    return loaded if loaded is not None and before == stamp(path) else _load(path)


def _load(path: Path) -> Loaded:
    data = read_regular(path)
    return Loaded(data, *decode(data))
