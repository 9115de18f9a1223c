"""What has changed in the corpus since this reviewer opened it last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .shelf import Shelf

_NAMED = 3
"""Articles that are named; more are only counted."""


def news(shelf: Shelf, known: Mapping[str, object] | None) -> str:
    """One line on what has come and gone; empty where nothing has, and at the first start.

    Args:
        shelf: the articles.
        known: what `as_document` gave the last time, or whatever else its file held.
    """
    listed = known.get("articles") if known else None
    if not isinstance(listed, list):
        return ""
    before = {f"{shelf.corpus.name}/{one}" for one in listed if isinstance(one, str)}
    new = [one for one in shelf.ids if one not in before]
    gone = sorted(before.difference(shelf.ids))
    said = []
    if new:
        said.append(f"new since last time: {_listed([shelf.name(one) for one in new])}")
    if gone:
        said.append(f"gone since last time: {_listed([one.partition('/')[2] for one in gone])}")
    return " · ".join(said)


def as_document(shelf: Shelf) -> dict[str, object]:
    """What there is now, as plain values, to be kept."""
    return {"articles": [shelf.inside(one) for one in shelf.ids]}


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= _NAMED else f"{len(names)} articles"
