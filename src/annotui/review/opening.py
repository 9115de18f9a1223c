"""What is shown when a corpus is opened."""

from __future__ import annotations

from annotui.corpus.article import Unreadable
from annotui.store.store import Store

from . import drafts
from .news import News
from .place import MOST_PANES, PanePlace, Place, first, restored
from .shelf import Shelf


def opening(shelf: Shelf, store: Store, news: News, hints: str) -> tuple[Place, str] | None:
    """Where to begin, and what to say: where the reader left off, else the first articles.

    Args:
        shelf: the articles.
        store: the annotations, in which actions that an earlier session could not save are saved now.
        news: what has changed since the last time.
        hints: what to press first; said at the first start.

    Returns:
        The place and one line, or None where not one of the articles can be read.
    """
    kept = restored(store.place(), shelf.ids)
    place = _readable(shelf, kept or first(shelf.ids))
    if place is None:
        return None
    if store.read_only is not None:
        return place, store.read_only
    said = []
    if recovered := store.recover():
        said.append(f"{_count(recovered, 'action')} that an earlier session could not save: tried again now")
    if damage := store.problems(quick=True):
        said.append(damage[0] if len(damage) == 1 else f"{damage[0]} (annotui export tells more)")
    if new := news.come_and_gone():
        said.append(new)
    if notes := len(drafts.restored(store.place())):
        kept_with = "is kept with its annotation" if notes == 1 else "are kept with their annotations"
        said.append(f"{_count(notes, 'note')} begun and not saved {kept_with}")
    if said:
        return place, " · ".join(said)
    return place, "" if kept else _greeting(shelf, hints)


def _readable(shelf: Shelf, place: Place) -> Place | None:
    """The place with the articles that can be read, filled up with the next ones."""
    panes: list[PanePlace] = []
    shown = {pane.article for pane in place.panes}
    spare = [PanePlace(one) for one in shelf.ids if one not in shown]
    for pane in [*place.panes, *spare]:
        if len(panes) == min(MOST_PANES, len(place.panes)):
            break
        try:
            shelf.open(pane.article)
        except Unreadable:
            continue
        panes.append(pane)
    return Place(tuple(panes), min(place.active, len(panes) - 1), place.wanted) if panes else None


def _greeting(shelf: Shelf, hints: str) -> str:
    skipped = f" · {_count(len(shelf.skipped), 'file')} not read" if shelf.skipped else ""
    articles = _count(len(shelf.ids), "article")
    return f"{articles}{skipped} · {hints}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
