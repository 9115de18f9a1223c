"""Refusing to run where that is no use."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from annotui.surroundings import locale_fault, terminal_fault

from .places import Refused

_MILLISECONDS = re.compile("0*[1-9][0-9]{0,4}")
_COLOURLESS = ("vt1", "vt2", "vt3", "xterm-mono")
"""Beginnings of `TERM` where it names a terminal that has no colours."""


def require_utf8() -> None:
    """Ask for a locale whose encoding is UTF-8.

    Raises:
        Refused: it is another one.
    """
    _refuse(locale_fault())


def require_terminal() -> None:
    """Ask for a terminal on both sides, of a kind that can place text.

    Raises:
        Refused: there is none, or `TERM` says that it is a dumb one.
    """
    _refuse(terminal_fault())


def settle_environment() -> None:
    """Say to Textual and Rich, which look when they are imported, what the terminal needs, and nothing that would harm."""
    for name, value in list(os.environ.items()):
        # What is meant for those who write programs: some of it types keys, and values that are not as they must be end the program.
        is_size = name in ("COLUMNS", "LINES")
        if name.startswith("TEXTUAL_") or (is_size and not (value.isascii() and value.isdigit())):
            del os.environ[name]
    # How long (ms) it waits for what belongs to an Escape: a slow link may tear them.
    if not _MILLISECONDS.fullmatch(os.environ.get("ESCDELAY", "")):
        os.environ["ESCDELAY"] = "400"
    if os.environ.get("TERM", "").startswith(_COLOURLESS):
        os.environ["NO_COLOR"] = "1"
    elif os.environ.get("NO_COLOR") == "":
        # Empty is as good as unset (no-color.org); to Textual it is set.
        del os.environ["NO_COLOR"]


@contextmanager
def without(*modules: str) -> Iterator[None]:
    """Meanwhile these cannot be imported, as in a Python that was built without them; afterwards they can.

    Args:
        modules: names of modules that whoever imports them does without.
    """
    absent = [one for one in modules if one not in sys.modules]
    # What the documentation of `sys.modules` gives None for.
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for one in absent:
            del sys.modules[one]


def _refuse(fault: str | None) -> None:
    if fault is not None:
        raise Refused(fault)
