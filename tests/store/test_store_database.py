"""The store is a TinyDB: what its users know works, and what is overridden there is still what it was."""

from __future__ import annotations

import errno
import inspect
import os
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest
from tinydb import Query, TinyDB, where
from tinydb.operations import delete, increment
from tinydb.storages import Storage
from tinydb.table import Document, Table

from annotui.core.annotation import Annotation
from annotui.store.changes import Put
from annotui.store.database import AnnotationDB, LogTable, NotSavedError
from annotui.store.store import Store


@pytest.fixture
def database(tmp_path: Path) -> AnnotationDB:
    return AnnotationDB(tmp_path / "annotations")


def reopened(database: AnnotationDB, tmp_path: Path) -> AnnotationDB:
    database.close()
    return AnnotationDB(tmp_path / "annotations")


def test_what_is_overridden_is_what_it_was() -> None:
    """If this fails, TinyDB has changed what `LogTable` and `LogStorage` replace: read its changes before mending it."""
    assert version("tinydb").startswith("4.9.")
    signatures = {
        "_read_table": "(self) -> dict[str, collections.abc.Mapping]",
        "_update_table": "(self, updater: collections.abc.Callable[[dict[int, collections.abc.Mapping]], None])",
        "_get_next_id": "(self)",
        "__init__": "(self, storage: tinydb.storages.Storage, name: str, cache_size: int = 10, persist_empty: bool = False)",
    }
    for name, signature in signatures.items():
        assert str(inspect.signature(getattr(Table, name))) == signature
        assert name in vars(LogTable)
    for name in ("insert", "insert_multiple", "update", "update_multiple", "remove", "truncate"):
        source = inspect.getsource(getattr(Table, name))
        assert "self._update_table(" in source, name
        assert "_storage" not in source, name
    for name in ("search", "get", "__len__", "__iter__"):
        source = inspect.getsource(getattr(Table, name))
        assert "self._read_table()" in source, name
        assert "_storage" not in source, name
    assert Storage.__abstractmethods__ == {"read", "write"}
    assert "self.table_class(self.storage, name, **kwargs)" in inspect.getsource(TinyDB.table)


def test_insert_and_get(database: AnnotationDB, tmp_path: Path) -> None:
    table = database.table("decisions")
    key = table.insert({"a": 1})
    keys = table.insert_multiple([{"a": 2}, Document({"a": 3}, doc_id="mine")])  # type: ignore[arg-type]
    assert str(keys[1]) == "mine"
    again = reopened(database, tmp_path).table("decisions")
    assert again.get(doc_id=key) == {"a": 1}
    assert again.get(where("a") == 2) == {"a": 2}
    assert len(again) == 3
    assert [one.doc_id for one in again] == [key, *keys]
    assert again.get(doc_ids=[key, "mine"]) == [{"a": 1}, {"a": 3}]
    assert again.contains(doc_id=key)
    assert not again.contains(doc_id="other")  # type: ignore[arg-type]


def test_many_documents_inserted_at_once_are_read_fast(database: AnnotationDB) -> None:
    """Each document is parsed alone, not with all the others of its line."""
    table = database.table("t")
    table.insert_multiple({"n": number} for number in range(1000))
    versions = database.storage.journal.present("t")  # type: ignore[attr-defined]
    assert sum(len(one.raw) for one in versions.values()) < 20_000


def test_search_count_update_upsert_remove(database: AnnotationDB, tmp_path: Path) -> None:
    table = database.table("decisions")
    keys = table.insert_multiple([{"n": number, "even": number % 2 == 0} for number in range(10)])
    unknown = table.document_id_class("unknown")
    entry = Query()
    assert [one["n"] for one in table.search((entry.n > 6) & (entry.even == True))] == [8]  # noqa: E712
    assert table.count(entry.n.test(lambda n: n < 3)) == 3
    assert table.update({"even": None}, entry.n == 4) == [keys[4]]
    assert table.update(increment("n"), doc_ids=[keys[0], unknown]) == [keys[0]]
    table.update(delete("even"), entry.n == 9)
    table.update_multiple([({"x": 1}, entry.n == 5), ({"x": 2}, entry.n == 6)])
    assert table.upsert({"n": 7, "x": 3}, entry.n == 7) == [keys[7]]
    (new,) = table.upsert({"n": 77}, entry.n == 77)
    assert table.remove(entry.n == 8) == [keys[8]]
    assert table.remove(doc_ids=[keys[2], unknown]) == [keys[2]]
    expected = [
        {"n": 1, "even": True},
        {"n": 1, "even": False},
        {"n": 3, "even": False},
        {"n": 4, "even": None},
        {"n": 5, "even": False, "x": 1},
        {"n": 6, "even": True, "x": 2},
        {"n": 7, "even": False, "x": 3},
        {"n": 9},
        {"n": 77},
    ]
    assert table.all() == expected
    again = reopened(database, tmp_path).table("decisions")
    assert again.all() == expected
    assert again.get(doc_id=new) == {"n": 77}


