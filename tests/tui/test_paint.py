"""One row of an article as cells."""

from __future__ import annotations

from typing import cast

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
from annotui.matching.findings import Findings
from annotui.tui.legend import Legend
from annotui.tui.widgets.copies import NONE, Copies, Gap, brackets
from annotui.tui.widgets.paint import GUTTER, Layer, paint

WIDTH = 30
LEGEND = Legend(STANDARD, "terminal")
# Looked at only for whether there is something.
FOUND = cast(Findings, object())


def tagged(start: int, end: int, label: str = "claim", name: str = "a") -> Annotation:
    return Annotation(name, "a/b.txt", "", "utf-8", Span(start, end), "", label, "desk1", "", "")


def rows_of(text: str) -> Rows:
    return Rows(shown(text), WIDTH - GUTTER - 1, lambda piece: split_graphemes(piece)[0])


def layer(
    *annotations: Annotation,
    cursor: int = 0,
    anchor: int | None = None,
    pending: frozenset[str] = frozenset(),
    copies: Copies = NONE,
) -> Layer:
    marks = Marks([one.span for one in annotations])
    nothing = Marks(())
    selection = Selection(cursor, anchor)
    return Layer(
        [*annotations],
        marks,
        pending,
        None,
        nothing,
        selection,
        nothing,
        active=True,
        note=None,
        copies=copies,
    )


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
    assert paint(rows, 0, layer(tagged(4, 7)), LEGEND, WIDTH, "│").text.startswith("│ C   one")


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
    assert paint(rows_of("one"), 0, over, LEGEND, WIDTH, "│").text.startswith("│ C+  one")


def test_the_letter_is_small_until_the_tag_is_on_the_disk() -> None:
    over = layer(tagged(0, 3), pending=frozenset("a"))
    assert paint(rows_of("one"), 0, over, LEGEND, WIDTH, "│").text.startswith("│ c   one")


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


def drawn(text: str, copies: Copies, cursor: int = 0) -> list[str]:
    rows = rows_of(text)
    over = layer(copies=copies, cursor=cursor)
    strips = [paint(rows, row, over, LEGEND, WIDTH, "│") for row in range(len(rows))]
    return [strip.text.rstrip() for strip in strips]


STORY = "The storm left 3,500 homes dark, they said.\n\nNobody was hurt.\n* * *\n"


def marks_of(*words: str) -> Marks:
    return Marks([Span(STORY.index(one), STORY.index(one) + len(one)) for one in words])


def test_the_gutter_says_what_is_copied_what_differs_and_what_is_new() -> None:
    copies = Copies(marks_of(STORY[:43]), marks_of("3,500"), FOUND)
    assert drawn(STORY, copies, cursor=50) == [
        "│   ≠ The storm left 3,500",
        "│   ≈ homes dark, they said.",
        "│",
        "│   + Nobody was hurt.",
        "│     * * *",
        "│",
    ]


def test_before_matching_is_done_nothing_is_called_new() -> None:
    assert not any("+" in row for row in drawn(STORY, Copies(marks_of("homes"))))


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        # The bracket behind the last word stands in the cell that is kept for the cursor, or on the blank that hangs over.
        (["3,500"], ["│     The storm left[3,500]", "│     homes dark, they said."]),
        (["homes"], ["│     The storm left 3,500", "│    [homes]dark, they said."]),
        (["dark"], ["│     The storm left 3,500", "│     homes[dark,]they said."]),
        (["said"], ["│     The storm left 3,500", "│     homes dark, they[said.]"]),
        (["The"], ["│    [The]storm left 3,500", "│     homes dark, they said."]),
        (["left 3,500 homes"], ["│     The storm[left 3,500", "│     homes]dark, they said."]),
        (["storm", "left"], ["│     The[storm left]3,500", "│     homes dark, they said."]),
    ],
)
def test_what_differs_is_bracketed_and_nothing_moves(words: list[str], rows: list[str]) -> None:
    around = brackets(STORY, [*marks_of(*words).spans_over(Span(0, len(STORY)))])
    assert drawn(STORY, Copies(brackets=around), cursor=50)[:2] == rows
    strip = paint(rows_of(STORY), 0, layer(copies=Copies(brackets=around), cursor=50), LEGEND, WIDTH, "│")
    bold = {one.text for one in strip if one.style and one.style.bold}
    assert ("3,500" in bold) == (words == ["3,500"])


def test_where_no_blank_parts_words_no_bracket_is_drawn() -> None:
    text = "日本" * 40
    assert brackets(text, [Span(40, 42)]).opening == ()


def test_what_is_left_out_is_told_on_a_blank_row_or_behind_the_end_of_another() -> None:
    on_blank = Gap(STORY.index("Nobody"), "┄ left out ┄")
    behind = Gap(STORY.index("* *"), "┄ left out ┄")
    rows = drawn(STORY, Copies(gaps=(on_blank, behind)), cursor=50)
    assert rows[2] == "│      ┄ left out ┄"
    assert rows[3] == "│     Nobody was hurt. ┄ left…"
    full = drawn("a" * (WIDTH - GUTTER - 1), Copies(gaps=(Gap(9, "┄ left out ┄"),)))
    assert full[0].endswith("a┄")


def test_what_was_read_is_dim_unless_it_is_tagged() -> None:
    over = layer(tagged(0, 3), cursor=7, copies=Copies(read=Marks([Span(0, 13)])))
    looks = {
        one.text: bool(one.style and one.style.dim)
        for one in paint(rows_of("one two three"), 0, over, LEGEND, WIDTH, "│")
    }
    assert looks["one"] is False
    assert looks["three"] is True
