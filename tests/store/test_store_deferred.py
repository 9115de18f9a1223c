"""Annotations are read when somebody asks for them; what is said and shown is as if everything had been read at once."""

from __future__ import annotations

import tracemalloc
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.core.annotation import Annotation
from annotui.store import index as index_module
from annotui.store import reader as reader_module
from annotui.store.changes import Put, Remove
from annotui.store.clock import AHEAD, Clock, wall
from annotui.store.index import Index
from annotui.store.line import Line, LineError, Op, decode, decode_glanced, encode, glance
from annotui.store.record import to_document
from annotui.store.store import Store

Tag = Callable[..., Annotation]
Open = Callable[..., Store]
Log = Callable[..., Path]
Sealed = Callable[[Mapping[str, object]], bytes]

ARTICLES = ("seeds/a.txt", "seeds/b.txt", "decisions")


class Source:
    """Where lines come from."""

    def __init__(self) -> None:
        self.bad: dict[int, tuple[str, bool]] = {}


def op(table: str, key: str, label: str | None) -> Op:
    return Op(table, key, None, None if label is None else {"id": key, "label": label})


OPS = st.builds(
    op, st.sampled_from(ARTICLES), st.sampled_from("xyz"), st.sampled_from(["claim", "quote", None])
)
LINES = st.builds(
    lambda session, n, ms, ops: Line(session, n, Clock(ms, 0), tuple(ops)),
    st.sampled_from(["one", "two"]),
    st.integers(1, 6),
    st.integers(0, 6),
    st.lists(OPS, min_size=1, max_size=3, unique_by=lambda one: (one.table, one.id)),
)


def filled(raws: Sequence[bytes], looks: bool, asks: Sequence[int] = ()) -> Index:
    """An index of some lines, which are looked at first or read at once; somebody asks for an article in between."""
    index = Index()
    for number, raw in enumerate(raws, 1):
        found = glance(raw) if looks else None
        if found is not None:
            index.defer(found, raw, Source(), number)
        else:
            index.apply(decode(raw), raw)
        if number in asks:
            index.present("seeds/a.txt")
    return index


def said(index: Index) -> dict[str, Any]:
    """All that an index says; documents in their order."""
    documents = {
        table: [(key, one.document()) for key, one in index.present(table).items()] for table in ARTICLES
    }
    return {
        "documents": documents,
        "counters": index.counters(),
        "counter": {table: index.counter(table) for table in ARTICLES},
        "tables": index.tables(),
        "conflicts": index.conflicts(),
        "problems": list(index.problems()),
        "lines": index.lines,
        "versions": {
            (table, key): [one.document() for one in index.versions(table, key)]
            for table in ARTICLES
            for key in "xyz"
        },
    }


@settings(max_examples=300)
@given(st.lists(LINES, max_size=12), st.lists(st.integers(1, 12), max_size=3), st.permutations(ARTICLES))
def test_it_says_the_same_as_an_index_that_reads_everything_at_once(
    lines: list[Line], asks: list[int], order: Sequence[str]
) -> None:
    raws = [encode(one)[:-1] for one in lines]
    lazy, eager = filled(raws, True, asks), filled(raws, False)
    for table in order:
        assert [*lazy.present(table)] == [*eager.present(table)]
    assert said(lazy) == said(eager)


