"""Articles: the text of one file, with what identifies it."""

from __future__ import annotations

from typing import NamedTuple

from annotui.core.digest import sha256

from .ahead import load
from .decode import NotText
from .files import why
from .scan import Entry


class Unreadable(Exception):
    """A file of the corpus cannot be read as an article: `str(error)` is the reason."""


class Article(NamedTuple):
    """One text.

    Args:
        id: `<corpus folder name>/<path inside it>`, POSIX separators.
        text: the file's bytes decoded, nothing else; a byte order mark is not part of it.
        encoding: `open(path, encoding=encoding, newline="").read()` gives `text`.
        sha256: hash of the file's bytes, in hex.
    """

    id: str
    text: str
    encoding: str
    sha256: str


def read(entry: Entry) -> Article:
    """Read an article.

    Args:
        entry: from a scan.

    Returns:
        The article as it is on the disk now.

    Raises:
        Unreadable: the file is gone, may not be read, is empty, is not a regular file or not text.
    """
    try:
        data, text, encoding = load(entry.path)
    except OSError as error:
        raise Unreadable(why(error)) from error
    except NotText as error:
        raise Unreadable(str(error)) from error
    if not text:
        raise Unreadable("it is empty")
    return Article(entry.id, text, encoding, sha256(data))
