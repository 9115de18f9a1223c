"""What matching suggests: repeated text as duplicate, differing words as error."""

from __future__ import annotations

from annotui.core.selection import Selection
from annotui.core.span import Span
from annotui.corpus.scan import scan
from annotui.review.decide import accept
from annotui.review.matches import Matches
from annotui.review.shelf import Shelf
from annotui.review.suggest import Dismissals, Suggestions, dismiss
from annotui.review.tag import tag

from .conftest import STORY, Wire

LABELS = ("claim", "quote", "error", "duplicate")
LINE = "Sign up for our newsletter: it is free of charge."


def suggested(
    wire: Wire, matches: Matches | None, shown: Matches, number: int, labels: tuple[str, ...] = LABELS
) -> Suggestions:
    reading = wire.open(shown, number)
    annotations, _ = reading.placed(wire.store.annotations(reading.article.id))
    dismissed = Dismissals(wire.store).of(reading.article.id)
    return Suggestions(reading, labels, annotations, wire.store.reviewer, dismissed, matches)


def again(wire: Wire, matches: Matches) -> Matches:
    """The same findings, for articles as they are now."""
    now = Matches(wire.store, Shelf(scan(wire.folder)))
    now.findings = matches.findings
    return now


def spans(found: Suggestions, wire: Wire, number: int, label: str) -> list[str]:
    text = wire.text(f"wire/{number:02}.txt")
    return [span.of(text) for span, one in found.over(Span(0, len(text))) if one == label]


def test_words_that_differ_from_most_copies_are_suggested_as_an_error(wire: Wire) -> None:
    matches = wire.match()
    found = suggested(wire, matches, matches, 7)
    assert spans(found, wire, 7, "error") == ["3,500", "June 5"]
    at = wire.span("wire/07.txt", "3,500").start
    (one,) = found.at(at)
    assert (one.rule, one.label, one.name) == ("discrepancy", "error", "number: most copies say “3,400”")
    tag(wire.store, wire.open(matches, 7), found.target(Selection(at), "error"), "error")
    (kept,) = wire.store.annotations("wire/07.txt")
    assert (kept.text, kept.source) == ("3,500", {"kind": "suggestion", "rule": "discrepancy"})
    assert spans(suggested(wire, matches, matches, 7), wire, 7, "error") == ["June 5"]
    assert spans(suggested(wire, matches, matches, 0), wire, 0, "error") == []


def test_what_was_dismissed_or_decided_is_not_suggested_again(wire: Wire) -> None:
    matches = wire.match()
    found = suggested(wire, matches, matches, 7)
    (one,) = found.at(wire.span("wire/07.txt", "June 5").start)
    dismiss(wire.store, wire.open(matches, 7), one)
    assert spans(suggested(wire, matches, matches, 7), wire, 7, "error") == ["3,500"]
    accept(matches, 1, 0, differing=True)
    assert spans(suggested(wire, matches, matches, 7), wire, 7, "error") == []


def test_short_text_repeated_within_one_article_is_suggested_as_a_duplicate(wire: Wire) -> None:
    wire.put("19", [(0, STORY[0]), (20, LINE), (3, STORY[3]), (20, LINE)])
    matches = wire.find()
    found = suggested(wire, matches, matches, 19)
    assert spans(found, wire, 19, "duplicate") == [LINE, LINE]
    at = wire.span("wire/19.txt", LINE).start
    target = found.target(Selection(at), "duplicate")
    assert target.spans == (wire.span("wire/19.txt", LINE),)
    tag(wire.store, wire.open(matches, 19), target, "duplicate")
    assert spans(suggested(wire, matches, matches, 19), wire, 19, "duplicate") == [LINE]


def test_the_copies_of_one_story_are_no_boilerplate_but_a_line_in_three_stories_is(wire: Wire) -> None:
    matches = wire.find()
    assert spans(suggested(wire, matches, matches, 4), wire, 4, "duplicate") == []
    others = (
        "A school choir from the valley won the regional contest with three folk songs on Saturday evening.",
        "Ferry tickets will cost less from April, when the island council takes over half of the fares.",
        "Beekeepers count more colonies than last year, although the lime trees flowered late in most places.",
    )
    for number, other in enumerate(others):
        wire.put(f"2{number}", [(None, other), (30, LINE)])
    matches = wire.find()
    assert spans(suggested(wire, matches, matches, 21), wire, 21, "duplicate") == [LINE]


def test_what_a_sentence_says_otherwise_than_itself_or_than_a_relative_is_suggested_as_an_error(
    wire: Wire,
) -> None:
    one = wire.put("30", [(None, "The Lisbon treaty on fishing takes effect on July 7, ministers decided.")])
    wire.put(
        "31", [(None, "Ministers decided that the fishing treaty of Lisbon would take effect on June 5.")]
    )
    wire.put("32", [(None, "In Lithuania, Kishida attends the summit in Belgium.")])
    matches = wire.find(related=True)
    found = suggested(wire, matches, matches, 30)
    assert spans(found, wire, 30, "error") == ["July 7"]
    (said,) = found.at(wire.span(one, "July 7").start)
    assert (said.rule, said.name) == ("discrepancy", "date: 31 says “June 5”")
    assert spans(suggested(wire, matches, matches, 31), wire, 31, "error") == ["June 5"]
    dismiss(
        wire.store,
        wire.open(matches, 31),
        suggested(wire, matches, matches, 31).at(wire.span("wire/31.txt", "June").start)[0],
    )
    assert spans(suggested(wire, matches, matches, 31), wire, 31, "error") == []
    found = suggested(wire, matches, matches, 32)
    assert spans(found, wire, 32, "error") == ["Lithuania", "Belgium"]
    (said,) = found.at(wire.span("wire/32.txt", "Belgium").start)
    assert said.name == "name: this sentence also says “Lithuania”"
    # What is not there any more is not told.
    wire.put("31", [(None, "The ministers did not meet.")])
    matches = again(wire, matches)
    assert spans(suggested(wire, matches, matches, 30), wire, 30, "error") == []
    assert spans(suggested(wire, matches, matches, 31), wire, 31, "error") == []


def test_without_the_label_or_before_matching_is_done_nothing_is_suggested(wire: Wire) -> None:
    matches = wire.match()
    labels = ("claim", "person")
    assert spans(suggested(wire, matches, matches, 7, labels), wire, 7, "error") == []
    assert spans(suggested(wire, None, matches, 7), wire, 7, "error") == []
    assert wire.store.articles() == []
    assert wire.store.documents("dismissals") == {}