def test_a_line_is_looked_at_only_where_that_tells_what_is_needed(tag: Tag) -> None:
    document = to_document(tag())
    put = Op("seeds/a.txt", "x", None, document)
    line = Line("s", 7, Clock(5, 6), (put,))
    removed = put._replace(id="y", put=None)
    assert glance(encode(line)[:-1]) == ("s", 7, 5, "seeds/a.txt", 1)
    assert glance(encode(line._replace(ops=(removed,)))[:-1]) == ("s", 7, 5, "seeds/a.txt", 1)
    assert glance(encode(line._replace(ops=(put, removed)))[:-1]) == ("s", 7, 5, "seeds/a.txt", 2)
    for other in (
        line._replace(ops=(put, removed._replace(table="seeds/b.txt"))),
        line._replace(ops=(put, removed._replace(table="seeds/a.txt2"))),
        line._replace(ops=(put, removed._replace(table="decisions"))),
        line._replace(ops=(put._replace(table="decisions"),)),
        line._replace(ops=(put._replace(table='seeds/"a".txt'),)),
        line._replace(ops=(put._replace(put={"table": "x"}),)),
    ):
        assert glance(encode(other)[:-1]) is None
    raw = encode(line)[:-1]
    assert glance(raw[:-20] + b"9" + raw[-19:]) is None
    assert glance(raw + b"\r") is None


def test_a_document_that_looks_like_an_annotation_beside_it_is_read_as_what_it_is() -> None:
    inner = {"table": "seeds/a.txt", "id": "y"}
    raw = encode(Line("s", 7, Clock(5, 6), (Op("seeds/a.txt", "x", None, {"label": "claim", "in": inner}),)))
    assert glance(raw[:-1]) == ("s", 7, 5, "seeds/a.txt", 2), "so many at most"
    index = filled([raw[:-1]], True)
    assert index.size("seeds/a.txt") == 2
    assert [*index.present("seeds/a.txt")] == ["x"]
    assert index.size("seeds/a.txt") == 1


def test_how_many_there_are_is_told_without_reading_them(open_store: Open, tag: Tag) -> None:
    store = open_store()
    store.commit([Put(tag(start, start + 3)) for start in range(12)])
    store.close()
    again = open_store()
    assert not again.is_at_hand("seeds/a.txt", 11)
    assert again.is_at_hand("seeds/a.txt", 12)
    again.annotations("seeds/a.txt")
    assert again.is_at_hand("seeds/a.txt", 11)


def test_of_an_action_that_turns_out_to_be_damaged_nothing_is_left(
    open_store: Open, tag: Tag, sealed: Sealed, strange_log: Log
) -> None:
    one, other = tag(0, 9), tag(4, 9)
    ops = [
        {"table": "seeds/a.txt", "id": each.id, "base": None, "put": to_document(each)}
        for each in (one, other)
    ]
    log = strange_log({"ops": ops[:1]})
    twice = sealed({"v": 1, "session": "strange", "n": 2, "clock": [2, 0], "ops": [ops[1], ops[1]]})
    assert glance(twice[:-1]) is not None
    with open(log, "ab") as file:
        file.write(twice)
    store = open_store()
    assert store.annotations("seeds/a.txt") == [one]
    assert store.problems(quick=True) == [
        f"log/{log.name}, line 2 is damaged and was left out: it changes a document twice"
    ]


def damaged(tag: Tag, sealed: Sealed, **keys: object) -> bytes:
    """A line with the right checksum that is fine at a glance, and no line."""
    one = to_document(tag())
    body = {"v": 1, "session": "strange", "n": 2, "clock": [1, 0]}
    raw = sealed(body | {"ops": [{"table": "seeds/a.txt", "id": one["id"], "base": None, "put": one} | keys]})
    assert glance(raw[:-1]) is not None
    return raw


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ({"put": 5}, "not a line of annotui's"),
        ({"base": [1, 2**40]}, "its clock is out of range"),
        ({"put": {"deep": orjson.loads(b"[" * 200 + b"]" * 200)}}, "nested too deeply"),
    ],
    ids=["no document", "clock", "too deep"],
)
def test_a_line_that_turns_out_to_be_damaged_is_a_problem_and_a_gap(
    open_store: Open, tag: Tag, sealed: Sealed, strange_log: Log, keys: dict[str, object], reason: str
) -> None:
    first, last = tag(0, 9), tag(4, 9)
    ops = [
        {"table": "seeds/a.txt", "id": one.id, "base": None, "put": to_document(one)} for one in (first, last)
    ]
    log = strange_log({"ops": ops[:1]}, {"ops": ops[:1]}, {"ops": ops[1:]})
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(lines[0] + damaged(tag, sealed, **keys) + lines[2])
    store = open_store()
    assert store.problems(quick=True) == [], "nobody has asked for it yet"
    problems = store.problems()
    assert problems[0].startswith(f"log/{log.name}, line 2 is damaged and was left out: {reason}")
    assert problems[1:] == ["1 line is missing in session strange, the first is number 2"]
    assert store.problems(quick=True) == problems
    assert store.annotations("seeds/a.txt") == [first, last]
    assert store.count("seeds/a.txt") == 2
    asked = open_store()
    assert asked.annotations("seeds/a.txt") == [first, last]
    assert asked.problems(quick=True) == problems, "asking for the article is enough"


