"""Several people on one machine: who may read and write what was created."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotui.core.annotation import Annotation
from annotui.store.changes import Put
from annotui.store.store import Store, StoreError

Tag = Callable[..., Annotation]
Open = Callable[..., Store]


@pytest.fixture
def private() -> Iterator[None]:
    """A reviewer with `umask 077`."""
    before = os.umask(0o077)
    yield
    os.umask(before)


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A corpus with an annotation, while the test runs as somebody whom permissions bind."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o777)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            corpus = Path(name) / "work" / "seeds"
            corpus.mkdir(parents=True)
            yield corpus
        finally:
            if root:
                os.seteuid(0)


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


def test_a_file_that_may_not_be_read_is_a_problem_and_the_others_are_read(
    unprivileged: Path, tag: Tag
) -> None:
    stores = [Store.open(unprivileged, reviewer=name) for name in ("desk1", "desk2")]
    for number, store in enumerate(stores):
        store.commit([Put(tag(number, number + 3))])
        store.close()
    shut, _ = sorted((stores[0].directory / "log").iterdir())
    shut.chmod(0)
    again = Store.open(unprivileged, reviewer="desk3")
    assert [one.span.start for one in again.annotations("seeds/a.txt")] == [1]
    assert f"log/{shut.name} cannot be read: Permission denied" in again.problems()
    shut.chmod(0o600)
    assert again.refresh()
    assert len(again.annotations("seeds/a.txt")) == 2
    assert again.problems() == []


def test_a_folder_without_permission_is_read_only_and_names_the_way_out(unprivileged: Path, tag: Tag) -> None:
    unprivileged.parent.chmod(0o555)
    try:
        store = Store.open(unprivileged, reviewer="desk1")
        assert "--annotations" in str(store.read_only)
        with pytest.raises(StoreError, match="--annotations"):
            store.commit([Put(tag())])
        store.keep_place({"cursor": 1})
        store.close()
        assert [path.name for path in unprivileged.parent.iterdir()] == ["seeds"]
    finally:
        unprivileged.parent.chmod(0o755)
