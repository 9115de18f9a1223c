"""`y` hands the text to the terminal and claims no more than that; `Y` writes it to a file, whatever the terminal can do."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.pty.conftest import Start, Terminal

Tmux = Callable[..., str]

SENTENCE = "Untangling the Debate Over a NATO Office in Japan: Paris, Tokyo, and the Road Ahead"
SAID = "handed to the terminal's clipboard, if it allows that · Y writes them to a file"
_CLIPBOARD = re.compile(rb"\x1b\]52;c?;([A-Za-z0-9+/=]*)(?:\x07|\x1b\\)")


def handed_over(terminal: Terminal) -> list[str]:
    """What the terminal was asked to put into its clipboard."""
    return [base64.b64decode(one).decode() for one in _CLIPBOARD.findall(bytes(terminal.raw))]


def write(terminal: Terminal, name: str) -> None:
    """Write what is selected to a file, in place of the name that is proposed."""
    terminal.press("Y")
    terminal.until_shown("write to: annotui-selection.txt")
    terminal.press(name)
    terminal.until_shown(f"write to: {name} ")
    terminal.press("\r")
    terminal.until_shown("characters written to")


def test_the_terminal_gets_it(start: Start, seeds: Path) -> None:
    terminal = start(seeds, (160, 50))
    terminal.press("]y")
    terminal.until_shown(SAID)
    assert handed_over(terminal) == [SENTENCE]
    terminal.press("vwwy")
    terminal.until(lambda: len(handed_over(terminal)) == 2, "the selection is handed over")
    assert handed_over(terminal)[1] == "Untangling the"


def test_a_file_gets_it(start: Start, seeds: Path, tmp_path: Path) -> None:
    terminal = start(seeds, (160, 50))
    terminal.press("]")
    write(terminal, "here.txt")
    assert (tmp_path / "here.txt").read_text(encoding="utf-8") == f"{SENTENCE}\n"
    assert handed_over(terminal) == []


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        ("", "annotui-selection.txt"),
        ("x", "x"),
        ("\x1b[200~pasted.txt\x1b[201~", "pasted.txt"),
        ("\x7fx", "x"),
        ("\x01my-", "my-annotui-selection.txt"),
        ("\x05.2", "annotui-selection.txt.2"),
        ("\x1b[C\x7f\x7f\x7fmd", "annotui-selection.md"),
    ],
    ids=["enter", "type", "paste", "backspace", "home", "end", "right"],
)
def test_what_is_typed_replaces_the_name_that_is_proposed_and_editing_edits_it(
    start: Start, seeds: Path, tmp_path: Path, keys: str, name: str
) -> None:
    terminal = start(seeds, (100, 30))
    terminal.press("]Y")
    terminal.until_shown("write to: annotui-selection.txt")
    terminal.press(keys)
    terminal.until(lambda: terminal.screen[-1].rstrip() == f"write to: {name}", "the name is there")
    terminal.press("\r")
    terminal.until_shown("characters written to")
    assert (tmp_path / name).is_file()


@pytest.mark.parametrize("env", [{}, {"NO_COLOR": "1"}, {"TERM": "vt100"}], ids=["colours", "none", "vt100"])
def test_a_name_that_is_only_proposed_is_seen_to_be(start: Start, seeds: Path, env: dict[str, str]) -> None:
    terminal = start(seeds, (80, 24), env=env)
    terminal.press("Y")
    terminal.until_shown("write to: annotui-selection.txt")
    terminal.until_quiet(0.3)
    row, begin = len(terminal.screen) - 1, len("write to: ")
    name = range(begin, begin + len("annotui-selection.txt"))
    assert all(terminal.cell(row, column).reverse for column in name)
    terminal.press("\x05")
    terminal.until(lambda: not any(terminal.cell(row, column).reverse for column in name), "it is edited")


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    """Has a tmux server of its own do something, and says what it answers."""
    path = shutil.which("tmux")
    if path is None:
        pytest.skip("tmux is not installed")
    base = [path, "-S", str(tmp_path / "socket"), "-f", str(tmp_path / "tmux.conf")]

    def do(*command: str, only_named: bool = False) -> str:
        if only_named:
            return "\0".join([*base, *command])
        done = subprocess.run([*base, *command], check=False, capture_output=True, text=True, timeout=60)
        return done.stdout

    yield do
    do("kill-server")


@pytest.mark.parametrize("setting", ["external", "on", "off"])
def test_in_tmux_it_depends_on_a_setting_and_the_file_does_not(
    start: Start, seeds: Path, tmp_path: Path, tmux: Tmux, setting: str
) -> None:
    (tmp_path / "tmux.conf").write_text(f"set -g status off\nset -s set-clipboard {setting}\n")
    program = [sys.executable, "-m", "annotui", str(seeds)]
    command = tmux("new-session", *program, only_named=True).split("\0")
    terminal = start(seeds, (160, 50), command=command)
    terminal.press("]y")
    # The same in each case: whether it came through is not to be known here.
    terminal.until_shown(SAID)
    terminal.until_quiet(0.3)
    assert (SENTENCE in handed_over(terminal)) == (setting == "on")
    assert (tmux("show-buffer").strip() == SENTENCE) == (setting == "on")
    write(terminal, "here.txt")
    assert (tmp_path / "here.txt").read_text(encoding="utf-8") == f"{SENTENCE}\n"
