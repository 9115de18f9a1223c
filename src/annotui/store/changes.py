"""What one action of a user changes."""

from __future__ import annotations

from dataclasses import dataclass

from annotui.core.annotation import Annotation


@dataclass(frozen=True, slots=True)
class Put:
    """Keep this annotation, in place of the one with the same id if there is one."""

    annotation: Annotation


@dataclass(frozen=True, slots=True)
class Remove:
    """Remove this annotation."""

    annotation: Annotation


Change = Put | Remove
