"""What the screen and the commands get from the store."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from annotui.core.annotation import Annotation
from annotui.core.span import Span
from annotui.store.changes import Put, Remove
from annotui.store.journal import RefusedError
from annotui.store.layout import slug
from annotui.store.saving import Saved, SaveState, Saving
from annotui.store.store import Store, StoreError

Tag = Callable[..., Annotation]
Open = Callable[..., Store]


def everything_under(folder: Path) -> dict[str, int]:
    return {str(path): path.lstat().st_mtime_ns for path in [folder, *folder.rglob("*")]}


def test_what_is_committed_is_there_at_once_and_after_reopening(open_store: Open, tag: Tag) -> None:
    store = open_store()
    late, early = (
        tag(10, 15, note="“ok”\n\u2028"),
        tag(0, 3, group="g", source={"kind": "match", "kept": True}),
    )
    store.commit([Put(late), Put(early)])
    assert store.annotations("seeds/a.txt") == [early, late]
    store.close()
    again = open_store()
    assert again.annotations("seeds/a.txt") == [early, late]
    assert again.articles() == ["seeds/a.txt"]
    assert again.counts() == {"seeds/a.txt": {"claim": 2}}
    assert again.problems() == []


def test_changing_and_removing(open_store: Open, tag: Tag) -> None:
    store = open_store()
    one, other = tag(0, 3), tag(4, 9, label="quote")
    store.commit([Put(one), Put(other)])
    store.commit([Put(replace(one, label="error")), Remove(other)])
    store.wait()
    for reader in (store, open_store()):
        assert [each.label for each in reader.annotations("seeds/a.txt")] == ["error"]
        assert reader.counts() == {"seeds/a.txt": {"error": 1}}
    last = open_store()
    last.commit([Remove(one)])
    assert (last.articles(), last.counts()) == ([], {})


def test_undo_puts_the_old_value_back_also_after_a_removal(open_store: Open, tag: Tag) -> None:
    store = open_store()
    one = tag()
    store.commit([Put(one)])
    store.commit([Remove(one)])
    store.commit([Put(one)])
    assert store.annotations("seeds/a.txt") == [one]
    assert store.conflicts() == []


def test_one_action_is_one_line(open_store: Open, tag: Tag) -> None:
    store = open_store()
    store.commit([Put(tag(number, number + 5)) for number in range(50)])
    store.wait()
    (log,) = (store.directory / "log").iterdir()
    assert log.read_bytes().count(b"\n") == 1


def test_keys_that_this_version_does_not_know_survive(open_store: Open, tag: Tag) -> None:
    one = tag(extra={"mood": [1, {"x": None}], "status": "ok", "schema": 1, "label": "no"})
    store = open_store()
    store.commit([Put(one)])
    (found,) = store.annotations("seeds/a.txt")
    assert found.extra == {"mood": [1, {"x": None}]}
    assert found.label == "claim"


def test_opening_and_reading_create_and_touch_nothing(
    corpus: Path, open_store: Open, state_home: Path
) -> None:
    before = everything_under(corpus.parent)
    running = set(threading.enumerate())
    store = open_store()
    store.annotations("seeds/a.txt"), store.counts(), store.articles(), store.problems(), store.place()
    store.refresh(), store.unsaved(), store.recover(), store.wait(), store.notes(), store.conflicts()
    assert set(threading.enumerate()) <= running
    store.close()
    assert everything_under(corpus.parent) == before
    assert not state_home.exists()


def test_nothing_is_ever_written_inside_the_corpus(corpus: Path, open_store: Open, tag: Tag) -> None:
    before = everything_under(corpus)
    store = open_store()
    store.commit([Put(tag())])
    store.keep_place({"article": "seeds/a.txt"})
    store.close()
    assert everything_under(corpus) == before
    assert sorted(path.name for path in store.directory.iterdir()) == [
        ".gitattributes",
        ".gitignore",
        "FORMAT.json",
        "log",
        "state",
        "tinydb.json",
    ]


@pytest.mark.parametrize("inside", [".", "annotations", "deep/er", "../seeds/x"])
def test_annotations_inside_the_corpus_are_refused(corpus: Path, inside: str) -> None:
    with pytest.raises(StoreError, match="--annotations"):
        Store.open(corpus, reviewer="desk1", annotations=corpus / inside)


def test_a_corpus_that_would_hold_the_log_is_refused(tmp_path: Path) -> None:
    for name in ("log", "state", "annotations"):
        folder = tmp_path / name
        folder.mkdir()
        with pytest.raises(StoreError):
            Store.open(folder, reviewer="desk1", annotations=tmp_path if name != "annotations" else None)


def test_a_link_into_the_corpus_is_refused(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(corpus)
    with pytest.raises(StoreError):
        Store.open(corpus, reviewer="desk1", annotations=tmp_path / "link" / "x")


def test_the_corpus_may_be_named_in_any_way(corpus: Path, tag: Tag, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Store.open(corpus, reviewer="desk1")
    first.commit([Put(tag())])
    first.close()
    monkeypatch.chdir(corpus)
    for way in (Path("."), Path("../seeds"), Path(f"{corpus}/"), corpus / ".." / "seeds"):
        store = Store.open(way, reviewer="desk1")
        assert (store.corpus_name, store.directory) == ("seeds", corpus.parent / "annotations")
        assert len(store.annotations("seeds/a.txt")) == 1


def test_neighbours_share_the_folder_and_see_only_their_own(open_store: Open, tag: Tag, corpus: Path) -> None:
    (corpus.parent / "seeds2").mkdir()
    store, other = open_store(), Store.open(corpus.parent / "seeds2", reviewer="desk1")
    store.commit([Put(tag())])
    other.commit([Put(tag(article="seeds2/a.txt", label="quote"))])
    store.keep_place({"cursor": 1})
    other.keep_place({"cursor": 2})
    for each in (store, other):
        assert each.wait(120)
    other.close()
    store.close()
    assert open_store().counts() == {"seeds/a.txt": {"claim": 1}}
    assert open_store().place() == {"cursor": 1}
    again = Store.open(corpus.parent / "seeds2", reviewer="desk1")
    assert (again.articles(), again.place()) == (["seeds2/a.txt"], {"cursor": 2})


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "other length"},
        {"span": Span(3, 3), "text": ""},
        {"span": Span(-3, 6)},
        {"label": ""},
        {"id": ""},
        {"article": "elsewhere/a.txt"},
        {"note": "\ud800"},
        {"note": None},
        {"group": 3},
        {"source": {"kind": float("nan")}},
        {"extra": {"x": {1, 2}}},
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_and_nothing_happens(
    open_store: Open, tag: Tag, changes: dict[str, object]
) -> None:
    store = open_store()
    good = tag(0, 9)
    with pytest.raises(StoreError):
        store.commit([Put(good), Put(tag(0, 9, **changes))])
    assert store.articles() == []
    assert not store.directory.exists()
    store.commit([Put(good)])
    assert store.wait(120)
    assert open_store().problems() == []


def test_saving_is_announced_and_ends_in_saved(open_store: Open, tag: Tag) -> None:
    said: list[tuple[str, SaveState]] = []
    store = open_store(listen=lambda state: said.append((threading.current_thread().name, state)))
    assert isinstance(store.state, Saved)
    one = tag()
    assert not store.is_pending(one)
    store.commit([Put(one)])
    assert store.wait(120)
    assert not store.is_pending(one)
    store.close()
    assert {name for name, _ in said} == {"annotui-writer"}
    assert said[0][1] == Saving(1)
    assert isinstance(said[-1][1], Saved)


def test_a_tag_is_pending_until_it_is_on_the_disk(
    open_store: Open, tag: Tag, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    sync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda descriptor: (gate.wait(120), sync(descriptor))[1])
    store = open_store()
    one = tag()
    store.commit([Put(one)])
    assert store.is_pending(one)
    assert store.annotations("seeds/a.txt") == [one]
    assert store.state == Saving(1)
    assert not store.wait(0.01)
    gate.set()
    assert store.wait(120)
    assert not store.is_pending(one)


def test_a_listener_that_fails_stops_nothing(open_store: Open, tag: Tag) -> None:
    def fail(state: SaveState) -> None:
        raise RuntimeError("the screen is gone")

    store = open_store(listen=fail)
    store.commit([Put(tag())])
    assert store.wait(120)
    store.commit([Put(tag())])
    assert store.wait(120)


def test_others_are_seen_after_a_refresh(open_store: Open, tag: Tag) -> None:
    mine, theirs = open_store("desk1"), open_store("desk2")
    theirs.commit([Put(tag(reviewer="desk2"))])
    theirs.wait()
    assert mine.annotations("seeds/a.txt") == []
    assert mine.refresh()
    assert [one.reviewer for one in mine.annotations("seeds/a.txt")] == ["desk2"]
    assert mine.counts() == {"seeds/a.txt": {"claim": 1}}
    assert not mine.refresh()


def test_two_edits_of_one_version_are_a_conflict_and_both_values_are_kept(open_store: Open, tag: Tag) -> None:
    first = open_store("desk1")
    one = tag()
    first.commit([Put(one)])
    first.wait()
    second = open_store("desk2")
    first.commit([Put(replace(one, note="mine"))])
    second.commit([Put(replace(one, note="theirs"))])
    first.wait(), second.wait()
    for store in (open_store(), open_store()):
        (conflict,) = store.conflicts()
        assert conflict.kept is not None
        assert conflict.lost is not None
        assert {conflict.kept["note"], conflict.lost["note"]} == {"mine", "theirs"}
        assert [found.note for found in store.annotations("seeds/a.txt")] == [conflict.kept["note"]]
        assert store.problems() == []


def test_the_place_is_kept_per_reviewer(open_store: Open) -> None:
    store = open_store()
    assert store.place() is None
    for cursor in range(20):
        store.keep_place({"article": "seeds/a.txt", "cursor": cursor})
    store.close()
    assert open_store().place() == {"article": "seeds/a.txt", "cursor": 19}
    assert open_store("desk2").place() is None


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"corpora": 3}', b'{"corpora": {"seeds": 3}}', b"\xff"]
)
def test_a_damaged_place_is_no_place(open_store: Open, content: bytes) -> None:
    store = open_store()
    store.keep_place({"cursor": 1})
    store.close()
    (store.directory / "state" / "desk1.json").write_bytes(content)
    assert open_store().place() is None


def test_a_newer_layout_is_not_opened(corpus: Path) -> None:
    folder = corpus.parent / "annotations"
    folder.mkdir()
    (folder / "FORMAT.json").write_text('{"format": "annotui", "version": 2}')
    with pytest.raises(StoreError, match="update annotui"):
        Store.open(corpus, reviewer="desk1")


def test_where_annotations_cannot_be_written_reading_works(corpus: Path, tag: Tag) -> None:
    (corpus.parent / "file").write_text("")
    store = Store.open(corpus, reviewer="desk1", annotations=corpus.parent / "file" / "x")
    assert store.read_only is not None
    assert "--annotations" in store.read_only
    assert store.annotations("seeds/a.txt") == []
    store.keep_place({"cursor": 1})
    with pytest.raises(StoreError, match="--annotations"):
        store.commit([Put(tag())])
    with pytest.raises(RefusedError, match="--annotations"):
        store.table("decisions").insert({})
    store.close()
    assert (corpus.parent / "file").read_text() == ""


def test_links_in_a_circle_are_one_sentence(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to(tmp_path / "two")
    (tmp_path / "two").symlink_to(tmp_path / "one")

    def said() -> str | None:
        try:
            return Store.open(corpus, reviewer="desk1", annotations=tmp_path / "one").read_only
        except StoreError as error:
            return str(error)

    assert "cannot be" in str(said())


def test_closing_twice_and_committing_afterwards(open_store: Open, tag: Tag) -> None:
    store = open_store()
    store.commit([Put(tag())])
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.commit([Put(tag())])


@pytest.mark.parametrize(
    "name",
    [
        "desk1",
        "Desk 1",
        "José",
        "Jose",
        "Анна",
        "Иван",
        "",
        "../../etc",
        "a" * 50,
        "a" * 51,
        "-",
        "a/b",
        "a\0b",
    ],
)
def test_a_reviewers_name_becomes_a_slug(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9_-]{1,32}", slug(name))


def test_different_reviewers_have_different_slugs() -> None:
    names = ["desk1", "Desk1", "desk 1", "José", "Jose", "jose", "Анна", "Иван", "", "a" * 50, "a" * 51]
    assert len({slug(name) for name in names}) == len(names)


def test_importing_the_store_is_light() -> None:
    code = (
        "import sys, threading, annotui.store.store as s\n"
        "heavy = {'rapidfuzz', 'textual', 'rich', 'numpy', 'platformdirs'} & set(sys.modules)\n"
        "print(sorted(heavy), threading.active_count())"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[] 1"
