"""Names, links, pipes and files that somebody prepared: nothing hangs, and nothing of a victim's is changed."""

from __future__ import annotations

import errno
import os
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from io import FileIO
from pathlib import Path
from typing import Any

import pytest

from annotui.core.annotation import Annotation
from annotui.store import line as line_module
from annotui.store import reader as reader_module
from annotui.store.changes import Put
from annotui.store.store import Store, StoreError

Tag = Callable[..., Annotation]
Open = Callable[..., Store]


@pytest.fixture
def folder(corpus: Path) -> Path:
    """The folder of annotations, with `log` and `state` in it."""
    place = corpus.parent / "annotations"
    for name in ("log", "state"):
        (place / name).mkdir(parents=True)
    return place


@pytest.fixture
def victim(tmp_path: Path) -> Iterator[Path]:
    """A folder of somebody's; afterwards all of it is as it was."""
    place = tmp_path / "victim"
    place.mkdir()
    content = {"notes.txt": b"precious", ".notes.txt.tmp": b"half", "old.jsonl": b"{}\n", ".a.b.tmp": b""}
    for name, data in content.items():
        (place / name).write_bytes(data)
    before = {name: (place / name).stat() for name in content}
    yield place
    for name, data in content.items():
        assert (place / name).read_bytes() == data
        now = (place / name).stat()
        assert (now.st_ino, now.st_mode, now.st_mtime_ns, now.st_nlink) == (
            before[name].st_ino,
            before[name].st_mode,
            before[name].st_mtime_ns,
            before[name].st_nlink,
        )


def use(open_store: Open, one: Annotation, reviewer: str = "desk1") -> Store:
    """Tag, keep the place and close."""
    store = open_store(reviewer)
    store.commit([Put(one)])
    assert store.wait(120)
    store.keep_place({"cursor": 1})
    store.close()
    return store


def test_a_folder_of_logs_that_is_a_link_leaves_what_is_there_alone(
    open_store: Open, tag: Tag, folder: Path, victim: Path
) -> None:
    (folder / "log").rmdir()
    (folder / "log").symlink_to(victim)
    one = tag()
    use(open_store, one)
    assert open_store().annotations("seeds/a.txt") == [one]
    assert len(list(victim.iterdir())) == 5, "one file was added"


@pytest.mark.parametrize("name", [".gitattributes", ".gitignore", "tinydb.json", "state/desk1.json"])
@pytest.mark.parametrize("kind", ["link", "hard link", "pipe"])
def test_what_lies_under_the_name_of_an_own_file_is_not_written_through(
    open_store: Open, tag: Tag, folder: Path, victim: Path, name: str, kind: str
) -> None:
    target = folder / name
    if kind == "pipe":
        os.mkfifo(target)
    elif kind == "link":
        target.symlink_to(victim / "notes.txt")
    else:
        # A copy that shares the content: replacing the name leaves the victim's as it is.
        (folder / "shared").write_bytes(b"precious")
        os.link(folder / "shared", target)
    one = tag()
    use(open_store, one)
    assert open_store().annotations("seeds/a.txt") == [one]
    if kind == "hard link":
        assert (folder / "shared").read_bytes() == b"precious"


@pytest.mark.parametrize("kind", ["pipe", "link", "folder"])
def test_a_format_that_is_no_file_stops_writing_and_nothing_else(
    open_store: Open, folder: Path, victim: Path, kind: str
) -> None:
    target = folder / "FORMAT.json"
    if kind == "pipe":
        os.mkfifo(target)
    elif kind == "link":
        target.symlink_to(victim / "notes.txt")
    else:
        target.mkdir()
    assert "FORMAT.json" in str(open_store().read_only)


@pytest.mark.parametrize(
    "name", ["../../victim/notes.txt", "/etc/passwd", "a/../../b", "con\0", "a\nb", "-rf", "." * 300]
)
def test_a_reviewers_name_leads_nowhere(
    open_store: Open, tag: Tag, folder: Path, victim: Path, name: str
) -> None:
    use(open_store, tag(reviewer=name), name)
    (log,) = (folder / "log").iterdir()
    (state,) = (folder / "state").iterdir()
    assert set(log.name + state.name) <= set("abcdefghijklmnopqrstuvwxyz0123456789_-.")
    assert sorted(path.name for path in folder.iterdir()) == [
        ".gitattributes",
        ".gitignore",
        "FORMAT.json",
        "log",
        "state",
        "tinydb.json",
    ]


