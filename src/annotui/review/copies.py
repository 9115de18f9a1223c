"""What was propagated from an annotation, which may be removed or relabelled together with it."""

from __future__ import annotations

from annotui.core.annotation import Annotation
from annotui.store.store import Store


def copies(store: Store, annotation: Annotation) -> list[Annotation]:
    """The annotations that this reviewer has propagated from one, and from those in turn; in the order of article and place."""
    by_origin: dict[object, list[Annotation]] = {}
    for article in store.articles():
        for one in store.annotations(article):
            if one.reviewer == store.reviewer and one.source.get("kind") == "propagated":
                by_origin.setdefault(one.source.get("from"), []).append(one)
    found: dict[str, Annotation] = {}
    waiting = [annotation.id]
    while waiting:
        for one in by_origin.get(waiting.pop(), ()):
            if one.id not in found and one.id != annotation.id:
                found[one.id] = one
                waiting.append(one.id)
    return sorted(found.values(), key=lambda one: (one.article, one.order))
