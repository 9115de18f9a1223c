"""Discrepancies as text, in which they are kept."""

from __future__ import annotations

import json
from collections.abc import Sequence

from annotui.core.family import Discrepancy, Value
from annotui.core.span import Span


def written(found: Sequence[Discrepancy]) -> str:
    """Discrepancies in JSON; nothing for none."""
    if not found:
        return ""
    said = [(one.kind, [(value.text, value.members, value.spans) for value in one.values]) for one in found]
    return json.dumps(said, separators=(",", ":"))


def read(said: str) -> tuple[Discrepancy, ...]:
    """The discrepancies that `written` made a text of."""
    return tuple(
        Discrepancy(
            kind,
            tuple(
                Value(text, tuple(members), tuple(Span(*span) for span in spans))
                for text, members, spans in values
            ),
        )
        for kind, values in json.loads(said or "[]")
    )
