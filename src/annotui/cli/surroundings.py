"""What must hold around the program: a locale that can name the files, and a terminal that can be drawn on."""

from __future__ import annotations

import codecs
import locale
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from .options import Refused

_COLOURLESS = ("vt1", "vt2", "vt3", "xterm-mono")
"""Beginnings of `TERM` where it names a terminal that has no colours."""


def require_utf8() -> None:
    """Ask for a locale whose encoding is UTF-8; C, POSIX and none at all will do, Python reads them so.

    Raises:
        Refused: it is another one.
    """
    given = _given_environment()
    named = next((value for key in ("LC_ALL", "LC_CTYPE", "LANG") if (value := given.get(key))), "C")
    # A locale that is not installed falls back to C, but the terminal behind it still speaks its encoding.
    said = named.partition(".")[2].partition("@")[0]
    encodings = [said] if said else []
    encodings += [locale.getencoding(), sys.getfilesystemencoding()]
    allowed = ({"utf-8"}, {"utf-8", "ascii"}, {"utf-8"})[-len(encodings) :]
    if any(_name(one) not in good for one, good in zip(encodings, allowed, strict=True)):
        raise Refused(f"The locale {named} is not UTF-8; set another one, for example with LC_ALL=C.UTF-8.")


def _given_environment() -> Mapping[str, str]:
    """The environment as the program got it: Python itself sets LC_CTYPE where it falls back to C (PEP 538)."""
    try:
        lines = os.fsdecode(Path("/proc/self/environ").read_bytes()).split("\0")
    except OSError:
        return os.environ
    return dict(line.split("=", 1) for line in lines if "=" in line)


def _name(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return encoding


def require_terminal() -> None:
    """Ask for a terminal on both sides, of a kind that can place text.

    Raises:
        Refused: there is none, or `TERM` says that it is a dumb one.
    """
    if not (os.isatty(0) and os.isatty(1)):
        raise Refused(
            "Reading needs a terminal, and here input or output is none; annotui export needs none."
        )
    kind = os.environ.get("TERM", "")
    if kind.lower() in ("dumb", "unknown"):
        raise Refused(
            f"The terminal says TERM={kind}, so nothing can be drawn; set TERM to what it really is."
        )


def settle_environment() -> None:
    """Say to Textual, which looks when it is imported, what the terminal needs."""
    # How long (ms) it waits for what belongs to an Escape: a slow link may tear them.
    os.environ.setdefault("ESCDELAY", "400")
    if os.environ.get("TERM", "").startswith(_COLOURLESS):
        os.environ["NO_COLOR"] = "1"
    elif os.environ.get("NO_COLOR") == "":
        # Empty is as good as unset (no-color.org); to Textual it is set.
        del os.environ["NO_COLOR"]
