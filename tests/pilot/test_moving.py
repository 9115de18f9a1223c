"""Moves and selections: the keys of the key table."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from annotui.tui.widgets.row_list import RowList

Open = Callable[..., AbstractAsyncContextManager[Any]]


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ((), "Japanese Foreign"),
        (("l", "l", "h"), "apanese"),
        (("right", "right", "left"), "apanese"),
        (("w", "w", "b"), "Foreign"),
        ((")",), "He acknowledged"),
        ((")", ")", "("), "He acknowledged"),
        (("}",), "The Financial Times, citing"),
        (("}", "w", "{", "{"), "Japanese Foreign"),
        (("j", "home"), "to weigh in"),
        (("down", "k", "end"), " \nto weigh"),
        (("G",), ""),
        (("G", "g"), "Japanese"),
        (("space", "pageup"), "Japanese"),
    ],
)
async def test_moves(open_reader: Open, keys: tuple[str, ...], text: str) -> None:
    async with open_reader((160, 50)) as session:
        await session.press(*keys)
        expected = text.replace("\n", "")
        assert session.cursor_at.startswith(expected) if text else session.cursor_at == ""


@pytest.mark.parametrize(
    ("keys", "selected"),
    [
        (("s",), "Japanese Foreign Minister Yoshimasa Hayashi chose"),
        (("v", "w"), "Japanese"),
        (("v", "w", "w"), "Japanese Foreign"),
        (("v", "w", "v"), ""),
        (("v", "w", "escape"), ""),
        (("w", "v", "w", "o", "b"), "Japanese Foreign"),
        (("shift+right", "shift+right"), "Ja"),
        (("shift+right", "shift+right", "shift+left"), "J"),
        (("-", "-"), "Japanese"),
        (("-", "-", "+", "+"), "Japanese Foreign Minister Yoshimasa Hayashi chose"),
        (("v", ")"), "Japanese Foreign Minister Yoshimasa Hayashi chose"),
    ],
)
async def test_selections(open_reader: Open, keys: tuple[str, ...], selected: str) -> None:
    async with open_reader((160, 50)) as session:
        await session.press(*keys)
        assert session.selected[: len(selected)] == selected
        # A beginning is enough to know a sentence by.
        assert len(selected) > 30 or session.selected == selected


@pytest.mark.parametrize("key", ["space", "pagedown", "pageup", "g", "G"])
async def test_what_a_search_selected_is_left_behind_where_one_reads_on(open_reader: Open, key: str) -> None:
    """A label key tags a sentence there, not all that lies between."""
    async with open_reader((80, 24)) as session:
        await session.press("/", *"nato", "enter", "n", "n")
        assert session.selected == "NATO"
        await session.press(key)
        assert session.selected == ""
        assert "→ sentence" in session.status


@pytest.mark.parametrize("moves", [("w",), ("l",), ("j",), (")",), ("}",), ("shift+right",), ("w", "w", "b")])
async def test_what_a_search_selected_is_extended_by_the_moves_of_the_text(
    open_reader: Open, moves: tuple[str, ...]
) -> None:
    async with open_reader((80, 24)) as session:
        await session.press("/", *"nato", "enter", *moves)
        assert session.selected.startswith("NATO")
        assert len(session.selected) > len("NATO")


@pytest.mark.parametrize("begun", [("v",), ("shift+right",), ("s",), ('"',), ("+",), ("-",)])
async def test_what_the_reader_selects_goes_along_wherever_the_cursor_goes(
    open_reader: Open, begun: tuple[str, ...]
) -> None:
    async with open_reader((80, 24)) as session:
        await session.press(*begun)
        before = session.pane.selection.anchor
        for key in ("space", "pageup", "G", "g"):
            await session.press(key)
            assert session.pane.selection.anchor == before


async def test_with_nothing_selected_minus_is_the_clause_and_plus_the_paragraph(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.press("]", "]", "]", ")", "-")
        assert session.selected.startswith("Japan is negotiating")
        assert session.selected.endswith("against Ukraine")
        await session.press("-")
        assert session.selected == "Japan"
        await session.press("escape", "(", ")", "+")
        assert session.selected.startswith("Japan is negotiating")
        assert session.selected.endswith("the ongoing negotiations.")


async def test_rows_keep_to_the_column_they_began_in(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.press("]", "w", "w", "w", "w")
        column = len("Untangling the Debate Over ")
        await session.press("j", "j", "j", "j", "j", "j", "j")
        row_start = session.pane.selection.cursor
        await session.press("home")
        assert row_start - session.pane.selection.cursor == column


async def test_tab_goes_to_the_other_pane_and_brackets_to_other_articles(open_reader: Open) -> None:
    async with open_reader() as session:
        assert session.desk.article.endswith("000_aa2809ac14b27de4.txt")
        await session.press("tab")
        assert session.desk.article.endswith("001_5fd9f314a89672d5.txt")
        await session.press("]", "J")
        assert session.desk.article.endswith("003_f9803d3a2fa3b0c4.txt")
        await session.press("[", "K", "K", "[")
        assert session.desk.article.endswith("000_aa2809ac14b27de4.txt")
        assert "this is the first article" in session.status


async def test_back_and_forth_after_a_jump(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.press(")", ")")
        cursor = session.pane.selection.cursor
        await session.press("G")
        end = session.pane.selection.cursor
        await session.press("'")
        assert session.pane.selection.cursor == cursor
        await session.press("B")
        assert session.pane.selection.cursor == end
        await session.press("]", "'")
        assert session.desk.article.endswith("000_aa2809ac14b27de4.txt")


async def test_annotations_are_gone_through_in_order(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.press("c", ")", ")", "e", "g")
        await session.press(">")
        assert session.cursor_at.startswith("He underscored")
        await session.press(">")
        assert "no annotation further on" in session.status
        await session.press("<")
        assert session.cursor_at.startswith("Japanese")


async def test_the_list_of_articles_filters_and_opens(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.press("enter", *"shelved", "enter")
        assert session.desk.article.endswith("004_9f3f6f729d904582.txt")
        assert "36 places repaired, UTF-8 read as GBK" in session.status
        await session.press("enter", "escape", "enter", *"nothing like it", "enter", "escape")
        assert session.desk.article.endswith("004_9f3f6f729d904582.txt")


async def test_raw_shows_the_file_and_back(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.press("]", "]", "]", "]", "R")
        assert "shown as it is in the file" in session.status
        assert "鈥檚" in row_text(session, 1) + row_text(session, 2)
        await session.press("R")
        assert "鈥" not in "".join(row_text(session, row) for row in range(30))
        await session.press("[", "R")
        assert "this text is shown as it is in the file" in session.status


def row_text(session: Any, row: int) -> str:
    return "".join(segment.text for segment in session.pane.render_line(row))


@pytest.mark.parametrize("key", ["?", ":"])
async def test_help_and_palette_open_and_close(open_reader: Open, key: str) -> None:
    async with open_reader() as session:
        await session.press(key)
        assert session.app.screen is not session.reader
        await session.press("escape")
        assert session.app.screen is session.reader


async def test_resizing_keeps_the_place(open_reader: Open) -> None:
    async with open_reader((160, 50)) as session:
        await session.press(*[")"] * 12)
        cursor = session.pane.selection.cursor
        for size in ((80, 24), (120, 40), (200, 50), (80, 24), (160, 50)):
            await session.pilot.resize_terminal(*size)
            await session.pilot.pause()
            assert session.pane.selection.cursor == cursor
            shown = "".join(row_text(session, row) for row in range(session.pane.size.height))
            assert session.cursor_at[:10].split()[0] in shown


@pytest.mark.parametrize(
    ("width", "panes", "has_list"), [(80, 1, False), (100, 2, False), (160, 2, True), (200, 2, True)]
)
async def test_what_fits_is_shown(open_reader: Open, width: int, panes: int, has_list: bool) -> None:
    async with open_reader((width, 40)) as session:
        assert sum(column.display for column in session.desk.query("PaneColumn")) == panes
        assert session.desk.query_one("ArticleList").display is has_list


async def test_three_panes_where_they_fit(open_reader: Open) -> None:
    async with open_reader((160, 40)) as session:
        await session.press("3")
        assert sum(column.display for column in session.desk.query("PaneColumn")) == 3
        await session.pilot.resize_terminal(110, 40)
        await session.press("3")
        assert "no room for 3 panes" in session.status
        await session.press("1")
        assert sum(column.display for column in session.desk.query("PaneColumn")) == 1


async def test_pasted_text_does_nothing(open_reader: Open, seeds: Path) -> None:
    from textual import events

    async with open_reader() as session:
        session.app.post_message(events.Paste("cqed"))
        await session.pilot.pause()
        assert session.kept() == []


@pytest.mark.parametrize("opens", ["enter", "?", ":", "/"])
@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+q"])
async def test_quitting_from_anywhere_keeps_the_place(open_reader: Open, opens: str, key: str) -> None:
    async with open_reader() as session:
        await session.press("]", "]", "}", opens, key)
        assert session.app.return_value is None
        assert session.app.return_code == 0
    async with open_reader() as session:
        assert session.desk.article.endswith("002_5c7ffca4f4bf76c1.txt")
        assert session.cursor_at.startswith("According to the paper")


async def test_keys_that_arrive_at_once_are_done_in_turn(open_reader: Open) -> None:
    """A slow link delivers several keys together: those behind a key that opens or closes a screen are for that screen."""
    from textual import events

    async with open_reader() as session:
        for key in ("?", "j", "x", ")", "c", "enter", "0", "0", "4"):
            session.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await session.until(lambda: [one.value for one in session.app.screen.query("Input")] == ["004"])
        (annotation,) = session.kept()
        assert annotation.text.startswith("He acknowledged")


async def test_the_chosen_row_of_the_list_is_seen_without_colour_too(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.press("enter", "down")
        rows = session.app.screen.query_one(RowList)
        styles = [next(iter(rows.render_line(row))).style for row in range(3)]
        assert [bool(style.bold and style.reverse) for style in styles] == [False, True, False]
        await session.press("pagedown", "enter")
        assert session.desk.article.endswith("004_9f3f6f729d904582.txt")
