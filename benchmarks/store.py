"""How fast tags are saved and read, beside SQLite and stock TinyDB on the same work in the same run.

    python benchmarks/store.py [--quick] [--directory DIR]

SQLite runs with a write-ahead log and `synchronous=FULL`: as here, what is acknowledged is on the disk. TinyDB with
`CachingMiddleware` acknowledges what is in memory only. Prints the tables of `docs/speed.md`.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

import orjson

from annotui.core.annotation import Annotation
from annotui.store import layout, log
from annotui.store.clock import Clock
from annotui.store.layout import Layout, new_id
from annotui.store.line import Line, Op, encode
from annotui.store.record import to_document

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.rivals import PER_ARTICLE, Here, Sqlite, Stock, System, annotation, article

WRITERS = 4


def fill(root: Path, count: int) -> list[Annotation]:
    """Put the same annotations into all systems, without a sync for each."""
    (root / "corpus").mkdir()
    place = Layout(root / "annotations")
    place.ensure()
    session, tags = new_id(), [annotation(number) for number in range(count)]
    with open(place.log / f"desk1-{session}.jsonl", "wb") as file:
        for number, tag in enumerate(tags):
            op = Op(tag.article, tag.id, None, to_document(tag))
            file.write(encode(Line(session, number + 1, Clock(1_764_000_000_000 + number, 0), (op,))))
    database = Sqlite(root)
    database.fill(tags)
    database.close()
    table = {str(number): to_document(tag) for number, tag in enumerate(tags, 1)}
    for name in ("stock.json", "caching.json"):
        (root / name).write_bytes(orjson.dumps({"tags": table}))
    return tags


def timed(act: Callable[[], object]) -> float:
    """Milliseconds that something takes."""
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1e3


def in_child(act: Callable[[], object]) -> float:
    """Milliseconds that something takes in a process of its own, where nothing is in memory yet; the best of three."""
    answers: Queue[float] = multiprocessing.Queue()
    best = float("inf")
    for _ in range(3):
        child = multiprocessing.Process(target=lambda: answers.put(timed(act)))
        child.start()
        best = min(best, answers.get())
        child.join()
    return best


def p95(values: list[float]) -> float:
    """The 95th percentile; of few values the highest."""
    return statistics.quantiles(values, n=100)[94] if len(values) >= 20 else max(values)


def times(ratio: float) -> str:
    """How many times as much, with two digits where that is not much."""
    return f"×{ratio:.0f}" if ratio >= 10 else f"×{ratio:.2g}"


def row(what: str, must: str, figures: list[float | None]) -> None:
    """Print a line of a table: annotui's figure, and the others' with how many times as much annotui's is."""
    here = figures[0]
    assert here is not None
    cells = [f"{here:,.2f} ms"]
    cells += ["–" if one is None else f"{one:,.2f} ({times(here / one)})" for one in figures[1:]]
    print("|", " | ".join([what, must, *cells]), "|", flush=True)


def measure_changes(systems: list[System], tags: list[Annotation]) -> None:
    """Single changes on top of what is there already, in turn, so that what disturbs one disturbs all."""
    waited: list[float] = []

    def watched(descriptor: int) -> None:
        waited.append(timed(partial(layout.sync, descriptor)))

    vars(log)["sync"] = watched
    times: dict[str, list[list[float]]] = {}
    own: list[float] = []
    for kind in ("insert", "update", "remove"):
        times[kind] = [[] for _ in systems]
        for number in range(max(one.affordable for one in systems)):
            for system, spent in zip(systems, times[kind], strict=True):
                if number < system.affordable:
                    tag = tags[number * 7] if kind != "insert" else annotation(number)
                    waited.clear()
                    spent.append(timed(partial(getattr(system, kind), tag)))
                    if kind == "insert" and system is systems[0]:
                        own.append(spent[-1] - sum(waited))
    vars(log)["sync"] = layout.sync
    row("insert, p50", "", [statistics.median(one) for one in times["insert"]])
    for kind, found in times.items():
        row(f"{kind}, p95", "", [p95(one) for one in found])
    row("insert without its fsync, p95", "1 ms", [p95(own), *[None] * (len(systems) - 1)])


