"""Keeps the memo between two starts."""

from __future__ import annotations

import numpy as np

from . import sections
from .cache import Cache, rules
from .memo import Memory, Verdicts


def _kind() -> str:
    return f"memo {rules()}"


def load(cache: Cache) -> Memory:
    """What was remembered of a corpus; nothing where there is nothing that can be used."""
    columns = sections.read(cache.memo, _kind())
    if columns is None:
        return Memory()
    keys = np.frombuffer(columns.raw("keys"), np.uint64).reshape(-1, 2)
    return Memory(
        Verdicts(
            keys,
            np.frombuffer(columns.raw("firsts"), np.int64),
            np.frombuffer(columns.raw("numbers"), np.int32),
        )
    )


def keep(cache: Cache, memo: Memory) -> None:
    """Remember what was asked for or found out this time, and nothing else: what nobody asks for any more is gone the next time."""
    used = memo.used
    columns = {
        "keys": np.ascontiguousarray(used.keys).data,
        "firsts": np.ascontiguousarray(used.firsts).data,
        "numbers": np.ascontiguousarray(used.numbers).data,
    }
    cache.keep(cache.memo, lambda path: sections.write(path, _kind(), columns, {}))
