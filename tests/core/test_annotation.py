"""The annotation that note, relabel and remove mean."""

from __future__ import annotations

from itertools import permutations

import pytest

from annotui.core.annotation import Annotation, at, neighbour
from annotui.core.span import Span


def tagged(name: str, start: int, end: int, reviewer: str = "desk1", created: str = "10:00") -> Annotation:
    time = f"2026-11-22T{created}:00.000Z"
    return Annotation(
        name,
        "seeds/a.txt",
        "0" * 64,
        "utf-8",
        Span(start, end),
        "x" * (end - start),
        "claim",
        reviewer,
        time,
        time,
    )


@pytest.mark.parametrize(
    ("annotations", "expected"),
    [
        ([tagged("short", 4, 6), tagged("long", 0, 9)], "short"),
        ([tagged("theirs", 4, 6, "desk2"), tagged("mine", 0, 9)], "mine"),
        ([tagged("old", 4, 6), tagged("new", 4, 6, created="11:00")], "new"),
        ([tagged("new and long", 3, 6, created="11:00"), tagged("old and short", 4, 6)], "old and short"),
        ([tagged("1", 4, 6), tagged("2", 4, 6)], "2"),
        ([tagged("theirs, long", 0, 9, "desk2"), tagged("theirs, short", 4, 6, "desk3")], "theirs, short"),
        ([tagged("before", 0, 4), tagged("behind", 6, 9)], None),
        ([], None),
    ],
)
def test_ones_own_first_then_the_shortest_then_the_newest(
    annotations: list[Annotation], expected: str | None
) -> None:
    for order in permutations(annotations):
        found = at([*order], 5, "desk1")
        assert (found and found.id) == expected


def test_both_ends_count() -> None:
    one = tagged("one", 4, 6)
    assert [offset for offset in range(10) if at([one], offset, "desk1")] == [4, 5, 6]


def test_annotations_sort_by_place_and_then_by_time() -> None:
    expected = [
        tagged("d", 0, 5),
        tagged("c", 0, 9),
        tagged("b", 2, 3),
        tagged("e", 2, 3),
        tagged("a", 2, 3, created="11:00"),
    ]
    assert sorted(reversed(expected), key=lambda one: one.order) == expected


@pytest.mark.parametrize(
    ("meant", "offset", "before", "behind"),
    [
        (None, 0, None, "a"),
        (None, 10, "a", "b"),
        (None, 12, "b", "c"),
        (None, 99, "c", None),
        ("a", 3, None, "b"),
        ("b", 12, "a", "c"),
        ("c", 25, "b", None),
    ],
)
def test_neighbours_of_an_annotation_or_of_the_cursor(
    meant: str | None, offset: int, before: str | None, behind: str | None
) -> None:
    by_name = {name: tagged(name, start, start + 5) for name, start in (("a", 1), ("b", 12), ("c", 20))}
    annotations = list(by_name.values())
    from_here = by_name[meant] if meant else None
    assert neighbour(annotations, from_here, offset, -1) == (by_name[before] if before else None)
    assert neighbour(annotations, from_here, offset, 1) == (by_name[behind] if behind else None)
