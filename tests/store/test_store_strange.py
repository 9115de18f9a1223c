"""Lines and files that annotui never writes, though whole in themselves, harm nothing but themselves."""

from __future__ import annotations

import fcntl
import os
import re
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from annotui.core.annotation import Annotation
from annotui.formats import jsonl
from annotui.formats.record import Record
from annotui.store import checkpoint
from annotui.store import store as store_module
from annotui.store import writer as writer_module
from annotui.store.changes import Put, Remove
from annotui.store.clock import AHEAD, LIMIT, STEPS, wall
from annotui.store.database import AnnotationDB
from annotui.store.journal import RefusedError
from annotui.store.record import to_document
from annotui.store.store import Store, StoreError

Tag = Callable[..., Annotation]
Open = Callable[..., Store]
Log = Callable[..., Path]


def nested(depth: int) -> object:
    value: object = None
    for _ in range(depth):
        value = [value]
    return value


def put(annotation: Annotation, **changes: object) -> dict[str, object]:
    """The op that keeps an annotation, with keys of the document changed."""
    document = to_document(annotation) | changes
    return {"table": annotation.article, "id": annotation.id, "base": None, "put": document}


@pytest.mark.parametrize("depth", [101, 300, 600])
@pytest.mark.parametrize("together", [1, 2])
@pytest.mark.parametrize("key", ["mood", "source"])
def test_a_document_too_deep_to_be_written_again_is_a_problem_and_the_rest_works(
    open_store: Open, tag: Tag, strange_log: Log, depth: int, together: int, key: str
) -> None:
    ops = [put(tag(one, one + 3), **{key: {"deep": nested(depth)}}) for one in range(together)]
    strange_log({"ops": ops}, {"ops": [put(tag(6, 9))]})
    store = open_store()
    assert any("line 1 is damaged and was left out: nested too deeply" in one for one in store.problems())
    store.commit([Put(tag(10, 15))])
    assert store.wait(120)
    store.close()
    assert (store.directory / "tinydb.json").exists()
    found = open_store().annotations("seeds/a.txt")
    assert [one.span.start for one in found] == [6, 10]
    assert len(list(jsonl.write([Record(one, "ok") for one in found]))) == 2


def test_a_document_as_deep_as_can_be_written_is_read_saved_and_exported(
    open_store: Open, tag: Tag, strange_log: Log
) -> None:
    strange_log({"ops": [put(tag(0, 3), mood=nested(100)), put(tag(4, 9))]})
    store = open_store()
    assert store.problems() == []
    deep, other = store.annotations("seeds/a.txt")
    store.commit([Put(deep)])
    assert store.wait(120)
    assert len(list(jsonl.write([Record(one, "ok") for one in (deep, other)]))) == 2


