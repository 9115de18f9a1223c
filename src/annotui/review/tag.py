"""Tag a span, give an annotation another label, remove one. Each is one action, kept in one line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypedDict

import uuid_utils

from annotui.core.annotation import CONTEXT, Annotation
from annotui.core.span import Span
from annotui.corpus.article import Article
from annotui.store.changes import Put, Remove
from annotui.store.store import Store

from .reading import Reading
from .stamp import timestamp


class NotYours(Exception):
    """An annotation of another reviewer cannot be changed: `str(error)` is one sentence that says whose it is."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """What came of tagging or relabelling.

    Args:
        annotation: the one that is there now.
        is_new: False if this reviewer had given the span this label before: nothing has changed then.
    """

    annotation: Annotation
    is_new: bool


def tag(store: Store, reading: Reading, span: Span, label: str) -> Tagged:
    """Give a span a label.

    Args:
        store: where annotations are kept.
        reading: the article.
        span: not empty, inside the article's text.
        label: claim, quote, error, duplicate, or another one from the configuration.

    Raises:
        StoreError: nothing can be kept there; nothing has changed.
    """
    if (there := _same(store, reading, span, label)) is not None:
        return Tagged(there, False)
    now = timestamp()
    annotation = Annotation(
        id=str(uuid_utils.uuid7()),
        article=reading.article.id,
        span=span,
        label=label,
        reviewer=store.reviewer,
        created=now,
        updated=now,
        **_anchor(reading.article, span),
    )
    store.commit([Put(annotation)])
    return Tagged(annotation, True)


def relabel(store: Store, reading: Reading, annotation: Annotation, label: str) -> Tagged:
    """Give an annotation another label; if it stood in an older version of the article, it is now kept where it stands.

    Args:
        store: where annotations are kept.
        reading: the article.
        annotation: one of that article's, with the span that it has there.
        label: the new label.

    Raises:
        NotYours: it is another reviewer's; nothing has changed.
        StoreError: nothing can be kept there; nothing has changed.
    """
    _require_own(store, annotation)
    if (there := _same(store, reading, annotation.span, label)) is not None:
        return Tagged(there, False)
    changed = replace(
        annotation, label=label, updated=timestamp(), **_anchor(reading.article, annotation.span)
    )
    store.commit([Put(changed)])
    return Tagged(changed, True)


def remove(store: Store, annotation: Annotation) -> None:
    """Remove an annotation.

    Raises:
        NotYours: it is another reviewer's; nothing has changed.
        StoreError: nothing can be kept there; nothing has changed.
    """
    _require_own(store, annotation)
    store.commit([Remove(annotation)])


def _require_own(store: Store, annotation: Annotation) -> None:
    if annotation.reviewer != store.reviewer:
        raise NotYours(f"this is {annotation.reviewer}'s, and stays as it is; tag the span yourself")


def _same(store: Store, reading: Reading, span: Span, label: str) -> Annotation | None:
    """This reviewer's annotation with that label where the span is now."""
    placed, _ = reading.placed(store.annotations(reading.article.id))
    wanted = (span, label, store.reviewer)
    return next((one for one in placed if (one.span, one.label, one.reviewer) == wanted), None)


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
