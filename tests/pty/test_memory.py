"""A long article takes little more memory than its text, and an hour of keys leaves the memory where it was."""

from __future__ import annotations

import os
import random
import statistics
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import pytest

if TYPE_CHECKING:
    from tests.pty.conftest import Start, Terminal

KEYS = int(os.environ.get("ANNOTUI_KEYS", "20000"))
"""An hour of somebody who types ten keys a second is ANNOTUI_KEYS=36000."""
CHECKPOINTS = 16
WARM = 4
"""Checkpoints that do not count: until then caches are filled."""
PER_KEY = 500
"""Bytes by which memory may grow with each key: tags, and what was undone, are kept for good, and one key in ten makes or undoes one."""
BURST = 50
SIZES = ((160, 50), (120, 40), (80, 24))

ESCAPE = "\x1b"
MOVES = [*"hjklwb(){}<>nN.,'" * 3, "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[5~", "\x1b[6~", *"gG"]
WORK = [*'c)q)e)uuuUvvso"+-R[]\t12', "v))c", "\x1b[1;2C\x1b[1;2C", "D", " ", "\x7f", "x"]
OPENED = [
    "?",
    "\r",
    "t",
    "*",
    "/nato\r",
    "/zzz",
    "mtext of a note",
    "Y",
    "ry",
    "\x1b[<0;60;9M\x1b[<32;70;9M\x1b[<0;70;9m",
]

LARGE = 10_000_000
"""Bytes of a long article. Its text is kept with two bytes for each code point: 20 MB."""
WITH_A_LARGE_ARTICLE = 80_000_000
"""Bytes in memory at most, once it is known what occurs in it several times."""
MATCHED_WITHIN = 120.0
"""Seconds."""

KEEPING = """
from annotui.review.reading import Reading
kept, of = [], Reading.of
def keeping(article):
    kept.append(article.text + " ")
    return of(article)
Reading.of = keeping
from annotui.__main__ import main
main()
"""

LEAKING = """
import sys
from annotui.tui.screens.reader import ReaderScreen
kept, press = [], ReaderScreen.press
def leaking(self, key, character):
    kept.append(bytearray(2000))
    press(self, key, character)
ReaderScreen.press = leaking
from annotui.__main__ import main
main()
"""


def anything(chance: random.Random, count: int) -> str:
    """Keys of which most move, some tag, select and undo, and some open something and leave it again."""
    pressed = ""
    while len(pressed) < count:
        kind = chance.random()
        if kind < 0.75:
            pressed += chance.choice(MOVES)
        elif kind < 0.95:
            pressed += chance.choice(WORK)
        else:
            pressed += chance.choice(OPENED) + ESCAPE + ESCAPE
    return pressed


def swallow(terminal: Terminal, seconds: float) -> None:
    """Take in what is written until nothing comes for some seconds; drawing all of it would take longer than the program."""
    while True:
        try:
            terminal.child.read_nonblocking(1 << 16, timeout=seconds)
        except pexpect.TIMEOUT:
            return


def resident(terminal: Terminal) -> int:
    """Bytes in memory, at rest and with nothing open."""
    for _ in range(3):
        terminal.child.send(ESCAPE)
        swallow(terminal, 0.6)
    return in_memory(terminal)


def in_memory(terminal: Terminal) -> int:
    """Bytes in memory now."""
    status = Path(f"/proc/{terminal.child.pid}/status").read_text(encoding="ascii")
    return 1024 * int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:")))


def growth(terminal: Terminal, keys: int, chance: random.Random) -> float:
    """Press keys; returns the bytes that each adds to the memory, once it is warm."""
    each = keys // CHECKPOINTS
    found: list[int] = []
    for number in range(CHECKPOINTS):
        columns, rows = SIZES[number % len(SIZES)]
        terminal.child.setwinsize(rows, columns)
        for _ in range(each // BURST):
            terminal.child.send(anything(chance, BURST))
            swallow(terminal, 0.03)
        terminal.child.setwinsize(50, 160)
        found.append(resident(terminal))
    assert terminal.child.isalive()
    print(f"resident, MB: {' '.join(f'{one / 1e6:.1f}' for one in found)}")
    warm = found[WARM:]
    return statistics.linear_regression([each * number for number in range(len(warm))], warm).slope


@pytest.fixture
def chance() -> random.Random:
    seed = int(os.environ.get("ANNOTUI_SEED", "1"))
    print(f"ANNOTUI_SEED={seed}")
    return random.Random(seed)


@pytest.fixture
def large(tmp_path: Path, seeds: Path) -> Path:
    """A corpus of one article of 10 MB, in which most is said hundreds of times."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(seeds.iterdir())[:4]) + "\n"
    corpus = tmp_path / "large"
    corpus.mkdir()
    whole = (text * (LARGE // len(text.encode()) + 1)).encode()[:LARGE]
    (corpus / "large.txt").write_bytes(whole.rpartition(b"\n")[0])
    return corpus


pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")


def test_the_reader_does_not_load_openssl(start: Start, seeds: Path) -> None:
    terminal = start(seeds)
    terminal.until_matched(MATCHED_WITHIN)
    loaded = Path(f"/proc/{terminal.child.pid}/maps").read_text(encoding="utf-8")
    assert "orjson" in loaded
    assert not [one for one in ("_ssl", "_hashlib", "libssl", "libcrypto") if one in loaded]


def test_a_large_article_takes_little_more_memory_than_its_text(start: Start, large: Path) -> None:
    terminal = start(large)
    terminal.until_matched(MATCHED_WITHIN)
    print(f"resident, MB: {in_memory(terminal) / 1e6:.1f}")
    assert in_memory(terminal) <= WITH_A_LARGE_ARTICLE


def test_the_judge_sees_a_second_copy_of_the_text(start: Start, large: Path) -> None:
    terminal = start(large, command=[sys.executable, "-c", KEEPING, str(large)])
    terminal.until_quiet(0.5)
    # Before anything is found already.
    print(f"resident, MB: {in_memory(terminal) / 1e6:.1f}")
    assert in_memory(terminal) > WITH_A_LARGE_ARTICLE


@pytest.mark.long
def test_memory_does_not_grow_with_keys(start: Start, seeds: Path, chance: random.Random) -> None:
    assert growth(start(seeds), KEYS, chance) <= PER_KEY


@pytest.mark.long
def test_the_judge_sees_a_leak(start: Start, seeds: Path, chance: random.Random) -> None:
    terminal = start(seeds, command=[sys.executable, "-c", LEAKING, str(seeds)])
    assert growth(terminal, KEYS // 4, chance) > 3 * PER_KEY
