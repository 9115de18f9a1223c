"""Articles that change under their annotations, and annotations that others made."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

from annotui.core.selection import Target
from annotui.corpus.scan import scan
from annotui.review.shelf import Shelf
from annotui.review.tag import tag
from annotui.store.store import Store
from annotui.tui.actions import key_label

Open = Callable[..., AbstractAsyncContextManager[Any]]

FIRST = "000_aa2809ac14b27de4.txt"


async def test_a_tag_that_moved_is_relabelled_and_removed_where_it_stands(
    open_reader: Open, seeds: Path
) -> None:
    async with open_reader() as session:
        await session.press("c", "Q")
    path = seeds / FIRST
    path.write_text("A line that was added.\n" + path.read_text("utf-8"), encoding="utf-8")
    async with open_reader() as session:
        await session.press("g", "}", "c")
        assert "already tagged claim: “Japanese Foreign" in session.status
        await session.press("r", "e")
        (annotation,) = session.kept()
        assert annotation.span.of(path.read_text("utf-8")) == annotation.text
        assert annotation.label == "error"
        await session.press("backspace")
        assert session.kept() == []


async def test_a_tag_that_lost_its_place_is_told_of_at_the_start(open_reader: Open, seeds: Path) -> None:
    async with open_reader() as session:
        await session.press("c", "Q")
    path = seeds / FIRST
    path.write_text("Nothing of it is left.\n", encoding="utf-8")
    async with open_reader() as session:
        assert "1 annotation has lost its place" in session.status
        await session.press("g", "c")
        assert "tagged claim: “Nothing of it" in session.status
        assert len(session.kept()) == 2


async def test_what_another_reviewer_tagged_is_shown_and_stays(open_reader: Open, seeds: Path) -> None:
    other = Store.open(seeds, reviewer="bob")
    reading = Shelf(scan(seeds)).open(f"seeds/{FIRST}")
    tag(other, reading, Target("selection", (reading.prose.at("sentence", 0),)), "claim")
    other.close()
    async with open_reader() as session:
        await session.press("g")
        assert "claim by bob: “Japanese" in session.status
        for key in ("backspace", "r", "m"):
            await session.press(key)
            assert f"this is bob's · {key_label(key)} again does it all the same" in session.status
        await session.press("c")
        assert sorted(one.reviewer for one in session.kept()) == ["bob", "desk1"]


async def test_what_another_reviewer_tagged_is_changed_where_that_is_asked_for_with_both_names(
    open_reader: Open, seeds: Path
) -> None:
    other = Store.open(seeds, reviewer="bob")
    reading = Shelf(scan(seeds)).open(f"seeds/{FIRST}")
    tag(other, reading, Target("sentence", (reading.prose.at("sentence", 0),)), "claim")
    other.close()
    async with open_reader() as session:
        await session.press("g", "r", "r", "q")
        (one,) = session.kept()
        assert (one.label, one.reviewer, dict(one.extra)) == ("quote", "bob", {"edited_by": "desk1"})
        await session.press("m", "m")
        await session.type("why not")
        await session.press("ctrl+s")
        assert [one.note for one in session.kept()] == ["why not"]
        await session.press("backspace", "w", "backspace")
        assert len(session.kept()) == 1, "a key in between, and it is asked again"
        await session.press("backspace")
        assert session.kept() == []
        (removal,) = session.store.documents("removals").values()
        assert (removal["reviewer"], removal["removed_by"]) == ("bob", "desk1")
        await session.press("u", "u", "u")
        assert [(one.label, one.note, dict(one.extra)) for one in session.kept()] == [("claim", "", {})]
        assert session.store.documents("removals") == {}


async def test_going_back_to_an_article_that_is_gone_changes_nothing(
    open_reader: Open, tmp_path: Path
) -> None:
    corpus = tmp_path / "many"
    corpus.mkdir()
    for number in range(14):
        (corpus / f"{number:02}.txt").write_text(f"Article {number} says so.\n", encoding="utf-8")
    async with open_reader(corpus=corpus) as session:
        await session.press(*["]"] * 11)
        (corpus / "10.txt").unlink()
        (corpus / "01.txt").unlink()
        session.app._shelf._readings.clear()
        await session.press("'")
        assert "cannot be read" in session.status
        assert session.desk.article == "many/11.txt"


async def test_articles_that_vanish_are_passed_over(open_reader: Open, tmp_path: Path) -> None:
    corpus = tmp_path / "many"
    corpus.mkdir()
    for number in range(1500):
        (corpus / f"{number:04}.txt").write_text(f"Article {number} says so.\n", encoding="utf-8")
    async with open_reader(corpus=corpus) as session:
        for number in range(3, 1499):
            (corpus / f"{number:04}.txt").unlink()
        await session.press("]", "]", "]")
        assert session.desk.article == "many/1499.txt"


async def test_in_chinese_the_next_sentence_is_not_passed_over(open_reader: Open, tmp_path: Path) -> None:
    corpus = tmp_path / "chinese"
    corpus.mkdir()
    (corpus / "1.txt").write_text("北约搁置了计划。日本没有发表声明。法国表示反对。", encoding="utf-8")
    async with open_reader(corpus=corpus) as session:
        await session.press("c", ")", "c", ")", "c")
        assert [one.text for one in session.kept()] == [
            "北约搁置了计划。",
            "日本没有发表声明。",
            "法国表示反对。",
        ]


async def test_a_status_line_full_of_control_characters_still_says_saved(
    open_reader: Open, tmp_path: Path
) -> None:
    corpus = tmp_path / "hostile"
    corpus.mkdir()
    (corpus / "1.txt").write_text("\x01" * 60 + "\n" + "\x1b]0;pwn\x07" * 9, encoding="utf-8")
    async with open_reader((80, 24), corpus=corpus) as session:
        await session.press("c")
        await session.saved()
        assert "\x01" not in session.status
        assert "saved" in session.status[-24:]


async def test_a_hostile_label_does_not_reach_the_terminal(open_reader: Open, seeds: Path) -> None:
    other = Store.open(seeds, reviewer="bob\u202e")
    reading = Shelf(scan(seeds)).open(f"seeds/{FIRST}")
    for label in ("\x1b[31m", "\x9b31m", "\u202elabel", "\n", "错", "ﬃ"):
        tag(other, reading, Target("sentence", (reading.prose.at("sentence", 0),)), label)
    other.close()
    async with open_reader() as session:
        shown = (
            "".join(segment.text for row in range(3) for segment in session.pane.render_line(row))
            + session.status
        )
        assert not set(shown) & set("\x1b\x9b\u202e\n")
        assert all(session.pane.render_line(row).cell_length == session.pane.size.width for row in range(3))
