"""What every format writes and reads: an annotation as it stands in its article now."""

from __future__ import annotations

from typing import Literal, NamedTuple

from annotui.core.annotation import Annotation

SCHEMA = 1
"""Version of the record's keys and their meaning."""

Status = Literal["ok", "moved", "orphan"]


class Record(NamedTuple):
    """One line of an export.

    Args:
        annotation: with span, text, context, hash and encoding as of now; an orphan's as last known.
        status: ok; moved, when the article was edited and the span found again; orphan, when it was not.
        score: 0..1, how well a moved span was found again; None for the others.
    """

    annotation: Annotation
    status: Status
    score: float | None = None


class Read(NamedTuple):
    """A line that holds a record.

    Args:
        line: its number, from 1.
        record: what it says.
        missing: keys that it does not have; what the record holds there is a default, or empty.
        size: how long it is, in bytes.
    """

    line: int
    record: Record
    missing: frozenset[str]
    size: int


class Refusal(NamedTuple):
    """A line that is not taken.

    Args:
        line: its number, from 1.
        reason: what is wrong with it, in words that go on after `line 7: `.
    """

    line: int
    reason: str
