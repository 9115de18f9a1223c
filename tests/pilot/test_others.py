"""Several sessions on one folder: each sees what the others tag, and what a key means never changes by itself."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, closing
from pathlib import Path
from typing import Any

from annotui.core.selection import Target
from annotui.core.span import Span
from annotui.corpus.scan import scan
from annotui.review.reading import Reading
from annotui.review.shelf import Shelf
from annotui.review.tag import note, remove, tag
from annotui.store.store import Store
from annotui.tui.widgets.row_list import RowList

Open = Callable[..., AbstractAsyncContextManager[Any]]

FIRST = "seeds/000_aa2809ac14b27de4.txt"
QUOTING = "seeds/003_f9803d3a2fa3b0c4.txt"


def article(seeds: Path, name: str) -> Reading:
    return Shelf(scan(seeds)).open(name)


def tag_as(seeds: Path, reviewer: str, name: str, span: Span, label: str) -> None:
    """What somebody tags in another session, all on the disk."""
    other = Store.open(seeds, reviewer=reviewer)
    tag(other, article(seeds, name), Target("selection", (span,)), label)
    other.close()


def written(log: Path) -> int:
    return log.stat().st_mtime_ns


async def test_what_another_reviewer_tags_is_seen_within_a_second_or_so_and_the_cursor_stays(
    open_reader: Open, seeds: Path
) -> None:
    async with open_reader() as session:
        await session.press(")", ")")
        before = session.pane.selection
        tag_as(seeds, "bob", FIRST, Span(0, 8), "error")
        await session.until(lambda: [one.reviewer for one in session.pane.annotations] == ["bob"])
        assert session.pane.selection == before
        await session.press("g")
        assert "error by bob: “Japanese”" in session.status


async def test_a_quotation_that_another_window_tags_is_still_what_the_key_means(
    open_reader: Open, seeds: Path
) -> None:
    async with open_reader((160, 50)) as session:
        await session.press("]", "]", "]", '"', "o", "escape")
        assert "q → quotation" in session.status
        reading = session.pane.reading
        quotation = reading.prose.quotation_at(session.pane.selection.cursor)
        tag_as(seeds, "desk1", QUOTING, quotation, "quote")
        await session.until(lambda: len(session.pane.annotations) == 1)
        assert "q → quotation" in session.status
        await session.press("q")
        assert "already tagged quote" in session.status
        assert [one.span for one in session.kept()] == [quotation]
        # From the next move on the quotation is answered.
        await session.press("h", "h")
        assert "q → quotation" not in session.status


async def test_an_annotation_that_arrives_under_the_cursor_is_not_what_backspace_means(
    open_reader: Open, seeds: Path
) -> None:
    async with open_reader() as session:
        assert "no annotation" not in session.status
        tag_as(seeds, "desk1", FIRST, Span(0, 8), "claim")
        await session.until(lambda: len(session.pane.annotations) == 1)
        await session.press("backspace")
        assert "no annotation under the cursor" in session.status
        await session.press("l", "backspace")
        assert session.kept() == []


async def test_an_annotation_that_somebody_removes_is_not_replaced_by_the_one_below(
    open_reader: Open, seeds: Path
) -> None:
    async with open_reader() as session:
        await session.press("c", "g", "-", "-", "d", "g")
        await session.saved()
        assert "duplicate: “Japanese”" in session.status
        other = Store.open(seeds, reviewer="desk1")
        remove(other, next(one for one in other.annotations(FIRST) if one.label == "duplicate"))
        other.close()
        await session.until(lambda: len(session.pane.annotations) == 1)
        await session.press("backspace")
        assert "no annotation under the cursor" in session.status
        assert [one.label for one in session.kept()] == ["claim"]


async def test_the_tags_of_one_reviewer_are_shown_or_of_all(open_reader: Open, seeds: Path) -> None:
    tag_as(seeds, "bob", FIRST, Span(0, 8), "error")
    tag_as(seeds, "eve", FIRST, Span(9, 16), "error")
    async with open_reader((160, 40)) as session:
        await session.press("c", ":")
        await session.type("one reviewer only")
        await session.press("enter")
        await session.until(lambda: len(session.listed) == 4)
        await session.type("bob")
        await session.press("enter")
        assert sorted(one.reviewer for one in session.pane.annotations) == ["bob", "desk1"]
        assert "only bob's tags and your own are shown" in session.status
        assert "only bob's · 0/5" in session.status
        await session.press(":")
        await session.type("one reviewer only")
        await session.press("enter")
        await session.type("all")
        await session.press("enter")
        assert sorted(one.reviewer for one in session.pane.annotations) == ["bob", "desk1", "eve"]


async def test_relabelling_is_given_up_where_another_article_is_opened_with_the_mouse(
    open_reader: Open,
) -> None:
    async with open_reader((170, 40)) as session:
        await session.press("c", "r")
        await session.pilot.mouse_down(session.desk.query_one(RowList), offset=(10, 2))
        await session.until(lambda: "002" in session.desk.article)
        await session.press("q")
        assert sorted((one.article[6:9], one.label) for one in session.kept()) == [
            ("000", "claim"),
            ("002", "quote"),
        ]


async def test_relabelling_keeps_what_another_window_has_noted_meanwhile(
    open_reader: Open, seeds: Path
) -> None:
    async with open_reader() as session:
        await session.press("c", "r")
        await session.saved()
        other = Store.open(seeds, reviewer="desk1")
        (one,) = other.annotations(FIRST)
        note(other, article(seeds, FIRST), one, "from the other window")
        other.close()
        await session.until(lambda: [one.note for one in session.pane.annotations] != [""])
        await session.press("q")
        assert [(one.label, one.note) for one in session.kept()] == [("quote", "from the other window")]


async def test_a_note_that_another_window_has_written_meanwhile_is_not_overwritten(
    open_reader: Open, seeds: Path
) -> None:
    async with open_reader() as session:
        await session.press("c")
        await session.saved()
        await session.press("m")
        await session.type("mine")
        other = Store.open(seeds, reviewer="desk1")
        (one,) = other.annotations(FIRST)
        note(other, article(seeds, FIRST), one, "theirs")
        other.close()
        await session.until(lambda: [one.note for one in session.pane.annotations] != [""])
        await session.press("ctrl+s")
        assert "somebody wrote another note meanwhile; your draft is kept" in session.status
        assert [one.note for one in session.kept()] == ["theirs"]
        await session.press("m", "ctrl+s")
        assert [one.note for one in session.kept()] == ["mine"]


async def test_what_another_window_has_tagged_at_the_same_moment_is_tagged_once_and_said(
    open_reader: Open, seeds: Path
) -> None:
    async with open_reader((160, 50)) as session:
        await session.press("q", ")")
        before = session.kept()
        span = session.pane.reading.prose.at("sentence", session.pane.selection.cursor)
        with closing(Store.open(seeds, reviewer="desk1")) as other:
            theirs = tag(other, session.pane.reading, Target("sentence", (span,)), "claim").annotation
            other.wait()
            # Tagged first, and seen by nobody yet.
            *_, log = sorted((seeds.parent / "annotations" / "log").glob("*.jsonl"), key=written)
            held = log.rename(log.with_suffix(".held"))
            await session.press("c")
            assert " tagged claim: “" in session.status
            assert "already" not in session.status
            held.rename(log)
            await session.until(lambda: "already tagged claim: “" in session.status)
        assert [one.id for one in session.kept() if one.span == span] == [theirs.id]
        await session.press("m")
        await session.type("one")
        await session.press("ctrl+s")
        assert [one.note for one in session.kept() if one.span == span] == ["one"]
        await session.press("u", "u")
        assert [one.id for one in session.kept()] == [theirs.id], "what is undone is the quote before"
        assert len(before) == 1


async def test_who_writes_a_note_meanwhile_keeps_what_it_belongs_to(open_reader: Open, seeds: Path) -> None:
    async with open_reader((160, 50)) as session:
        await session.press(")")
        span = session.pane.reading.prose.at("sentence", session.pane.selection.cursor)
        with closing(Store.open(seeds, reviewer="desk1")) as other:
            theirs = tag(other, session.pane.reading, Target("sentence", (span,)), "claim").annotation
            other.wait()
            *_, log = sorted((seeds.parent / "annotations" / "log").glob("*.jsonl"), key=written)
            held = log.rename(log.with_suffix(".held"))
            await session.press("c", "m")
            held.rename(log)
            await session.until(lambda: theirs in session.store.annotations(FIRST))
            await session.type("one")
            await session.press("ctrl+s")
        assert "not saved" not in session.status
        assert sorted(one.note for one in session.kept() if one.span == span) == ["", "one"]


async def test_who_quits_at_once_gives_way_all_the_same(open_reader: Open, seeds: Path) -> None:
    async with open_reader() as session:
        await session.press(")")
        span = session.pane.reading.prose.at("sentence", session.pane.selection.cursor)
        target = Target("sentence", (span,))
        with closing(Store.open(seeds, reviewer="desk1")) as other:
            theirs = tag(other, session.pane.reading, target, "claim").annotation
            ours = tag(session.store, session.pane.reading, target, "claim")
            session.reader._commands.tagging._say_tagged(ours, "claim", target)
            other.wait()
        session.reader.save()
        assert [one.id for one in session.kept()] == [theirs.id]
