"""Two passages, word by word: what is aligned, what differs, and where a stretch of the one lies in the other."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotui.core.span import Span
from annotui.core.text import words
from annotui.matching import align as module
from annotui.matching.align import Alignment, align, same

VOCABULARY = "the The a storm left 3,400 3,500 homes Hampton Hamptone café cafe “said” mayor's mayor’s not . , ” 北 约".split()
passages = st.lists(st.sampled_from(VOCABULARY) | st.text(max_size=4), max_size=30).map(" ".join)


def whole(a: str, b: str) -> Alignment:
    return align(a, Span(0, len(a)), b, Span(0, len(b)))


def projected(a: str, b: str, piece: str) -> str | None:
    start = a.index(piece)
    span = whole(a, b).project(Span(start, start + len(piece)))
    return None if span is None else span.of(b)


def test_only_the_changed_number_differs() -> None:
    a = "The storm left 3,400 homes dark, the mayor’s office said."
    b = "The storm left 3,500 homes dark, the mayor's office said."
    found = whole(a, b)
    assert [span.of(a) for span in found.differing_a] == ["3,400"]
    assert [span.of(b) for span in found.differing_b] == ["3,500"]


def test_words_left_out_differ_on_the_other_side_only() -> None:
    a, b = "He said on Monday night that it is over.", "He said that it is over."
    found = whole(a, b)
    assert [span.of(a) for span in found.differing_a] == ["on Monday night"]
    assert found.differing_b == []


def test_case_accents_typography_and_punctuation_are_no_difference() -> None:
    found = whole("“The café’s open,” he said – again.", '"The CAFE\'s open" , He said, again!')
    assert found.differing_a == found.differing_b == []
    assert found.similarity == 1


@pytest.mark.parametrize(
    ("a", "b", "piece", "there"),
    [
        ("In Hampton the lights went out.", "In Hamptone the lights went out.", "Hampton", None),
        ("In Hampton the lights went out.", "Yes: in Hampton, the lights went out.", "Hampton", "Hampton"),
        # Words at its ends that stand in the place of others come along, as do those between.
        ("It hit thousands of homes today.", "It hit many of the homes today.", "thousands of homes", "many of the homes"),
        ("It left 3,400 homes dark.", "It left 3,500 homes dark.", "3,400 homes dark", "3,500 homes dark"),
        ("It left 3,400 homes dark.", "It left 3,500 homes dark.", "3,400", None),
        ("He went home. Rain fell.", "He went home. Much later rain fell.", "Rain fell", "rain fell"),
        # Marks at the ends where both have them.
        ("He said “it is over.” Then", 'He said "it is over!" Then', "“it is over.”", '"it is over!"'),
        ("He said “it is over.” Then", "He said it is over. Then", "“it is over.”", "it is over."),
        ("He said it is over. Then", "He said “it is over.” Then", "it is over", "it is over"),
        # Part of a word, where the word is the same.
        ("the Japan’s hopes", "so Japan's hopes", "Japan", "Japan"),
        ("nothing here", "elsewhere else", "nothing", None),
    ],
)  # fmt: skip
def test_a_span_is_found_in_the_other_passage(a: str, b: str, piece: str, there: str | None) -> None:
    assert projected(a, b, piece) == there


def test_an_offset_goes_to_the_same_word() -> None:
    a, b = "One two three four.", "Zero, one and two: three four."
    found = whole(a, b)
    assert found.to_b(a.index("three") + 2) == b.index("three") + 2
    assert found.to_b(0) == b.index("one")
    assert found.to_b(len(a)) == len(b)


def test_passages_lie_anywhere_in_their_texts() -> None:
    a, b = "Elsewhere. The grid is fine today. More.", "The grid is down today."
    start = a.index("The")
    found = align(a, Span(start, start + len("The grid is fine today.")), b, Span(0, len(b)))
    assert [(x.of(a), y.of(b)) for x, y in found.pairs] == [
        (word, word) for word in "The grid is today".split()
    ]
    assert found.project(Span(0, 5)) is None


@given(passages, passages)
def test_whatever_the_passages_the_spans_are_words_and_ascend(a: str, b: str) -> None:
    found = whole(a, b)
    for side, text in ((0, a), (1, b)):
        spans = [pair[side] for pair in found.pairs]
        assert set(spans) <= set(words(text, Span(0, len(text))))
        assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(module.folded(x.of(a)) == module.folded(y.of(b)) for x, y in found.pairs)
    for text, runs in ((a, found.differing_a), (b, found.differing_b)):
        assert all(run.of(text) and run.of(text) == run.of(text).strip() for run in runs)
        assert all(one.end <= other.start for one, other in pairwise(runs))


@given(passages, passages)
def test_the_other_way_round_it_is_the_same(a: str, b: str) -> None:
    one, other = whole(a, b), whole(b, a)
    assert one.pairs == [(x, y) for y, x in other.pairs] == other.reversed().pairs
    assert (one.differing_a, one.differing_b) == (other.differing_b, other.differing_a)


@given(passages)
def test_a_passage_is_aligned_with_itself_word_by_word(a: str) -> None:
    found = whole(a, a)
    assert found.differing_a == []
    assert all(x == y for x, y in found.pairs)
    assert len(found.pairs) == len(words(a, Span(0, len(a))))
    assert same(a, a)
    assert all(found.to_b(offset) == offset for offset in range(len(a) + 1))
    assert all(found.project(word) == word for word in found.a_words)


@given(passages, passages, st.data())
def test_what_is_projected_is_inside_and_cuts_no_word(a: str, b: str, data: st.DataObject) -> None:
    found = whole(a, b)
    starts = (
        sorted(data.draw(st.lists(st.sampled_from(found.a_words), min_size=2, max_size=2)))
        if found.a_words
        else []
    )
    if not starts:
        return
    span = found.project(Span(starts[0].start, starts[1].end))
    held = [y for x, y in found.pairs if starts[0].start <= x.start and x.end <= starts[1].end]
    assert (span is None) == (not held)
    if span is None:
        return
    assert 0 <= span.start < span.end <= len(b)
    assert all(span.contains(word) for word in held)
    assert all(span.contains(word) or not span.overlaps(word) for word in found.b_words)


@given(passages, passages)
def test_offsets_never_fall(a: str, b: str) -> None:
    found = whole(a, b)
    there = [found.to_b(offset) for offset in range(len(a) + 1)]
    assert there == sorted(there)
    assert all(0 <= offset <= len(b) for offset in there)


def test_very_long_passages_are_aligned_window_by_window(monkeypatch: pytest.MonkeyPatch) -> None:
    a = " ".join(f"w{number}" for number in range(500))
    b = " ".join(f"w{number}" for number in range(500) if number % 7)
    at_once = whole(a, b).pairs
    monkeypatch.setattr(module, "_WINDOW", 64)
    assert whole(a, b).pairs == at_once
    c = " ".join(f"v{number}" for number in range(300)) + " " + a
    assert whole(c, c + " more").similarity > 0.99


def test_same_is_the_same_to_a_reader() -> None:
    assert same("“Café”  open", '"cafe" open')
    assert not same("3,400 homes", "3,500 homes")


def test_the_reader_needs_neither_numpy_nor_rapidfuzz_until_something_is_aligned() -> None:
    code = (
        "import sys, annotui.matching.align; sys.exit(any(m in sys.modules for m in ('numpy', 'rapidfuzz')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
