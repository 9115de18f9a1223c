"""JSONL: one record a line, UTF-8, safe to print and to split into lines by any means."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from .parse import NotARecord, parse
from .record import SCHEMA, Read, Record, Refusal

LONGEST = 64 << 20
"""Bytes; a line longer than this is not read."""

_MARK = b"\xef\xbb\xbf"

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
        yield line(fields(record))


def line(fields: Mapping[str, object]) -> bytes:
    """One JSON object on a line of its own, escaped as in `write`, with its newline.

    Raises:
        ValueError: a number is not finite, which JSON cannot say.
    """
    text = json.dumps(fields, ensure_ascii=False, allow_nan=False)
    return _UNSAFE.sub(_escaped, text).encode() + b"\n"


def read(stream: BinaryIO) -> Iterator[Read | Refusal]:
    """Read records as `write` writes them, or as other programs and people do.

    A byte order mark at the beginning and carriage returns before newlines are tolerated, blank lines skipped.

    Args:
        stream: where the lines come from; no more than one of them is held at a time.

    Yields:
        For each line, in turn, the record that it holds or the reason why it holds none.

    Raises:
        OSError: the stream cannot be read.
    """
    number = 0
    while raw := stream.readline(LONGEST + 2):
        number += 1
        if len(raw) > LONGEST and len(raw.rstrip(b"\r\n")) > LONGEST:
            _skip_the_rest(stream, raw)
            yield Refusal(number, "it is longer than 64 MiB")
            continue
        if number == 1:
            raw = raw.removeprefix(_MARK)
        if not raw or raw.isspace():
            continue
        try:
            found, missing = parse(raw)
        except NotARecord as error:
            yield Refusal(number, str(error))
        else:
            yield Read(number, found, missing, len(raw))


def _skip_the_rest(stream: BinaryIO, raw: bytes) -> None:
    """Go to the end of a line of which the beginning was read."""
    while raw and not raw.endswith(b"\n"):
        raw = stream.readline(LONGEST)


def _escaped(found: re.Match[str]) -> str:
    piece = found[0]
    return _SHORT.get(piece, piece) if piece[0] == "\\" else f"\\u{ord(piece):04x}"


def fields(record: Record) -> dict[str, object]:
    """What a line says of an annotation, in the order of its keys."""
    one = record.annotation
    known: dict[str, object] = {
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
    return known | {key: _plain(value) for key, value in unknown if key not in known}


def _plain(value: object) -> object:
    """The value in the types that json writes; mappings may be read-only views."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value
