"""Numbers of things, as they are said."""

from __future__ import annotations


def counted(number: int, what: str) -> str:
    """`1 copy`, `2,000 words`."""
    plural = f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
    return f"{number:,} {what if number == 1 else plural}"
