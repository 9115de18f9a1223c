"""Which articles are reviewed, by whom, and which comes next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotui.review.progress import TABLE, Progress, mark, marks
from annotui.store.store import Store

IDS = [f"seeds/{name}.txt" for name in "abcd"]


@pytest.fixture
def store(seeds: Path) -> Iterator[Store]:
    store = Store.open(seeds, reviewer="desk1")
    yield store
    store.close()


def test_a_mark_counts_for_its_reviewer_only(store: Store, seeds: Path) -> None:
    mark(store, IDS[0], "aa", True)
    assert store.wait(120)
    other = Store.open(seeds, reviewer="bob")
    assert not Progress(other, lambda _: None).is_reviewed(IDS[0])
    assert marks(other) == {"desk1": {IDS[0]: "aa"}}
    assert Progress(store, lambda _: None).count(IDS) == 1


def test_an_article_that_was_edited_is_to_be_read_again(store: Store) -> None:
    mark(store, IDS[0], "aa", True)
    hashes: dict[str, str | None] = {IDS[0]: None}
    known = Progress(store, hashes.get)
    assert known.is_reviewed(IDS[0])
    hashes[IDS[0]] = "bb"
    assert not known.is_reviewed(IDS[0])
    mark(store, IDS[0], "bb", True)
    assert known.is_reviewed(IDS[0])
    mark(store, IDS[0], "bb", False)
    assert not known.is_reviewed(IDS[0])


def test_the_next_one_is_behind_and_then_from_the_beginning(store: Store) -> None:
    known = Progress(store, lambda _: None)
    assert known.next_open(IDS, IDS[1]) == IDS[2]
    mark(store, IDS[2], "aa", True)
    mark(store, IDS[3], "aa", True)
    assert known.next_open(IDS, IDS[1]) == IDS[0]
    mark(store, IDS[0], "aa", True)
    assert known.next_open(IDS, IDS[1]) is None
    assert known.next_open(IDS, IDS[2]) == IDS[1]


def test_neighbouring_corpora_and_strange_documents_are_passed_over(store: Store) -> None:
    store.table(TABLE).insert({"article": "other/a.txt", "sha256": "aa", "reviewer": "desk1"})
    store.table(TABLE).insert({"article": 3})
    assert marks(store) == {}
