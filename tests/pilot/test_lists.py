"""The lists over the reader: articles, annotations, actions; typing filters, Enter and a click choose, Escape changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual import events

from annotui.config import Config
from annotui.core.search import folded_texts
from annotui.tui.actions import Actions
from annotui.tui.screens import picker as picker_module
from annotui.tui.widgets.entry import Entry
from annotui.tui.widgets.row_list import ListRow, RowList

if TYPE_CHECKING:
    from tests.pilot.conftest import Open, Session, TagBy

CorpusOf = Callable[..., Path]


def highlighted(session: Session) -> list[str]:
    """The rows that stand out, also without colour."""
    rows = session.app.screen.query_one(RowList)
    drawn = (rows.render_line(row) for row in range(rows.size.height))
    return [
        strip.text.strip()
        for strip in drawn
        if all(one.style and one.style.bold and one.style.reverse for one in strip)
    ]


async def filtered(session: Session, text: str) -> Sequence[str]:
    """The rows that are left when this is typed instead of whatever was."""
    await session.burst("ctrl+e", "ctrl+u", *text)
    assert session.app.screen.query_one(Entry).value == text
    return session.listed


def said(session: Session) -> str:
    return " | ".join(session.lines)


async def test_articles_are_filtered_by_title_file_name_and_state(
    open_reader: Open, corpus_of: CorpusOf
) -> None:
    corpus = corpus_of("Élan at last\n", "Storm over the café\n", "Plain news\n")
    (corpus / "bad.txt").write_bytes(b"\0\1\2" * 50)
    async with open_reader(corpus=corpus) as session:
        await session.press("]", "D", "[", "c", "enter")
        assert [row.split()[0] for row in session.listed] == ["0", "✓", "2", "✗"]
        assert highlighted(session) == [session.listed[0]]
        assert session.listed[0].endswith(" 1"), "the number of its annotations"
        assert "1 of 4" in said(session)
        for typed, names in {
            "elan": ["0"],
            "LAST élan": ["0"],
            "CAFE": ["✓"],
            "1.txt": ["✓"],
            "reviewed": ["✓"],
            "open": ["0", "2"],
            "a": ["0", "✓", "2", "✗"],
            "nul": ["✗"],
            "a z": [],
        }.items():
            assert [row.split()[0] for row in await filtered(session, typed)] == names, typed
        assert "no article matches" in said(session)
        await session.press("enter")
        assert session.app.screen is not session.reader, "there is nothing to choose"
        await filtered(session, "nul")
        await session.press("enter")
        assert session.app.screen is not session.reader, "what cannot be read cannot be chosen"
        await filtered(session, "cafe")
        await session.press("enter")
        assert session.desk.article == "corpus/1.txt"


async def test_the_current_one_is_highlighted_and_pages_and_the_wheel_go_on(
    open_reader: Open, corpus_of: CorpusOf
) -> None:
    corpus = corpus_of(*(f"Article {number} says so.\n" for number in range(100)))
    async with open_reader((80, 24), corpus=corpus) as session:
        await session.press(*["]"] * 3, "enter")
        rows = session.app.screen.query_one(RowList)
        current = rows.highlighted
        assert highlighted(session)[0].startswith(f"{session.desk.article[7:-4]} ")
        await session.press("pagedown")
        assert rows.highlighted == current + rows.page
        await session.press("pageup", "down", "down", "up")
        assert rows.highlighted == current + 1
        await session.pilot._post_mouse_events([events.MouseScrollDown], RowList, (5, 5))
        assert rows.highlighted == current + 4
        assert len(highlighted(session)) == 1
        assert f"{current + 5} of 100" in said(session)
        await session.press(*["pagedown"] * 9)
        assert rows.highlighted == 99
        assert "says so." in session.listed[-1]
        before = session.desk.article
        await session.press("escape")
        assert session.desk.article == before
        await session.press("enter")
        assert session.app.screen.query_one(RowList).highlighted == current


async def test_a_click_chooses_the_row(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.press("enter")
        await session.pilot.click(RowList, offset=(10, 2))
        await session.pilot.pause()
        assert session.app.screen is session.reader
        assert session.desk.article.startswith("seeds/002")
        await session.press("enter")
        await session.pilot.click(RowList, offset=(10, 9))
        assert session.app.screen is not session.reader, "there is no row"


async def test_of_many_articles_only_the_rows_on_the_screen_are_worked_out(
    open_reader: Open, corpus_of: CorpusOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is typed at once: texts are folded once, rows are made for the screen."""
    folded, drawn = [0], [0]
    draw = picker_module._row

    def folding(texts: Iterable[str]) -> list[str]:
        some = folded_texts(texts)
        folded[0] += len(some)
        return some

    def drawing(choices: Sequence[object], index: int) -> ListRow:
        drawn[0] += 1
        return draw(choices, index)  # type: ignore[arg-type]

    corpus = corpus_of(*(f"Article {number} says so.\n" for number in range(10_000)))
    async with open_reader((80, 24), corpus=corpus) as session:
        monkeypatch.setattr(picker_module, "folded_texts", folding)
        monkeypatch.setattr(picker_module, "_row", drawing)
        await session.burst("enter", *"article 9876 says", "enter")
        await session.until(lambda: session.desk.article == "corpus/9876.txt")
        assert folded[0] == 10_000
        assert drawn[0] < 24 * 2 * 20
        await session.press("enter")
        assert "9,864 of 10,000" in said(session), "in the order of their paths"
        assert highlighted(session)[0].startswith("9876 Article 9876")


