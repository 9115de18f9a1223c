"""Keys in the order in which they were typed, also over a slow link that delivers several at once."""

from __future__ import annotations

from textual import events
from textual.screen import Screen, ScreenResultType


class InTurn(Screen[ScreenResultType]):
    """A screen that takes its keys itself.

    Textual looks bindings up in the queue of the program, where a key can be overtaken, or meet another screen than the one it was typed
    for. Here a key is done before the next one is looked at, and one that was typed on while another screen was being opened, or this
    one closed, goes to the screen that is there then.
    """

    def on_key(self, event: events.Key) -> None:
        """Textual's event."""
        event.stop()
        event.prevent_default()
        top = self.app.screen
        if top is not self:
            top.call_after_refresh(self.app.post_message, events.Key(event.key, event.character))
            return
        if event.key.startswith("alt+"):
            # A letter soon after Escape; there is no key with Alt.
            self.press("escape", None)
        self.press(event.key.removeprefix("alt+"), event.character)

    def press(self, key: str, character: str | None) -> None:
        """Do what a key means.

        Args:
            key: as Textual names it.
            character: what it types, if anything.
        """
        raise NotImplementedError
