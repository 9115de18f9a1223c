"""An annotation as a document in the log, and back."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

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
    _checked(document)
    return document


def from_document(document: Mapping[str, object]) -> Annotation:
    """The annotation that a document holds.

    A document that an older version wrote in another shape is brought into today's here and nowhere else, before it is checked: it
    stays in the log as it was, and is written in today's shape when somebody changes it. There is no other shape yet. What an older
    or a newer version has as further keys is `extra`, and written again as it is.

    Raises:
        RecordError: it holds none.
    """
    key, article, sha256, encoding, start, end, text, label, note, reviewer, *rest = _checked(document)
    group, source, prefix, suffix, created, updated = rest
    return Annotation(
        id=key,
        article=article,
        sha256=sha256,
        encoding=encoding,
        span=Span(start, end),
        text=text,
        label=label,
        reviewer=reviewer,
        created=created,
        updated=updated,
        note=note,
        group=group,
        source=source,
        prefix=prefix,
        suffix=suffix,
        extra={key: value for key, value in document.items() if key not in _KNOWN}
        if len(document) > len(KEYS)
        else {},
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
_values_of = itemgetter(*KEYS)
_strings_of = itemgetter(*_STRINGS)
_STRING = {str}


def _checked(document: Mapping[str, object]) -> tuple[Any, ...]:
    """The values of a document, in the order of `KEYS`; looked at in one go, because an article may have many thousands.

    Raises:
        RecordError: it is no annotation.
    """
    try:
        values: tuple[Any, ...] = _values_of(document)
    except KeyError as error:
        raise RecordError(f"the annotation has no {error.args[0]}") from None
    key, article, _, _, start, end, text, label, _, _, group, source, *_ = values
    if {*map(type, _strings_of(document))} != _STRING:
        for name in _STRINGS:
            if not isinstance(document[name], str):
                raise RecordError(f"the annotation's {name} is not a text")
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        raise RecordError("the annotation's start and end are not a span")
    if len(text) != end - start:
        raise RecordError("the annotation's text is not as long as its span")
    if not key or not article or not label:
        raise RecordError("the annotation's id, article and label cannot be empty")
    if type(source) is not dict and not isinstance(source, Mapping):
        raise RecordError("the annotation's source is not an object")
    if group is not None and not isinstance(group, str):
        raise RecordError("the annotation's group is not a text")
    return values
