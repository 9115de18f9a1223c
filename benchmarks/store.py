"""How fast tags are saved and read, beside SQLite and stock TinyDB on the same work in the same run.

    python benchmarks/store.py [--quick] [--documents N] [--directory DIR]

SQLite runs with a write-ahead log and `synchronous=FULL`: as here, what is acknowledged is on the disk.
"""

from __future__ import annotations

import argparse
import multiprocessing
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

import orjson
import tinydb

from annotui.core.annotation import Annotation
from annotui.core.span import Span
from annotui.store import checkpoint
from annotui.store.changes import Put
from annotui.store.clock import Clock
from annotui.store.journal import Journal
from annotui.store.layout import Layout, new_id
from annotui.store.line import Line, Op, encode
from annotui.store.record import from_document, to_document
from annotui.store.store import Store

PER_ARTICLE = 100
WRITERS = 4


def annotation(number: int) -> Annotation:
    """One of many, a sentence long."""
    text = f"“The {number}th span that a reviewer tagged in this corpus,”"
    time_ = "2026-11-22T10:00:00.000Z"
    article = f"corpus/{number // PER_ARTICLE:05d}.txt"
    label = ("claim", "quote", "error", "duplicate")[number % 4]
    span = Span(number, number + len(text))
    return Annotation(
        new_id(),
        article,
        "0" * 64,
        "utf-8",
        span,
        text,
        label,
        "desk1",
        time_,
        time_,
        prefix="p" * 32,
        suffix="s" * 32,
    )


def timed(act: Callable[[], object]) -> float:
    """Seconds that something takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def fill_log(root: Path, count: int) -> None:
    """Write the log of a session with `count` annotations, without a sync for each."""
    layout = Layout(root / "annotations")
    layout.ensure()
    session = new_id()
    with open(layout.log / f"desk1-{session}.jsonl", "wb") as file:
        for number in range(count):
            document = to_document(annotation(number))
            op = Op(str(document["article"]), str(document["id"]), None, document)
            file.write(encode(Line(session, number + 1, Clock(1_764_000_000_000 + number, 0), (op,))))


def open_sqlite(path: Path) -> sqlite3.Connection:
    """A database that promises as much as a log does."""
    database = sqlite3.connect(path, isolation_level=None, timeout=60)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute(
        "CREATE TABLE IF NOT EXISTS annotation (id TEXT PRIMARY KEY, article TEXT, label TEXT, document BLOB)"
    )
    database.execute("CREATE INDEX IF NOT EXISTS by_article ON annotation (article)")
    return database


def row(one: Annotation) -> tuple[str, str, str, bytes]:
    """An annotation for SQLite."""
    return one.id, one.article, one.label, orjson.dumps(to_document(one))


INSERT = "INSERT INTO annotation VALUES (?, ?, ?, ?)"


def fill_sqlite(path: Path, count: int) -> None:
    """Put `count` annotations into a database, in one transaction."""
    database = open_sqlite(path)
    database.execute("BEGIN")
    database.executemany(INSERT, (row(annotation(number)) for number in range(count)))
    database.execute("COMMIT")
    database.close()


def insert_here(store: Store, count: int) -> list[float]:
    """Seconds for each tag until it is acknowledged."""

    def one() -> None:
        store.commit([Put(tag)])
        store.wait()

    seconds = []
    for number in range(count):
        tag = annotation(number)
        seconds.append(timed(one))
    return seconds


def insert_sqlite(database: sqlite3.Connection, count: int) -> list[float]:
    """Seconds for each row until it is committed."""
    return [timed(partial(database.execute, INSERT, row(annotation(number)))) for number in range(count)]


def write_here(root: Path, number: int, count: int, barrier: Barrier, times: Queue[list[float]]) -> None:
    """One of several writers."""
    store = Store.open(root / "corpus", reviewer=f"desk{number}")
    barrier.wait()
    times.put(insert_here(store, count))


def write_sqlite(root: Path, number: int, count: int, barrier: Barrier, times: Queue[list[float]]) -> None:
    """The same for SQLite."""
    database = open_sqlite(root / "four.sqlite")
    barrier.wait()
    times.put(insert_sqlite(database, count))


def race(work: Callable[..., None], root: Path, count: int) -> tuple[float, list[float]]:
    """Let four processes write at once; tags per second, and the seconds of each."""
    barrier = multiprocessing.Barrier(WRITERS + 1)
    times: Queue[list[float]] = multiprocessing.Queue()
    crew = [
        multiprocessing.Process(target=work, args=(root, n, count, barrier, times)) for n in range(WRITERS)
    ]
    for one in crew:
        one.start()
    barrier.wait()
    start = time.perf_counter()
    seconds = [second for _ in crew for second in times.get()]
    passed = time.perf_counter() - start
    for one in crew:
        one.join()
    return WRITERS * count / passed, seconds


def line(what: str, here: float, rivals: dict[str, float], unit: str) -> None:
    """Print one measurement, and how often the rivals' figure it is."""
    ratios = "   ".join(
        f"{name} {figure:9.2f} ({here / figure:.2f} of it)" for name, figure in rivals.items()
    )
    print(f"{what:34} annotui {here:9.2f} {unit:4}  {ratios}")


