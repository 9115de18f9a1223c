"""Where a reader left off, and where to begin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

MOST_PANES = 3


class PanePlace(NamedTuple):
    """What one pane shows.

    Args:
        article: the article's id.
        cursor: offset of the cursor.
        top: offset of the first code point on its first row.
    """

    article: str
    cursor: int = 0
    top: int = 0


class Place(NamedTuple):
    """What all panes show.

    Args:
        panes: from left to right; at least one.
        active: index of the pane that keys go to.
        wanted: how many panes the reader wants to see; fewer are shown where they do not fit.
    """

    panes: tuple[PanePlace, ...]
    active: int = 0
    wanted: int = 2

    def as_document(self) -> dict[str, object]:
        """The place as plain values, to be kept."""
        panes = [{"article": pane.article, "cursor": pane.cursor, "top": pane.top} for pane in self.panes]
        return {"panes": panes, "active": self.active, "count": self.wanted}


def first(articles: Sequence[str]) -> Place:
    """Where to begin: the first articles, one in each pane."""
    return Place(tuple(PanePlace(article) for article in articles[:MOST_PANES]))


def restored(document: Mapping[str, object] | None, articles: Sequence[str]) -> Place | None:
    """The place that was kept, as far as its articles are still there.

    Args:
        document: from `Place.as_document`, or whatever else the file held.
        articles: the ids of the corpus, at least one.

    Returns:
        A place with as many panes as there is use for, or None where there is nothing to go by.
    """
    known = set(articles)
    listed = document.get("panes") if document else None
    panes = [_pane(one) for one in listed] if isinstance(listed, list) else []
    kept = [pane for pane in panes if pane is not None and pane.article in known]
    if document is None or not kept:
        return None
    shown = {pane.article for pane in kept}
    kept += [PanePlace(article) for article in articles if article not in shown]
    kept = kept[:MOST_PANES]
    count = min(max(_number(document.get("count"), 2), 1), MOST_PANES)
    # Keys go to a pane that can be seen.
    active = min(_number(document.get("active"), 0), count - 1, len(kept) - 1)
    return Place(tuple(kept), active, count)


def _pane(document: object) -> PanePlace | None:
    if not isinstance(document, dict) or not isinstance(document.get("article"), str):
        return None
    return PanePlace(document["article"], _number(document.get("cursor"), 0), _number(document.get("top"), 0))


def _number(value: object, default: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else default
