"""Articles that come and go while the program runs, and what was edited while it did not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

Open = Callable[..., AbstractAsyncContextManager[Any]]

FIRST = "000_aa2809ac14b27de4.txt"
LAST = "004_9f3f6f729d904582.txt"


def listed(session: Any) -> list[str]:
    """The list of articles at the side, its heading first."""
    widget = session.desk.query_one("ArticleList RowList")
    drawn = ("".join(part.text for part in widget.render_line(row)) for row in range(widget.size.height))
    heading = session.desk.query_one("ArticleList").query("Line").first().text
    return [" ".join(row.split()) for row in (heading, *drawn) if row.strip()]


def count(session: Any) -> str:
    """How many articles there are, as the list says it."""
    return str(listed(session)[0].split()[2])


def has(session: Any, articles: int) -> bool:
    return count(session) == str(articles)


async def test_an_article_that_comes_is_listed_told_of_and_matched(open_reader: Open, seeds: Path) -> None:
    async with open_reader((160, 40)) as session:
        await session.match()
        before = session.app.reader.late.ended
        shutil.copy(seeds / FIRST, seeds / "new.txt")
        await session.press("]")
        await session.until(lambda: "1 new article: new" in session.status)
        assert count(session) == "6"
        await session.until(lambda: any("new Japanese" in row for row in listed(session)))
        await session.until(lambda: session.app.reader.late.ended > before)
        await session.press("]", "]", "]", "]", "g")
        assert session.desk.article == "seeds/new.txt"
        await session.until(lambda: session.signs[0] == "≈")


async def test_an_article_that_goes_is_listed_no_more_and_stays_where_it_is_read(
    open_reader: Open, seeds: Path
) -> None:
    async with open_reader((160, 40)) as session:
        await session.press("c")
        (seeds / FIRST).unlink()
        (seeds / LAST).unlink()
        await session.until(lambda: count(session) == "3")
        assert session.cursor_at, "what one reads stays"
        await session.press(")")
        await session.until(lambda: "2 articles gone: 000, 004" in session.status)
        await session.press(")", "c")
        assert "tagged claim" in session.status
        await session.press("]")
        assert session.desk.article.startswith("seeds/001")
        await session.press("[")
        assert "first article" in session.status
        await session.press("'")
        await session.press("t", "enter")
        await session.press("Q")


async def test_what_comes_and_goes_while_something_else_is_read_is_told_of_together(
    open_reader: Open, seeds: Path
) -> None:
    async with open_reader((160, 40)) as session:
        await session.press("c", ")", "<")
        assert "claim: “" in session.status
        for number, name in enumerate(("new", "other", "third"), 6):
            (seeds / f"{name}.txt").write_text("Something new.\n", "utf-8")
            await session.until(partial(has, session, number))
        (seeds / "third.txt").unlink()
        (seeds / LAST).unlink()
        await session.until(lambda: count(session) == "6")
        await session.press("G")
        await session.until(lambda: "2 new articles: new, other · 1 article gone: 004" in session.status)


async def test_an_article_that_is_renamed_while_the_program_runs_keeps_annotations_and_decisions(
    open_reader: Open, seeds: Path
) -> None:
    text = (seeds / FIRST).read_text("utf-8")
    # Not with the same bytes: nobody could say to which of the two the annotations belong.
    (seeds / "copy.txt").write_text(f"{text}\nSo much for that.\n", "utf-8")
    async with open_reader((160, 40)) as session:
        await session.match()
        await session.press("c", ".", "a")
        assert "1 accepted" in session.status
        (seeds / FIRST).rename(seeds / "zzz.txt")
        await session.until(lambda: any(row.startswith("zzz") for row in listed(session)))
        assert count(session) == "6"
        before = session.app.reader.late.ended
        await session.until(lambda: session.app.reader.late.ended > before)
        await session.press(*"]" * 5, "g")
        assert session.desk.article == "seeds/zzz.txt"
        assert [one.label for one in session.pane.annotations] == ["claim", "duplicate"]
        await session.press(".")
        assert "accepted" in session.status


async def test_a_second_article_gets_a_pane_of_its_own_when_that_is_asked_for(
    open_reader: Open, corpus_of: Callable[..., Path]
) -> None:
    said = "The harbour was closed for a day after the storm, and the mayor said that it would open again.\n"
    corpus = corpus_of(said)
    async with open_reader((120, 30), corpus=corpus) as session:
        await session.press("2")
        assert "not so many articles" in session.status
        (corpus / "1.txt").write_text(f"Something new.\n\n{said}", "utf-8")
        await session.until(lambda: "0/2 ✓" in session.status)
        await session.press("g")
        assert "1 new article: 1" in session.status
        assert session.desk.others == [], "panes never move by themselves"
        await session.press("2")
        (other,) = session.desk.others
        assert other.article == "corpus/1.txt"
        assert any("Something new." in row.text for row in other.pane.render_lines(other.pane.size.region))
        await session.press("1")
        await session.match()
        await session.press("g", "=")
        assert "copy 2 of 2 in 1" in session.status
        assert [one.article for one in session.desk.others] == ["corpus/1.txt"]
        await session.press("Q")


async def test_of_an_article_that_is_not_matched_yet_nobody_says_that_it_was_edited_or_read(
    open_reader: Open, corpus_of: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = corpus_of("Nothing else.\n", "Something new, and nothing else in it.\n")
    async with open_reader((120, 30), corpus=corpus) as session:
        await session.match()
        # As where there are many, and matching takes long.
        monkeypatch.setattr(session.app, "match", lambda: None)
        (corpus / "2.txt").write_text("Something that came.\n", "utf-8")
        await session.until(lambda: len(session.app._shelf.ids) == 3)
        await session.press("]", "]", ".")
        assert "came after the others were matched" in session.status
        await session.press("[", "D", "[", "D", ";")
        assert "1 article is not matched yet" in session.status


async def test_files_that_are_no_articles_are_listed_with_the_reason_when_they_come(
    open_reader: Open, seeds: Path
) -> None:
    async with open_reader((160, 40)) as session:
        (seeds / "picture.txt").write_bytes(b"\0\1\2\3" * 100)
        await session.until(lambda: any("picture" in row for row in listed(session)))
        assert count(session) == "5"
        await session.press(")")
        assert "new article" not in session.status


async def test_what_came_while_the_program_ran_is_not_new_at_the_next_start(
    open_reader: Open, seeds: Path
) -> None:
    async with open_reader() as session:
        (seeds / "new.txt").write_text("Something new.\n", "utf-8")
        await session.until(lambda: "1 new article" in session.status)
        await session.press("Q")
    async with open_reader() as session:
        assert "since last time" not in session.status


async def test_what_was_edited_since_the_last_time_is_said_once_with_what_became_of_its_annotations(
    open_reader: Open, seeds: Path
) -> None:
    async with open_reader((160, 40)) as session:
        await session.press("c", ")", ")", "c", "Q")
    path = seeds / FIRST
    path.write_text(f"A line more.\n\n{path.read_text('utf-8')[100:]}", "utf-8")
    (seeds / LAST).touch()
    async with open_reader((160, 40)) as session:
        said = "edited since last time: 000 · 1 annotation moved · 1 lost its place"
        assert "lost its place" in session.status, "what is remarkable of what is read comes first"
        await session.press(")")
        await session.until(lambda: said in session.status)
        await session.press("Q")
    async with open_reader((160, 40)) as session:
        await session.press(")")
        assert "edited since" not in session.status


async def test_what_an_older_version_has_kept_of_the_corpus_is_read(open_reader: Open, seeds: Path) -> None:
    async with open_reader() as session:
        await session.press(")", "Q")
    kept = seeds.parent / "annotations" / "state" / "desk1.corpus.json"
    document = json.loads(kept.read_text("utf-8"))
    names = document["corpora"]["seeds"]["articles"]
    document["corpora"]["seeds"]["articles"] = sorted(names)[1:]
    kept.write_text(json.dumps(document), "utf-8")
    (seeds / LAST).write_text("Something else.", "utf-8")
    async with open_reader() as session:
        assert "new since last time: 000" in session.status
        await session.press(")", "Q")
    (seeds / LAST).write_text("Something else again.", "utf-8")
    async with open_reader() as session:
        await session.until(lambda: "edited since last time: 004" in session.status)
