"""The terminal between the start of the program and the moment when Textual takes it over."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import termios
from collections.abc import Callable
from types import FrameType
from typing import TypeAlias

from .owed import BACKGROUND, Owed

Attributes: TypeAlias = "list[int | list[bytes | int]]"
"""What `termios.tcgetattr` gives."""

_Handler: TypeAlias = "Callable[[int, FrameType | None], object] | int | signal.Handlers | None"

ENTER = "\x1b[?1049h"
"""Turn to the other screen, which is empty; Textual writes the same."""

_HIDE_CURSOR = "\x1b[?25l"
_LEAVE = "\x1b[?25h\x1b[?1049l"
# What Textual has turned on meanwhile: frames, keyboard, pastes, focus, mouse, and rows that do not run on.
_TURN_OFF = "\x1b[?2026l\x1b[<u\x1b[?2004l\x1b[?1004l\x1b[?1006l\x1b[?1002l\x1b[?1000l\x1b[?7h"

ENDS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)
"""Signals that ask the program to end."""

_WHAT_BACKGROUND = "\x1b]11;?\x1b\\"
"""The question for its colour (xterm's control sequences, OSC 11)."""

_LARGEST = (1000, 500)
"""Columns and rows beyond those of any screen; what says 65535 of both would have four thousand million cells painted."""

_SIMPLE = ("linux", "vt", "ansi", "cons", "sun")
"""Beginnings of `TERM` where it names a terminal that may print what it does not know."""

_STANDS_STILL = 1.0
"""Seconds."""

_INPUT, _LOCAL, _CHARACTERS = 0, 3, 6
"""Indices into the attributes of a terminal."""


class Terminal:
    """Standard input and output, which are a terminal.

    What is typed is neither shown nor held back for a line to end, so that Textual finds it; at first Ctrl+C still ends the program.
    However that ends, the terminal is afterwards as it was.
    """

    def __init__(self) -> None:
        self._before: Attributes | None = None
        self._handlers: dict[signal.Signals, _Handler] = {}
        self._is_handed_over = False
        self.is_shown = False
        self.owed = Owed()

    def take(self) -> None:
        """Keep what is typed, from now on or already.

        Raises:
            termios.error: the terminal does not let itself be asked.
        """
        if self._before is not None:
            return
        before: Attributes = termios.tcgetattr(0)
        self._before = before
        for number in ENDS:
            # Who ignores one (nohup) goes on doing so.
            if signal.getsignal(number) != signal.SIG_IGN:
                self._handlers[number] = signal.signal(number, self._end)
        attributes: Attributes = termios.tcgetattr(0)
        local, given, characters = attributes[_LOCAL], attributes[_INPUT], attributes[_CHARACTERS]
        assert isinstance(local, int)
        assert isinstance(given, int)
        assert isinstance(characters, list)
        attributes[_LOCAL] = local & ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
        attributes[_INPUT] = given & ~(
            termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR
        )
        # A program that stopped here would leave the terminal behind as it is now.
        for key in (termios.VSUSP, termios.VQUIT):
            characters[key] = b"\0"
        characters[termios.VMIN] = 1
        termios.tcsetattr(0, termios.TCSANOW, attributes)

    def show(self, text: str) -> None:
        """Draw on the other screen.

        Args:
            text: what is written there, with the codes that place it.
        """
        self.is_shown = True
        _write(f"{ENTER}{_HIDE_CURSOR}{text}")

    def ask_for_background(self) -> None:
        """Ask what colour it has; the answer comes with what is typed, and neither is shown until somebody reads them."""
        if is_simple():
            return
        with contextlib.suppress(termios.error):
            self.take()
            self.owed.ask(BACKGROUND)
            _write(_WHAT_BACKGROUND)

    def take_interrupts(self) -> None:
        """Keep Ctrl+C as a key too: asyncio begins, which would take the signal for its own and lose it."""
        # Where the terminal is gone, the reader finds that out.
        with contextlib.suppress(termios.error):
            self.take()
            attributes: Attributes = termios.tcgetattr(0)
            local = attributes[_LOCAL]
            assert isinstance(local, int)
            attributes[_LOCAL] = local & ~termios.ISIG
            termios.tcsetattr(0, termios.TCSANOW, attributes)

    def hand_over(self) -> Attributes | None:
        """Textual has the terminal from now on, and leaves the other screen itself.

        Returns:
            The attributes that the terminal had before; None where they have not been touched.
        """
        self._is_handed_over, self.is_shown = True, False
        return self._before

    def give_back(self) -> None:
        """Make the terminal what it was; to be called before anything is said on it, and at the end."""
        if self._before is None:
            return
        if self.is_shown:
            self.is_shown = False
            _write(_LEAVE)
        self.owed.swallow()
        # Where the terminal is gone, there is nothing to give back.
        with contextlib.suppress(termios.error):
            termios.tcsetattr(0, termios.TCSANOW, self._before)
        self._before = None
        for number, handler in self._handlers.items():
            if signal.getsignal(number) == self._end:
                signal.signal(number, handler)
        self._handlers.clear()

    def _end(self, number: int, frame: FrameType | None) -> None:
        # Nothing has been done yet that would have to be saved.
        if self._is_handed_over:
            _write(f"{_TURN_OFF}{_LEAVE}")
        if number != signal.SIGINT:
            # That comes from a key, and with it somebody who goes on typing; all others are in a hurry.
            self.owed.forget()
        self.give_back()
        os._exit(128 + number)


TERMINAL = Terminal()
"""The one that the program has."""


def size() -> tuple[int, int]:
    """Columns and rows: what the terminal says, as far as it can be; where it does not know, `COLUMNS` and `LINES`, and else 80×24."""
    columns = rows = 0
    with contextlib.suppress(OSError):
        columns, rows = os.get_terminal_size(1)
    if not (columns and rows):
        # Hardly ever needed, and slow to import.
        import shutil

        columns, rows = shutil.get_terminal_size()
    return min(columns, _LARGEST[0]), min(rows, _LARGEST[1])


def is_simple() -> bool:
    """Whether the terminal is of a kind that may print what it does not know."""
    return os.environ.get("TERM", "").startswith(_SIMPLE)


def _write(text: str) -> None:
    rest = memoryview(text.encode())
    with contextlib.suppress(OSError):
        # One that takes nothing any more is not waited for.
        while rest and select.select([], [1], [], _STANDS_STILL)[1]:
            rest = rest[os.write(1, rest) :]
