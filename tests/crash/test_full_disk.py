"""A disk that is really full, and then has space again."""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotui.core.annotation import Annotation
from annotui.core.span import Span
from annotui.store.changes import Put
from annotui.store.layout import new_id
from annotui.store.saving import NotSaved, Saved, SaveState
from annotui.store.store import Store


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 KiB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k,mode=700", "tmpfs", str(place)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("mounting a small disk needs root")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def tag(note: str) -> Annotation:
    time_ = "2026-11-22T10:00:00.000Z"
    return Annotation(
        new_id(), "seeds/a.txt", "0" * 64, "utf-8", Span(0, 3), "abc", "claim", "desk1", time_, time_, note
    )


def fill(path: Path) -> None:
    """Take all the space there is."""
    with contextlib.suppress(OSError), open(path, "wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
    assert os.statvfs(path).f_bavail == 0


def state_of(store: Store) -> SaveState:
    return store.state


@pytest.mark.parametrize("fill_first", [True, False])
def test_full_disk_then_space_again(
    small_disk: Path, fill_first: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (small_disk / "seeds").mkdir()
    ballast = small_disk / "ballast"
    store = Store.open(small_disk / "seeds", reviewer="desk1")
    saved: list[Annotation] = []
    if fill_first:
        fill(ballast)
    else:
        ballast.write_bytes(bytes(100_000))
    deadline = time.monotonic() + 60
    while not isinstance(store.state, NotSaved):
        one = tag("x" * 3000)
        saved.append(one)
        store.commit([Put(one)])
        store.wait(0.5)
        assert time.monotonic() < deadline
    late = tag("later")
    store.commit([Put(late), Put(replace(saved[0], note="changed"))])
    judge = Store.open(small_disk / "seeds", reviewer="judge")
    assert {one.id for one in judge.annotations("seeds/a.txt")} >= {one.id for one in saved[:-1]}
    assert judge.problems() == []
    ballast.unlink()
    assert store.wait(120)
    assert isinstance(state_of(store), Saved)
    store.close()
    judge = Store.open(small_disk / "seeds", reviewer="judge")
    assert {one.id for one in judge.annotations("seeds/a.txt")} == {one.id for one in [*saved, late]}
    assert judge.problems() == []
    assert judge.conflicts() == []
