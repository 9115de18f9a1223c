"""`kill -9` at any moment: what the screen called saved is in the export."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.pty.conftest import DEADLINE

if TYPE_CHECKING:
    from tests.pty.conftest import Record, Start, Terminal

Export = Callable[..., "list[Record]"]
Acknowledged = set[tuple[str, str]]

LABELS = "cqed"


def lost(acknowledged: Acknowledged, lines: list[Record]) -> Acknowledged:
    """What was called saved and is not there; the screen repeats the beginning of a text, its white space folded."""
    there = [(line["label"], " ".join(str(line["text"]).split())) for line in lines]
    return {
        (label, beginning)
        for label, beginning in acknowledged
        if not any(one == label and text.startswith(beginning) for one, text in there)
    }


def tag_until(terminal: Terminal, moment: float, saved: int, chance: random.Random) -> None:
    """Tag sentence after sentence, as fast as a person holds a key down or faster, until a moment; slower, until so many are saved."""
    while time.monotonic() < moment:
        for key in (chance.choice(LABELS), ")"):
            terminal.press(key)
            terminal.pump(chance.uniform(0.0, 0.02))
    if len(terminal.acknowledged) < saved:
        # Nothing is called saved while more and more is tagged. From the top again: at the end there may be nothing left to tag.
        terminal.press("g")
    late = time.monotonic() + DEADLINE
    while len(terminal.acknowledged) < saved:
        assert time.monotonic() < late, "nothing is saved"
        terminal.press(chance.choice(LABELS))
        terminal.rest(0.1)
        terminal.until(lambda: " saved" in terminal.status, "the disk is done")
        terminal.press(")")


def killed_at_random(
    start: Start, corpus: Path, chance: random.Random, acknowledged: Acknowledged, saved: int
) -> int:
    """Returns how many tags were called saved before it was killed, which are so many at least."""
    terminal = start(corpus, chance.choice([(80, 24), (120, 40), (160, 50)]))
    terminal.press("]g")
    tag_until(terminal, time.monotonic() + chance.uniform(0.02, 0.8), saved, chance)
    terminal.kill()
    acknowledged |= terminal.acknowledged
    return len(terminal.acknowledged)


def rounds(start: Start, exported: Export, seeds: Path, corpora: int, kills: int, seed: int) -> None:
    """Several corpora, and sessions that follow each other in each of them."""
    chance = random.Random(seed)
    total = 0
    for number in range(corpora):
        corpus = Path(shutil.copytree(seeds, seeds.parent / str(number) / "seeds"))
        # The screen repeats its text repaired, the export as it is in the file: hard to compare.
        (corpus / "004_9f3f6f729d904582.txt").unlink()
        acknowledged: Acknowledged = set()
        for kill in range(kills):
            # A slow machine saves little in the time of a fast one; the first kill of each corpus may come before anything is saved.
            total += killed_at_random(start, corpus, chance, acknowledged, 2 if kill else 0)
            assert lost(acknowledged, exported(corpus)) == set()
    assert total > corpora * kills, "killed too early to show anything"


def test_killed_at_random_moments(start: Start, exported: Export, seeds: Path) -> None:
    rounds(start, exported, seeds, corpora=3, kills=4, seed=3)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_killed_at_random_moments_many_times(start: Start, exported: Export, seeds: Path, seed: int) -> None:
    rounds(start, exported, seeds, corpora=5, kills=4, seed=100 + seed)


def test_the_judge_finds_an_acknowledged_line_that_is_missing(
    start: Start, exported: Export, seeds: Path
) -> None:
    terminal = start(seeds)
    for key, label in (("c", "claim"), (")q", "quote"), (")e", "error")):
        terminal.tag(key, label)
    terminal.kill()
    assert lost(terminal.acknowledged, exported(seeds)) == set()
    (log,) = (seeds.parent / "annotations" / "log").iterdir()
    first, second, third, _ = log.read_bytes().split(b"\n")
    log.write_bytes(b"\n".join([first, third, b""]))
    ((label, beginning),) = lost(terminal.acknowledged, exported(seeds, status=1))
    assert label == "quote"
    assert beginning.encode() in second
