"""Runs in a process of its own that the crash tests start, stop, limit and kill; no test.

It reads jobs as JSON, one a line, and does each in a fork of itself, which is much faster than a fresh interpreter.
Acknowledgements go to a file with `writev`, which no test makes fail: what was acknowledged before a kill is in it.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from annotui.core.annotation import Annotation
from annotui.core.span import Span
from annotui.store import checkpoint, layout, log, writer
from annotui.store.changes import Put
from annotui.store.clock import Clock
from annotui.store.database import AnnotationDB
from annotui.store.journal import Journal
from annotui.store.layout import Layout
from annotui.store.line import Line, Op, encode
from annotui.store.log import SessionLog
from annotui.store.store import Store

GO = signal.SIGUSR1
LABELS = ("claim", "quote", "error", "duplicate")


def annotation(key: str, number: int, reviewer: str) -> Annotation:
    """One that differs from all others of its reviewer."""
    time = "2026-11-22T10:00:00.000Z"
    text = f"“{number:06d}”"
    span = Span(number * 10, number * 10 + len(text))
    return Annotation(
        key,
        f"seeds/{number % 3}.txt",
        "0" * 64,
        "utf-8",
        span,
        text,
        LABELS[number % 4],
        reviewer,
        time,
        time,
    )


def acknowledge(path: str, word: str) -> None:
    """Tell the test, in one call of the system that cannot be torn."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.writev(descriptor, [f"{word}\n".encode()])
    os.close(descriptor)


def tag(job: dict[str, Any]) -> None:
    """Tag `count` times, acknowledging each that the store says is saved; `batch` spans in one action."""
    acks = os.open(job["acks"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    store = Store.open(Path(job["corpus"]), reviewer=job["reviewer"])
    if job.get("hold"):
        os.writev(acks, [b"ready\n"])
        signal.sigwait({GO})
    for number in range(job["count"]):
        keys = [layout.new_id() for _ in range(job.get("batch", 1))]
        store.commit([Put(annotation(key, number, job["reviewer"])) for key in keys])
        if not store.wait(120):
            os._exit(3)
        os.writev(acks, [f"{' '.join(keys)}\n".encode()])
    if job.get("place"):
        store.keep_place({"article": "seeds/1.txt"})
    if job.get("close", True):
        store.close()
        os.writev(acks, [b"closed\n"])


def hasty(job: dict[str, Any]) -> None:
    """Acknowledge a tag before the store has said that it is saved, and be killed."""
    store = Store.open(Path(job["corpus"]), reviewer=job["reviewer"])
    key = layout.new_id()
    acks = os.open(job["acks"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    store.commit([Put(annotation(key, 0, job["reviewer"]))])
    os.writev(acks, [f"{key}\n".encode()])
    os.kill(os.getpid(), signal.SIGKILL)


def tabulate(job: dict[str, Any]) -> None:
    """Write `tinydb.json` again and again."""
    while True:
        journal = Journal(Layout(Path(job["corpus"]).parent / "annotations"), "checkpoint")
        checkpoint.write(journal)


def insert(job: dict[str, Any]) -> None:
    """Insert `count` documents through TinyDB's own interface."""
    database = AnnotationDB(Path(job["corpus"]).parent / "annotations", job["reviewer"])
    for number in range(job["count"]):
        acknowledge(job["acks"], str(database.table("decisions").insert({"number": number})))
    database.close()


def short_writes(job: dict[str, Any]) -> None:
    """Let the system take only a part of a line, for every length of the part, and see what a reader finds then."""
    root = Path(job["corpus"])
    lines = [
        encode(Line("s", n, Clock(n, 0), (Op("decisions", str(n), None, {"n": n, "text": "é" * 20}),)))
        for n in (1, 2)
    ]
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    for limit in range(40, sum(len(line) for line in lines) + 1, job["step"]):
        place = Layout(root / str(limit))
        place.ensure()
        session = SessionLog(place, "desk1", layout.new_id())
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
        saved = 0
        for line in lines:
            try:
                session.append(line)
                saved += 1
            except OSError:
                resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
                session.append(line)
                saved += 1
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        assert saved == len(lines)
        found = sorted(line for path in place.log.iterdir() for line in path.read_bytes().splitlines())
        assert found == sorted(line.rstrip() for line in lines), (limit, found)
    acknowledge(job["acks"], "done")


def prepare(job: dict[str, Any]) -> None:
    """Try again sooner, or take a safety net away, for the tests which show that its absence would be noticed."""
    writer.RETRY = job.get("retry", writer.RETRY)
    without = job.get("without")
    for module in (layout, log):
        if without == "fsync":
            vars(module)["sync"] = lambda descriptor: None
        elif without == "directory":
            vars(module)["sync_directory"] = lambda path: None
    if without == "order":  # renamed first, written afterwards
        vars(layout)["replace"] = careless_replace


def careless_replace(path: Path, chunks: Iterable[bytes]) -> None:
    """As `layout.replace`, but without making sure that the content is there before the name is."""
    temporary = path.parent / layout.temporary_name(path.name)
    descriptor = layout.create_file(temporary)
    for chunk in chunks:
        layout.write_all(descriptor, chunk)
    os.close(descriptor)
    os.rename(temporary, path)
    layout.sync_directory(path.parent)


KINDS = {"tag": tag, "hasty": hasty, "tabulate": tabulate, "insert": insert, "short_writes": short_writes}


def main() -> None:
    """Do the jobs that come in; answer each with the process that does it, or with how that one ended."""
    for line in sys.stdin:
        job = json.loads(line)
        if "wait" in job:
            answer = os.waitpid(job["wait"], 0)[1]
        else:
            if job.get("hold"):
                signal.pthread_sigmask(signal.SIG_BLOCK, {GO})
            answer = os.fork()
            if answer == 0:
                try:
                    prepare(job)
                    KINDS[job["kind"]](job)
                    os._exit(0)
                except BaseException:
                    traceback.print_exc()
                    os._exit(1)
        print(answer, flush=True)


if __name__ == "__main__":
    main()
