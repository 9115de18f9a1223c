"""How labels look: readable in every theme, and told apart without colour."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.color import Color as Background
from textual.filter import NoColor

from annotui.config import COLORS, STANDARD, THEMES, Label
from annotui.tui import styles
from annotui.tui.legend import Legend

LEAST = 3.0
"""Contrast that large or bold text needs (WCAG 2, 1.4.11 and 1.4.3)."""

# What stands on either side of a theme that brings its own colours.
TERMINALS = {"dark": "#000000", "light": "#ffffff", "colorblind": "#000000"}


def label_of(color: str, name: str = "one", letter: str = "O") -> Label:
    return Label(name, "o", color, letter, "")


def luminance(color: Color) -> float:
    """Relative luminance of a colour, as WCAG 2 defines it."""

    def linear(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = color.get_truecolor()
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def contrast(one: Color, other: Color) -> float:
    darker, brighter = sorted((luminance(one), luminance(other)))
    return (brighter + 0.05) / (darker + 0.05)


def known(color: Color | None) -> Color | None:
    """The colour, where it is not one of those that each terminal has of its own."""
    return None if color is None or color.is_system_defined else color


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("color", [*COLORS, "#ff8800", "#00d700", "#123456", "#808080"])
def test_tagged_text_can_be_read(theme: str, color: str) -> None:
    style = Legend([label_of(color)], theme).tagged("one", False)
    ink, paper = known(style.color), known(style.bgcolor)
    is_own = theme == "terminal" and color in COLORS
    assert is_own or (ink is not None and paper is not None), "what is known on one side is known on both"
    if ink is not None and paper is not None:
        assert contrast(ink, paper) >= LEAST


@given(st.integers(0, 0xFFFFFF))
def test_tagged_text_can_be_read_in_any_colour_of_ones_own(value: int) -> None:
    style = Legend([label_of(f"#{value:06x}")], "terminal").tagged("one", False)
    ink, paper = known(style.color), known(style.bgcolor)
    assert ink is not None
    assert paper is not None
    assert contrast(ink, paper) >= LEAST


@pytest.mark.parametrize("theme", TERMINALS)
@pytest.mark.parametrize("color", COLORS)
def test_letters_in_the_gutter_can_be_read_on_the_background_of_a_theme(theme: str, color: str) -> None:
    letter = known(Legend([label_of(color)], theme).style("one").color)
    assert letter is not None
    assert contrast(letter, Color.parse(TERMINALS[theme])) >= LEAST


def test_the_judge_finds_what_cannot_be_read() -> None:
    assert contrast(Color.parse("#ffffff"), Color.parse("#000000")) == pytest.approx(21)
    assert contrast(Color.parse("#ffffff"), Color.parse("#00d700")) < LEAST
    assert contrast(Color.parse("#000000"), Color.parse("#000080")) < LEAST


@pytest.mark.parametrize("theme", THEMES)
def test_labels_of_different_colours_look_different(theme: str) -> None:
    labels = [label_of(color, color) for color in COLORS]
    legend = Legend(labels, theme)
    for one, other in combinations(COLORS, 2):
        assert legend.tagged(one, False) != legend.tagged(other, False)
        assert legend.style(one) != legend.style(other)


@pytest.mark.parametrize("theme", THEMES)
def test_a_label_that_is_not_configured_is_still_drawn(theme: str) -> None:
    legend = Legend(STANDARD, theme)
    assert legend.letter("rumour") == "R"
    assert legend.tagged("rumour", False).underline
    assert legend.tagged("rumour", False).bgcolor is not None


@given(st.text())
def test_every_letter_takes_one_cell(label: str) -> None:
    letter = Legend(STANDARD, "terminal").letter(label)
    assert cell_len(letter) == 1
    assert not letter.isspace()


def test_letters_are_those_of_the_configuration() -> None:
    legend = Legend([label_of("cyan", "vague", "?"), label_of("red", "日本", "J")], "terminal")
    assert (legend.letter("vague"), legend.letter("日本")) == ("?", "J")


def without_colour(style: Style) -> Style:
    """What is left of a style on a terminal that was asked for no colours."""
    (segment,) = NoColor().apply([Segment("x", style)], Background(0, 0, 0))
    assert segment.style is not None
    return segment.style


@pytest.mark.parametrize("theme", THEMES)
def test_without_colour_everything_is_still_told_apart(theme: str) -> None:
    legend = Legend(STANDARD, theme)
    bases = {
        "plain": styles.PLAIN,
        "tagged": legend.tagged("claim", False),
        "tagged twice": legend.tagged("claim", True),
    }
    looks = {
        **bases,
        **{f"{name}, selected": style + styles.SELECTED for name, style in bases.items()},
        "match": styles.MATCH,
    }
    bare = {name: without_colour(style) for name, style in looks.items()}
    same = [(one, other) for one, other in combinations(bare, 2) if bare[one] == bare[other]]
    assert same == []
    for name, style in bases.items():
        # The cursor on a tag, and at an end of a selection there.
        assert without_colour(style + styles.CURSOR) != bare[name]
        assert without_colour(style + styles.CURSOR_OF_SELECTION) != bare[f"{name}, selected"]
        assert without_colour(style + styles.CURSOR_OF_SELECTION) != bare[name]
        assert without_colour(style + styles.MATCH) != bare[name]
    assert without_colour(styles.ALARM) != without_colour(styles.STATUS)


def test_the_judge_finds_looks_that_only_colour_tells_apart() -> None:
    legend = Legend(STANDARD, "terminal")
    claim, quote = legend.tagged("claim", False), legend.tagged("quote", False)
    assert claim != quote
    assert without_colour(claim) == without_colour(quote)
