"""NOT SAVED: what happens to tags when the disk refuses, and what becomes of them."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotui.core.annotation import Annotation
from annotui.store import store as module
from annotui.store import writer
from annotui.store.changes import Put
from annotui.store.saving import NotSaved, Saved, SaveState
from annotui.store.store import Store, StoreError

Tag = Callable[..., Annotation]
Open = Callable[..., Store]


class Disk:
    """A disk whose `write` fails below some folders while it is full."""

    def __init__(self) -> None:
        self.full: list[Path] = []
        self._write = os.write

    def write(self, descriptor: int, data: bytes) -> int:
        path = Path(os.readlink(f"/proc/self/fd/{descriptor}"))
        if any(path.is_relative_to(folder) for folder in self.full):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return self._write(descriptor, data)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("needs /proc")
    monkeypatch.setattr(writer, "RETRY", 0.05)
    full = Disk()
    monkeypatch.setattr(os, "write", full.write)
    yield full
    full.full = []


def state_of(store: Store) -> SaveState:
    return store.state


def until_not_saved(store: Store) -> None:
    """Returns at the latest after the first attempt has failed."""
    while not isinstance(store.state, NotSaved):
        store.wait(0.001)


def test_not_saved_stays_until_it_is_saved(open_store: Open, tag: Tag, disk: Disk, corpus: Path) -> None:
    said: list[SaveState] = []
    store = open_store(listen=said.append)
    disk.full = [corpus.parent]
    one = tag()
    store.commit([Put(one)])
    until_not_saved(store)
    assert state_of(store) == NotSaved("No space left on device")
    assert store.annotations("seeds/a.txt") == [one]
    assert store.is_pending(one)
    store.commit([Put(replace(one, note="more"))])
    assert isinstance(state_of(store), NotSaved)
    disk.full = []
    assert store.wait(120)
    assert isinstance(state_of(store), Saved)
    first_failure = next(number for number, state in enumerate(said) if isinstance(state, NotSaved))
    assert not any(isinstance(state, Saved) for state in said[:first_failure])
    assert [found.note for found in open_store().annotations("seeds/a.txt")] == ["more"]


def test_no_litter_is_left_while_the_disk_is_full(
    open_store: Open, tag: Tag, disk: Disk, corpus: Path
) -> None:
    store = open_store()
    store.commit([Put(tag())])
    assert store.wait(120)
    disk.full = [corpus.parent]
    before = sorted(path.name for path in store.directory.rglob("*"))
    store.commit([Put(tag())])
    until_not_saved(store)
    store.wait(0.5)
    assert len(sorted(path.name for path in store.directory.rglob("*"))) <= len(before) + 1
    disk.full = []
    assert store.wait(120)
    store.close()
    assert len(open_store().annotations("seeds/a.txt")) == 2


def test_unsaved_tags_come_back_at_the_next_start(
    open_store: Open, tag: Tag, disk: Disk, corpus: Path, state_home: Path
) -> None:
    store = open_store()
    saved, unsaved = tag(0, 3), tag(4, 9)
    store.commit([Put(saved)])
    assert store.wait(120)
    disk.full = [corpus.parent]
    store.commit([Put(unsaved), Put(replace(saved, note="later"))])
    store.close()
    (spilled,) = state_home.iterdir()
    assert spilled.stat().st_mode & 0o777 == 0o600
    disk.full = []

    reading = open_store()
    assert reading.unsaved() == 1
    assert [one.id for one in reading.annotations("seeds/a.txt")] == [saved.id]
    assert open_store("desk2").unsaved() == 0

    again = open_store()
    assert again.recover() == 1
    assert again.annotations("seeds/a.txt") == [replace(saved, note="later"), unsaved]
    assert again.wait(120)
    again.close()
    assert list(state_home.iterdir()) == []
    judge = open_store()
    assert judge.annotations("seeds/a.txt") == [replace(saved, note="later"), unsaved]
    assert (judge.problems(), judge.conflicts(), judge.recover()) == ([], [], 0)


def test_what_was_changed_meanwhile_is_not_overwritten_by_what_comes_back(
    open_store: Open, tag: Tag, disk: Disk, corpus: Path
) -> None:
    one = tag()
    store = open_store()
    store.commit([Put(one)])
    assert store.wait(120)
    disk.full = [corpus.parent]
    store.commit([Put(replace(one, note="unsaved"))])
    store.close()
    disk.full = []
    other = open_store("desk2")
    other.commit([Put(replace(one, note="newer"))])
    other.close()
    again = open_store()
    assert again.recover() == 1
    assert [found.note for found in again.annotations("seeds/a.txt")] == ["newer"]
    (conflict,) = again.conflicts()
    assert conflict.lost is not None
    assert conflict.lost["note"] == "unsaved"


def test_coming_back_twice_changes_nothing(
    open_store: Open, tag: Tag, disk: Disk, corpus: Path, state_home: Path
) -> None:
    """As after a crash between saving them and removing the file that held them."""
    store = open_store()
    disk.full = [corpus.parent]
    store.commit([Put(tag())])
    store.close()
    disk.full = []
    (spilled,) = state_home.iterdir()
    content = spilled.read_bytes()
    for recovered in (1, 0, 0):
        again = open_store()
        assert again.recover() == recovered
        again.close()
        spilled.write_bytes(content)
    assert len(open_store().annotations("seeds/a.txt")) == 1
    assert open_store().problems() == []


def test_they_stay_while_the_disk_is_still_full(
    open_store: Open, tag: Tag, disk: Disk, corpus: Path, state_home: Path
) -> None:
    store = open_store()
    disk.full = [corpus.parent]
    one = tag()
    store.commit([Put(one)])
    store.close()
    for _ in range(3):
        again = open_store()
        assert again.recover() == 1
        again.close()
    disk.full = []
    last = open_store()
    last.recover()
    last.close()
    assert open_store().annotations("seeds/a.txt") == [one]
    assert list(state_home.iterdir()) == []


def test_sessions_that_cannot_save_either_keep_them_once(
    open_store: Open, tag: Tag, disk: Disk, corpus: Path, state_home: Path
) -> None:
    store = open_store()
    disk.full = [corpus.parent]
    store.commit([Put(tag(0, 3))])
    store.close()
    (spilled,) = state_home.iterdir()
    content = spilled.read_bytes()
    for _ in range(3):
        again = open_store()
        assert (again.unsaved(), again.recover()) == (1, 1)
        again.close()
        assert [(one, one.read_bytes()) for one in state_home.iterdir()] == [(spilled, content)]
    last = open_store()
    last.recover()
    last.commit([Put(tag(4, 9))])
    last.close()
    assert len(list(state_home.iterdir())) == 2
    assert [path.read_bytes().count(b"\n") for path in state_home.iterdir()] == [2, 2]
    assert open_store().unsaved() == 2


def test_another_corpus_does_not_get_them(
    open_store: Open, tag: Tag, disk: Disk, corpus: Path, tmp_path: Path
) -> None:
    store = open_store()
    disk.full = [corpus.parent]
    store.commit([Put(tag())])
    store.close()
    disk.full = []
    elsewhere = tmp_path / "elsewhere" / "seeds"
    elsewhere.mkdir(parents=True)
    assert Store.open(elsewhere, reviewer="desk1").unsaved() == 0


def test_when_nothing_can_be_written_anywhere_closing_says_so(
    corpus: Path, tag: Tag, disk: Disk, tmp_path: Path
) -> None:
    store = Store.open(corpus, reviewer="desk1")
    disk.full = [tmp_path]
    store.commit([Put(tag())])
    with pytest.raises(StoreError, match="1 action could not be saved anywhere: No space left"):
        store.close()


def test_a_torn_or_foreign_file_of_unsaved_tags_does_no_harm(open_store: Open, state_home: Path) -> None:
    state_home.mkdir(parents=True)
    for number, content in enumerate([b"", b"{", b"\xff\n", b'{"annotui":"unsaved"}\nrubbish\n']):
        (state_home / f"unsaved-desk1-{number}.jsonl").write_bytes(content)
    store = open_store()
    assert (store.unsaved(), store.recover()) == (0, 0)


def spill(open_store: Open, tag: Tag, disk: Disk, corpus: Path, state_home: Path) -> Path:
    """The file in which a session kept three actions that it could not save."""
    store = open_store()
    disk.full = [corpus.parent]
    for start in (0, 4, 10):
        store.commit([Put(tag(start, start + 3))])
    store.close()
    disk.full = []
    (spilled,) = state_home.iterdir()
    return spilled


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_damaged_action_that_was_not_saved_is_kept_and_named(
    open_store: Open, tag: Tag, disk: Disk, corpus: Path, state_home: Path, number: int
) -> None:
    spilled = spill(open_store, tag, disk, corpus, state_home)
    lines = spilled.read_bytes().split(b"\n")
    lines[number] = lines[number].replace(b'"claim"', b'"clain"')
    content = b"\n".join(lines)
    spilled.write_bytes(content)
    store = open_store()
    assert (store.unsaved(), store.recover()) == (2, 2)
    assert any(str(spilled) in one and "1 action" in one for one in store.problems())
    store.close()
    for _ in range(2):
        again = open_store()
        assert len(again.annotations("seeds/a.txt")) == 2
        assert (again.unsaved(), again.recover()) == (0, 0)
        again.close()
        (kept,) = state_home.iterdir()
        assert kept.read_bytes() == content
        assert any(str(kept) in one and "1 action" in one for one in again.problems())


def test_damaged_actions_wait_with_the_others_while_the_disk_is_full(
    open_store: Open, tag: Tag, disk: Disk, corpus: Path, state_home: Path
) -> None:
    spilled = spill(open_store, tag, disk, corpus, state_home)
    content = spilled.read_bytes().replace(b'"n":2', b'"n":7')
    spilled.write_bytes(content)
    disk.full = [corpus.parent]
    store = open_store()
    assert store.recover() == 2
    store.close()
    assert (store.unsaved(), [one.read_bytes() for one in state_home.iterdir()]) == (2, [content])


def test_a_last_action_that_lacks_its_newline_comes_back_if_it_is_whole(
    open_store: Open, tag: Tag, disk: Disk, corpus: Path, state_home: Path
) -> None:
    spilled = spill(open_store, tag, disk, corpus, state_home)
    spilled.write_bytes(spilled.read_bytes().removesuffix(b"\n"))
    store = open_store()
    assert store.recover() == 3
    store.close()
    assert list(state_home.iterdir()) == []
    assert len(open_store().annotations("seeds/a.txt")) == 3


def test_a_last_action_that_is_torn_is_kept_and_named(
    open_store: Open, tag: Tag, disk: Disk, corpus: Path, state_home: Path
) -> None:
    spilled = spill(open_store, tag, disk, corpus, state_home)
    spilled.write_bytes(spilled.read_bytes()[:-9])
    store = open_store()
    assert store.recover() == 2
    store.close()
    (kept,) = state_home.iterdir()
    assert any(str(kept) in one for one in open_store().problems())


def test_a_file_that_does_not_say_whose_it_is_any_more_is_kept_and_named(
    open_store: Open, tag: Tag, disk: Disk, corpus: Path, state_home: Path
) -> None:
    spilled = spill(open_store, tag, disk, corpus, state_home)
    assert open_store().problems() == []
    spilled.write_bytes(spilled.read_bytes().replace(b'"annotui"', b'"annotuj"', 1))
    store = open_store()
    assert store.recover() == 0
    store.close()
    assert spilled.exists()
    (problem,) = store.problems()
    assert str(spilled) in problem
    assert open_store("desk2").problems() == []


def test_closing_does_not_wait_for_a_disk_that_does_not_answer(
    open_store: Open, tag: Tag, monkeypatch: pytest.MonkeyPatch, state_home: Path
) -> None:
    gate = threading.Event()
    sync = os.fsync

    def hang(descriptor: int) -> None:
        if threading.current_thread().name == "annotui-writer":
            gate.wait(120)
        sync(descriptor)

    monkeypatch.setattr(module, "_LAST_ATTEMPT", 0.05)
    monkeypatch.setattr(os, "fsync", hang)
    store = open_store()
    store.commit([Put(tag())])
    store.close()
    assert len(list(state_home.iterdir())) == 1
    gate.set()
    assert store.wait(120)
    again = open_store()
    again.recover()
    again.close()
    assert len(again.annotations("seeds/a.txt")) == 1
    assert again.problems() == []


def test_saved_tags_whose_file_is_taken_away_on_a_full_disk_come_back_as_well(
    open_store: Open, tag: Tag, disk: Disk, corpus: Path
) -> None:
    store = open_store()
    one = tag()
    store.commit([Put(one)])
    assert store.wait(120)
    (log,) = (store.directory / "log").iterdir()
    log.unlink()
    disk.full = [corpus.parent]
    store.close()
    assert isinstance(state_of(store), NotSaved)
    disk.full = []
    again = open_store()
    assert again.annotations("seeds/a.txt") == []
    assert again.recover() == 1
    again.close()
    assert open_store().annotations("seeds/a.txt") == [one]
