"""`Store.mend`: what the logs have lost comes back from tinydb.json, and damage that stays becomes a note."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from annotui.core.annotation import Annotation
from annotui.store.changes import Put, Remove
from annotui.store.store import Store, StoreError

Open = Callable[..., Store]
Tag = Callable[..., Annotation]

NOW = "2026-11-24T10:00:00.000Z"


def logs(store: Store) -> list[Path]:
    return sorted((store.directory / "log").glob("*.jsonl"))


def kept(store: Store, article: str) -> list[Annotation]:
    return store.annotations(article)


@pytest.fixture
def three(open_store: Open, tag: Tag) -> list[Annotation]:
    """Three annotations of a session that has ended, so that tinydb.json has them too."""
    store = open_store()
    tags = [tag(), tag(), tag()]
    for one in tags:
        store.commit([Put(one)])
    store.close()
    return tags


def test_a_log_that_is_gone_comes_back(open_store: Open, three: list[Annotation]) -> None:
    for path in logs(open_store()):
        path.unlink()
    store = open_store()
    assert kept(store, three[0].article) == []
    assert any("is missing" in one for one in store.problems())
    done = store.mend(NOW)
    assert done.taken == 3
    assert sorted(one.id for one in kept(store, three[0].article)) == sorted(one.id for one in three)
    store.close()
    again = open_store()
    assert sorted(kept(again, three[0].article), key=lambda one: one.id) == sorted(
        three, key=lambda one: one.id
    )
    assert again.problems() == []
    assert again.mend(NOW).taken == 0


def test_what_was_cut_off_comes_back(open_store: Open, three: list[Annotation]) -> None:
    (path,) = logs(open_store())
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:1]))
    store = open_store()
    assert len(kept(store, three[0].article)) == 1
    assert store.mend(NOW).taken == 2
    store.close()
    assert open_store().problems() == []
    assert len(kept(open_store(), three[0].article)) == 3


def test_what_was_removed_later_stays_removed(open_store: Open, three: list[Annotation]) -> None:
    path = logs(open_store())[0]
    store = open_store()
    store.commit([Remove(three[0])])
    assert store.wait(120)
    path.unlink()
    # The session that removed it lives on, and has what it wrote.
    other = open_store()
    assert other.mend(NOW).taken == 2
    assert sorted(one.id for one in kept(other, three[0].article)) == sorted(one.id for one in three[1:])


def test_a_damaged_line_becomes_a_note(open_store: Open, three: list[Annotation]) -> None:
    (path,) = logs(open_store())
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + lines[1].replace(b"claim", b"clain") + lines[2])
    (path.parent.parent / "tinydb.json").unlink()
    store = open_store()
    assert len(store.problems()) == 2, "the line, and the gap that it leaves"
    done = store.mend(NOW)
    assert (done.taken, done.known) == (0, 2)
    assert store.problems() == []
    assert [one for one in store.notes() if "known since 2026-11-24" in one and "line 2" in one]
    store.close()
    again = open_store()
    assert again.problems() == []
    # Another line that is damaged is damage again.
    path.write_bytes(lines[0].replace(b"claim", b"clain") + lines[1].replace(b"claim", b"clain") + lines[2])
    assert open_store().problems() != []


def test_where_nothing_can_be_written_nothing_is_mended(
    open_store: Open, three: list[Annotation], tmp_path: Path
) -> None:
    store = open_store()
    (store.directory / "FORMAT.json").write_text('{"format": "annotui"}')
    with pytest.raises(StoreError, match="FORMAT"):
        open_store().mend(NOW)


def test_a_strange_tinydb_json_gives_nothing(open_store: Open, three: list[Annotation]) -> None:
    store = open_store()
    for path in logs(store):
        path.unlink()
    whole = (store.directory / "tinydb.json").read_text()
    for strange in ("", "[]", '{"a": 1}', whole.replace('"start"', '"begin"')):
        (store.directory / "tinydb.json").write_text(strange)
        assert open_store().mend(NOW).taken == 0


def test_the_only_copy_is_not_overwritten_where_it_cannot_be_read(
    open_store: Open, three: list[Annotation]
) -> None:
    store = open_store()
    for path in logs(store):
        path.unlink()
    damaged = (store.directory / "tinydb.json").read_bytes()[:-3]
    (store.directory / "tinydb.json").write_bytes(damaged)
    with pytest.raises(StoreError, match="only copy"):
        open_store().mend(NOW)
    assert (store.directory / "tinydb.json").read_bytes() == damaged


def test_a_removal_whose_log_is_lost_is_done_again(open_store: Open, three: list[Annotation]) -> None:
    first = set(logs(open_store()))
    store = open_store("desk2")
    store.commit([Remove(three[0])])
    store.close()
    (lost,) = set(logs(store)) - first
    lost.unlink()
    again = open_store()
    assert len(kept(again, three[0].article)) == 3, "for want of the removal"
    assert again.mend(NOW).taken == 1
    assert sorted(one.id for one in kept(again, three[0].article)) == sorted(one.id for one in three[1:])


def test_what_was_undone_since_stays_undone(open_store: Open, three: list[Annotation]) -> None:
    """An older `tinydb.json` knows the change and not that it was taken back."""
    other = open_store("desk2")
    other.commit([Put(replace(three[1], id="of another", reviewer="desk2"))])
    other.close()
    store = open_store()
    changed = replace(three[0], label="error", updated="2026-11-25T10:00:00.000Z")
    done = store.commit([Put(changed)])
    store.close()
    old = (store.directory / "tinydb.json").read_bytes()
    store = open_store()
    store.commit(done.before)
    store.close()
    (store.directory / "tinydb.json").write_bytes(old)
    next(path for path in logs(store) if path.name.startswith("desk2-")).unlink()
    again = open_store()
    assert again.mend(NOW).taken == 1
    labels = {one.id: one.label for one in kept(again, three[0].article)}
    assert labels[three[0].id] == three[0].label
    assert "of another" in labels
