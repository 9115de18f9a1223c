"""The row of keys at the bottom: as many as there is room for, the most important first."""

from __future__ import annotations

from rich.cells import cell_len

from annotui.tui import styles
from annotui.tui.actions import actions, key_label

from .line import Line, Piece

_WORDS = {
    "next_sentence": "next",
    "sentence": "sentence",
    "quotation": "quotation",
    "select": "select",
    "grow": "grow",
    "shrink": "shrink",
    "relabel": "relabel",
    "remove": "remove",
    "next_pane": "pane",
    "next_article": "article",
    "articles": "list",
    "help": "help",
    "quit": "quit",
}
"""What the keys behind the labels are called here, in the order in which they stand."""

_RANKED = (
    *(
        "help",
        "quit",
        "next_sentence",
        "quotation",
        "relabel",
        "select",
        "next_pane",
        "next_article",
        "sentence",
    ),
    *("remove", "grow", "shrink", "articles"),
)
_GAP = "  "
_RULE = " │ "


def key_row(width: int) -> list[Piece]:
    """The keys that fit into `width` cells."""
    shown: set[str] = set()
    for name in _RANKED:
        if sum(cell_len(text) for text, _ in _pieces({*shown, name})) <= width:
            shown.add(name)
    return _pieces(shown)


def _pieces(shown: set[str]) -> list[Piece]:
    keys = {action.name: key_label(action.keys[0]) for action in actions()}
    pieces: list[Piece] = []
    for action in actions():
        if action.label:
            pieces += [
                (f" {key_label(action.keys[0])}", styles.label_style(action.label)),
                (f" {action.label} ", styles.PLAIN),
            ]
    for index, name in enumerate(name for name in _WORDS if name in shown):
        pieces += [
            (_GAP if index else _RULE, styles.DIM),
            (keys[name], styles.KEY),
            (f" {_WORDS[name]}", styles.PLAIN),
        ]
    return pieces


class KeyRow(Line):
    """The row of keys."""

    def on_resize(self) -> None:
        """Show as many as fit."""
        self.show(key_row(self.size.width))
