"""What sentences say otherwise than close relatives, or than themselves: for the corpus, and in the sample articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotui.core.mojibake import repaired
from annotui.core.span import Span
from annotui.matching.conflicts import conflicts
from annotui.matching.otherwise import otherwise
from annotui.matching.pairs import find_pairs
from annotui.matching.parameters import Parameters
from annotui.matching.pieces import cut
from annotui.matching.related import related
from annotui.matching.words import tokenise

ROOT = Path(__file__).parents[2]

FIRES = (
    "The fire in the Hampton warehouse destroyed 340 homes overnight, officials of the county said.",
    "Officials of the county said that 350 homes were destroyed overnight by the Hampton warehouse fire.",
)


def said(texts: list[str]) -> list[tuple[int, str, int, str]]:
    """What is said otherwise, in texts of which copies are known."""
    words = tokenise(texts)
    pieces = cut(words, find_pairs(words, Parameters()), Parameters())
    return [
        (one.text, one.span.of(texts[one.text]), one.other_text, one.other.of(texts[one.other_text]))
        for one in otherwise(texts, related(texts, words, pieces=pieces))
    ]


def test_two_articles_say_otherwise_and_each_is_told() -> None:
    assert said(list(FIRES)) == [(0, "340", 1, "350"), (1, "350", 0, "340")]


def test_one_article_goes_on_and_does_not_contradict_itself() -> None:
    assert said([" ".join(FIRES)]) == []


def test_what_copies_say_differently_is_told_by_their_family_and_not_here() -> None:
    assert said([FIRES[0], FIRES[0].replace("340", "350")]) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "The second bill on the minimum wage of farmers passed.",
            "The third bill on the minimum wage of farmers passed.",
        ),
        (
            "Tonight the Senate of Hampton votes on the budget and the schools.",
            "Today the Senate of Hampton votes on the schools and the budget.",
        ),
        (
            "In 2023 the Senate of Hampton voted on the budget for libraries and hospitals.",
            "The Senate of Hampton voted on the budget for hospitals and libraries on July 7, 2022.",
        ),
        ("No American should have to choose hospitals.", "American hospitals are what we choose."),
    ],
)
def test_the_next_one_and_what_depends_on_the_day_are_no_conflict(one: str, other: str) -> None:
    assert conflicts(one, Span(0, len(one)), other, Span(0, len(other))) == ()


def test_in_the_sample_articles_what_is_listed_as_related_has_the_three_conflicts_and_no_other() -> None:
    texts = [repaired(path.read_bytes().decode()) for path in sorted((ROOT / "seeds").iterdir())]
    found = related(texts)
    places = [
        (texts[text], Span(start, end))
        for text, start, end in zip(
            found.texts.tolist(), found.starts.tolist(), found.ends.tolist(), strict=True
        )
    ]
    firsts, others = found.firsts.tolist(), found.others.tolist()
    met = set()
    for at, here in enumerate(places):
        for other in (at, *others[firsts[at] : firsts[at + 1]]):
            there = places[other]
            for one in conflicts(*here, *there):
                met.add(tuple(sorted((one.a.of(here[0]), one.b.of(there[0])))))
    assert met == {
        ("Belgium", "Lithuania"),
        ("Belgium", "Hague"),
        ("does not think that would escalate", "escalatory"),
    }
    assert [one[1::2] for one in said(texts)] == [("Lithuania", "Belgium"), ("Belgium", "Lithuania")]
