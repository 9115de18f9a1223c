"""The command line: what is done, and what a person reads when it cannot be."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from annotui.commands import opened
from annotui.core.display import visible
from annotui.tui.first.terminal import TERMINAL

from .places import Refused


def run(arguments: Sequence[str]) -> int:
    """Do what the command line says.

    Args:
        arguments: what follows the program's name.

    Returns:
        The exit status.
    """
    try:
        return _run(arguments)
    except Refused as error:
        return _complain(str(error))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _discard(sys.stdout)
        return 141
    except OSError as error:
        _discard(sys.stdout)
        if not _has_place():
            return _complain("The folder that you are in does not exist any more; change to another one.")
        return _complain(f"This cannot be written: {(error.strerror or str(error)).lower()}.")


def _run(arguments: Sequence[str]) -> int:
    if (asked := opened(arguments)) is None:
        from .program import invoke

        return invoke(arguments)
    # Click would find the same, and takes 10 ms of the start.
    from .read import read

    return read(
        Path(asked.folder), Path(asked.annotations) if asked.annotations else None, asked.reviewer or None
    )


def _has_place() -> bool:
    """Whether there is a current folder, from which paths lead on."""
    try:
        os.getcwd()
    except OSError:
        return False
    return True


def _discard(stream: TextIO | None) -> None:
    """Drop what is still buffered: writing it when Python ends would fail again, and change the status."""
    if stream:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)


def _complain(message: str) -> int:
    TERMINAL.give_back()
    try:
        if sys.stderr:
            print(visible(message), file=sys.stderr, flush=True)
    except OSError:
        # Where nothing can be said any more, the status says it.
        _discard(sys.stderr)
    return 2
