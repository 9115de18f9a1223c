"""What has changed in the corpus since this reviewer opened it last, and while it is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from annotui.corpus.article import Unreadable
from annotui.corpus.scan import Corpus, Skipped
from annotui.store.anchor import anchor
from annotui.store.store import Store

from .shelf import Shelf, Titled

_NAMED = 3
"""Articles that are named; more are only counted."""

_HASH = 16
"""Digits of an article's hash that are kept: enough to see that it was edited."""

_PLACED = 2_000
"""Annotations of edited articles, at most, that are looked for to say what has become of them."""


class News:
    """What is known from the last time.

    Args:
        shelf: the articles.
        known: what `as_document` gave the last time, or whatever else its file held; None at the first start.
    """

    def __init__(self, shelf: Shelf, known: Mapping[str, object] | None) -> None:
        self._shelf = shelf
        listed = known.get("articles") if known else None
        # What an older version has kept are names without hashes.
        hashes = dict.fromkeys(map(str, listed)) if isinstance(listed, list) else listed
        self._before: dict[str, str] | None = None
        if isinstance(hashes, dict):
            self._before = {f"{shelf.corpus.name}/{one}": str(sha256 or "") for one, sha256 in hashes.items()}
        self._is_compared = False

    def come_and_gone(self) -> str:
        """One line on which articles have come and gone; empty where none has, and at the first start."""
        if self._before is None:
            return ""
        shelf, before = self._shelf, self._before
        new = [shelf.name(one) for one in shelf.ids if one not in before]
        gone = [shelf.inside(one) for one in sorted(before) if one not in shelf]
        said = [("new since last time", new), ("gone since last time", gone)]
        return " · ".join(f"{what}: {_listed(names)}" for what, names in said if names)

    def edited(self, store: Store, hashes: Mapping[str, str]) -> str:
        """One line on which articles were edited, and what has become of their annotations; for any thread.

        Args:
            store: the annotations.
            hashes: of articles that have been read by now (hex); of others the shelf knows them, or nobody.

        Returns:
            The line; empty where nothing was edited.
        """
        before = self._before or {}
        shelf = self._shelf
        found = [
            one
            for one in shelf.ids
            if (sha256 := hashes.get(one) or shelf.sha256(one))
            and before.get(one, "") not in ("", sha256[:_HASH])
        ]
        said = [f"edited since last time: {_listed([shelf.name(one) for one in found])}"] if found else []
        said += self._fates(store, found)
        self._is_compared = True
        return " · ".join(said)

    def as_document(self) -> dict[str, object]:
        """What there is now, as plain values, to be kept; also files that are no articles, which would be new each time.

        Of an article that has not been read yet, and of all as long as nobody knows which were edited, what was known before: whoever
        quits early is told the next time.
        """
        return {"articles": {self._shelf.inside(one): self._kept(one)[:_HASH] for one in self._shelf.there}}

    def _kept(self, article: str) -> str:
        before = (self._before or {}).get(article, "")
        now = self._shelf.sha256(article) or ""
        return now or before if self._is_compared else before or now

    def _fates(self, store: Store, articles: Sequence[str]) -> list[str]:
        """How many annotations of these articles stand somewhere else now, and how many have lost their place."""
        if sum(map(store.count, articles)) > _PLACED:
            return []
        fates: Counter[str] = Counter()
        for one in articles:
            if store.count(one):
                try:
                    article = self._shelf.article(one)
                except Unreadable:
                    continue
                kept = store.annotations(one)
                fates.update(anchor(each, article.text, article.sha256).status for each in kept)
        moved, lost = fates["moved"], fates["orphan"]
        said = [f"{moved} {'annotation' if moved == 1 else 'annotations'} moved"] if moved else []
        return [*said, f"{lost} lost {'its' if lost == 1 else 'their'} place"] if lost else said


def named(shelf: Shelf) -> dict[str, str]:
    """The articles that a shelf has now, by id, each with its short name."""
    return {one: shelf.name(one) for one in shelf.ids}


def taken_in(
    shelf: Shelf, corpus: Corpus, found: Iterable[Titled | Skipped], told: Mapping[str, str] | None = None
) -> str:
    """Let a shelf have the articles that have come while it is read, and not those that have gone.

    Args:
        shelf: the articles.
        corpus: what there is now.
        found: what is known of those that have come.
        told: the articles that a reader was told of, as `named` gave them then; those that the shelf has now unless given.

    Returns:
        One line on which have come and gone since; empty where none has.
    """
    before = named(shelf) if told is None else told
    shelf.take_in(corpus)
    for one in found:
        shelf.learn(one)
    now = dict.fromkeys(shelf.ids)
    new = [shelf.name(one) for one in now if one not in before]
    gone = [name for one, name in before.items() if one not in now]
    said = [(_counted(new, "new "), new), (f"{_counted(gone)} gone", gone)]
    return " · ".join(
        what if len(names) > _NAMED else f"{what}: {', '.join(names)}" for what, names in said if names
    )


def _counted(names: Sequence[str], which: str = "") -> str:
    return f"{len(names)} {which}article{'' if len(names) == 1 else 's'}"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= _NAMED else _counted(names)