def measure_reading(systems: list[System], tags: list[Annotation]) -> None:
    """The tags of an article that nobody has asked for yet, and a look at all."""
    names = [article(len(tags) // 2 + step * PER_ARTICLE) for step in range(3)]
    found = [[timed(partial(one.of_article, name)) for name in names] for one in systems]
    row(f"tags of one article ({PER_ARTICLE})", "", [min(one) for one in found])
    row("all tags, looked at one by one", "", [timed(one.scan) for one in systems])


def measure_start(root: Path, tags: list[Annotation]) -> None:
    """From nothing to the tags of one article, and to all of them."""
    makers: list[Callable[[], System]] = [
        partial(Here, root),
        partial(Sqlite, root),
        partial(Stock, root),
        partial(Stock, root, 0, True),
    ]
    name = article(len(tags) // 2)
    must = "500 ms" if len(tags) == 100_000 else ""
    row("start, tags of one article", must, [in_child(partial(read_one, make, name)) for make in makers])
    row("start, all tags", "", [in_child(partial(read_all, make)) for make in makers])


def read_one(make: Callable[[], System], name: str) -> None:
    """Start and read an article."""
    make().of_article(name)


def read_all(make: Callable[[], System]) -> None:
    """Start and look at everything."""
    make().scan()


def measure_reload(root: Path, systems: list[System], others: list[System]) -> None:
    """From another's acknowledged tag to its being seen; what asks once a second adds up to a second."""
    figures: list[float | None] = []
    for system, other in zip(systems, others, strict=True):
        spent = []
        for number in range(min(20, max(3, system.affordable))):
            other.insert(annotation(number))
            spent.append(timed(partial(system.reload, article(number))))
        figures.append(max(spent))
    row("another's tag seen, longest", "200 ms", [*figures, None])
    for path in (root / "annotations" / "log").iterdir():
        copy = path.with_suffix(".new")
        copy.write_bytes(path.read_bytes())
        os.rename(copy, path)
    row(
        "the same after git has replaced all logs",
        "200 ms",
        [timed(partial(systems[0].reload, article(1))), None, None, None],
    )


def write_many(
    make: Callable[[int], System], number: int, count: int, barrier: Barrier, times: Queue[list[float]]
) -> None:
    """One of several writers; milliseconds of each acknowledged tag."""
    system, spent = make(number), []
    barrier.wait()
    try:
        for n in range(count):
            spent.append(timed(partial(system.insert, annotation(n))))
    except Exception:  # what stock TinyDB does once its file is destroyed
        pass
    times.put(spent)


def race(make: Callable[[int], System], count: int) -> tuple[float, list[float]]:
    """Let four processes write at once; tags per second, and the milliseconds of each."""
    barrier = multiprocessing.Barrier(WRITERS + 1)
    times: Queue[list[float]] = multiprocessing.Queue()
    crew = [
        multiprocessing.Process(target=write_many, args=(make, n, count, barrier, times))
        for n in range(WRITERS)
    ]
    for one in crew:
        one.start()
    barrier.wait()
    start = time.perf_counter()
    spent = [one for _ in crew for one in times.get()]
    passed = time.perf_counter() - start
    for one in crew:
        one.join()
    return len(spent) / passed, spent


def here(place: Path, number: int) -> System:
    """One of several writers; each is a reviewer."""
    return Here(place, reviewer=f"desk{number}")


def sqlite(place: Path, number: int) -> System:
    """As `here`."""
    return Sqlite(place)


def stock(place: Path, number: int) -> System:
    """As `here`."""
    return Stock(place)


def measure_writers(root: Path, count: int) -> None:
    """Four at once on an empty database, three times in turn, and what is left of what was acknowledged."""
    print(f"\n| {WRITERS} writers × {count} | tags/s, median of 3 | p95 | longest | acknowledged | lost |")
    print("| --- | --- | --- | --- | --- | --- |")
    found: dict[str, list[tuple[float, list[float], int]]] = {}
    for turn in range(3):
        place = root / f"race{turn}"
        (place / "corpus").mkdir(parents=True)
        makers: dict[str, tuple[Callable[[int], System], Callable[[], System]]] = {
            "annotui": (partial(here, place), partial(Here, place)),
            "SQLite": (partial(sqlite, place), partial(Sqlite, place)),
            "TinyDB": (partial(stock, place), partial(Stock, place)),
        }
        for name, (make, judge) in makers.items():
            speed, spent = race(make, count)
            try:
                kept = sum(len(judge().of_article(article(n))) for n in range(0, count, PER_ARTICLE))
            except Exception:  # not readable any more
                kept = 0
            found.setdefault(name, []).append((speed, spent, len(spent) - kept))
    for name, runs in found.items():
        spent = [one for _, each, _ in runs for one in each]
        speed = statistics.median(speed for speed, _, _ in runs)
        lost = sum(lost for _, _, lost in runs)
        print(
            f"| {name} | {speed:,.0f} | {p95(spent):.2f} ms | {max(spent):.0f} ms | {len(spent):,} | {lost:,} |"
        )


def main() -> None:
    """Run everything and print it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a tenth of the work")
    parser.add_argument("--directory", type=Path, help="where to write, to measure another disk")
    asked = parser.parse_args()
    part = 10 if asked.quick else 1
    for most in (1_000, 10_000, 100_000):
        with tempfile.TemporaryDirectory(dir=asked.directory) as name:
            root, documents = Path(name), most // part
            tags = fill(root, documents)
            print(f"\n| {documents:,} annotations | must | annotui | SQLite | TinyDB | TinyDB, caching |")
            print("| --- | --- | --- | --- | --- | --- |")
            measure_start(root, tags)
            few = max(3, min(100, 500_000 // documents) // part)
            many = (500 if most == 100_000 else 140) // part
            systems: list[System] = [
                Here(root, many),
                Sqlite(root, many),
                Stock(root, few),
                Stock(root, few, True),
            ]
            measure_reading(systems, tags)
            measure_changes(systems, tags)
            measure_reload(root, systems[:3], [Here(root, reviewer="desk2"), Sqlite(root), Stock(root)])
            for system in systems:
                system.close()
    with tempfile.TemporaryDirectory(dir=asked.directory) as name:
        measure_writers(Path(name), 500 // part)


if __name__ == "__main__":
    main()
