"""`tinydb.json`: stock TinyDB reads it, and it tells what the log files have lost."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from tinydb import TinyDB, where

from annotui.core.annotation import Annotation
from annotui.store import checkpoint
from annotui.store import store as store_module
from annotui.store import writer as writer_module
from annotui.store.changes import Put, Remove
from annotui.store.layout import temporary_name
from annotui.store.store import Store

Tag = Callable[..., Annotation]
Open = Callable[..., Store]


@pytest.fixture
def closed(open_store: Open, tag: Tag) -> Store:
    """A store that was closed with three tags of four, and a decision."""
    store = open_store()
    tags = [tag(number, number + 3) for number in range(4)]
    store.commit([Put(one) for one in tags])
    store.commit([Remove(tags[1])])
    store.table("decisions").insert({"accepted": True, "text": "a\u2028b “x”"})
    store.close()
    return store


def test_stock_tinydb_reads_it(closed: Store) -> None:
    stock = TinyDB(closed.directory / "tinydb.json")
    table = stock.table("seeds/a.txt")
    assert [one["start"] for one in table.all()] == [0, 2, 3]
    assert [one.doc_id for one in table.all()] == [1, 2, 3]
    assert [one["id"] for one in table.all()] == [one.id for one in closed.annotations("seeds/a.txt")]
    assert table.count(where("label") == "claim") == 3
    (decision,) = stock.table("decisions").all()
    assert decision["text"] == "a\u2028b “x”"
    assert table.insert({"n": 1}) == 4


def test_it_says_how_much_of_each_log_it_has(closed: Store) -> None:
    (log,) = (closed.directory / "log").iterdir()
    stock = TinyDB(closed.directory / "tinydb.json")
    (record,) = stock.table("_logs").all()
    assert record["file"] == log.name
    assert record["lines"] == 3
    assert record["bytes"] == log.stat().st_size
    assert record["sha256"] == sha256(log.read_bytes()).hexdigest()


def test_it_can_be_deleted_at_any_time(closed: Store, open_store: Open, tag: Tag) -> None:
    (closed.directory / "tinydb.json").unlink()
    store = open_store()
    assert store.problems() == []
    store.commit([Put(tag(9, 12))])
    store.close()
    assert len(TinyDB(closed.directory / "tinydb.json").table("seeds/a.txt")) == 4


def test_a_deleted_log_is_noticed_and_the_copy_kept(closed: Store, open_store: Open, tag: Tag) -> None:
    (log,) = (closed.directory / "log").iterdir()
    log.unlink()
    store = open_store()
    assert store.problems() == [f"log/{log.name} is missing: tinydb.json still has 3 lines of it"]
    store.commit([Put(tag(9, 12))])
    store.close()
    assert len(TinyDB(closed.directory / "tinydb.json").table("seeds/a.txt")) == 3


def test_a_log_cut_at_the_end_of_a_line_is_noticed(closed: Store, open_store: Open) -> None:
    (log,) = (closed.directory / "log").iterdir()
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))
    assert open_store().problems() == [
        f"log/{log.name} has been cut: tinydb.json still has 1 line more of it"
    ]


def test_a_log_with_other_content_is_noticed_when_looked_at_thoroughly(
    closed: Store, open_store: Open
) -> None:
    (log,) = (closed.directory / "log").iterdir()
    log.write_bytes(log.read_bytes()[::-1])
    store = open_store()
    found = list(checkpoint.losses(store._journal.layout, store._journal.index, thorough=True))
    assert found == [f"log/{log.name} is not what it was when tinydb.json was written"]


def test_a_longer_log_is_normal(closed: Store, open_store: Open, tag: Tag) -> None:
    kept = (closed.directory / "tinydb.json").read_bytes()
    store = open_store()
    store.commit([Put(tag(9, 12))])
    store.close()
    (closed.directory / "tinydb.json").write_bytes(kept)
    assert open_store().problems() == []


def test_lines_that_moved_to_another_file_are_not_lost(open_store: Open, tag: Tag) -> None:
    store = open_store()
    store.commit([Put(tag())])
    assert store.wait(120)
    checkpoint.write(store._journal)
    (log,) = (store.directory / "log").iterdir()
    log.unlink()
    store.commit([Put(tag(4, 9))])
    store.close()
    assert open_store().problems() == []
    assert len(TinyDB(store.directory / "tinydb.json").table("seeds/a.txt")) == 2


def test_a_failure_leaves_the_old_one(
    closed: Store, open_store: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (closed.directory / "tinydb.json").read_bytes()

    def fail(old: str, new: str) -> None:
        raise OSError(28, "No space left on device")

    store = open_store()
    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", fail)
        with pytest.raises(OSError, match="No space"):
            checkpoint.write(store._journal)
    assert (closed.directory / "tinydb.json").read_bytes() == before
    assert not list(closed.directory.glob(".*.tmp"))


def test_reading_does_not_write_it(closed: Store, open_store: Open) -> None:
    (closed.directory / "tinydb.json").unlink()
    store = open_store("desk2")
    store.annotations("seeds/a.txt")
    store.close()
    assert not (closed.directory / "tinydb.json").exists()


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b'{"_logs": 3}', b'{"_logs": {"1": {}}}', b"\xff", b"{" * 100]
)
def test_a_strange_one_is_replaced(closed: Store, open_store: Open, tag: Tag, content: bytes) -> None:
    (closed.directory / "tinydb.json").write_bytes(content)
    store = open_store()
    assert store.problems() == []
    store.commit([Put(tag(9, 12))])
    store.close()
    assert json.loads((closed.directory / "tinydb.json").read_bytes())["seeds/a.txt"]


def test_it_is_written_when_idle(open_store: Open, tag: Tag, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "_IDLE", 0.02)
    monkeypatch.setattr(writer_module, "RETRY", 0.01)
    store = open_store()
    store.commit([Put(tag())])
    made = store.directory / "tinydb.json"
    deadline = time.monotonic() + 30
    while not made.exists():
        assert time.monotonic() < deadline
        time.sleep(0.005)
    (record,) = TinyDB(made).table("_logs").all()
    assert record["lines"] == 1
    assert open_store().problems() == []


def test_what_a_killed_process_left_is_swept_away(closed: Store, open_store: Open, tag: Tag) -> None:
    for folder in (closed.directory, closed.directory / "log", closed.directory / "state"):
        folder.mkdir(exist_ok=True)
        (folder / temporary_name("tinydb.json")).write_bytes(b"half")
    store = open_store()
    store.commit([Put(tag(9, 12))])
    store.keep_place({"cursor": 1})
    store.close()
    assert not list(Path(closed.directory).rglob(".*.tmp"))


def test_one_of_two_files_of_a_session_is_missed(open_store: Open, tag: Tag) -> None:
    store = open_store()
    for start in (0, 4):
        store.commit([Put(tag(start, start + 3))])
        assert store.wait(120)
    (log,) = (store.directory / "log").iterdir()
    first, second = log.read_bytes().splitlines(keepends=True)
    store.close()
    log.write_bytes(first)
    other = log.with_name("other.jsonl")
    other.write_bytes(second)
    again = open_store("desk2")
    again.commit([Put(tag(9, 12))])
    again.close()
    assert open_store().problems() == []
    log.unlink()
    assert f"log/{log.name} is missing: tinydb.json still has 1 line of it" in open_store().problems()


def test_a_flipped_bit_does_not_reach_the_copy(closed: Store, open_store: Open, tag: Tag) -> None:
    (log,) = (closed.directory / "log").iterdir()
    content = bytearray(log.read_bytes())
    content[200] ^= 1
    log.write_bytes(content)
    store = open_store("desk2")
    store.commit([Put(tag(9, 12))])
    store.close()
    assert [one["start"] for one in TinyDB(closed.directory / "tinydb.json").table("seeds/a.txt")] == [
        0,
        2,
        3,
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"sessions": None},
        {"sessions": [1]},
        {"sessions": {"s": None}},
        {"sessions": {"s": "9"}},
        {"file": 5},
        {"file": "../x"},
        {"file": "../log/x.jsonl"},
        {"file": "a\0.jsonl"},
        {"bytes": "9"},
        {"bytes": -1},
        {"lines": True},
        {"sha256": None},
    ],
    ids=str,
)
def test_a_strange_record_of_a_log_is_passed_over_and_the_others_count(
    closed: Store, open_store: Open, tag: Tag, change: dict[str, object]
) -> None:
    made = closed.directory / "tinydb.json"
    (log,) = (closed.directory / "log").iterdir()
    first, rest = made.read_bytes().split(b"\n", 1)
    tables = json.loads(first.rstrip(b",") + b"}")
    (right,) = tables["_logs"].values()
    strange = right | {"sessions": {"gone": 9}, "file": "gone.jsonl"} | change
    tables["_logs"] = {"1": strange, "2": right}
    made.write_bytes(json.dumps(tables).encode()[:-1] + b",\n" + rest)
    assert open_store().problems() == []
    log.unlink()
    assert open_store().problems() == [f"log/{log.name} is missing: tinydb.json still has 3 lines of it"]
    store = open_store()
    store.commit([Put(tag(9, 12))])
    assert store.wait(120)
    store.close()


def test_what_a_file_of_the_right_kind_lacks_is_noticed(closed: Store, open_store: Open) -> None:
    """That the records of the test before are passed over for being strange, and for nothing else."""
    made = closed.directory / "tinydb.json"
    first, rest = made.read_bytes().split(b"\n", 1)
    tables = json.loads(first.rstrip(b",") + b"}")
    (right,) = tables["_logs"].values()
    tables["_logs"]["2"] = right | {"sessions": {"gone": 9}, "file": "gone.jsonl"}
    made.write_bytes(json.dumps(tables).encode()[:-1] + b",\n" + rest)
    assert open_store().problems() == ["log/gone.jsonl is missing: tinydb.json still has 9 lines of it"]
