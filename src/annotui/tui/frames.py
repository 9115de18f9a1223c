"""The way from what Textual paints to the terminal: frames that hold what has changed, and no more."""

from __future__ import annotations

from rich.color import ColorSystem
from rich.console import RenderableType
from textual import events, on
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App, ReturnType
from textual.driver import Driver
from textual.geometry import Offset
from textual.screen import Screen

from .shown import Shown, move_to


class AppInFrames(App[ReturnType]):
    """Sends the terminal only those cells that look different from what it shows.

    Args:
        driver_class: what talks to the terminal.
    """

    def __init__(self, driver_class: type[Driver] | None) -> None:
        super().__init__(driver_class, ansi_color=True)
        self._shown = Shown()
        self._cursor = Offset()

    @on(Driver.SignalResume)
    def draw_anew(self) -> None:
        """Paint everything, and send all of it: what the terminal shows is not known any more."""
        self._shown.forget()
        self.refresh(layout=True)

    def on_resize(self, event: events.Resize) -> None:
        """Textual's, which paints nothing where the terminal has its old size again; what it shows is not known all the same."""
        if event.size == self._shown.size:
            self.draw_anew()

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Textual's, without what the terminal shows already."""
        driver = self._driver
        is_open = self._running and not self._closed and not self._batch_count
        if not isinstance(renderable, LayoutUpdate | ChopsUpdate) or driver is None or self.is_headless:
            super()._display(screen, renderable)
        elif is_open:
            sent = self._shown.changes(renderable, self.console._color_system or ColorSystem.TRUECOLOR)
            cursor = self.screen.outer_size.clamp_offset(self.cursor_position)
            if sent or cursor != self._cursor:
                self._cursor = cursor
                self._begin_update()
                driver.write(sent + move_to(*cursor))
                self._end_update()
                driver.flush()
