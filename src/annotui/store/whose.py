"""Which file is whose, and what it says of a place; without the rest of the store, because the first text waits for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

from annotui.core.digest import sha256
from annotui.corpus.files import read_regular


def slug(reviewer: str) -> str:
    """A reviewer's name as a part of file names: `[a-z0-9_-]{1,32}`, different for different names."""
    ascii_only = unicodedata.normalize("NFKD", reviewer).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9_-]+", "-", ascii_only).strip("-")[:32]
    if name and name == reviewer:
        return name
    digest = sha256(reviewer.encode("utf-8", "surrogatepass"))[:8]
    return f"{name[:23].rstrip('-') or 'reviewer'}-{digest}"


def place_file(state: Path, reviewer: str, kind: str = "") -> Path:
    """Where it is kept where a reviewer left off.

    Args:
        state: the folder for that.
        reviewer: the reviewer's slug.
        kind: what is kept, where it is not the place.
    """
    return state / f"{reviewer}{kind and f'.{kind}'}.json"


def read_places(path: Path, loads: Callable[[bytes], object]) -> dict[str, object]:
    """What such a file holds, by corpus; nothing where it cannot be read.

    Args:
        path: the file.
        loads: reads JSON.
    """
    try:
        found = loads(read_regular(path))
    except (OSError, ValueError, RecursionError):
        return {}
    corpora = found.get("corpora") if isinstance(found, dict) else None
    return corpora if isinstance(corpora, dict) else {}
