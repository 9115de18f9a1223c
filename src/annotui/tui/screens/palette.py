"""All actions by name."""

from __future__ import annotations

from annotui.core.search import Folded
from annotui.tui.actions import Action, Actions

from . import lists
from .picker import Choice, Picker


class PaletteScreen(Picker[Action]):
    """Choose an action.

    Args:
        table: the actions, with this reader's keys.
    """

    def __init__(self, table: Actions) -> None:
        super().__init__("actions · type to filter", lists.action_choices(table))

    def ranked(self, choices: list[Choice[Action]]) -> list[Choice[Action]]:
        """What is typed in full comes first, then what begins with it, then what only has its words."""
        typed = " ".join(self.wanted())

        def rank(choice: Choice[Action]) -> int:
            name = "" if choice.value is None else Folded(choice.value.help).text
            return 0 if name == typed else 1 if name.startswith(typed) else 2

        return sorted(choices, key=rank)
