"""An annotation as a document in the log, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from annotui.core.annotation import Annotation
from annotui.core.span import Span

KEYS = (
    "id",
    "article",
    "sha256",
    "encoding",
    "start",
    "end",
    "text",
    "label",
    "note",
    "reviewer",
    "group",
    "source",
    "prefix",
    "suffix",
    "created",
    "updated",
)
"""The keys of a document, in the order in which they are written."""

DERIVED = ("status", "score", "schema")
"""Keys of the export that are worked out anew each time, and never kept."""

_STRINGS = tuple(key for key in KEYS if key not in ("start", "end", "group", "source"))


class RecordError(ValueError):
    """Something that is no annotation; the message says why."""


def to_document(annotation: Annotation) -> dict[str, object]:
    """The document that is written for an annotation.

    Raises:
        RecordError: the annotation contradicts itself.
    """
    document: dict[str, object] = {
        "id": annotation.id,
        "article": annotation.article,
        "sha256": annotation.sha256,
        "encoding": annotation.encoding,
        "start": annotation.span.start,
        "end": annotation.span.end,
        "text": annotation.text,
        "label": annotation.label,
        "note": annotation.note,
        "reviewer": annotation.reviewer,
        "group": annotation.group,
        "source": dict(annotation.source),
        "prefix": annotation.prefix,
        "suffix": annotation.suffix,
        "created": annotation.created,
        "updated": annotation.updated,
    }
    for key, value in annotation.extra.items():
        if key not in document and key not in DERIVED:
            document[key] = value
    _check(document)
    return document


def from_document(document: Mapping[str, object]) -> Annotation:
    """The annotation that a document holds.

    A document that an older version wrote in another shape is brought into today's here and nowhere else, before it is checked: it
    stays in the log as it was, and is written in today's shape when somebody changes it. There is no other shape yet. What an older
    or a newer version has as further keys is `extra`, and written again as it is.

    Raises:
        RecordError: it holds none.
    """
    _check(document)
    return Annotation(
        id=cast(str, document["id"]),
        article=cast(str, document["article"]),
        sha256=cast(str, document["sha256"]),
        encoding=cast(str, document["encoding"]),
        span=Span(cast(int, document["start"]), cast(int, document["end"])),
        text=cast(str, document["text"]),
        label=cast(str, document["label"]),
        reviewer=cast(str, document["reviewer"]),
        created=cast(str, document["created"]),
        updated=cast(str, document["updated"]),
        note=cast(str, document["note"]),
        group=cast("str | None", document["group"]),
        source=cast("Mapping[str, object]", document["source"]),
        prefix=cast(str, document["prefix"]),
        suffix=cast(str, document["suffix"]),
        extra={key: value for key, value in document.items() if key not in _KNOWN},
    )


def from_documents(
    article: str, documents: Mapping[str, Mapping[str, object]]
) -> tuple[list[Annotation], dict[str, str]]:
    """The annotations of an article by start, end, created, and why each of the other documents is none.

    Args:
        article: the article's id.
        documents: the documents of its table by id.
    """
    found, left_out = [], {}
    for key, document in documents.items():
        try:
            one = from_document(document)
            if (one.article, one.id) != (article, key):
                raise RecordError(f"it says that it is {one.id} of {one.article}")
            found.append(one)
        except RecordError as error:
            left_out[key] = f"the document {key} of {article} was left out: {error}"
    return sorted(found, key=lambda one: one.order), left_out


_KNOWN = frozenset(KEYS)


def _check(document: Mapping[str, object]) -> None:
    for key in KEYS:
        if key not in document:
            raise RecordError(f"the annotation has no {key}")
    for key in _STRINGS:
        if not isinstance(document[key], str):
            raise RecordError(f"the annotation's {key} is not a text")
    start, end, text = document["start"], document["end"], document["text"]
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        raise RecordError("the annotation's start and end are not a span")
    if len(cast(str, text)) != end - start:
        raise RecordError("the annotation's text is not as long as its span")
    if not document["id"] or not document["article"] or not document["label"]:
        raise RecordError("the annotation's id, article and label cannot be empty")
    if not isinstance(document["source"], Mapping):
        raise RecordError("the annotation's source is not an object")
    if document["group"] is not None and not isinstance(document["group"], str):
        raise RecordError("the annotation's group is not a text")
