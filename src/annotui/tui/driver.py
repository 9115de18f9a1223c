"""What this program asks of the terminal, where Textual would ask for more, and how it talks to one that may be slow, or gone."""

from __future__ import annotations

import os
import re
import select
import signal
import time

from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver

from .first import terminal
from .first.owed import FRAMES
from .first.terminal import ENTER, TERMINAL, is_simple
from .input import Input, decoder
from .output import Output
from .signals import Asked, is_in_background

_AT_ONCE = 4096
"""Bytes."""
_SOON = 0.1
"""Seconds between two looks at whether an Escape has been one by itself; without one, there is nothing to look for."""
_SIGNALLED = 128
"""Exit statuses above it say which signal has ended the program: who sends one does not want to wait."""
# kitty's keyboard protocol.
_KEYBOARD = re.compile(r"\x1b\[[<>][0-9]*u")
_WHETHER_FRAMES = "\x1b[?2026$p"
_SHAPE_OF_POINTER = "\x1b]22;"


class SturdyDriver(LinuxDriver):
    """Takes any input, never waits for the terminal, and suspends with whatever started the program.

    The mouse is reported only while a button is down: a link carries nothing for a mouse that merely moves.
    """

    def __init__(
        self,
        app: App[object],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size or terminal.size())
        # Textual writes to standard error, which may go elsewhere.
        self._output = Output(1)
        self._is_simple = is_simple()
        self._wakes, self._wake = os.pipe()
        self._is_reading = self._is_away = False
        # In the loop: as Textual does it, between any two instructions, a lock might be held that is needed.
        self._loop.add_signal_handler(signal.SIGTSTP, self._suspend)
        self._loop.add_signal_handler(signal.SIGCONT, self._retake)

    def _get_terminal_size(self) -> tuple[int, int]:
        # Textual and Rich would each assume another one where the terminal does not say, and lay out the screen for one and the other
        # without end.
        return terminal.size()

    # Modes

    def start_application_mode(self) -> None:
        """Textual's."""
        self._output.start()
        self._is_reading = True
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if (before := TERMINAL.hand_over()) is not None:
            # Textual has found the terminal as it was made for the first text.
            self.attrs_before = before

    def stop_application_mode(self) -> None:
        """Textual's."""
        self._output.leave()
        super().stop_application_mode()

    def close(self) -> None:
        """Write the rest."""
        super().close()
        self._output.stop()

    def disable_input(self) -> None:
        """Textual's, but the thread that reads need not wait for a key to hear of it; and once: the rest is typed to the shell."""
        if not self._is_reading:
            return
        self._is_reading = False
        self._output.leave()
        os.write(self._wake, b"\0")
        super().disable_input()
        os.read(self._wakes, _AT_ONCE)

    def write(self, data: str) -> None:
        """Textual's, but without what a simple terminal may print, what is of no use here, and what would clear the first text."""
        if self._is_away or (data == ENTER and TERMINAL.is_shown):
            return
        if data.startswith(_SHAPE_OF_POINTER) or (self._is_simple and _KEYBOARD.fullmatch(data)):
            return
        if data == _WHETHER_FRAMES:
            TERMINAL.owed.ask(FRAMES)
        self._output.write(data)

    def _request_terminal_sync_mode_support(self) -> None:
        if not self._is_simple:
            super()._request_terminal_sync_mode_support()

    def _query_in_band_window_resize(self) -> None:
        # SIGWINCH says the same; with it Textual would also have the mouse reported by pixels.
        pass

    def _enable_mouse_support(self) -> None:
        if self._mouse:
            # Presses and releases, moves with a button down, and coordinates beyond column 223.
            self.write("\x1b[?1000h\x1b[?1002h\x1b[?1006h")
            self.flush()

    def _disable_mouse_support(self) -> None:
        if self._mouse:
            self.write("\x1b[?1006l\x1b[?1002l\x1b[?1000l")
            self.flush()

    # Input

    def run_input_thread(self) -> None:
        """As Textual's, but no input ends it."""
        source = Input(self._debug, TERMINAL.owed.hear)
        decode = decoder().decode
        while not self.exit_event.is_set():
            data = ""
            ready, _, _ = select.select(
                [self.fileno, self._wakes], [], [], _SOON if source.is_waiting else None
            )
            if self.fileno in ready:
                read = self._read()
                if not read:
                    # The terminal is gone; others see to that.
                    self.exit_event.wait(_SOON)
                data = decode(read)
            for event in source.events(data, time.monotonic()):
                self.process_message(event)
        if (self._app.return_code or 0) < _SIGNALLED:
            TERMINAL.owed.swallow(source.rest)
        else:
            TERMINAL.owed.forget()

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, _AT_ONCE)
        except OSError:
            return b""

    # Suspending

    def _suspend(self) -> None:
        """Give the terminal back, stop as a program does that knows nothing of it, and take it again (Stevens, APUE, 10.19).

        Unlike SIGSTOP, which Textual sends, this does nothing where nobody could wake the program again.
        """
        self.suspend_application_mode()
        for one in (signal.SIGTSTP, signal.SIGCONT):
            self._loop.remove_signal_handler(one)
        with Asked() as ends:
            # Also what started the program and waits for it: the shell takes its terminal back when all have stopped.
            os.kill(0, signal.SIGTSTP)
            while is_in_background(self.fileno) and not ends:
                # Woken by `bg`: there is nothing to do without the terminal.
                os.kill(os.getpid(), signal.SIGSTOP)
        if is_in_background(self.fileno):
            # The event loop ends the program; the terminal is another's.
            self._is_away = True
            return
        self._loop.add_signal_handler(signal.SIGTSTP, self._suspend)
        self._loop.add_signal_handler(signal.SIGCONT, self._retake)
        self._resume()

    def _retake(self) -> None:
        """Take the terminal anew after a stop that nobody announced."""
        self.suspend_application_mode()
        self._resume()

    def _resume(self) -> None:
        # Textual tells the program, which draws everything anew.
        self._must_signal_resume = True
        self.resume_application_mode()


def driver_class() -> type[Driver]:
    """The driver for a terminal; tests without one bring their own."""
    return SturdyDriver
