"""How often the mouse was pressed in one place, what that selects, and how far a drag has left the pane."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotui.core.prose import Unit
from annotui.tui.widgets.pointer import Pointer


def units(*presses: tuple[int, int, float]) -> list[Unit | None]:
    """What each press selects."""
    pointer = Pointer()
    found = []
    for x, y, at in presses:
        pointer.press(x, y, at)
        found.append(pointer.unit)
        pointer.release()
    return found


def test_the_first_press_is_one_press_wherever_and_whenever() -> None:
    assert units((0, 0, 0.0)) == [None]
    assert units((3, 4, 1e9)) == [None]


def test_presses_in_one_place_select_more_and_more_and_begin_again() -> None:
    presses = [(5, 5, 100 + 0.2 * number) for number in range(5)]
    assert units(*presses) == [None, "word", "sentence", "paragraph", None]


@pytest.mark.parametrize("second", [(6, 5, 100.2), (5, 6, 100.2), (5, 5, 100.6)])
def test_a_press_elsewhere_or_later_is_a_first_one(second: tuple[int, int, float]) -> None:
    assert units((5, 5, 100.0), second) == [None, None]


def test_the_pause_counts_from_the_last_press() -> None:
    assert units((5, 5, 100.0), (5, 5, 100.4), (5, 5, 100.8)) == [None, "word", "sentence"]


def test_after_a_drag_a_press_is_a_first_one_also_where_the_drag_ended() -> None:
    pointer = Pointer()
    pointer.press(5, 5, 100.0)
    pointer.anchor = 7
    assert pointer.move(6, 5)
    assert pointer.move(5, 5), "back where it began is another cell than before"
    pointer.release()
    pointer.press(5, 5, 100.1)
    assert pointer.unit is None


def test_a_mouse_that_stays_in_its_cell_has_not_moved() -> None:
    pointer = Pointer()
    pointer.press(5, 5, 100.0)
    pointer.anchor = 7
    assert not pointer.move(5, 5)
    pointer.release()
    pointer.press(5, 5, 100.1)
    assert pointer.unit == "word"


def test_with_the_button_up_moves_mean_nothing() -> None:
    pointer = Pointer()
    assert not pointer.move(3, 3)
    pointer.press(5, 5, 100.0)
    pointer.anchor = 7
    pointer.release()
    assert not pointer.move(3, 3)
    assert pointer.overshoot(2) == 0


@given(st.integers(-50, 100), st.integers(1, 50))
def test_a_drag_scrolls_by_as_many_rows_as_it_is_outside(y: int, height: int) -> None:
    pointer = Pointer(anchor=0, y=y)
    beyond = pointer.overshoot(height)
    assert (beyond == 0) == (0 <= y < height)
    assert y - beyond == min(max(y, 0), height - 1), "it takes the mouse to the nearest row inside"
