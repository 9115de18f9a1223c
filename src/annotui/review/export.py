"""The annotations of a corpus as they stand in its articles now."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

from annotui.core.annotation import CONTEXT, Annotation
from annotui.core.span import Span
from annotui.corpus.article import Article, Unreadable, read
from annotui.corpus.scan import Corpus
from annotui.formats.record import Record
from annotui.store.anchor import anchor
from annotui.store.store import Store

from .renamed import home

GONE = "its file is gone"
"""Why an article cannot be read that the corpus does not have."""


class Annotated(NamedTuple):
    """An article and its annotations.

    Args:
        id: the article's id.
        sha256: hash of its bytes now, in hex; None where it cannot be read.
        fault: why it cannot be read; None where it can.
        records: its annotations as they stand in it now, in the order of start, end, created.
    """

    id: str
    sha256: str | None
    fault: str | None
    records: list[Record]


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
    for one in articles(store, corpus, labels=labels, reviewers=reviewers):
        yield from one.records


def articles(
    store: Store, corpus: Corpus, *, labels: Collection[str] = (), reviewers: Collection[str] = ()
) -> Iterator[Annotated]:
    """As `records`, article by article; those without such annotations are left out.

    Args:
        store, corpus, labels, reviewers: as for `records`.

    Yields:
        Articles in the order of their ids, each read once, and those that are gone.
    """
    entries = {entry.id: entry for entry in corpus.entries}
    skipped = {f"{corpus.name}/{one.name}": one.reason for one in corpus.skipped}
    gathered = _by_article(store, corpus, entries.keys() | skipped.keys())
    for id_ in sorted(gathered):
        wanted = [
            one
            for one in gathered[id_]
            if (not labels or one.label in labels) and (not reviewers or one.reviewer in reviewers)
        ]
        if not wanted:
            continue
        article, fault = None, None
        try:
            if id_ in entries:
                article = read(entries[id_])
            else:
                fault = skipped.get(id_, GONE)
        except Unreadable as error:
            fault = str(error)
        found = sorted((record(one, article) for one in wanted), key=lambda one: one.annotation.order)
        yield Annotated(id_, article.sha256 if article else None, fault, found)


def _by_article(store: Store, corpus: Corpus, there: Collection[str]) -> dict[str, list[Annotation]]:
    """The annotations by article; those of an article that was renamed go to the one that has its bytes now."""
    gathered = {one: store.annotations(one) for one in store.articles()}
    gone = [one for one in gathered if one not in there]
    lost = {one.sha256 for article in gone for one in gathered[article]}
    homes = _homes(corpus, lost) if lost else {}
    for article in gone:
        for one in gathered.pop(article):
            found = home(one, there.__contains__, lambda sha256: homes.get(sha256, []))
            gathered.setdefault(found, []).append(one)
    return gathered


def _homes(corpus: Corpus, wanted: Collection[str]) -> dict[str, list[str]]:
    """For each hash the articles whose bytes have it."""
    found: dict[str, list[str]] = {}
    for entry in corpus.entries:
        with suppress(Unreadable):
            sha256 = read(entry).sha256
            if sha256 in wanted:
                found.setdefault(sha256, []).append(entry.id)
    return found


def record(one: Annotation, article: Article | None) -> Record:
    """An annotation as it stands in its article now.

    Args:
        one: what is kept of it.
        article: its article; None where that is gone or cannot be read.
    """
    if article is None:
        return Record(one, "orphan")
    found = anchor(one, article.text, article.sha256)
    if found.status == "orphan":
        return Record(replace(one, sha256=article.sha256, encoding=article.encoding), "orphan")
    return Record(standing(one, found.span, article), found.status, found.score)


def standing(one: Annotation, span: Span, article: Article) -> Annotation:
    """An annotation with all that is worked out from its article, which says its text at `span`."""
    return replace(
        one,
        article=article.id,
        sha256=article.sha256,
        encoding=article.encoding,
        span=span,
        prefix=article.text[max(0, span.start - CONTEXT) : span.start],
        suffix=article.text[span.end : span.end + CONTEXT],
    )
