"""No key and no letter may stand for two things, whichever file gave it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from .file import OWN_FILE, Value, quoted


class Use(NamedTuple):
    """A sign, and what it stands for.

    Args:
        sign: a key or a letter.
        name: the action or label that it stands for.
        at: where a file says so; None for what holds by itself.
    """

    sign: str
    name: str
    at: Value | None


def require_distinct(uses: Iterable[Use], what: str) -> None:
    """Ask that no sign stands for two things.

    Args:
        uses: all signs of one kind, each thing's once. Two that no file gave are taken to be distinct.
        what: what a sign of this kind is called.

    Raises:
        ConfigError: one does.
    """
    first: dict[str, Use] = {}
    for use in uses:
        other = first.setdefault(use.sign, use)
        places = [one.at for one in (other, use) if one.at is not None]
        if other is not use and places:
            # A reader can always change their own file; within one file it is the later line that came to what was there.
            place = max(places, key=lambda at: (at.path.name == OWN_FILE, at.line))
            raise place.error(
                f"{quoted(use.sign)} is both {_named(other)} and {_named(use)}; give one of them another {what}"
            )


def _named(use: Use) -> str:
    # A name with blanks would run into the sentence.
    return use.name if use.name.isidentifier() else quoted(use.name)
