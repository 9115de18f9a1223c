"""The annotations of a reviewer where they stand in an article now."""

from __future__ import annotations

from dataclasses import replace

from annotui.core.annotation import Annotation
from annotui.corpus.article import Article
from annotui.store.anchor import anchor
from annotui.store.store import Store

from .renamed import Renamed


def own(store: Store, renamed: Renamed, article: Article) -> list[Annotation]:
    """The annotations of this reviewer in an article that may not be open, with the spans that they have in it now.

    Args:
        store: the annotations.
        renamed: finds those that are kept under an older name of the article.
        article: as its file is now.

    Returns:
        In the order of their places, without those that have lost theirs.
    """
    found = []
    for one in (*store.annotations(article.id), *renamed.to(article.id)):
        if one.reviewer == store.reviewer:
            place = anchor(one, article.text, article.sha256)
            if place.status != "orphan":
                found.append(one if place.span == one.span else replace(one, span=place.span))
    return sorted(found, key=lambda one: one.order)
