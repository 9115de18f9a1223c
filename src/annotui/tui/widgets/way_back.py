"""The way back: where the panes were before the last jump, and where each article was left in this session."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from annotui.review.place import PanePlace, Place


class View(NamedTuple):
    """What stood where.

    Args:
        place: what all panes showed.
        stack: where the screen is narrow, the pane above and the one below it; None for one pane alone.
    """

    place: Place
    stack: tuple[int, int] | None


class WayBack:
    """Remembers what a jump leaves."""

    def __init__(self) -> None:
        self.view: View | None = None
        self._left_at: dict[str, PanePlace] = {}

    def remember(self, view: View) -> None:
        """A jump comes: from now on the way leads to what it leaves."""
        self.view = view
        self._left_at.update((pane.article, pane) for pane in view.place.panes)

    def offer(self, articles: Sequence[str], now: View) -> None:
        """Let it lead to these articles, side by side, though nobody was there; the other panes keep what they show."""
        shown = {pane.article: pane for pane in now.place.panes}
        kept = [pane for one, pane in shown.items() if one not in articles]
        panes = [*map(PanePlace, articles), *kept][: len(now.place.panes)]
        self.view = View(Place(tuple(panes), 0, len(articles)), now.stack)

    def left_at(self, article: str) -> PanePlace:
        """Where an article was left, or its beginning."""
        return self._left_at.get(article, PanePlace(article))
