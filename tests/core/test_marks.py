"""Spans over a stretch of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

from hypothesis import given
from hypothesis import strategies as st

from annotui.core.marks import Marks
from annotui.core.span import Span

spans = st.tuples(st.integers(0, 60), st.integers(1, 40)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


@given(st.lists(spans, max_size=40), spans)
def test_the_spans_over_a_stretch_are_those_that_share_a_code_point_with_it(
    given_spans: list[Span], stretch: Span
) -> None:
    ordered = sorted(given_spans)
    expected = [index for index, span in enumerate(ordered) if span.overlaps(stretch)]
    assert Marks(ordered).over(stretch) == expected


def test_a_row_of_an_article_with_many_tags_is_found_without_looking_at_all_of_them() -> None:
    looked_at: list[int] = []

    class Watched(Sequence[Span]):
        def __len__(self) -> int:
            return 10_000

        @overload
        def __getitem__(self, index: int) -> Span: ...
        @overload
        def __getitem__(self, index: slice) -> Sequence[Span]: ...
        def __getitem__(self, index: int | slice) -> Span | Sequence[Span]:
            assert isinstance(index, int)
            if index >= len(self):
                raise IndexError(index)
            looked_at.append(index)
            return Span(4 * index, 4 * index + 2)

    marks = Marks(Watched())
    looked_at.clear()
    assert marks.over(Span(20_000, 20_080)) == list(range(5000, 5020))
    assert len(looked_at) < 100
