"""What became of an annotation, from the log alone."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace

import pytest

from annotui.core.annotation import Annotation
from annotui.store.changes import Put, Remove
from annotui.store.history import Revision
from annotui.store.layout import author_of, new_id
from annotui.store.store import Store

Tag = Callable[..., Annotation]
Open = Callable[..., Store]

ARTICLE = "seeds/a.txt"


def told(history: list[Revision]) -> list[tuple[str | None, str | None]]:
    return [(one.by, one.annotation.label if one.annotation else None) for one in history]


def test_each_version_is_there_with_who_and_when(open_store: Open, tag: Tag) -> None:
    one, other = tag(), tag(label="quote")
    first = open_store("desk1")
    first.commit([Put(one), Put(other)])
    first.commit([Put(replace(one, label="error"))])
    first.close()
    second = open_store("Desk Two")
    second.commit([Put(replace(one, label="quote", note="no"))])
    second.commit([Remove(one)])
    second.commit([Put(one)])
    second.close()
    expected = [
        ("desk1", "claim"),
        ("desk1", "error"),
        ("Desk Two", "quote"),
        ("Desk Two", None),
        ("Desk Two", "claim"),
    ]
    found = second.history(ARTICLE, one.id)
    assert told(found) == expected
    assert found[2].annotation == replace(one, label="quote", note="no")
    assert [each.at for each in found] == sorted(each.at for each in found)
    assert told(open_store("Desk Two").history(ARTICLE, one.id)) == expected
    assert told(open_store("desk1").history(ARTICLE, other.id)) == [("desk1", "quote")]


def test_whose_name_no_annotation_says_is_named_as_the_log_file_is(open_store: Open, tag: Tag) -> None:
    one = tag()
    first = open_store("desk1")
    first.commit([Put(one)])
    first.close()
    second = open_store("Зоя")
    second.commit([Remove(one)])
    second.close()
    by = [each.by for each in open_store("desk3").history(ARTICLE, one.id)]
    assert by[0] == "desk1"
    assert str(by[1]).startswith("reviewer-"), "the name itself is nowhere in the log"
    assert [each.by for each in open_store("Зоя").history(ARTICLE, one.id)] == ["desk1", "Зоя"]


def test_what_is_not_on_the_disk_yet_is_part_of_it(
    open_store: Open, tag: Tag, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    store = open_store()
    one = tag()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        store.commit([Put(one)])
        store.commit([Remove(one)])
        assert told(store.history(ARTICLE, one.id)) == [("desk1", "claim"), ("desk1", None)]


def test_edits_that_did_not_know_of_each_other_are_both_in_it(open_store: Open, tag: Tag) -> None:
    one = tag()
    first = open_store("desk1")
    first.commit([Put(one)])
    assert first.wait(120)
    second = open_store("desk2")
    for store, label in ((first, "quote"), (second, "error")):
        store.commit([Put(replace(one, label=label))])
        assert store.wait(120)
    found = open_store().history(ARTICLE, one.id)
    assert sorted(told(found)[1:], key=str) == [("desk1", "quote"), ("desk2", "error")]


def test_a_file_with_another_name_keeps_what_was_and_not_who(open_store: Open, tag: Tag) -> None:
    one = tag()
    store = open_store()
    store.commit([Put(one)])
    store.close()
    (log,) = (store.directory / "log").iterdir()
    log.rename(log.with_name("merged.jsonl"))
    (store.directory / "tinydb.json").unlink()
    assert told(open_store().history(ARTICLE, one.id)) == [(None, "claim")]


def test_a_version_that_is_no_annotation_is_passed_over(open_store: Open, tag: Tag) -> None:
    one = tag()
    store = open_store()
    store.table(ARTICLE).upsert({"id": one.id, "label": "claim"}, lambda found: False)
    (key,) = [document.doc_id for document in store.table(ARTICLE).all()]
    assert store.history(ARTICLE, str(key)) == []
    store.table(ARTICLE).truncate()
    assert told(store.history(ARTICLE, str(key))) == [("desk1", None)]


def test_what_never_was_has_no_history(open_store: Open) -> None:
    assert open_store().history(ARTICLE, "nothing") == []


@pytest.mark.parametrize(
    ("name", "author"),
    [
        (f"desk1-{new_id()}.jsonl", "desk1"),
        (f"a-b_c-1-{new_id()}.jsonl", "a-b_c-1"),
        (f"{new_id()}.jsonl", None),
        (f"-{new_id()}.jsonl", None),
        (f"Desk-{new_id()}.jsonl", None),
        (f"desk1-{new_id()}.jsonl.bak", None),
        (f"{'a' * 33}-{new_id()}.jsonl", None),
        ("merged.jsonl", None),
    ],
)
def test_the_name_of_a_log_file_says_whose_it_is(name: str, author: str | None) -> None:
    assert author_of(name) == author
