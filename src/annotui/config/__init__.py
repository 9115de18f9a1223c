"""The configuration: labels and matching, which all reviewers of a corpus share, and keys, theme and mouse, which are each reader's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from .distinct import Use, require_distinct
from .file import OWN_FILE, SHARED_FILE, ConfigError, Value, nearest, quoted, read
from .keys import ALWAYS_QUIT, given
from .label import COLORS, STANDARD, Label, own, shared, uses_of_keys
from .parameters import parameters

__all__ = [
    "COLORS",
    "SHARED_FILE",
    "STANDARD",
    "THEMES",
    "Config",
    "ConfigError",
    "Label",
    "labels",
    "load",
    "matching",
    "own_file",
]

THEMES = ("terminal", "dark", "light", "colorblind")
"""Names of themes; the first is that of a reader who names none."""


@dataclass(frozen=True, slots=True)
class Config:
    """How one reader works on one corpus; by itself as somebody without any file does.

    Args:
        labels: in the order of the file.
        keys: for each action that the reader gave other keys all of its keys, as Textual names them; an empty tuple for none. Quitting
            keeps Ctrl+C and Ctrl+Q besides.
        theme: one of `THEMES`.
        mouse: whether the mouse is used.
        matching: what the corpus sets of the parameters of matching; those it does not name follow from its size.
    """

    labels: tuple[Label, ...] = STANDARD
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    theme: str = THEMES[0]
    mouse: bool = True
    matching: Mapping[str, int] = field(default_factory=dict)


def load(annotations: Path, actions: Mapping[str, tuple[str, ...]]) -> Config:
    """The configuration of this reader.

    Args:
        annotations: the folder of annotations, which need not exist.
        actions: every action's name, and the keys that it has by itself; without those that tag, whose keys are those of labels.

    Raises:
        ConfigError: a file cannot be used.
    """
    corpus = read(annotations / SHARED_FILE)
    corpus_labels = shared(corpus)
    file = read(own_file(), follows_links=True)
    settings = {} if file is None else file.table(("theme", "mouse", "keys", "labels"))
    placed = own(corpus_labels, settings.get("labels"))
    names = [one.label.name for one in placed]
    keys = given(settings["keys"], actions, names) if "keys" in settings else {}
    require_distinct([*_uses(actions, keys), *uses_of_keys(placed)], "key")
    return Config(
        labels=tuple(one.label for one in placed),
        keys=MappingProxyType({name: _with_fixed(actions[name], values) for name, values in keys.items()}),
        theme=_theme(settings["theme"]) if "theme" in settings else THEMES[0],
        mouse=settings["mouse"].flag() if "mouse" in settings else True,
        matching=_matching(corpus),
    )


def labels(annotations: Path) -> tuple[Label, ...]:
    """The labels of a corpus, as all reviewers share them.

    Args:
        annotations: the folder of annotations, which need not exist.

    Raises:
        ConfigError: its file cannot be used.
    """
    return tuple(one.label for one in shared(read(annotations / SHARED_FILE)))


def matching(annotations: Path) -> Mapping[str, int]:
    """What a corpus sets of the parameters of matching, as all reviewers share it.

    Args:
        annotations: the folder of annotations, which need not exist.

    Raises:
        ConfigError: its file cannot be used.
    """
    file = read(annotations / SHARED_FILE)
    shared(file)
    return _matching(file)


def own_file() -> Path:
    """`$XDG_CONFIG_HOME/annotui/config.toml`, or its counterpart on this system; it need not exist."""
    import platformdirs

    return platformdirs.user_config_path("annotui", appauthor=False) / OWN_FILE


def _matching(file: Value | None) -> Mapping[str, int]:
    """The section of a corpus's file, the names in which are known to be right."""
    return parameters(file.table().get("matching") if file is not None else None)


def _uses(actions: Mapping[str, tuple[str, ...]], keys: Mapping[str, list[Value]]) -> list[Use]:
    """Every key of every action."""
    uses = []
    for name, defaults in actions.items():
        places = {one.string(): one for one in keys.get(name, ())}
        uses += [Use(key, name, places.get(key)) for key in (places if name in keys else defaults)]
    return uses


def _with_fixed(defaults: tuple[str, ...], values: list[Value]) -> tuple[str, ...]:
    """The keys that a reader gave, and those that cannot be taken from the action."""
    fixed = [key for key in defaults if key in ALWAYS_QUIT]
    return tuple(dict.fromkeys([*(one.string() for one in values), *fixed]))


def _theme(value: Value) -> str:
    theme = value.string()
    if theme not in THEMES:
        near = nearest(theme, THEMES)
        what_to_do = f"perhaps {near} is meant" if near else "give another one"
        raise value.error(f"there is no theme {quoted(theme)}; {what_to_do} (known: {', '.join(THEMES)})")
    return theme
