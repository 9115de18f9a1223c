"""JSONL says everything a record holds, in the promised order, and no line can act on a terminal."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotui.core.annotation import Annotation
from annotui.core.span import Span
from annotui.formats.jsonl import write
from annotui.formats.record import Record, Status

KEYS = (
    "id article sha256 encoding start end text label note reviewer group source prefix suffix created updated "
    "status score schema"
).split()

PLAIN = Annotation(
    id="01930000-0000-7000-8000-000000000001",
    article="seeds/003_f9803d3a2fa3b0c4.txt",
    sha256="ab" * 32,
    encoding="utf-8",
    span=Span(896, 928),
    text="“engaging in a very stable way,”",
    label="quote",
    reviewer="desk1",
    created="2026-11-22T10:00:00.000Z",
    updated="2026-11-22T10:00:00.000Z",
)

RAW = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What must not stand in a line as it is; the newline ends it."""

# Two lone surrogates in a row cannot be told from the character they stand for, in JSON of any kind.
TEXT = st.text(
    st.one_of(st.characters(), st.sampled_from('\x00\n\t\b\x1b\x7f\x85\x9b\u2028\u202e\u2066"\\/ un')),
    max_size=20,
).filter(lambda text: not re.search("[\ud800-\udbff][\udc00-\udfff]", text))
VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), TEXT
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXT, inner, max_size=3)),
    max_leaves=5,
)
ANNOTATIONS = st.builds(
    Annotation,
    id=TEXT,
    article=TEXT,
    sha256=TEXT,
    encoding=TEXT,
    span=st.builds(Span, st.integers(0, 10**9), st.integers(0, 10**9)),
    text=TEXT,
    label=TEXT,
    reviewer=TEXT,
    created=TEXT,
    updated=TEXT,
    note=TEXT,
    group=st.none() | TEXT,
    source=st.dictionaries(TEXT, VALUES, max_size=3).map(MappingProxyType),
    prefix=TEXT,
    suffix=TEXT,
    extra=st.dictionaries(TEXT | st.sampled_from(KEYS), VALUES, max_size=3),
)
STATUSES = st.sampled_from(("ok", "moved", "orphan"))


def line(annotation: Annotation, status: Status = "ok", score: float | None = None) -> str:
    (only,) = write([Record(annotation, status, score)])
    return only.decode()


def expected(one: Annotation, status: Status, score: float | None) -> dict[str, object]:
    """The record by the book."""
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
        "source": dict(one.source),
        "prefix": one.prefix,
        "suffix": one.suffix,
        "created": one.created,
        "updated": one.updated,
        "status": status,
        "score": score,
        "schema": 1,
    }
    return known | {key: one.extra[key] for key in sorted(one.extra) if key not in known}


def test_a_line_reads_as_promised() -> None:
    assert line(PLAIN) == (
        '{"id": "01930000-0000-7000-8000-000000000001", "article": "seeds/003_f9803d3a2fa3b0c4.txt", "sha256": "'
        + "ab" * 32
        + '", "encoding": "utf-8", "start": 896, "end": 928, "text": "“engaging in a very stable way,”", '
        '"label": "quote", "note": "", "reviewer": "desk1", "group": null, "source": {"kind": "manual"}, '
        '"prefix": "", "suffix": "", "created": "2026-11-22T10:00:00.000Z", "updated": "2026-11-22T10:00:00.000Z", '
        '"status": "ok", "score": null, "schema": 1}\n'
    )


@given(annotation=ANNOTATIONS, status=STATUSES, score=st.none() | st.floats(0, 1))
def test_a_line_says_all_and_holds_nothing_raw(
    annotation: Annotation, status: Status, score: float | None
) -> None:
    written = line(annotation, status, score)
    assert written.endswith("}\n")
    assert RAW.search(written) is None
    assert len(written.splitlines()) == 1
    read = json.loads(written)
    assert read == expected(annotation, status, score)
    assert list(read)[: len(KEYS)] == KEYS
    assert list(read) == list(expected(annotation, status, score))


def test_the_check_for_raw_characters_sees_them() -> None:
    """A line written without care fails the check above."""
    for char in "\x7f\x9b\u2028\u202e":
        assert RAW.search(json.dumps({"text": char}, ensure_ascii=False))


@pytest.mark.parametrize(
    "code", [0, 9, 10, 13, 0x1B, 0x7F, 0x85, 0x9B, 0x61C, 0x2028, 0x2029, 0x202E, 0x2066, 0xD800]
)
def test_each_is_escaped_by_its_number(code: int) -> None:
    written = line(replace(PLAIN, note=f"a\\n{chr(code)}b"))
    assert f'"note": "a\\\\n\\u{code:04x}b"' in written


def test_everything_else_is_utf_8() -> None:
    kept = "“é” 日本 👩‍👩‍👧 \u00a0\u200b"
    assert all(unicodedata.category(char) != "Cc" for char in kept)
    assert kept in line(replace(PLAIN, text=kept))


def test_a_number_that_json_cannot_say_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        line(PLAIN, "moved", float("nan"))


def test_lines_come_one_by_one() -> None:
    """A corpus need not fit into memory."""
    taken = []

    def records() -> Iterator[Record]:
        for at in range(3):
            taken.append(at)
            yield Record(PLAIN, "ok")

    next(write(records()))
    assert taken == [0]
