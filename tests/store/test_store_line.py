"""The line format, fixed from the first version on."""

from __future__ import annotations

import zlib

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotui.store.clock import STEPS, Clock, HybridClock
from annotui.store.line import Line, LineError, Op, decode, document, encode

GOLDEN = (
    b'{"v":1,"session":"01a2","n":12,"clock":[1764000000000,3],"ops":[{"table":"seeds/003.txt","id":"01b3",'
    b'"base":[1763999990000,0],"put":{"label":"quote","note":"a\xe2\x80\xa8b"}}],"crc":"b392b28f"}\n'
)
LINE = Line(
    "01a2",
    12,
    Clock(1764000000000, 3),
    (Op("seeds/003.txt", "01b3", Clock(1763999990000, 0), {"label": "quote", "note": "a\u2028b"}),),
)

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=8,
)


def checked(body: bytes) -> bytes:
    """A line with the right checksum for what it says, whatever that is."""
    return b'%b,"crc":"%08x"}' % (body, zlib.crc32(body))


def test_a_line_looks_on_the_disk_as_it_always_did() -> None:
    assert encode(LINE) == GOLDEN
    assert decode(GOLDEN[:-1]) == LINE


def test_a_carriage_return_before_the_newline_is_tolerated() -> None:
    assert decode(GOLDEN[:-1] + b"\r") == LINE


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), VALUES))
def test_every_document_reads_back_as_it_was(put: dict[str, object]) -> None:
    line = LINE._replace(ops=(Op("t", "1", None, put), Op("t", "2", None, None)))
    raw = encode(line)
    assert raw.count(b"\n") == 1
    assert decode(raw[:-1]) == line
    assert document(raw) == put


@given(st.integers(0, len(GOLDEN) - 2), st.integers(1, 255))
def test_no_changed_byte_goes_unnoticed(position: int, change: int) -> None:
    damaged = bytearray(GOLDEN[:-1])
    damaged[position] ^= change
    with pytest.raises(LineError):
        decode(bytes(damaged))


@given(st.integers(0, len(GOLDEN) - 2))
def test_a_torn_line_is_never_read(length: int) -> None:
    with pytest.raises(LineError):
        decode(GOLDEN[:length])


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        "\ud800",
        {1: "a"},
        {"\udfff": 1},
        2**64,
        {1, 2},
        b"bytes",
        [[float("nan")]],
    ],
    ids=repr,
)
def test_what_json_would_change_is_refused(value: object) -> None:
    with pytest.raises(LineError):
        encode(LINE._replace(ops=(Op("t", "1", None, {"value": value}),)))


def test_too_deep_a_document_is_refused() -> None:
    deep: object = None
    for _ in range(2000):
        deep = [deep]
    with pytest.raises(LineError, match="deep"):
        encode(LINE._replace(ops=(Op("t", "1", None, {"value": deep}),)))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"v": 0}, "not a line"),
        ({"v": True}, "not a line"),
        ({"v": "1"}, "not a line"),
        ({"n": 0}, "not a line"),
        ({"n": True}, "not a line"),
        ({"session": 5}, "not a line"),
        ({"ops": []}, "not a line"),
        ({"ops": None}, "not a line"),
        ({"clock": [1]}, "not a line"),
        ({"clock": [1, -1]}, "clock"),
        ({"clock": [2**60, 0]}, "clock"),
        ({"clock": [1, 2**32]}, "clock"),
        ({"ops": [{"table": "t", "id": "1", "base": [1, 2**32], "put": None}]}, "clock"),
        ({"ops": [{"table": "t", "id": "1", "base": None, "put": 3}]}, "not a line"),
        ({"ops": [{"table": "t", "id": "1", "base": None, "put": None}] * 2}, "twice"),
    ],
    ids=str,
)
def test_what_annotui_never_writes_is_not_read(change: dict[str, object], message: str) -> None:
    body: dict[str, object] = {
        "v": 1,
        "session": "s",
        "n": 1,
        "clock": [1, 0],
        "ops": [{"table": "t", "id": "1", "base": None, "put": {}}],
    }
    assert decode(checked(orjson.dumps(body)[:-1]))
    with pytest.raises(LineError, match=message):
        decode(checked(orjson.dumps(body | change)[:-1]))


@pytest.mark.parametrize("body", [b"[1", b'{"v":1', b"null", b'"x"', b"\xff", b'{"v":1,"session":"s"'])
def test_other_json_is_not_read(body: bytes) -> None:
    with pytest.raises(LineError):
        decode(checked(body))


@given(
    st.lists(
        st.tuples(st.integers(0, 2**40), st.none() | st.tuples(st.integers(0, 2**40), st.integers(0, 9)))
    )
)
def test_the_clock_rises_whatever_the_wall_clock_does(
    steps: list[tuple[int, tuple[int, int] | None]],
) -> None:
    readings = iter([reading for reading, _ in steps])
    clock = HybridClock(lambda: next(readings))
    last = Clock(0, 0)
    for _, seen in steps:
        if seen is None:
            tick = clock.tick()
            assert tick > last
            last = tick
        else:
            assert clock.tick(Clock(*seen)) > Clock(*seen)


def test_a_counter_that_is_full_goes_into_the_milliseconds() -> None:
    clock = HybridClock(lambda: 5)
    assert clock.tick(Clock(9, STEPS - 1)) == Clock(10, 0)
    assert clock.tick() == Clock(5, 1)
