"""Which keys can be given, and the keys that a reader gave to actions."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping

from .file import Value, nearest, quoted

_NAMED = (
    *"enter tab space escape backspace delete insert home end pageup pagedown left right up down".split(),
    *(f"f{number}" for number in range(1, 25)),
)

# Without the newer keyboard protocols a terminal sends for these what it sends for the key alone.
_NEVER_MODIFIED = ("enter", "space", "escape", "backspace")

ALWAYS_QUIT = ("ctrl+c", "ctrl+q")

_TAKEN = {
    **dict.fromkeys(ALWAYS_QUIT, "it always quits"),
    "ctrl+z": "it suspends a program",
    "ctrl+s": "it saves a note, and stops the output of some terminals",
    "ctrl+i": "a terminal cannot tell it from Tab",
    "ctrl+m": "a terminal cannot tell it from Enter",
    "ctrl+j": "a terminal cannot tell it from Enter",
    "ctrl+h": "a terminal cannot tell it from Backspace",
}


def key(value: Value) -> str:
    """A key, as Textual names it.

    Raises:
        ConfigError: it is no key, or cannot be given.
    """
    name = value.string()
    reason = refusal(name)
    if reason is not None:
        raise value.error(f"{quoted(name)} cannot be a key: {reason}")
    return name


def refusal(name: str) -> str | None:
    """Why a key cannot be given and what to do, or None if it can.

    Args:
        name: one character, or a name such as `enter`, after `ctrl+` and `shift+` if these are held.
    """
    if name == " ":
        return "a blank is not seen; write space"
    if len(name) == 1 and name.isprintable() and not unicodedata.category(name).startswith("M"):
        return None
    if name in _TAKEN:
        return f"{_TAKEN[name]}; give another key"
    *modifiers, last = name.split("+")
    if "alt" in (one.casefold() for one in modifiers):
        return "Alt does not arrive over many connections; give a key without it"
    if modifiers == ["shift"] and len(last) == 1:
        return f"with Shift a character is another one; write that one, such as {quoted(last.upper())}"
    if last in _NAMED and modifiers in ([], ["ctrl"], ["shift"], ["ctrl", "shift"]):
        return _not_sent(modifiers, last)
    if modifiers == ["ctrl"] and len(last) == 1 and "a" <= last <= "z":
        return None
    return _no_such_key(name)


def _not_sent(modifiers: list[str], last: str) -> str | None:
    if modifiers and (last in _NEVER_MODIFIED or (last == "tab" and "ctrl" in modifiers)):
        return f"most terminals send {last} for it; give another key"
    return None


def _no_such_key(name: str) -> str:
    *modifiers, last = name.casefold().split("+")
    meant = "+".join([*sorted(modifiers), last if len(last) == 1 else nearest(last, _NAMED) or last])
    if meant != name and refusal(meant) is None:
        return f"there is none of this name; perhaps {meant} is meant"
    return "there is none of this name; write one character, or a name such as tab, f5 or ctrl+p"


def given(
    values: Value, actions: Mapping[str, tuple[str, ...]], labels: Collection[str]
) -> dict[str, list[Value]]:
    """The keys that a reader gave to actions, each with its place.

    Args:
        values: the table with the keys.
        actions: every action's name, and the keys that it has by itself.
        labels: names of labels, which have their keys elsewhere.

    Returns:
        For each action that is named there its keys; none where a reader wants none.

    Raises:
        ConfigError: there is no such action, or no such key, or the palette would have none.
    """
    keys = {}
    for name, value in values.table().items():
        if name not in actions:
            raise value.error(_no_such_action(name, actions, labels))
        keys[name] = value.strings()
        for one in keys[name]:
            key(one)
        if name == "palette" and not keys[name]:
            raise value.error("the palette needs a key, because it reaches all that has none; give it one")
    return keys


def _no_such_action(name: str, actions: Collection[str], labels: Collection[str]) -> str:
    if name in labels:
        return f"{quoted(name)} is a label, not an action; give its key under [labels]"
    near = nearest(name, actions)
    what_to_do = f"perhaps {near} is meant" if near else "remove it"
    return f"there is no action {quoted(name)}; {what_to_do} (the help lists them all)"
