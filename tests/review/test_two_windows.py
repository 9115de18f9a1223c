"""Two windows of one reviewer decide about the same families, each before it has looked at what the other one did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress

import pytest

from annotui.core.selection import Target
from annotui.review.decide import CannotDecide, accept, accept_all, leave_out, reject, tag_difference
from annotui.review.matches import Matches
from annotui.review.propagate import carry_out, plan
from annotui.review.related import accept_same_fact, relatives
from annotui.review.tag import give_way, note, remove, tag
from annotui.review.undo import CannotUndo, History, Step
from annotui.store.store import Store

from .conftest import Wire


def doubled(store: Store) -> list[object]:
    """What is tagged twice, as somebody would see who opens the folder now."""
    assert store.wait(120)
    now = Store.open(store.directory.parent / store.corpus_name, reviewer="somebody")
    tagged = [one for article in now.articles() for one in now.annotations(article)]
    assert tagged
    counted = Counter((one.article, one.span, one.label, one.reviewer) for one in tagged)
    return [one for one, count in counted.items() if count > 1]


@pytest.mark.parametrize(
    "decide",
    [
        lambda matches: accept(matches, 1, 0, differing=True),
        lambda matches: accept(matches, 1, 2, differing=False),
        lambda matches: accept_all(matches, range(12)),
        lambda matches: tag_difference(matches, 1, 0),
    ],
)
def test_what_one_has_decided_is_not_decided_again_by_the_other(
    wire: Wire, decide: Callable[[Matches], object]
) -> None:
    first = wire.match()
    second = wire.window(first)
    decide(first)
    assert wire.store.wait(120)
    # Some say that nothing is left to be decided.
    with suppress(CannotDecide):
        decide(second)
    assert second.store.wait(120)
    assert doubled(second.store) == []
    wire.store.refresh()
    assert first.decided(1) == second.decided(1)
    assert first.decided(1).count("kept") <= 1


def test_what_one_has_accepted_goes_when_the_other_rejects_it_or_leaves_it_out(wire: Wire) -> None:
    first = wire.match()
    second = wire.window(first)
    for number, put_out in enumerate((reject, leave_out)):
        accept(first, number, 0, differing=True)
        assert wire.store.wait(120)
        put_out(second, number, 1)
        assert second.store.wait(120)
        wire.store.refresh()
        place = first.family(number).members[1]
        assert not [one for one in wire.store.annotations(place.article) if one.span == place.span]


def test_what_one_has_propagated_is_not_made_again_by_the_other(wire: Wire) -> None:
    first = wire.match()
    reading = wire.open(first, 0)
    words = wire.span("wire/00.txt", "left thousands of people")
    one = tag(wire.store, reading, Target("selection", (words,)), "claim").annotation
    second = wire.window(first)
    plans = [plan(each, reading, one) for each in (first, second)]
    assert carry_out(first, plans[0], plans[0].proposed).count == 18
    assert wire.store.wait(120)
    assert carry_out(second, plans[1], plans[1].proposed).done is None
    assert doubled(second.store) == []


def test_what_one_has_removed_is_not_propagated_by_the_other(wire: Wire) -> None:
    first = wire.match()
    reading = wire.open(first, 0)
    words = wire.span("wire/00.txt", "left thousands of people")
    one = tag(wire.store, reading, Target("selection", (words,)), "claim").annotation
    second = wire.window(first)
    shown = plan(second, reading, one)
    remove(wire.store, one)
    assert wire.store.wait(120)
    found = carry_out(second, shown, shown.proposed)
    assert (found.done, found.reasons) == (None, ("the annotation was removed meanwhile",))


def test_what_one_has_called_the_same_fact_is_not_tagged_again_by_the_other(wire: Wire) -> None:
    wire.put(
        "30",
        [(None, "A vessel named Halcyon carrying 212 travellers went back to Hampton on Monday evening.")],
    )
    wire.put(
        "31", [(None, "The Halcyon, a vessel with 212 travellers, had to go back to Hampton on Monday.")]
    )
    first = wire.find(related=True)
    second = wire.window(first)
    reading = wire.open(first, 30)
    here = reading.prose.at("sentence", 0)
    passage = next(one.passage for one in relatives(first, reading, 0) if "31" in one.passage.article)
    accept_same_fact(first, reading, here, passage)
    assert wire.store.wait(120)
    assert accept_same_fact(second, reading, here, passage).done is None
    assert doubled(second.store) == []


def test_what_the_other_has_changed_is_not_taken_back(wire: Wire) -> None:
    first = wire.match()
    second = wire.window(first)
    done = accept(first, 0, 0, differing=False).done
    assert done is not None
    assert wire.store.wait(120)
    history = History(wire.store)
    history.add(Step("accepted", done, "wire/00.txt"))
    leave_out(second, 0, 2)
    assert second.store.wait(120)
    with pytest.raises(CannotUndo, match="changed since"):
        history.undo()
    assert first.decided(0)[2] == "left out"


def test_what_both_have_tagged_at_the_same_moment_stays_once_and_both_agree_which(wire: Wire) -> None:
    first = wire.match()
    second = wire.window(first)
    reading = wire.open(first, 0)
    places = (wire.span("wire/00.txt", "left thousands of people"), wire.span("wire/00.txt", "14 streets"))
    target = Target("selection", places)
    # The one that opened last tags first: who stays is a matter of what was tagged, not of who asks.
    tagged = {window: tag(window.store, reading, target, "claim") for window in (second, first)}
    for window in tagged:
        assert window.store.wait(20)
    assert len(doubled(first.store)) == 2
    given = {}
    for window, each in tagged.items():
        window.store.refresh()
        assert each.done is not None
        given[window] = give_way(window.store, each.done)
    assert given == {second: None, first: tagged[second].annotation}
    assert first.store.wait(20)
    assert doubled(first.store) == []
    second.store.refresh()
    for window in tagged:
        assert [one.span for one in window.store.annotations("wire/00.txt")] == list(places)
    assert first.store.conflicts() == []


def test_what_was_changed_since_or_is_tagged_otherwise_too_gives_way_to_nothing(wire: Wire) -> None:
    first = wire.match()
    second, other = wire.window(first), wire.window(first, reviewer="desk2")
    reading = wire.open(first, 0)
    target = Target("selection", (wire.span("wire/00.txt", "left thousands of people"),))
    tag(other.store, reading, target, "claim")
    tag(second.store, reading, target, "quote")
    alone = tag(first.store, reading, target, "claim").done
    for window in (other, second):
        assert window.store.wait(20)
    first.store.refresh()
    assert alone is not None
    assert give_way(first.store, alone) is None
    noted = tag(second.store, reading, target, "error")
    mine = tag(first.store, reading, target, "error")
    assert second.store.wait(20)
    first.store.refresh()
    note(first.store, reading, mine.annotation, "which the other one does not have")
    assert mine.done is not None
    assert noted.annotation.created <= mine.annotation.created
    assert give_way(first.store, mine.done) is None
    assert len(first.store.annotations("wire/00.txt")) == 5
