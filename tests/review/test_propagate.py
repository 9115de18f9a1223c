"""An annotation is carried to the copies of its passage by their words, and what differs where it matters is held back."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotui.core.annotation import Annotation
from annotui.core.selection import Target
from annotui.core.span import Span
from annotui.core.text import words
from annotui.review.copies import copies
from annotui.review.matches import Matches
from annotui.review.propagate import Plan, carry_out, plan, tag_held_as_error
from annotui.review.tag import note, relabel, remove, tag

from .conftest import STORY, Wire


def tagged(wire: Wire, matches: Matches, words_: str, label: str = "claim", number: int = 0) -> Annotation:
    """Tag what an article says."""
    reading = wire.open(matches, number)
    span = wire.span(reading.article.id, words_)
    return tag(wire.store, reading, Target("selection", (span,)), label).annotation


def planned(wire: Wire, matches: Matches, words_: str, label: str = "claim") -> Plan:
    return plan(matches, wire.open(matches, 0), tagged(wire, matches, words_, label))


def texts(found: Plan) -> dict[str, str]:
    return {one.passage.article[5:7]: one.text for one in found.items}


def test_it_is_carried_to_the_same_words_whatever_was_inserted_or_left_out_before(wire: Wire) -> None:
    matches = wire.match()
    found = planned(wire, matches, "thousands of people in Hampton without power")
    assert len(found.items) == 18, "one article leaves the paragraph out"
    assert set(texts(found).values()) == {"thousands of people in Hampton without power"}
    assert texts(planned(wire, matches, "left thousands of people in Hampton"))["14"] == (
        "left thousands of people in Hampton"
    )
    whole = texts(planned(wire, matches, STORY[0]))
    assert whole["14"] == STORY[0].replace("left thousands", "has by all accounts left thousands")
    assert whole["01"] == STORY[0]
    shorter = texts(planned(wire, matches, "reach the ships that were waiting outside"))
    assert shorter["15"] == "reach the ships"
    assert all(wire.text(f"wire/{name}.txt").count(said) for name, said in whole.items())


def test_what_differs_where_it_matters_is_held_back(wire: Wire) -> None:
    matches = wire.match()
    found = planned(wire, matches, "left 3,400 homes dark")
    held = {found.items[at].passage.article[5:7]: found.items[at].held for at in found.held}
    assert held == {"03": "“3,500” instead of “3,400”", "07": "“3,500” instead of “3,400”"}
    assert len(found.proposed) == 17
    assert texts(found)["03"] == "left 3,500 homes dark"
    name = planned(wire, matches, "the office of Mayor Anna Keller")
    assert [name.items[at].passage.article[5:7] for at in name.held] == ["08"]
    # The number lies outside what is tagged.
    assert len(planned(wire, matches, "the office of Mayor").held) == 1
    assert planned(wire, matches, "tore down lines in 14 streets").held == ()


def test_a_number_that_only_one_of_them_has_is_held_back(wire: Wire) -> None:
    wire.put("19", [(0, STORY[0]), (5, STORY[5].replace("with 212 passengers ", ""))])
    matches = wire.match()
    found = planned(wire, matches, "A ferry with 212 passengers turned back")
    (at,) = found.held
    assert found.items[at].passage.article == "wire/19.txt"
    assert "212" in found.items[at].held


def test_other_wording_is_not_held_back(wire: Wire) -> None:
    matches = wire.match()
    found = planned(wire, matches, "who has worked there for many years")
    assert found.held == ()
    assert texts(found)["12"] == "who has worked there for a long time"


def test_it_is_held_back_where_most_of_its_words_are_others(wire: Wire) -> None:
    wire.put("19", [(9, STORY[9].replace("lost many of their tiles", "have to be mended"))])
    matches = wire.match()
    found = planned(wire, matches, "lost many of their tiles")
    (item,) = [one for one in found.items if one.passage.article == "wire/19.txt"]
    assert item.span is None or item.held == "most of its words are not there"
    assert texts(planned(wire, matches, "roofs lost many of their tiles"))["19"] == "roofs have to be mended"


def test_all_are_tagged_in_one_step_and_taken_back_in_one(wire: Wire) -> None:
    matches = wire.match()
    one = tagged(wire, matches, "left 3,400 homes dark")
    one = note(wire.store, wire.open(matches, 0), one, "ask the grid company").annotation
    found = plan(matches, wire.open(matches, 0), one)
    ticked = [*found.proposed, found.held[0]]
    made = carry_out(matches, found, ticked)
    assert made.done is not None
    assert (made.count, made.reasons) == (18, ())
    there = [each for article in wire.store.articles() for each in wire.store.annotations(article)]
    assert len(there) == 19
    new = [each for each in there if each.id != one.id]
    assert {(each.label, each.note) for each in new} == {("claim", "ask the grid company")}
    assert all(each.source == {"kind": "propagated", "from": one.id} for each in new)
    for each in new:
        assert each.span.of(wire.text(each.article)) == each.text
    again = plan(matches, wire.open(matches, 0), one)
    assert (len(again.proposed), len(again.held)) == (0, 1)
    assert sum(item.already for item in again.items) == 18
    assert carry_out(matches, again, range(len(again.items))).count == 1
    wire.store.commit(made.done.before)
    assert len(copies(wire.store, one)) == 1


def test_the_differing_words_are_tagged_as_error_with_one_key(wire: Wire) -> None:
    matches = wire.match()
    found = planned(wire, matches, "left 3,400 homes dark")
    made = tag_held_as_error(matches, found, found.held)
    errors = [one for article in ("wire/03.txt", "wire/07.txt") for one in wire.store.annotations(article)]
    assert [(one.text, one.label) for one in errors] == [("3,500", "error"), ("3,500", "error")]
    assert made.count == 2
    assert errors[0].group == errors[1].group is not None


def test_removing_or_relabelling_takes_the_copies_along_in_one_step(wire: Wire) -> None:
    matches = wire.match()
    reading = wire.open(matches, 0)
    one = tagged(wire, matches, "left 3,400 homes dark")
    found = plan(matches, reading, one)
    carry_out(matches, found, found.proposed)
    (copy,) = wire.store.annotations("wire/01.txt")
    # A copy of a copy is one too.
    onwards = plan(matches, wire.open(matches, 1), copy)
    carry_out(matches, onwards, onwards.held)
    theirs = copies(wire.store, one)
    assert len(theirs) == 19
    changed = relabel(wire.store, reading, one, "error", copies=theirs)
    assert changed.done is not None
    assert {each.label for article in wire.store.articles() for each in wire.store.annotations(article)} == {
        "error"
    }
    wire.store.commit(changed.done.before)
    done = remove(wire.store, one, copies=copies(wire.store, one))
    assert wire.store.articles() == []
    wire.store.commit(done.before)
    assert len(wire.store.articles()) == 20


def test_what_reaches_over_passages_goes_where_all_of_it_is_in_a_row(wire: Wire) -> None:
    matches = wire.match()
    found = planned(wire, matches, f"{STORY[2][-40:]}\n\n{STORY[3]}\n\n{STORY[4][:30]}")
    held = {one.passage.article[5:7]: one.held for one in found.items if one.span is None}
    assert held == {"05": "only a part of it is there"}
    assert texts(found)["01"] == f"{STORY[2][-40:]}\n\n{STORY[3]}\n\n{STORY[4][:30]}"
    own = planned(wire, matches, f"{STORY[5][-30:]}\n\n{STORY[6][:30]}")
    assert {one.passage.article[5:7] for one in own.items if one.span is None} == {"09"}, (
        "it has its own in between"
    )


def test_what_reaches_beyond_the_passages_is_not_carried(wire: Wire) -> None:
    matches = wire.match()
    reading = wire.open(matches, 9)
    start = wire.span(reading.article.id, "Our reporter saw").start
    end = wire.span(reading.article.id, "The grid company sent").end
    one = tag(wire.store, reading, Target("selection", (Span(start, end),)), "claim").annotation
    assert plan(matches, reading, one).reason == "it reaches beyond the words that are copied"
    alone = tagged(wire, matches, "a piano in the middle of the road", number=9)
    assert plan(matches, reading, alone).reason == "its words are copied nowhere"


def test_a_file_that_was_edited_since_is_held_with_the_reason(wire: Wire) -> None:
    matches = wire.match()
    one = tagged(wire, matches, "left 3,400 homes dark")
    (wire.folder / "04.txt").write_text(STORY[1], "utf-8")
    found = plan(matches, wire.open(matches, 0), one)
    (gone,) = [each for each in found.items if each.span is None]
    assert (gone.passage.article, gone.held) == ("wire/04.txt", "it was edited since it was matched")
    # Edited while the plan is shown.
    (wire.folder / "05.txt").write_text(STORY[1], "utf-8")
    made = carry_out(matches, found, found.proposed)
    assert made.count == len(found.proposed) - 1
    assert made.reasons == ("05 was edited since it was matched",)


def test_a_word_is_never_found_inside_another_one(wire: Wire) -> None:
    wire.put("19", [(0, STORY[0].replace("Hampton", "Hamptone"))])
    matches = wire.match()
    found = planned(wire, matches, "Hampton")
    (item,) = [one for one in found.items if one.passage.article == "wire/19.txt"]
    assert item.text in ("", "Hamptone")
    assert item.span is None or item.held


@pytest.mark.parametrize("label", ["claim", "quote"])
def test_an_edit_of_another_annotation_does_not_make_it_tagged(wire: Wire, label: str) -> None:
    matches = wire.match()
    tagged(wire, matches, "left 3,400 homes dark", "quote", number=1)
    found = planned(wire, matches, "left 3,400 homes dark", label)
    assert [one.passage.article for one in found.items if one.already] == (
        ["wire/01.txt"] if label == "quote" else []
    )


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_whatever_is_tagged_a_copy_has_whole_words_inside_its_passage(
    wire: Wire, data: st.DataObject
) -> None:
    matches = wire.match()
    reading = wire.open(matches, 0)
    inside = words(reading.article.text, Span(0, len(reading.article.text)))
    first = data.draw(st.integers(0, len(inside) - 1))
    last = data.draw(st.integers(first, min(first + 40, len(inside) - 1)))
    target = Target("selection", (Span(inside[first].start, inside[last].end),))
    found = plan(matches, reading, tag(wire.store, reading, target, "claim").annotation)
    for item in found.items:
        if item.span is None:
            assert item.held
            continue
        text = wire.text(item.passage.article)
        assert item.passage.span.contains(item.span)
        assert item.span.of(text) == item.text
        bounds = words(text, Span(0, len(text)))
        assert item.span.start in {word.start for word in bounds}
        assert item.span.end in {word.end for word in bounds}
