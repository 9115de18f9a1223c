"""The places in all articles that say something."""

from __future__ import annotations

from annotui.core.search import Query
from annotui.review.shelf import Shelf

from . import lists
from .lists import Place
from .picker import Picker


class EverywhereScreen(Picker[Place]):
    """Search all articles: what is typed is what is looked for.

    Args:
        shelf: the articles.
        text: what is looked for at first.
    """

    def __init__(self, shelf: Shelf, text: str) -> None:
        super().__init__(
            "all articles · type what to look for",
            (),
            later=lists.match_choices(shelf, Query(text)),
            nothing="no article says that",
            text=text,
        )
        self._shelf = shelf
        # What is shown has placeholders, which no article says.
        self.looked_for = text

    def typed(self, text: str) -> None:
        """Look for something else."""
        self.looked_for = text
        self.replace(())
        self.begin(lists.match_choices(self._shelf, Query(text)))

    def wanted(self) -> list[str]:
        """What is found is not filtered again."""
        return []
