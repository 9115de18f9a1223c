"""What has room on screens of all widths."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotui.tui.arrangement import LIST_WIDTH, arrange


@given(st.integers(1, 400), st.integers(1, 3), st.integers(0, 2))
def test_the_active_pane_is_always_shown_and_no_pane_is_narrow(width: int, wanted: int, active: int) -> None:
    active = min(active, wanted - 1)
    panes, has_list = arrange(width, wanted, active)
    assert active in panes
    assert 1 <= len(panes) <= wanted
    if len(panes) > 1:
        assert (width - LIST_WIDTH * has_list) // len(panes) >= 48
    assert has_list <= (width >= 160)


def test_the_sizes_that_are_promised() -> None:
    assert arrange(80, 2, 0) == (range(1), False)
    assert arrange(80, 2, 1) == (range(1, 2), False)
    assert arrange(100, 2, 0) == (range(2), False)
    assert arrange(160, 2, 0) == (range(2), True)
    assert arrange(160, 3, 0) == (range(3), False)
    assert arrange(200, 3, 0) == (range(3), True)