def test_a_session_of_which_nothing_is_left_is_no_gap(
    open_store: Open, tag: Tag, sealed: Sealed, strange_log: Log
) -> None:
    log = strange_log()
    log.write_bytes(damaged(tag, sealed, put=5))
    store = open_store()
    (problem,) = store.problems()
    assert f"log/{log.name}, line 1 is damaged" in problem
    assert store.articles() == []
    store.commit([Put(tag())])
    assert store.wait(120)


@pytest.mark.parametrize(
    "twice",
    [b'"session":"other"', b'"n":9', b'"clock":[9,0]', b'"v":2', b'"ops":[]'],
    ids=bytes.decode,
)
def test_a_key_that_stands_there_twice_is_damage(
    open_store: Open, tag: Tag, sealed: Sealed, strange_log: Log, twice: bytes
) -> None:
    """It would say one thing at a glance, and another when it is read."""
    whole = damaged(tag, sealed)
    head = whole[: whole.rindex(b',"crc"')] + b"," + twice
    raw = b'%b,"crc":"%08x"}' % (head, zlib.crc32(head))
    assert glance(raw) is not None
    with pytest.raises(LineError):
        decode_glanced(raw)
    strange_log().write_bytes(raw + b"\n")
    store = open_store()
    assert store.annotations("seeds/a.txt") == []
    assert len(store.problems()) == 1


def test_a_table_that_stands_there_twice_does_not_hide_in_another_article(
    open_store: Open, tag: Tag, sealed: Sealed, strange_log: Log
) -> None:
    whole = damaged(tag, sealed)
    head = whole[: whole.rindex(b',"crc"')].replace(
        b'"base":null,', b'"base":null,"t\\u0061ble":"seeds/b.txt",'
    )
    strange_log().write_bytes(b'%b,"crc":"%08x"}\n' % (head, zlib.crc32(head)))
    store = open_store()
    assert store.annotations("seeds/b.txt") == store.annotations("seeds/a.txt") == []
    assert len(store.problems()) == 1


def test_an_annotation_of_another_article_does_not_hide_behind_those_of_the_first(
    tag: Tag, sealed: Sealed
) -> None:
    whole = damaged(tag, sealed)
    hidden = b',{"t\\u0061ble":"seeds/b.txt","id":"hidden","base":null,"put":null}'
    head = whole[: whole.rindex(b'],"crc"')] + hidden + b"]"
    raw = b'%b,"crc":"%08x"}' % (head, zlib.crc32(head))
    assert glance(raw) is not None
    assert len(decode(raw).ops) == 2
    with pytest.raises(LineError):
        decode_glanced(raw)


def test_the_same_line_in_two_files_counts_once_and_two_of_one_number_are_a_problem(
    open_store: Open, tag: Tag
) -> None:
    store = open_store()
    store.commit([Put(tag())])
    store.close()
    (log,) = (store.directory / "log").iterdir()
    log.with_name("copy.jsonl").write_bytes(log.read_bytes().replace(b"\n", b"\r\n"))
    again = open_store()
    assert again.count("seeds/a.txt") == 1
    assert again.problems() == []
    other = decode(log.read_bytes()[:-1])._replace(clock=Clock(1, 0))
    log.with_name("other.jsonl").write_bytes(encode(other))
    third = open_store()
    assert third.count("seeds/a.txt") == 1
    assert third.problems(quick=True) == [
        f"session {other.session} has two different lines with the number 1"
    ]


