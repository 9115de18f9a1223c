"""Whether the terminal's background is light: it is asked while the program is still being loaded, and may answer at any time."""

from __future__ import annotations

import re

from textual.message import Message

# xterm's control sequences, OSC 11.
_HEX = "([0-9a-fA-F]{1,4})"
_ANSWER = re.compile(rf"\x1b\]11;rgba?:{_HEX}/{_HEX}/{_HEX}")


class BackgroundTold(Message, bubble=False):
    """The terminal has said what its background is like.

    Args:
        is_light: whether dark text reads better on it.
    """

    def __init__(self, is_light: bool) -> None:
        super().__init__()
        self.is_light = is_light


def told(answer: str) -> BackgroundTold | None:
    """What an escape sequence says of the background; None where it is about something else.

    Args:
        answer: the whole sequence.
    """
    found = _ANSWER.match(answer)
    return found and BackgroundTold(_brightness(*found.groups()) > 0.5)


def _brightness(*colour: str) -> float:
    """0..1, of red, green and blue in one to four hexadecimal digits each (ITU-R BT.709)."""
    red, green, blue = (int(one, 16) / int("f" * len(one), 16) for one in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
