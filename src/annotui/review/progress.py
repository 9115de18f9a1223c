"""Which articles a reviewer has finished with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from annotui.store.changes import Done, Draft
from annotui.store.store import Store

from .stamp import timestamp

TABLE = "reviewed"
"""The store's table of reviewed marks."""


def mark(store: Store, article: str, sha256: str, reviewed: bool) -> Done:
    """Mark an article as reviewed by this reviewer, or take the mark away.

    Args:
        store: where marks are kept.
        article: the article's id.
        sha256: hash of its bytes as they were read, in hex: an article that is edited later is to be read again.
        reviewed: whether it is.

    Raises:
        StoreError: nothing can be kept there; nothing has changed.
    """
    document = {"article": article, "sha256": sha256, "reviewer": store.reviewer, "created": timestamp()}
    key = f"{store.reviewer}:{article}"
    return store.commit([Draft(TABLE, key, document if reviewed else None)])


def marks(store: Store) -> Mapping[str, Mapping[str, str]]:
    """The marks of all reviewers in this corpus: by reviewer the hashes, in hex, of the articles as they were read."""
    found: dict[str, dict[str, str]] = {}
    for document in store.documents(TABLE).values():
        article, sha256, reviewer = (document.get(key) for key in ("article", "sha256", "reviewer"))
        if isinstance(article, str) and isinstance(sha256, str) and isinstance(reviewer, str):
            if article.startswith(f"{store.corpus_name}/"):
                found.setdefault(reviewer, {})[article] = sha256
    return found


def reviewed(store: Store, hash_of: Callable[[str], str | None]) -> set[str]:
    """The articles that this reviewer has marked and that nobody has edited since.

    Args:
        store: where marks are kept.
        hash_of: hash of an article's bytes now, in hex; None where it is not known yet, and the mark counts.
    """
    own = marks(store).get(store.reviewer, {})
    return {article for article, sha256 in own.items() if hash_of(article) in (None, sha256)}


def next_open(articles: Sequence[str], done: set[str], article: str) -> str | None:
    """The next article that is not reviewed, from the beginning again after the last one.

    Args:
        articles: ids, in the order of the corpus.
        done: those that are reviewed.
        article: the one to go on from.

    Returns:
        An id, or None where all others are reviewed.
    """
    index = articles.index(article) + 1 if article in articles else 0
    return next(
        (one for one in [*articles[index:], *articles[:index]] if one not in done and one != article), None
    )