def test_a_line_dated_ahead_is_told_without_reading_it(open_store: Open, tag: Tag, strange_log: Log) -> None:
    one = tag()
    ops = [{"table": one.article, "id": one.id, "base": None, "put": to_document(one)}]
    strange_log({"clock": [wall() + 2 * AHEAD, 0], "ops": ops})
    assert len(open_store().problems(quick=True)) == 1


def test_what_shows_without_reading_is_told_quickly(open_store: Open, tag: Tag) -> None:
    store = open_store()
    for start in range(3):
        store.commit([Put(tag(start, start + 3))])
    store.close()
    (log,) = (store.directory / "log").iterdir()
    (store.directory / "tinydb.json").unlink()
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(lines[0] + lines[1].replace(b"claim", b"clain") + lines[2])
    quick, full = open_store().problems(quick=True), open_store().problems()
    assert quick == full
    assert len(full) == 2, "the line, and the gap that it leaves"


def test_what_others_add_is_seen_also_where_it_was_read_before(open_store: Open, tag: Tag) -> None:
    mine, theirs = open_store("desk1"), open_store("desk2")
    one, other, third = tag(0, 9), tag(4, 9), tag(10, 15)
    theirs.commit([Put(one)])
    theirs.commit([Put(other), Put(tag(article="seeds/b.txt"))])
    assert theirs.wait(120)
    mine.refresh()
    assert mine.annotations("seeds/a.txt") == [one, other]
    theirs.commit([Put(third)])
    theirs.commit([Remove(one)])
    assert theirs.wait(120)
    assert mine.refresh()
    assert mine.annotations("seeds/a.txt") == [other, third]
    assert mine.count("seeds/a.txt") == 2


def test_opening_reads_no_document_and_asking_reads_one_article(
    open_store: Open, tag: Tag, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store()
    for number in range(20):
        store.commit([Put(tag(article=f"seeds/{number % 4}.txt"))])
    store.close()
    read: list[bytes] = []
    real = decode

    def counted(raw: bytes) -> Line:
        read.append(raw)
        return real(raw)

    for module in (index_module, reader_module):
        name = "decode" if module is reader_module else "decode_glanced"
        monkeypatch.setattr(module, name, counted)
    again = open_store()
    again.problems(quick=True)
    assert again.annotations("seeds/none.txt") == []
    assert read == []
    assert len(again.annotations("seeds/1.txt")) == 5
    assert again.count("seeds/1.txt") == 5
    assert len(read) == 5
    again.counts()
    assert len(read) == 20


def test_what_waits_costs_little_more_memory_than_its_bytes(corpus: Path, open_store: Open, tag: Tag) -> None:
    """At 100,000 annotations of 700 bytes, 200 MB would be 2,000 bytes for each."""
    log = corpus.parent / "annotations" / "log" / "desk1.jsonl"
    log.parent.mkdir(parents=True)
    document = to_document(tag())
    count = 5000
    with open(log, "wb") as file:
        for n in range(1, count + 1):
            file.write(
                encode(Line("s", n, Clock(n, 0), (Op(f"seeds/{n % 50}.txt", str(n), None, document),)))
            )
    bytes_each = log.stat().st_size / count
    tracemalloc.start()
    try:
        store = open_store()
        waiting = tracemalloc.get_traced_memory()[0] / count
        store.counts()
        known = tracemalloc.get_traced_memory()[0] / count
    finally:
        tracemalloc.stop()
    assert sum(sum(one.values()) for one in store.counts().values()) == count
    assert waiting < bytes_each + 500
    assert known < bytes_each + 900
