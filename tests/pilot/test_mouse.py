"""The mouse over the text: where it puts the cursor, and what it selects is what is under it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual import events

from annotui.tui.widgets import pointer

Open = Callable[..., AbstractAsyncContextManager[Any]]

GUTTER = 6
WIDE = "日本語のテキスト、cafe\u0301 x 👍🏽 y 👩\u200d👧 z.\n\nThe second paragraph."


@dataclass
class Mouse:
    """A mouse over the screen.

    Args:
        session: the reader.
    """

    session: Any

    async def send(self, kind: type[events.MouseEvent], x: int, y: int, button: int = 1) -> None:
        self.session.app.post_message(kind(None, x, y, 0, 0, button, False, False, False, x, y))
        await self.session.pilot.pause()

    def at(self, text: str) -> tuple[int, int]:
        """Column and row of the screen where a text begins that the active pane shows."""
        pane = self.session.pane
        for y, row in enumerate(self.session.shown):
            if text in row:
                return pane.region.x + cell_len(row[: row.index(text)]), pane.region.y + y
        raise AssertionError(f"“{text}” is not shown")

    def behind(self, text: str) -> tuple[int, int]:
        """Where the last character of a text is."""
        x, y = self.at(text)
        return x + cell_len(text[:-1]), y

    async def click(self, x: int, y: int, times: int = 1, button: int = 1) -> None:
        for _ in range(times):
            await self.send(events.MouseDown, x, y, button)
            await self.send(events.MouseUp, x, y, button)

    async def drag(self, *places: tuple[int, int], times: int = 1) -> None:
        """Press at the first place and go to the others, then let go."""
        await self.click(*places[0], times=times - 1)
        await self.send(events.MouseDown, *places[0])
        for place in places[1:]:
            await self.send(events.MouseMove, *place)
        await self.send(events.MouseUp, *places[-1])

    async def wheel(self, x: int, y: int, steps: int) -> None:
        kind = events.MouseScrollDown if steps > 0 else events.MouseScrollUp
        for _ in range(abs(steps)):
            await self.send(kind, x, y, 0)


@pytest.fixture(autouse=True)
def quick_clicks(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine: what is clicked again is clicked soon."""
    monkeypatch.setattr(pointer, "_SOON", 60.0)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    """Makes a corpus of one article."""

    def corpus_of(text: str) -> Path:
        corpus = tmp_path / "one"
        corpus.mkdir()
        (corpus / "a.txt").write_bytes(text.encode())
        return corpus

    return corpus_of


async def test_a_click_puts_the_cursor_on_that_character(open_reader: Open) -> None:
    async with open_reader() as session:
        mouse = Mouse(session)
        for text in ("Foreign Minister", "apan", "liaison office", "Japanese"):
            await mouse.click(*mouse.at(text))
            assert session.cursor_at.replace("\n", " ").startswith(text)
            assert session.selected == ""


async def test_a_click_on_either_half_of_a_wide_character_is_on_it(
    open_reader: Open, write: Callable[[str], Path]
) -> None:
    async with open_reader(corpus=write(WIDE)) as session:
        mouse = Mouse(session)
        for character in ("日", "語", "、", "c", "e\u0301", "x", "👍🏽", "y", "👩\u200d👧", "z", "."):
            x, y = mouse.at(character)
            for half in range(cell_len(character)):
                await mouse.click(x + half, y)
                assert session.cursor_at.startswith(character)


async def test_a_click_beside_the_text_is_on_the_nearest_of_its_row(
    open_reader: Open, write: Callable[[str], Path]
) -> None:
    async with open_reader((60, 20), corpus=write("First row.\n\nSecond one.")) as session:
        mouse = Mouse(session)
        x, y = mouse.at("Second one.")
        for column in range(GUTTER):
            await mouse.click(x - GUTTER + column, y)
            assert session.cursor_at == "Second one."
        await mouse.click(x + 40, y)
        assert session.cursor_at == ""
        await mouse.click(x + 40, y - 2)
        assert session.cursor_at.startswith("\n\nSecond")
        # Below the text it is the last row.
        await mouse.click(x + 7, y + 9)
        assert session.cursor_at == "one."


