"""A first picture in one piece."""

from __future__ import annotations

import asyncio
import gc

from textual.screen import ScreenResultType
from textual.widget import Widget

from .in_turn import InTurn


class Curtained(InTurn[ScreenResultType]):
    """A screen that is painted, and told what was typed, once everything on it knows its size and has said what it shows.

    Textual paints each step on the way there: several times the bytes of the screen, and as much time again.
    """

    is_up = False
    """Whether the first picture is there, or about to be painted."""

    def on_mount(self) -> None:
        """Textual's event: all parts are there. After the next layout they have their sizes."""
        self.call_after_refresh(self._raise)

    def _compositor_refresh(self) -> None:
        if self.is_up:
            super()._compositor_refresh()

    def _begin(self) -> None:
        if self.is_up:
            super()._begin()

    async def _raise(self) -> None:
        await asyncio.gather(*(_settled(part) for part in self.query(Widget)))
        self.arranged()
        self.is_up = True
        self.refresh(layout=True)
        # At once, and not with the next tick of the clock.
        self._on_timer_update()
        self._begin()
        # The first refresh may come before a part has told the screen that it is to be painted; then the second one paints it.
        self.call_after_refresh(self.call_after_refresh, self.raised)
        # What was made up to here stays: it is not looked at again by a collection while somebody types.
        gc.freeze()
        gc.enable()

    def raised(self) -> None:
        """The first picture is there, and the answer to what was typed before; time for what takes longer."""

    def arranged(self) -> None:
        """Everything has its size and will be painted now."""


async def _settled(part: Widget) -> None:
    """Return when a part has done what waited for it."""
    done = asyncio.Event()
    if part.call_later(done.set):
        await done.wait()
