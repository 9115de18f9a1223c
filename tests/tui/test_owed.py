"""What a terminal owes is waited for, and nothing else is."""

from __future__ import annotations

import os
import sys
import threading
import time

import pytest

from annotui.tui.first.owed import BACKGROUND, FRAMES, Owed


class Waiting(Exception):
    """Somebody waits."""


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> int:
        raise Waiting

    # Asked each time before anything is read.
    monkeypatch.setattr(os, "tcgetpgrp", refuse)


def test_what_was_asked_is_waited_for() -> None:
    one = Owed()
    one.ask(BACKGROUND)
    one.ask(FRAMES)
    one.hear("\x1b]11;rgb:0/0/0\x07")
    with pytest.raises(Waiting):
        one.swallow()


def test_what_was_not_asked_or_is_answered_is_not() -> None:
    one = Owed()
    one.swallow()
    one.ask(BACKGROUND)
    one.ask(FRAMES)
    one.hear("\x1b]11;rgb:0/0/0\x07")
    one.hear("\x1b[?2026;0$y")
    one.swallow()


def test_something_is_asked_while_something_else_is_heard() -> None:
    one = Owed()
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)

    def ask() -> None:
        for number in range(300):
            one.ask(f"question {number}")

    asking = threading.Thread(target=ask)
    try:
        asking.start()
        while asking.is_alive():
            one.hear("no answer")
    finally:
        sys.setswitchinterval(interval)
        asking.join()


def test_nor_is_what_was_asked_long_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    one, now = Owed(), time.monotonic()
    one.ask(BACKGROUND)
    monkeypatch.setattr(time, "monotonic", lambda: now + 3)
    one.swallow()


def test_a_terminal_that_is_gone_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, _theirs = os.pipe()
    monkeypatch.undo()
    one = Owed(ours)
    one.ask(BACKGROUND)
    monkeypatch.setattr(time, "monotonic", lambda: 0.0)
    # No second ever passes.
    one.swallow()
    os.close(ours)
    os.close(_theirs)