def p(seconds: list[float], percent: int) -> float:
    """A percentile in milliseconds."""
    return statistics.quantiles(seconds, n=100)[percent - 1] * 1e3


def measure_writing(root: Path, documents: int, count: int, stock: int) -> None:
    """Tags one by one, on top of what is there already; then by four processes at once."""
    store = Store.open(root / "corpus", reviewer="desk1")
    here = insert_here(store, count)
    database = open_sqlite(root / "tags.sqlite")
    rival = insert_sqlite(database, count)
    table = tinydb.TinyDB(root / "stock.json").table("tags")
    slow = [timed(partial(table.insert, to_document(annotation(number)))) for number in range(stock)]
    for percent in (50, 95):
        rivals = {"SQLite": p(rival, percent), "TinyDB": p(slow, percent)}
        line(f"one tag, p{percent}", p(here, percent), rivals, "ms")

    each = max(50, count)
    many, times = race(write_here, root, each)
    there, others = race(write_sqlite, root, each)
    there_now = sum(
        sum(one.values()) for one in Store.open(root / "corpus", reviewer="judge").counts().values()
    )
    print(f"{'lost':34} annotui {documents + count + WRITERS * each - there_now:9d}")
    line(f"{WRITERS} writers × {each}", many, {"SQLite": there}, "/s")
    line(f"{WRITERS} writers × {each}, p95", p(times, 95), {"SQLite": p(others, 95)}, "ms")
    line(f"{WRITERS} writers × {each}, longest", max(times) * 1e3, {"SQLite": max(others) * 1e3}, "ms")


def measure_reading(root: Path, documents: int) -> None:
    """Opening, the tags of one article, the counters, looking for news, and the derived TinyDB file."""

    def open_sqlite_and_count() -> list[object]:
        database = open_sqlite(root / "tags.sqlite")
        return database.execute(
            "SELECT article, label, count(*) FROM annotation GROUP BY article, label"
        ).fetchall()

    article = f"corpus/{documents // PER_ARTICLE // 2:05d}.txt"
    database = open_sqlite(root / "tags.sqlite")

    def read_sqlite() -> list[Annotation]:
        rows = database.execute("SELECT document FROM annotation WHERE article = ?", (article,))
        return [from_document(orjson.loads(one)) for (one,) in rows]

    opened = min(timed(lambda: Store.open(root / "corpus", reviewer="desk1")) for _ in range(3))
    counted = min(timed(open_sqlite_and_count) for _ in range(3))
    loaded = timed(lambda: tinydb.TinyDB(root / "annotations" / "tinydb.json").table(article).all())
    rivals = {"SQLite": counted * 1e3, "TinyDB": loaded * 1e3}
    line(f"open, counts; {documents:,} tags", opened * 1e3, rivals, "ms")

    store = Store.open(root / "corpus", reviewer="desk1")
    tags = timed(lambda: store.annotations(article))
    line(
        f"tags of one article ({PER_ARTICLE})",
        tags * 1e3,
        {"SQLite": min(timed(read_sqlite) for _ in range(5)) * 1e3},
        "ms",
    )
    line("the same again", timed(lambda: store.annotations(article)) * 1e3, {}, "ms")
    line("counts of all articles", timed(store.counts) * 1e3, {}, "ms")
    line("a look for others' tags", timed(store.refresh) * 1e3, {}, "ms")


def main() -> None:
    """Run everything and print it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a tenth of the work")
    parser.add_argument(
        "--documents", type=int, default=100_000, help="annotations that are there at the start"
    )
    parser.add_argument("--directory", type=Path, help="where to write, to measure another disk")
    asked = parser.parse_args()
    documents = asked.documents // 10 if asked.quick else asked.documents
    with tempfile.TemporaryDirectory(dir=asked.directory) as name:
        root = Path(name)
        (root / "corpus").mkdir()
        fill_log(root, documents)
        fill_sqlite(root / "tags.sqlite", documents)
        journal = Journal(Layout(root / "annotations"), "desk1")
        made = timed(lambda: checkpoint.write(journal))
        line("writing tinydb.json", made * 1e3, {}, "ms")
        shutil.copy(root / "annotations" / "tinydb.json", root / "stock.json")
        measure_reading(root, documents)
        measure_writing(root, documents, 50 if asked.quick else 500, 3 if asked.quick else 8)


if __name__ == "__main__":
    main()
