"""What must hold around the program: a locale that can name the files, and a terminal that can be drawn on."""

from __future__ import annotations

import codecs
import locale
import os
import sys
from collections.abc import Mapping


def locale_fault() -> str | None:
    """What is wrong with the locale: its encoding is not UTF-8. C, POSIX and none at all will do, Python reads them so."""
    given = _given_environment()
    named = next((value for key in ("LC_ALL", "LC_CTYPE", "LANG") if (value := given.get(key))), "C")
    # A locale that is not installed falls back to C, but the terminal behind it still speaks its encoding.
    said = named.partition(".")[2].partition("@")[0]
    encodings = [said] if said else []
    encodings += [locale.getencoding(), sys.getfilesystemencoding()]
    allowed = ({"utf-8"}, {"utf-8", "ascii"}, {"utf-8"})[-len(encodings) :]
    if any(_name(one) not in good for one, good in zip(encodings, allowed, strict=True)):
        return f"The locale {named} is not UTF-8; set another one, for example with LC_ALL=C.UTF-8."
    return None


def _given_environment() -> Mapping[str, str]:
    """The environment as the program got it: Python itself sets LC_CTYPE where it falls back to C (PEP 538)."""
    try:
        with open("/proc/self/environ", "rb") as file:
            lines = os.fsdecode(file.read()).split("\0")
    except OSError:
        return os.environ
    return dict(line.split("=", 1) for line in lines if "=" in line)


def _name(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return encoding


def terminal_fault() -> str | None:
    """Why nothing can be drawn: there is no terminal on both sides, or `TERM` says that it is a dumb one."""
    if not (os.isatty(0) and os.isatty(1)):
        return "Reading needs a terminal, and here input or output is none; annotui export needs none."
    kind = os.environ.get("TERM", "")
    if kind.lower() in ("dumb", "unknown"):
        return f"The terminal says TERM={kind}, so nothing can be drawn; set TERM to what it really is."
    return None
