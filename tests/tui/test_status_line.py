"""The words of the status line."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from annotui.core.selection import Target
from annotui.core.span import Span
from annotui.store.saving import NotSaved, Saved, SaveState, Saving
from annotui.tui.widgets.line import cut
from annotui.tui.widgets.status_line import saving_text, target_text

SENTENCE = Target("sentence", (Span(0, 9),))
QUOTATION = Target("quotation", (Span(2, 5),))


def words(span: Span) -> str:
    return f"{span.end - span.start} words"


def test_keys_that_would_tag_the_same_are_named_together() -> None:
    assert target_text([(key, SENTENCE) for key in "cqed"], words) == "c q e d → sentence, 9 words"
    mixed = [("c", SENTENCE), ("q", QUOTATION), ("e", SENTENCE)]
    assert target_text(mixed, words) == "c e → sentence, 9 words · q → quotation, 3 words"
    assert target_text([("c", Target("sentence", ()))], words) == "nothing to tag here"


def test_places_that_are_tagged_together_are_counted() -> None:
    places = Target("36 places, UTF-8 read as GBK", (Span(0, 2), Span(5, 7)), "broken encoding")
    assert target_text([("c", SENTENCE), ("e", places)], words) == (
        "c → sentence, 9 words · e → 36 places, UTF-8 read as GBK"
    )


@pytest.mark.parametrize("full", [True, False])
@pytest.mark.parametrize(
    ("state", "word"),
    [(Saving(2), "saving"), (Saved(0.0), "saved"), (NotSaved("No space left"), "NOT SAVED")],
)
def test_exactly_one_of_three_words_says_how_saving_stands(state: SaveState, word: str, full: bool) -> None:
    text, style = saving_text(state, full)
    assert [one for one in ("saving", "saved", "NOT SAVED") if one in text] == [word]
    assert (style.bgcolor is not None and style.bgcolor.name == "red") == isinstance(state, NotSaved)


@pytest.mark.parametrize("width", range(12))
def test_what_does_not_fit_is_cut_where_it_is_seen(width: int) -> None:
    for text in ("plain text", "日本語の文章", "e\u0301e\u0301e\u0301"):
        short = cut(text, width)
        assert cell_len(short) <= width
        assert short == text or short.endswith("…") or width == 0
