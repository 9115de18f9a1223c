"""The hash by which bytes are known again.

`hashlib` loads OpenSSL: 3 ms and 4 MB that the start has no use for. Python has an implementation of its own besides, as `random` uses it.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import _Hash

_NAMES = ("_sha2", "_sha256", "hashlib")
"""Modules that have it: Python's own one, from 3.12 on and before, which a build may be without."""
_LARGE = 1_000_000
"""Bytes from which on OpenSSL, which is five times as fast, gains more time than loading it takes."""


def sha256(data: bytes) -> str:
    """The SHA-256 of some bytes, in hex (FIPS 180-4)."""
    digest = begun(len(data))
    digest.update(data)
    return digest.hexdigest()


def begun(size: int) -> _Hash:
    """A SHA-256 of nothing yet, for what comes in pieces.

    Args:
        size: how many bytes will come.
    """
    digest: _Hash = (_found("hashlib", *_NAMES) if size >= _LARGE else _own).sha256()
    return digest


def _found(*names: str) -> ModuleType:
    for name in names:
        try:
            return import_module(name)
        except ImportError:
            # Also where the disk fails while the program runs.
            continue
    raise ImportError("this Python has no SHA-256")


# Now, as long as modules can be loaded: an article has to be hashed for each tag.
_own = _found(*_NAMES)
