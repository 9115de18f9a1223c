"""The encoding of text that is not UTF-8; a module of its own, as charset-normalizer is slow to import."""

from __future__ import annotations

import io

from charset_normalizer import from_bytes


def detect(data: bytes) -> tuple[str, str] | None:
    """The text and its most likely encoding, or None where no encoding fits."""
    best = from_bytes(data).best()
    if best is None:
        return None
    try:
        return io.TextIOWrapper(io.BytesIO(data), encoding=best.encoding, newline="").read(), best.encoding
    except (UnicodeDecodeError, LookupError):
        return None
