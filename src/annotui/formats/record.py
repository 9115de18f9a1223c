"""What every format writes: an annotation as it stands in its article now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from annotui.core.annotation import Annotation

SCHEMA = 1
"""Version of the record's keys and their meaning."""

Status = Literal["ok", "moved", "orphan"]


@dataclass(frozen=True, slots=True)
class Record:
    """One line of an export.

    Args:
        annotation: with span, text, context, hash and encoding as of now; an orphan's as last known.
        status: ok; moved, when the article was edited and the span found again; orphan, when it was not.
        score: 0..1, how well a moved span was found again; None for the others.
    """

    annotation: Annotation
    status: Status
    score: float | None = None
