"""Where a note is drawn: inside the pane, and neither over its annotation nor over the cursor where there is room elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rich.cells import cell_len, split_graphemes

from annotui.core.annotation import Annotation
from annotui.core.span import Span
from annotui.core.wrap import Rows
from annotui.tui.widgets.note_box import NoteBox, note_box

WIDTH = 40
TEXT = "\n".join(f"line {number}" for number in range(30))


def measure(text: str) -> list[tuple[int, int, int]]:
    return split_graphemes(text)[0]


def noted(span: Span, note: str = "a note", label: str = "claim", reviewer: str = "desk1") -> Annotation:
    return Annotation("a", "a/b.txt", "", "utf-8", span, "", label, reviewer, "", "", note)


def line_span(first: int, last: int) -> Span:
    """From the beginning of one line of the text to the end of another."""
    return Span(TEXT.index(f"line {first}"), TEXT.index(f"line {last}") + len(f"line {last}"))


def box_of(annotation: Annotation, shown: range, cursor: int, width: int = WIDTH) -> NoteBox:
    return note_box(annotation, Rows(TEXT, width, measure), shown, cursor, width, measure)


def test_below_its_annotation() -> None:
    box = box_of(noted(line_span(5, 7)), range(30), 5)
    assert box == NoteBox(8, ("╭ note to claim by desk1", "│ a note"))


def test_above_where_there_is_no_room_below() -> None:
    assert box_of(noted(line_span(17, 19)), range(20), 17).rows == range(15, 17)


@pytest.mark.parametrize(("cursor", "rows"), [(12, range(28, 30)), (27, range(10, 12))])
def test_at_the_edge_away_from_the_cursor_where_the_annotation_is_everywhere(
    cursor: int, rows: range
) -> None:
    assert box_of(noted(line_span(2, 29)), range(10, 30), cursor).rows == rows


def test_each_line_of_a_note_has_a_row_and_what_is_missing_is_said() -> None:
    few = box_of(noted(line_span(0, 0), "one\n\ntwo"), range(30), 0)
    assert few.lines[1:] == ("│ one", "│ ", "│ two")
    many = box_of(noted(line_span(0, 0), "\n".join("abcdefghij")), range(30), 0)
    assert many.lines[1:] == ("│ a", "│ b", "│ c", "│ d", "│ e", "│ f", "│ …")


def test_what_would_act_on_the_terminal_is_a_placeholder() -> None:
    box = box_of(noted(line_span(0, 0), "a\x1b[2J\tb\u202e", "la\x1bbel", "desk\u202e1"), range(30), 0)
    assert box.lines == ("╭ note to la␛bel by desk⇄1", "│ a␛[2J⇥b⇄")


def test_where_the_cursor_stands_behind_the_end_its_row_is_seen() -> None:
    # No blank parts the sentences: the end of one is where the next row begins.
    rows = Rows("日本語日本語日本語。日本語日本語日本語。", 20, measure)
    assert rows.row(10) == 1
    box = note_box(noted(Span(0, 10)), rows, range(20), 1, 20, measure)
    assert 1 not in box.rows


@given(
    st.integers(0, 29),
    st.integers(0, 10),
    st.integers(0, 10),
    st.integers(6, 30),
    st.lists(st.sampled_from([*"ab \n日👍\x1b", "e\u0301"]), min_size=1, max_size=200).map("".join),
    st.integers(6, 60),
    st.data(),
)
def test_it_is_inside_the_pane_and_no_wider(
    first: int, more: int, top: int, height: int, note: str, width: int, data: st.DataObject
) -> None:
    last = min(first + more, 29)
    span = line_span(first, last)
    shown = range(top, top + height)
    # The cursor is on the annotation and on the screen.
    rows = Rows(TEXT, 60, measure)
    cursors = [
        offset for offset in range(span.start, span.end + 1) if shown.start <= rows.row(offset) < shown.stop
    ]
    assume(cursors)
    cursor = rows.row(data.draw(st.sampled_from(cursors)))
    box = note_box(noted(span, note), rows, shown, cursor, width, measure)
    assert shown.start <= box.rows.start < box.rows.stop <= shown.stop
    assert len(box.lines) <= max(height // 2, 2)
    assert cursor not in box.rows
    # Blanks at the end of a row may hang over the edge, where they are cut off.
    assert all(cell_len(line.rstrip(" ")) <= width for line in box.lines[1:])
    covers = any(rows.row(offset) in box.rows for offset in range(span.start, span.end))
    above, below = first - shown.start, shown.stop - 1 - last
    assert not covers or max(above, below) < len(box.lines)
