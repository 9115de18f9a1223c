"""Which copy of a passage is shown next to it."""

from __future__ import annotations

from annotui.review.counterpart import Counterpart, counterpart

from .conftest import STORY, Wire


def test_copies_that_differ_come_first_and_identical_ones_are_counted(wire: Wire) -> None:
    matches = wire.match()
    reading = wire.open(matches, 0)
    at = wire.span("wire/00.txt", "left 3,400").start
    shown: list[Counterpart] = []
    after = None
    for _ in range(4):
        found = counterpart(matches, reading, at, after=after)
        assert found is not None
        shown.append(found)
        after = found.member
    assert [one.passage.article for one in shown] == [
        "wire/03.txt",
        "wire/07.txt",
        "wire/08.txt",
        "wire/03.txt",
    ]
    assert [(one.position, one.total, one.identical) for one in shown[:3]] == [
        (2, 20, 16),
        (3, 20, 16),
        (4, 20, 16),
    ], "with the passage that is read, and those that are not shown, they are all twenty"
    text = wire.text("wire/03.txt")
    assert [one.of(text) for one in shown[0].alignment.differing_b] == ["3,500"]


def test_other_words_come_behind_those_that_matter_and_one_identical_copy_is_shown(wire: Wire) -> None:
    matches = wire.match()
    reading = wire.open(matches, 0)
    found = counterpart(matches, reading, wire.span("wire/00.txt", STORY[4]).start)
    assert found is not None
    assert (found.passage.article, found.total, found.identical) == ("wire/12.txt", 20, 18)
    same = counterpart(matches, reading, wire.span("wire/00.txt", STORY[6]).start)
    assert same is not None
    assert (same.passage.article, same.position, same.total, same.identical) == ("wire/01.txt", 2, 20, 18)


def test_only_the_copies_of_one_article_where_that_is_asked_for(wire: Wire) -> None:
    matches = wire.match()
    reading = wire.open(matches, 0)
    at = wire.span("wire/00.txt", STORY[1]).start
    found = counterpart(matches, reading, at, "wire/11.txt")
    assert found is not None
    assert (found.passage.article, found.total) == ("wire/11.txt", 2)
    last = wire.span("wire/00.txt", STORY[11]).start
    assert counterpart(matches, reading, last, "wire/11.txt") is None, "it is cut there"
    assert counterpart(matches, reading, at - 1) is None, "between two passages"


def test_an_article_edited_since_has_no_passages_and_is_no_copy(wire: Wire) -> None:
    matches = wire.match()
    at = wire.span("wire/00.txt", "left 3,400").start
    (wire.folder / "03.txt").write_text("Nothing of it.", "utf-8")
    found = counterpart(matches, wire.open(matches, 0), at)
    assert found is not None
    assert found.passage.article == "wire/07.txt"
    edited = wire.open(matches, 3)
    assert matches.of(edited) == ()
    assert matches.at(edited, 3) is None
    assert matches.beside(edited, 3, 1) is None
    assert counterpart(matches, edited, 3) is None


def test_going_from_passage_to_passage(wire: Wire) -> None:
    matches = wire.match()
    reading = wire.open(matches, 9)
    starts = [one.span.start for one in matches.of(reading)]
    assert len(starts) == 12
    offset, seen = -1, []
    while (here := matches.beside(reading, offset, 1)) is not None:
        offset = here.span.start
        seen.append(offset)
    assert seen == starts
    back = matches.beside(reading, starts[3] + 5, -1)
    assert back is not None
    assert back.span.start == starts[2]