@pytest.mark.parametrize(
    ("times", "selected"),
    [
        (1, ""),
        (2, "underscored"),
        (3, "He underscored the importance of continuity in this dialogue."),
        (4, None),
        (5, ""),
    ],
)
async def test_more_clicks_select_more(open_reader: Open, times: int, selected: str | None) -> None:
    async with open_reader() as session:
        mouse = Mouse(session)
        x, y = mouse.at("underscored")
        await mouse.click(x + 2, y, times)
        if selected is None:
            start, end = session.pane.selection.span
            text = session.pane.reading.article.text
            assert "\n" not in text[start:end]
            assert text[end : end + 1] in ("\n", "")
            assert text[max(start - 1, 0) : start] in ("\n", "")
            assert "underscored" in session.selected
        elif times == 3:
            assert session.selected.startswith("He underscored")
            assert session.selected.endswith(".")
        else:
            assert session.selected == selected


async def test_a_slow_second_click_is_a_first_one(open_reader: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pointer, "_SOON", -1.0)
    async with open_reader() as session:
        mouse = Mouse(session)
        await mouse.click(*mouse.at("underscored"))
        await mouse.click(*mouse.at("underscored"))
        assert session.selected == ""


@pytest.mark.parametrize(
    ("first", "last"),
    [("Foreign", "Minister"), ("Japanese", "weigh"), ("Japanese", "Foreign"), ("a", "pan")],
)
async def test_a_drag_selects_what_is_under_the_mouse_at_both_ends(
    open_reader: Open, write: Callable[[str], Path], first: str, last: str
) -> None:
    text = "Japanese Foreign Minister\nchose to weigh in.\n\nThe end."
    expected = text[text.index(first) : text.index(last) + len(last)]
    async with open_reader(corpus=write(text)) as session:
        mouse = Mouse(session)
        places = (mouse.at(first), mouse.behind(last))
        await mouse.drag(*places)
        assert session.selected == expected
        assert session.pane.selection.cursor == text.index(expected) + len(expected)
        await mouse.drag(*places[::-1])
        assert session.selected == expected
        assert session.pane.selection.cursor == text.index(expected)


async def test_a_drag_to_one_cell_further_and_back_selects_one_character(open_reader: Open) -> None:
    async with open_reader() as session:
        mouse = Mouse(session)
        x, y = mouse.at("Foreign")
        await mouse.drag((x, y), (x + 1, y))
        assert session.selected == "Fo"
        await mouse.drag((x, y), (x + 1, y), (x, y))
        assert session.selected == "F"


@pytest.mark.parametrize("backwards", [False, True])
async def test_wide_characters_are_selected_whole(
    open_reader: Open, write: Callable[[str], Path], backwards: bool
) -> None:
    async with open_reader(corpus=write(WIDE)) as session:
        mouse = Mouse(session)
        for first, last in (("本", "の"), ("e\u0301", "x"), ("👍🏽", "👩\u200d👧")):
            x, y = mouse.at(last)
            places = [mouse.at(first), (x + cell_len(last) - 1, y)]
            await mouse.drag(*places[:: -1 if backwards else 1])
            assert session.selected == WIDE[WIDE.index(first) : WIDE.index(last) + len(last)]


@pytest.mark.parametrize("backwards", [False, True])
async def test_a_drag_after_a_double_click_goes_by_words(
    open_reader: Open, write: Callable[[str], Path], backwards: bool
) -> None:
    text = "One two three four.\n\nFive six seven eight."
    async with open_reader(corpus=write(text)) as session:
        mouse = Mouse(session)
        places = [mouse.at("wo"), mouse.at("even")]
        await mouse.drag(*places[:: -1 if backwards else 1], times=2)
        assert session.selected == "two three four.\n\nFive six seven"
        await mouse.drag(mouse.at("three"), mouse.at("six"), times=3)
        assert session.selected == text
        await mouse.drag(mouse.at("three"), mouse.at("four"), times=4)
        assert session.selected == "One two three four."