def test_saving_outlives_whatever_else_its_thread_does(
    open_store: Open, tag: Tag, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = threading.Event()

    def fail(*args: object) -> None:
        failed.set()
        raise RecursionError("too deep")

    monkeypatch.setattr(store_module, "_IDLE", 0.01)
    monkeypatch.setattr(writer_module, "RETRY", 0.01)
    monkeypatch.setattr(checkpoint, "write", fail)
    store = open_store()
    store.commit([Put(tag(0, 3))])
    assert failed.wait(120)
    store._journal.writer.later(fail)
    deadline = time.monotonic() + 30
    while store._journal.writer._jobs and time.monotonic() < deadline:
        time.sleep(0.005)
    store.commit([Put(tag(4, 9))])
    assert store.wait(10)
    monkeypatch.undo()


@pytest.mark.parametrize("error", [TypeError("not JSON"), ValueError("odd"), OSError(28, "No space left")])
def test_a_copy_that_cannot_be_written_does_not_keep_the_reader_from_closing(
    open_store: Open, tag: Tag, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*args: object) -> None:
        raise error

    monkeypatch.setattr(checkpoint, "write", fail)
    store = open_store()
    store.commit([Put(tag())])
    store.close()
    assert len(open_store().annotations("seeds/a.txt")) == 1


def test_a_place_that_another_program_holds_does_not_keep_tags_from_being_saved(
    open_store: Open, tag: Tag
) -> None:
    store = open_store()
    store.keep_place({"cursor": 1})
    store.close()
    descriptor = os.open(store.directory / "state", os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        again = open_store()
        again.keep_place({"cursor": 2})
        deadline = time.monotonic() + 30
        while again._place is not None and time.monotonic() < deadline:
            time.sleep(0.001)
        again.commit([Put(tag())])
        assert again.wait(10)
        assert again.place() == {"cursor": 1}
    finally:
        os.close(descriptor)
    again.keep_place({"cursor": 3})
    again.close()
    assert open_store().place() == {"cursor": 3}


def a_year_ahead() -> int:
    return wall() + 365 * AHEAD


@pytest.mark.parametrize("counter", [0, STEPS - 1])
def test_a_clock_that_is_far_ahead_is_a_problem_and_goes_no_further(
    open_store: Open, tag: Tag, strange_log: Log, counter: int
) -> None:
    clocks = [[a_year_ahead(), counter], [LIMIT - 2, counter], [LIMIT - 1, STEPS - 1]]
    tags = [tag(start, start + 3) for start in (0, 4, 10)]
    strange_log(*({"clock": clock, "ops": [put(one)]} for clock, one in zip(clocks, tags, strict=True)))
    store = open_store()
    assert len(store.annotations("seeds/a.txt")) == 3
    assert store.problems() == [
        "3 lines are dated more than a day ahead of this machine's clock in session strange, the first is "
        "number 1; one of the clocks is wrong"
    ]
    for _ in range(3):
        store.commit([Put(tag(20, 23))])
    assert store.wait(120)
    store.close()
    again = open_store()
    assert len(again.annotations("seeds/a.txt")) == 6
    assert len(again.problems()) == 1


def test_what_a_wrong_clock_dated_can_still_be_changed(open_store: Open, tag: Tag, strange_log: Log) -> None:
    one, other = tag(0, 3), tag(4, 9)
    strange_log({"clock": [a_year_ahead(), STEPS - 1], "ops": [put(one), put(other)]})
    store = open_store()
    store.commit([Put(replace(one, label="quote")), Remove(other)])
    store.commit([Put(replace(one, label="error"))])
    assert store.wait(120)
    for reader in (store, open_store("desk2")):
        assert [found.label for found in reader.annotations("seeds/a.txt")] == ["error"]
        assert reader.conflicts() == []


def test_what_the_last_possible_clock_dated_cannot_be_changed_and_nothing_is_missing_for_that(
    open_store: Open, tag: Tag, strange_log: Log
) -> None:
    one = tag(0, 3)
    strange_log({"clock": [LIMIT - 1, STEPS - 1], "ops": [put(one)]})
    store = open_store()
    with pytest.raises(StoreError, match="clock"):
        store.commit([Put(replace(one, label="quote"))])
    store.commit([Put(tag(4, 9))])
    store.commit([Put(tag(10, 15))])
    assert store.wait(120)
    again = open_store()
    assert [found.span.start for found in again.annotations("seeds/a.txt")] == [0, 4, 10]
    assert not any("missing" in problem for problem in again.problems())


def test_a_machine_whose_clock_is_far_behind_still_changes_what_others_wrote(
    open_store: Open, tag: Tag, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store()
    one = tag(0, 3)
    store.commit([Put(one)])
    store.close()
    monkeypatch.setattr(time, "time_ns", lambda: 0)
    behind = open_store()
    behind.commit([Put(replace(one, label="quote"))])
    behind.close()
    monkeypatch.undo()
    after = open_store()
    assert [found.label for found in after.annotations("seeds/a.txt")] == ["quote"]
    assert (after.problems(), after.conflicts()) == ([], [])


@pytest.mark.parametrize("change", [{"article": "seeds/b.txt"}, {"id": "another"}], ids=str)
def test_a_document_that_says_it_is_another_is_a_problem_until_it_is_good(
    open_store: Open, tag: Tag, strange_log: Log, change: dict[str, object]
) -> None:
    one, other = tag(0, 3), tag(4, 9)
    strange_log({"ops": [put(one, **change)]}, {"ops": [put(other)]})
    store = open_store()
    assert store.annotations("seeds/a.txt") == [other]
    (problem,) = store.problems()
    assert f"the document {one.id} of seeds/a.txt was left out" in problem
    store.commit([Put(one)])
    assert store.annotations("seeds/a.txt") == [one, other]
    assert store.problems() == []


def test_a_document_that_is_no_annotation_is_a_problem_until_it_is_gone(open_store: Open, tag: Tag) -> None:
    store = open_store()
    store.table("seeds/a.txt").insert({"label": "claim"})
    assert store.annotations("seeds/a.txt") == []
    assert len(store.problems()) == 1
    store.table("seeds/a.txt").truncate()
    assert store.annotations("seeds/a.txt") == []
    assert store.problems() == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 40,
        b"[]",
        b"{}",
        b'{"format": "annotui"}',
        b'{"format": "annotui", "version": "2"}',
        b'{"format": "annotui", "version": 1.5}',
        b'{"format": "annotui", "version": true}',
        b'{"format": "annotui", "version": 0}',
        b'{"format": "other", "version": 1}',
        b'<<<<<<< HEAD\n{"format": "annotui", "version": 1}\n',
    ],
)
def test_where_it_is_not_said_which_version_it_is_nothing_is_written(
    open_store: Open, tag: Tag, content: bytes
) -> None:
    store = open_store()
    one = tag()
    store.commit([Put(one)])
    store.close()
    (store.directory / "FORMAT.json").write_bytes(content)
    (store.directory / "tinydb.json").unlink()
    before = sorted(store.directory.rglob("*"))
    again = open_store()
    assert again.annotations("seeds/a.txt") == [one]
    assert "FORMAT.json" in str(again.read_only)
    with pytest.raises(StoreError, match=r"FORMAT\.json"):
        again.commit([Put(tag())])
    again.keep_place({"cursor": 1})
    again.close()
    with pytest.raises(RefusedError, match=r"FORMAT\.json"):
        AnnotationDB(store.directory).table("seeds/a.txt").insert({"label": "claim"})
    assert sorted(store.directory.rglob("*")) == before
    assert (store.directory / "FORMAT.json").read_bytes() == content


def test_a_script_writes_nothing_where_a_newer_annotui_does(open_store: Open, tag: Tag) -> None:
    store = open_store()
    store.commit([Put(tag())])
    store.close()
    (store.directory / "FORMAT.json").write_text('{"format": "annotui", "version": 2}')
    with pytest.raises(RefusedError, match="update annotui"):
        AnnotationDB(store.directory).table("seeds/a.txt").insert({"label": "claim"})


def test_the_sentence_says_what_mends_it(open_store: Open, tag: Tag) -> None:
    store = open_store()
    store.commit([Put(tag())])
    store.close()
    path = store.directory / "FORMAT.json"
    path.write_bytes(b"rubbish")
    found = re.search(r"\{.*\}", str(open_store().read_only))
    assert found is not None
    path.write_text(found[0])
    assert open_store().read_only is None
