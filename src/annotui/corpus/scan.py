"""Which files of a folder are articles, and why the others are not; no article is opened."""

from __future__ import annotations

import json
import os
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .files import Stamp, not_regular, read_regular, stamp, why

SUFFIXES = (".txt", ".md")
"""How the names of articles end, in lower case."""

EMPTY = "it is empty"
"""Why a file is not read that holds nothing."""

_MARKER = "FORMAT.json"


class CorpusError(Exception):
    """A folder cannot be used as a corpus: one sentence with what is wrong and what to do."""


class Entry(NamedTuple):
    """A file that is read as an article.

    Args:
        id: `<corpus folder name>/<path inside it>`, POSIX separators.
        path: where it is.
    """

    id: str
    path: Path


class Skipped(NamedTuple):
    """Something in the corpus that is not read.

    Args:
        name: path inside the corpus as it is; it may hold anything, also escapes and lone surrogates.
        reason: why it is not read.
    """

    name: str
    reason: str


class Corpus(NamedTuple):
    """A folder and its articles.

    Args:
        name: the folder's name, with which every article's id begins.
        root: the folder, absolute, where it really is.
        entries: the articles, ordered by path (code points).
        skipped: what is not read, in the same order.
        folders: the folders that were looked through, as paths inside `root`, that itself as the empty one; each with what it looked like
            before that.
    """

    name: str
    root: Path
    entries: tuple[Entry, ...]
    skipped: tuple[Skipped, ...]
    folders: tuple[tuple[str, Stamp | None], ...] = ()


def scan(folder: Path, *, may_be_empty: bool = False) -> Corpus:
    """Find the articles in a folder, at any depth.

    Args:
        folder: the corpus; it may itself be a link and is then the folder it leads to.
        may_be_empty: whether a folder without articles will do.

    Returns:
        The articles and what was skipped; hidden files and folders are in neither.

    Raises:
        CorpusError: there is no such folder, it cannot be read, or there is no article in it.
    """
    root = Path(os.path.realpath(folder))
    if not root.name:
        raise CorpusError(
            f"{folder} cannot be a corpus: it has no name and no place beside it; open a folder in it."
        )
    fault = _bad_name(root.name)
    if fault:
        raise CorpusError(f"{folder} cannot be a corpus: {fault}; rename the folder.")
    _require_folder(folder, root)
    entries: list[Entry] = []
    skipped: list[Skipped] = []
    folders: list[tuple[str, Stamp | None]] = []
    for found in _walk(root, folders):
        if isinstance(found, Skipped):
            skipped.append(found)
        else:
            entries.append(Entry(f"{root.name}/{found}", root / found))
    if not entries and not may_be_empty:
        raise CorpusError(_nothing_in(folder, skipped))
    entries.sort(key=lambda entry: entry.id)
    skipped.sort(key=lambda one: one.name)
    return Corpus(root.name, root, tuple(entries), tuple(skipped), tuple(folders))


def _require_folder(folder: Path, root: Path) -> None:
    try:
        os.scandir(root).close()
    except FileNotFoundError as error:
        raise CorpusError(f"There is no folder {folder}; give a folder with .txt or .md files.") from error
    except NotADirectoryError as error:
        raise CorpusError(f"{folder} is not a folder; give the folder that it is in.") from error
    except OSError as error:
        raise CorpusError(
            f"The folder {folder} cannot be read: {why(error)}; check its permissions."
        ) from error
    if _is_own(root):
        raise CorpusError(f"{folder} is where annotui keeps its data; give the folder with the articles.")


def _nothing_in(folder: Path, skipped: list[Skipped]) -> str:
    sentence = f"There is no article in {folder}; annotui reads .txt and .md files that are not empty"
    if not skipped:
        return f"{sentence}."
    reasons = Counter(one.reason for one in skipped).most_common()
    listed = ", ".join(f"{count} because {reason}" for reason, count in reasons[:3])
    return f"{sentence}, and skipped {len(skipped)} here: {listed}{', …' if len(reasons) > 3 else '.'}"


def _walk(root: Path, walked: list[tuple[str, Stamp | None]]) -> Iterator[str | Skipped]:
    """Paths inside `root`, and what is skipped, in any order; adds what is looked through to `walked`."""
    folders = [""]
    while folders:
        inside = folders.pop()
        walked.append((inside, stamp(root / inside)))
        try:
            with os.scandir(root / inside) as listing:
                children = list(listing)
        except OSError as error:
            yield Skipped(inside.rstrip("/"), f"the folder cannot be read: {why(error)}")
            continue
        if inside and any(child.name == _MARKER for child in children) and _is_own(root / inside):
            yield Skipped(inside.rstrip("/"), "it is where annotui keeps its data")
            continue
        for child in children:
            if child.name.startswith("."):
                continue
            if child.is_dir(follow_symlinks=False):
                fault = _bad_name(child.name)
                if fault:
                    yield Skipped(inside + child.name, fault)
                else:
                    folders.append(f"{inside}{child.name}/")
            elif child.is_symlink() or child.name.lower().endswith(SUFFIXES):
                yield _file(inside + child.name, child)


def _file(inside: str, child: os.DirEntry[str]) -> str | Skipped:
    try:
        status = child.stat(follow_symlinks=False)
    except OSError as error:
        return Skipped(inside, f"it cannot be read: {why(error)}")
    fault = not_regular(status.st_mode) or _bad_name(child.name) or (None if status.st_size else EMPTY)
    return Skipped(inside, fault) if fault else inside


def _bad_name(name: str) -> str | None:
    if name.isascii() and name.isprintable():
        return None
    try:
        name.encode()
    except UnicodeEncodeError:
        return "its name is not UTF-8"
    if any(unicodedata.category(char) in ("Cc", "Zl", "Zp") for char in name):
        return "its name holds a line break or a control character"
    return None


def _is_own(folder: Path) -> bool:
    """Whether annotui keeps its data here, which its `FORMAT.json` says."""
    try:
        marker = json.loads(read_regular(folder / _MARKER))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(marker, dict) and marker.get("format") == "annotui"