@pytest.mark.parametrize(
    "path", ["../../victim/notes.txt", "../x", "a\nb\x1b[2J.txt", "é" * 300, "/etc/passwd"]
)
def test_an_articles_name_is_never_one_of_a_file(
    open_store: Open, tag: Tag, folder: Path, corpus: Path, victim: Path, path: str
) -> None:
    one = tag(article=f"seeds/{path}")
    before = sorted(corpus.parent.rglob("*"))
    use(open_store, one)
    added = {found.relative_to(folder).parts[0] for found in set(corpus.parent.rglob("*")) - set(before)}
    assert added == {".gitattributes", ".gitignore", "FORMAT.json", "log", "state", "tinydb.json"}
    assert open_store().annotations(one.article) == [one]


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> int:
    """Lines are too long from 20,000 bytes on, and files are read 1,000 bytes at a time."""
    monkeypatch.setattr(line_module, "LONGEST", 20_000)
    monkeypatch.setattr(reader_module, "LONGEST", 20_000)
    monkeypatch.setattr(reader_module, "_PIECE", 1000)
    return 20_000


@pytest.mark.parametrize("where", ["before", "behind", "tail"])
@pytest.mark.parametrize("length", [20_001, 300_000])
def test_a_line_that_is_too_long_is_a_problem_and_the_others_are_read(
    open_store: Open, tag: Tag, folder: Path, short: int, where: str, length: int
) -> None:
    one, other = tag(0, 9), tag(4, 9)
    use(open_store, one)
    (log,) = (folder / "log").iterdir()
    content, huge = log.read_bytes(), b"x" * length
    number = 1 if where == "before" else 2
    log.write_bytes(
        {"before": huge + b"\n" + content, "behind": content + huge + b"\n", "tail": content + huge}[where]
    )
    store = open_store()
    assert store.annotations("seeds/a.txt") == [one]
    (problem,) = store.problems()
    assert problem.startswith(f"log/{log.name}, line {number} is damaged and was left out: longer than")
    with open(log, "ab") as file:  # what comes behind is found, also where the line ends only now
        file.write(b"\n" + content if where == "tail" else content)
    store.refresh()
    use(open_store, other)
    store.refresh()
    assert store.annotations("seeds/a.txt") == [one, other]
    assert store.problems() == [problem]


def test_a_line_that_is_too_long_is_not_kept_in_memory(open_store: Open, folder: Path, short: int) -> None:
    (folder / "log" / "huge.jsonl").write_bytes(b"x" * 5_000_000)
    tracemalloc.start()
    try:
        store = open_store()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(store.problems()) == 1
    assert peak < 1_000_000


def test_a_line_larger_than_can_be_read_is_not_written(open_store: Open, tag: Tag, short: int) -> None:
    store = open_store()
    with pytest.raises(StoreError, match="64 MiB"):
        store.commit([Put(tag(note="x" * 20_000))])
    assert not store.directory.exists()


@pytest.mark.parametrize("call", ["fstat", "read", "open"])
def test_a_file_that_cannot_be_read_to_its_end_is_a_problem_until_it_can(
    open_store: Open, tag: Tag, folder: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    one, other = tag(0, 9), tag(4, 9)
    for each in (one, other):
        use(open_store, each)
    (folder / "tinydb.json").unlink()
    calls = iter(range(100))
    known: dict[str, Callable[..., Any]] = {
        "fstat": os.fstat,
        "open": os.open,
        "read": reader_module.Reader._take,
    }
    real = known[call]

    def fail_the_second_time(*arguments: Any, **options: Any) -> Any:
        if next(calls) == 1:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(*arguments, **options)

    store = open_store()
    with monkeypatch.context() as patch:
        if call == "read":
            patch.setattr(reader_module.Reader, "_take", fail_the_second_time)
        else:
            patch.setattr(os, call, fail_the_second_time)
        store._journal.reader.index, store._journal.reader.files = type(store._journal.index)(), {}
        store.refresh()
    assert len(store.annotations("seeds/a.txt")) == 1
    assert ["Input/output error" in problem for problem in store.problems()] == [True]
    store.refresh()
    assert store.annotations("seeds/a.txt") == [one, other]
    assert store.problems() == []


def test_nothing_waits_for_a_pipe(open_store: Open, folder: Path) -> None:
    """Shows that opening one for reading would wait, which is what these tests would then do."""
    os.mkfifo(folder / "log" / "pipe.jsonl")
    opened = threading.Event()

    def naive() -> None:
        FileIO(folder / "log" / "pipe.jsonl").close()
        opened.set()

    waiting = threading.Thread(target=naive, daemon=True)
    waiting.start()
    store = open_store()
    assert len(store.problems()) == 1
    os.close(os.open(folder / "log" / "pipe.jsonl", os.O_WRONLY))
    assert opened.wait(120)
