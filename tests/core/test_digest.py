"""The hash of some bytes is the same, whatever computes it."""

from __future__ import annotations

import hashlib

import pytest

from annotui.core.digest import sha256


@pytest.mark.parametrize("size", [0, 1, 63, 64, 999_999, 1_000_000])
def test_the_hash_is_sha_256(size: int) -> None:
    data = bytes(range(256)) * (size // 256 + 1)
    assert sha256(data[:size]) == hashlib.sha256(data[:size]).hexdigest()
