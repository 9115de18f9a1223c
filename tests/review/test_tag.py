"""Tag, relabel, remove: what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotui.core.selection import Target
from annotui.core.span import Span
from annotui.corpus.scan import scan
from annotui.review.reading import Reading
from annotui.review.shelf import Shelf
from annotui.review.stamp import timestamp
from annotui.review.tag import NotYours, relabel, remove, tag
from annotui.store.store import Store


@pytest.fixture
def store(seeds: Path) -> Iterator[Store]:
    store = Store.open(seeds, reviewer="desk1")
    yield store
    store.close()


@pytest.fixture
def reading(seeds: Path) -> Reading:
    return Shelf(scan(seeds)).open("seeds/003_f9803d3a2fa3b0c4.txt")


def test_a_tag_holds_what_it_takes_to_find_it_again(store: Store, reading: Reading) -> None:
    tagged = tag(store, reading, Target("selection", (Span(896, 928),)), "quote")
    assert tagged.done is not None
    kept = tagged.annotation
    text = reading.article.text
    assert (kept.text, kept.prefix, kept.suffix) == (text[896:928], text[864:896], text[928:960])
    assert (kept.article, kept.sha256, kept.encoding) == (reading.article.id, reading.article.sha256, "utf-8")
    assert store.annotations(reading.article.id) == [kept]


def test_the_same_again_changes_nothing(store: Store, reading: Reading) -> None:
    one = tag(store, reading, Target("selection", (Span(0, 5),)), "claim")
    again = tag(store, reading, Target("selection", (Span(0, 5),)), "claim")
    assert again.done is None
    assert again.annotation == one.annotation
    assert tag(store, reading, Target("selection", (Span(0, 5),)), "error").done is not None


def test_another_label_keeps_the_rest(store: Store, reading: Reading) -> None:
    one = tag(store, reading, Target("selection", (Span(0, 5),)), "claim").annotation
    changed = relabel(store, reading, one, "error").annotation
    assert (changed.id, changed.span, changed.created, changed.label) == (
        one.id,
        one.span,
        one.created,
        "error",
    )
    assert store.annotations(reading.article.id) == [changed]


def test_in_an_edited_article_a_tag_is_where_its_words_are(
    store: Store, seeds: Path, reading: Reading
) -> None:
    one = tag(store, reading, Target("selection", (Span(896, 928),)), "quote").annotation
    path = seeds / "003_f9803d3a2fa3b0c4.txt"
    path.write_text("A new first line.\n" + reading.article.text, encoding="utf-8")
    edited = Shelf(scan(seeds)).open(reading.article.id)
    (placed,), orphans = edited.placed(store.annotations(reading.article.id))
    assert orphans == 0
    assert placed.span == Span(896 + 18, 928 + 18)
    changed = relabel(store, edited, placed, "claim").annotation
    assert (changed.id, changed.sha256) == (one.id, edited.article.sha256)
    path.write_text("Nothing of it is left.", encoding="utf-8")
    assert Shelf(scan(seeds)).open(one.article).placed(store.annotations(one.article)) == ([], 1)


def test_removed_is_gone(store: Store, reading: Reading) -> None:
    remove(store, tag(store, reading, Target("selection", (Span(0, 5),)), "claim").annotation)
    assert store.annotations(reading.article.id) == []


def test_times_are_utc_with_milliseconds() -> None:
    assert len(timestamp()) == len("2026-11-22T10:00:00.000Z")
    assert timestamp().endswith("Z")


def test_an_edited_article_can_be_tagged_where_an_old_tag_stood(
    store: Store, seeds: Path, reading: Reading
) -> None:
    """The sentence was replaced by another one of the same length: the old tag lost its place, the new one is new."""
    tag(store, reading, Target("selection", (Span(0, 20),)), "claim")
    path = seeds / "003_f9803d3a2fa3b0c4.txt"
    other = " ".join(map(str, range(200)))[:400]
    path.write_text(other + reading.article.text[400:], encoding="utf-8")
    edited = Shelf(scan(seeds)).open(reading.article.id)
    assert tag(store, edited, Target("selection", (Span(0, 20),)), "claim").done is not None
    path.write_text("A new line.\n" + edited.article.text, encoding="utf-8")
    moved = Shelf(scan(seeds)).open(reading.article.id)
    placed, _ = moved.placed(store.annotations(reading.article.id))
    assert placed
    assert tag(store, moved, Target("selection", (placed[0].span,)), "claim").done is None


def test_relabelling_to_what_is_there_changes_nothing(store: Store, reading: Reading) -> None:
    claim = tag(store, reading, Target("selection", (Span(0, 5),)), "claim").annotation
    error = tag(store, reading, Target("selection", (Span(0, 5),)), "error").annotation
    assert not relabel(store, reading, claim, "claim").done is not None
    assert relabel(store, reading, claim, "error").annotation == error
    assert len(store.annotations(reading.article.id)) == 2


def test_nobody_changes_what_another_reviewer_tagged(store: Store, seeds: Path, reading: Reading) -> None:
    one = tag(store, reading, Target("selection", (Span(0, 5),)), "claim").annotation
    assert store.wait(120)
    other = Store.open(seeds, reviewer="bob")
    with pytest.raises(NotYours, match="desk1"):
        relabel(other, reading, one, "error")
    with pytest.raises(NotYours, match="desk1"):
        remove(other, one)
    other.close()
    assert store.annotations(reading.article.id) == [one]
