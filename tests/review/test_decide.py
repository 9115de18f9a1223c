"""Families are decided once, and what was decided holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

from annotui.core.annotation import Annotation
from annotui.core.selection import Target
from annotui.core.span import Span
from annotui.corpus.scan import scan
from annotui.formats import jsonl
from annotui.review.action import CannotDecide
from annotui.review.decide import accept, accept_all, leave_out, reject, tag_difference
from annotui.review.export import records
from annotui.review.intake import Intake
from annotui.review.matches import Matches
from annotui.review.tag import tag
from annotui.store.store import Store

from .conftest import STORY, Wire, in_halves, without_ends


def tags(store: Store, label: str = "duplicate") -> dict[str, list[Annotation]]:
    """What is tagged, by article."""
    found = {
        one: [each for each in store.annotations(one) if each.label == label] for one in store.articles()
    }
    return {one: each for one, each in found.items() if each}


def test_members_that_say_the_same_become_duplicates_and_the_others_wait(wire: Wire) -> None:
    matches = wire.match()
    assert matches.findings is not None
    assert matches.findings.count == 12, "twenty copies of twelve paragraphs are twelve families"
    decided = accept(matches, 1, 0, differing=False)
    assert (decided.accepted, decided.waiting, decided.reasons) == (16, (3, 7, 8), {})
    kept = tags(wire.store)
    assert len(kept) == 17
    found = [one for each in kept.values() for one in each]
    assert {one.group for one in found} == {decided.group}
    assert [one.article for one in found if one.source.get("kept") is True] == ["wire/00.txt"]
    assert {one.source["kind"] for one in found} == {"match"}
    for one in found:
        assert one.text == STORY[1] == one.span.of(wire.text(one.article))
    assert matches.decided(1)[:4] == ("kept", "accepted", "accepted", None)
    assert matches.is_open(1), "three are waiting"
    taken = accept(matches, 1, 0, differing=True)
    assert (taken.accepted, taken.group, taken.waiting) == (3, decided.group, ())
    assert not matches.is_open(1)


def test_one_decision_is_one_step_to_undo(wire: Wire) -> None:
    matches = wire.match()
    for decide in (
        lambda: accept(matches, 1, 0, differing=False),
        lambda: reject(matches, 2, 3),
        lambda: leave_out(matches, 3, 1),
        lambda: tag_difference(matches, 7, 0),
        lambda: accept_all(matches, range(12)),
    ):
        before = (
            matches.decided(1),
            matches.decided(2),
            matches.decided(3),
            tags(wire.store),
            tags(wire.store, "error"),
        )
        done = decide().done
        assert done is not None
        assert wire.store.stands(done)
        wire.store.commit(done.before)
        after = (
            matches.decided(1),
            matches.decided(2),
            matches.decided(3),
            tags(wire.store),
            tags(wire.store, "error"),
        )
        assert after == before
        wire.store.commit(done.after)
        assert matches.decided(1), "redo"


def test_what_differs_is_tagged_as_error_and_not_asked_about_again(wire: Wire) -> None:
    matches = wire.match()
    accept(matches, 1, 0, differing=False)
    tagged = tag_difference(matches, 1, 0)
    assert tagged.accepted == 3
    errors = tags(wire.store, "error")
    assert {one: [each.text for each in found] for one, found in errors.items()} == {
        "wire/03.txt": ["3,500"],
        "wire/07.txt": ["3,500"],
        "wire/08.txt": ["the office of Mayor Anne Miller"],
    }
    three, seven, eight = ({one.group for one in found} for _, found in sorted(errors.items()))
    assert three == seven != eight, "a group is about one fact"
    assert len(three) == len(eight) == 1
    assert matches.decided(1)[3] == matches.decided(1)[8] == "left out"
    assert not matches.is_open(1)
    assert len(tags(wire.store)) == 17


def test_a_value_is_tagged_in_all_members_that_say_it(wire: Wire) -> None:
    matches = wire.match()
    (number,) = [one for one in matches.family(1).discrepancies if one.kind == "number"]
    assert [(value.text, len(value.members)) for value in number.values] == [("3,400", 18), ("3,500", 2)]
    tag_difference(matches, 1, 0, value=number.values[1])
    assert sorted(tags(wire.store, "error")) == ["wire/03.txt", "wire/07.txt"]


def test_a_missing_negation_is_tagged_with_the_words_around_it(wire: Wire) -> None:
    matches = wire.match()
    tag_difference(matches, 10, 0)
    (error,) = tags(wire.store, "error")["wire/16.txt"]
    assert "expects" in error.text


def test_a_label_that_there_is_not_is_said(wire: Wire) -> None:
    known = wire.match()
    matches = Matches(wire.store, known.shelf, ("claim", "person"))
    matches.findings = known.findings
    for decide in (lambda: accept(matches, 1, 0, differing=False), lambda: accept_all(matches, [1])):
        with pytest.raises(CannotDecide, match="no label duplicate here"):
            decide()
    with pytest.raises(CannotDecide, match="no label error here"):
        tag_difference(matches, 1, 0)
    assert wire.store.articles() == []


def test_what_is_tagged_already_joins_and_is_not_doubled(wire: Wire) -> None:
    matches = wire.match()
    by_hand = tag(
        wire.store,
        wire.open(matches, 4),
        Target("selection", (wire.span("wire/04.txt", STORY[2]),)),
        "duplicate",
    ).annotation
    decided = accept(matches, 2, 0, differing=False)
    (one,) = tags(wire.store)["wire/04.txt"]
    assert (one.id, one.group, one.source) == (by_hand.id, decided.group, by_hand.source)
    again = accept(matches, 2, 0, differing=False)
    assert again.done is None
    assert again.accepted == 0


def test_nothing_is_tagged_in_a_file_that_was_edited_or_is_gone(wire: Wire) -> None:
    matches = wire.match()
    (wire.folder / "04.txt").write_text("Another text.", "utf-8")
    (wire.folder / "05.txt").unlink()
    decided = accept(matches, 2, 0, differing=False)
    assert decided.reasons == {
        4: "04 was edited since it was matched",
        5: "05 cannot be read: no such file or directory",
    }
    assert decided.waiting == (4, 5)
    assert "wire/04.txt" not in tags(wire.store)
    with pytest.raises(CannotDecide, match="04 was edited"):
        accept(matches, 1, 4, differing=False)


@pytest.mark.parametrize("recut", [without_ends, in_halves])
def test_decisions_hold_when_matching_cuts_otherwise(
    wire: Wire, recut: Callable[[str, Span], list[Span]]
) -> None:
    matches = wire.match()
    accept(matches, 2, 0, differing=False)
    reject(matches, 4)
    leave_out(matches, 5, 6)
    again = wire.match(recut)
    parts = len(recut(STORY[0], Span(0, len(STORY[0]))))
    for part in range(parts):
        assert set(again.decided(2 * parts + part)) == {"kept", "accepted"}
        assert not again.is_open(2 * parts + part)
        assert set(again.decided(4 * parts + part)) == {"rejected"}
        assert again.decided(5 * parts + part).count("left out") == 1
    assert again.is_open(parts)


def test_a_new_member_of_a_decided_family_is_asked_about_alone(wire: Wire) -> None:
    matches = wire.match()
    group = accept(matches, 2, 0, differing=False).group
    accept_all(matches, range(12))
    wire.put("20", list(enumerate(STORY)))
    again = wire.match()
    assert again.waiting(2, 20).same == (20,)
    assert again.decided(2)[20] is None
    found = again.next_open("wire/00.txt", again.family(2).members[0].span.start - 1)
    assert found is not None
    assert (found.family, found.passage.article) == (2, "wire/00.txt")
    # With the cursor on the new one: it joins what is kept already.
    decided = accept(again, 2, 20, differing=False)
    assert (decided.accepted, decided.group) == (1, group)
    (one,) = tags(wire.store)["wire/20.txt"]
    assert (one.group, one.source) == (group, {"kind": "match"})
    grouped = [one for each in tags(wire.store).values() for one in each if one.group == group]
    assert len([one for one in grouped if one.source.get("kept")]) == 1
    assert not again.is_open(2)


def test_where_the_kept_one_is_gone_a_new_member_joins_the_first_of_its_duplicates(wire: Wire) -> None:
    matches = wire.match()
    group = accept(matches, 2, 0, differing=False).group
    (wire.folder / "00.txt").unlink()
    del wire.said["wire/00.txt"]
    # Without the last paragraph: with the same bytes it would be that article under another name.
    wire.put("20", list(enumerate(STORY[:-1])))
    again = wire.match()
    new = len(again.family(2).members) - 1
    assert again.family(2).members[new].article == "wire/20.txt"
    assert again.is_open(2)
    # The cursor is on the new one, which has nobody left to take in.
    decided = accept(again, 2, new, differing=False)
    assert (decided.accepted, decided.group) == (1, group)
    assert again.decided(2)[new] == "accepted"
    assert again.decided(2)[0] == "kept"
    assert not again.is_open(2)
    assert decided.done is not None
    wire.store.commit(decided.done.before)
    assert again.decided(2)[new] is None


def test_an_article_edited_elsewhere_keeps_what_was_decided_about_its_other_passages(wire: Wire) -> None:
    matches = wire.match()
    accept(matches, 2, 0, differing=False)
    said = wire.said["wire/06.txt"]
    wire.put(
        "06",
        [
            (None, "A line that was added at the top of it."),
            *said[:5],
            (5, STORY[5].replace("212", "213")),
            *said[6:],
        ],
    )
    again = wire.match()
    assert again.decided(2)[6] == "accepted"
    assert not again.is_open(2)
    assert again.decided(5)[6] is None


def test_a_renamed_article_keeps_its_decisions_and_a_copy_of_it_does_not(wire: Wire) -> None:
    leave_out(wire.match(), 2, 3)
    wire.rename("wire/03.txt", "03a")
    assert wire.match().decided(2)[3] == "left out"
    wire.put("03", wire.said["wire/03a.txt"])
    again = wire.match()
    assert [one.article for one in again.family(2).members[3:5]] == ["wire/03.txt", "wire/03a.txt"]
    assert again.decided(2)[3:5] == ("left out", None), "only the name under which it was decided"


def test_where_several_have_the_bytes_of_an_article_that_is_gone_none_gets_its_decisions(wire: Wire) -> None:
    leave_out(wire.match(), 2, 1)
    del wire.said["wire/01.txt"]
    (wire.folder / "01.txt").unlink()
    assert set(wire.match().decided(2)) == {None}


def test_of_equal_articles_that_are_renamed_at_once_one_is_kept(wire: Wire) -> None:
    accept(wire.match(), 2, 0, differing=False)
    before = wire.match().decided(2)
    for name in sorted(wire.said):
        wire.rename(name, f"renamed{Path(name).stem}")
    again = wire.match()
    assert again.decided(2) == before
    assert before.count("kept") == 1


def test_a_renamed_article_in_which_something_is_decided_anew_keeps_its_other_decisions(wire: Wire) -> None:
    leave_out(wire.match(), 2, 3)
    wire.rename("wire/03.txt", "03a")
    matches = wire.match()
    leave_out(matches, 4, 3)
    assert (matches.decided(2)[3], matches.decided(4)[3]) == ("left out", "left out")


def test_of_equal_articles_that_were_renamed_each_keeps_its_own_when_something_is_decided_in_one(
    wire: Wire,
) -> None:
    accept(wire.match(), 2, 0, differing=False)
    before = wire.match().decided(2)
    for name in sorted(wire.said):
        wire.rename(name, f"renamed{Path(name).stem}")
    matches = wire.match()
    leave_out(matches, 4, 0)
    assert matches.decided(2) == before


@pytest.mark.parametrize("accepts", [False, True])
def test_equal_passages_of_one_article_keep_what_was_decided_about_each(wire: Wire, accepts: bool) -> None:
    wire.put("30", [(2, STORY[2])] * 5)
    matches = wire.match()
    members = matches.family(2).members
    first = next(at for at, one in enumerate(members) if one.article == "wire/30.txt")
    leave_out(matches, 2, first + 3)
    if accepts:
        accept(matches, 2, first, differing=True)
    before = matches.decided(2)[first:]
    assert before[3] == "left out"
    wire.put("30", [(None, "Something else. " * 30), *[(2, STORY[2])] * 5])
    assert wire.match().decided(2)[first:] == before
    wire.put("30", [(None, "Something else. " * 10), *[(2, STORY[2])] * 5])
    assert wire.match().decided(2)[first:] == before


def test_in_an_article_that_was_edited_twice_the_last_decision_counts(wire: Wire) -> None:
    accept(wire.match(), 2, 0, differing=False)
    said = wire.said["wire/06.txt"]
    wire.put("06", [(None, "A line that was added at the top of it."), *said])
    reject(wire.match(), 2)
    wire.put("06", [(None, "A line."), *said])
    assert wire.match().decided(2)[6] == "rejected"


def test_another_reviewer_decides_alone(wire: Wire) -> None:
    matches = wire.match()
    accept(matches, 2, 0, differing=False)
    assert wire.store.wait(120)
    other = Store.open(wire.folder, reviewer="bob")
    theirs = Matches(other, matches.shelf)
    theirs.findings = matches.findings
    assert set(theirs.decided(2)) == {None}
    assert accept(theirs, 2, 5, differing=False).accepted == 19
    other.close()
    assert matches.decided(2)[0] == "kept"


def test_to_leave_out_what_was_accepted_removes_its_tag_but_the_kept_one_stays(wire: Wire) -> None:
    matches = wire.match()
    accept(matches, 2, 0, differing=False)
    with pytest.raises(CannotDecide, match="duplicates of this one"):
        leave_out(matches, 2, 0)
    leave_out(matches, 2, 4)
    assert "wire/04.txt" not in tags(wire.store)
    assert len(tags(wire.store)) == 19
    reject(matches, 2)
    assert tags(wire.store) == {}
    assert not matches.is_open(2)


def test_all_without_discrepancy_are_accepted_at_once(wire: Wire) -> None:
    matches = wire.match()
    found = accept_all(matches, range(12))
    differing = [one for one in range(12) if matches.family(one).discrepancies]
    assert differing == [1, 7, 10]
    assert (found.families, found.left) == (9, 3)
    assert found.accepted == sum(
        len(matches.family(one).members) - 1 for one in range(12) if one not in differing
    )
    assert [one for one in range(12) if matches.is_open(one)] == differing


def test_the_next_open_family_is_the_next_in_reading_order(wire: Wire) -> None:
    matches = wire.match()
    assert matches.findings is not None

    def walk() -> Iterator[int]:
        article, offset = "wire/05.txt", -1
        while (found := matches.next_open(article, offset)) is not None:
            yield found.family
            reject(matches, found.family)
            article, offset = found.passage.article, found.passage.span.start

    assert list(walk()) == [0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 3], (
        "the one that is cut here comes in the next article"
    )


def test_annotations_from_matches_survive_export_and_import(wire: Wire, tmp_path: Path) -> None:
    matches = wire.match()
    accept(matches, 1, 0, differing=False)
    tag_difference(matches, 1, 0)
    exported = list(jsonl.write(records(wire.store, scan(wire.folder))))
    for line in map(json.loads, exported):
        assert line["text"] == wire.text(line["article"])[line["start"] : line["end"]]
        assert line["group"]
        assert line["status"] == "ok"
    other = Store.open(wire.folder, reviewer="desk1", annotations=tmp_path / "others")
    intake = Intake(other, scan(wire.folder))
    assert list(intake.take(jsonl.read(BytesIO(b"".join(exported))))) == []
    assert list(jsonl.write(records(other, scan(wire.folder)))) == exported
    # Where decisions are not known, what is tagged already joins again, in its own group.
    theirs = Matches(other, matches.shelf)
    theirs.findings = matches.findings
    group = tags(other)["wire/00.txt"][0].group
    assert accept(theirs, 1, 0, differing=False).group == group
    assert len(tags(other)) == 17
    other.close()


def test_decisions_of_a_neighbour_with_the_same_articles_do_not_count(wire: Wire, tmp_path: Path) -> None:
    accept(wire.match(), 2, 0, differing=False)
    assert wire.store.wait(120)
    neighbour = Wire(tmp_path / "wire2", Store.open(tmp_path / "wire2", reviewer="desk1"))
    neighbour.folder.mkdir()
    for number in range(3):
        (neighbour.folder / f"{number:02}.txt").write_bytes((wire.folder / f"{number:02}.txt").read_bytes())
        neighbour.said[f"wire2/{number:02}.txt"] = wire.said[f"wire/{number:02}.txt"]
    assert set(neighbour.match().decided(2)) == {None}
    neighbour.store.close()


def test_damaged_decisions_are_passed_over(wire: Wire) -> None:
    matches = wire.match()
    article = "wire/00.txt"
    for document in (
        {"article": article, "reviewer": "desk1", "decision": "accepted"},
        {
            "article": article,
            "reviewer": "desk1",
            "decision": "eaten",
            "sha256": "",
            "folded": "",
            "start": 0,
            "end": 9,
        },
        {
            "article": article,
            "reviewer": "desk1",
            "decision": "kept",
            "sha256": "",
            "folded": "",
            "start": 9,
            "end": 0,
        },
    ):
        wire.store.table("decisions").insert(document)
    assert set(matches.decided(0)) == {None}
