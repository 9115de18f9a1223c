"""Tag a span, give an annotation another label, remove one. Each is one action, kept in one line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypedDict

import uuid_utils

from annotui.core.annotation import CONTEXT, Annotation
from annotui.core.span import Span
from annotui.corpus.article import Article
from annotui.store.changes import Put, Remove
from annotui.store.store import Store


@dataclass(frozen=True, slots=True)
class Tagged:
    """What came of tagging.

    Args:
        annotation: the new one, or the one that was there.
        is_new: False if this reviewer had given the span this label before: nothing has changed then.
    """

    annotation: Annotation
    is_new: bool


def tag(store: Store, article: Article, span: Span, label: str) -> Tagged:
    """Give a span a label.

    Args:
        store: where annotations are kept.
        article: the article as it was read.
        span: not empty, inside the article's text.
        label: claim, quote, error, duplicate, or another one from the configuration.

    Raises:
        StoreError: nothing can be kept there; nothing has changed.
    """
    for annotation in store.annotations(article.id):
        if (annotation.span, annotation.label, annotation.reviewer) == (span, label, store.reviewer):
            return Tagged(annotation, False)
    now = timestamp()
    annotation = Annotation(
        id=str(uuid_utils.uuid7()),
        article=article.id,
        span=span,
        label=label,
        reviewer=store.reviewer,
        created=now,
        updated=now,
        **_anchor(article, span),
    )
    store.commit([Put(annotation)])
    return Tagged(annotation, True)


def relabel(store: Store, article: Article, annotation: Annotation, label: str) -> Annotation:
    """Give an annotation another label; where it stood in an older version of the article, it is now kept where it stands.

    Args:
        store: where annotations are kept.
        article: the article as it was read.
        annotation: one of that article's, with the span that it has there.
        label: the new label.

    Returns:
        The annotation as it is now.

    Raises:
        StoreError: nothing can be kept there; nothing has changed.
    """
    changed = replace(annotation, label=label, updated=timestamp(), **_anchor(article, annotation.span))
    store.commit([Put(changed)])
    return changed


def remove(store: Store, annotation: Annotation) -> None:
    """Remove an annotation.

    Raises:
        StoreError: nothing can be kept there; nothing has changed.
    """
    store.commit([Remove(annotation)])


def timestamp() -> str:
    """Now, as it stands in a record: UTC, ISO 8601 with milliseconds and `Z`."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class _Anchor(TypedDict):
    sha256: str
    encoding: str
    text: str
    prefix: str
    suffix: str


def _anchor(article: Article, span: Span) -> _Anchor:
    """By what a span is found again, in this version of the article or in a later one."""
    return _Anchor(
        sha256=article.sha256,
        encoding=article.encoding,
        text=span.of(article.text),
        prefix=article.text[max(span.start - CONTEXT, 0) : span.start],
        suffix=article.text[span.end : span.end + CONTEXT],
    )
