"""What a reader can do, in one table: keys, the row of keys, the help and the command palette are made from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a reader can do.

    Args:
        name: what the reader screen knows it by.
        keys: as Textual names them; the first is the one that is shown.
        help: what it does, for the help and the palette.
        label: the label that it tags with, if it tags.
    """

    name: str
    keys: tuple[str, ...]
    help: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Actions that belong together in the help."""

    title: str
    actions: tuple[Action, ...]


GROUPS: tuple[Group, ...] = (
    Group(
        "Tag",
        (
            Action("tag", ("c",), "tag as claim", "claim"),
            Action("tag", ("q",), "tag as quote", "quote"),
            Action("tag", ("e",), "tag as error", "error"),
            Action("tag", ("d",), "tag as duplicate", "duplicate"),
            Action("relabel", ("r",), "relabel the annotation under the cursor: then c q e d"),
            Action("remove", ("backspace", "delete"), "remove the annotation under the cursor"),
            Action("previous_annotation", ("<",), "previous annotation"),
            Action("next_annotation", (">",), "next annotation"),
        ),
    ),
    Group(
        "Select",
        (
            Action("sentence", ("s",), "select the sentence"),
            Action("quotation", ('"', "i"), "select the quotation around the cursor, or the next one"),
            Action("grow", ("+",), "grow: word, clause, sentence, paragraph"),
            Action("shrink", ("-",), "shrink: paragraph, sentence, clause, word"),
            Action("select", ("v",), "begin to select here; again: drop the selection"),
            Action("swap", ("o",), "go to the other end of the selection"),
            Action("drop", ("escape",), "drop the selection"),
            Action("select_left", ("shift+left",), "select to the left"),
            Action("select_right", ("shift+right",), "select to the right"),
            Action("select_up", ("shift+up",), "select one row up"),
            Action("select_down", ("shift+down",), "select one row down"),
        ),
    ),
    Group(
        "Move",
        (
            Action("left", ("h", "left"), "one character left"),
            Action("down", ("j", "down"), "one row down"),
            Action("up", ("k", "up"), "one row up"),
            Action("right", ("l", "right"), "one character right"),
            Action("row_start", ("home",), "beginning of the row"),
            Action("row_end", ("end",), "end of the row"),
            Action("next_word", ("w",), "next word"),
            Action("previous_word", ("b",), "previous word"),
            Action("next_sentence", (")",), "next sentence"),
            Action("previous_sentence", ("(",), "previous sentence"),
            Action("next_paragraph", ("}",), "next paragraph"),
            Action("previous_paragraph", ("{",), "previous paragraph"),
            Action("text_start", ("g",), "beginning of the article"),
            Action("text_end", ("G",), "end of the article"),
            Action("page_up", ("pageup",), "one page up"),
            Action("page_down", ("pagedown", "space"), "one page down"),
        ),
    ),
    Group(
        "Articles and panes",
        (
            Action("next_pane", ("tab",), "next pane"),
            Action("previous_article", ("[", "K"), "previous article in this pane"),
            Action("next_article", ("]", "J"), "next article in this pane"),
            Action("articles", ("enter",), "list of articles: type to filter, Enter opens"),
            Action("panes_1", ("1",), "one pane"),
            Action("panes_2", ("2",), "two panes"),
            Action("panes_3", ("3",), "three panes, where they fit"),
            Action("back", ("'", "B"), "back to before the last jump; again: forth"),
            Action("raw", ("R",), "show the text as it is in the file, or repaired again"),
        ),
    ),
    Group(
        "Program",
        (
            Action("help", ("?",), "this help"),
            Action("palette", (":", "ctrl+p"), "all actions by name"),
            Action("quit", ("Q", "ctrl+c", "ctrl+q"), "quit; nothing is lost"),
        ),
    ),
)

_KEY_NAMES = {
    "backspace": "Backspace",
    "delete": "Delete",
    "enter": "Enter",
    "escape": "Escape",
    "tab": "Tab",
    "space": "Space",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
}


def actions() -> Iterator[Action]:
    """All actions, in the order of the table."""
    for group in GROUPS:
        yield from group.actions


def key_label(key: str) -> str:
    """A key as a person reads it."""
    modifier, plus, name = key.rpartition("+") if len(key) > 1 else ("", "", key)
    return (
        f"{modifier.capitalize()}{plus}{_KEY_NAMES.get(name, name.upper() if modifier == 'ctrl' else name)}"
    )


_BY_KEY = {key: action for action in actions() for key in action.keys}


def action_for(key: str, character: str | None) -> Action | None:
    """The action that a key stands for.

    Args:
        key: as Textual names it.
        character: what it types, if anything.
    """
    return _BY_KEY.get(key) or _BY_KEY.get(character or "")
