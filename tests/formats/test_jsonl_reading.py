"""Lines of JSONL are read as what they say, and what cannot be read is named with its number and the reason."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotui.core.annotation import Annotation
from annotui.core.span import Span
from annotui.formats import jsonl
from annotui.formats.record import Read, Record, Refusal

PLAIN: dict[str, object] = {
    "id": "1",
    "article": "seeds/a.txt",
    "sha256": "ab" * 32,
    "encoding": "utf-8",
    "start": 4,
    "end": 9,
    "text": "storm",
    "label": "claim",
    "note": "",
    "reviewer": "desk1",
    "group": None,
    "source": {"kind": "manual"},
    "prefix": "The ",
    "suffix": " left",
    "created": "2026-11-22T10:00:00.000Z",
    "updated": "2026-11-22T10:00:00.000Z",
    "status": "ok",
    "score": None,
    "schema": 1,
}

# Two lone surrogates in a row cannot be told from the character they stand for; a single one is no text.
TEXT = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]), st.sampled_from('\x00\n\r\t\x1b\x7f\x85\u2028\u202e"\\ü🙂')
    ),
    max_size=20,
)
VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(1 << 63), (1 << 64) - 1),
        st.floats(allow_nan=False, allow_infinity=False),
        TEXT,
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXT, inner, max_size=3)),
    max_leaves=5,
)


def read(*lines: dict[str, object] | bytes) -> list[Read | Refusal]:
    data = b"\n".join(one if isinstance(one, bytes) else json.dumps(one).encode() for one in lines)
    return list(jsonl.read(io.BytesIO(data)))


def reason(line: dict[str, object] | bytes) -> str:
    """Why a line is refused that stands between two good ones."""
    first, middle, last = read(PLAIN, line, PLAIN)
    assert isinstance(first, Read)
    assert isinstance(last, Read)
    assert isinstance(middle, Refusal)
    assert (first.line, middle.line, last.line) == (1, 2, 3)
    return middle.reason


@st.composite
def tags(draw: st.DrawFn) -> Annotation:
    text = draw(TEXT.filter(bool))
    start = draw(st.integers(0, 10**9))
    return Annotation(
        id=draw(TEXT.filter(bool)),
        article=draw(TEXT.filter(bool)),
        sha256=draw(TEXT),
        encoding=draw(TEXT),
        span=Span(start, start + len(text)),
        text=text,
        label=draw(TEXT.filter(bool)),
        reviewer=draw(TEXT),
        created=draw(TEXT),
        updated=draw(TEXT),
        note=draw(TEXT),
        group=draw(st.none() | TEXT),
        source=draw(st.dictionaries(TEXT, VALUES, max_size=3)),
        prefix=draw(TEXT),
        suffix=draw(TEXT),
        extra=draw(st.dictionaries(TEXT.filter(lambda key: key not in PLAIN), VALUES, max_size=3)),
    )


@given(st.lists(tags(), max_size=3), st.sampled_from([b"\n", b"\r\n"]), st.booleans())
def test_what_was_written_is_read(written: list[Annotation], newline: bytes, marked: bool) -> None:
    records = [Record(one, "ok") for one in written]
    data = b"".join(jsonl.write(records)).replace(b"\n", newline)
    found = list(jsonl.read(io.BytesIO(b"\xef\xbb\xbf" * marked + data)))
    assert [one.record for one in found if isinstance(one, Read)] == records
    assert [one.line for one in found] == list(range(1, len(written) + 1))
    assert all(isinstance(one, Read) and not one.missing for one in found)


def test_blank_lines_are_skipped_and_counted() -> None:
    assert [one.line for one in read(b"", PLAIN, b" \t\r", b"\r", PLAIN, b"")] == [2, 5]


def test_only_what_says_what_and_where_is_needed() -> None:
    needed = {key: PLAIN[key] for key in ("article", "start", "end", "text", "label")}
    (found,) = read(needed)
    assert isinstance(found, Read)
    assert found.missing == {
        "id", "sha256", "encoding", "note", "reviewer", "group", "source", "prefix", "suffix", "created", "updated"
    }  # fmt: skip
    one = found.record.annotation
    assert (one.source, one.note, one.group, one.id) == ({"kind": "import"}, "", None, "")


def test_unknown_keys_stay_and_derived_ones_do_not() -> None:
    (found,) = read(PLAIN | {"score": 0.5, "status": "moved", "zeal": [1, {"a": None}], "alpha": True})
    assert isinstance(found, Read)
    assert found.record.annotation.extra == {"alpha": True, "zeal": [1, {"a": None}]}
    assert (found.record.status, found.record.score) == ("ok", None)


def test_an_orphan_stays_known_as_one() -> None:
    (found,) = read(PLAIN | {"status": "orphan"})
    assert isinstance(found, Read)
    assert found.record.status == "orphan"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b'{"a": "\xff"}', "it is not UTF-8 from byte 8 on"),
        ('{"note": "ü"}'.encode("latin-1"), "it is not UTF-8 from byte 11 on"),
        (b"annotations", "it is not JSON from character 1 on"),
        (b'{"id": "1",', "it is not JSON from character 12 on"),
        (b'{"id": "a\tb"}', "it is not JSON from character 10 on"),
        (b"{} {}", "it is not JSON from character 4 on"),
        (b"[1, 2]", "it is not a JSON object"),
        (b"null", "it is not a JSON object"),
        (b'{"id": "1", "id": "2"}', "the key “id” stands in it twice"),
        (b'{"x": {"y": 1, "\\u0079": 1}}', "the key “y” stands in it twice"),
        (b'{"x": NaN}', "it holds NaN, which is not JSON"),
        (b'{"x": -Infinity}', "it holds -Infinity, which is not JSON"),
        (b'{"x": 1e999}', "it holds the number 1e999, which is too large"),
        (b'{"x": 18446744073709551616}', "it holds the number 18446744073709551616, which is too large"),
        (b'{"x": ' + b"9" * 5000 + b"}", f"it holds the number {'9' * 20}, which is too large"),
        (b'{"x": "\\ud83d"}', "it holds half a character (a lone surrogate), which no text can hold"),
        (b'{"\\udc00": 1}', "it holds half a character (a lone surrogate), which no text can hold"),
        (b'{"x": ' + b"[" * 101 + b"]" * 101 + b"}", "it is nested too deeply"),
        (b'{"x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "it is nested too deeply"),
        (b'{"x": ' * 100_000, "it is nested too deeply"),
    ],
)
def test_what_is_no_json_is_refused(line: bytes, said: str) -> None:
    assert reason(line) == said


def test_as_deep_as_the_store_keeps_is_read() -> None:
    deep = json.dumps(PLAIN).encode()[:-1] + b', "x": ' + b"[" * 100 + b"]" * 100 + b"}"
    (found,) = read(deep)
    assert isinstance(found, Read)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"start": None}, "its start is not a whole number"),
        ({"end": "9"}, "its end is not a whole number"),
        ({"start": 4.0}, "its start is not a whole number"),
        ({"start": True, "end": 6}, "its start is not a whole number"),
        ({"start": -1, "end": 4}, "its start -1 and end 4 are not a span"),
        ({"start": 4, "end": 4}, "its start 4 and end 4 are not a span"),
        ({"start": 9, "end": 4}, "its start 9 and end 4 are not a span"),
        ({"end": 10}, "its text has 5 code points, but from start to end are 6"),
        ({"text": ["storm"]}, "its text is not a text"),
        ({"text": ""}, "its text is empty"),
        ({"label": ""}, "its label is empty"),
        ({"label": 1}, "its label is not a text"),
        ({"id": ""}, "its id is empty"),
        ({"id": None}, "its id is not a text"),
        ({"article": ""}, "its article is empty"),
        ({"note": None}, "its note is not a text"),
        ({"reviewer": 1}, "its reviewer is not a text"),
        ({"created": 1764000000}, "its created is not a text"),
        ({"group": 3}, "its group is neither a text nor null"),
        ({"source": "manual"}, "its source is not an object"),
        ({"source": None}, "its source is not an object"),
        ({"status": "done"}, "its status is none of ok, moved, orphan"),
        ({"score": "high"}, "its score is neither a number nor null"),
        ({"schema": 2}, "its schema is 2, which a newer annotui writes; update annotui to import it"),
        ({"schema": "1"}, "its schema is not a whole number from 1"),
        ({"schema": 0}, "its schema is not a whole number from 1"),
        ({"schema": True}, "its schema is not a whole number from 1"),
    ],
)
def test_what_is_no_record_is_refused(keys: dict[str, object], said: str) -> None:
    assert reason(PLAIN | keys) == said


@pytest.mark.parametrize("key", ["start", "end", "text", "label"])
def test_what_is_needed_is_missed(key: str) -> None:
    assert reason({name: value for name, value in PLAIN.items() if name != key}) == f"it has no {key}"


def test_an_annotation_must_say_where_it_belongs() -> None:
    nowhere = {key: value for key, value in PLAIN.items() if key not in ("article", "sha256")}
    assert reason(nowhere) == "it has neither article nor sha256, so that nobody knows where it belongs"


def test_a_line_of_64_mib_is_read_and_a_longer_one_is_not() -> None:
    bare = json.dumps(PLAIN | {"note": ""}).encode()
    fits = bare.replace(b'"note": ""', b'"note": "%b"' % (b"x" * ((64 << 20) - len(bare))))
    first, second, third = read(fits + b"\r", fits.replace(b"x", b"xx", 1), PLAIN)
    assert isinstance(first, Read)
    assert second == Refusal(2, "it is longer than 64 MiB")
    assert isinstance(third, Read)
    assert third.line == 3


class _Endless(io.RawIOBase):
    """A line that goes on and on."""

    def __init__(self) -> None:
        self._left = 6
        self.asked: list[int] = []

    def readline(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        self.asked.append(size)
        self._left -= 1
        if self._left > 0:
            return b"x" * size
        return b"x\n" if self._left == 0 else b""


def test_an_endless_line_does_not_fill_the_memory() -> None:
    endless = _Endless()
    assert list(jsonl.read(cast(BinaryIO, endless))) == [Refusal(1, "it is longer than 64 MiB")]
    assert len(endless.asked) > 5
    assert min(endless.asked) > 0
    assert max(endless.asked) <= (64 << 20) + 2


def test_lines_are_read_one_by_one() -> None:
    asked = 0

    class Counting(io.BytesIO):
        def readline(self, size: int | None = -1, /) -> bytes:
            nonlocal asked
            asked += 1
            return super().readline(size)

    lines: Iterator[Read | Refusal] = jsonl.read(Counting(b"".join(jsonl.write([RECORD] * 3))))
    next(lines)
    assert asked == 1


RECORD = Record(
    replace(
        Annotation("1", "seeds/a.txt", "", "utf-8", Span(0, 1), "a", "claim", "desk1", "", ""),
        note="n",
    ),
    "ok",
)
