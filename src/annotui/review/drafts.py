"""Notes that were begun and not saved, kept with the place where the reviewer left off."""

from __future__ import annotations

from collections.abc import Mapping

KEY = "drafts"
"""Where they stand in the document of the place."""

_MOST = 100
"""Drafts that are kept; the oldest go first."""


class Drafts(dict[str, str]):
    """Texts by the id of the annotation that they are notes to; remembers which ones this session has changed.

    Args:
        kept: those that an earlier session left.
    """

    def __init__(self, kept: Mapping[str, str]) -> None:
        super().__init__(kept)
        self._changed: set[str] = set()

    def __setitem__(self, key: str, text: str) -> None:
        self._changed.add(key)
        super().__setitem__(key, text)

    def drop(self, key: str) -> None:
        """It is saved, or of no use any more."""
        self._changed.add(key)
        self.pop(key, None)

    def merged(self, kept: Mapping[str, str]) -> dict[str, str]:
        """What is to be kept, where another session of this reviewer has kept drafts of its own meanwhile."""
        others = {key: text for key, text in kept.items() if key not in self._changed}
        return others | {key: text for key, text in self.items() if key in self._changed}


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
