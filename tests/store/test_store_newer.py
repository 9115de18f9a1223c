"""What a newer annotui wrote: shown as far as it can be read, never changed, never called damage."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from tinydb import TinyDB

from annotui.core.annotation import Annotation
from annotui.store.changes import Change, Put, Remove
from annotui.store.clock import Clock
from annotui.store.journal import RefusedError
from annotui.store.line import Line, decode
from annotui.store.record import to_document
from annotui.store.store import Store, StoreError

Tag = Callable[..., Annotation]
Open = Callable[..., Store]
Log = Callable[..., Path]
Sealed = Callable[[Mapping[str, object]], bytes]

ARTICLE = "seeds/a.txt"


def put(annotation: Annotation, **changes: object) -> dict[str, object]:
    """The op that keeps an annotation, with keys of the document changed."""
    document = to_document(annotation) | changes
    return {"table": annotation.article, "id": annotation.id, "base": None, "put": document}


USUAL: dict[str, object] = {"v": 2, "session": "s", "n": 3, "clock": [5, 6], "ops": []}


def test_a_newer_line_that_says_it_as_this_version_does_is_read(tag: Tag, sealed: Sealed) -> None:
    found = decode(sealed(USUAL | {"ops": [put(tag(), mood="new")], "more": 1}).rstrip())
    assert (found.session, found.n, found.clock, found.v) == ("s", 3, Clock(5, 6), 2)
    assert found.ops[0].put is not None
    assert found.ops[0].put["mood"] == "new"


@pytest.mark.parametrize(
    "keys",
    [
        {"ops": [{"article": "a", "patch": []}]},
        {"ops": {"a": 1}},
        {"ops": []},
        {"clock": "2026-11-24"},
        {"clock": [1, 2, 3], "ops": [{"table": "t", "id": "1", "base": None, "put": {}}]},
    ],
    ids=str,
)
def test_of_a_newer_line_that_says_it_otherwise_whose_it_is_and_its_number_are_read(
    keys: dict[str, object], sealed: Sealed
) -> None:
    assert decode(sealed(USUAL | keys).rstrip()) == Line("s", 3, Clock(0, 0), (), 2)


def test_what_can_be_read_is_shown_and_is_no_damage(open_store: Open, tag: Tag, strange_log: Log) -> None:
    one, other = tag(0, 9), tag(4, 9, label="quote")
    log = strange_log(
        {"v": 2, "ops": [put(one, mood="new")]}, {"v": 1, "ops": [put(other)]}, {"v": 3, "ops": "later"}
    )
    store = open_store()
    shown, _ = store.annotations(ARTICLE)
    assert shown == replace(one, extra={"mood": "new"})
    assert store.counts() == {ARTICLE: {"claim": 1, "quote": 1}}
    assert store.problems() == []
    (note,) = store.notes()
    assert note.startswith(f"log/{log.name} has 2 lines of a newer annotui")
    assert "update annotui" in note


def test_it_is_not_changed_and_nothing_of_an_action_that_would_happens(
    open_store: Open, tag: Tag, strange_log: Log
) -> None:
    one, other = tag(0, 9), tag(4, 9)
    log = strange_log({"v": 2, "ops": [put(one, mood="new")]}, {"ops": [put(other)]})
    before = log.read_bytes()
    store = open_store()
    refused: list[list[Change]] = [
        [Put(replace(one, label="quote"))],
        [Remove(one)],
        [Put(tag(20, 23)), Remove(other), Put(one)],
    ]
    for changes in refused:
        with pytest.raises(StoreError, match="update annotui"):
            store.commit(changes)
    with pytest.raises(RefusedError, match="update annotui"):
        store.table(ARTICLE).truncate()
    assert {found.id for found in store.annotations(ARTICLE)} == {one.id, other.id}
    assert list((store.directory / "log").iterdir()) == [log]
    store.commit([Remove(other), Put(tag(20, 23))])
    store.close()
    assert log.read_bytes() == before
    again = open_store()
    assert [found.span.start for found in again.annotations(ARTICLE)] == [0, 20]
    assert (again.problems(), again.conflicts()) == ([], [])


def test_an_annotation_that_a_newer_version_changed_is_not_changed_back(
    open_store: Open, tag: Tag, strange_log: Log
) -> None:
    one = tag()
    op = put(one, label="quote") | {"base": [1, 0]}
    strange_log({"ops": [put(one)]}, {"v": 2, "clock": [2, 0], "ops": [op]})
    store = open_store()
    assert [found.label for found in store.annotations(ARTICLE)] == ["quote"]
    with pytest.raises(StoreError, match="update annotui"):
        store.commit([Put(one)])
    assert [each.annotation and each.annotation.label for each in store.history(ARTICLE, one.id)] == [
        "claim",
        "quote",
    ]


def test_a_newer_document_that_is_no_annotation_here_is_no_damage(
    open_store: Open, tag: Tag, strange_log: Log
) -> None:
    one, other = tag(0, 9), tag(4, 9)
    strange_log({"v": 2, "ops": [put(one, start="7:1")]}, {"ops": [put(other)]})
    store = open_store()
    assert store.annotations(ARTICLE) == [other]
    assert store.problems() == []
    assert len(store.notes()) == 1


def test_the_derived_file_has_what_can_be_read_of_it(open_store: Open, tag: Tag, strange_log: Log) -> None:
    one = tag(0, 9)
    strange_log({"v": 2, "ops": [put(one, mood="new")]})
    store = open_store()
    store.commit([Put(tag(4, 9))])
    store.close()
    moods = [found.get("mood") for found in TinyDB(store.directory / "tinydb.json").table(ARTICLE)]
    assert moods == ["new", None]


def test_a_repair_leaves_it_alone(open_store: Open, tag: Tag, strange_log: Log) -> None:
    one = tag(0, 9)
    strange_log({"v": 2, "ops": [put(one)]}, {"ops": [put(tag(4, 9))]})
    store = open_store()
    store.commit([Put(tag(10, 15))])
    store.close()
    derived = store.directory / "tinydb.json"
    # What tinydb.json has of the first one is dated later than what the log has, and the log has lost the other one.
    derived.write_text(derived.read_text().replace(one.updated, "2027-01-01T00:00:00.000Z", 2))
    strange_log({"v": 2, "ops": [put(one)]})
    again = open_store()
    assert again.mend("2026-11-24T10:00:00.000Z").taken == 1
    assert {found.updated for found in again.annotations(ARTICLE)} == {one.updated}


def test_keys_that_this_version_does_not_know_survive_everything(
    open_store: Open, tag: Tag, strange_log: Log
) -> None:
    one = tag(0, 9)
    strange_log({"ops": [put(one, mood={"x": [1, None]}, certainty=0.5)]})
    first = open_store("desk1")
    (found,) = first.annotations(ARTICLE)
    done = first.commit([Put(replace(found, label="quote"))])
    first.commit(done.before)
    first.commit(done.after)
    first.close()
    second = open_store("desk2")
    (found,) = second.annotations(ARTICLE)
    assert (found.label, found.extra) == ("quote", {"mood": {"x": [1, None]}, "certainty": 0.5})
    second.commit([Put(replace(found, note="seen"))])
    second.close()
    (document,) = TinyDB(second.directory / "tinydb.json").table(ARTICLE).all()
    assert (document["mood"], document["certainty"], document["note"]) == ({"x": [1, None]}, 0.5, "seen")
