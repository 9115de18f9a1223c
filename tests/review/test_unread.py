"""What was read is told word by word: never a word that differs from the copy that was read."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotui.core.selection import Target
from annotui.core.span import Span
from annotui.core.text import words
from annotui.review import progress
from annotui.review.decide import accept, leave_out, reject
from annotui.review.matches import Matches
from annotui.review.propagate import carry_out, plan
from annotui.review.tag import tag
from annotui.review.unread import Unread, _State

from .conftest import OWN, STORY, Wire


def unread(wire: Wire, matches: Matches, number: int) -> Unread:
    return Unread(wire.open(matches, number), matches, wire.progress(matches))


def review(wire: Wire, matches: Matches, number: int, reviewed: bool = True) -> None:
    article = wire.open(matches, number).article
    progress.mark(wire.store, article.id, article.sha256, reviewed)


def read(found: Unread) -> list[str]:
    return [span.of(found.reading.prose.text) for span in found.read_spans]


def stops(found: Unread) -> list[tuple[str, str]]:
    return [(stop.kind, stop.span.of(found.reading.prose.text)) for stop in found.stops]


def test_nothing_is_read_at_first_and_all_sentences_are_stops(wire: Wire) -> None:
    matches = wire.match()
    found = unread(wire, matches, 3)
    assert read(found) == []
    assert found.share == 1.0
    assert stops(found) == [("sentence", one.replace("3,400", "3,500")) for one in STORY]
    review(wire, matches, 3)
    assert read(found) == ["\n\n".join(STORY).replace("3,400", "3,500")]
    assert (found.stops, found.share) == ([], 0.0)


def test_after_one_copy_only_what_differs_is_left(wire: Wire) -> None:
    matches = wire.match()
    review(wire, matches, 0)
    assert stops(unread(wire, matches, 1)) == []
    assert unread(wire, matches, 1).share == 0
    found = unread(wire, matches, 7)
    assert stops(found) == [("words", "3,500"), ("words", "June 5")]
    assert [stop.note for stop in found.stops] == ["“3,400” in 00", "“July 7” in 00"]
    assert "3,500" not in " ".join(read(found))
    assert stops(unread(wire, matches, 8)) == [("words", "Anne Miller")]
    assert stops(unread(wire, matches, 12)) == [("words", "a long time")]
    assert stops(unread(wire, matches, 14)) == [("words", "has by all accounts")]
    assert stops(unread(wire, matches, 9)) == [("sentence", OWN)]


def test_a_word_that_one_of_several_read_copies_has_is_read(wire: Wire) -> None:
    matches = wire.match()
    review(wire, matches, 0)
    review(wire, matches, 3)
    assert stops(unread(wire, matches, 7)) == [("words", "June 5")]


def test_what_is_left_out_is_a_stop_where_it_is_missing(wire: Wire) -> None:
    matches = wire.match()
    review(wire, matches, 0)
    found = unread(wire, matches, 5)
    assert stops(found) == [("omission", "")]
    (one,) = found.omissions
    assert one.offset == wire.span("wire/05.txt", STORY[2]).end
    assert (one.article, one.span.of(wire.text("wire/00.txt"))) == ("wire/00.txt", STORY[3][:-1])
    assert (one.paragraphs, one.words) == (1, len(words(STORY[3], Span(0, len(STORY[3])))))
    assert found.stops[0].note == one.said == f"left out here: 1 paragraph, {one.words} words"
    (end,) = unread(wire, matches, 11).omissions
    assert (end.offset, end.paragraphs) == (len(wire.text("wire/11.txt")), 2)
    (start,) = unread(wire, matches, 17).omissions
    assert start.offset == 0
    assert [one.words for one in unread(wire, matches, 15).omissions] == [], "four words are no omission"
    assert unread(wire, matches, 0).omissions == []


def test_what_is_left_out_of_a_paragraph_is_counted_in_sentences(wire: Wire) -> None:
    more = "It was the strongest gust in fourteen years. Nobody on the quay was hurt by it."
    wire.put("00", [(at, f"{one} {more}" if at == 2 else one) for at, one in enumerate(STORY)])
    wire.put("01", [(at, one) for at, one in enumerate(STORY)])
    matches = wire.match()
    (one,) = unread(wire, matches, 1).omissions
    assert one.said == f"left out here: 2 sentences, {len(words(more, Span(0, len(more))))} words"
    wire.put(
        "03", [(at, one.partition(" on the")[0] + "." if at == 11 else one) for at, one in enumerate(STORY)]
    )
    (_, part) = unread(wire, wire.match(), 3).omissions
    assert part.said == "left out here: 18 words"


def test_a_missing_negation_is_a_stop(wire: Wire) -> None:
    wire.put("18", [(at, one.replace(" could not ", " could ")) for at, one in enumerate(STORY)])
    matches = wire.match()
    review(wire, matches, 0)
    (stop,) = unread(wire, matches, 18).stops
    text = wire.text("wire/18.txt")
    assert stop.kind == "omission"
    assert text[: stop.span.start].endswith("the pilots could")
    assert text[stop.span.end :].startswith(" reach the ships")


def test_what_is_tagged_here_or_in_a_copy_is_read(wire: Wire) -> None:
    matches = wire.match()
    target = Target("selection", (wire.span("wire/07.txt", "left 3,500 homes dark"),))
    tag(wire.store, wire.open(matches, 7), target, "claim")
    assert read(unread(wire, matches, 7)) == ["left 3,500 homes dark,"]
    assert read(unread(wire, matches, 3)) == ["left 3,500 homes dark,"]
    assert read(unread(wire, matches, 0)) == ["left", "homes dark,"]
    assert ("words", "3,400") in stops(unread(wire, matches, 0))


def test_what_was_only_carried_or_accepted_was_read_no_further_than_the_copy_that_was_looked_at(
    wire: Wire,
) -> None:
    matches = wire.match()
    accept(matches, 1, 0, differing=True)
    assert read(unread(wire, matches, 0)) == [STORY[1]]
    assert ("words", "3,500") in stops(unread(wire, matches, 7))
    assert ("words", "Anne Miller") in stops(unread(wire, matches, 8))
    reading = wire.open(matches, 0)
    target = Target("selection", (wire.span("wire/00.txt", "By noon on July 7 most"),))
    found = plan(matches, reading, tag(wire.store, reading, target, "claim").annotation)
    carry_out(matches, found, range(len(found.items)))
    assert ("words", "June 5") in stops(unread(wire, matches, 7))


def test_what_was_looked_at_to_leave_it_out_or_to_reject_it_is_read(wire: Wire) -> None:
    matches = wire.match()
    leave_out(matches, 1, 7)
    assert read(unread(wire, matches, 7)) == [STORY[1].replace("3,400", "3,500")]
    reject(matches, 2, 4)
    assert STORY[2] in "".join(read(unread(wire, matches, 4)))
    assert STORY[2] in "".join(read(unread(wire, matches, 5)))


def test_an_article_that_was_edited_after_it_was_read_conveys_nothing(wire: Wire) -> None:
    matches = wire.match()
    review(wire, matches, 0)
    wire.put("00", [(at, one) for at, one in enumerate(STORY) if at != 2])
    again = wire.match()
    assert read(unread(wire, again, 1)) == []


@pytest.mark.parametrize(
    "change", [lambda wire, matches: review(wire, matches, 0), lambda wire, matches: leave_out(matches, 0, 4)]
)
def test_what_was_read_is_worked_out_again_only_when_something_has_changed(
    wire: Wire, change: Callable[[Wire, Matches], object]
) -> None:
    matches = wire.match()
    found = unread(wire, matches, 4)
    before = found.stops
    assert found.stops is before
    change(wire, matches)
    assert found.stops is not before
    matches.findings = None
    assert len(found.stops) == 12


def test_without_findings_a_tag_is_what_was_read(wire: Wire) -> None:
    matches = wire.match()
    matches.findings = None
    tag(
        wire.store, wire.open(matches, 0), Target("selection", (wire.span("wire/00.txt", STORY[2]),)), "claim"
    )
    found = unread(wire, matches, 0)
    assert read(found) == [STORY[2]]
    assert len(found.stops) == 11
    assert found.omissions == []


def test_the_next_stop_is_the_first_behind_the_cursor(wire: Wire) -> None:
    matches = wire.match()
    review(wire, matches, 0)
    found = unread(wire, matches, 7)
    first = found.next(-1)
    assert first is not None
    assert first.span == wire.span("wire/07.txt", "3,500")
    second = found.next(first.span.start)
    assert second is not None
    assert second.span == wire.span("wire/07.txt", "June 5")
    assert found.next(second.span.start) is None


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seed=st.integers(0, 1 << 30))
def test_a_changed_number_is_never_dimmed_and_never_skipped(wire: Wire, seed: int) -> None:
    """Numbers and other words of a copy are changed at random, words and paragraphs are left out and put in."""
    chance = random.Random(seed)
    numbers: list[str] = []

    def edited(paragraph: str) -> str:
        said = paragraph.split(" ")
        for at, word in enumerate(said):
            if any(char.isdigit() for char in word) and chance.random() < 0.5:
                numbers.append(str(chance.randrange(10_000, 99_999)))
                said[at] = numbers[-1]
            elif chance.random() < 0.03:
                said[at] = chance.choice(["", "tree", "not", word + " word"])
        return " ".join(one for one in said if one)

    kept: list[tuple[int | None, str]] = [
        (at, edited(one)) for at, one in enumerate(STORY) if chance.random() < 0.9
    ]
    wire.put("19", kept or [(0, STORY[0])])
    matches = wire.match()
    for number in chance.sample(range(19), 5):
        review(wire, matches, number)
    accept_all_of(matches, chance)
    found = unread(wire, matches, 19)
    text = found.reading.prose.text
    dimmed = " ".join(span.of(text) for span in found.read_spans)
    selected = " ".join(stop.span.of(text) for stop in found.stops)
    for one in numbers:
        if one in text:
            assert one not in dimmed
            assert one in selected
    for number in range(20):
        review(wire, matches, number, reviewed=False)


def test_a_changed_number_would_be_noticed(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: where a passage counts as read as a whole, what the test above looks for is missing."""

    def mark_all(
        self: Unread, state: _State, alignment: object, source: object, first: int, end: int
    ) -> None:
        state.read[first:end] = b"\1" * (end - first)

    monkeypatch.setattr(Unread, "_mark", mark_all)
    matches = wire.match()
    review(wire, matches, 0)
    assert "3,500" in " ".join(read(unread(wire, matches, 7)))
    assert stops(unread(wire, matches, 7)) == []


def accept_all_of(matches: Matches, chance: random.Random) -> None:
    """Some families are accepted with all that differs."""
    for number in chance.sample(range(12), 3):
        if matches.is_open(number):
            accept(matches, number, 0, differing=True)
