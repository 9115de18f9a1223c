"""What is suggested, and when it is not any more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotui.core.selection import Selection, Target
from annotui.core.span import Span
from annotui.corpus.scan import scan
from annotui.review.reading import Reading
from annotui.review.shelf import Shelf
from annotui.review.suggest import Dismissals, Suggestions, dismiss
from annotui.review.tag import tag
from annotui.store.store import Store

BROKEN = "seeds/004_9f3f6f729d904582.txt"
LABELS = ("claim", "quote", "error", "duplicate")

# All quotations of the seeds, as the files have them, in the order of the corpus.
QUOTATIONS = [
    ("003", "“engaging in a very stable way,”"),
    ("003", "“harsh and complex”"),
    ("004", "鈥淵es, there will be"),
]


@pytest.fixture
def shelf(seeds: Path) -> Shelf:
    return Shelf(scan(seeds))


@pytest.fixture
def store(seeds: Path) -> Iterator[Store]:
    store = Store.open(seeds, reviewer="desk1")
    yield store
    store.close()


def suggested(store: Store, reading: Reading, labels: tuple[str, ...] = LABELS) -> Suggestions:
    annotations, _ = reading.placed(store.annotations(reading.article.id))
    dismissed = Dismissals(store).of(reading.article.id)
    return Suggestions(reading, labels, annotations, store.reviewer, dismissed)


def whole(reading: Reading) -> Span:
    return Span(0, len(reading.article.text))


def spans(suggestions: Suggestions, reading: Reading, label: str) -> list[str]:
    return [span.of(reading.article.text) for span, one in suggestions.over(whole(reading)) if one == label]


def test_the_ten_quotations_of_the_seeds_are_suggested_and_nothing_else_as_a_quotation(
    shelf: Shelf, store: Store
) -> None:
    found = [
        (one[6:9], text)
        for one in shelf.ids
        for text in spans(suggested(store, shelf.open(one)), shelf.open(one), "quote")
    ]
    assert len(found) == 10, found
    for article, text in QUOTATIONS:
        assert any(one == article and said.startswith(text) for one, said in found)
    for article, text in found:
        opening, closing = ("“", "”") if article == "003" else ("鈥", "鈥")
        assert text.startswith(opening)
        assert text.rstrip("?").endswith(closing)


def test_broken_encoding_is_one_suggestion_with_all_its_places(shelf: Shelf, store: Store) -> None:
    reading = shelf.open(BROKEN)
    assert reading.repair is not None
    suggestions = suggested(store, reading)
    place = reading.repair.places[3]
    (one,) = [one for one in suggestions.at(place.start) if one.rule == "broken encoding"]
    assert one.name == "36 places, UTF-8 read as GBK"
    assert one.spans == reading.repair.places
    target = suggestions.target(Selection(place.start), "error")
    assert target == Target(one.name, one.spans, "broken encoding")
    tagged = tag(store, reading, target, "error")
    kept = store.annotations(BROKEN)
    assert tagged.count == len(kept) == 36
    assert len({one.group for one in kept}) == 1
    assert kept[0].group is not None
    assert {str(one.source) for one in kept} == {str({"kind": "suggestion", "rule": "broken encoding"})}
    assert spans(suggested(store, reading), reading, "error") == []


def test_a_quotation_is_tagged_only_by_its_label(shelf: Shelf, store: Store) -> None:
    reading = shelf.open("seeds/003_f9803d3a2fa3b0c4.txt")
    suggestions = suggested(store, reading)
    at = reading.article.text.index("engaging in a very")
    assert suggestions.target(Selection(at), "quote").kind == "quotation"
    assert suggestions.target(Selection(at), "claim").kind == "sentence"
    assert suggestions.target(Selection(at, at + 4), "quote").kind == "selection"


@pytest.mark.parametrize("inner", [False, True])
def test_what_is_tagged_is_not_suggested_any_more(shelf: Shelf, store: Store, inner: bool) -> None:
    reading = shelf.open("seeds/003_f9803d3a2fa3b0c4.txt")
    at = reading.article.text.index("“engaging in a very")
    target = suggested(store, reading).target(Selection(at), "quote")
    before = spans(suggested(store, reading), reading, "quote")
    if inner:
        start, end = target.spans[0]
        target = Target("selection", (Span(start + 1, end - 1),))
    tag(store, reading, target, "quote")
    assert spans(suggested(store, reading), reading, "quote") == before[1:]


def test_another_label_or_another_reviewer_answers_nothing(shelf: Shelf, store: Store, seeds: Path) -> None:
    reading = shelf.open("seeds/003_f9803d3a2fa3b0c4.txt")
    at = reading.article.text.index("“engaging in a very")
    target = suggested(store, reading).target(Selection(at), "quote")
    before = spans(suggested(store, reading), reading, "quote")
    tag(store, reading, target, "claim")
    other = Store.open(seeds, reviewer="bob")
    tag(other, reading, target, "quote")
    other.close()
    store.refresh()
    assert len(store.annotations(reading.article.id)) == 2
    assert spans(suggested(store, reading), reading, "quote") == before


def test_what_was_dismissed_stays_so_also_where_the_article_is_edited(
    shelf: Shelf, store: Store, seeds: Path
) -> None:
    reading = shelf.open("seeds/003_f9803d3a2fa3b0c4.txt")
    at = reading.article.text.index("“engaging in a very")
    (one,) = suggested(store, reading).at(at)
    before = spans(suggested(store, reading), reading, "quote")
    done = dismiss(store, reading, one)
    assert spans(suggested(store, reading), reading, "quote") == before[1:]
    assert store.counts() == {}, "a dismissal is no annotation"
    assert suggested(store, reading).target(Selection(at), "quote").kind == "sentence"
    path = seeds / "003_f9803d3a2fa3b0c4.txt"
    path.write_text("A line more.\n\n" + path.read_text("utf-8"), "utf-8")
    edited = Shelf(scan(seeds)).open(reading.article.id)
    assert spans(suggested(store, edited), edited, "quote") == before[1:]
    store.commit(done.before)
    assert spans(suggested(store, edited), edited, "quote") == before


def test_broken_encoding_is_dismissed_as_a_whole(shelf: Shelf, store: Store) -> None:
    reading = shelf.open(BROKEN)
    assert reading.repair is not None
    (one,) = [
        one for one in suggested(store, reading).at(reading.repair.places[0].start) if one.label == "error"
    ]
    dismiss(store, reading, one)
    assert spans(suggested(store, reading), reading, "error") == []


def test_a_label_that_there_is_not_is_not_suggested(shelf: Shelf, store: Store) -> None:
    reading = shelf.open(BROKEN)
    suggestions = suggested(store, reading, ("claim", "person"))
    assert suggestions.over(whole(reading)) == []
    assert suggestions.at(reading.repair.places[0].start if reading.repair else 0) == []


def test_suggestions_are_never_kept(shelf: Shelf, store: Store) -> None:
    for one in shelf.ids:
        suggested(store, shelf.open(one)).over(whole(shelf.open(one)))
    assert store.articles() == []
    assert store.documents("dismissals") == {}


def test_a_damaged_dismissal_is_passed_over(shelf: Shelf, store: Store) -> None:
    store.table("dismissals").insert({"article": BROKEN, "reviewer": "desk1"})
    assert Dismissals(store).of(BROKEN) == []
