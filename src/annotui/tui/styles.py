"""How things look apart from labels: always something besides the colour, which is the terminal's own wherever it can be."""

from __future__ import annotations

from rich.style import Style

PLAIN = Style()
DIM = Style(dim=True)
BOLD = Style(bold=True)
GAP = Style(italic=True)
TITLE = Style(bold=True)
STATUS = Style(reverse=True)
ALARM = Style(bold=True, color="bright_white", bgcolor="red")
CURSOR = Style(reverse=True)
SELECTED = Style(reverse=True)
# Beside a selection, which is drawn in reverse already.
# In italics, both of these differ without colour also from text that is tagged twice: bold and underlined.
CURSOR_OF_SELECTION = Style(bold=True, italic=True, underline=True, color="black", bgcolor="bright_yellow")
MATCH = Style(bold=True, italic=True, color="black", bgcolor="bright_yellow")
HIGHLIGHTED = Style(bold=True, reverse=True)
KEY = Style(bold=True)
