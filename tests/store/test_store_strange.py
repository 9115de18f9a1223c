"""Lines and files that annotui never writes, though whole in themselves, harm nothing but themselves."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from annotui.core.annotation import Annotation
from annotui.formats import jsonl
from annotui.formats.record import Record
from annotui.store import checkpoint
from annotui.store import store as store_module
from annotui.store import writer as writer_module
from annotui.store.changes import Put
from annotui.store.record import to_document
from annotui.store.store import Store

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
    assert store.wait(30)
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
    assert store.wait(30)
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
    assert failed.wait(30)
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