async def test_what_was_dragged_over_is_tagged_exactly(
    open_reader: Open, write: Callable[[str], Path]
) -> None:
    text = "The mayor  spoke.\r\n\r\n日本語 cafe\u0301 “We will\tsee”, he\r\nsaid. " + "More words. " * 20
    places = {
        "claim": ("mayor", "spoke", "mayor  spoke"),
        "quote": ("“We", "see”", "“We will\tsee”"),
        # Over rows and a paragraph border; blanks at the ends are left out.
        "error": (" spoke", "”, he", text[text.index("spoke") : text.index("\r\nsaid")]),
        "duplicate": ("本語", "cafe\u0301", "本語 cafe\u0301"),
    }
    async with open_reader(corpus=write(text)) as session:
        mouse = Mouse(session)
        for number, (first, last, _) in enumerate(places.values()):
            ends = [mouse.at(first), mouse.behind(last)]
            await mouse.drag(*ends[:: -1 if number % 2 else 1])
            assert "c q e d → selection" in session.status
            await session.press("cqed"[number])
        kept = {one.label: one for one in session.kept()}
        assert all(one.text == one.span.of(text) for one in kept.values())
        assert {label: one.text for label, one in kept.items()} == {
            label: wanted for label, (_, _, wanted) in places.items()
        }


async def test_a_drag_beyond_the_lower_edge_scrolls_until_the_button_is_up(open_reader: Open) -> None:
    async with open_reader((80, 24)) as session:
        mouse, pane = Mouse(session), session.pane
        x, y = mouse.at("Foreign")
        start = session.pane.reading.article.text.index("Foreign")
        await mouse.send(events.MouseDown, x, y)
        await mouse.send(events.MouseMove, x, pane.region.bottom + 1)
        await session.until(lambda: pane.scroll_offset.y >= 4)
        assert pane.selection.anchor == start
        # The selection ends on the last row that is shown, under the mouse.
        await mouse.send(events.MouseMove, x, pane.region.bottom - 1)
        top = pane.scroll_offset.y
        assert session.selected.endswith(session.shown[-1][GUTTER : x - pane.region.x + 1])
        await mouse.send(events.MouseMove, x, pane.region.bottom)
        await mouse.send(events.MouseUp, x, pane.region.bottom)
        after, selected = pane.scroll_offset.y, session.selected
        assert after >= top
        for _ in range(6):
            await session.pilot.pause(0.05)
        assert (pane.scroll_offset.y, session.selected) == (after, selected), "it has stopped"
        # With the button up the mouse selects nothing.
        await mouse.send(events.MouseMove, x + 5, y + 3, button=0)
        assert session.selected == selected


async def test_a_drag_beyond_the_upper_edge_scrolls_to_the_beginning(open_reader: Open) -> None:
    async with open_reader((80, 24)) as session:
        mouse, pane = Mouse(session), session.pane
        await session.press("pagedown")
        row = pane.region.bottom - 1
        await mouse.send(events.MouseDown, 10, row)
        await mouse.send(events.MouseMove, 0, pane.region.y - 1)
        await session.until(lambda: pane.scroll_offset.y == 0)
        await mouse.send(events.MouseUp, 0, 0)
        assert pane.selection.cursor == 0
        assert len(session.selected) > 40 * pane.size.height


async def test_the_button_may_come_up_anywhere(open_reader: Open) -> None:
    async with open_reader((160, 50)) as session:
        mouse = Mouse(session)
        article, keys = session.desk.article, (100, 49)
        await mouse.drag(mouse.at("Foreign"), mouse.at("Hayashi"), (120, 10), (1, 3), keys)
        assert session.selected.startswith("Foreign")
        assert session.desk.article == article, "the other pane and the list were only passed"
        assert session.kept() == []
        # The next press begins anew.
        await session.press("escape", "g")
        await mouse.drag(mouse.at("Foreign"), mouse.behind("Minister"))
        assert session.selected == "Foreign Minister"
