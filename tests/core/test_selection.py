"""Cursor and selection: how they move, grow and shrink, and what a label key would tag."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotui.core.prose import UNITS, Prose, Unit
from annotui.core.selection import (
    MOTIONS,
    Selection,
    clamped,
    grown,
    pointed,
    quotation,
    selected,
    sentence,
    shrunk,
    target,
)
from annotui.core.span import Span

TEXT = "The storm left, he said; “nobody” slept.  Then (as often) it rained.\nThe end, “again”."


def test_while_nothing_is_selected_moves_stop_at_starts() -> None:
    prose = Prose(TEXT)
    assert MOTIONS["next_word"](prose, Selection(0)) == Selection(4)
    assert MOTIONS["next_sentence"](prose, Selection(0)) == Selection(TEXT.index("Then"))
    assert MOTIONS["next_paragraph"](prose, Selection(0)) == Selection(TEXT.index("The end"))


def test_while_selecting_moves_stop_at_ends_and_the_anchor_stays() -> None:
    prose = Prose(TEXT)
    assert MOTIONS["next_word"](prose, Selection(0, 0)) == Selection(3, 0)
    assert MOTIONS["next_sentence"](prose, Selection(0, 0)).span.of(TEXT).endswith("slept.")
    assert MOTIONS["next_paragraph"](prose, Selection(0, 0)).span.of(TEXT).endswith("rained.")
    assert MOTIONS["previous_word"](prose, Selection(9, 9)) == Selection(4, 9)
    assert MOTIONS["text_start"](prose, Selection(9, 9)) == Selection(0, 9)
    assert MOTIONS["text_end"](prose, Selection(9)) == Selection(len(TEXT))


def test_selecting_begins_and_is_dropped_at_the_cursor() -> None:
    assert Selection(4).toggled() == Selection(4, 4)
    assert Selection(4, 2).toggled() == Selection(4, 2).dropped() == Selection(4)
    assert Selection(4).extended(9) == Selection(9, 4)
    assert Selection(9, 4).extended(2) == Selection(2, 4)
    assert Selection(4, 9).span == Selection(9, 4).span == Span(4, 9)


def test_what_was_only_found_is_extended_by_small_moves_and_left_behind_by_large_ones() -> None:
    prose, match = Prose(TEXT), selected(Span(4, 9), found=True)
    for motion in ("next_word", "previous_word", "next_sentence", "previous_sentence", "next_paragraph"):
        assert MOTIONS[motion](prose, match).anchor == 4
    assert MOTIONS["text_end"](prose, match) == Selection(len(TEXT))
    assert MOTIONS["text_start"](prose, MOTIONS["next_word"](prose, match)) == Selection(0)


def test_what_was_found_is_the_readers_own_once_it_is_changed_as_a_selection() -> None:
    prose, match = Prose(TEXT), selected(Span(4, 9), found=True)
    own = (
        match.extended(12),
        match.swapped(),
        grown(prose, match),
        shrunk(prose, match),
        sentence(prose, match),
    )
    assert [one.anchor for one in own] == [one.taken_along().anchor for one in own]
    assert MOTIONS["text_end"](prose, match.extended(12)).anchor == 4


def test_the_other_end_moves_after_a_swap() -> None:
    assert Selection(9, 4, 5).swapped() == Selection(4, 9, 5)
    assert Selection(9).swapped() == Selection(9)


def steps(cursor: int) -> tuple[list[str], list[str]]:
    """What is selected by growing, and by shrinking, from nothing."""
    prose = Prose(TEXT)
    found: list[list[str]] = []
    for step in (grown, shrunk):
        selection = Selection(cursor)
        said: list[str] = []
        while not said or said[-1] != selection.span.of(TEXT):
            said.append(selection.span.of(TEXT))
            selection = step(prose, selection)
        found.append(said[1:])
    return found[0], found[1]


def test_growing_and_shrinking_with_nothing_selected_go_from_the_sentence() -> None:
    first = TEXT.split("\n")[0]
    assert steps(TEXT.index("said")) == ([first], ["he said", "said"])
    assert steps(TEXT.index("rained")) == ([first], ["it rained", "rained"])


def test_in_the_gap_behind_a_sentence_they_mean_that_sentence() -> None:
    assert steps(TEXT.index("  Then") + 1) == ([TEXT.split("\n")[0]], ["“nobody” slept", "slept"])


def test_growing_goes_back_up_the_units() -> None:
    prose = Prose(TEXT)
    selection = selected(prose.at("word", TEXT.index("said")))
    said: list[str] = []
    for _ in range(5):
        said.append(selection.span.of(TEXT))
        selection = grown(prose, selection)
    first = TEXT.split("\n")[0]
    assert said == ["said", "he said", first[: TEXT.index("  Then")], first, first]


def test_shrinking_after_growing_keeps_to_where_the_cursor_stood() -> None:
    prose = Prose(TEXT)
    selection = sentence(prose, Selection(TEXT.index("slept")))
    assert selection.cursor == TEXT.index("  Then")
    assert shrunk(prose, selection).span.of(TEXT) == "“nobody” slept"
    assert shrunk(prose, shrunk(prose, grown(prose, selection))).span.of(TEXT) == "“nobody” slept"


def test_growing_from_a_mark_does_not_take_in_the_word_before_it() -> None:
    prose = Prose(TEXT)
    start = TEXT.index("(as")
    assert grown(prose, Selection(start + 2, start)).span.of(TEXT) == "(as"
    assert grown(prose, Selection(start + 3, start)).span.of(TEXT) == "(as often"
    assert grown(prose, Selection(start + 9, start)).span.of(TEXT) == "Then (as often) it rained."


def test_shrinking_from_a_mark_finds_the_word_behind_it() -> None:
    prose = Prose(TEXT)
    start = TEXT.index("(as")
    assert shrunk(prose, Selection(start + 10, start)).span.of(TEXT) == "as often"
    assert shrunk(prose, Selection(start + 4, start)).span.of(TEXT) == "as"


def test_white_space_alone_counts_as_nothing_selected() -> None:
    prose = Prose(TEXT)
    gap = TEXT.index("  Then")
    assert grown(prose, Selection(gap + 2, gap)) == grown(prose, Selection(gap + 2))
    assert shrunk(prose, Selection(gap + 1, gap)).span.of(TEXT) == "“nobody” slept"


def test_the_quotation_around_the_cursor_or_else_the_next() -> None:
    prose = Prose(TEXT)
    first = quotation(prose, Selection(0))
    assert first is not None
    assert first.span.of(TEXT) == "“nobody”"
    # From wherever it was called, shrinking goes on inside it.
    assert shrunk(prose, first).span.of(TEXT) == "nobody"
    second = quotation(prose, first)
    assert second is not None
    assert second.span.of(TEXT) == "“again”"
    assert quotation(prose, second) is None


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(9, 3), ("selection", "storm")),
        (Selection(3, 9), ("selection", "storm")),
        (Selection(3, 3), ("sentence", "The storm left, he said; “nobody” slept.")),
        (Selection(TEXT.index("\n")), ("sentence", "Then (as often) it rained.")),
        (Selection(len(TEXT)), ("sentence", "The end, “again”.")),
    ],
)
def test_what_a_label_key_would_tag(selection: Selection, expected: tuple[str, str]) -> None:
    found = target(Prose(TEXT), selection)
    assert (found.kind, found.extent.of(TEXT)) == expected


def test_there_is_nothing_to_tag_in_a_text_of_white_space() -> None:
    assert target(Prose(" \n "), Selection(2, 0)).spans == ()


@pytest.mark.parametrize(
    ("unit", "anchor", "offset", "text", "cursor_at_end"),
    [
        (None, 4, 9, "storm", True),
        (None, 9, 4, "storm", False),
        ("word", 6, 6, "storm", True),
        ("word", 6, 12, "storm left", True),
        ("word", 12, 6, "storm left", False),
        ("sentence", 6, 6, "The storm left, he said; “nobody” slept.", True),
    ],
)
def test_what_a_pointer_selects(
    unit: Unit | None, anchor: int, offset: int, text: str, cursor_at_end: bool
) -> None:
    found = pointed(Prose(TEXT), unit, anchor, offset)
    assert found.span.of(TEXT) == text
    assert (found.cursor == found.span.end) == cursor_at_end


def test_an_edited_article_may_be_shorter() -> None:
    assert clamped(Selection(40, 30, 35), 33) == Selection(33, 30)
    assert clamped(Selection(40), 33) == Selection(33)
    assert clamped(Selection(-1, 40), 33) == Selection(0, 33)


@st.composite
def states(draw: st.DrawFn, length: int) -> Selection:
    offsets = st.integers(0, length)
    return Selection(draw(offsets), draw(st.none() | offsets), draw(st.none() | offsets))


def inside(selection: Selection, length: int) -> bool:
    ends = (selection.cursor, selection.cursor if selection.anchor is None else selection.anchor)
    return all(0 <= end <= length for end in ends)


@settings(max_examples=80)
@given(data=st.data())
def test_nothing_ever_leaves_the_text(data: st.DataObject, messy: st.SearchStrategy[str]) -> None:
    text = data.draw(messy)
    prose = Prose(text)
    start = data.draw(states(len(text)))
    for motion in MOTIONS.values():
        moved = motion(prose, start)
        assert inside(moved, len(text))
        assert moved.anchor == start.anchor
    for choose in (sentence, quotation, grown, shrunk):
        chosen = choose(prose, start)
        assert chosen is None or inside(chosen, len(text))
    span = target(prose, start).extent
    assert 0 <= span.start <= span.end <= len(text)
    assert span.of(text) == span.of(text).strip()
    assert not span.is_empty or not text.strip()
    anchor, offset = (data.draw(st.integers(0, len(text))) for _ in range(2))
    for unit in (None, *UNITS):
        assert inside(pointed(prose, unit, anchor, offset), len(text))


@settings(max_examples=80)
@given(data=st.data(), name=st.sampled_from(sorted(MOTIONS)))
def test_no_motion_gets_stuck(data: st.DataObject, name: str, messy: st.SearchStrategy[str]) -> None:
    text = data.draw(messy)
    prose = Prose(text)
    selection = data.draw(states(len(text)))
    goal = len(text) if name in ("text_end", "next_word", "next_sentence", "next_paragraph") else 0
    for _ in range(len(text) + 1):
        selection = MOTIONS[name](prose, selection)
    assert selection.cursor == goal


@settings(max_examples=80)
@given(data=st.data())
def test_growing_and_shrinking_are_monotone_and_end(
    data: st.DataObject, messy: st.SearchStrategy[str]
) -> None:
    text = data.draw(messy)
    prose = Prose(text)
    start = data.draw(states(len(text)))
    for step, is_larger in ((grown, True), (shrunk, False)):
        selection = step(prose, start)
        for _ in range(8):
            following = step(prose, selection)
            outer, inner = (following.span, selection.span) if is_larger else (selection.span, following.span)
            assert outer.contains(inner)
            selection = following
        assert step(prose, selection).span == selection.span


@settings(max_examples=80)
@given(data=st.data())
def test_shrinking_after_growing_to_the_paragraph_finds_the_word_again(
    data: st.DataObject, messy: st.SearchStrategy[str]
) -> None:
    text = data.draw(messy.filter(str.strip))
    prose = Prose(text)
    cursor = data.draw(st.integers(0, len(text)))
    selection = selected(prose.at("word", cursor), cursor)
    word = selection.span
    for _ in range(4):
        selection = grown(prose, selection)
    assert selection.span == prose.at("paragraph", cursor)
    for _ in range(4):
        selection = shrunk(prose, selection)
    assert selection.span == word
