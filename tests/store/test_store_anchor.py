"""An annotation is found again in an edited article, or honestly called an orphan."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotui.core.annotation import CONTEXT, Annotation
from annotui.core.span import Span
from annotui.store import anchor as anchor_module
from annotui.store.anchor import Anchored, anchor

TEXT = (
    "The storm left 3,400 homes dark, the mayor’s office said on Monday. Crews worked through the night.\n\n"
    "“We were lucky,” she added. The harbour was closed for a day, and the ferry stayed in port.\n\n"
    "“We were lucky,” said a fisherman whose boat had sunk. Nobody was hurt."
)


def tagged(words: str, text: str = TEXT, which: int = 0) -> Annotation:
    """The annotation of the given occurrence of some words."""
    start = -1
    for _ in range(which + 1):
        start = text.index(words, start + 1)
    span = Span(start, start + len(words))
    return Annotation(
        "id",
        "seeds/a.txt",
        "then",
        "utf-8",
        span,
        words,
        "claim",
        "desk1",
        "",
        "",
        prefix=text[max(0, span.start - CONTEXT) : span.start],
        suffix=text[span.end : span.end + CONTEXT],
    )


def test_an_unchanged_article() -> None:
    one = tagged("the mayor")
    assert anchor(one, TEXT, "then") == Anchored(one.span, "the mayor", "ok", None)


def test_a_change_elsewhere_that_moves_nothing() -> None:
    one = tagged("the mayor")
    assert anchor(one, TEXT + " More.", "now") == Anchored(one.span, "the mayor", "ok", None)


def test_text_put_in_before_it() -> None:
    one = tagged("the mayor")
    found = anchor(one, "Breaking news. " + TEXT, "now")
    assert (found.span, found.status, found.score) == (
        Span(one.span.start + 15, one.span.end + 15),
        "moved",
        1.0,
    )


@pytest.mark.parametrize("which", [0, 1])
def test_the_right_one_of_two_places_by_what_surrounds_them(which: int) -> None:
    one = tagged("“We were lucky,”", which=which)
    found = anchor(one, "New. " + TEXT, "now")
    assert (found.span.start, found.status) == (one.span.start + 5, "moved")
    assert found.score == 1.0


def test_surroundings_that_changed_a_little() -> None:
    one = tagged("3,400 homes")
    found = anchor(one, "Monday: " + TEXT.replace("dark, the", "without power, the"), "now")
    assert (found.span.start, found.status) == (one.span.start + 8, "moved")
    assert found.score is not None
    assert 0.6 <= found.score < 1.0


def test_words_that_are_gone_are_an_orphan_with_their_last_place() -> None:
    one = tagged("the mayor")
    assert anchor(one, TEXT.replace("mayor", "governor"), "now") == Anchored(
        one.span, "the mayor", "orphan", None
    )


def test_the_same_short_words_elsewhere_are_not_taken_for_it() -> None:
    one = tagged("day", which=0)
    assert one.span.of(TEXT) == "day"
    assert anchor(one, "On another day all was well, and the sun shone on us.", "now").status == "orphan"


def test_two_places_that_fit_equally_are_an_orphan() -> None:
    paragraph = "Before it all, exactly these words stood here: the very claim. And they went on like this for long.\n"
    one = tagged("the very claim", paragraph)
    assert anchor(one, "New. " + paragraph, "now").status == "moved"
    assert anchor(one, "New. " + paragraph * 2, "now").status == "orphan"


def test_a_long_passage_that_stands_there_once_speaks_for_itself() -> None:
    one = tagged("The harbour was closed for a day, and the ferry stayed in port.")
    found = anchor(
        one,
        "Completely rewritten. The harbour was closed for a day, and the ferry stayed in port. Ende.",
        "now",
    )
    assert (found.status, found.span.start) == ("moved", 22)


def test_a_hash_that_matches_but_words_that_do_not() -> None:
    one = tagged("the mayor")
    wrong = replace(one, span=Span(0, 9))
    assert anchor(wrong, TEXT, "then").span == one.span
    assert anchor(replace(wrong, text="nowhere!!"), TEXT, "then").status == "orphan"


@given(st.text(max_size=60), st.text(max_size=60), st.integers(0, len(TEXT) - 1), st.integers(1, 60))
def test_what_is_found_always_says_what_was_tagged(before: str, behind: str, start: int, length: int) -> None:
    span = Span(start, min(start + length, len(TEXT)))
    one = replace(
        tagged("The"),
        span=span,
        text=span.of(TEXT),
        prefix=TEXT[max(0, start - CONTEXT) : start],
        suffix=TEXT[span.end : span.end + CONTEXT],
    )
    now = before + TEXT + behind
    found = anchor(one, now, "now")
    if found.status == "orphan":
        assert (found.span, found.score) == (one.span, None)
    else:
        assert found.span.of(now) == one.text
        assert (found.score is None) == (found.status == "ok")


FILLER = "Sentence {} is about the weather, and says nothing else at all, not even {}.\n"
LONG = "".join(FILLER.format(number, number * number) for number in range(3000))


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The places whose surroundings were compared."""
    places: list[int] = []
    fit = anchor_module._fit

    def counting(annotation: Annotation, text: str, start: int) -> float:
        places.append(start)
        return fit(annotation, text, start)

    monkeypatch.setattr(anchor_module, "_fit", counting)
    return places


