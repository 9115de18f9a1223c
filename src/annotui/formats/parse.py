"""What one line of JSON says, with every doubt about it put into words."""

from __future__ import annotations

import json
import math
from collections import Counter
from typing import NoReturn, cast

from annotui.core.annotation import Annotation
from annotui.core.span import Span
from annotui.store.record import DERIVED, KEYS

from .record import SCHEMA, Record, Status

_DEEPEST = 100
"""Lists and objects within each other; the store keeps no more, and few lines have brackets enough to come near."""

_LEAST, _MOST = -(1 << 63), (1 << 64) - 1
"""The whole numbers that the store keeps."""

_KEYS = frozenset(KEYS)
_OWN = _KEYS | set(DERIVED)
_NEEDED = ("start", "end", "text", "label")
_TEXTS = tuple(key for key in KEYS if key not in ("start", "end", "group", "source"))
_NOT_EMPTY = ("id", "article", "text", "label")
_STATUSES = ("ok", "moved", "orphan")


class NotARecord(ValueError):
    """A line that holds no record: `str(error)` is the reason, in words."""


def parse(raw: bytes) -> tuple[Record, frozenset[str]]:
    """Read a line.

    Args:
        raw: the line, with or without its newline.

    Returns:
        The record, and the keys that the line does not have. They are empty in the record, to be worked out by whoever
        knows the articles and the reviewer; only a missing `source` says that it was imported.

    Raises:
        NotARecord: it holds none.
    """
    fields = _object(raw)
    _check_schema(fields.get("schema", SCHEMA))
    for key in _NEEDED:
        if key not in fields:
            raise NotARecord(f"it has no {key}")
    texts = _texts(fields)
    if "article" not in fields and "sha256" not in fields:
        raise NotARecord("it has neither article nor sha256, so that nobody knows where it belongs")
    group, source = fields.get("group"), fields.get("source", {"kind": "import"})
    if group is not None and not isinstance(group, str):
        raise NotARecord("its group is neither a text nor null")
    if not isinstance(source, dict):
        raise NotARecord("its source is not an object")
    annotation = Annotation(
        **texts,
        span=_span(fields["start"], fields["end"], texts["text"]),
        group=group,
        source=source,
        extra={key: fields[key] for key in sorted(fields.keys() - _OWN)},
    )
    return Record(annotation, _status(fields)), _KEYS.difference(fields)


def _texts(fields: dict[str, object]) -> dict[str, str]:
    """The keys that hold a text; empty where they are missing."""
    texts = {}
    for key in _TEXTS:
        value = fields.get(key, "")
        if not isinstance(value, str):
            raise NotARecord(f"its {key} is not a text")
        texts[key] = value
    for key in _NOT_EMPTY:
        if not texts[key] and key in fields:
            raise NotARecord(f"its {key} is empty")
    return texts


def _span(start: object, end: object, text: str) -> Span:
    for key, value in (("start", start), ("end", end)):
        if not isinstance(value, int) or isinstance(value, bool):
            raise NotARecord(f"its {key} is not a whole number")
    span = Span(cast(int, start), cast(int, end))
    if span.start < 0 or span.is_empty:
        raise NotARecord(f"its start {span.start} and end {span.end} are not a span")
    if len(text) != span.end - span.start:
        raise NotARecord(
            f"its text has {len(text)} code points, but from start to end are {span.end - span.start}"
        )
    return span


def _status(fields: dict[str, object]) -> Status:
    """Where an annotation stands now is found out anew; only that its place was lost is to be known."""
    status, score = fields.get("status", "ok"), fields.get("score")
    if status not in _STATUSES:
        raise NotARecord(f"its status is none of {', '.join(_STATUSES)}")
    if isinstance(score, bool) or not isinstance(score, int | float | None):
        raise NotARecord("its score is neither a number nor null")
    return "orphan" if status == "orphan" else "ok"


def _check_schema(schema: object) -> None:
    if type(schema) is not int or schema < 1:
        raise NotARecord("its schema is not a whole number from 1")
    if schema > SCHEMA:
        raise NotARecord(f"its schema is {schema}, which a newer annotui writes; update annotui to import it")


def _object(raw: bytes) -> dict[str, object]:
    """The JSON object on a line."""
    try:
        text = raw.rstrip(b"\r\n").decode()
        value: object = _DECODER.decode(text)
    except UnicodeDecodeError as error:
        raise NotARecord(f"it is not UTF-8 from byte {error.start + 1} on") from error
    except json.JSONDecodeError as error:
        raise NotARecord(f"it is not JSON from character {error.pos + 1} on") from error
    except RecursionError as error:
        raise NotARecord("it is nested too deeply") from error
    if not isinstance(value, dict):
        raise NotARecord("it is not a JSON object")
    if text.count("[") + text.count("{") > _DEEPEST and _is_too_deep(value, 0):
        raise NotARecord("it is nested too deeply")
    if "\\u" in text and _has_half_characters(value):
        raise NotARecord("it holds half a character (a lone surrogate), which no text can hold")
    return value


def _is_too_deep(value: object, depth: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return depth > _DEEPEST or any(_is_too_deep(one, depth + 1) for one in inner)


def _has_half_characters(value: object) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice, _ = Counter(key for key, _ in pairs).most_common(1)[0]
        raise NotARecord(f"the key “{twice}” stands in it twice")
    return found


def _constant(name: str) -> NoReturn:
    raise NotARecord(f"it holds {name}, which is not JSON")


def _float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise NotARecord(f"it holds the number {digits[:20]}, which is too large")
    return number


def _int(digits: str) -> int:
    # Python reads no more than some thousand digits.
    if len(digits) <= 20 and _LEAST <= (number := int(digits)) <= _MOST:
        return number
    raise NotARecord(f"it holds the number {digits[:20]}, which is too large")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique, parse_constant=_constant, parse_float=_float, parse_int=_int
)
