"""The sample articles are what they are, byte for byte."""

from __future__ import annotations

import hashlib
from pathlib import Path

HASHES = {
    "000_aa2809ac14b27de4.txt": "6cd16cd258d67c173fee8bed6284620125868bb4096cf4d2e965cff45840329a",
    "001_5fd9f314a89672d5.txt": "65a31bde16e0a25aa9fd3877d598f95ce9868a73a429ffe7359f6925da8d57dc",
    "002_5c7ffca4f4bf76c1.txt": "38d47cd11563535e0d11f78f27980cccb104107e4c62eb2c4fca394abca0fb65",
    "003_f9803d3a2fa3b0c4.txt": "b3c24f2a58b50c9e98ed87397fb3c03293b08d83ec6e6cd9bd19bd284dfcf232",
    "004_9f3f6f729d904582.txt": "ed1e3a8893e5174008db043d6e3779bf35b3443c66481e524b8bbcca92fbb8c2",
}


def test_the_seeds_are_byte_for_byte_what_they_were() -> None:
    folder = Path(__file__).parents[2] / "seeds"
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    assert found == HASHES
