"""What a reader can do, in one table: keys, the row of keys, the help, the palette and the documentation are made from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from annotui.config.label import Label

from .layouts import latin


class Action(NamedTuple):
    """One thing a reader can do.

    Args:
        name: what the reader screen and `[keys]` in a configuration know it by.
        keys: as Textual names them; the first is the one that is shown.
        help: what it does, for the help and the palette.
        label: the label that it tags with, if it tags.
    """

    name: str
    keys: tuple[str, ...]
    help: str
    label: str | None = None


class Group(NamedTuple):
    """Actions that belong together in the help."""

    title: str
    actions: tuple[Action, ...]


_GROUPS: tuple[Group, ...] = (
    Group(
        "Tag",
        (
            Action("note", ("m",), "write a note to the annotation under the cursor"),
            Action("relabel", ("r",), "relabel the annotation under the cursor: then a label key"),
            Action("remove", ("backspace", "delete"), "remove the annotation under the cursor"),
            Action("dismiss", ("x",), "leave the copy shown out; dismiss what the line names"),
            Action("undo", ("u",), "undo: tags, notes, removals, marks, decisions"),
            Action("redo", ("U",), "redo"),
        ),
    ),
    Group(
        "Read once, decide once",
        (
            Action("next_passage", (".",), "next passage that occurs elsewhere"),
            Action("previous_passage", (",",), "previous passage that occurs elsewhere"),
            Action("copies", ("=",), "its next copy beside it, or else related sentences"),
            Action("accept", ("a",), "accept the copies as duplicates; related: as same fact"),
            Action("reject", ("X",), "these are no copies: reject the whole family"),
            Action("propagate", ("p",), "propagate the annotation to the copies, with a preview"),
            Action("families", ("f",), "list of families: a x e act on the row, Enter goes there"),
            Action("next_unread", (";",), "next thing that was not read: new, different or left out"),
            Action("dim", ("z",), "dim what was read, or not any more"),
            Action("lock", ("L",), "lock the panes by passage, or not any more"),
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
            Action("drop", ("escape",), "drop the selection, and the marks of a search"),
            Action("select_left", ("shift+left",), "select to the left"),
            Action("select_right", ("shift+right",), "select to the right"),
            Action("select_up", ("shift+up",), "select one row up"),
            Action("select_down", ("shift+down",), "select one row down"),
            Action("copy", ("y",), "copy the selection, or the sentence, to the clipboard"),
            Action("write", ("Y",), "write the selection, or the sentence, to a file"),
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
            Action("page_down", ("pagedown",), "one page down"),
        ),
    ),
    Group(
        "Find",
        (
            Action("search", ("/",), "search in this article"),
            Action("next_match", ("n",), "next match"),
            Action("previous_match", ("N",), "previous match"),
            Action("everywhere", ("*",), "search all articles for the selection, or the word here"),
            Action("previous_annotation", ("<",), "previous annotation"),
            Action("next_annotation", (">",), "next annotation"),
            Action("annotations", ("t",), "list of annotations: type to filter, Enter jumps"),
            Action("reviewers", (), "show the tags of one reviewer only, or of all again"),
        ),
    ),
    Group(
        "Articles and panes",
        (
            Action("read_on", ("space",), "a page on; at the end: mark reviewed, open the next"),
            Action("reviewed", ("D",), "mark the article as reviewed, or take the mark away"),
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
            Action("messages", ("M",), "what was said in this session, in full"),
            Action("redraw", ("ctrl+l",), "draw the screen anew, where something else wrote on it"),
            Action("quit", ("Q", "ctrl+c", "ctrl+q"), "quit; nothing is lost"),
        ),
    ),
)
"""Everything but the labels, which stand before the first group's actions."""

DEFAULT_KEYS: Mapping[str, tuple[str, ...]] = {
    action.name: action.keys for group in _GROUPS for action in group.actions
}
"""The keys of each action where a configuration gives no others."""


class Actions:
    """The table for the labels and keys of one reader.

    Args:
        labels: in the order in which they are shown.
        keys: for the actions that the reader gave other keys.
    """

    def __init__(self, labels: Sequence[Label], keys: Mapping[str, tuple[str, ...]]) -> None:
        tags = tuple(Action("tag", (one.key,), f"tag as {one.name}", one.name) for one in labels)
        groups = [
            Group(
                group.title, tuple(one._replace(keys=keys.get(one.name, one.keys)) for one in group.actions)
            )
            for group in _GROUPS
        ]
        self.labels = tuple(labels)
        self.groups = (Group(groups[0].title, (*tags, *groups[0].actions)), *groups[1:])
        self._by_key = {key: action for action in self for key in action.keys}
        self._by_name = {action.name: action for action in self}

    def __iter__(self) -> Iterator[Action]:
        """All actions, in the order of the table."""
        for group in self.groups:
            yield from group.actions

    def named(self, name: str) -> Action:
        """The action of a name that is not `tag`."""
        return self._by_name[name]

    def for_key(self, key: str, character: str | None) -> Action | None:
        """The action that a key stands for.

        Args:
            key: as Textual names it.
            character: what it types, if anything.
        """
        return (
            self._by_key.get(key)
            or self._by_key.get(character or "")
            or self._by_key.get(latin(character or ""))
        )

    def key(self, name: str) -> str:
        """The key that is shown for an action; empty where it has none."""
        return shown_key(self.named(name))

    def hint(self, before: str, name: str, does: str) -> str:
        """What a key does, for the end of a message: ` · u undoes`; nothing where the action has no key.

        Args:
            before: what parts it from the message.
            name: of the action.
            does: what it does, in a word or two.
        """
        key = self.key(name)
        return f"{before}{key} {does}" if key else ""


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
    "insert": "Insert",
}


def key_label(key: str) -> str:
    """A key as a person reads it."""
    modifier, plus, name = key.rpartition("+") if len(key) > 1 else ("", "", key)
    return (
        f"{modifier.title()}{plus}{_KEY_NAMES.get(name, name.upper() if modifier or len(name) > 1 else name)}"
    )


def shown_key(action: Action) -> str:
    """The key that is shown for an action; empty where it has none."""
    return key_label(action.keys[0]) if action.keys else ""
