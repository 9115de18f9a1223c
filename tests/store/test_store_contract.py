"""The same operations on the store's TinyDB and on stock TinyDB give the same, ids apart; hypothesis chooses them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tinydb import TinyDB, where
from tinydb.operations import delete, increment
from tinydb.queries import QueryInstance
from tinydb.storages import MemoryStorage
from tinydb.table import Table

from annotui.store.database import AnnotationDB, Overlay

TABLES = st.sampled_from(["seeds/a.txt", "decisions", "_default"])
SMALL = st.integers(0, 3)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=3)
VALUES = st.recursive(
    st.none() | st.booleans() | SMALL | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=3,
)
DOCUMENTS = st.fixed_dictionaries(
    {"n": SMALL}, optional={"label": st.sampled_from(["claim", "quote"]), "more": VALUES}
)
CONDITIONS: list[Callable[[int], QueryInstance]] = [
    lambda n: where("n") == n,
    lambda n: where("n") > n,
    lambda n: where("label").exists() & (where("n") < n),
    lambda n: ~(where("n") == n) | (where("label") == "quote"),
    lambda n: where("more").test(lambda value: bool(value)),
    lambda n: where("n").one_of([n, n + 1]),
]
QUERIES = st.builds(lambda make, n: make(n), st.sampled_from(CONDITIONS), SMALL)
CHANGES: list[Callable[[int], Any]] = [
    lambda n: {"n": n},
    lambda n: {"more": [n, {"x": n}]},
    lambda n: increment("n"),
    lambda n: lambda document: document.update(more=n),
]
UPDATES = st.builds(lambda make, n: make(n), st.sampled_from(CHANGES), SMALL)


class Both(RuleBasedStateMachine):
    """Does everything twice, and compares what is said and what is there."""

    @initialize()
    def open(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="annotui-"))
        self.ours = AnnotationDB(self.root)
        self.stock = TinyDB(storage=MemoryStorage)
        self.ids: dict[str, list[tuple[Any, int]]] = {}

    def teardown(self) -> None:
        self.ours.close()
        shutil.rmtree(self.root)

    def both(self, table: str) -> tuple[Table, Table]:
        return self.ours.table(table), self.stock.table(table)

    def same(self, table: str, ours: Sequence[Any], stock: Sequence[int]) -> None:
        """Ids are others, and mean the same documents."""
        known = dict(self.ids.get(table, []))
        assert [known[one] for one in ours] == list(stock)

    def learn(self, table: str, ours: Sequence[Any], stock: Sequence[int]) -> None:
        self.ids.setdefault(table, []).extend(zip(ours, stock, strict=True))

    @rule(table=TABLES, documents=st.lists(DOCUMENTS, min_size=1, max_size=3), at_once=st.booleans())
    def insert(self, table: str, documents: list[dict[str, Any]], at_once: bool) -> None:
        ours, stock = self.both(table)
        if at_once:
            self.learn(table, ours.insert_multiple(documents), stock.insert_multiple(documents))
        else:
            for document in documents:
                self.learn(table, [ours.insert(document)], [stock.insert(document)])

    @rule(table=TABLES, query=QUERIES)
    def look(self, table: str, query: QueryInstance) -> None:
        ours, stock = self.both(table)
        assert ours.search(query) == stock.search(query)
        assert ours.count(query) == stock.count(query)
        assert ours.contains(query) == stock.contains(query)
        assert ours.get(query) == stock.get(query)

    @rule(table=TABLES, data=st.data())
    def look_by_id(self, table: str, data: st.DataObject) -> None:
        if table not in self.ids:
            return
        mine, theirs = data.draw(st.sampled_from(self.ids[table]))
        ours, stock = self.both(table)
        assert ours.get(doc_id=mine) == stock.get(doc_id=theirs)
        assert ours.contains(doc_id=mine) == stock.contains(doc_id=theirs)

    @rule(table=TABLES, query=st.none() | QUERIES, change=UPDATES)
    def update(self, table: str, query: QueryInstance | None, change: Any) -> None:
        ours, stock = self.both(table)
        self.same(table, ours.update(change, query), stock.update(change, query))

    @rule(table=TABLES, query=QUERIES)
    def take_a_key_away(self, table: str, query: QueryInstance) -> None:
        ours, stock = self.both(table)
        query = query & where("label").exists()
        self.same(table, ours.update(delete("label"), query), stock.update(delete("label"), query))

    @rule(table=TABLES, updates=st.lists(st.tuples(UPDATES, QUERIES), max_size=2))
    def update_multiple(self, table: str, updates: list[tuple[Any, QueryInstance]]) -> None:
        ours, stock = self.both(table)
        self.same(table, ours.update_multiple(updates), stock.update_multiple(updates))

    @rule(table=TABLES, query=QUERIES, document=DOCUMENTS)
    def upsert(self, table: str, query: QueryInstance, document: dict[str, Any]) -> None:
        ours, stock = self.both(table)
        is_new = not stock.contains(query)
        found, expected = ours.upsert(document, query), stock.upsert(document, query)
        (self.learn if is_new else self.same)(table, found, expected)

    @rule(table=TABLES, query=QUERIES)
    def remove(self, table: str, query: QueryInstance) -> None:
        ours, stock = self.both(table)
        self.same(table, ours.remove(query), stock.remove(query))

    @rule(table=TABLES, whole=st.booleans())
    def empty(self, table: str, whole: bool) -> None:
        for each in (self.ours, self.stock):
            if whole:
                each.drop_table(table)
            else:
                each.table(table).truncate()
        # From here on stock TinyDB gives the same ids again, and the store never does.
        self.ids.pop(table, None)

    @rule()
    def open_again(self) -> None:
        """Only one of both is on a disk; what it said before, it says afterwards."""
        self.ours.close()
        self.ours = AnnotationDB(self.root)

    @invariant()
    def the_same_is_there(self) -> None:
        # Stock TinyDB names a table that has become empty, until it is dropped.
        assert self.ours.tables() == {name for name in self.stock.tables() if len(self.stock.table(name))}
        for name in self.stock.tables():
            ours, stock = self.both(name)
            assert list(map(plain, ours.all())) == list(map(plain, stock.all()))
            self.same(name, [one.doc_id for one in ours], [one.doc_id for one in stock])
            assert len(ours) == len(stock)


def plain(document: Mapping[str, Any]) -> dict[str, Any]:
    return dict(document)


def check(examples: int, steps: int, phases: Sequence[Phase] = tuple(Phase)) -> None:
    run_state_machine_as_test(
        Both,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_store_is_a_tinydb() -> None:
    check(40, 20)


@pytest.mark.long
def test_the_store_is_a_tinydb_for_long() -> None:
    check(1000, 40)


def test_a_change_that_is_not_kept_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shows that this test can fail: here an update that leaves the number of documents as it is gets lost."""
    drafts = Overlay.drafts
    monkeypatch.setattr(
        Overlay,
        "drafts",
        lambda self, table: drafts(self, table) if len(self) != len(self._below) else iter(()),
    )
    with pytest.raises((AssertionError, ExceptionGroup)):
        check(40, 20, [Phase.generate])
