"""The hash by which bytes are known again.

`hashlib` loads OpenSSL: 3 ms and 4 MB that the start has no use for. Python has an implementation of its own besides, as `random` uses it.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from types import ModuleType

_OWN = ("_sha2", "_sha256")
"""Its names, from Python 3.12 on and before; a build may have neither."""
_LARGE = 1_000_000
"""Bytes from which on OpenSSL, which is five times as fast, gains more time than loading it takes."""


def sha256(data: bytes) -> str:
    """The SHA-256 of some bytes, in hex (FIPS 180-4)."""
    digest: str = _implementation(len(data) >= _LARGE).sha256(data).hexdigest()
    return digest


@cache
def _implementation(is_large: bool) -> ModuleType:
    for name in () if is_large else _OWN:
        try:
            return import_module(name)
        except ImportError:
            continue
    return import_module("hashlib")
