"""What the members of families say differently, found out once for the same passages of the same articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from annotui.core.family import Discrepancy
from annotui.core.span import Span

from . import notation, sections
from .cache import Cache, rules
from .discrepancies import discrepancies

_KEY = 16
"""Bytes that stand for the members of a family."""


class Member(NamedTuple):
    """A member of a family.

    Args:
        sha256: hash of the bytes of its article, in hex.
        text: of its article, as it should read.
        span: where it is in that.
    """

    sha256: str
    text: str
    span: Span


class Compared:
    """Compares the members of families.

    Args:
        before: what came of that earlier.

    `used` is what this run has asked for: what is worth keeping for the next one.
    """

    def __init__(self, before: Mapping[bytes, str] | None = None) -> None:
        self._before = before or {}
        self.used: dict[bytes, str] = {}

    def discrepancies(self, members: Sequence[Member]) -> tuple[Discrepancy, ...]:
        """What members say differently; see there."""
        key = _key(members)
        said = self._before.get(key)
        if said is None:
            found = discrepancies([(one.text, one.span) for one in members])
            self.used[key] = notation.written(found)
            return found
        self.used[key] = said
        return notation.read(said) if said else ()


def _key(members: Sequence[Member]) -> bytes:
    said = "\n".join(f"{one.sha256} {one.span.start} {one.span.end}" for one in members)
    return blake2b(said.encode(), digest_size=_KEY).digest()


def load(cache: Cache) -> Compared:
    """What was remembered of a corpus; nothing where there is nothing that can be used."""
    columns = sections.read(cache.compared, _kind())
    if columns is None:
        return Compared()
    keys, texts = bytes(columns.raw("keys")), columns.raw("texts")
    bounds = pairwise([0, *columns.longs("ends")])
    return Compared(
        {
            keys[_KEY * row : _KEY * row + _KEY]: str(texts[start:end], "utf-8")
            for row, (start, end) in enumerate(bounds)
        }
    )


def keep(cache: Cache, compared: Compared) -> None:
    """Remember what was asked for this time, and nothing else."""
    texts = [one.encode() for one in compared.used.values()]
    ends = np.fromiter(accumulate(map(len, texts)), np.int64, len(texts))
    columns = {
        "keys": memoryview(b"".join(compared.used)),
        "texts": memoryview(b"".join(texts)),
        "ends": ends.data,
    }
    cache.keep(cache.compared, lambda path: sections.write(path, _kind(), columns, {}))


def _kind() -> str:
    return f"compared {rules()}"
