"""Tag spans, give an annotation another label or a note, remove one. Each is one action, kept in one line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypedDict

import uuid_utils

from annotui.core.annotation import CONTEXT, Annotation
from annotui.core.selection import Target
from annotui.core.span import Span
from annotui.corpus.article import Article
from annotui.store.changes import Done, Put, Remove
from annotui.store.store import Store

from .reading import Reading
from .stamp import timestamp


class NotYours(Exception):
    """An annotation of another reviewer cannot be changed: `str(error)` is one sentence that says whose it is."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """What came of tagging, relabelling or noting.

    Args:
        annotation: the one that is there now; of several the first.
        count: how many there are.
        done: what was done; None where everything was as wanted before.
    """

    annotation: Annotation
    count: int
    done: Done | None


def tag(store: Store, reading: Reading, target: Target, label: str) -> Tagged:
    """Give a label to a span, or to several that belong together.

    Args:
        store: where annotations are kept.
        reading: the article.
        target: at least one span inside the article's text.
        label: claim, quote, error, duplicate, or another one from the configuration.

    Raises:
        StoreError: nothing can be kept there; nothing has changed.
    """
    there = [_same(store, reading, span, label) for span in target.spans]
    group = str(uuid_utils.uuid7()) if len(target.spans) > 1 else None
    now = timestamp()
    source = {"kind": "suggestion", "rule": target.rule} if target.rule else {"kind": "manual"}
    annotations = [
        one
        or Annotation(
            id=str(uuid_utils.uuid7()),
            article=reading.article.id,
            span=span,
            label=label,
            reviewer=store.reviewer,
            created=now,
            updated=now,
            group=group,
            source=source,
            **anchored(reading.article, span),
        )
        for span, one in zip(target.spans, there, strict=True)
    ]
    new = [Put(one) for one, known in zip(annotations, there, strict=True) if known is None]
    return Tagged(annotations[0], len(annotations), store.commit(new) if new else None)


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
        return Tagged(there, 1, None)
    changed = replace(
        annotation, label=label, updated=timestamp(), **anchored(reading.article, annotation.span)
    )
    return Tagged(changed, 1, store.commit([Put(changed)]))


def note(store: Store, reading: Reading, annotation: Annotation, text: str) -> Tagged:
    """Write a note to an annotation, or take it away.

    Args:
        store, reading, annotation: as for `relabel`.
        text: the note, of any number of lines; nothing but white space takes it away.

    Raises:
        NotYours: it is another reviewer's; nothing has changed.
        StoreError: nothing can be kept there; nothing has changed.
    """
    _require_own(store, annotation)
    text = text.strip()
    if text == annotation.note:
        return Tagged(annotation, 1, None)
    changed = replace(
        annotation, note=text, updated=timestamp(), **anchored(reading.article, annotation.span)
    )
    return Tagged(changed, 1, store.commit([Put(changed)]))


def remove(store: Store, annotation: Annotation) -> Done:
    """Remove an annotation.

    Raises:
        NotYours: it is another reviewer's; nothing has changed.
        StoreError: nothing can be kept there; nothing has changed.
    """
    _require_own(store, annotation)
    return store.commit([Remove(annotation)])


def _require_own(store: Store, annotation: Annotation) -> None:
    if annotation.reviewer != store.reviewer:
        raise NotYours(f"this is {annotation.reviewer}'s, and stays as it is; tag the span yourself")


def _same(store: Store, reading: Reading, span: Span, label: str) -> Annotation | None:
    """This reviewer's annotation with that label where the span is now."""
    placed, _ = reading.placed(store.annotations(reading.article.id))
    wanted = (span, label, store.reviewer)
    return next((one for one in placed if (one.span, one.label, one.reviewer) == wanted), None)


class Anchor(TypedDict):
    """By what a span is found again, in this version of the article or in a later one."""

    sha256: str
    encoding: str
    text: str
    prefix: str
    suffix: str


def anchored(article: Article, span: Span) -> Anchor:
    """What an annotation keeps of its article."""
    return Anchor(
        sha256=article.sha256,
        encoding=article.encoding,
        text=span.of(article.text),
        prefix=article.text[max(span.start - CONTEXT, 0) : span.start],
        suffix=article.text[span.end : span.end + CONTEXT],
    )
