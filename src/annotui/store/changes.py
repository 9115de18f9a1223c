"""What one action of a user changes, and what it leaves behind to take it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from annotui.core.annotation import Annotation


@dataclass(frozen=True, slots=True)
class Put:
    """Keep this annotation, in place of the one with the same id if there is one."""

    annotation: Annotation


@dataclass(frozen=True, slots=True)
class Remove:
    """Remove this annotation."""

    annotation: Annotation


class Draft(NamedTuple):
    """What is to happen to one document.

    Args:
        table: the article's id, or the name of another table.
        id: the document's id.
        put: the whole document from now on, or None for a removal.
    """

    table: str
    id: str
    put: Mapping[str, object] | None


Change = Put | Remove | Draft


class Done(NamedTuple):
    """What an action did: committing `before` takes it back, committing `after` does it again.

    Args:
        before: the documents that it touched as they were.
        after: the same ones as it left them.
    """

    before: tuple[Draft, ...]
    after: tuple[Draft, ...]
