"""One line of a log file: how a user's action is written down, and checked when it is read."""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Mapping
from typing import Any, NamedTuple, cast

import orjson

from .clock import LIMIT, START, STEPS, Clock

VERSION = 1
LONGEST = 64 << 20
"""Bytes; a line longer than this is refused."""

_DEEPEST = 100
"""Lists and objects within each other; far less than orjson and Python's own json read and write."""

_TAIL = len(b',"crc":"1a2b3c4d"}')
_CRC_KEY = b',"crc":"'

Document = Mapping[str, object]

# What stands before the first document in a line of an action on annotations. Names without escapes, as nearly all are.
_HEAD = re.compile(
    rb'\{"v":1,"session":"([^"\\]+)","n":([1-9]\d{0,14}),"clock":\[(\d{1,14}),\d{1,9}\],'
    rb'"ops":\[\{"table":"([^"\\]+/[^"\\]*)","id":"'
)
# In what follows the head it is another op, or a key of a document: the quotes within a text are escaped.
_TABLE = b'"table":"'


class LineError(ValueError):
    """A line that cannot be what annotui wrote, or a document that cannot be written; the message says why."""


class Op(NamedTuple):
    """What one action did to one document.

    Args:
        table: the article's id, or the name of another table.
        id: the document's id.
        base: the clock of the version that was edited, or None for a new document.
        put: the whole document from now on, or None for a removal.
    """

    table: str
    id: str
    base: Clock | None
    put: Document | None


class Line(NamedTuple):
    """One action of one user.

    Args:
        session: uuid7 of the session that wrote it.
        n: the number of the line within its session, from 1, without gaps.
        clock: when it was written.
        ops: what it did; each document at most once. None where a newer version says it in a way that is not known here.
        v: the version of the format; higher than `VERSION` where a newer annotui wrote it.
    """

    session: str
    n: int
    clock: Clock
    ops: tuple[Op, ...]
    v: int = VERSION


def encode(line: Line) -> bytes:
    """The bytes of a line, newline included.

    Raises:
        LineError: a document holds something that JSON cannot hold or would hold differently.
    """
    body = {
        "v": VERSION,
        "session": line.session,
        "n": line.n,
        "clock": line.clock,
        "ops": [{"table": op.table, "id": op.id, "base": op.base, "put": op.put} for op in line.ops],
    }
    for op in line.ops:
        validate(op.put)
    try:
        head = orjson.dumps(
            body, option=orjson.OPT_PASSTHROUGH_SUBCLASS | orjson.OPT_PASSTHROUGH_DATETIME, default=_plain
        )[:-1]
    except TypeError as error:  # orjson's own error is a TypeError: lone surrogates, numbers beyond 64 bits
        raise LineError(f"cannot be written as JSON: {error}") from error
    if len(head) + _TAIL > LONGEST:
        raise LineError("one action cannot be larger than 64 MiB")
    return b"%b%b\n" % (head, _seal(head))


def decode(raw: bytes) -> Line:
    """Read a line back.

    Args:
        raw: the bytes between two newlines; a carriage return at the end is tolerated.

    Returns:
        What it says; of a line of a newer version what can be read of it, at least whose it is and its number.

    Raises:
        LineError: it is damaged, or no line of annotui's.
    """
    if raw.endswith(b"\r"):
        raw = raw[:-1]
    if len(raw) > LONGEST:
        raise LineError("longer than 64 MiB")
    if raw[-_TAIL:] != _seal(raw[:-_TAIL]):
        raise LineError("its checksum does not match" if _CRC_KEY in raw[-_TAIL:] else "not a whole line")
    try:
        body = orjson.loads(raw)
        v, session, n = body["v"], body["session"], body["n"]
    except (ValueError, KeyError, TypeError) as error:
        raise LineError("not a line of annotui's") from error
    if type(v) is not int or v < 1 or type(session) is not str or type(n) is not int or n < 1:
        raise LineError("not a line of annotui's")
    try:
        clock, ops = _contents(body, raw)
    except LineError:
        if v == VERSION:
            raise
        clock, ops = START, ()
    return Line(session, n, clock, ops, v)


Glance = tuple[str, int, int, str, int]
"""What a line says without its documents: session and number as in `Line`, the milliseconds of its clock, the article whose
annotations it is about, and how many these are at most."""


