"""What this program asks of the terminal, where Textual would ask for more, and what it takes from it."""

from __future__ import annotations

import os
import re
import selectors
from codecs import getincrementaldecoder

from textual._xterm_parser import XTermParser
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver

from annotui.core.display import visible

_ESCAPE = "\x1b"
_PASTE_BEGINS = "\x1b[200~"
_PASTE_ENDS = "\x1b[201~"
_AT_ONCE = 4096
"""Bytes."""
_ASKED_EVERY = 0.1
"""Seconds between two looks at whether the program ends, and at whether an Escape has been one by itself."""


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


class SturdyDriver(LinuxDriver):
    """Takes any input, and is told of the mouse only while a button is down: a link carries nothing for a mouse that merely moves."""

    def run_input_thread(self) -> None:
        """As Textual's, but bytes that are no text, and sequences that its parser cannot take, do not end the program."""
        parser, pastes = XTermParser(self._debug), Pastes()
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                data = ""
                if selector.select(_ASKED_EVERY):
                    read = self._read()
                    if not read:
                        # The terminal is gone; others see to that.
                        self.exit_event.wait(_ASKED_EVERY)
                    data = decode(read)
                # What an odd sequence ends must not be what came with it.
                for piece in re.split(f"(?={_ESCAPE})", pastes.tamed(data)):
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
