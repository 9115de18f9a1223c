"""Where the way back leads, and where an article is shown that is opened again."""

from __future__ import annotations

from annotui.review.place import PanePlace, Place
from annotui.tui.widgets.way_back import View, WayBack

A, B, C = PanePlace("a", 5, 1), PanePlace("b", 7, 2), PanePlace("c", 9, 3)


def test_the_way_leads_to_what_the_last_jump_has_left() -> None:
    way = WayBack()
    assert way.view is None
    way.remember(View(Place((A, B)), None))
    last = View(Place((B, C), 1), (0, 1))
    way.remember(last)
    assert way.view == last


def test_an_article_is_shown_where_a_jump_has_left_it_last() -> None:
    way = WayBack()
    assert way.left_at("a") == PanePlace("a")
    way.remember(View(Place((A, B)), None))
    way.remember(View(Place((A._replace(cursor=6), C)), None))
    assert way.left_at("a").cursor == 6
    assert way.left_at("b") == B


def test_articles_that_are_offered_stand_in_front_and_those_that_are_shown_keep_their_place() -> None:
    way = WayBack()
    way.offer(["x", "b"], View(Place((A, B, C), 2, 3), (2, 0)))
    assert way.view == View(Place((PanePlace("x"), PanePlace("b"), A), 0, 2), (2, 0))