def glance(raw: bytes) -> Glance | None:
    """Look at a line without reading its documents, at a third of the cost of `decode`.

    Args:
        raw: as for `decode`.

    Returns:
        What it says, if its checksum matches and it is about annotations of one article, in the words of `encode`; None for any other
        line, also for a damaged one. What follows may still be no document: only `decode_glanced` tells.
    """
    if len(raw) > LONGEST or raw[-_TAIL:] != _seal(raw[:-_TAIL]):
        return None
    return _head(raw)


def decode_glanced(raw: bytes) -> Line:
    """Read a line of which `glance` has told something.

    Raises:
        LineError: as for `decode`, or it says something else than at a glance: what has been told of it is used already.
    """
    line = decode(raw)
    if not line.ops or line.v != VERSION:
        raise LineError("not a line of annotui's")
    # A key that stands there twice says two things: the first at a glance, the last when the line is read.
    *told, _ = _head(raw) or (None,)
    if any([line.session, line.n, line.clock.ms, op.table] != told for op in line.ops):
        raise LineError("it has a key twice")
    return line


def document(raw: bytes) -> dict[str, object]:
    """The document that a line with a single op put, parsed anew; the line has been decoded before."""
    return cast("dict[str, object]", orjson.loads(raw)["ops"][0]["put"])


def validate(value: object, depth: int = 0) -> None:
    """Make sure that a value reads back from JSON as what it is.

    Raises:
        LineError: NaN or infinity (orjson writes null), keys that are not strings, types that JSON does not have,
            or nesting deeper than 100.
    """
    if value is None or isinstance(value, (str, bool, int)):
        return
    if isinstance(value, float):
        if not math.isfinite(value):
            raise LineError("a number that is not finite cannot be written as JSON")
        return
    if depth > _DEEPEST:
        raise LineError("nested too deeply to be written as JSON")
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise LineError("a key that is not a string cannot be written as JSON")
            validate(inner, depth + 1)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            validate(inner, depth + 1)
    else:
        raise LineError(f"a value of type {type(value).__name__} cannot be written as JSON")


def _require_shallow(value: Mapping[str, object] | list[object], depth: int = 0) -> None:
    """As `validate`, for what orjson has read: there only the depth can be wrong."""
    if depth > _DEEPEST:
        raise LineError("nested too deeply to be written as JSON")
    for inner in value.values() if isinstance(value, Mapping) else value:
        if type(inner) is dict or type(inner) is list:
            _require_shallow(inner, depth + 1)


def _seal(head: bytes) -> bytes:
    """The end of a line, which tells whether the rest is what was written."""
    return b'%b%08x"}' % (_CRC_KEY, zlib.crc32(head))


def _plain(value: object) -> object:
    """What orjson is given instead of a subclass or a read-only mapping."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, tuple):
        return tuple(value)
    if isinstance(value, list):
        return list(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        return int(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


def _head(raw: bytes) -> Glance | None:
    found = _HEAD.match(raw)
    if found is None:
        return None
    session, n, ms, table = found.groups()
    ops = 1
    if raw.find(_TABLE, found.end()) >= 0:
        ops = raw.count(b'{%b%b","id":"' % (_TABLE, table))
        if raw.count(_TABLE) != ops:
            return None
    try:
        return session.decode(), int(n), int(ms), table.decode(), ops
    except UnicodeDecodeError:
        return None


def _contents(body: dict[str, Any], raw: bytes) -> tuple[Clock, tuple[Op, ...]]:
    """When a line was written, and what it did."""
    try:
        clock = _clock(body["clock"])
        ops = tuple([_op(one) for one in body["ops"]])
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, LineError):
            raise
        raise LineError("not a line of annotui's") from error
    if not ops:
        raise LineError("not a line of annotui's")
    if len(ops) > 1 and len({(op.table, op.id) for op in ops}) != len(ops):
        raise LineError("it changes a document twice")
    # orjson reads deeper than it writes. Few lines have brackets enough to be too deep: only those are looked into.
    if raw.count(b"[") + raw.count(b"{") > _DEEPEST:
        for op in ops:
            _require_shallow(op.put or {})
    return clock, ops


def _clock(value: list[object]) -> Clock:
    ms, counter = value
    if type(ms) is not int or type(counter) is not int or not (0 <= ms < LIMIT and 0 <= counter < STEPS):
        raise LineError("its clock is out of range")
    return Clock(ms, counter)


def _op(one: dict[str, Any]) -> Op:
    table, key, base, put = one["table"], one["id"], one["base"], one["put"]
    if type(table) is not str or type(key) is not str or not (put is None or type(put) is dict):
        raise LineError("not a line of annotui's")
    return Op(table, key, None if base is None else _clock(base), put)
