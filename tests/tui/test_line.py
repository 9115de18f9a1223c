"""A row of text of which only what changes is sent: what is left on the screen is what should stand there."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len, split_graphemes
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip

from annotui.tui import styles
from annotui.tui.widgets.line import Line, Piece, cut_pieces

WIDTH = 20
CHARACTERS = [
    "a",
    "b",
    " ",
    "…",
    "日",
    "本",
    "e\u0301",
    "👍",
    "👍🏽",
    "👩\u200d👧",
    "❤\ufe0f",
    "\x1b",
    "\u202e",
]
STYLES = (styles.PLAIN, styles.BOLD, styles.STATUS)

Cells = list[tuple[int, str, Style]]


class Screened(Line):
    """A line of a certain width that keeps what it asks to be repainted."""

    def __init__(self) -> None:
        super().__init__()
        self.dirty = 0

    @property
    def size(self) -> Size:
        return Size(WIDTH, 1)

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Screened:
        self.dirty = max([region.right for region in regions], default=WIDTH)
        return self


def cells(strip: Strip) -> Cells:
    """In which cell each character begins, and how it is drawn."""
    found, cell = [], 0
    for text, style, _ in strip:
        for start, end, width in split_graphemes(text)[0]:
            found.append((cell, text[start:end], style or Style()))
            cell += width
    return found


def left_over(old: Cells, new: Cells, dirty: int) -> Cells:
    """What stands on the screen after the cells before `dirty` were sent."""
    return [one for one in new if one[0] < dirty] + [one for one in old if one[0] >= dirty]


pieces = st.lists(
    st.tuples(
        st.lists(st.sampled_from(CHARACTERS), max_size=8).map("".join),
        st.sampled_from(STYLES),
    ),
    max_size=4,
)


@st.composite
def changes(draw: st.DrawFn) -> tuple[list[Piece], list[Piece]]:
    """Two contents of a line, mostly both as wide as the line, and with an end in common."""
    common = draw(pieces)

    def content() -> list[Piece]:
        fitting = cut_pieces([*draw(pieces), *common], WIDTH)
        room = WIDTH - sum(cell_len(text) for text, _ in fitting)
        filler = draw(st.sampled_from([(" " * max(room, 0), styles.PLAIN), ("", styles.PLAIN)]))
        return [filler, *fitting]

    return content(), content()


@settings(max_examples=500, deadline=None)
@given(changes())
def test_what_is_left_is_what_should_stand_there(change: tuple[list[Piece], list[Piece]]) -> None:
    line = Screened()
    old, new = change
    line.show(old)
    before = cells(line.render_line(0))
    line.dirty = 0
    line.show(new)
    after = cells(line.render_line(0))
    assert left_over(before, after, line.dirty) == after


@pytest.mark.parametrize(
    ("old", "new", "dirty"),
    [
        ("one word here", "one word there", 14),
        ("one word here", "another word", 13),
        ("saved 10:00:03 · desk", "saved 10:00:04 · desk", 14),
        ("aaaaaaaaaaaaaaaa👩\u200d👧日", "aaaaaaaaaaaaaaab👩\u200d👧日", 16),
        ("aaaaaaaaaaaaaaaaaa日", "aaaaaaaaaaaaaaaaaa本", WIDTH),
        ("baaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaa", 1),
    ],
)
def test_a_row_is_sent_up_to_the_last_change(old: str, new: str, dirty: int) -> None:
    line = Screened()
    filled = [text.ljust(WIDTH)[:WIDTH] if cell_len(text) != WIDTH else text for text in (old, new)]
    line.show([(filled[0], styles.PLAIN)])
    line.dirty = 0
    line.show([(filled[1], styles.PLAIN)])
    assert line.dirty == dirty


def test_the_same_again_sends_nothing() -> None:
    line = Screened()
    line.show([("what stands here", styles.BOLD)])
    line.dirty = 0
    line.show([("what stands here", styles.BOLD)])
    assert line.dirty == 0
    line.show([("what stands here", styles.PLAIN)])
    assert line.dirty == WIDTH, "another style is another look"


def test_the_judge_finds_a_cell_that_was_not_sent() -> None:
    line = Screened()
    line.show([("a" * WIDTH, styles.PLAIN)])
    before = cells(line.render_line(0))
    line.show([("a" * (WIDTH - 1) + "b", styles.PLAIN)])
    after = cells(line.render_line(0))
    assert left_over(before, after, line.dirty) == after
    assert left_over(before, after, line.dirty - 1) != after


@given(pieces, st.integers(0, WIDTH))
def test_pieces_are_cut_to_a_width_and_say_so(content: Sequence[Piece], width: int) -> None:
    fitting = cut_pieces(content, width)
    text = "".join(piece for piece, _ in content)
    kept = "".join(piece for piece, _ in fitting)
    assert sum(cell_len(piece) for piece, _ in fitting) <= width
    assert kept == text or kept.endswith("…") or cell_len(kept) == width or width == 0
