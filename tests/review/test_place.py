"""Where a reader left off, as far as it can still be had."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotui.review.place import PanePlace, Place, first, restored

ARTICLES = ["a/1.txt", "a/2.txt", "a/3.txt", "a/4.txt"]
PLACE = Place((PanePlace("a/3.txt", 7, 2), PanePlace("a/1.txt", 5), PanePlace("a/2.txt")), 1, 2)

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(ARTICLES),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["panes", "article", "cursor", "top", "active", "count"]), inner)
    ),
    max_leaves=20,
)


def test_a_place_comes_back_as_it_was() -> None:
    assert restored(PLACE.as_document(), ARTICLES) == PLACE


def test_articles_that_are_gone_are_replaced_by_others() -> None:
    place = restored(PLACE.as_document(), ["a/1.txt", "a/4.txt"])
    assert place is not None
    assert [pane.article for pane in place.panes] == ["a/1.txt", "a/4.txt"]
    assert place.panes[place.active].article in ("a/1.txt", "a/4.txt")


def test_nothing_to_go_by() -> None:
    assert restored(None, ARTICLES) is None
    assert restored({}, ARTICLES) is None
    assert restored(PLACE.as_document(), ["b/1.txt"]) is None
    assert [pane.article for pane in first(ARTICLES).panes] == ARTICLES[:3]


@given(st.dictionaries(st.sampled_from(["panes", "active", "count"]), anything))
def test_a_damaged_file_is_never_more_than_a_lost_place(document: dict[str, object]) -> None:
    place = restored(document, ARTICLES)
    if place is not None:
        assert 1 <= place.wanted <= 3
        assert place.active in range(len(place.panes))
        assert all(pane.article in ARTICLES and pane.cursor >= 0 <= pane.top for pane in place.panes)
