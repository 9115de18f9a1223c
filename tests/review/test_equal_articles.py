"""Articles with the same bytes keep each its own decisions when they are renamed, as far as anybody can say which is which."""

from __future__ import annotations

from pathlib import Path

from annotui.review.decide import accept, leave_out, reject
from annotui.review.decisions import TABLE
from annotui.store.changes import Draft

from .conftest import Wire


def test_of_equal_articles_the_one_that_was_renamed_keeps_its_decisions(wire: Wire) -> None:
    leave_out(wire.match(), 2, 1)
    wire.rename("wire/01.txt", "01a")
    assert wire.match().decided(2)[:3] == (None, "left out", None), "the others were there beside it"


def test_of_equal_articles_a_renamed_one_keeps_its_decisions_when_something_is_decided_in_it_anew(
    wire: Wire,
) -> None:
    accept(wire.match(), 2, 0, differing=False)
    before = wire.match().decided(2)
    wire.rename("wire/01.txt", "01a")
    matches = wire.match()
    assert matches.decided(2) == before
    leave_out(matches, 4, 1)
    assert matches.decided(2) == before
    # Once more: what was decided under both names.
    wire.rename("wire/01a.txt", "01b")
    again = wire.match()
    assert again.decided(2) == before
    assert again.decided(4)[1] == "left out"


def test_an_article_that_is_renamed_back_keeps_what_was_decided_last(wire: Wire) -> None:
    leave_out(wire.match(), 2, 1)
    wire.rename("wire/01.txt", "01a")
    reject(wire.match(), 2)
    wire.rename("wire/01a.txt", "01")
    assert wire.match().decided(2)[1] == "rejected"


def test_of_equal_articles_that_came_later_nobody_can_say_which_was_renamed(wire: Wire) -> None:
    leave_out(wire.match(), 2, 3)
    wire.put("30", wire.said["wire/03.txt"])
    wire.rename("wire/03.txt", "03a")
    assert set(wire.match().decided(2)) == {None}


def test_a_decision_of_an_older_version_that_names_no_equal_articles_is_read(wire: Wire) -> None:
    accept(wire.match(), 2, 0, differing=False)
    before = wire.match().decided(2)
    table = wire.store.table(TABLE)
    for one in table.all():
        document = {key: value for key, value in one.items() if key != "equals"}
        wire.store.commit([Draft(TABLE, str(one.doc_id), document)])
    assert wire.match().decided(2) == before
    for name in sorted(wire.said):
        wire.rename(name, f"renamed{Path(name).stem}")
    assert wire.match().decided(2) == before


def test_of_very_many_equal_articles_a_decision_names_none(wire: Wire) -> None:
    for number in range(40, 50):
        wire.put(f"{number}", wire.said["wire/00.txt"])
    leave_out(wire.match(), 2, 0)
    leave_out(wire.match(), 2, 3)
    kept = {str(one["article"]): one["equals"] for one in wire.store.table(TABLE).all()}
    assert kept == {"wire/00.txt": None, "wire/03.txt": []}


def test_what_was_decided_in_an_article_that_was_renamed_does_not_go_to_a_copy_that_comes_later(
    wire: Wire,
) -> None:
    leave_out(wire.match(), 2, 3)
    wire.rename("wire/03.txt", "03a")
    leave_out(wire.match(), 4, 3)
    wire.put("03b", wire.said["wire/03a.txt"])
    again = wire.match()
    assert [one.article for one in again.family(2).members[3:5]] == ["wire/03a.txt", "wire/03b.txt"]
    assert again.decided(2)[3:5] == ("left out", None)
    kept = {str(one["article"]): one["names"] for one in wire.store.table(TABLE).all()}
    assert kept == {"wire/03.txt": [], "wire/03a.txt": ["wire/03.txt"]}
