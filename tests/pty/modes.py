"""In what state some output leaves a terminal."""

from __future__ import annotations

import re

ALTERNATE_SCREEN, CURSOR, WRAP = 1049, 25, 7
MOUSE = (1000, 1002, 1003, 1005, 1006, 1015, 1016)
FOCUS, PASTE, SYNCHRONIZED = 1004, 2004, 2026
USUAL = {CURSOR: True, WRAP: True}
"""Modes that are on in a terminal that nobody has changed; all others are off."""


def modes(raw: bytes) -> dict[int, bool]:
    """How the private modes stand after some output (ECMA-48, xterm's control sequences)."""
    found: dict[int, bool] = dict(USUAL)
    for numbers, final in re.findall(rb"\x1b\[\?([0-9;]+)([hl])", raw):
        for number in numbers.split(b";"):
            found[int(number)] = final == b"h"
    return found


def left_changed(raw: bytes) -> set[int]:
    """The modes that do not stand as they did before the output."""
    return {mode for mode, on in modes(raw).items() if on != USUAL.get(mode, False)}


def keyboards(raw: bytes) -> int:
    """How many keyboard modes were pushed and not popped (kitty's protocol)."""
    return len(re.findall(rb"\x1b\[>[0-9]*u", raw)) - len(re.findall(rb"\x1b\[<[0-9]*u", raw))
