"""Undo and redo: each action one step, over all articles, and never over what others have done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotui.core.annotation import Annotation
from annotui.core.selection import Target
from annotui.core.span import Span
from annotui.corpus.scan import scan
from annotui.review import progress
from annotui.review.reading import Reading
from annotui.review.shelf import Shelf
from annotui.review.tag import note, relabel, remove, tag
from annotui.review.undo import CannotUndo, History, Step
from annotui.store.changes import Done
from annotui.store.store import Store

FIRST = "seeds/000_aa2809ac14b27de4.txt"


@pytest.fixture
def store(seeds: Path) -> Iterator[Store]:
    store = Store.open(seeds, reviewer="desk1")
    yield store
    store.close()


@pytest.fixture
def reading(seeds: Path) -> Reading:
    return Shelf(scan(seeds)).open(FIRST)


def tagged(store: Store, reading: Reading, start: int, label: str = "claim") -> tuple[Annotation, Done]:
    found = tag(store, reading, Target("selection", (Span(start, start + 5),)), label)
    assert found.done is not None
    return found.annotation, found.done


def test_each_kind_of_action_is_taken_back_and_done_again(store: Store, reading: Reading) -> None:
    history = History(store)
    states = [store.annotations(FIRST)]

    def did(done: Done | None) -> None:
        assert done is not None
        history.add(Step("", done, FIRST))
        states.append(store.annotations(FIRST))

    one, done = tagged(store, reading, 0)
    did(done)
    did(note(store, reading, one, "first\nsecond").done)
    did(relabel(store, reading, store.annotations(FIRST)[0], "error").done)
    did(remove(store, store.annotations(FIRST)[0]))
    for expected in states[-2::-1]:
        history.undo()
        assert store.annotations(FIRST) == expected
    with pytest.raises(CannotUndo, match="nothing to undo"):
        history.undo()
    for expected in states[1:]:
        history.redo()
        assert store.annotations(FIRST) == expected
    with pytest.raises(CannotUndo, match="nothing to redo"):
        history.redo()


def test_many_spans_are_one_step(store: Store, reading: Reading) -> None:
    spans = tuple(Span(start, start + 3) for start in range(0, 300, 10))
    found = tag(store, reading, Target("30 places", spans, "broken encoding"), "error")
    assert found.done is not None
    history = History(store)
    history.add(Step("", found.done, FIRST))
    assert len(store.annotations(FIRST)) == 30
    history.undo()
    assert store.annotations(FIRST) == []


def test_a_reviewed_mark_is_taken_back(store: Store, reading: Reading) -> None:
    known = progress.Progress(store, lambda _: reading.article.sha256)
    history = History(store)
    history.add(Step("", progress.mark(store, FIRST, reading.article.sha256, True), FIRST))
    assert known.is_reviewed(FIRST)
    history.undo()
    assert not known.is_reviewed(FIRST)
    history.redo()
    assert known.is_reviewed(FIRST)


def test_a_new_action_ends_what_could_be_done_again(store: Store, reading: Reading) -> None:
    history = History(store)
    history.add(Step("", tagged(store, reading, 0)[1], FIRST))
    history.undo()
    history.add(Step("", tagged(store, reading, 50)[1], FIRST))
    with pytest.raises(CannotUndo, match="nothing to redo"):
        history.redo()


def test_what_another_session_has_changed_since_is_left_as_it_is(
    store: Store, reading: Reading, seeds: Path
) -> None:
    history = History(store)
    history.add(Step("", tagged(store, reading, 100)[1], FIRST))
    one, done = tagged(store, reading, 0)
    history.add(Step("", done, FIRST))
    assert store.wait(120)
    other = Store.open(seeds, reviewer="desk1")
    note(other, reading, one, "from another window")
    other.close()
    store.refresh()
    with pytest.raises(CannotUndo, match="changed since"):
        history.undo()
    assert {found.note for found in store.annotations(FIRST)} == {"", "from another window"}
    history.undo()
    assert [found.note for found in store.annotations(FIRST)] == ["from another window"]


def test_what_was_undone_is_undone_at_the_next_start(store: Store, reading: Reading, seeds: Path) -> None:
    history = History(store)
    history.add(Step("", tagged(store, reading, 0)[1], FIRST))
    history.undo()
    assert store.wait(120)
    assert Store.open(seeds, reviewer="desk1").annotations(FIRST) == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    actions=st.lists(
        st.tuples(st.sampled_from(["tag", "relabel", "note", "remove", "undo", "redo"]), st.integers(0, 9))
    )
)
def test_any_order_of_actions_can_be_taken_back_one_by_one(
    store: Store, reading: Reading, actions: list[tuple[str, int]]
) -> None:
    """Against the simplest model: a list of all states, and where one is in it."""
    history = History(store)
    states = [store.annotations(FIRST)]
    at = 0
    for what, number in actions:
        there = store.annotations(FIRST)
        one = there[number % len(there)] if there else None
        done: Done | None = None
        if what == "undo":
            if at:
                history.undo()
                at -= 1
        elif what == "redo":
            if at + 1 < len(states):
                history.redo()
                at += 1
        elif what == "tag":
            target = Target("selection", (Span(10 * number, 10 * number + 5),))
            done = tag(store, reading, target, "claim").done
        elif one is not None:
            if what == "relabel":
                done = relabel(store, reading, one, "error").done
            elif what == "note":
                done = note(store, reading, one, f"note {number}").done
            else:
                done = remove(store, one)
        if done is not None:
            history.add(Step(what, done, FIRST))
            states = [*states[: at + 1], store.annotations(FIRST)]
            at += 1
        assert store.annotations(FIRST) == states[at]
    for one_of_all in store.annotations(FIRST):
        remove(store, one_of_all)
