"""A review from end to end: what matching finds in twenty copies of a wire story is read once and decided once."""

from __future__ import annotations

from annotui.core.selection import Target
from annotui.review import progress
from annotui.review.decide import accept, tag_difference
from annotui.review.matches import Matches
from annotui.review.propagate import carry_out, plan
from annotui.review.tag import tag
from annotui.review.unread import Unread

from .conftest import OWN, STORY, Wire


def decide_all(matches: Matches) -> int:
    """Walk from one open family to the next: accept, and tag what differs; returns how many there were."""
    count, article, offset = 0, "wire/00.txt", -1
    while (found := matches.next_open(article, offset)) is not None:
        count += 1
        kept = matches.kept(found.family)
        kept = found.member if kept is None else kept
        accept(matches, found.family, kept, differing=False)
        if matches.waiting(found.family, kept).differ:
            tag_difference(matches, found.family, kept)
        assert not matches.is_open(found.family)
        article, offset = found.passage.article, found.passage.span.start
    return count


def test_twelve_families_are_decided_and_every_change_is_seen(wire: Wire) -> None:
    matches = wire.find()
    assert decide_all(matches) == 12
    errors = {
        (one.article[5:7], one.text)
        for article in wire.store.articles()
        for one in wire.store.annotations(article)
        if one.label == "error"
    }
    assert {("03", "3,500"), ("07", "3,500"), ("07", "June 5")} <= errors
    assert {article for article, _ in errors} == {"03", "07", "08", "16"}
    # What is left to read then: what is new, what is put otherwise, and what is left out.
    left = {}
    for number in range(20):
        reading = wire.open(matches, number)
        unread = Unread(reading, matches, wire.progress(matches))
        if unread.stops:
            left[number] = [(one.kind, one.span.of(reading.article.text)) for one in unread.stops]
    assert left == {
        5: [("omission", "")],
        9: [("sentence", OWN)],
        11: [("omission", "")],
        12: [("words", "a long time")],
        14: [("words", "has by all accounts")],
        17: [("omission", "")],
    }


def test_decisions_hold_when_an_article_comes_that_cuts_the_passages_otherwise(wire: Wire) -> None:
    matches = wire.find()
    decide_all(matches)
    before = {one: wire.store.annotations(one) for one in wire.store.articles()}
    half = STORY[6][STORY[6].index("who worked") :]
    wire.put("20", [(None, "Something that nobody else has to say about the whole of it."), (None, half)])
    wire.put("21", list(enumerate(STORY)))
    again = wire.find()
    assert again.findings is not None
    undecided = {
        again.family(number).members[at].article
        for number in range(again.findings.count)
        for at, one in enumerate(again.decided(number))
        if one is None
    }
    assert undecided == {"wire/20.txt", "wire/21.txt"}
    assert decide_all(again) >= 12
    after = {one: wire.store.annotations(one) for one in wire.store.articles() if one in before}
    assert after == before
    groups = {one.group for one in wire.store.annotations("wire/21.txt")}
    assert groups <= {one.group for one in wire.store.annotations("wire/00.txt")}


def test_an_annotation_goes_to_all_copies_that_matching_finds(wire: Wire) -> None:
    matches = wire.find()
    reading = wire.open(matches, 7)
    target = Target("selection", (wire.span("wire/07.txt", "left 3,500 homes dark"),))
    found = plan(matches, reading, tag(wire.store, reading, target, "claim").annotation)
    assert len(found.items) == 19
    assert [found.items[at].passage.article for at in found.proposed] == ["wire/03.txt"]
    assert carry_out(matches, found, found.proposed).count == 1


def test_once_one_copy_is_reviewed_the_others_are_read_but_for_what_differs(wire: Wire) -> None:
    matches = wire.find()
    article = wire.open(matches, 0).article
    progress.mark(wire.store, article.id, article.sha256, True)
    shares = [Unread(wire.open(matches, one), matches, wire.progress(matches)).share for one in range(20)]
    assert [at for at, share in enumerate(shares) if share > 0] == [3, 7, 8, 9, 12, 14, 16]
    assert max(shares) < 0.1
