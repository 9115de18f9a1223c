"""Starts the program: `annotui` and `python -m annotui`."""

from __future__ import annotations

import sys


def main() -> None:
    """Show the first text, run the command line and end with its exit status."""
    try:
        from annotui.tui.first.begin import begin

        begin(sys.argv[1:])
        from annotui.cli import run

        status = run(sys.argv[1:])
    except KeyboardInterrupt:
        status = 130
    finally:
        from annotui.tui.first.terminal import TERMINAL

        TERMINAL.give_back()
    sys.exit(status)


if __name__ == "__main__":
    main()