async def test_annotations_are_filtered_by_all_that_is_known_of_them(
    open_reader: Open, tag_by: TagBy
) -> None:
    tag_by("bob", 3, "“harsh and complex”", "quote", note="Is it so?\nAsk the désk.")
    tag_by("zoë", 2, "French President", "error")
    async with open_reader() as session:
        await session.press("c", "t")
        first, *others = session.listed
        assert first.startswith("C 000  Japanese Foreign Minister")
        assert [row.split()[:2] for row in others] == [["E", "002"], ["Q", "003"]], (
            "the article that is open first"
        )
        assert highlighted(session) == [first]
        assert "* Is it so? Ask the désk." in others[1]
        assert others[1].endswith("bob")
        for typed, letters in {
            "quote": "Q",
            "bob": "Q",
            "ZOE": "E",
            "harsh complex": "Q",
            "ask desk": "Q",
            "002": "E",
            "5c7ffca4f4bf76c1": "E",
            "seeds": "CEQ",
            "desk1": "C",
            "bob error": "",
        }.items():
            assert "".join(row[0] for row in await filtered(session, typed)) == letters, typed
        assert "no annotation matches" in said(session)
        await filtered(session, "bob")
        details = session.details
        assert details[0].startswith("quote by bob, seeds/003")
        assert "emphasized Japan’s “harsh and complex” regional security" in details[1]
        assert details[2:] == ["Is it so?", "Ask the désk."]
        await filtered(session, "zoe")
        assert len(session.details) == 2, "there is no note"


async def test_enter_jumps_to_that_annotation_and_escape_nowhere(open_reader: Open, tag_by: TagBy) -> None:
    tag_by("bob", 3, "“harsh and complex”", "quote")
    tag_by("bob", 3, "“harsh", "error")
    async with open_reader() as session:
        await session.press(")")
        before = session.desk.place
        await session.press("t", "down", "escape")
        assert session.desk.place == before
        await session.press("t")
        await filtered(session, "complex quote")
        await session.press("enter")
        assert session.desk.article.startswith("seeds/003")
        assert session.cursor_at.startswith("“harsh and complex”")
        assert "quote by bob: “harsh and complex”" in session.status, (
            "that one, though another one is shorter"
        )
        await session.press("t")
        assert highlighted(session)[0].startswith("Q 003  “harsh and complex”")
        await session.press("escape", "'")
        assert session.desk.place.panes[0].article == before.panes[0].article


async def test_annotations_without_a_place_or_an_article_are_listed_and_say_so(
    open_reader: Open, seeds: Path, tag_by: TagBy
) -> None:
    tag_by("desk1", 1, "No time to read?")
    tag_by("desk1", 2, "French President")
    tag_by("desk1", 3, "harsh and complex")
    path = seeds / "003_f9803d3a2fa3b0c4.txt"
    (seeds / "001_5fd9f314a89672d5.txt").unlink()
    (seeds / "002_5c7ffca4f4bf76c1.txt").write_text("Nothing of it is left.\n", "utf-8")
    path.write_text("A line more.\n" + path.read_text("utf-8"), "utf-8")
    async with open_reader() as session:
        before = session.desk.article
        await session.press("t")
        await filtered(session, "no time to read")
        await session.press("enter")
        assert "there is no article seeds/001_5fd9f314a89672d5.txt any more" in session.status
        assert session.desk.article == before
        await session.press("t")
        await filtered(session, "french")
        await session.press("enter")
        assert "this annotation has lost its place: the article was edited" in session.status
        assert session.desk.article.startswith("seeds/002")
        await session.press("t")
        await filtered(session, "harsh")
        await session.press("enter")
        assert session.cursor_at.startswith("harsh and complex”")
        await session.press("t")
        assert len(session.listed) == 3
        assert "harsh" in highlighted(session)[0], "also where it moved"


async def test_every_action_is_in_the_palette_and_is_done(open_reader: Open) -> None:
    table = Actions(Config().labels, {})
    async with open_reader((120, 100)) as session:
        await session.press(":")
        assert len(session.listed) == len(list(table))
        assert {action.help for action in table} <= {row.split("  ")[0] for row in session.listed}
        for typed in ("page up", "PREVIOUS article", "list annotations", "write file"):
            assert len(await filtered(session, typed)) == 1, typed
        await filtered(session, "tag as duplicate")
        await session.press("enter")
        assert [one.label for one in session.kept()] == ["duplicate"]
        await session.press("ctrl+p")
        await filtered(session, "write a note")
        await session.burst("enter", *"by name", "ctrl+s")
        await session.until(lambda: [one.note for one in session.pane.annotations] == ["by name"])
        await session.press(":")
        await filtered(session, "no such action")
        assert "nothing matches" in said(session)
        await session.press("enter", "escape")
        assert [one.note for one in session.kept()] == ["by name"]
