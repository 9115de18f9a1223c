"""Which articles a reviewer has finished with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

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
        if not (isinstance(article, str) and isinstance(sha256, str) and isinstance(reviewer, str)):
            continue
        if article.startswith(f"{store.corpus_name}/"):
            found.setdefault(reviewer, {})[article] = sha256
    return found


class Progress:
    """How far this reviewer has come. An article counts as reviewed until somebody edits it.

    Args:
        store: where marks are kept.
        hash_of: hash of an article's bytes now, in hex; None where it is not known yet, and the mark counts.
    """

    def __init__(self, store: Store, hash_of: Callable[[str], str | None]) -> None:
        self._store = store
        self._hash_of = hash_of
        self._seen: object = None
        self._own: Mapping[str, str] = {}

    def is_reviewed(self, article: str) -> bool:
        """Whether the reviewer has finished with an article."""
        return self._stands(article, self.marked)

    def count(self, articles: Iterable[str]) -> int:
        """How many of these are reviewed."""
        return len(self.reviewed(articles))

    def reviewed(self, articles: Iterable[str]) -> set[str]:
        """Those of these that are reviewed."""
        marked = self.marked
        return {one for one in articles if one in marked and self._stands(one, marked)}

    @property
    def marked(self) -> Mapping[str, str]:
        """The articles that the reviewer has finished with, each with the hash, in hex, of the bytes that were read; another object
        when that has changed."""
        documents = self._store.documents(TABLE)
        if documents is not self._seen:
            self._seen = documents
            self._own = marks(self._store).get(self._store.reviewer, {})
        return self._own

    def _stands(self, article: str, marked: Mapping[str, str]) -> bool:
        sha256 = marked.get(article)
        return sha256 is not None and self._hash_of(article) in (None, sha256)

    def next_open(self, articles: Sequence[str], article: str) -> str | None:
        """The next article that is not reviewed, from the beginning again after the last one.

        Args:
            articles: ids, in the order of the corpus.
            article: the one to go on from.

        Returns:
            An id, or None where all others are reviewed.
        """
        index = articles.index(article) + 1 if article in articles else 0
        others = (one for one in [*articles[index:], *articles[:index]] if one != article)
        return next((one for one in others if not self.is_reviewed(one)), None)
