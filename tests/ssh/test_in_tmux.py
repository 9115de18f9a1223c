"""Inside tmux, over SSH: the session stays when the link drops; when tmux ends, so does the program, and nothing is lost."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.ssh.conftest import Link, Login, above, readers, tool, until

if TYPE_CHECKING:
    from tests.pty.conftest import Record, Terminal

Export = Callable[[Path], "list[Record]"]


class Tmux:
    """A tmux server of its own.

    Args:
        folder: where its socket and its configuration are.
    """

    def __init__(self, folder: Path) -> None:
        self._base = [tool("tmux"), "-S", str(folder / "socket"), "-f", str(folder / "tmux.conf")]
        (folder / "tmux.conf").write_text("set -g status off\nset -s escape-time 10\n")

    def attach(self, line: str) -> str:
        """The command that goes on in the session, or begins it with a command."""
        return f"env LC_ALL=C.UTF-8 {shlex.join(self._base)} new-session -A -s desk {shlex.quote(line)}"

    def do(self, *command: str) -> None:
        """Have the server do something."""
        subprocess.run([*self._base, *command], check=False, capture_output=True, timeout=60)


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    made = Tmux(tmp_path)
    yield made
    made.do("kill-server")


def tag(terminal: Terminal, keys: str, label: str) -> None:
    """Press keys, of which the last one tags; tmux does not say where a frame ends."""
    terminal.press(keys)
    terminal.until(
        lambda: f"tagged {label}" in terminal.status and " saved" in terminal.status, f"{label} is saved"
    )


def test_the_session_goes_on_when_the_link_drops(
    login: Login, tmux: Tmux, seeds: Path, exported: Export
) -> None:
    terminal = login(command=tmux.attach)
    # What it has found is shown beside the text.
    terminal.until_matched()
    tag(terminal, "c", "claim")
    tag(terminal, "))e", "error")
    terminal.until_quiet(0.3)
    seen = terminal.screen
    (pid,) = readers(seeds)
    terminal.child.kill(signal.SIGKILL)
    terminal.drain()
    again = login(command=tmux.attach)
    assert readers(seeds) == [pid]
    assert again.screen == seen
    tag(again, "))q", "quote")
    assert [line["label"] for line in exported(seeds)] == ["claim", "error", "quote"]


@pytest.mark.parametrize("end", ["kill-session", "kill-server", "kill-pane", "kill -9"])
def test_tmux_ends_and_the_next_start_goes_on(
    login: Login, tmux: Tmux, seeds: Path, exported: Export, end: str
) -> None:
    terminal = login(command=tmux.attach)
    terminal.press("]]")
    tag(terminal, "c", "claim")
    tag(terminal, "))e", "error")
    if end == "kill -9":
        os.kill(next(pid for pid, name in above(*readers(seeds)) if name.startswith("tmux")), signal.SIGKILL)
    else:
        tmux.do(end)
    until(lambda: not readers(seeds), "the program has ended")
    terminal.drain()
    assert [line["label"] for line in exported(seeds)] == ["claim", "error"]
    again = login(command=tmux.attach)
    assert "▸ 002" in again.screen[0]
    assert again.letters() == {"C", "E"}


def test_escape_and_arrows(login: Login, tmux: Tmux) -> None:
    terminal = login((100, 30), command=tmux.attach)
    terminal.until_matched()
    terminal.press("\x1b[1;2C\x1b[1;2C")
    terminal.until(lambda: "selection" in terminal.status, "something is selected")
    terminal.press("\x1b")
    terminal.until(lambda: "sentence" in terminal.status, "Escape drops it")


def test_a_slow_link_tears_a_key_and_tmux_does_not_wait_for_the_rest(
    login: Login, tmux: Tmux, link: Callable[..., Link]
) -> None:
    terminal = login((100, 30), command=tmux.attach, through=link(0.15), env={"ESCDELAY": "5000"})
    terminal.press("v")
    for part in ("\x1b", "[1;2C", "\x1b", "[1;2C", "\x1b", "[1;2C"):
        terminal.press(part)
        terminal.rest(0.15)
    tag(terminal, "e", "error")
    assert "“Jap”" in terminal.status
    assert terminal.panes == 2
