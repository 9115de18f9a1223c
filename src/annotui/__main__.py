"""Starts the program: `annotui` and `python -m annotui`."""

from __future__ import annotations

import os
import sys

# Built in; the module around it takes a while to import, and Ctrl+C in that while would be told with a traceback.
from _signal import SIGINT, default_int_handler, getsignal, signal  # type: ignore[import-not-found]

_INTERRUPTED = 130


def _end(*_: object) -> None:
    """End at once and say nothing."""
    os._exit(_INTERRUPTED)


# Who started it with SIGINT ignored goes on doing so. As early as possible, thus where this is imported.
if getsignal(SIGINT) is default_int_handler:
    signal(SIGINT, _end)


def main() -> None:
    """Show the first text, run the command line and end with its exit status."""
    from annotui.tui.first.begin import begin
    from annotui.tui.first.terminal import TERMINAL

    begin(sys.argv[1:])
    from annotui.cli import run

    try:
        if getsignal(SIGINT) is _end:
            # A command may have something to clean up.
            signal(SIGINT, default_int_handler)
        status = run(sys.argv[1:])
    except KeyboardInterrupt:
        status = _INTERRUPTED
    finally:
        if getsignal(SIGINT) is default_int_handler:
            signal(SIGINT, _end)
        TERMINAL.give_back()
    sys.exit(status)


if __name__ == "__main__":
    main()
