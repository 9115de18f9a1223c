"""What is sent shows the same as what Textual would send, cell by cell, and is less."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from annotui.tui.shown import Shown

CUTS = (0, 7, 8, 19, 24)
ROWS = 3
COLOURS = ColorSystem.EIGHT_BIT
CONSOLE = Console(color_system="256", force_terminal=True)
STYLES = [
    None,
    *map(
        Style.parse, ("none", "bold", "dim", "reverse", "underline", "bold underline red", "black on yellow")
    ),
    Style(italic=True, color="#334455"),
    Style(link="https://example.org/"),
]
# Cells of one width and another, and signs on which terminals do not agree: a mark over a letter, an emoji, Arabic.
UNSURE = ["e\u0301", "😀", "ك"]
SIGNS = ["a", "b", " ", " ", "  ", "é", "“", "│", "≈", "日", "、", "한", *UNSURE]

texts = st.lists(st.sampled_from(SIGNS), max_size=14).map("".join)
segments = st.lists(st.builds(Segment, texts, st.sampled_from(STYLES), st.none()), max_size=4)
Row = dict[int, Strip]


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """A row in pieces, each as wide as it has to be."""
    return {left: Strip(draw(segments)).adjust_cell_length(right - left) for left, right in pairwise(CUTS)}


screens = st.lists(rows(), min_size=ROWS, max_size=ROWS)


Span = tuple[int, int, int]
"""A row, with a first column and the one behind the last."""


@st.composite
def parts(draw: st.DrawFn) -> tuple[list[Row], list[Span]]:
    """Another screen, and what of it is to be shown."""
    ends = st.lists(st.sampled_from(CUTS), min_size=2, max_size=2, unique=True).map(sorted)
    found = draw(st.dictionaries(st.integers(0, ROWS - 1), ends, min_size=1))
    return draw(screens), [(y, left, right) for y, (left, right) in sorted(found.items())]


def whole(screen: Sequence[Row]) -> LayoutUpdate:
    return LayoutUpdate([row.values() for row in screen], Region(0, 0, CUTS[-1], ROWS))


def some(screen: Sequence[Row], spans: list[Span]) -> ChopsUpdate:
    return ChopsUpdate(screen, spans, [list(CUTS[1:])] * ROWS)


class Emulator:
    """A terminal."""

    def __init__(self) -> None:
        # Wider than what is painted: pyte would begin another row for a mark over the last letter of one.
        self._screen = pyte.Screen(CUTS[-1] + 1, ROWS)
        self._stream = pyte.Stream(self._screen)

    def feed(self, text: str) -> None:
        """Take some output, and put the cursor back, as Textual does; pyte knows no links."""
        self._stream.feed(re.sub(r"\x1b\]8;.*?\x1b\\", "", text) + "\x1b[H")

    def looks(self) -> list[list[tuple[object, ...]]]:
        """What is seen of each cell."""
        return [[seen(self._screen.buffer[y][x]) for x in range(CUTS[-1])] for y in range(ROWS)]


def seen(cell: pyte.screens.Char) -> tuple[object, ...]:
    if cell.data == " " and not cell.reverse and not cell.underscore:
        return " ", cell.bg
    return tuple(cell)


@given(screens, st.lists(parts(), max_size=4))
def test_it_shows_what_textual_would_show(
    first: list[Row], others: list[tuple[list[Row], list[Span]]]
) -> None:
    known = Shown()
    ours, textuals = Emulator(), Emulator()
    ours.feed(known.changes(whole(first), COLOURS))
    textuals.feed(whole(first).render_segments(CONSOLE))
    assert ours.looks() == textuals.looks()
    now = first
    for painted, spans in others:
        # Textual repeats a piece from its beginning up to its span: what it repeats has not changed.
        now = list(blended(now, painted, spans))
        ours.feed(known.changes(some(now, spans), COLOURS))
        textuals.feed(some(now, spans).render_segments(CONSOLE))
        assert ours.looks() == textuals.looks()


def blended(old: Sequence[Row], new: Sequence[Row], spans: list[Span]) -> Iterator[Row]:
    """The pieces of a new screen where there are spans, and else those of the old one."""
    for y, (one, other) in enumerate(zip(old, new, strict=True)):
        is_in = {
            left: any(row == y and left < last and right > first for row, first, last in spans)
            for left, right in pairwise(CUTS)
        }
        yield {left: other[left] if is_in[left] else one[left] for left in one}


@given(screens)
def test_what_is_there_is_not_sent_again_until_it_is_forgotten(screen: list[Row]) -> None:
    known = Shown()
    sent = known.changes(whole(screen), COLOURS)
    if not any(is_sent_whole(strip) for row in screen for strip in row.values()):
        assert known.changes(whole(screen), COLOURS) == ""
    known.forget()
    terminal, other = Emulator(), Emulator()
    terminal.feed(sent)
    other.feed(known.changes(whole(screen), COLOURS))
    assert terminal.looks() == other.looks()


def is_sent_whole(strip: Strip) -> bool:
    return bool(set(strip.text) & {"\u0301", "😀", "ك"} or strip.link_ids - {""})


def line(*pieces: tuple[str, str]) -> LayoutUpdate:
    strip = Strip([Segment(text, Style.parse(style)) for text, style in pieces])
    return LayoutUpdate([[strip]], Region(0, 0, strip.cell_length, 1))


@pytest.mark.parametrize(
    ("before", "after", "sent"),
    [
        ("a word", "a sword", "\x1b[1;3Hsword"),
        ("one two", "onE twO", "\x1b[1;3HE twO"),
        ("one, two, three", "onE, two, threE", "\x1b[1;3HE\x1b[11CE"),
        ("日本語", "日文語", "\x1b[1;3H文"),
        ("日本語", "日a 語", "\x1b[1;3Ha "),
    ],
)
def test_only_cells_that_differ_are_sent(before: str, after: str, sent: str) -> None:
    known = Shown()
    width = max(cell_len(before), cell_len(after))
    known.changes(line((before.ljust(width - cell_len(before) + len(before)), "")), COLOURS)
    assert known.changes(line((after.ljust(width - cell_len(after) + len(after)), "")), COLOURS) == sent


def test_a_look_is_said_once_and_taken_back_at_the_end() -> None:
    known = Shown()
    assert known.changes(line(("bold", "bold"), (" ", ""), ("bold", "bold"), (" ", "reverse")), COLOURS) == (
        "\x1b[H\x1b[1mbold bold\x1b[0;7m \x1b[m"
    )


def test_another_size_is_another_screen() -> None:
    known = Shown()
    known.changes(line(("a word", "")), COLOURS)
    assert known.changes(line(("a word ", "")), COLOURS) == "\x1b[Ha word "


def test_where_terminals_do_not_agree_all_is_sent_as_textual_does_and_what_is_behind_is_not_known() -> None:
    known = Shown()
    strips = [Strip([Segment("e\u0301 is e")]), Strip([Segment("behind")])]
    update = LayoutUpdate([strips], Region(0, 0, 12, 1))
    first = known.changes(update, COLOURS)
    assert first == "\x1b[He\u0301 is e\x1b[1;7Hbehind"
    assert known.changes(update, COLOURS) == first


def test_characters_that_are_placed_one_by_one_are_as_wide_as_textual_takes_them() -> None:
    known = [chr(code) for code in range(0x10000) if Shown()._is_known(chr(code))]
    assert {"a", "’", "語"} <= {*known}
    one = Shown()
    assert one._is_known("".join(known))
    assert [{*map(cell_len, each)} for each in (one._simple, one._wide)] == [{1}, {2}]
    assert one._simple | one._wide == {*known}


@pytest.mark.parametrize("character", ["\u0301", "\u200b", "\u0628", "☺"])
def test_a_text_with_one_that_is_not_known_is_not(character: str) -> None:
    one = Shown()
    assert not one._is_known(f"a{character}語")
    assert one._is_known("a語")


def test_the_judge_sees_a_cell_that_was_not_sent() -> None:
    one, other = Emulator(), Emulator()
    for terminal in (one, other):
        terminal.feed("\x1b[Ha word")
    assert one.looks() == other.looks()
    other.feed("\x1b[1;3H\x1b[1mw")
    assert one.looks() != other.looks()


def test_a_wide_character_of_which_a_half_was_written_over_is_sent_again() -> None:
    known = Shown()
    before = Strip([Segment("ab日本cd")])
    known.changes(LayoutUpdate([[before]], Region(0, 0, 8, 1)), COLOURS)
    # Something is laid over a half of each, for which Textual paints nothing else anew, and is taken away again.
    pieces = {0: Strip([Segment("ab ")]), 3: Strip([Segment("XX")]), 5: Strip([Segment(" cd")])}
    over = ChopsUpdate([pieces], [(0, 3, 5)], [[3, 5, 8]])
    assert known.changes(over, COLOURS) == "\x1b[1;4HXX"
    assert known.changes(ChopsUpdate([{0: before}], [(0, 3, 5)], [[8]]), COLOURS) == "\x1b[1;3H日本"
