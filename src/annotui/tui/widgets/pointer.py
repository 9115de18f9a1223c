"""The mouse over a text: how often it was pressed in one place, where a drag began, and when to scroll."""

from __future__ import annotations

from dataclasses import dataclass

from annotui.core.prose import Unit

_SOON = 0.5
"""Seconds within which a second press in the same cell makes a double click."""

_UNITS: tuple[Unit | None, ...] = (None, "word", "sentence", "paragraph")
"""What one press, two, three and four of them select."""


@dataclass(slots=True)
class Pointer:
    """What the mouse has done so far.

    Args:
        anchor: offset at which the button is down; None while it is up.
        unit: what is selected at once.
        x, y: the cell it is over, counted from the pane's corner; it may lie outside.
    """

    anchor: int | None = None
    unit: Unit | None = None
    x: int = 0
    y: int = 0
    _count: int = 0
    _pressed_at: float = 0.0
    _has_moved: bool = False

    def press(self, x: int, y: int, at: float) -> None:
        """The button goes down.

        Args:
            x, y: the cell.
            at: seconds, on any clock.
        """
        again = (x, y) == (self.x, self.y) and at - self._pressed_at <= _SOON and not self._has_moved
        self._count = self._count % len(_UNITS) + 1 if again else 1
        self.unit = _UNITS[self._count - 1]
        self.x, self.y, self._pressed_at, self._has_moved = x, y, at, False

    def move(self, x: int, y: int) -> bool:
        """The mouse is over a cell with the button down.

        Returns:
            Whether it is another one than before.
        """
        if self.anchor is None or (x, y) == (self.x, self.y):
            return False
        self.x, self.y, self._has_moved = x, y, True
        return True

    def release(self) -> None:
        """The button goes up."""
        self.anchor = None

    def overshoot(self, height: int) -> int:
        """How far a drag has left a pane of that many rows: rows above (negative) or below it; 0 inside."""
        if self.anchor is None:
            return 0
        return self.y if self.y < 0 else max(self.y - height + 1, 0)
