"""How wide text is drawn."""

from __future__ import annotations

from collections.abc import Sequence


def measure(text: str) -> Sequence[tuple[int, int, int]]:
    """What is drawn as one: start and end in code points, and width in cells; Rich's, imported for text that needs it."""
    from rich.cells import split_graphemes

    return split_graphemes(text)[0]
