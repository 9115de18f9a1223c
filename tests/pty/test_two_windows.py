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
    for one in (first, second):
        # Without looking at the other one in between.
        one.press("a")
        one.until(
            lambda one=one: "accepted" in one.status or "decided already" in one.status, "it is decided"
        )  # type: ignore[misc]
        one.until(lambda one=one: "saved" in one.status, "it is saved")  # type: ignore[misc]
    lines = exported(wire)
    counted = Counter((str(one["article"]), one["start"], str(one["reviewer"])) for one in lines)
    assert set(counted.values()) == {1}
    assert len(counted) == (20 if reviewer == "desk1" else 40)
    first.press("u")
    first.until(lambda: "undone" in first.status, "it is taken back")
    assert len(exported(wire)) == (0 if reviewer == "desk1" else 20)
