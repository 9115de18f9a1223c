"""Ways in which the program ends from outside: nothing is lost, and the terminal is as it was."""

from __future__ import annotations

import asyncio
import os
import signal
import termios
from collections.abc import Callable

from .first.terminal import ENDS

_ASKED_EVERY = 1.0
"""Seconds between two looks at whether the terminal is still there."""


def end_in_good_order(terminal: int, leave: Callable[[int], None], save: Callable[[], None]) -> None:
    """End on a signal that asks for it, and when the terminal is gone without a signal; call it in the event loop.

    Args:
        terminal: the descriptor that keys are read from.
        leave: ends the program with an exit status, by way of restoring the terminal.
        save: brings everything to the disk, or keeps it elsewhere, before it returns.
    """
    loop = asyncio.get_running_loop()

    def end(number: int) -> None:
        if _is_there(terminal) and not is_in_background(terminal):
            leave(128 + number)
            return
        try:
            save()
        finally:
            # There is no terminal that could be restored, or that a way through the screen could wait for: it is gone, or another's.
            os._exit(128 + number)

    def look() -> None:
        if _is_there(terminal):
            loop.call_later(_ASKED_EVERY, look)
        else:
            end(signal.SIGHUP)

    for number in ENDS:
        # Who started it with SIGHUP ignored (nohup) wants none; a terminal that is gone is noticed all the same.
        if signal.getsignal(number) is not signal.SIG_IGN:
            loop.add_signal_handler(number, end, number)
    # It may have gone before anybody could look.
    loop.call_soon(look)


def closing() -> None:
    """From here on the program ends anyway: what it still brings to the disk is not to be cut off; call it in the event loop.

    Keys mean signals again as soon as the terminal is what it was.
    """
    loop = asyncio.get_running_loop()
    for number in ENDS:
        loop.remove_signal_handler(number)
        signal.signal(number, signal.SIG_IGN)


def is_in_background(terminal: int) -> bool:
    """Whether a shell has given the terminal to something else, or kept it.

    Args:
        terminal: a descriptor of it.
    """
    try:
        return os.tcgetpgrp(terminal) != os.getpgrp()
    except OSError:
        return False


class Asked:
    """Notes which signals ask the program to end, while nobody else could hear of them; afterwards the event loop hears of them too."""

    def __enter__(self) -> list[int]:
        self._numbers: list[int] = []
        self._handlers = {
            number: signal.signal(number, lambda number, _frame: self._numbers.append(number))
            for number in ENDS
            if callable(signal.getsignal(number))
        }
        return self._numbers

    def __exit__(self, *_: object) -> None:
        for number, handler in self._handlers.items():
            signal.signal(number, handler)


def _is_there(terminal: int) -> bool:
    try:
        termios.tcgetattr(terminal)
    except termios.error:
        return False
    return True
