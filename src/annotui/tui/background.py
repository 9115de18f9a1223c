"""Whether the terminal's background is light; the terminal is asked while the program is still being loaded.

An answer that arrived later would be dropped by `input`, and what is typed meanwhile is kept for it.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import termios
import time

# The colour of the background (xterm's control sequences, OSC 11); and what kind of terminal it is (DA1), because any answers that, in
# turn: then nothing else will come.
_ASK = b"\x1b]11;?\x1b\\\x1b[c"
_HEX = rb"([0-9a-fA-F]{1,4})"
_COLOUR = re.compile(rb"\x1b\]11;rgba?:" + _HEX + b"/" + _HEX + b"/" + _HEX + rb"[^\x07\x1b]*(?:\x07|\x1b\\)")
_KIND = re.compile(rb"\x1b\[\?[0-9;]*c")

_WITHIN = 0.35
"""Seconds from the question on; loading takes most of them anyway."""

_SIMPLE = ("linux", "vt", "ansi", "cons", "sun")
"""Beginnings of `TERM` where it names a terminal that may print what it does not know."""

_LOCAL = 3
"""Index into the attributes of a terminal."""

Attributes = list[int | list[bytes | int]]
"""What `termios.tcgetattr` gives."""


def is_simple() -> bool:
    """Whether the terminal is of a kind that may print what it does not know."""
    return os.environ.get("TERM", "").startswith(_SIMPLE)


class Background:
    """What the terminal says of its background.

    Args:
        asks: whether it is asked at all.
    """

    def __init__(self, asks: bool) -> None:
        self.typed = b""
        self.before: Attributes | None = None
        self._is_asked = False
        self._until = 0.0
        if asks and not is_simple():
            with contextlib.suppress(termios.error, OSError):
                self._ask()

    def _ask(self) -> None:
        attributes: Attributes = termios.tcgetattr(0)
        local = attributes[_LOCAL]
        assert isinstance(local, int)
        hidden = local & ~(termios.ECHO | termios.ICANON)
        if hidden != local:
            # The answer is not to be shown, nor held back until a line ends.
            self.before = termios.tcgetattr(0)
            attributes[_LOCAL] = hidden
            termios.tcsetattr(0, termios.TCSANOW, attributes)
        os.write(1, _ASK)
        self._is_asked, self._until = True, time.monotonic() + _WITHIN

    def is_light(self) -> bool:
        """Wait for the answer, not for long; without one, the background counts as dark."""
        data = b""
        while self._is_asked and not _KIND.search(data):
            # What has come already is taken, however long the loading took.
            ready, _, _ = select.select([0], [], [], max(self._until - time.monotonic(), 0))
            read = _read() if ready else b""
            if not read:
                break
            data += read
        self._is_asked = False
        found = _COLOUR.search(data)
        self.typed += _KIND.sub(b"", _COLOUR.sub(b"", data, count=1), count=1)
        return found is not None and _brightness(*found.groups()) > 0.5

    def give_back(self) -> None:
        """Make the terminal what it was, where nothing else has done so."""
        if self.before is not None:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(0, termios.TCSANOW, self.before)


def _read() -> bytes:
    try:
        return os.read(0, 4096)
    except OSError:
        return b""


def _brightness(*colour: bytes) -> float:
    """0..1, of red, green and blue in one to four hexadecimal digits each (ITU-R BT.709)."""
    red, green, blue = (float(int(one, 16) / (16 ** len(one) - 1)) for one in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
