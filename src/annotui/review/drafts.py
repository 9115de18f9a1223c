"""Notes that were begun and not saved, kept with the place where the reviewer left off."""

from __future__ import annotations

from collections.abc import Mapping

KEY = "drafts"
"""Where they stand in the document of the place."""

_MOST = 100
"""Drafts that are kept; the oldest go first."""


def restored(document: Mapping[str, object] | None) -> dict[str, str]:
    """The drafts that were kept.

    Args:
        document: of the place, or whatever else its file held.

    Returns:
        Texts by the id of the annotation that they are notes to, the oldest first.
    """
    drafts = document.get(KEY) if document else None
    if not isinstance(drafts, dict):
        return {}
    kept = [(key, text) for key, text in drafts.items() if isinstance(key, str) and isinstance(text, str)]
    return dict(kept[-_MOST:])
