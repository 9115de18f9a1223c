"""Log files that are taken away, replaced or cut while they are written: nothing acknowledged is lost.

`git stash`, a checkout of another branch, or a cleaning script do this.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from annotui.core.annotation import Annotation
from annotui.store.changes import Put
from annotui.store.clock import Clock
from annotui.store.layout import Layout
from annotui.store.line import Line, Op, encode
from annotui.store.log import SessionLog, _Piece
from annotui.store.store import Store

Tag = Callable[..., Annotation]
Open = Callable[..., Store]


def log_of(store: Store) -> Path:
    """The newest log file."""
    return max((store.directory / "log").glob("*.jsonl"), key=lambda path: path.name)


def unlink(path: Path, older: Path) -> None:
    path.unlink()


def replace_by_older(path: Path, older: Path) -> None:
    shutil.copy(older, older.with_suffix(".copy"))
    os.rename(older.with_suffix(".copy"), path)


def overwrite_by_older(path: Path, older: Path) -> None:
    path.write_bytes(older.read_bytes())


def empty(path: Path, older: Path) -> None:
    os.truncate(path, 0)


def cut_in_a_line(path: Path, older: Path) -> None:
    os.truncate(path, path.stat().st_size - 100)


def remove_all(path: Path, older: Path) -> None:
    shutil.rmtree(path.parent.parent)


def put_a_folder_there(path: Path, older: Path) -> None:
    path.unlink()
    path.mkdir()


def link_elsewhere(path: Path, older: Path) -> None:
    path.unlink()
    path.symlink_to(older)


WAYS = [
    unlink,
    replace_by_older,
    overwrite_by_older,
    empty,
    cut_in_a_line,
    remove_all,
    put_a_folder_there,
    link_elsewhere,
]


def tag_some(store: Store, tag: Tag, count: int) -> list[str]:
    ids = []
    for number in range(count):
        one = tag(number, number + 3)
        store.commit([Put(one)])
        assert store.wait(120)
        ids.append(one.id)
    return ids


def found(open_store: Open) -> set[str]:
    return {one.id for one in open_store("judge").annotations("seeds/a.txt")}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("tags_afterwards", [0, 1, 3])
def test_tags_are_written_again(
    open_store: Open, tag: Tag, tmp_path: Path, way: Callable[[Path, Path], None], tags_afterwards: int
) -> None:
    store = open_store()
    older = tmp_path / "older"
    ids = tag_some(store, tag, 2)
    shutil.copy(log_of(store), older)
    ids += tag_some(store, tag, 3)
    way(log_of(store), older)
    ids += tag_some(store, tag, tags_afterwards)
    if tags_afterwards:
        assert found(open_store) == set(ids)
    store.close()
    assert found(open_store) == set(ids)


@pytest.mark.parametrize("way", WAYS)
def test_it_also_happens_twice_and_to_an_earlier_file(
    open_store: Open, tag: Tag, tmp_path: Path, way: Callable[[Path, Path], None]
) -> None:
    store = open_store()
    older = tmp_path / "older"
    ids = tag_some(store, tag, 1)
    shutil.copy(log_of(store), older)
    for _ in range(2):
        ids += tag_some(store, tag, 2)
        way(log_of(store), older)
    ids += tag_some(store, tag, 1)
    whole = [
        path for path in (store.directory / "log").glob("*.jsonl") if path.is_file() and not path.is_symlink()
    ]
    way(min(whole, key=lambda path: path.name), older)
    store.close()
    assert found(open_store) == set(ids)


def test_a_file_that_comes_back_adds_nothing(open_store: Open, tag: Tag, tmp_path: Path) -> None:
    store = open_store()
    ids = tag_some(store, tag, 3)
    path = log_of(store)
    os.rename(path, tmp_path / "away")
    ids += tag_some(store, tag, 1)
    os.rename(tmp_path / "away", path)
    store.close()
    judge = open_store("judge")
    assert {one.id for one in judge.annotations("seeds/a.txt")} == set(ids)
    assert (judge.problems(), judge.conflicts()) == ([], [])


def test_a_file_of_somebody_else_under_the_name_is_left_alone(
    open_store: Open, tag: Tag, tmp_path: Path
) -> None:
    store = open_store()
    tag_some(store, tag, 2)
    path = log_of(store)
    foreign = tmp_path / "foreign"
    foreign.write_text("something else\n" * 1000)
    os.rename(foreign, path)
    tag_some(store, tag, 2)
    store.close()
    assert path.read_text() == "something else\n" * 1000


def test_real_git_stash(open_store: Open, tag: Tag, corpus: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")

    def git(*words: str) -> None:
        who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        subprocess.run(["git", *who, *words], cwd=corpus.parent, check=True, capture_output=True)

    git("init", "-q")
    git("add", "seeds")
    git("commit", "-q", "-m", "corpus")
    store = open_store()
    ids = tag_some(store, tag, 2)
    git("add", ".")
    git("commit", "-q", "-m", "tags")
    ids += tag_some(store, tag, 2)
    git("stash", "--include-untracked")
    ids += tag_some(store, tag, 2)
    store.close()
    assert found(open_store) == set(ids)
    git("add", ".")
    git("commit", "-q", "-m", "more")
    subprocess.run(["git", "stash", "pop"], cwd=corpus.parent, check=False, capture_output=True)
    assert found(open_store) == set(ids)


def test_two_reviewers_branches_merge_without_conflicts(open_store: Open, tag: Tag, corpus: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")

    def git(*words: str) -> None:
        who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        subprocess.run(["git", *who, *words], cwd=corpus.parent, check=True, capture_output=True)

    def branch(reviewer: str) -> list[str]:
        git("checkout", "-q", "-b", reviewer, "main")
        store = open_store(reviewer)
        ids = tag_some(store, tag, 3)
        store.close()
        git("add", ".")
        git("commit", "-q", "-m", reviewer)
        return ids

    git("init", "-q", "-b", "main")
    first = open_store("desk0")
    ids = tag_some(first, tag, 1)
    first.close()
    git("add", ".")
    git("commit", "-q", "-m", "start")
    ids += branch("desk1") + branch("desk2")
    git("merge", "-q", "desk1", "-m", "merged")
    assert found(open_store) == set(ids)


def test_without_looking_at_the_name_tags_would_be_lost(
    open_store: Open, tag: Tag, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Piece, "check", lambda self: None)
    store = open_store()
    ids = tag_some(store, tag, 2)
    log_of(store).unlink()
    ids += tag_some(store, tag, 2)
    store.close()
    assert found(open_store) < set(ids)


def test_the_session_log_alone_writes_again_what_any_of_its_files_lost(tmp_path: Path) -> None:
    """Whatever subset of its files is taken away between two lines, all lines are there after the second."""
    lines = [encode(Line("s", n, Clock(n, 0), (Op("t", str(n), None, {}),))) for n in range(1, 9)]
    for taken in range(2**4):
        layout = Layout(tmp_path / str(taken))
        log = SessionLog(layout, "desk1", "0")
        for number, line in enumerate(lines[:4]):
            log.append(line)
            if taken >> number & 1:
                max(layout.log.glob("*.jsonl"), key=lambda path: path.stat().st_mtime_ns).unlink()
        for line in lines[4:]:
            log.append(line)
        log.verify()
        log.close()
        there = {
            line
            for path in layout.log.glob("*.jsonl")
            for line in path.read_bytes().splitlines(keepends=True)
        }
        assert there == set(lines)
