"""What `store.py` measures: annotui's store, SQLite and stock TinyDB, all behind the same few operations."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import orjson
from tinydb import TinyDB, where
from tinydb.middlewares import CachingMiddleware
from tinydb.storages import JSONStorage

from annotui.core.annotation import Annotation
from annotui.core.span import Span
from annotui.store.changes import Put, Remove
from annotui.store.layout import new_id
from annotui.store.record import from_document, to_document
from annotui.store.store import Store

PER_ARTICLE = 100
TIME = "2026-11-22T10:00:00.000Z"
LABELS = ("claim", "quote", "error", "duplicate")


def article(number: int) -> str:
    """The id of the article of the annotation with this number."""
    return f"corpus/{number // PER_ARTICLE:05d}.txt"


def annotation(number: int) -> Annotation:
    """One of many, a sentence long."""
    text = f"“The {number}th span that a reviewer tagged in this corpus,”"
    span = Span(number, number + len(text))
    one = Annotation(
        new_id(), article(number), "0" * 64, "utf-8", span, text, LABELS[number % 4], "desk1", TIME, TIME
    )
    return replace(one, prefix="p" * 32, suffix="s" * 32)


class System(Protocol):
    """Something that keeps annotations."""

    name: str
    affordable: int
    """How often a change can be measured."""

    def insert(self, tag: Annotation) -> None: ...
    def update(self, tag: Annotation) -> None: ...
    def remove(self, tag: Annotation) -> None: ...
    def of_article(self, name: str) -> list[Annotation]: ...
    def scan(self) -> int: ...
    def reload(self, name: str) -> list[Annotation]: ...
    def close(self) -> None: ...


class Here:
    """annotui's own."""

    name = "annotui"

    def __init__(self, root: Path, affordable: int = 0, reviewer: str = "desk1") -> None:
        self.affordable = affordable
        self.store = Store.open(root / "corpus", reviewer=reviewer)

    def _do(self, change: Put | Remove) -> None:
        self.store.commit([change])
        self.store.wait()

    def insert(self, tag: Annotation) -> None:
        self._do(Put(tag))

    def update(self, tag: Annotation) -> None:
        self._do(Put(replace(tag, note="seen")))

    def remove(self, tag: Annotation) -> None:
        self._do(Remove(tag))

    def of_article(self, name: str) -> list[Annotation]:
        return self.store.annotations(name)

    def scan(self) -> int:
        every = (one for name in self.store.articles() for one in self.store.annotations(name))
        return sum(one.label == "quote" for one in every)

    def reload(self, name: str) -> list[Annotation]:
        self.store.refresh()
        return self.store.annotations(name)

    def close(self) -> None:
        self.store.close()


class Sqlite:
    """A database that promises as much as a log does."""

    name = "SQLite"

    def __init__(self, root: Path, affordable: int = 0) -> None:
        self.affordable = affordable
        self.database = sqlite3.connect(root / "tags.sqlite", isolation_level=None, timeout=60)
        for statement in (
            "PRAGMA journal_mode=WAL",
            "PRAGMA synchronous=FULL",
            "CREATE TABLE IF NOT EXISTS annotation (id TEXT PRIMARY KEY, article TEXT, label TEXT, document BLOB)",
            "CREATE INDEX IF NOT EXISTS by_article ON annotation (article)",
        ):
            self.database.execute(statement)

    @staticmethod
    def row(tag: Annotation) -> tuple[str, str, str, bytes]:
        return tag.id, tag.article, tag.label, orjson.dumps(to_document(tag))

    def fill(self, tags: Iterable[Annotation]) -> None:
        self.database.execute("BEGIN")
        self.database.executemany("INSERT INTO annotation VALUES (?, ?, ?, ?)", map(self.row, tags))
        self.database.execute("COMMIT")

    def insert(self, tag: Annotation) -> None:
        self.database.execute("INSERT INTO annotation VALUES (?, ?, ?, ?)", self.row(tag))

    def update(self, tag: Annotation) -> None:
        row = self.row(replace(tag, note="seen"))
        self.database.execute(
            "UPDATE annotation SET label = ?, document = ? WHERE id = ?", (row[2], row[3], row[0])
        )

    def remove(self, tag: Annotation) -> None:
        self.database.execute("DELETE FROM annotation WHERE id = ?", (tag.id,))

    def of_article(self, name: str) -> list[Annotation]:
        rows = self.database.execute("SELECT document FROM annotation WHERE article = ?", (name,))
        return [from_document(orjson.loads(one)) for (one,) in rows]

    def scan(self) -> int:
        rows = self.database.execute("SELECT document FROM annotation")
        return sum(from_document(orjson.loads(one)).label == "quote" for (one,) in rows)

    def reload(self, name: str) -> list[Annotation]:
        return self.of_article(name)

    def close(self) -> None:
        self.database.close()


class Stock:
    """TinyDB as it comes, with or without its cache; all annotations in one table."""

    def __init__(self, root: Path, affordable: int = 0, caching: bool = False) -> None:
        self.name = "TinyDB, caching" if caching else "TinyDB"
        self.affordable = affordable
        storage: Any = CachingMiddleware(JSONStorage) if caching else JSONStorage  # type: ignore[no-untyped-call]
        self.database = TinyDB(root / ("caching.json" if caching else "stock.json"), storage=storage)
        self.table = self.database.table("tags")

    def insert(self, tag: Annotation) -> None:
        self.table.insert(to_document(tag))

    def update(self, tag: Annotation) -> None:
        self.table.update({"note": "seen"}, where("id") == tag.id)

    def remove(self, tag: Annotation) -> None:
        self.table.remove(where("id") == tag.id)

    def of_article(self, name: str) -> list[Annotation]:
        self.table.clear_cache()
        return [from_document(one) for one in self.table.search(where("article") == name)]

    def scan(self) -> int:
        return sum(from_document(one).label == "quote" for one in self.table)

    def reload(self, name: str) -> list[Annotation]:
        return self.of_article(name)

    def close(self) -> None:
        self.database.close()
