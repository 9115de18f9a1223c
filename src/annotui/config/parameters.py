"""How closely articles are compared, where a corpus wants it otherwise than its size says."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .file import Value

RANGES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"seed": (2, 12), "neighbours": (2, 1000), "shortest": (4, 200)}
)
"""What can be set, and the smallest and largest number that makes sense; the names are those of `matching.parameters`."""


def parameters(values: Value | None) -> Mapping[str, int]:
    """What a file sets.

    Args:
        values: its table; None where it has none.

    Raises:
        ConfigError: it cannot be used.
    """
    settings = {} if values is None else values.table(tuple(RANGES))
    return MappingProxyType({name: _number(value, *RANGES[name]) for name, value in settings.items()})


def _number(value: Value, least: int, most: int) -> int:
    number = value.integer()
    if not least <= number <= most:
        raise value.error(f"{number} is out of range; give a number from {least} to {most}")
    return number
