"""The labels: the four standard ones, those that a corpus has instead, and what a reader changes in them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from annotui.core.display import is_safe

from .distinct import Use, require_distinct
from .file import OWN_FILE, SHARED_FILE, Value, nearest, quoted
from .keys import key as key_of

COLORS = ("cyan", "green", "red", "yellow", "magenta", "blue", "orange")
"""Names of colours, in the order in which labels without a colour get them."""

LONGEST_NAME = 40
"""Code points."""

_RGB = re.compile(r"#[0-9a-fA-F]{6}")

# By their category and width they pass for one cell. But the jamo join the letter before them, and the others are two cells wide since
# Unicode 16, which Python learns only later.
_NOT_ONE_CELL = re.compile(
    "[\u1160-\u11ff\ud7b0-\ud7ff\uffa0\u2630-\u2637\u268a-\u268f\u4dc0-\u4dff\U0001d300-\U0001d356\U0001d360-\U0001d376]"
)

TAKEN = "≈≠+▏·*"
"""What the gutter says by other signs than letters."""

_OWN = ("key", "color", "letter")
_SHARED_HINT = f"is the same for all reviewers; give it in {SHARED_FILE}"


class Label(NamedTuple):
    """What a span can be tagged as.

    Args:
        name: as it stands in every annotation, at most 40 code points.
        key: that tags with it, as Textual names it.
        color: one of `COLORS`, or `#rrggbb`.
        letter: one code point, one cell wide, that stands in the gutter.
        guideline: when to use it, on one row; may be empty.
    """

    name: str
    key: str
    color: str
    letter: str
    guideline: str


STANDARD: tuple[Label, ...] = (
    Label(
        "claim",
        "c",
        "cyan",
        "C",
        "A statement that is true or false, so that it can be checked. "
        "Tag the sentence, or only the part of it that claims something.",
    ),
    Label(
        "quote",
        "q",
        "green",
        "Q",
        "Words that the article gives as somebody's own, with their quotation marks. Leave out who said them.",
    ),
    Label(
        "error",
        "e",
        "red",
        "E",
        "Something that is wrong: a fact, a number, a name, a broken character. "
        "Tag only what is wrong, and say in a note what is right.",
    ),
    Label(
        "duplicate",
        "d",
        "yellow",
        "D",
        "A passage that another article, or an earlier place in this one, has as well. "
        "Leave the copy that you keep untagged.",
    ),
)
"""The labels of a corpus that names none."""


class Placed(NamedTuple):
    """A label, and where files say so.

    Args:
        label: the label.
        key: where its key was given; None for that of a standard label.
        letter: where its letter, or else the name that begins with it, was given; None likewise.
    """

    label: Label
    key: Value | None = None
    letter: Value | None = None


def shared(file: Value | None) -> tuple[Placed, ...]:
    """The labels of a corpus.

    Args:
        file: its `annotui.toml`; None where there is none.

    Raises:
        ConfigError: it cannot be used.
    """
    own = f"is each reader's own; move it to their {OWN_FILE}"
    hints = dict.fromkeys(("keys", "theme", "mouse"), own)
    entries = [] if file is None else _entries(file.table(("labels", "matching"), hints))
    if not entries:
        return tuple(Placed(label) for label in STANDARD)
    fields = [entry.table(("name", *_OWN, "guideline")) for entry in entries]
    colors = Counter(_color(one["color"]) for one in fields if "color" in one)
    labels: list[Placed] = []
    for entry, one in zip(entries, fields, strict=True):
        placed = _label(entry, one, min(COLORS, key=colors.__getitem__))
        if "color" not in one:
            colors[placed.label.color] += 1
        _require_new_name(placed, one["name"], labels)
        labels.append(placed)
    require_distinct(uses_of_letters(labels), "letter")
    require_distinct(uses_of_keys(labels), "key")
    return tuple(labels)


def own(labels: tuple[Placed, ...], values: Value | None) -> tuple[Placed, ...]:
    """The labels as one reader wants them.

    Args:
        labels: those of the corpus.
        values: the table of that reader's labels. What is said of one that this corpus does not have is for another corpus.

    Raises:
        ConfigError: it cannot be used.
    """
    changes: dict[str, dict[str, Value]] = {}
    hints = dict.fromkeys(("name", "guideline"), _SHARED_HINT)
    for name, value in ({} if values is None else _tables(values)).items():
        if name.casefold() in changes:
            raise value.error(f"{quoted(name)} stands here a second time; remove one of both")
        changes[name.casefold()] = value.table(_OWN, hints)
        # What is for another corpus has to be right as well.
        _changed(Placed(STANDARD[0]), changes[name.casefold()])
    changed = tuple(_changed(one, changes.get(one.label.name.casefold(), {})) for one in labels)
    require_distinct(uses_of_letters(changed), "letter")
    return changed


def uses_of_keys(labels: Sequence[Placed]) -> list[Use]:
    """The keys of labels."""
    return [Use(one.label.key, one.label.name, one.key) for one in labels]


def uses_of_letters(labels: Sequence[Placed]) -> list[Use]:
    """The letters of labels."""
    return [Use(one.label.letter, one.label.name, one.letter) for one in labels]


def _entries(table: Mapping[str, Value]) -> list[Value]:
    return table["labels"].tables() if "labels" in table else []


def _tables(values: Value) -> dict[str, Value]:
    if isinstance(values.content, list):
        raise values.error(
            f"new labels belong in {SHARED_FILE}; write [labels.NAME] here to change one of them for yourself"
        )
    return values.table()


def _label(entry: Value, fields: Mapping[str, Value], color: str) -> Placed:
    """A label of a corpus; `color` is for one that names none."""
    for needed in ("name", "key"):
        if needed not in fields:
            raise entry.error(f'this label has no {needed}; give it one, as in {needed} = "…"')
    name = _name(fields["name"])
    guideline = _guideline(fields["guideline"]) if "guideline" in fields else ""
    letter = "" if "letter" in fields else _first_letter(fields["name"])
    label = Label(name, "", color, letter, guideline)
    return _changed(Placed(label, letter=fields["name"]), fields)


def _changed(placed: Placed, fields: Mapping[str, Value]) -> Placed:
    """A label with the key, colour and letter that a file gives it."""
    label, key, letter = placed.label, placed.key, placed.letter
    if "key" in fields:
        key = fields["key"]
        label = label._replace(key=key_of(key))
    if "color" in fields:
        label = label._replace(color=_color(fields["color"]))
    if "letter" in fields:
        letter = fields["letter"]
        label = label._replace(letter=_letter(letter))
    return Placed(label, key, letter)


def _name(value: Value) -> str:
    name = value.string()
    if not name.strip():
        raise value.error("a label's name cannot be empty; give it one")
    if len(name) > LONGEST_NAME:
        raise value.error(
            f"the name {quoted(name)} has {len(name)} characters; shorten it to {LONGEST_NAME} at most"
        )
    if not is_safe(name):
        raise value.error(f"the name {quoted(name)} holds a control character; remove it")
    if name != name.strip():
        raise value.error(f"the name {quoted(name)} has blanks around it; remove them")
    return name


def _require_new_name(placed: Placed, value: Value, labels: list[Placed]) -> None:
    name = placed.label.name
    for one in labels:
        if one.label.name.casefold() == name.casefold():
            raise value.error(
                f"there are two labels {quoted(one.label.name)} and {quoted(name)}; give one another name"
            )


def _guideline(value: Value) -> str:
    """On one row, because that is how it is shown; a text in three quotation marks may be broken anywhere."""
    text = " ".join(part.strip(" \t") for part in value.string().strip().split("\n"))
    if not is_safe(text):
        raise value.error("the guideline holds a control character; remove it")
    return text


def _color(value: Value) -> str:
    color = value.string()
    if color not in COLORS and not _RGB.fullmatch(color):
        near = nearest(color, COLORS)
        what_to_do = f"perhaps {near} is meant" if near else "give another one"
        raise value.error(
            f"{quoted(color)} is no colour; {what_to_do} (known: {', '.join(COLORS)}, and #rrggbb)"
        )
    return color


def _letter(value: Value) -> str:
    letter = value.string()
    if not is_letter(letter):
        raise value.error(f"{quoted(letter)} cannot be a letter; give one character that is one cell wide")
    if letter in TAKEN:
        raise value.error(f"{quoted(letter)} means something else in the gutter; give another letter")
    return letter


def _first_letter(name: Value) -> str:
    """The first letter of a name that fits into the gutter, in upper case."""
    for char in name.string():
        if is_letter(char.upper()) and char not in TAKEN:
            return char.upper()
    raise name.error(
        f'nothing in the name {quoted(name.string())} is one cell wide; add a letter, as in letter = "X"'
    )


def is_letter(text: str) -> bool:
    """Whether a text is one code point that is seen, and one cell wide on a terminal."""
    return (
        len(text) == 1
        and unicodedata.category(text)[0] in "LNPS"
        and unicodedata.east_asian_width(text) not in "WF"
        and not unicodedata.combining(text)
        and not _NOT_ONE_CELL.match(text)
        and is_safe(text)
    )
