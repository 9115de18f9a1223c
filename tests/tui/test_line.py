"""A row of text: as wide as it has to be, and painted again where it changes."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.geometry import Region, Size

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


class Screened(Line):
    """A line of a certain width that counts how often it asks to be repainted."""

    def __init__(self) -> None:
        super().__init__()
        self.painted = 0

    @property
    def size(self) -> Size:
        return Size(WIDTH, 1)

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Screened:
        self.painted += repaint
        return self


pieces = st.lists(
    st.tuples(
        st.lists(st.sampled_from(CHARACTERS), max_size=8).map("".join),
        st.sampled_from(STYLES),
    ),
    max_size=4,
)


@given(pieces)
def test_a_line_fills_its_row(content: list[Piece]) -> None:
    line = Screened()
    line.show(content)
    assert line.render_line(0).cell_length == WIDTH


def test_a_line_without_room_for_all_says_so() -> None:
    line = Screened()
    line.show([("what stands here, ", styles.BOLD), ("and goes on " * 20, styles.PLAIN)])
    assert "".join(one.text for one in line.render_line(0)).endswith("…")
    # Also where a piece ends just at the edge.
    line.show([("x" * WIDTH, styles.BOLD), ("and more", styles.PLAIN)])
    assert "".join(one.text for one in line.render_line(0)).endswith("x…")


def test_the_same_again_paints_nothing() -> None:
    line = Screened()
    line.show([("what stands here", styles.BOLD)])
    before = line.painted
    line.show([("what stands here", styles.BOLD)])
    assert line.painted == before
    line.show([("what stands here", styles.PLAIN)])
    assert line.painted == before + 1, "another style is another look"


@given(pieces, st.integers(0, WIDTH))
def test_pieces_are_cut_to_a_width_and_say_so(content: Sequence[Piece], width: int) -> None:
    fitting = cut_pieces(content, width)
    text = "".join(piece for piece, _ in content)
    kept = "".join(piece for piece, _ in fitting)
    assert sum(cell_len(piece) for piece, _ in fitting) <= width
    assert kept == text or kept.endswith("…") or width == 0
