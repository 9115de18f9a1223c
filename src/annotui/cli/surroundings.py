"""Refusing to run where that is no use."""

from __future__ import annotations

from annotui.surroundings import locale_fault, terminal_fault

from .options import Refused


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


def _refuse(fault: str | None) -> None:
    if fault is not None:
        raise Refused(fault)
