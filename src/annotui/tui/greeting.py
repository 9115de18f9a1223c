"""What to press first."""

from __future__ import annotations

from .actions import Actions, key_label

_HINTS = (
    ("copies", "said elsewhere"),
    ("next_unread", "next new"),
    ("read_on", "reads on"),
    ("help", "help"),
    ("quit", "quits"),
)


def hints(table: Actions) -> str:
    """The keys to begin with, on one row: `c q e d tag the marked sentence · = said elsewhere · … · Q quits`."""
    labels = " ".join(key_label(one.key) for one in table.labels)
    keys = ((table.key(name), what) for name, what in _HINTS)
    return " · ".join([f"{labels} tag the marked sentence", *(f"{key} {what}" for key, what in keys if key)])
