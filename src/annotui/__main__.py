"""Starts the program: `annotui` and `python -m annotui`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and end with its exit status."""
    from annotui.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
