"""Keys that are typed before the screen is there count."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.pty.conftest import Record, Start

Export = Callable[[Path], "list[Record]"]

KEYS = "c)q)e)d"
LABELS = ["claim", "quote", "error", "duplicate"]


def test_keys_typed_at_once(start: Start, seeds: Path, exported: Export) -> None:
    terminal = start(seeds, wait=False)
    terminal.press(KEYS)
    assert not terminal.raw
    terminal.until(
        lambda: {one for one, _ in terminal.acknowledged} >= {"duplicate"}, "the last tag is saved"
    )
    terminal.kill()
    assert [line["label"] for line in exported(seeds)] == LABELS


@pytest.mark.parametrize("pause", [0.02, 0.05, 0.1])
def test_keys_typed_one_by_one_while_it_starts(
    start: Start, seeds: Path, exported: Export, pause: float
) -> None:
    """At whatever moment of the start a key comes, in whatever mode the terminal is."""
    terminal = start(seeds, wait=False)
    for key in KEYS:
        terminal.press(key)
        terminal.pump(pause)
    terminal.until(
        lambda: {one for one, _ in terminal.acknowledged} >= {"duplicate"}, "the last tag is saved"
    )
    terminal.kill()
    assert [line["label"] for line in exported(seeds)] == LABELS
