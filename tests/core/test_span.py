"""Spans, and how they lie to each other."""

from __future__ import annotations

from functools import reduce
from itertools import pairwise
from operator import or_

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotui.core.span import Span, Spans, layers, stripped

SPANS = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 30), st.integers(0, 12))


def test_a_span_ends_before_its_end() -> None:
    span = Span(2, 5)
    assert span.of("0123456") == "234"
    assert not span.overlaps(Span(5, 6))
    assert not span.overlaps(Span(0, 2))
    assert span.overlaps(Span(4, 9))
    assert span.contains(Span(2, 5))
    assert not span.contains(Span(2, 6))
    assert [offset for offset in range(8) if span.touches(offset)] == [2, 3, 4, 5]


@given(st.lists(SPANS, max_size=12), st.slices(14), st.integers(-14, 13))
def test_spans_that_are_kept_as_numbers_are_those_that_were_given(
    given_spans: list[Span], some: slice, at: int
) -> None:
    kept = Spans(given_spans)
    assert list(kept) == given_spans
    assert list(kept[some]) == given_spans[some]
    if -len(given_spans) <= at < len(given_spans):
        assert kept[at] == given_spans[at]
    else:
        with pytest.raises(IndexError):
            kept[at]


def test_an_empty_span_is_empty() -> None:
    assert Span(3, 3).is_empty
    assert not Span(3, 4).is_empty


@pytest.mark.parametrize(
    ("text", "expected"),
    [("  a b\n", Span(2, 5)), ("a", Span(0, 1)), (" \r\n\u3000\xa0", Span(0, 0)), ("", Span(0, 0))],
)
def test_white_space_at_the_ends_is_no_part_of_what_is_tagged(text: str, expected: Span) -> None:
    assert stripped(text, Span(0, len(text))) == expected


def test_only_the_span_itself_is_stripped() -> None:
    assert stripped("ab  cd  ef", Span(2, 8)) == Span(4, 6)
    assert stripped("ab  cd", Span(2, 4)) == Span(2, 2)


def test_layers_of_nested_and_overlapping_marks() -> None:
    marks = [(Span(0, 6), 1), (Span(2, 4), 2), (Span(3, 9), 4), (Span(2, 4), 2)]
    assert [(*piece, bits) for piece, bits in layers(marks, Span(1, 8))] == [
        (1, 2, 1),
        (2, 3, 3),
        (3, 4, 7),
        (4, 6, 5),
        (6, 8, 4),
    ]


def test_a_stretch_without_marks_is_one_piece() -> None:
    assert list(layers([(Span(0, 3), 1), (Span(9, 9), 2)], Span(3, 12))) == [(Span(3, 12), 0)]
    assert list(layers([(Span(0, 3), 1)], Span(2, 2))) == []


@given(marks=st.lists(st.tuples(SPANS, st.integers(0, 7)), max_size=12), within=SPANS)
def test_every_code_point_has_the_bits_of_all_marks_over_it(
    marks: list[tuple[Span, int]], within: Span
) -> None:
    found = list(layers(marks, within))
    assert [offset for piece, _ in found for offset in range(*piece)] == [*range(*within)]
    assert all(one.end == other.start for (one, _), (other, _) in pairwise(found))
    for piece, bits in found:
        for offset in range(*piece):
            over = (value for span, value in marks if span.start <= offset < span.end)
            assert bits == reduce(or_, over, 0)
