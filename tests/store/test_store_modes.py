"""Several people on one machine: who may read and write what was created."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotui.core.annotation import Annotation
from annotui.store.changes import Put
from annotui.store.store import Store

Tag = Callable[..., Annotation]
Open = Callable[..., Store]


@pytest.fixture
def private() -> Iterator[None]:
    """A reviewer with `umask 077`."""
    before = os.umask(0o077)
    yield
    os.umask(before)


def modes(store: Store) -> dict[str, int]:
    found = {path.name: stat.S_IMODE(path.stat().st_mode) for path in store.directory.rglob("*")}
    return found | {"": stat.S_IMODE(store.directory.stat().st_mode)}


def use(store: Store, tag: Tag) -> None:
    store.commit([Put(tag())])
    store.keep_place({"cursor": 1})
    store.close()


def test_in_a_group_writable_folder_everything_is_the_groups(
    open_store: Open, tag: Tag, corpus: Path, private: None
) -> None:
    corpus.parent.chmod(0o2770)
    store = open_store()
    use(store, tag)
    found = modes(store)
    folders = {"", "log", "state"}
    assert folders < set(found)
    for name, mode in found.items():
        assert mode & 0o777 == (0o770 if name in folders else 0o660), name
        if name in folders:
            assert mode & stat.S_ISGID, f"{name!r} hands the group down"


def test_elsewhere_it_is_as_the_umask_says(open_store: Open, tag: Tag, corpus: Path, private: None) -> None:
    corpus.parent.chmod(0o755)
    store = open_store()
    use(store, tag)
    folders = {"", "log", "state"}
    assert all(mode & 0o777 == (0o700 if name in folders else 0o600) for name, mode in modes(store).items())


def test_a_link_under_the_name_of_an_own_file_is_not_written_through(
    open_store: Open, tag: Tag, corpus: Path, tmp_path: Path
) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    folder = corpus.parent / "annotations"
    (folder / "state").mkdir(parents=True)
    for name in ("tinydb.json", "state/desk1.json", ".gitignore"):
        (folder / name).symlink_to(victim)
    use(open_store(), tag)
    assert victim.read_text() == "precious"
    assert not (folder / "tinydb.json").is_symlink()
    assert len(open_store().annotations("seeds/a.txt")) == 1
    (folder / "FORMAT.json").unlink()
    (folder / "FORMAT.json").symlink_to(victim)
    assert "FORMAT.json" in str(open_store().read_only)