def test_a_letter_in_a_long_article_is_found_by_what_is_next_to_it(compared: list[int]) -> None:
    article = LONG + TEXT + LONG
    for words in ("e", "a", "t", " ", "."):
        start = article.index(TEXT) + TEXT.index(words, 60)
        one = replace(
            tagged("The"),
            span=Span(start, start + 1),
            text=words,
            prefix=article[start - CONTEXT : start],
            suffix=article[start + 1 : start + 1 + CONTEXT],
        )
        compared.clear()
        found = anchor(one, "New. " + article, "now")
        assert (found.span.start, found.status, found.score) == (start + 5, "moved", 1.0)
        assert 1 <= len(compared) <= anchor_module.MANY


def test_how_much_is_compared_does_not_grow_with_the_article(compared: list[int]) -> None:
    one = tagged("e")
    counts = []
    for times in (1, 4):
        compared.clear()
        anchor(one, "New. " + TEXT + LONG * times, "now")
        counts.append(len(compared))
    assert counts[0] == counts[1] <= anchor_module.MANY


def test_a_letter_of_which_too_many_look_alike_is_an_orphan(compared: list[int]) -> None:
    article = "all the same words again and again, all the same words again and again; " * 2000
    assert anchor(tagged("w", article, 500), "New. " + article, "now").status == "orphan"
    assert compared == []


def test_a_letter_in_a_table_is_found_by_what_is_farther_away(compared: list[int]) -> None:
    names = [sha256(str(number).encode()).hexdigest()[:12] for number in range(500)]
    article = "".join(f"{name}          x          {name}\n" for name in names)
    one = tagged("x", article, 300)
    assert (one.prefix[-8:], one.suffix[:8]) == (" " * 8, " " * 8)
    found = anchor(one, "New. " + article, "now")
    assert (found.span.start, found.status) == (one.span.start + 5, "moved")
    assert len(compared) <= anchor_module.MANY


def test_a_letter_beside_a_change_is_found_among_many_and_never_guessed() -> None:
    article = LONG + TEXT + LONG
    start = article.index("harbour")
    one = replace(
        tagged("The"),
        span=Span(start, start + 1),
        text="h",
        prefix=article[start - CONTEXT : start],
        suffix=article[start + 1 : start + 1 + CONTEXT],
    )
    edited = "New. " + article.replace("The harbour", "Our harbour")
    found = anchor(one, edited, "now")
    assert (found.span.start, found.status) == (start + 5, "moved")
    # The passage stands there twice, and the copy alone looks as the passage did: still nobody can say which it was.
    assert anchor(one, edited + TEXT.replace("lucky", "happy"), "now").status == "orphan"
    assert anchor(one, LONG * 2, "now").status == "orphan"


@pytest.mark.parametrize("edge", [0, 1])
def test_a_letter_at_the_edge_of_an_article(edge: int) -> None:
    article = "every " + LONG
    one = tagged("every"[edge], article, 0)
    assert one.span.start == edge
    found = anchor(one, "New. " + article, "now")
    assert (found.span.start, found.status) == (edge + 5, "moved")
