"""The row of keys at the bottom: as much of it as there is room for."""

from __future__ import annotations

from rich.cells import cell_len

from annotui.tui import styles
from annotui.tui.actions import actions, key_label

from .line import Line, Piece

_RULE = " │ "

# Each group with its rank: the highest go first where the row is short.
_GROUPS: tuple[tuple[int, tuple[tuple[str, str], ...]], ...] = (
    (
        2,
        (
            ("next_sentence", "next"),
            ("sentence", "sentence"),
            ("quotation", "quotation"),
            ("select", "select"),
        ),
    ),
    (3, (("grow", "grow"), ("shrink", "shrink"))),
    (4, (("relabel", "relabel"), ("remove", "remove"))),
    (5, (("next_pane", "pane"), ("next_article", "article"), ("articles", "list"))),
    (1, (("help", "help"), ("quit", "quit"))),
)


def key_row(width: int) -> list[Piece]:
    """The keys that fit into `width` cells."""
    keys = {action.label or action.name: key_label(action.keys[0]) for action in actions()}
    labels: list[Piece] = []
    for action in actions():
        if action.label:
            labels += [
                (f" {key_label(action.keys[0])}", styles.label_style(action.label)),
                (f" {action.label} ", styles.PLAIN),
            ]
    groups = [(0, labels)]
    for rank, names in _GROUPS:
        pieces: list[Piece] = [(_RULE, styles.DIM)]
        for name, text in names:
            pieces += [(keys[name], styles.KEY), (f" {text}  ", styles.PLAIN)]
        groups.append((rank, [*pieces[:-1], (pieces[-1][0].rstrip(), styles.PLAIN)]))
    while len(groups) > 1 and _width(groups) > width:
        groups.remove(max(groups, key=lambda group: group[0]))
    return [piece for _, pieces in groups for piece in pieces]


def _width(groups: list[tuple[int, list[Piece]]]) -> int:
    return sum(cell_len(text) for _, pieces in groups for text, _ in pieces)


class KeyRow(Line):
    """The row of keys."""

    def on_resize(self) -> None:
        """Show as many as fit."""
        self.show(key_row(self.size.width))
