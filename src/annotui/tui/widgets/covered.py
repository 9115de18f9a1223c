"""What is never seen itself."""

from __future__ import annotations

from textual.geometry import Region
from textual.strip import Strip


class Covered:
    """For a widget that its parts cover wholly: Textual would paint each of its rows anew, under them, with every picture."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Textual's; one row of blanks stands for all, and whatever is done with it is done once."""
        return [Strip.blank(crop.width)] * crop.height
