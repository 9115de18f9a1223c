"""Reading on: a page, the end, the mark, the next article that is not reviewed; and taking marks away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotui.review.progress import marks
from annotui.store.store import Store
from annotui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from tests.pilot.conftest import Open, Session

CorpusOf = Callable[..., Path]


@pytest.fixture
def short(corpus_of: CorpusOf) -> Path:
    """Three articles of one row each."""
    return corpus_of("First says so.\n", "Second says so.\n", "Third says so.\n")


def reviewed(session: Session, reviewer: str = "desk1") -> list[str]:
    """The articles that are marked on the disk."""
    assert session.store.wait(120)
    other = Store.open(session.store.directory.parent / session.store.corpus_name, reviewer="somebody")
    return sorted(marks(other).get(reviewer, {}))


def side(session: Session) -> list[str]:
    """The list beside the panes."""
    rows = session.desk.query_one(RowList)
    return [rows.render_line(row).text for row in range(rows.size.height)]


async def test_space_reads_to_the_end_says_so_and_marks_at_the_next_press(open_reader: Open) -> None:
    async with open_reader((160, 50)) as session:
        article = session.desk.article
        pages = 0
        while "the end of 000" not in session.status:
            assert (session.desk.article, reviewed(session)) == (article, [])
            assert pages < 10
            await session.press("space")
            pages += 1
        assert pages > 1
        assert "Space again marks it as reviewed and opens the next one" in session.status
        assert session.cursor_at == ""
        assert reviewed(session) == []
        assert "0/5 ✓" in session.status or "0 of 5 reviewed" in session.lines
        await session.press("space")
        assert session.desk.article.startswith("seeds/001")
        assert "000 is reviewed (1 of 5) · u undoes" in session.status
        assert reviewed(session) == [article]
        await session.press(")")
        assert "1/5 ✓" in session.status
        assert session.lines[0].startswith("1 of 5 reviewed")
        assert [row[1:3] for row in side(session)[:5]] == [" ✓", "▸ ", "  ", "  ", "  "]
        await session.press("[")
        assert "✓ reviewed" in session.lines[1]
        assert "✓ reviewed" not in session.lines[2]


async def test_reading_on_goes_around_and_says_when_all_is_done(open_reader: Open, short: Path) -> None:
    async with open_reader(corpus=short) as session:
        await session.press("]")
        for name, following in (("1", "2"), ("2", "0")):
            await session.press("space")
            assert f"the end of {name}" in session.status
            await session.press("space")
            assert session.desk.article == f"corpus/{following}.txt"
        assert reviewed(session) == ["corpus/1.txt", "corpus/2.txt"]
        await session.press("space", "space")
        assert "0 is reviewed (3 of 3): that was the last one" in session.status
        assert session.desk.article == "corpus/0.txt"
        await session.press("space")
        assert "0 is reviewed (3 of 3): that was the last one" in session.status
        assert len(reviewed(session)) == 3
        await session.press("]", "D", "[", "space")
        assert session.desk.article == "corpus/1.txt", "the one that is open again"


async def test_an_article_that_is_reviewed_is_passed_over(open_reader: Open, short: Path) -> None:
    async with open_reader(corpus=short) as session:
        await session.press("]", "D", "[")
        await session.burst("space", "space", "space", "space")
        await session.until(lambda: "that was the last one" in session.status)
        assert session.desk.article == "corpus/2.txt"
        assert len(reviewed(session)) == 3


async def test_d_marks_and_takes_the_mark_away_at_once(open_reader: Open, short: Path) -> None:
    async with open_reader((160, 24), corpus=short) as session:
        await session.press("D")
        assert "0 is reviewed (1 of 3)" in session.status
        assert session.desk.article == "corpus/0.txt", "one stays there"
        assert reviewed(session) == ["corpus/0.txt"]
        await session.press("enter")
        assert session.listed[0].startswith("✓ 0 First")
        await session.press("escape", "D")
        assert "0 is not reviewed any more (0 of 3)" in session.status
        assert reviewed(session) == []
        assert not any("✓" in line for line in (*session.lines[:2], *side(session)))
        await session.press("enter")
        assert session.listed[0].startswith("0 First")


async def test_marks_are_ones_own_and_there_at_the_next_start(open_reader: Open, short: Path) -> None:
    async with open_reader(corpus=short) as session:
        await session.press("D", "l", "Q")
    async with open_reader(corpus=short, reviewer="bob") as session:
        await session.press("l")
        assert "0/3 ✓" in session.status
        await session.press("]", "D")
        assert reviewed(session, "desk1") == ["corpus/0.txt"]
        assert reviewed(session, "bob") == ["corpus/1.txt"]
    async with open_reader(corpus=short) as session:
        assert "1/3 ✓" in session.status
        assert "✓ reviewed" in session.lines[1]


async def test_an_article_that_was_edited_is_not_reviewed_any_more(open_reader: Open, short: Path) -> None:
    async with open_reader(corpus=short) as session:
        await session.press("D", "]", "D", "Q")
    (short / "0.txt").write_text("First says something else.\n", "utf-8")
    async with open_reader(corpus=short) as session:
        await session.press("[", "l")
        assert session.desk.article == "corpus/0.txt"
        assert "1/3 ✓" in session.status
        assert "✓ reviewed" not in session.lines[1]
        await session.press("enter")
        assert [row[0] for row in session.listed] == ["0", "✓", "2"]
        await session.press("escape", "D")
        assert "0 is reviewed (2 of 3)" in session.status


async def test_a_mark_is_undone_and_done_again(open_reader: Open, short: Path) -> None:
    async with open_reader(corpus=short) as session:
        await session.press("space", "space", "u")
        assert reviewed(session) == []
        assert "undone in 0: marked as reviewed: 0" in session.status
        assert session.desk.article == "corpus/1.txt"
        await session.press("U")
        assert reviewed(session) == ["corpus/0.txt"]
        await session.press("[", "D", "u")
        assert "undone: mark taken away: 0" in session.status
        assert reviewed(session) == ["corpus/0.txt"]


async def test_where_nothing_can_be_written_nothing_is_marked(
    open_reader: Open, short: Path, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    async with open_reader((200, 24), corpus=short, annotations=blocked / "annotations") as session:
        await session.press("D")
        assert "not marked: annotations cannot be kept" in session.status
        await session.press("space", "space")
        assert "not marked: annotations cannot be kept" in session.status
        assert session.desk.article == "corpus/0.txt"
        await session.press("]")
        assert "0/3 ✓" in session.status
