"""What was said can be read in full, also where the row had no room for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from annotui.store.saving import NotSaved
from annotui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    import pytest
    from tests.pilot.conftest import Open, Session


def joined(session: Session) -> str:
    return " ".join(session.details)


async def test_a_message_that_the_row_has_cut_is_seen_to_be_and_read_in_full(open_reader: Open) -> None:
    async with open_reader((80, 24)) as session:
        await session.match()
        said = session.reader.said
        assert "1 passage is repeated" in session.status
        assert "…" in session.status
        assert said not in session.status
        await session.press("M")
        assert joined(session) == said
        await session.press("escape")
        assert session.app.screen is session.reader


async def test_what_a_key_offers_is_not_cut_where_fewer_words_say_it(open_reader: Open) -> None:
    async with open_reader((80, 24)) as session:
        await session.press("y")
        assert "Y to a file" in session.status
        assert "…" not in session.status


async def test_what_answers_a_question_is_not_cut(open_reader: Open, wire: Path) -> None:
    async with open_reader((80, 24), corpus=wire) as session:
        await session.match()
        await session.press(".", "a", "a", "u")
        assert "2 differ · a takes them too · e tags the difference" in session.status
        assert "…" not in session.status


async def test_all_that_was_said_is_listed_the_newest_first(open_reader: Open) -> None:
    async with open_reader((80, 24)) as session:
        await session.press("c", ">", "/", *"nato", "enter", "]", ":", *"messages", "enter")
        said = [row.split(maxsplit=1)[1] for row in session.listed]
        assert [one.partition(" · ")[0] for one in said] == [
            "“nato”: 2 of 16",
            "no annotation further on in this article",
            "tagged claim: “Japanese Foreign Minister Yoshimasa Haya…”",
            "5 articles",
        ], "and not what was counted while it was typed"
        await session.press(*"claim")
        assert len(session.listed) == 1
        await session.press("enter")
        assert session.app.screen is session.reader


async def test_what_is_under_the_cursor_is_told_in_full_too(open_reader: Open, wire: Path) -> None:
    async with open_reader((80, 24), corpus=wire) as session:
        await session.match()
        await session.press(".", "c", "b", "b")
        said = "claim: “The storm left 3,400 homes dark on Monda…” · ≠ 20 copies · “3,500” 2 (07, 13) · “3,400” 18"
        assert said not in session.status
        await session.press("M")
        assert joined(session).startswith(said)


async def test_news_that_waits_and_what_lists_have_said_are_there(open_reader: Open, wire: Path) -> None:
    async with open_reader((80, 24), corpus=wire) as session:
        await session.press("c", ")", "<")
        await session.match()
        await session.press("M")
        assert any("12 passages are repeated" in row for row in session.listed), "it was not said yet"
        await session.press("escape", "f", "a", "escape", "M")
        assert any("17 accepted · 2 differ" in row for row in session.listed)


async def test_news_that_comes_while_something_is_typed_waits_until_it_can_be_read(
    open_reader: Open, wire: Path
) -> None:
    async with open_reader((160, 40), corpus=wire) as session:
        await session.press("/")
        await session.match()
        await session.press(*"storm", "enter")
        assert "“storm”: 1 of" in session.status
        await session.press("escape", "g")
        await session.until(lambda: "12 passages are repeated" in session.status)


async def test_why_something_is_not_saved_is_there_in_full(
    open_reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_reader((80, 24)) as session:
        why = "No space left on device: " + "/a/very/long/name/of/a/folder" * 4
        await session.press("c")
        await session.saved()
        monkeypatch.setattr(type(session.store), "state", NotSaved(why))
        session.reader.post_message(session.reader.SavingChanged())
        await session.until(lambda: "NOT SAVED" in session.status)
        await session.press("M")
        rows = session.app.screen.query_one(RowList)
        at = next(index for index, row in enumerate(session.listed) if "NOT SAVED" in row)
        await session.press(*["down"] * (at - rows.highlighted))
        assert "".join(session.details).replace(" ", "").endswith(why.replace(" ", ""))
