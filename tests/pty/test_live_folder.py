"""The folder changes while two windows are open on it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.pty.conftest import Record, Start

FIRST = "000_aa2809ac14b27de4.txt"


def test_both_windows_take_in_what_comes_and_goes_and_one_that_is_killed_loses_nothing(
    start: Start, seeds: Path, exported: Callable[..., list[Record]]
) -> None:
    wide, narrow = start(seeds), start(seeds, size=(80, 24))
    for one in (wide, narrow):
        one.until_matched()
        one.press(")")
    shutil.copy(seeds / FIRST, seeds / "new.txt")
    for one in (wide, narrow):
        one.until_shown("1 new article: new")
    wide.until(lambda: "0 of 6 reviewed" in wide.screen[0], "it is listed")
    narrow.tag("c", "claim")
    for number in range(100):
        (seeds / f"more{number:03}.txt").write_text(f"Article number {number} says nothing.", "utf-8")
    # In the middle of taking them in, or before, or behind.
    narrow.pump(0.5)
    narrow.kill()
    wide.until(lambda: "0 of 106 reviewed" in wide.screen[0], "all are listed")
    (seeds / "new.txt").rename(seeds / "002_renamed.txt")
    wide.until_shown("renamed Japan")
    wide.press("M")
    # While something else is to be read, what has come and gone since it was said last is one message.
    wide.until_shown("101 new articles · 1 article gone: new")
    wide.until_shown(" 100 new articles")
    wide.press("\r")
    wide.press("Q")
    assert wide.until_ended() == 0
    assert [one["label"] for one in exported(seeds)] == ["claim"]
    again = start(seeds, size=(80, 24))
    assert "since last time" not in again.status
