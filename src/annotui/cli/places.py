"""What commands are about: the corpus, where its tags are, and who reads; and the refusal where one of them cannot be.

Without click, which the reader does without.
"""

from __future__ import annotations

import getpass
import os
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from annotui.corpus.scan import Corpus, CorpusError, scan

if TYPE_CHECKING:
    from annotui.store.store import Store, StoreError


class Refused(Exception):
    """A command cannot be done: one sentence with what is wrong and what to do."""


def find_corpus(folder: Path, *, may_be_empty: bool = False) -> Corpus:
    """The corpus in a folder.

    Raises:
        Refused: there is no such folder, it cannot be read, or there is no article in it.
    """
    try:
        return scan(folder, may_be_empty=may_be_empty)
    except CorpusError as error:
        raise Refused(str(error)) from error


def find_reviewer(name: str | None) -> str:
    """Who tags: the option, else `$ANNOTUI_REVIEWER`, else the login name.

    Raises:
        Refused: there is no such name, or it cannot be one.
    """
    if name is None:
        name = os.environ.get("ANNOTUI_REVIEWER") or _login()
    if not name.strip() or any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in name):
        raise Refused(
            f"“{name}” cannot be a reviewer; give a name without control characters with --reviewer."
        )
    return name.strip()


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:
        raise Refused("The login name is not known; say who you are with --reviewer NAME.") from error


def annotations_folder(corpus: Corpus, annotations: Path | None) -> Path:
    """Where the tags of a corpus are kept.

    Raises:
        Refused: it lies inside the corpus.
    """
    place = annotations or corpus.root.parent / "annotations"
    if is_inside(place, corpus.root):
        raise Refused(
            f"{place} is inside the corpus, where nothing is ever written; give another folder with --annotations."
        )
    return place


def is_inside(path: Path, folder: Path) -> bool:
    """Whether `path` is `folder` or in it, all links followed."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def open_store(corpus: Corpus, annotations: Path | None, reviewer: str) -> Store:
    """The store of a corpus.

    Raises:
        Refused: it lies inside the corpus, or cannot be opened.
    """
    place = annotations_folder(corpus, annotations)
    from annotui.store.store import Store, StoreError

    try:
        return Store.open(corpus.root, reviewer=reviewer, annotations=place)
    except StoreError as error:
        raise refusal(error) from error


def refusal(error: StoreError) -> Refused:
    """What the store says, as a sentence of its own."""
    sentence = str(error)
    return Refused(f"{sentence[:1].upper()}{sentence[1:]}.")
