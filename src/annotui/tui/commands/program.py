"""Help, palette, quit. Screens are imported when they are opened: the first one of all is to be there soon."""

from __future__ import annotations

from annotui.tui.actions import Action

from .work import Commands


class Program(Commands):
    """What is about the program itself."""

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

    def do_quit(self) -> None:
        """Keep the place and quit."""
        self.work.stage.leave()
