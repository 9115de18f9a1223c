"""Two windows on one folder: each sees what the other one decides, and nothing is decided twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.pty.conftest import Record, Start


@pytest.mark.parametrize("reviewer", ["desk1", "desk2"])
def test_a_family_is_decided_once_by_each_reviewer(
    start: Start, wire: Path, exported: Callable[..., list[Record]], reviewer: str
) -> None:
    first, second = start(wire), start(wire, env={"ANNOTUI_REVIEWER": reviewer})
    for one in (first, second):
        one.until_matched()
        one.press("..")
    # Without looking at the other one in between.
    first.press("a")
    first.until(lambda: "accepted" in first.status and "saved" in first.status, "it is decided")
    second.press("a")
    said = "decided already" if reviewer == "desk1" else "19 accepted"
    second.until(lambda: said in second.status and "saved" in second.status, "it is decided")
    lines = exported(wire)
    counted = Counter((str(one["article"]), one["start"], str(one["reviewer"])) for one in lines)
    assert set(counted.values()) == {1}
    assert len(counted) == (20 if reviewer == "desk1" else 40)
    first.press("u")
    first.until(lambda: "undone" in first.status, "it is taken back")
    assert len(exported(wire)) == (0 if reviewer == "desk1" else 20)


def test_the_list_of_families_shows_what_another_window_decides(start: Start, wire: Path) -> None:
    first, second = start(wire), start(wire)
    for one in (first, second):
        one.until_matched()
    second.press("f")
    second.until_shown("12 families")
    second.until_quiet(0.5)
    assert not any(row.lstrip().startswith("✓") for row in second.screen)
    first.press("..a")
    first.until(lambda: "19 accepted" in first.status, "it is decided")
    second.until(lambda: any(row.lstrip().startswith("✓") for row in second.screen), "it is seen")


def test_what_both_tag_at_the_same_moment_is_there_once(
    start: Start, seeds: Path, exported: Callable[..., list[Record]]
) -> None:
    windows = start(seeds), start(seeds)
    for one in windows:
        one.until_matched()
    sentences = 6
    for _ in range(sentences):
        for one in windows:
            one.press(")c")
        for one in windows:
            one.until_shown("tagged claim")
            one.until_quiet(0.2)

    def spans() -> list[tuple[str, object]]:
        return [(str(one["article"]), one["start"]) for one in exported(seeds)]

    windows[0].until(lambda: len(spans()) == sentences, "each is tagged once")
    assert len(set(spans())) == sentences
    for one in windows:
        one.press("Q")
        assert one.until_ended() == 0
    assert len(spans()) == sentences
