"""An annotation is carried to the copies of its passage: previewed, what differs held back, all in one step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from annotui.core.annotation import Annotation

if TYPE_CHECKING:
    from tests.pilot.conftest import Open, Session

AT_NUMBER = (".", "w", "w", "w", "v", "w", "w", "c")
"""Tags “3,400 homes” as a claim."""


def at(kept: list[Annotation], article: str) -> list[tuple[str, str]]:
    return [(one.label, one.text) for one in kept if one.article.endswith(f"{article}.txt")]


async def preview(session: Session, *keys: str) -> None:
    await session.match()
    await session.press(*keys, "p")
    await session.until(lambda: session.app.screen is not session.reader)
    await session.pilot.pause()


async def test_all_copies_are_previewed_and_those_that_differ_are_held_back(
    open_reader: Open, wire: Path
) -> None:
    async with open_reader((120, 30), corpus=wire) as session:
        await preview(session, *AT_NUMBER)
        assert len(session.listed) == 19
        assert [row.split()[2] for row in session.listed if row.startswith("[ ]")] == ["07", "13"]
        assert (
            "“3,500 homes” instead" in session.listed[0] or "“3,500” instead of “3,400”" in session.listed[0]
        )
        assert any("17 copies of 19 ticked · 2 held back" in line for line in session.lines)
        await session.press("enter")
        kept = session.kept()
        assert len(kept) == 18
        assert {one.text for one in kept} == {"3,400 homes"}
        (original,) = [one for one in kept if one.source["kind"] == "manual"]
        assert {one.source.get("from") for one in kept if one is not original} == {original.id}
        await session.press("u")
        assert len(session.kept()) == 1


async def test_what_is_held_back_can_be_ticked_by_hand(open_reader: Open, wire: Path) -> None:
    async with open_reader((120, 30), corpus=wire) as session:
        await preview(session, *AT_NUMBER)
        await session.press("space", "enter")
        assert at(session.kept(), "07") == [("claim", "3,500 homes")]
        assert at(session.kept(), "13") == []


async def test_what_is_held_back_is_tagged_as_error_with_one_key(open_reader: Open, wire: Path) -> None:
    async with open_reader((120, 30), corpus=wire) as session:
        await preview(session, *AT_NUMBER)
        await session.press("e")
        assert at(session.kept(), "07") == at(session.kept(), "13") == [("error", "3,500")]
        await session.press("enter")
        assert len(session.kept()) == 20
        await session.press("u")
        assert len(session.kept()) == 3
        await session.press("u")
        assert len(session.kept()) == 1


async def test_nothing_is_made_on_escape(open_reader: Open, wire: Path) -> None:
    async with open_reader((120, 30), corpus=wire) as session:
        await preview(session, *AT_NUMBER)
        await session.press("escape")
        assert len(session.kept()) == 1


async def test_words_are_never_found_inside_others(open_reader: Open, corpus_of: Callable[..., Path]) -> None:
    said = "The council of {} met on Friday and voted to rebuild the old bridge over the river before the winter.\n"
    corpus = corpus_of(said.format("Hampton"), said.format("Hamptone"), said.format("Hampton"))
    async with open_reader((120, 30), corpus=corpus) as session:
        await session.match()
        await session.press(".", "w", "w", "w", "-", "-", "c", "p")
        await session.until(lambda: session.app.screen is not session.reader)
        await session.press("enter")
        assert at(session.kept(), "2") == [("claim", "Hampton")]
        assert at(session.kept(), "1") == []


async def test_removing_asks_about_the_copies(open_reader: Open, wire: Path) -> None:
    async with open_reader((120, 30), corpus=wire) as session:
        await preview(session, *AT_NUMBER)
        await session.press("enter", "backspace")
        assert "remove its 17 copies too? a all · o only this one" in session.status
        await session.press("w")
        assert len(session.kept()) == 18, "any other key removes nothing"
        assert "nothing was changed" in session.status
        await session.press("backspace", "o")
        assert len(session.kept()) == 17
        await session.press("u", "backspace", "a")
        assert session.kept() == []
        await session.press("u")
        assert len(session.kept()) == 18


async def test_relabelling_asks_about_the_copies(open_reader: Open, wire: Path) -> None:
    async with open_reader((120, 30), corpus=wire) as session:
        await preview(session, *AT_NUMBER)
        await session.press("enter", "r", "q", "a")
        assert {one.label for one in session.kept()} == {"quote"}
        await session.press("u", "r", "q", "o")
        assert sorted({one.label for one in session.kept()}) == ["claim", "quote"]


async def test_without_an_annotation_or_a_copy_there_is_nothing_to_propagate(open_reader: Open) -> None:
    async with open_reader((120, 30)) as session:
        await session.match()
        await session.press("p")
        assert "no annotation under the cursor" in session.status
        await session.press("c", "p")
        assert "nothing to propagate" in session.status
        assert session.app.screen is session.reader
