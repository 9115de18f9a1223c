"""The corpus itself, with what was tagged in it, and without what is not wanted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

from annotui.core.annotation import CONTEXT
from annotui.core.cutting import Cut, cut, without
from annotui.core.span import Span, stripped
from annotui.corpus.article import Article, Unreadable, read
from annotui.corpus.scan import Corpus
from annotui.formats.articles import ArticleRecord
from annotui.formats.record import Record
from annotui.matching.findings import Findings
from annotui.store.store import Store

from .export import Annotated, articles


@dataclass(slots=True)
class Missing:
    """What could not be exported.

    Args:
        unreadable: articles, each with the reason.
        orphans: annotations whose place is not known any more.
    """

    unreadable: dict[str, str] = field(default_factory=dict)
    orphans: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is exported.

    Args:
        without: what has one of these labels is cut out of the texts, unless it is the one of its family that is kept.
        labels: only annotations with these; all where there are none.
        reviewers: only annotations by these, which also say what is cut; by all where there are none.
    """

    without: Collection[str] = ()
    labels: Collection[str] = ()
    reviewers: Collection[str] = ()


def article_records(
    store: Store, corpus: Corpus, findings: Findings, wanted: Wanted, missing: Missing
) -> Iterator[ArticleRecord]:
    """Join the articles with what the store holds and with what matching has found.

    Args:
        store: the annotations.
        corpus: the articles.
        findings: which is a copy of which, and what is new in it.
        wanted: what is exported.
        missing: gets what could not be.

    Yields:
        The articles, in the order of the corpus.
    """
    annotated = {one.id: one for one in articles(store, corpus, reviewers=wanted.reviewers)}
    for entry in corpus.entries:
        tags = annotated.pop(entry.id, None)
        try:
            article = read(entry)
        except Unreadable as error:
            missing.unreadable[entry.id] = str(error)
            missing.orphans += len(tags.records) if tags else 0
            continue
        yield _record(article, tags, findings, wanted, missing)
    missing.orphans += sum(len(one.records) for one in annotated.values())


def _record(
    article: Article, tags: Annotated | None, findings: Findings, wanted: Wanted, missing: Missing
) -> ArticleRecord:
    records = [] if tags is None or tags.sha256 != article.sha256 else tags.records
    standing = [one for one in records if one.status != "orphan"]
    missing.orphans += len(records) - len(standing)
    left = cut(article.text, _gone(standing, wanted.without))
    shown = [one for one in standing if not wanted.labels or one.annotation.label in wanted.labels]
    known = findings.sha256(article.id) == article.sha256
    return ArticleRecord(
        article.id,
        left.text,
        article.encoding,
        list(_moved(shown, left)) if left.gone else shown,
        findings.copy_of(article.id) if known else None,
        findings.new(article.id) if known else None,
    )


def _gone(records: Iterable[Record], labels: Collection[str]) -> list[Span]:
    """What is cut out; what one reviewer keeps stays although another one does not."""
    tagged = [one.annotation for one in records if one.annotation.label in labels]
    kept = [one.span for one in tagged if one.source.get("kept") is True]
    return without((one.span for one in tagged if one.source.get("kept") is not True), kept)


def _moved(records: Iterable[Record], left: Cut) -> Iterator[Record]:
    """The annotations at their places in what is left; those of which nothing is left are left out."""
    for record in records:
        start, end = span = stripped(left.text, left.moved(record.annotation.span))
        if not span.is_empty:
            moved = replace(
                record.annotation,
                span=span,
                text=span.of(left.text),
                prefix=left.text[max(0, start - CONTEXT) : start],
                suffix=left.text[end : end + CONTEXT],
            )
            yield record._replace(annotation=moved)
