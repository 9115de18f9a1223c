"""What is typed, in the order in which it was typed, also over a slow link that delivers several keys at once."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable

from textual import events
from textual._styles_cache import StylesCache
from textual.app import ReturnType
from textual.driver import Driver
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget

from annotui.tui.frames import AppInFrames
from annotui.tui.layouts import latin

_QUIT = ("ctrl+c", "ctrl+q")
_SUSPEND = "ctrl+z"
_REDRAW = "ctrl+l"
_AT_A_TIME = 50
"""Keys."""


class Typed(Message, bubble=False):
    """Something waits to be done."""


class AppInTurn(AppInFrames[ReturnType]):
    """Keeps what is typed until the screen that it is for is there.

    Textual looks bindings up in the queue of the program and hands keys to the queue of a screen: there a key can be overtaken, or meet
    another screen than the one it was typed for. Here there is one queue. What waits in it goes, one by one, to the screen that is on
    top when its turn comes.

    Args:
        driver_class: what talks to the terminal.
    """

    def __init__(self, driver_class: type[Driver] | None) -> None:
        super().__init__(driver_class)
        self.waiting: deque[events.Key | events.Paste] = deque()

    async def on_event(self, event: events.Event) -> None:
        """Textual's."""
        if isinstance(event, events.Key) and event.key.startswith("alt+"):
            # A letter soon after Escape; there is no key with Alt.
            self._wait(events.Key("escape", None))
            self._wait(events.Key(event.key.removeprefix("alt+"), event.character))
        elif isinstance(event, events.Key) and event.key.startswith("ctrl+"):
            # It types nothing, whatever the keyboard.
            self._wait(events.Key(latin(event.key), event.character))
        elif isinstance(event, events.Key | events.Paste):
            self._wait(event)
        else:
            await super().on_event(event)

    def _wait(self, event: events.Key | events.Paste) -> None:
        self.waiting.append(event)
        if self.screen_stack and isinstance(self.screen, InTurn):
            self.screen.call()

    def look_again(self) -> None:
        """Tell all screens that something was found, or decided in another window."""
        for screen in self.screen_stack:
            if isinstance(screen, InTurn):
                screen.look_again()

    def leave(self) -> None:
        """Keep everything and quit."""
        raise NotImplementedError

    def stop(self) -> None:
        """Give the terminal back until somebody wakes the program; the driver sees to it."""
        if not self.is_headless and _could_be_woken():
            os.kill(os.getpid(), signal.SIGTSTP)


def _could_be_woken() -> bool:
    """Whether there may be a shell that gets the terminal: not where this is all that a session over SSH runs."""
    parent = os.getppid()
    try:
        return os.getpgid(parent) == os.getpgrp() or os.getsid(parent) == os.getsid(0)
    except OSError:
        return False


class InTurn(Screen[ScreenResultType]):
    """A screen that is told itself what was typed, once it has been painted."""

    _is_ready = False
    _is_closing = False
    _called = 0

    def on_screen_resume(self) -> None:
        """Textual's event: this is the screen on top now."""
        self.call_after_refresh(self._begin)

    def on_screen_suspend(self) -> None:
        """Textual's event."""
        self._is_ready = False

    def _begin(self) -> None:
        self._is_ready = True
        self.call()

    def call(self) -> None:
        """Have what waits done; only so much is called for at a time, because each screen that opens does it again."""
        while self._called < min(len(self._program.waiting), _AT_A_TIME):
            self._called += 1
            self.post_message(Typed())

    def _screen_resized(self, size: Size) -> None:
        # Textual's, where two sizes that meet in the queue of a screen are laid out in turn without end: each calls for itself again.
        super()._screen_resized(self.app.size)

    def on_unmount(self) -> None:
        """Let go of what was painted: Textual keeps it by the last thousand widgets that there were, half a megabyte a screen."""
        StylesCache.get_inner_outer.cache_clear()

    def on_typed(self) -> None:
        """Do what was typed first, and nothing else: what came in between has its turn."""
        program = self._program
        self._called -= 1
        if not (self._is_ready and self._is_on_top() and program.waiting):
            return
        event = program.waiting.popleft()
        if isinstance(event, events.Paste):
            self.paste(event.text)
        elif event.key == _SUSPEND:
            program.stop()
        elif self.redraws(event.key):
            self.draw_anew()
        elif self.quits(event.key):
            program.leave()
        else:
            self.press(event.key, event.character)
        self._is_ready = self._is_ready and self._is_on_top()
        self.call()

    def add(self, part: Widget, then: Callable[[], None]) -> None:
        """Put a part on this screen, unless it is there already, and do something with it; what is typed meanwhile waits.

        Args:
            part: what is added.
            then: what is done once it can be used.
        """
        if part.is_attached:
            then()
            return

        async def wait() -> None:
            if not self.is_attached:
                # The program was ended meanwhile.
                return
            await self.mount(part)
            then()
            self._begin()

        self._is_ready = False
        self.call_next(wait)

    def close(self, result: ScreenResultType | None = None) -> None:
        """Dismiss this screen, once: of two clicks that arrive together the second finds it going already."""
        if self._is_on_top() and not self._is_closing:
            self._is_closing = True
            self.dismiss(result)

    def draw_anew(self) -> None:
        """Draw everything, also what has not changed: something else may have written on the screen."""
        self._program.draw_anew()

    def _is_on_top(self) -> bool:
        # When the program ends there is none.
        return self.app.screen_stack[-1:] == [self]

    @property
    def _program(self) -> AppInTurn[object]:
        assert isinstance(self.app, AppInTurn)
        return self.app

    def quits(self, key: str) -> bool:
        """Whether a key quits here, whatever else keys do."""
        return key in _QUIT

    def redraws(self, key: str) -> bool:
        """Whether a key only draws the screen anew here: it closes nothing, and answers nothing."""
        return key == _REDRAW

    def press(self, key: str, character: str | None) -> None:
        """Do what a key means.

        Args:
            key: as Textual names it.
            character: what it types, if anything.
        """
        raise NotImplementedError

    def look_again(self) -> None:
        """Something was found, or decided in another window, which this screen may show; here it does nothing."""

    def paste(self, text: str) -> None:
        """Take what was pasted; here it does nothing."""
