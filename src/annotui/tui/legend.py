"""How labels look: their letters, and their colours in each theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from rich.color import Color
from rich.style import Style

from annotui.config.label import Label, is_letter
from annotui.core.display import visible


class _Shade(NamedTuple):
    """A colour of labels in one theme.

    Args:
        paper: behind tagged text.
        ink: tagged text.
        letter: the letter in the gutter, and what is suggested, on the terminal's own background.
    """

    paper: str
    ink: str
    letter: str


def _own(color: str) -> _Shade:
    """A colour of the terminal's own sixteen, which fit its background."""
    return _Shade(color, "black", color)


# Not the terminal's own, which may be greys.
_BLACK, _WHITE = "#000000", "#ffffff"


def _both(paper: str, ink: str = _BLACK) -> _Shade:
    return _Shade(paper, ink, paper)


_THEMES: Mapping[str, Mapping[str, _Shade]] = {
    "terminal": {
        **{name: _own(name) for name in ("cyan", "green", "red", "yellow", "magenta", "blue")},
        "orange": _own("color(208)"),
    },
    # Colours of the 256 that every larger terminal has: bright ones with dark text …
    "dark": {
        "cyan": _both("#5fd7d7"),
        "green": _both("#87d787"),
        "red": _both("#ff8787"),
        "yellow": _both("#ffd75f"),
        "magenta": _both("#d7afff"),
        "blue": _both("#87afff"),
        "orange": _both("#ffaf5f"),
    },
    # … and pale ones, with letters dark enough for a white background.
    "light": {
        "cyan": _Shade("#afffff", _BLACK, "#008787"),
        "green": _Shade("#afffaf", _BLACK, "#008700"),
        "red": _Shade("#ffafaf", _BLACK, "#d70000"),
        "yellow": _Shade("#ffffaf", _BLACK, "#875f00"),
        "magenta": _Shade("#ffafff", _BLACK, "#870087"),
        "blue": _Shade("#afd7ff", _BLACK, "#005fd7"),
        "orange": _Shade("#ffd7af", _BLACK, "#af5f00"),
    },
    # Okabe and Ito, “Color Universal Design” (2008): eight colours that all kinds of colour vision tell apart.
    "colorblind": {
        "cyan": _both("#56b4e9"),
        "green": _both("#009e73"),
        "red": _both("#d55e00"),
        "yellow": _both("#f0e442"),
        "magenta": _both("#cc79a7"),
        "blue": _both("#0072b2", _WHITE),
        "orange": _both("#e69f00"),
    },
}
_LIGHT_TERMINAL = "terminal, light"
"""The terminal's own colours where its background is light: there they are too pale for letters."""

LIGHT = frozenset({"light", _LIGHT_TERMINAL})
"""The themes for a light background."""

ON_LIGHT: Mapping[str, str] = {**{name: name for name in _THEMES}, "terminal": _LIGHT_TERMINAL}
"""For each theme that a reader can name, the one that is used where the terminal's background is known to be light."""

_UNKNOWN = "magenta"
"""The colour of a label that the configuration does not have any more."""

_SHADES: Mapping[str, Mapping[str, _Shade]] = {
    **_THEMES,
    _LIGHT_TERMINAL: {
        name: shade._replace(letter=_THEMES["light"][name].letter)
        for name, shade in _THEMES["terminal"].items()
    },
}

_EQUALLY_FAR = 0.179
"""The luminance that has the same contrast with black and with white."""


class Legend:
    """How the labels of one reader look.

    Args:
        labels: from the configuration.
        theme: one of `annotui.config.THEMES`, or of `ON_LIGHT`.
    """

    def __init__(self, labels: Sequence[Label], theme: str) -> None:
        self._labels = {one.name: one for one in labels}
        self.letter = cache(self._letter)
        self.change_theme(theme)

    def change_theme(self, theme: str) -> None:
        """Let labels look otherwise from now on.

        Args:
            theme: as above.
        """
        self._shades = _SHADES[theme]
        self.style = cache(self._style)
        self.tagged = cache(self._tagged)
        self.suggested = cache(self._suggested)

    def _letter(self, label: str) -> str:
        """The letter that stands for a label: one cell that is seen, whatever a log may call a label."""
        known = self._labels.get(label)
        letter = known.letter if known else visible(label[:1].upper())
        return letter if is_letter(letter) else "?"

    def _style(self, label: str) -> Style:
        """That of its letter."""
        return Style(bold=True, color=self._shade(label).letter)

    def _tagged(self, label: str, overlaps: bool) -> Style:
        """That of tagged text: `label` is that of the shortest annotation over it, `overlaps` whether there is another one."""
        shade = self._shade(label)
        return Style(color=shade.ink, bgcolor=shade.paper, underline=True, bold=overlaps)

    def _suggested(self, label: str) -> Style:
        """That of text which could be tagged."""
        return Style(color=self._shade(label).letter)

    def _shade(self, label: str) -> _Shade:
        known = self._labels.get(label)
        color = known.color if known else _UNKNOWN
        return self._shades.get(color) or _Shade(color, _ink(color), color)


def _ink(paper: str) -> str:
    """Black or white, whichever reads better on a colour (`#rrggbb`), by the contrast that WCAG 2 defines."""
    red, green, blue = map(_linear, Color.parse(paper).get_truecolor())
    return _BLACK if 0.2126 * red + 0.7152 * green + 0.0722 * blue > _EQUALLY_FAR else _WHITE


def _linear(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
