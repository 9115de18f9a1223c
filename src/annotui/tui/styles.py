"""How things look: the terminal's own sixteen colours, so that they fit its background, and always something besides the colour."""

from __future__ import annotations

from functools import lru_cache

from rich.style import Style

PLAIN = Style()
DIM = Style(dim=True)
BOLD = Style(bold=True)
TITLE = Style(bold=True)
STATUS = Style(reverse=True)
ALARM = Style(bold=True, color="bright_white", bgcolor="red")
CURSOR = Style(reverse=True)
SELECTED = Style(reverse=True)
# Beside a selection, which is drawn in reverse already.
CURSOR_OF_SELECTION = Style(bold=True, underline=True, color="black", bgcolor="bright_yellow")
KEY = Style(bold=True)

_LABEL_COLORS = {"claim": "cyan", "quote": "green", "error": "red", "duplicate": "yellow"}
_OTHER_COLOR = "magenta"


@lru_cache(64)
def label_style(label: str) -> Style:
    """The letter of a label in the gutter and in the row of keys."""
    return Style(bold=True, color=_LABEL_COLORS.get(label, _OTHER_COLOR))


@lru_cache(256)
def tagged_style(label: str, overlaps: bool) -> Style:
    """Tagged text.

    Args:
        label: that of the shortest annotation over it.
        overlaps: whether there is another annotation over it.
    """
    color = _LABEL_COLORS.get(label, _OTHER_COLOR)
    return Style(color="black", bgcolor=color, underline=True, bold=overlaps)
