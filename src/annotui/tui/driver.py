"""What this program asks of the terminal, where Textual would ask for more, and what it takes from it."""

from __future__ import annotations

import os
import re
import selectors
import time
from codecs import getincrementaldecoder
from collections.abc import Iterator

from textual._xterm_parser import XTermParser
from textual.constants import ESCAPE_DELAY
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key

from annotui.core.display import visible

from .first.terminal import ENTER, TERMINAL

_ESCAPE = "\x1b"
_PASTE_BEGINS = "\x1b[200~"
_PASTE_ENDS = "\x1b[201~"
# Nothing that a terminal sends begins so: Escape was pressed, and then something else.
_PRESSED = re.compile(r"\x1b(?![\[OPX\]^_])")
_AT_ONCE = 4096
"""Bytes."""
_SOON = 0.1
"""Seconds between two looks at whether an Escape has been one by itself; without one, there is less to look for."""


class Pastes:
    """Finds out what is pasted: there an escape sequence is text, which Textual would take for keys."""

    def __init__(self) -> None:
        self._is_inside = False
        # Outside what was seen last, inside what is held back: a link may tear the mark.
        self._seen = self._held = ""

    def tamed(self, data: str) -> str:
        """The same input with a sign for each Escape that is pasted.

        Args:
            data: what comes next from the terminal.
        """
        done: list[str] = []
        data, self._held = self._held + data, ""
        while data:
            if self._is_inside:
                pasted, mark, data = data.partition(_PASTE_ENDS)
                if not mark:
                    whole = len(pasted) - _torn(pasted)
                    pasted, self._held = pasted[:whole], pasted[whole:]
                done.append(pasted.replace(_ESCAPE, visible(_ESCAPE)) + mark)
                self._is_inside = not mark
            else:
                before, mark, rest = (self._seen + data).partition(_PASTE_BEGINS)
                done.append((before + mark)[len(self._seen) :])
                self._is_inside = bool(mark)
                self._seen, data = ("", rest) if mark else (before[1 - len(_PASTE_BEGINS) :], "")
        return "".join(done)


def _torn(text: str) -> int:
    """How many characters at the end of a text may be the beginning of the mark that ends a paste."""
    lengths = range(len(_PASTE_ENDS) - 1, 0, -1)
    return next((one for one in lengths if text.endswith(_PASTE_ENDS[:one])), 0)


class Escapes:
    """Tells an Escape that was pressed from one that begins a sequence, so that neither waits for the other.

    Textual's parser takes what follows an Escape within `ESCDELAY` for a part of it, also where it cannot be one.
    """

    def __init__(self) -> None:
        self.is_held = False
        self._since = 0.0

    def pieces(self, data: str, now: float) -> Iterator[str]:
        """The input in pieces: an Escape alone was pressed, or waited in vain for the rest of a sequence.

        Args:
            data: what comes next from the terminal; empty where nothing does.
            now: seconds, on any clock.
        """
        if self.is_held and (data or now - self._since >= ESCAPE_DELAY):
            data, self.is_held = _ESCAPE + data, False
            if data == _ESCAPE:
                yield data
                return
        if data.endswith(_ESCAPE):
            data, self.is_held, self._since = data[:-1], True, now
        for piece in filter(None, re.split(f"(?={_ESCAPE})", data)):
            if _PRESSED.match(piece):
                yield _ESCAPE
                piece = piece[1:]
            if piece:
                yield piece


class SturdyDriver(LinuxDriver):
    """Takes any input, and is told of the mouse only while a button is down: a link carries nothing for a mouse that merely moves."""

    def run_input_thread(self) -> None:
        """As Textual's, but bytes that are no text, and sequences that its parser cannot take, do not end the program."""
        parser, pastes, escapes = XTermParser(self._debug), Pastes(), Escapes()
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                data = ""
                if selector.select(_SOON if escapes.is_held else ESCAPE_DELAY):
                    read = self._read()
                    if not read:
                        # The terminal is gone; others see to that.
                        self.exit_event.wait(_SOON)
                    data = decode(read)
                # What an odd sequence ends must not be what came with it.
                for piece in [*escapes.pieces(pastes.tamed(data), time.monotonic()), ""]:
                    if piece == _ESCAPE:
                        self.process_message(Key("escape", None))
                        continue
                    try:
                        for event in parser.feed(piece) if piece else parser.tick():
                            self.process_message(event)
                    except (ValueError, OverflowError, StopIteration):
                        parser = XTermParser(self._debug)

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, _AT_ONCE)
        except OSError:
            return b""

    def start_application_mode(self) -> None:
        """As Textual's, on a screen where the first text may stand already."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if (before := TERMINAL.hand_over()) is not None:
            # Textual has found the terminal as it was made for the first text.
            self.attrs_before = before

    def write(self, data: str) -> None:
        """As Textual's, but what is shown already is not cleared."""
        if not (data == ENTER and TERMINAL.is_shown):
            super().write(data)

    def _enable_mouse_support(self) -> None:
        if self._mouse:
            # Presses and releases, moves with a button down, and coordinates beyond column 223.
            self.write("\x1b[?1000h\x1b[?1002h\x1b[?1006h")
            self.flush()

    def _disable_mouse_support(self) -> None:
        if self._mouse:
            self.write("\x1b[?1006l\x1b[?1002l\x1b[?1000l")
            self.flush()


def driver_class() -> type[Driver]:
    """The driver for a terminal; tests without one bring their own."""
    return SturdyDriver
