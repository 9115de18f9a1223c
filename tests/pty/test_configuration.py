"""The two configuration files and the real program: what it asks of the terminal, and what it says of mistakes."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.pty.conftest import Record, Start, Terminal

Program = Callable[..., subprocess.CompletedProcess[str]]
Export = Callable[[Path], "list[Record]"]

LABELS = '[[labels]]\nname = "rumour"\nkey = "ctrl+r"\nletter = "U"\nguideline = "Said to be said."\n'
MOUSE_MODES = {b"1000", b"1001", b"1002", b"1003", b"1005", b"1006", b"1015", b"1016"}


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., tuple[Path, Path]]:
    """Writes both files; returns where they are."""

    def files(shared: str | None = None, own: str | None = None) -> tuple[Path, Path]:
        paths = tmp_path / "annotations" / "annotui.toml", tmp_path / "config" / "annotui" / "config.toml"
        for path, text in zip(paths, (shared, own), strict=True):
            if text is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        return paths

    return files


def asked_for_a_mouse(raw: bytes) -> set[bytes]:
    """The modes of a mouse that were switched on."""
    return {mode for mode in re.findall(rb"\x1b\[\?([0-9]+)h", raw) if mode in MOUSE_MODES}


@pytest.mark.parametrize("mouse", [True, False])
def test_the_mouse_can_be_left_to_the_terminal(
    start: Start, seeds: Path, write: Callable[..., tuple[Path, Path]], mouse: bool
) -> None:
    write(own=f"mouse = {str(mouse).lower()}\n")
    terminal = start(seeds)
    terminal.press("Q")
    assert terminal.until_ended() == 0
    assert bool(asked_for_a_mouse(bytes(terminal.raw))) is mouse


def test_own_labels_and_keys(
    start: Start, seeds: Path, exported: Export, write: Callable[..., tuple[Path, Path]]
) -> None:
    write(LABELS, '[keys]\nnext_sentence = "f5"\nundo = []\n')
    terminal = start(seeds, wait=False)
    terminal.until(lambda: "Ctrl+R rumour" in terminal.screen[-1], "the label is shown")
    terminal.until(lambda: "saved" in terminal.status, "the screen is there")
    assert "F5 next" in terminal.screen[-1]
    assert "undo" not in terminal.screen[-1]
    terminal.press("\x1b[15~")
    terminal.until(lambda: terminal.at_cursor == "He", "F5 goes on")
    terminal.tag("\x12", "rumour")
    terminal.press("?")
    terminal.until_shown("Said to be said.")
    terminal.kill()
    assert [line["label"] for line in exported(seeds)] == ["rumour"]


@pytest.mark.parametrize(
    ("shared", "own", "said"),
    [
        (
            None,
            '[keys]\nraw = "c"\n',
            "config.toml, line 2: “c” is both raw and claim; give one of them another key",
        ),
        (
            '[[labels]]\nname = "fact"\nkey = "u"\n',
            None,
            "annotui.toml, line 3: “u” is both undo and fact; give one of them another key",
        ),
        (
            '[[labels]]\nname = "fact"\nkey = "f"\n\n[[labels]]\nname = "folk"\nkey = "g"\n',
            None,
            "annotui.toml, line 6: “F” is both fact and folk; give one of them another letter",
        ),
        (
            None,
            '[keys]\nnxt_word = "f5"\n',
            "config.toml, line 2: there is no action “nxt_word”; perhaps next_word is meant (the help lists them all)",
        ),
        (None, 'theme = "drak"\n', "config.toml, line 1: there is no theme “drak”; perhaps dark is meant"),
        (None, "theme = \n", "config.toml, line 1: this is not TOML"),
        (
            "[[labels]]\nname = \"a\\u001bb\"\nkey = 'f'\n",
            None,
            "annotui.toml, line 2: the name “a␛b” holds a control character; remove it",
        ),
        ('[[labels]]\nname = "x\\u202ey"\n', None, "line 1: this label has no key; give it one"),
        (
            "theme = 'dark'\n",
            None,
            "annotui.toml, line 1: “theme” is each reader's own; move it to their config.toml",
        ),
    ],
)
def test_a_mistake_ends_the_program_before_the_reader_with_one_sentence(
    start: Start,
    seeds: Path,
    write: Callable[..., tuple[Path, Path]],
    shared: str | None,
    own: str | None,
    said: str,
) -> None:
    paths = write(shared, own)
    refused = start(seeds, (200, 50), wait=False)
    assert refused.until_ended() == 2
    # The first text may have been shown; it is gone by now.
    stays = bytes(refused.raw).rpartition(b"\x1b[?1049l")[2]
    output = " ".join(stays.decode().split())
    assert said in output
    assert output.startswith(str(paths[0] if shared else paths[1]))
    assert output.endswith(".")
    assert output.count(". ") == 0, "one sentence"
    assert b"\x1b" not in stays, "there is no screen any more"
    assert not list((seeds.parent / "annotations").glob("*.jsonl")), "and nothing was made"


def test_the_same_files_without_the_mistake_start(
    start: Start, seeds: Path, write: Callable[..., tuple[Path, Path]]
) -> None:
    write('[[labels]]\nname = "fact"\nkey = "5"\n', 'theme = "dark"\n[keys]\nraw = "f7"\n')
    terminal = start(seeds, wait=False)
    terminal.until(lambda: " 5 fact " in terminal.screen[-1], "it has started")


def shown(terminal: Terminal) -> list[object]:
    """Everything that is seen, with its looks, but for the time of day."""
    last = len(terminal.screen) - 2
    cells: list[object] = [
        terminal.cell(row, column) for row in range(last + 2) if row != last for column in range(160)
    ]
    return [*cells, re.sub(r"\d\d:\d\d:\d\d", "", terminal.status)]


def test_a_corpus_with_the_file_that_init_writes_looks_as_one_without(
    start: Start, seeds: Path, annotui: Program, write: Callable[..., tuple[Path, Path]]
) -> None:
    def look() -> list[object]:
        terminal = start(seeds)
        terminal.until_matched()
        seen = shown(terminal)
        terminal.press("?")
        terminal.until_shown("back to reading")
        terminal.until_quiet(0.3)
        seen += shown(terminal)
        terminal.kill()
        # Each start is a first one.
        shutil.rmtree(seeds.parent / "annotations" / "state", ignore_errors=True)
        return seen

    without = look()
    assert annotui("init", seeds).returncode == 0
    path, _ = write()
    text = path.read_text(encoding="utf-8")
    assert look() == without
    # Another letter would have been seen.
    path.write_text(text.replace('letter = "C"', 'letter = "K"').replace("cyan", "magenta"), encoding="utf-8")
    assert look() != without
