"""Tag spans, give an annotation another label or a note, remove one. Each is one action, kept in one line."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile
from typing import TypedDict

import uuid_utils

from annotui.core.annotation import CONTEXT, Annotation
from annotui.core.selection import Target
from annotui.core.span import Span
from annotui.corpus.article import Article
from annotui.store.changes import Done, Draft, Put, Remove
from annotui.store.record import from_document
from annotui.store.store import Store, StoreError

from .reading import Reading
from .stamp import timestamp

EDITED_BY = "edited_by"
"""The key of an annotation that says which other reviewer changed it last."""

REMOVALS = "removals"
"""The store's table of who removed whose annotation."""


class NotYours(Exception):
    """An annotation of another reviewer is changed only where that is asked for: `str(error)` says whose it is."""


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
        one or made(store, reading.article, span, label, source, group=group, now=now)
        for span, one in zip(target.spans, there, strict=True)
    ]
    new = [Put(one) for one, known in zip(annotations, there, strict=True) if known is None]
    return Tagged(annotations[0], len(annotations), store.commit(new) if new else None)


def give_way(store: Store, done: Done) -> Annotation | None:
    """Remove what was tagged, where another window of this reviewer tagged the same at the same moment and was the first.

    Neither could see the other one's tags before: a line takes a moment to the disk. Each sees both a moment later, and both agree by what
    was kept which one stays; only the window that tagged the other one removes it.

    Args:
        store: where annotations are kept, with what other sessions wrote.
        done: what `tag` did.

    Returns:
        The one that stays, of several the first; None where nothing was removed, because something that was tagged has no double, or was
        changed since.

    Raises:
        StoreError: nothing can be kept there; nothing has changed.
    """
    ours = [from_document(one.put) for one in done.after if one.put is not None]
    first = [_first(store, one) for one in ours]
    if not ours or not all(first) or not store.stands(done):
        return None
    store.commit([Remove(one) for one in ours])
    return first[0]


def _first(store: Store, one: Annotation) -> Annotation | None:
    """What says the same as an annotation and was there before it."""
    annotations = store.annotations(one.article)
    at = bisect_left(annotations, one.span, key=lambda other: other.span)
    same = takewhile(lambda other: other.span == one.span, islice(annotations, at, None))
    said = (one.sha256, one.label, one.reviewer)
    return next(
        (
            other
            for other in same
            if (other.sha256, other.label, other.reviewer) == said
            and (other.created, other.id) < (one.created, one.id)
        ),
        None,
    )


def relabel(
    store: Store,
    reading: Reading,
    annotation: Annotation,
    label: str,
    *,
    anyones: bool = False,
    copies: Sequence[Annotation] = (),
) -> Tagged:
    """Give an annotation another label; if it stood in an older version of the article, it is now kept where it stands.

    Args:
        store: where annotations are kept.
        reading: the article.
        annotation: one of that article's, with the span that it has there.
        label: the new label.
        anyones: whether it may be another reviewer's, who stays its reviewer; who changed it is kept with it.
        copies: this reviewer's annotations that get the label too, where they stand.

    Raises:
        NotYours: it is another reviewer's; nothing has changed.
        StoreError: nothing can be kept there; nothing has changed.
    """
    require_own(store, annotation, anyones=anyones)
    if (there := _same(store, reading, annotation.span, label, annotation.reviewer)) is not None:
        return Tagged(there, 1, None)
    changed = replace(_edited(store, reading, annotation), label=label)
    also = [
        replace(one, label=label, updated=changed.updated)
        for one in copies
        if not _is_there(store, one, label)
    ]
    return Tagged(changed, 1 + len(also), _keep(store, annotation, changed, also))


def note(
    store: Store, reading: Reading, annotation: Annotation, text: str, *, anyones: bool = False
) -> Tagged:
    """Write a note to an annotation, or take it away.

    Args:
        store, reading, annotation, anyones: as for `relabel`.
        text: the note, of any number of lines; nothing but white space takes it away.

    Raises:
        NotYours: it is another reviewer's; nothing has changed.
        StoreError: nothing can be kept there; nothing has changed.
    """
    require_own(store, annotation, anyones=anyones)
    text = text.strip()
    if text == annotation.note:
        return Tagged(annotation, 1, None)
    changed = replace(_edited(store, reading, annotation), note=text)
    return Tagged(changed, 1, _keep(store, annotation, changed))


