"""Everything that a reader can do: by each of its keys, by its name in the palette, by a click on its key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, get_args

import pytest
from rich.cells import cell_len
from textual import events
from textual.keys import _character_to_key

from annotui.config import STANDARD, Config, Label
from annotui.tui.actions import Action, Actions, key_label
from annotui.tui.commands.moving import Moving
from annotui.tui.legend import Legend
from annotui.tui.screens.help import help_rows
from annotui.tui.screens.reader import ReaderScreen
from annotui.tui.widgets.key_row import KeyRow, Moment, key_row
from annotui.tui.widgets.row_list import RowList

Open = Callable[..., AbstractAsyncContextManager[Any]]

TABLE = Actions(STANDARD, {})
MOMENTS: tuple[Moment, ...] = get_args(Moment)
OPENING = ("everywhere", "annotations", "reviewers", "articles", "help", "palette", "messages")
"""Actions that open a screen of their own, whatever there is."""
ASKING = ("note", "search", "write")
"""Actions after which something is written, over the reader."""
TEXT = "One two three. Four “five six” seven, eight.\n\nNine ten.\n"


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[Action]:
    """What the reader was asked to do; of all that, only the palette is opened."""
    asked: list[Action] = []
    do = ReaderScreen.do

    def spy(self: ReaderScreen, action: Action) -> None:
        asked.append(action)
        if action.name == "palette":
            do(self, action)

    monkeypatch.setattr(ReaderScreen, "do", spy)
    return asked


@pytest.fixture
def small(tmp_path: Path) -> Path:
    corpus = tmp_path / "small"
    corpus.mkdir()
    (corpus / "a.txt").write_text(TEXT)
    (corpus / "b.txt").write_text("Eleven twelve.\n")
    return corpus


def key_event(key: str) -> events.Key:
    """A key as a terminal sends it."""
    return events.Key(_character_to_key(key), key) if len(key) == 1 else events.Key(key, None)


async def names_of(
    session: Any, done: list[Action], actions: Iterable[Action]
) -> list[tuple[Action, list[Action]]]:
    """What the palette does when the help text of each action is typed there."""
    found = []
    for action in actions:
        done.clear()
        await session.type(f":{action.help}")
        await session.burst("enter")
        await session.until(lambda: len(done) > 1)
        found.append((action, done[1:]))
        if session.app.screen is not session.reader:
            await session.press("escape")
    return found


async def test_every_key_does_its_action(open_reader: Open, done: list[Action], small: Path) -> None:
    pairs = [(key, action) for action in TABLE for key in action.keys if action.name != "palette"]
    async with open_reader(corpus=small) as session:
        for key, _ in pairs:
            session.app.post_message(key_event(key))
        await session.until(lambda: len(done) == len(pairs))
        assert [*zip((key for key, _ in pairs), done, strict=True)] == pairs
        for key in TABLE.named("palette").keys:
            session.app.post_message(key_event(key))
            await session.until(lambda: session.app.screen is not session.reader)
            await session.press("escape")
        # A key that has no meaning has none.
        session.app.post_message(key_event("&"))
        await session.press(":", "escape")
        assert done[len(pairs) :] == [TABLE.named("palette")] * 3


async def test_every_action_is_found_by_its_name_in_the_palette(
    open_reader: Open, done: list[Action], small: Path
) -> None:
    async with open_reader(corpus=small) as session:
        await session.type(":")
        await session.until(lambda: session.app.screen is not session.reader)
        rows = session.app.screen.query_one(RowList)
        for action in TABLE:
            await session.type(action.help)
            assert rows.highlighted == 0
            shown = rows.render_line(0).text
            assert shown.strip().startswith(action.help)
            last = key_label(action.keys[-1]) if action.keys else action.help.split()[-1]
            assert shown.split()[-1:] == [last]
            await session.burst("ctrl+u")
        await session.burst("escape")
        some = [TABLE.named(name) for name in ("down", "undo", "quit")]
        assert await names_of(session, done, some) == [(action, [action]) for action in some]


async def test_a_name_that_another_one_holds_is_found_all_the_same(
    open_reader: Open, done: list[Action], small: Path
) -> None:
    names = {"not a claim": "a", "claim": "c", "claim to check": "e"}
    labels = [Label(name, key, "red", key.upper(), "") for name, key in names.items()]
    async with open_reader(corpus=small, config=Config(labels=tuple(labels))) as session:
        await session.type(":tag as claim")
        await session.burst("enter")
        await session.until(lambda: len(done) == 2)
        assert done[1].label == "claim"


async def test_every_key_in_the_bottom_row_can_be_clicked(
    open_reader: Open, done: list[Action], small: Path
) -> None:
    legend = Legend(STANDARD, "terminal")
    async with open_reader((200, 30), corpus=small) as session:
        clicked: set[Action] = set()
        for moment in MOMENTS:
            session.reader.query_one(KeyRow).turn_to(moment)
            column = 0
            for piece in key_row(TABLE, legend, moment, 200):
                if piece.action is not None and piece.action not in clicked and piece.text.strip():
                    last = column + cell_len(piece.text) - 1
                    # The key, and at its right edge what it is called.
                    await session.pilot.mouse_down(KeyRow, offset=(column, 0), button=1)
                    await session.pilot.mouse_down(KeyRow, offset=(last + 2, 0), button=1)
                    assert done == [piece.action] * 2
                    clicked.add(piece.action)
                    if piece.action.name == "palette":
                        await session.press("escape")
                done.clear()
                column += cell_len(piece.text)
        assert len(clicked) >= 25


@pytest.mark.parametrize("button", [2, 3])
async def test_other_buttons_do_nothing_in_the_bottom_row(
    open_reader: Open, done: list[Action], small: Path, button: int
) -> None:
    async with open_reader(corpus=small) as session:
        await session.pilot.mouse_down(KeyRow, offset=(1, 0), button=button)
        assert done == []


async def test_between_the_keys_of_the_bottom_row_a_click_does_nothing(
    open_reader: Open, done: list[Action], small: Path
) -> None:
    async with open_reader(corpus=small) as session:
        rule = session.reader.query_one(KeyRow).text.index("│")
        await session.pilot.mouse_down(KeyRow, offset=(rule, 0), button=1)
        assert done == []


async def test_the_bottom_row_changes_with_the_moment(open_reader: Open, small: Path) -> None:
    async with open_reader((120, 30), corpus=small) as session:
        row = session.reader.query_one(KeyRow)
        texts = {"reading": row.text}
        await session.press("v", "w")
        texts["selecting"] = row.text
        await session.press("c")
        texts["on an annotation"] = row.text
        await session.press(")", '"', "v", "h")
        texts["on a suggestion"] = row.text
        assert "Space read on" in texts["reading"]
        assert "Escape drop" in texts["selecting"]
        assert all(key in texts["on an annotation"] for key in ("m note", "r relabel", "Backspace remove"))
        assert "x dismiss" in texts["on a suggestion"]
        assert not any("x dismiss" in texts[moment] for moment in ("reading", "selecting"))


@pytest.mark.parametrize("tagged", [False, True], ids=["nothing is tagged", "something is tagged"])
async def test_every_action_can_be_done_at_any_time(open_reader: Open, small: Path, tagged: bool) -> None:
    # What tags comes first in the table.
    table = [*TABLE] if tagged else [*TABLE][::-1]
    async with open_reader(corpus=small) as session:
        for action in table:
            if action.name == "quit":
                continue
            session.reader.do(action)
            await session.pilot.pause()
            if action.name in OPENING:
                await session.until(lambda: session.app.screen is not session.reader)
            else:
                assert session.app.screen is session.reader, action
            if action.name in (*OPENING, *ASKING):
                await session.burst("escape")
                await session.until(lambda: session.app.screen is session.reader)
        assert session.pane.reading is not None


async def test_an_exception_in_an_action_would_end_the_test(
    open_reader: Open, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Moving, "do_copy", lambda self: 1 / 0)

    async def copy() -> None:
        async with open_reader(corpus=small) as session:
            session.app.post_message(key_event("y"))
            await session.pilot.pause()

    with pytest.raises(ZeroDivisionError):
        await copy()


async def test_an_action_without_a_key_is_in_the_palette_and_the_help_says_so(
    open_reader: Open, done: list[Action], small: Path
) -> None:
    keys: Mapping[str, tuple[str, ...]] = {"raw": (), "undo": (), "help": ()}
    table = Actions(STANDARD, keys)
    async with open_reader(corpus=small, config=Config(keys=keys)) as session:
        for name in keys:
            (found,) = await names_of(session, done, [table.named(name)])
            assert found == (table.named(name), [table.named(name)])
        done.clear()
        for key in ("R", "u", "?"):
            session.app.post_message(key_event(key))
        await session.press(")")
        assert [one.name for one in done] == ["next_sentence"]
        assert "undo" not in session.reader.query_one(KeyRow).text
    rows = ["".join(text for text, _ in pieces) for pieces in help_rows(table, Legend(STANDARD, "terminal"))]
    for name in keys:
        (row,) = [row for row in rows if table.named(name).help in row]
        assert "palette" in row.split(table.named(name).help)[0]
        assert f"  {table.named(name).help}" in row, "a gap parts them"
        assert cell_len(row) <= 79
