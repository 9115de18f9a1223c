"""What this program asks of the terminal, where Textual would ask for more."""

from __future__ import annotations

from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver


class ButtonsOnlyDriver(LinuxDriver):
    """Is told of the mouse only while a button is down: a link carries nothing for a mouse that merely moves."""

    def _enable_mouse_support(self) -> None:
        if self._mouse:
            # Presses and releases, moves with a button down, and coordinates beyond column 223.
            self.write("\x1b[?1000h\x1b[?1002h\x1b[?1006h")
            self.flush()

    def _disable_mouse_support(self) -> None:
        if self._mouse:
            self.write("\x1b[?1006l\x1b[?1002l\x1b[?1000l")
            self.flush()


def driver_class() -> type[Driver]:
    """The driver for a terminal; tests without one bring their own."""
    return ButtonsOnlyDriver
