"""The row of keys at the bottom: as many as there is room for, those of the moment first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.message import Message

from annotui.core.display import visible
from annotui.tui import styles
from annotui.tui.actions import Action, Actions, key_label, shown_key
from annotui.tui.legend import Legend

from .line import Line, cut

Moment = Literal[
    "reading",
    "selecting",
    "on a match",
    "on something new",
    "on an annotation",
    "on a suggestion",
    "on a passage",
    "beside a copy",
    "beside a related sentence",
]

_WORDS = {
    "accept": "accept",
    "dismiss": "dismiss",
    "copies": "copies",
    "propagate": "propagate",
    "families": "families",
    "next_match": "next match",
    "next_unread": "next new",
    "next_passage": "next passage",
    "next_sentence": "next",
    "sentence": "sentence",
    "quotation": "quotation",
    "select": "select",
    "grow": "grow",
    "shrink": "shrink",
    "swap": "other end",
    "drop": "drop",
    "note": "note",
    "relabel": "relabel",
    "remove": "remove",
    "undo": "undo",
    "search": "search",
    "everywhere": "everywhere",
    "annotations": "tags",
    "next_pane": "pane",
    "next_article": "article",
    "articles": "list",
    "read_on": "read on",
    "help": "help",
    "quit": "quit",
}
"""What the keys behind the labels are called here, in the order in which they stand."""

_WORDS_AT: Mapping[Moment, Mapping[str, str]] = {
    "beside a copy": {"dismiss": "leave out"},
    "beside a related sentence": {"accept": "same fact"},
    "reading": {"copies": "elsewhere"},
}
"""Where something is called otherwise."""

_ALWAYS = ("help", "quit")
_FIRST: Mapping[Moment, tuple[str, ...]] = {
    "reading": ("next_sentence", "quotation", "read_on", "copies", "next_unread", "undo", "search"),
    "selecting": ("grow", "shrink", "swap", "drop", "next_unread", "everywhere"),
    "on a match": ("next_match", "grow", "shrink", "drop", "everywhere", "swap"),
    "on something new": ("next_unread", "grow", "shrink", "drop", "everywhere", "swap"),
    "on an annotation": ("note", "relabel", "remove", "undo", "next_sentence", "propagate", "copies"),
    "on a suggestion": ("dismiss", "next_sentence", "quotation", "undo"),
    "on a passage": ("accept", "copies", "propagate", "next_unread", "undo", "search", "families"),
    "beside a copy": ("accept", "dismiss", "copies", "propagate", "next_unread", "undo"),
    "beside a related sentence": ("accept", "dismiss", "copies", "undo"),
}
_THEN = (
    *("next_sentence", "quotation", "undo", "search", "read_on", "select", "next_pane", "next_article"),
    *(
        "families",
        "next_passage",
        "annotations",
        "articles",
        "note",
        "sentence",
        "everywhere",
        "grow",
        "shrink",
        "relabel",
        "remove",
    ),
)
_GAP = "  "
_RULE = " │ "


class KeyPiece(NamedTuple):
    """A piece of the row.

    Args:
        text, style: how it is drawn.
        action: what a click on it does; None for what stands between.
    """

    text: str
    style: Style
    action: Action | None = None


def key_row(table: Actions, legend: Legend, moment: Moment, width: int) -> list[KeyPiece]:
    """The keys that fit.

    Args:
        table: the actions, with this reader's keys.
        legend: how labels look.
        moment: what the reader is about.
        width: cells of the row.
    """
    shown = set(_ALWAYS)
    longest = max((cell_len(one.name) for one in table.labels), default=0)
    # Help and the way out are always there: names of labels are cut, down to their keys.
    words = {**_WORDS, **_WORDS_AT.get(moment, {})}

    def pieces(those: set[str]) -> list[KeyPiece]:
        return _pieces(table, legend, {name: words[name] for name in words if name in those}, longest)

    def fits(those: set[str]) -> bool:
        return sum(cell_len(piece.text) for piece in pieces(those)) <= width

    while longest and not fits(shown):
        longest -= 1
    for name in dict.fromkeys((*_FIRST[moment], *_THEN)):
        if fits({*shown, name}):
            shown.add(name)
    return pieces(shown)


def _pieces(table: Actions, legend: Legend, words: Mapping[str, str], longest: int) -> list[KeyPiece]:
    """The row with these actions, and the names of labels in no more than `longest` cells."""
    pieces: list[KeyPiece] = []
    for action in table:
        if action.label:
            pieces += [
                KeyPiece(f" {key_label(action.keys[0])}", legend.style(action.label), action),
                KeyPiece(f" {cut(visible(action.label), longest)} ", styles.PLAIN, action),
            ]
    for index, name in enumerate(name for name in words if table.key(name)):
        action = table.named(name)
        pieces += [
            KeyPiece(_GAP if index else _RULE, styles.DIM),
            KeyPiece(shown_key(action), styles.KEY, action),
            KeyPiece(f" {words[name]}", styles.PLAIN, action),
        ]
    return pieces


class KeyRow(Line):
    """The row of keys, which can be clicked.

    Args:
        table: the actions, with this reader's keys.
        legend: how labels look.
    """

    class Clicked(Message):
        """A key was clicked.

        Args:
            action: what it does.
        """

        def __init__(self, action: Action) -> None:
            super().__init__()
            self.action = action

    def __init__(self, table: Actions, legend: Legend) -> None:
        super().__init__()
        self._table = table
        self._legend = legend
        self._moment: Moment = "reading"
        self._keys: Sequence[KeyPiece] = ()
        self._laid_out: tuple[Moment, int] | None = None

    def turn_to(self, moment: Moment) -> None:
        """Show the keys of another moment."""
        self._moment = moment
        self._lay_out()

    def draw_anew(self) -> None:
        """Labels look otherwise."""
        self._laid_out = None
        self._lay_out()

    def on_resize(self) -> None:
        """Show as many as fit."""
        self._lay_out()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Do what is written there."""
        event.stop()
        if event.button != 1:
            return
        edge = 0
        for piece in self._keys:
            edge += cell_len(piece.text)
            if event.x < edge:
                if piece.action is not None:
                    self.post_message(self.Clicked(piece.action))
                return

    def _lay_out(self) -> None:
        wanted = self._moment, self.size.width
        if wanted != self._laid_out:
            self._laid_out = wanted
            self._keys = key_row(self._table, self._legend, *wanted)
            self.show([(piece.text, piece.style) for piece in self._keys])
