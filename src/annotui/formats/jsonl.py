"""JSONL: one record a line, UTF-8, safe to print and to split into lines by any means."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from .record import SCHEMA, Record

# The short escapes of JSON are among them, so that every control character comes out as \uXXXX; an escaped
# backslash or quotation mark is matched to be stepped over. json escapes the rest of C0 by itself.
_UNSAFE = re.compile(
    r'\\[\\"bfnrtu]|[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]'
)
_SHORT = {r"\b": r"\u0008", r"\t": r"\u0009", r"\n": r"\u000a", r"\f": r"\u000c", r"\r": r"\u000d"}


def write(records: Iterable[Record]) -> Iterator[bytes]:
    r"""Write records, one line each, in the order given.

    Args:
        records: what to write.

    Yields:
        Lines that end in a newline. C0, DEL, C1, U+2028, U+2029, bidirectional controls and lone
        surrogates are escaped as `\uXXXX`, so that no line acts on a terminal or breaks in two.

    Raises:
        ValueError: a number is not finite, which JSON cannot say.
    """
    for record in records:
        line = json.dumps(_fields(record), ensure_ascii=False, allow_nan=False)
        yield _UNSAFE.sub(_escaped, line).encode() + b"\n"


def _escaped(found: re.Match[str]) -> str:
    piece = found[0]
    return _SHORT.get(piece, piece) if piece[0] == "\\" else f"\\u{ord(piece):04x}"


def _fields(record: Record) -> dict[str, object]:
    one = record.annotation
    fields: dict[str, object] = {
        "id": one.id,
        "article": one.article,
        "sha256": one.sha256,
        "encoding": one.encoding,
        "start": one.span.start,
        "end": one.span.end,
        "text": one.text,
        "label": one.label,
        "note": one.note,
        "reviewer": one.reviewer,
        "group": one.group,
        "source": _plain(one.source),
        "prefix": one.prefix,
        "suffix": one.suffix,
        "created": one.created,
        "updated": one.updated,
        "status": record.status,
        "score": record.score,
        "schema": SCHEMA,
    }
    unknown = sorted(one.extra.items())
    return fields | {key: _plain(value) for key, value in unknown if key not in fields}


def _plain(value: object) -> object:
    """The value in the types that json writes; mappings may be read-only views."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value
