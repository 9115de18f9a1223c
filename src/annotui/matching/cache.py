"""What matching keeps in the reader's cache directory; all of it can be found out again, and may be deleted at any time."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import astuple
from functools import cache
from pathlib import Path

from annotui import __version__, core
from annotui.core.digest import sha256
from annotui.corpus.files import why

from .findings import KIND
from .parameters import Parameters

_RESULT = ".findings"
_TEMPORARY = "annotui-"
"""How the name of a temporary folder begins."""

_KEPT = 3
"""Results that are kept of a corpus: going back and forth between two states of it costs nothing."""

_UNUSED = 60 * 86_400
"""Seconds after which what belongs to a corpus that nobody opens any more is removed."""

_ABANDONED = 86_400
"""Seconds after which nobody writes to a temporary file any more."""


class Cache:
    """The cache of one corpus, or a temporary folder where there can be none.

    Args:
        root: the corpus folder, where it really is.
    """

    def __init__(self, root: Path) -> None:
        self._all = folder()
        self._folder = self._all / sha256(os.fsencode(root))[:32]
        self.fault = ""

    @property
    def hashes(self) -> Path:
        """The file that remembers which hash each article has."""
        return self._folder / "hashes"

    @property
    def memo(self) -> Path:
        """The file that remembers which candidates were verified, and what came of it."""
        return self._folder / "memo"

    @property
    def compared(self) -> Path:
        """The file that remembers which families were compared, and what came of it."""
        return self._folder / "compared"

    def result(self, key: str) -> Path:
        """The file of a result; it need not be there."""
        return self._folder / f"{key}{_RESULT}"

    def keep(self, path: Path, write: Callable[[Path], None]) -> bool:
        """Write one of the files.

        Args:
            path: which one.
            write: how it is written.

        Returns:
            Whether it is there now; where not, `fault` says why in one sentence.
        """
        try:
            try:
                self._ensure()
                write(path)
            except FileNotFoundError:
                # Somebody has just deleted the folder.
                self._ensure()
                write(path)
        except OSError as error:
            self.fault = (
                f"nothing can be kept in {self._all}: {why(error)}; passages are found anew at each start"
            )
            return False
        return True

    def keep_result(self, key: str, write: Callable[[Path], None]) -> Path:
        """Write a result.

        Args:
            key: its name.
            write: how it is written.

        Returns:
            Where it is: in a temporary folder of its own where it cannot be kept. Whoever opens it there removes it, with `discard`.

        Raises:
            OSError: it cannot be written anywhere.
        """
        path = self.result(key)
        if not self.keep(path, write):
            path = Path(tempfile.mkdtemp(prefix=_TEMPORARY)) / path.name
            write(path)
        return path

    def touch(self, key: str) -> None:
        """Note that a result was used."""
        with contextlib.suppress(OSError):
            os.utime(self.result(key))

    def prune(self) -> None:
        """Remove old results, and what belongs to corpora that nobody opens any more."""
        now = time.time()
        results = _newest_first(self._folder, _RESULT)
        for path in results[_KEPT:]:
            _remove(path)
        for path in _newest_first(self._folder, ".tmp"):
            if _age(path, now) > _ABANDONED:
                _remove(path)
        for corpus in _newest_first(self._all, ""):
            if corpus != self._folder and _age(corpus, now) > _UNUSED:
                shutil.rmtree(corpus, ignore_errors=True)

    def _ensure(self) -> None:
        """Make the folders, for their owner only, and note that the corpus was opened."""
        for one in (self._all.parent, self._all, self._folder):
            one.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.utime(self._folder)


def folder() -> Path:
    """`$XDG_CACHE_HOME/annotui/matching`, or its counterpart on this system; it need not exist."""
    import platformdirs

    return platformdirs.user_cache_path("annotui", appauthor=False) / "matching"


def discard(path: Path) -> None:
    """Remove a result that is in a temporary folder of its own."""
    if path.parent.name.startswith(_TEMPORARY) and not path.is_relative_to(folder()):
        shutil.rmtree(path.parent, ignore_errors=True)


def key(parameters: Parameters, articles: Sequence[tuple[str, str]]) -> str:
    """The name of a result: it says all that the result depends on.

    Args:
        parameters: how closely texts are compared.
        articles: id and hash (hex) of each one.
    """
    lines = [f"{of_article} {article}" for article, of_article in sorted(articles)]
    return sha256("\n".join([repr((rules(), KIND, astuple(parameters))), *lines]).encode())[:32]


@cache
def rules() -> str:
    """What stands for how passages are found: nothing that another version of this program has found is taken for its own."""
    said = [__version__.encode()]
    for package in (Path(__file__).parent, Path(core.__file__).parent):
        said += [path.read_bytes() for path in sorted(package.glob("*.py"))]
    return sha256(b"".join(said))


def _newest_first(directory: Path, suffix: str) -> list[Path]:
    """What a folder holds with this end of its name."""
    try:
        found = [
            (one.stat().st_mtime, Path(one.path))
            for one in os.scandir(directory)
            if one.name.endswith(suffix)
        ]
    except OSError:
        return []
    return [path for _, path in sorted(found, reverse=True)]


def _age(path: Path, now: float) -> float:
    """Seconds since somebody wrote to it or used it."""
    try:
        return now - path.stat().st_mtime
    except OSError:
        return 0


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
