"""One row of an article as cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import split_graphemes

from annotui.config import STANDARD
from annotui.core.annotation import Annotation
from annotui.core.display import shown
from annotui.core.marks import Marks
from annotui.core.selection import Selection
from annotui.core.span import Span
from annotui.core.wrap import Rows
from annotui.tui.legend import Legend
from annotui.tui.widgets.paint import GUTTER, Layer, paint

WIDTH = 30
LEGEND = Legend(STANDARD, "terminal")


def tagged(start: int, end: int, label: str = "claim", name: str = "a") -> Annotation:
    return Annotation(name, "a/b.txt", "", "utf-8", Span(start, end), "", label, "desk1", "", "")


def rows_of(text: str) -> Rows:
    return Rows(shown(text), WIDTH - GUTTER - 1, lambda piece: split_graphemes(piece)[0])


def layer(
    *annotations: Annotation,
    cursor: int = 0,
    anchor: int | None = None,
    pending: frozenset[str] = frozenset(),
) -> Layer:
    marks = Marks([one.span for one in annotations])
    nothing = Marks(())
    selection = Selection(cursor, anchor)
    return Layer([*annotations], marks, pending, None, nothing, selection, nothing, active=True, note=None)


def styled(rows: Rows, row: int, over: Layer) -> list[tuple[str, bool, bool]]:
    """Text, underlined, bold: what is left of a tag without colour."""
    strip = paint(rows, row, over, LEGEND, WIDTH, "│")
    return [
        (
            segment.text,
            bool(segment.style and segment.style.underline),
            bool(segment.style and segment.style.bold),
        )
        for segment in strip
    ][1:]


def test_a_tag_is_seen_without_colour() -> None:
    rows = rows_of("one two three")
    assert ("two", True, False) in styled(rows, 0, layer(tagged(4, 7)))
    assert paint(rows, 0, layer(tagged(4, 7)), LEGEND, WIDTH, "│").text.startswith("│ C  one")


def test_overlapping_nested_and_equal_tags_are_seen_without_colour() -> None:
    rows = rows_of("one two three")
    pieces = styled(rows, 0, layer(tagged(0, 13), tagged(4, 7, "quote", "b"), cursor=13))
    assert ("one ", True, False) in pieces
    assert ("two", True, True) in pieces
    equal = layer(tagged(4, 7), tagged(4, 7, "error", "b"))
    assert ("two", True, True) in styled(rows, 0, equal)
    assert "CE" in paint(rows, 0, equal, LEGEND, WIDTH, "│").text


def test_more_labels_than_there_is_room_for_end_in_a_plus() -> None:
    labels = ("claim", "quote", "error", "duplicate")
    over = layer(*(tagged(0, 3, label, label) for label in labels))
    assert paint(rows_of("one"), 0, over, LEGEND, WIDTH, "│").text.startswith("│ C+ one")


def test_the_letter_is_small_until_the_tag_is_on_the_disk() -> None:
    over = layer(tagged(0, 3), pending=frozenset("a"))
    assert paint(rows_of("one"), 0, over, LEGEND, WIDTH, "│").text.startswith("│ c  one")


@pytest.mark.parametrize("cursor", range(40))
def test_the_cursor_is_on_the_screen_wherever_it_stands(cursor: int) -> None:
    text = "words and then many blanks" + " " * 12 + "end"
    rows = rows_of(text)
    cursor = min(cursor, len(text))
    drawn = paint(rows, rows.row(cursor), layer(cursor=cursor), LEGEND, WIDTH, "│")
    assert drawn.cell_length == WIDTH
    reversed_cells = [one for one in drawn if one.style and one.style.reverse]
    assert len(reversed_cells) == 1


@given(
    st.text(alphabet="ab \n日本é\u0301👍\u200d\t\x1b\u202e", max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 60)), max_size=4),
    st.integers(0, 60),
    st.none() | st.integers(0, 60),
)
def test_a_row_is_as_wide_as_its_pane_whatever_lies_over_it(
    text: str, spans: list[tuple[int, int]], cursor: int, anchor: int | None
) -> None:
    rows = rows_of(text)
    length = len(text)
    inside = sorted(Span(min(a, length), min(a + b, length)) for a, b in spans)
    annotations = [tagged(*span, name=str(index)) for index, span in enumerate(inside) if not span.is_empty]
    over = layer(
        *annotations, cursor=min(cursor, length), anchor=None if anchor is None else min(anchor, length)
    )
    for row in range(len(rows) + 1):
        strip = paint(rows, row, over, LEGEND, WIDTH, "│")
        assert strip.cell_length == WIDTH
        assert not set(strip.text) & set("\n\t\x1b\u202e")


def test_what_is_drawn_as_one_is_never_cut_in_two() -> None:
    family = "👩\u200d👧"
    rows = rows_of(f"a{family}b e\u0301")
    # As somebody tags it who counts otherwise, or as a match ends there.
    over = layer(tagged(1, 2), tagged(6, 7, name="b"), cursor=7, anchor=7)
    pieces = styled(rows, 0, over)
    assert (family, True, False) in pieces
    assert not any(text in ("👩", "e") for text, _, _ in pieces)
