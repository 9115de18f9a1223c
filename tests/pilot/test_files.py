"""Articles that come, go, are renamed or edited, while the program runs and between two starts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

Open = Callable[..., AbstractAsyncContextManager[Any]]

FIRST = "000_aa2809ac14b27de4.txt"


def title(session: Any) -> str:
    return str(session.desk.query("PaneColumn").first().title_line.text)


async def test_an_article_that_is_edited_while_it_is_open_is_told_of_and_shown_anew_when_it_is_opened(
    open_reader: Open, seeds: Path
) -> None:
    async with open_reader((160, 40)) as session:
        path = seeds / FIRST
        path.write_text("A line more.\n\n" + path.read_text("utf-8"), "utf-8")
        await session.until(lambda: "000 was changed on the disk" in session.status)
        assert "changed on disk" in title(session)
        assert session.cursor_at.startswith("Japanese"), "what one reads stays"
        await session.press(")")
        assert "changed on the disk" not in session.status, "it is said once"
        await session.press("]", "[")
        assert "changed on disk" not in title(session)
        await session.press("g")
        assert session.cursor_at.startswith("A line more.")


async def test_what_is_tagged_in_the_old_text_is_found_again_in_the_new_one(
    open_reader: Open, seeds: Path
) -> None:
    async with open_reader((160, 40)) as session:
        path = seeds / FIRST
        path.write_text("A line more.\n\n" + path.read_text("utf-8"), "utf-8")
        await session.press("c", "]", "[", "g", ">")
        assert session.cursor_at.startswith("Japanese Foreign Minister")


async def test_an_article_that_is_removed_while_it_is_open_is_told_of(open_reader: Open, seeds: Path) -> None:
    async with open_reader((160, 40)) as session:
        (seeds / FIRST).unlink()
        await session.until(lambda: "000 is gone from the disk" in session.status)
        assert "gone on disk" in title(session)


async def test_a_renamed_article_keeps_its_annotations(open_reader: Open, seeds: Path) -> None:
    async with open_reader() as session:
        await session.press("c", "m")
        await session.type("kept")
        await session.press("ctrl+s", "Q")
    (seeds / FIRST).rename(seeds / "000_another_name.txt")
    async with open_reader((160, 40)) as session:
        assert "new since last time: 000" in session.status
        assert f"gone since last time: {FIRST}" in session.status
        await session.press("K", "K", "K", "g")
        assert [one.note for one in session.pane.annotations] == ["kept"]
        await session.press("r", "e")
        assert [one.label for one in session.pane.annotations] == ["error"]
        await session.press("t", "enter")
        assert session.cursor_at.startswith("Japanese Foreign Minister")
        assert session.desk.article == "seeds/000_another_name.txt"


async def test_where_two_articles_have_the_same_bytes_nobody_could_say_which_it_is(
    open_reader: Open, seeds: Path
) -> None:
    async with open_reader() as session:
        await session.press("c", "Q")
    text = (seeds / FIRST).read_bytes()
    (seeds / FIRST).unlink()
    (seeds / "a.txt").write_bytes(text)
    (seeds / "b.txt").write_bytes(text)
    async with open_reader((160, 40)) as session:
        await session.press("t")
        assert "orphan" in " ".join(session.listed)
        await session.type("orphan")
        assert len(session.listed) == 1


async def test_what_is_new_in_the_corpus_is_said_once(open_reader: Open, seeds: Path) -> None:
    async with open_reader() as session:
        assert "5 articles" in session.status
        await session.press("Q")
    (seeds / "new.txt").write_text("Something new.\n", "utf-8")
    async with open_reader() as session:
        assert "new since last time: new" in session.status
        await session.press(")", "Q")
    async with open_reader() as session:
        assert "since last time" not in session.status