def remove(
    store: Store, annotation: Annotation, *, anyones: bool = False, copies: Sequence[Annotation] = ()
) -> Done:
    """Remove an annotation.

    Args:
        store: where annotations are kept.
        annotation: what is removed.
        anyones: whether it may be another reviewer's; who removed it is kept.
        copies: this reviewer's annotations that are removed with it.

    Raises:
        NotYours: it is another reviewer's; nothing has changed.
        StoreError: nothing can be kept there; nothing has changed.
    """
    require_own(store, annotation, anyones=anyones)
    removed = [Remove(one) for one in (annotation, *copies)]
    if annotation.reviewer == store.reviewer:
        return store.commit(removed)
    removal = {
        "article": annotation.article,
        "annotation": annotation.id,
        "reviewer": annotation.reviewer,
        "removed_by": store.reviewer,
        "created": timestamp(),
    }
    return store.commit([*removed, Draft(REMOVALS, annotation.id, removal)])


def require_own(store: Store, annotation: Annotation, *, anyones: bool = False) -> None:
    """Make sure that this reviewer may change an annotation.

    Raises:
        NotYours: it is another reviewer's, and that is not asked for.
    """
    if annotation.reviewer != store.reviewer and not anyones:
        raise NotYours(f"this is {annotation.reviewer}'s")


def _edited(store: Store, reading: Reading, annotation: Annotation) -> Annotation:
    """The annotation as it stands now, about to be changed; with the name of who does that, where it is somebody else."""
    if annotation.span.of(reading.article.text) != annotation.text:
        raise StoreError("the article has changed; look where the annotation is now")
    extra = annotation.extra
    if annotation.reviewer != store.reviewer:
        extra = {**extra, EDITED_BY: store.reviewer}
    return replace(
        annotation,
        article=reading.article.id,
        updated=timestamp(),
        extra=extra,
        **anchored(reading.article, annotation.span),
    )


def _keep(store: Store, before: Annotation, changed: Annotation, also: Sequence[Annotation] = ()) -> Done:
    """Keep a changed annotation, and others with it; one whose article was renamed moves to where that is now."""
    moved = [Remove(before)] if before.article != changed.article else []
    return store.commit([*moved, Put(changed), *map(Put, also)])


def _is_there(store: Store, copy: Annotation, label: str) -> bool:
    """Whether the reviewer has tagged just what a copy says with a label already."""
    wanted = (copy.sha256, copy.span, label, copy.reviewer)
    return any(
        (one.sha256, one.span, one.label, one.reviewer) == wanted for one in store.annotations(copy.article)
    )


def _same(
    store: Store, reading: Reading, span: Span, label: str, reviewer: str | None = None
) -> Annotation | None:
    """This reviewer's, or another one's, annotation with that label where the span is now."""
    placed, _ = reading.placed(store.annotations(reading.article.id))
    wanted = (span, label, reviewer or store.reviewer)
    return next((one for one in placed if (one.span, one.label, one.reviewer) == wanted), None)


def made(
    store: Store,
    article: Article,
    span: Span,
    label: str,
    source: Mapping[str, object],
    *,
    group: str | None = None,
    note: str = "",
    now: str = "",
) -> Annotation:
    """A new annotation of this reviewer.

    Args:
        store: whose.
        article: as its file is now.
        span: where in it.
        label: what it says.
        source: how it came to be.
        group: shared with others that belong to it.
        note: a remark.
        now: when; this moment unless given.
    """
    now = now or timestamp()
    return Annotation(
        id=str(uuid_utils.uuid7()),
        article=article.id,
        span=span,
        label=label,
        reviewer=store.reviewer,
        created=now,
        updated=now,
        note=note,
        group=group,
        source=source,
        **anchored(article, span),
    )


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
