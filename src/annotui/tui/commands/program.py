"""Help, palette, messages, quit. Screens are imported when they are opened: the first one of all is to be there soon."""

from __future__ import annotations

from collections.abc import Callable

from annotui.tui.actions import Action

from .work import Commands, Work


class Program(Commands):
    """What is about the program itself.

    Args:
        work: what it works with.
        named: what the status line says of what is under the cursor.
    """

    def __init__(self, work: Work, named: Callable[[], str]) -> None:
        super().__init__(work)
        self._named = named

    def do_help(self) -> None:
        """Show all keys."""
        from annotui.tui.screens.help import HelpScreen

        self.work.stage.open_screen(HelpScreen(self.work.table, self.work.legend), lambda _: None)

    def do_palette(self) -> None:
        """List all actions, and do the one that is chosen."""
        from annotui.tui.screens.palette import PaletteScreen

        def chosen(action: Action | None) -> None:
            if action is not None:
                self.work.stage.do(action)

        self.work.stage.open_screen(PaletteScreen(self.work.table), chosen)

    def do_messages(self) -> None:
        """List what was said, the newest first: the status line may have had no room for all of it."""
        from annotui.tui.screens.lists import message_choices
        from annotui.tui.screens.picker import Picker

        picker: Picker[str] = Picker(
            "messages, the newest first · type to filter",
            message_choices(self._named(), self.work.messages),
            nothing="no message matches",
            details=4,
            keys="↑ ↓",
        )
        self.work.stage.open_screen(picker, lambda _: None)

    def do_quit(self) -> None:
        """Keep the place and quit."""
        self.work.stage.leave()
