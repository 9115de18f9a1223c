"""The reader over a real SSH: it is used, the link drops, and the next login goes on where it was."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.ssh.conftest import Link, Login, above, readers, until

if TYPE_CHECKING:
    from tests.pty.conftest import Record, Terminal

Export = Callable[[Path], "list[Record]"]
MakeLink = Callable[..., Link]
Property = Callable[[str, object], None]


def until_ended(seeds: Path) -> float:
    """Wait until nobody reads the corpus any more; returns the seconds that it took."""
    since = time.monotonic()
    until(lambda: not readers(seeds), "the program has ended")
    return time.monotonic() - since


def test_it_is_used_over_ssh(login: Login, seeds: Path, exported: Export) -> None:
    terminal = login()
    terminal.tag("c", "claim")
    terminal.tag('"q', "quote")
    terminal.press("Q")
    assert terminal.until_ended() == 0
    assert [line["label"] for line in exported(seeds)] == ["claim", "quote"]


def test_the_client_is_killed_and_the_next_login_goes_on(
    login: Login, seeds: Path, exported: Export, record_property: Property
) -> None:
    terminal = login()
    terminal.press("]]")
    terminal.tag("c", "claim")
    terminal.tag("))e", "error")
    there = terminal.at_cursor
    until(lambda: len(readers(seeds)) == 1, "the judge sees who reads")
    terminal.child.kill(signal.SIGKILL)
    seconds = until_ended(seeds)
    record_property("seconds until it was gone", seconds)
    assert [line["label"] for line in exported(seeds)] == ["claim", "error"]
    again = login()
    assert again.at_cursor == there
    assert again.letters() == {"C", "E"}


def test_a_link_that_stands_still_until_the_server_gives_it_up(
    login: Login, seeds: Path, exported: Export, link: MakeLink
) -> None:
    """As when a laptop is closed: nobody says that the link is gone, and what is written piles up."""
    through = link()
    terminal = login((200, 50), through=through)
    terminal.tag("c", "claim")
    through.stalls = True
    terminal.press("?" * 20)
    until_ended(seeds)
    assert [line["label"] for line in exported(seeds)] == ["claim"]


def test_the_server_behind_the_terminal_is_killed(login: Login, seeds: Path, exported: Export) -> None:
    """Nobody is left to say that the terminal is gone."""
    terminal = login()
    terminal.press("]]")
    terminal.tag("c", "claim")
    there = terminal.at_cursor
    # What the server has started for this terminal alone.
    server = next(pid for pid, name in above(*readers(seeds)) if name.startswith("sshd"))
    os.kill(server, signal.SIGKILL)
    until_ended(seeds)
    assert [line["label"] for line in exported(seeds)] == ["claim"]
    assert login().at_cursor == there


def test_a_client_that_was_stopped_goes_on(login: Login, seeds: Path, exported: Export) -> None:
    terminal = login((200, 50))
    terminal.tag("c", "claim")
    os.kill(terminal.child.pid, signal.SIGSTOP)
    # More than the way takes.
    for _ in range(20):
        terminal.press("?\x1b")
    time.sleep(1)
    os.kill(terminal.child.pid, signal.SIGCONT)
    terminal.until_quiet(1)
    terminal.tag("))e", "error")
    terminal.press("Q")
    assert terminal.until_ended() == 0
    assert [line["label"] for line in exported(seeds)] == ["claim", "error"]


def test_the_exit_status_arrives(login: Login, seeds: Path) -> None:
    (seeds.parent / "annotations").mkdir()
    (seeds.parent / "annotations" / "annotui.toml").write_text("theme = 1\n")
    assert login(wait=False).until_ended() == 2


class TestSlowLink:
    """150 ms each way, and keys that are torn on their way."""

    @pytest.fixture
    def terminal(self, login: Login, link: MakeLink) -> Terminal:
        return login((100, 30), through=link(0.15))

    def test_an_arrow_that_is_torn_is_one_key(self, login: Login, link: MakeLink) -> None:
        # By itself a busy machine may hold up a part for longer than the program waits: it waits long.
        terminal = login((100, 30), through=link(0.15), env={"ESCDELAY": "5000"})
        terminal.until_matched()
        terminal.press("v")
        for part in ("\x1b", "[1;", "2C", "\x1b[", "1;2C"):
            terminal.press(part)
            terminal.rest(0.15)
        terminal.until(lambda: "selection" in terminal.status, "something is selected")
        terminal.press("v")
        terminal.until(lambda: terminal.panes == 2 and "sentence" in terminal.status, "nothing is selected")
        # None of `[`, `1`, `;` and `2` has been taken for a key.
        assert "▸ 000" in terminal.screen[0]
        assert "· 0/5 ✓" in terminal.status

    def test_escape_alone_is_escape(self, terminal: Terminal) -> None:
        terminal.press(":")
        terminal.until_shown("type to filter")
        terminal.press("\x1b")
        terminal.until(lambda: "c claim" in terminal.screen[-1], "the list is closed")

    def test_escape_and_a_key_behind_it_are_two(
        self, terminal: Terminal, seeds: Path, exported: Export
    ) -> None:
        terminal.press("/nato")
        terminal.until_shown("nato")
        terminal.press("\x1b")
        terminal.rest(0.05)
        terminal.tag("c", "claim")
        assert len(exported(seeds)) == 1

    def test_keys_typed_ahead_are_done_in_turn(
        self, terminal: Terminal, seeds: Path, exported: Export
    ) -> None:
        terminal.tag("c)q)e)d", "duplicate")
        terminal.press("Q")
        assert terminal.until_ended() == 0
        assert [line["label"] for line in exported(seeds)] == ["claim", "quote", "error", "duplicate"]

    def test_the_judge_of_torn_keys_sees_one_that_is_not_waited_for(
        self, login: Login, link: MakeLink
    ) -> None:
        terminal = login((100, 30), through=link(0.15), env={"ESCDELAY": "20"})
        terminal.press("v")
        terminal.until(lambda: "other end" in terminal.screen[-1], "something is selected")
        terminal.press("\x1b")
        terminal.until(lambda: "other end" not in terminal.screen[-1], "it was taken for Escape")
        terminal.press("]")
        terminal.until(lambda: "▸ 001" in terminal.screen[0], "the rest is taken for a key")

    def test_the_link_is_slow(self, terminal: Terminal) -> None:
        since, word = time.monotonic(), terminal.at_cursor
        terminal.press("w")
        terminal.until(lambda: terminal.at_cursor != word, "the key is answered")
        assert time.monotonic() - since >= 0.3
