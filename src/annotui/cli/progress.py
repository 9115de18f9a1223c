"""How far a command is, on standard error."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from annotui.matching.progress import Progress, Report

_CELLS = 24
"""Width of the bar."""

_BETWEEN = (0.1, 10.0)
"""Seconds between two signs of life: of a bar, and of lines, which stay."""


@contextmanager
def progress() -> Iterator[Report]:
    """What is told how far it is: it draws a bar on a terminal, which goes at the end, and elsewhere says a line now and then."""
    shown = _Bar() if _is_terminal() else _Lines()
    try:
        yield shown.report
    finally:
        shown.end()


def _is_terminal() -> bool:
    return (
        sys.stderr is not None
        and sys.stderr.isatty()
        and os.environ.get("TERM") not in (None, "dumb", "unknown")
    )


class _Lines:
    """A line for each thing that is done, and where that takes long, some more."""

    def __init__(self) -> None:
        self._doing = ""
        self._said = 0.0

    def report(self, progress: Progress) -> None:
        now = time.monotonic()
        if progress.doing != self._doing or now - self._said >= _BETWEEN[1]:
            self._doing, self._said = progress.doing, now
            click.echo(f"{progress.share:4.0%} {progress.doing}", err=True)

    def end(self) -> None:
        pass


class _Bar:
    """A line that is drawn again and again."""

    def __init__(self) -> None:
        self._said = 0.0

    def report(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._said >= _BETWEEN[0]:
            self._said = now
            full = "█" * round(_CELLS * progress.share)
            click.echo(
                f"\r\x1b[K{full:░<{_CELLS}} {progress.share:4.0%} {progress.doing}", err=True, nl=False
            )

    def end(self) -> None:
        if self._said:
            click.echo("\r\x1b[K", err=True, nl=False)
