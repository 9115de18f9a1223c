"""The annotations of a corpus as they stand in its articles now."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from annotui.core.annotation import CONTEXT, Annotation
from annotui.corpus.article import Article, Unreadable, read
from annotui.corpus.scan import Corpus
from annotui.formats.record import Record
from annotui.store.anchor import anchor
from annotui.store.store import Store


def records(
    store: Store, corpus: Corpus, *, labels: Collection[str] = (), reviewers: Collection[str] = ()
) -> Iterator[Record]:
    """Join what the store holds with what the articles say now.

    Args:
        store: the annotations.
        corpus: the articles; those of other corpora in the store are left out.
        labels: only these; all where there are none.
        reviewers: only by these; by all where there are none.

    Yields:
        Records in the order of article, start, end, created. An annotation whose article is gone or
        cannot be read is an orphan with its last known place and text.
    """
    entries = {entry.id: entry for entry in corpus.entries}
    for id_ in sorted(store.articles()):
        if not id_.startswith(f"{corpus.name}/"):
            continue
        wanted = [
            one
            for one in store.annotations(id_)
            if (not labels or one.label in labels) and (not reviewers or one.reviewer in reviewers)
        ]
        if not wanted:
            continue
        try:
            article = read(entries[id_]) if id_ in entries else None
        except Unreadable:
            article = None
        yield from sorted((_record(one, article) for one in wanted), key=lambda one: one.annotation.order)


def _record(one: Annotation, article: Article | None) -> Record:
    if article is None:
        return Record(one, "orphan")
    found = anchor(one, article.text, article.sha256)
    now = replace(one, sha256=article.sha256, encoding=article.encoding)
    if found.status == "orphan":
        return Record(now, "orphan")
    start, end = found.span
    placed = replace(
        now,
        span=found.span,
        text=found.text,
        prefix=article.text[max(0, start - CONTEXT) : start],
        suffix=article.text[end : end + CONTEXT],
    )
    return Record(placed, found.status, found.score)
