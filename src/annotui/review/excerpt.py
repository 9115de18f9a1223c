"""A piece of an article in a file of its own."""

from __future__ import annotations

import os
from pathlib import Path


class ExcerptError(Exception):
    """It cannot be written: one sentence with what is wrong and what to do."""


def write_excerpt(path: Path, text: str, corpus: Path) -> Path:
    """Write a text to a new file, in UTF-8, line ends as they are.

    Args:
        path: the file, which is not there yet; a relative one starts in the current folder, `~` is the home folder.
        text: what it will hold, and a newline.
        corpus: the corpus folder, in which nothing is ever written.

    Returns:
        The file's absolute path.

    Raises:
        ExcerptError: it is there already, is inside the corpus, or cannot be written.
    """
    if not path.name:
        raise ExcerptError("not written: there is no name; give one")
    try:
        path = path.expanduser().absolute()
    except RuntimeError as error:
        raise ExcerptError(
            f"not written: nobody knows the folder {path.parts[0]}; name another one"
        ) from error
    if Path(os.path.realpath(path.parent)).is_relative_to(corpus):
        raise ExcerptError("not written: nothing is ever written inside the corpus; name another folder")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        with open(os.open(path, flags, 0o666), "wb") as file:
            file.write(f"{text}\n".encode(errors="surrogatepass"))
    except FileExistsError as error:
        raise ExcerptError(f"not written: {path} is there already; give another name") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ExcerptError(f"not written: {path}: {reason.lower()}; give another name") from error
    return path
