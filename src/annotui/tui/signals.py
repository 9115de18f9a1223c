"""Ways in which the program ends from outside: nothing is lost, and the terminal is as it was."""

from __future__ import annotations

import asyncio
import os
import signal
import termios
from collections.abc import Callable

_HUNG_UP = 128 + signal.SIGHUP
_ASKED_EVERY = 1.0
"""Seconds between two looks at whether the terminal is still there."""


def end_in_good_order(terminal: int, leave: Callable[[int], None], save: Callable[[], None]) -> None:
    """End on SIGTERM, on SIGHUP, and when the terminal is gone without a signal; call it in the event loop.

    Args:
        terminal: the descriptor that keys are read from.
        leave: ends the program with an exit status, by way of restoring the terminal.
        save: brings everything to the disk, or keeps it elsewhere, before it returns.
    """
    loop = asyncio.get_running_loop()

    def hung_up() -> None:
        # There is no terminal any more that could be restored, or that a way through the screen could wait for.
        save()
        os._exit(_HUNG_UP)

    def look() -> None:
        try:
            termios.tcgetattr(terminal)
        except termios.error:
            hung_up()
        loop.call_later(_ASKED_EVERY, look)

    loop.add_signal_handler(signal.SIGTERM, leave, 128 + signal.SIGTERM)
    # Who started it with SIGHUP ignored (nohup, setsid) gets no signal when the link drops.
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        loop.add_signal_handler(signal.SIGHUP, hung_up)
    if os.isatty(terminal):
        loop.call_later(_ASKED_EVERY, look)