def test_the_same_work_gives_the_same_as_stock_tinydb(database: AnnotationDB, tmp_path: Path) -> None:
    stock = TinyDB(tmp_path / "stock.json")
    for each in (stock, database):
        table = each.table("t")
        table.insert_multiple({"n": number} for number in range(20))
        table.remove(where("n") < 5)
        table.update({"big": True}, where("n") > 10)
        table.upsert({"n": 3, "new": 1}, where("n") == 3)
        each.insert({"in": "the default table"})
        each.table("u").insert({})
        each.table("v").insert({"x": 1})
        each.drop_table("v")
    assert database.table("t").all() == stock.table("t").all()
    assert database.all() == stock.all()
    assert database.tables() == stock.tables()
    for each in (stock, database):
        each.table("t").truncate()
        assert each.table("t").all() == []
        each.drop_tables()
    assert database.tables() == stock.tables() == set()


def test_an_update_that_fails_changes_nothing(database: AnnotationDB) -> None:
    table = database.table("t")
    table.insert({"n": 1})
    with pytest.raises(ZeroDivisionError):
        table.update(lambda document: document.update(n=1 / 0))
    with pytest.raises(ValueError, match="already exists"):
        table.insert_multiple([{"n": 2}, Document({}, doc_id=table.all()[0].doc_id)])
    assert table.all() == [{"n": 1}]


def test_what_is_handed_out_may_be_changed_without_harm(database: AnnotationDB) -> None:
    table = database.table("t")
    table.insert({"n": [1]})
    table.all()[0]["n"].append(2)
    table.search(where("n").exists())[0]["n"].append(3)
    assert table.all() == [{"n": [1]}]


def test_a_change_costs_what_it_changes(database: AnnotationDB, tmp_path: Path) -> None:
    table = database.table("t")
    table.insert_multiple({"n": number} for number in range(1000))
    (log,) = (tmp_path / "annotations" / "log").iterdir()
    before = log.stat().st_size
    table.insert({"n": 1001})
    table.update({"n": -1}, where("n") == 5)
    table.update({"n": -1}, where("n") == -1)
    assert log.stat().st_size - before < 1000


def test_ids_are_never_used_again(database: AnnotationDB, tmp_path: Path) -> None:
    table = database.table("t")
    key = table.insert({})
    table.remove(doc_ids=[key])
    assert reopened(database, tmp_path).table("t").insert({}) != key


def test_answers_are_not_stale(tmp_path: Path) -> None:
    one, other = AnnotationDB(tmp_path / "a"), AnnotationDB(tmp_path / "a")
    assert one.table("t").search(where("n") == 1) == []
    other.table("t").insert({"n": 1})
    one.storage.journal.refresh()  # type: ignore[attr-defined]
    assert one.table("t").search(where("n") == 1) == [{"n": 1}]


def test_an_insert_that_is_not_on_the_disk_raises(
    database: AnnotationDB, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    table = database.table("t")
    table.insert({"n": 1})
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(NotSavedError, match="Input/output error"):
            table.insert({"n": 2})
    assert table.count(where("n") == 2) == 1, "it stays in memory, and saving is tried again"
    database.close()
    assert len(AnnotationDB(tmp_path / "annotations").table("t")) == 2


def test_a_table_beside_the_annotations(
    tag: Callable[..., Annotation], open_store: Callable[..., Store]
) -> None:
    store = open_store()
    store.commit([Put(tag())])
    store.table("decisions").insert({"kept": True})
    assert store.wait(120)
    again = open_store()
    assert again.table("decisions").all() == [{"kept": True}]
    assert again.table("seeds/a.txt").count(where("label") == "claim") == 1
    assert again.articles() == ["seeds/a.txt"]
