"""The mouse around the text: wheel, scroll bar, lists, keys, help."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual import events

from annotui.tui.widgets.key_row import KeyRow
from annotui.tui.widgets.row_list import RowList

Open = Callable[..., AbstractAsyncContextManager[Any]]


async def send(session: Any, kind: type[events.MouseEvent], x: int, y: int, button: int = 1) -> None:
    session.app.post_message(kind(None, x, y, 0, 0, button, False, False, False, x, y))
    await session.pilot.pause()


async def click(session: Any, x: int, y: int) -> None:
    await send(session, events.MouseDown, x, y)
    await send(session, events.MouseUp, x, y)


async def wheel(session: Any, x: int, y: int, steps: int) -> None:
    kind = events.MouseScrollDown if steps > 0 else events.MouseScrollUp
    for _ in range(abs(steps)):
        await send(session, kind, x, y, 0)


def listed_at(session: Any, text: str) -> tuple[int, int]:
    """Where a row of the list stands that is shown."""
    rows = session.app.screen.query_one(RowList)
    for y in range(rows.size.height):
        if text in rows.render_line(y).text:
            return rows.region.x + 3, rows.region.y + y
    raise AssertionError(f"“{text}” is not listed")


async def test_a_click_in_the_other_pane_lets_keys_go_there(open_reader: Open) -> None:
    async with open_reader() as session:
        first, x = session.pane, session.pane.region.right
        await click(session, x + 12, 6)
        assert session.pane is not first
        assert first.selection.anchor is None
        assert session.cursor_at.startswith(session.shown[5][12:].strip()[:10])
        await session.press("c")
        assert [one.article for one in session.kept()] == [session.desk.article]


@pytest.mark.parametrize("button", [2, 3])
async def test_other_buttons_do_nothing(open_reader: Open, button: int) -> None:
    async with open_reader((160, 50)) as session:
        before = session.desk.place
        # The text, twice; the list of articles; the bottom row; and a drag.
        for x, y in ((50, 5), (50, 5), (4, 4), (3, 49)):
            await send(session, events.MouseDown, x, y, button)
            await send(session, events.MouseUp, x, y, button)
        await send(session, events.MouseDown, 50, 5, button)
        await send(session, events.MouseMove, 55, 5, button)
        await send(session, events.MouseUp, 55, 5, button)
        assert session.desk.place == before
        assert session.selected == ""
        assert session.kept() == []


class TestWheel:
    async def test_it_scrolls_and_takes_the_cursor_along(self, open_reader: Open) -> None:
        async with open_reader((80, 24)) as session:
            pane = session.pane
            await wheel(session, 10, 10, 2)
            assert pane.scroll_offset.y == 6
            cursor = session.cursor_at
            assert cursor.startswith(session.shown[0][6:].strip()[:20])
            assert "sentence" in session.status
            # While the cursor is on the screen it stays where it is.
            await wheel(session, 10, 10, -1)
            assert pane.scroll_offset.y == 3
            assert session.cursor_at == cursor
            await wheel(session, 10, 10, -5)
            assert pane.scroll_offset.y == 0

    async def test_it_takes_the_cursor_along_upwards(self, open_reader: Open) -> None:
        async with open_reader((80, 24)) as session:
            await session.press("G")
            await wheel(session, 10, 10, -3)
            row = session.pane._rows.row(session.pane.selection.cursor)
            top, height = session.pane.scroll_offset.y, session.pane.size.height
            assert top <= row < top + height
            assert row == top + height - 1

    async def test_it_does_not_touch_a_selection(self, open_reader: Open) -> None:
        async with open_reader((80, 24)) as session:
            await session.press("s")
            before = session.pane.selection
            await wheel(session, 10, 10, 5)
            assert session.pane.scroll_offset.y == 15
            assert session.pane.selection == before
            await session.press("c")
            assert [one.text for one in session.kept()] == [before.span.of(session.pane.reading.article.text)]

    async def test_what_was_only_found_stays_behind_once_it_is_out_of_sight(self, open_reader: Open) -> None:
        async with open_reader((80, 24)) as session:
            await session.press("/", *"nato", "enter")
            row = session.pane.point_row
            await wheel(session, 10, 10, 1)
            seen = session.selected == "NATO"
            assert seen == (row >= 3)
            await wheel(session, 10, 10, 4)
            assert session.selected == ""
            assert "→ sentence" in session.status

    async def test_at_the_ends_it_does_nothing(self, open_reader: Open) -> None:
        async with open_reader((80, 24)) as session:
            before = session.desk.place
            await wheel(session, 10, 10, -2)
            assert session.desk.place == before
            await session.press("G")
            end = session.desk.place
            await wheel(session, 10, 10, 2)
            assert session.desk.place == end

    async def test_over_the_other_pane_it_scrolls_that_one(self, open_reader: Open) -> None:
        async with open_reader() as session:
            first = session.pane
            await wheel(session, 100, 10, 1)
            assert session.pane is not first
            assert session.pane.scroll_offset.y == 3
            assert first.scroll_offset.y == 0

    async def test_in_a_drag_it_scrolls_and_the_drag_goes_on(self, open_reader: Open) -> None:
        async with open_reader((80, 24)) as session:
            await send(session, events.MouseDown, 15, 5)
            await send(session, events.MouseMove, 20, 8)
            await wheel(session, 20, 8, 1)
            before = len(session.selected)
            await send(session, events.MouseMove, 21, 8)
            await send(session, events.MouseUp, 21, 8)
            # The mouse is over another row of the text now.
            assert len(session.selected) > before + 2 * 70
            assert session.pane.scroll_offset.y == 3


async def test_the_scroll_bar_can_be_dragged(open_reader: Open) -> None:
    async with open_reader((80, 24)) as session:
        pane = session.pane
        x = pane.region.right - 1
        await send(session, events.MouseDown, x, pane.region.y)
        for y in range(pane.region.y, pane.region.bottom):
            await send(session, events.MouseMove, x, y)
        await session.until(lambda: pane.scroll_offset.y > 0)
        await send(session, events.MouseUp, x, pane.region.bottom - 1)
        row = pane._rows.row(pane.selection.cursor) - pane.scroll_offset.y
        assert 0 <= row < pane.size.height, "the cursor comes along"
        assert session.selected == ""


class TestLists:
    async def test_a_click_beside_the_panes_opens_an_article(self, open_reader: Open) -> None:
        async with open_reader((160, 50)) as session:
            await click(session, *listed_at(session, " 003 "))
            assert session.desk.article.startswith("seeds/003")
            assert listed_at(session, "▸  003")
            # It opens in the pane that keys go to.
            await session.press("tab")
            await click(session, *listed_at(session, " 004 "))
            assert session.desk.article.startswith("seeds/004")
            await session.press("tab")
            assert session.desk.article.startswith("seeds/003")

    async def test_a_click_below_the_list_or_on_its_heading_does_nothing(self, open_reader: Open) -> None:
        async with open_reader((160, 50)) as session:
            before = session.desk.place
            await click(session, 5, 0)
            await click(session, 5, 30)
            assert session.desk.place == before

    async def test_a_file_that_cannot_be_read_is_not_opened(self, open_reader: Open, seeds: Path) -> None:
        (seeds / "zero.txt").write_bytes(b"a\0b")
        async with open_reader((160, 50)) as session:
            await session.until(lambda: any("zero" in row.text for row in _rows(session)))
            before = session.desk.place
            await click(session, *listed_at(session, "zero"))
            assert session.desk.place == before

    async def test_a_click_in_a_list_over_the_reader_chooses(self, open_reader: Open) -> None:
        async with open_reader((160, 50)) as session:
            await session.press("enter")
            await click(session, *listed_at(session, " 003 "))
            await session.until(lambda: session.app.screen is session.reader)
            assert session.desk.article.startswith("seeds/003")

    async def test_a_click_in_the_palette_does_what_is_written_there(self, open_reader: Open) -> None:
        async with open_reader() as session:
            await session.press(":")
            await click(session, *listed_at(session, "tag as error"))
            await session.until(lambda: session.app.screen is session.reader)
            assert [one.label for one in session.kept()] == ["error"]

    async def test_the_wheel_goes_through_a_list(self, open_reader: Open) -> None:
        async with open_reader((80, 24)) as session:
            await session.press(":")
            await wheel(session, 20, 10, 2)
            rows = session.app.screen.query_one(RowList)
            assert rows.highlighted == 6
            await wheel(session, 20, 10, -1)
            assert rows.highlighted == 3
            await session.press("escape")
            assert session.pane.scroll_offset.y == 0, "the text behind the list stays"


def _rows(session: Any) -> list[Any]:
    rows = session.app.screen.query_one(RowList)
    return [rows.render_line(y) for y in range(rows.size.height)]


async def test_a_click_on_a_key_does_what_it_says(open_reader: Open) -> None:
    async with open_reader() as session:
        row = session.reader.query_one(KeyRow)
        await click(session, row.text.index("claim"), 39)
        await session.until(lambda: bool(session.pane.annotations))
        assert [one.label for one in session.kept()] == ["claim"]
        await session.press(")")
        await click(session, row.text.index("? help"), 39)
        await session.until(lambda: session.app.screen is not session.reader)


async def test_the_help_is_scrolled_by_the_wheel_and_left_by_a_click(open_reader: Open) -> None:
    async with open_reader((80, 24)) as session:
        await session.press("?")
        text = session.app.screen.query("_Help").first()
        await wheel(session, 10, 10, 1)
        await session.until(lambda: text.scroll_offset.y > 0)
        await click(session, 10, 10)
        await session.until(lambda: session.app.screen is session.reader)
        assert session.selected == ""
        assert session.pane.selection.cursor == 0, "the text behind it was not clicked"


@pytest.mark.parametrize("key", ["?", "enter", ":"])
async def test_a_key_in_the_middle_of_a_drag_leaves_no_button_down(open_reader: Open, key: str) -> None:
    async with open_reader() as session:
        await send(session, events.MouseDown, 15, 5)
        await send(session, events.MouseMove, 25, 5)
        selected = session.selected
        await session.press(key)
        await send(session, events.MouseUp, 25, 5)
        await session.press("escape")
        await session.until(lambda: session.app.screen is session.reader)
        await send(session, events.MouseMove, 35, 8, 0)
        assert session.selected == selected


async def test_another_article_in_the_middle_of_a_drag_has_nothing_selected(open_reader: Open) -> None:
    async with open_reader() as session:
        await send(session, events.MouseDown, 15, 5)
        await send(session, events.MouseMove, 25, 60)
        await session.press("]")
        assert session.desk.article.startswith("seeds/001")
        before = session.desk.place
        await send(session, events.MouseMove, 35, 8)
        await send(session, events.MouseUp, 35, 8)
        assert session.selected == ""
        assert session.desk.place == before


@pytest.mark.parametrize("ends", ["ctrl+s", "escape"])
async def test_the_mouse_does_not_take_a_note_away_from_its_annotation(open_reader: Open, ends: str) -> None:
    async with open_reader() as session:
        await session.press("c", "m")
        await session.paste("a note")
        (before,) = session.kept()
        # The other pane, the text beside the note, a label in the bottom row where that is seen.
        await click(session, 100, 5)
        await click(session, 20, 5)
        await click(session, 1, 39)
        await wheel(session, 100, 10, 2)
        await session.press(ends)
        await session.until(lambda: session.app.screen is session.reader)
        await session.saved()
        (kept,) = session.kept()
        assert kept.note == ("a note" if ends == "ctrl+s" else "")
        assert replace(kept, note="", updated=before.updated) == before
        assert session.desk.article == before.article
