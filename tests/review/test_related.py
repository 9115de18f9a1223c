"""Related sentences: the same fact, or never to be seen again."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from annotui.core.family import Passage, Relative
from annotui.core.selection import Target
from annotui.core.span import Span
from annotui.corpus.scan import scan
from annotui.matching.findings import Findings
from annotui.matching.result import Known, write
from annotui.review.action import CannotDecide
from annotui.review.matches import Matches
from annotui.review.reading import Reading
from annotui.review.related import accept_same_fact, dismiss_related, relatives
from annotui.review.shelf import Shelf
from annotui.review.tag import tag
from annotui.store.store import Store

FIRST, SECOND, THIRD = (
    f"seeds/{name}.txt" for name in ("000_aa2809ac14b27de4", "002_9f2b5a1ab4f9bb1f", "003_f9803d3a2fa3b0c4")
)


@pytest.fixture
def matches(seeds: Path) -> Matches:
    store = Store.open(seeds, reviewer="desk1")
    shelf = Shelf(scan(seeds))
    first, second, third = shelf.ids[0], shelf.ids[1], shelf.ids[2]
    sentences = [Passage(one, shelf.open(one).prose.at("sentence", 0)) for one in (first, second, third)]
    here, *others = sentences
    known = [Known(one, hashlib.sha256((seeds.parent / one).read_bytes()).hexdigest()) for one in shelf.ids]
    found = {here: [Relative(one, 0.5 - at / 10) for at, one in enumerate(others)]}
    found |= {one: [Relative(here, 0.5)] for one in others}
    write(seeds.parent / "findings", known, [], found)
    matches = Matches(store, shelf)
    matches.findings = Findings.open(seeds.parent / "findings")
    return matches


def first(matches: Matches) -> Reading:
    return matches.shelf.open(matches.shelf.ids[0])


def test_the_same_fact_gets_the_label_of_the_annotation_and_one_group(matches: Matches) -> None:
    reading = first(matches)
    target = Target("selection", (Span(0, 12),))
    one = tag(matches.store, reading, target, "quote").annotation
    (closest, _) = relatives(matches, reading, 0)
    decided = accept_same_fact(matches, reading, one, closest.passage)
    (here,) = matches.store.annotations(reading.article.id)
    (there,) = matches.store.annotations(closest.passage.article)
    assert (there.label, there.span) == ("quote", closest.passage.span)
    assert here.group == there.group == decided.group
    assert here.id == one.id
    assert decided.done is not None
    again = accept_same_fact(matches, reading, here, closest.passage)
    assert again.done is None
    matches.store.commit(decided.done.before)
    assert matches.store.annotations(closest.passage.article) == []
    assert matches.store.annotations(reading.article.id) == [one]


def test_without_an_annotation_both_are_claims(matches: Matches) -> None:
    reading = first(matches)
    sentence = reading.prose.at("sentence", 0)
    found = relatives(matches, reading, 0)
    groups = {accept_same_fact(matches, reading, sentence, one.passage).group for one in found}
    kept = [one for article in matches.store.articles() for one in matches.store.annotations(article)]
    assert [one.label for one in kept] == ["claim"] * 3
    assert {one.group for one in kept} == groups
    assert len(groups) == 1, "the second one joins"


def test_a_dismissed_pair_stays_away_for_good_on_both_sides(matches: Matches, seeds: Path) -> None:
    reading = first(matches)
    gone, stays = relatives(matches, reading, 0)
    sentence = reading.prose.at("sentence", 0)
    done = dismiss_related(matches, reading, sentence, gone.passage)
    assert relatives(matches, reading, 0) == [stays]
    assert relatives(matches, matches.shelf.open(gone.passage.article), 0) == []
    assert matches.store.wait(120)
    bob = Store.open(seeds, reviewer="bob")
    theirs = Matches(bob, matches.shelf)
    theirs.findings = matches.findings
    assert relatives(theirs, reading, 0) == [gone, stays]
    bob.close()
    matches.store.commit(done.before)
    assert relatives(matches, reading, 0) == [gone, stays]


def test_an_article_edited_since_is_not_offered(matches: Matches, seeds: Path) -> None:
    reading = first(matches)
    gone, stays = relatives(matches, reading, 0)
    (seeds.parent / gone.passage.article).write_text("Something else.", "utf-8")
    assert relatives(matches, reading, 0) == [stays]
    with pytest.raises(CannotDecide, match="was edited since it was matched"):
        accept_same_fact(matches, reading, reading.prose.at("sentence", 0), gone.passage)
    with pytest.raises(CannotDecide):
        dismiss_related(matches, reading, reading.prose.at("sentence", 0), gone.passage)


def test_a_configuration_without_claims_says_so(matches: Matches) -> None:
    reading = first(matches)
    others = Matches(matches.store, matches.shelf, ("person",))
    others.findings = matches.findings
    with pytest.raises(CannotDecide, match="no label claim here"):
        accept_same_fact(
            others, reading, reading.prose.at("sentence", 0), relatives(others, reading, 0)[0].passage
        )
