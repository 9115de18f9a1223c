"""Signals that end the program: nothing is lost, and the terminal is as it was."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable


def on_ending_signals(leave: Callable[[int], None], save: Callable[[], None]) -> None:
    """End in good order on SIGTERM and SIGHUP; call it in the event loop.

    Args:
        leave: ends the program with an exit status, by way of restoring the terminal.
        save: brings everything to the disk, or keeps it elsewhere, before it returns.
    """
    loop = asyncio.get_running_loop()

    def hung_up() -> None:
        # There is no terminal any more that could be restored, or that a way through the screen could wait for.
        save()
        os._exit(128 + signal.SIGHUP)

    loop.add_signal_handler(signal.SIGTERM, leave, 128 + signal.SIGTERM)
    # Who started it with SIGHUP ignored (nohup) wants it to go on.
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        loop.add_signal_handler(signal.SIGHUP, hung_up)
