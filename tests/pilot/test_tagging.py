"""Tagging by keyboard: what each key tags, what is said about it, and that it is kept."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

Open = Callable[..., AbstractAsyncContextManager[Any]]

FIRST_SENTENCE = "Japan Discussing Possibility of Establishing NATO Office in Tokyo, Reveals Foreign Minister"


async def to_article(session: Any, number: int) -> None:
    await session.press(*["]"] * number)


async def test_one_key_tags_the_sentence_under_the_cursor(open_reader: Open, seeds: Path) -> None:
    async with open_reader() as session:
        # The greeting leaves no room for its size.
        assert "c q e d → sentence" in session.status
        await session.press("w", "b")
        assert "c q e d → sentence, 31 words" in session.status
        await session.press("c")
        await session.saved()
        (annotation,) = session.kept()
        text = (seeds / "000_aa2809ac14b27de4.txt").read_text("utf-8")
        assert (annotation.label, annotation.reviewer, annotation.source) == (
            "claim",
            "desk1",
            {"kind": "manual"},
        )
        assert annotation.span.of(text) == annotation.text == text[: text.index(" He acknowledged")]
        assert "tagged claim: “Japanese Foreign Minister" in session.status


async def test_two_keys_tag_the_next_quotation_and_work_flows_on(open_reader: Open) -> None:
    async with open_reader() as session:
        await to_article(session, 3)
        await session.press('"', "q", '"', "q", '"')
        assert "no quotation from here to the end" in session.status
        assert [one.text for one in session.kept()] == [
            "“engaging in a very stable way,”",
            "“harsh and complex”",
        ]


async def test_a_quote_in_a_broken_encoding_is_found_and_kept_as_the_file_has_it(open_reader: Open) -> None:
    async with open_reader() as session:
        await to_article(session, 4)
        await session.press('"', "q")
        (annotation,) = session.kept()
        assert annotation.text.startswith("鈥淵es, there will be")
        assert annotation.text.endswith("office,鈥")
        assert "tagged quote: “鈥" not in session.status, "what is shown is repaired"


async def test_the_status_line_tells_a_quotation_under_the_cursor_from_its_sentence(
    open_reader: Open,
) -> None:
    async with open_reader((160, 50)) as session:
        await to_article(session, 3)
        await session.press('"', "v")
        await session.press("b")
        assert "c e d → sentence, 30 words · q → quotation, 6 words" in session.status


async def test_the_same_tag_twice_changes_nothing_and_says_so(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.press("c", "c")
        assert "already tagged claim" in session.status
        assert len(session.kept()) == 1


async def test_two_labels_on_one_span_are_two_annotations(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.press("c", "e")
        assert sorted(one.label for one in session.kept()) == ["claim", "error"]
        assert len({one.span for one in session.kept()}) == 1


async def test_what_was_just_tagged_is_what_relabel_and_remove_mean(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.press("s", "c", "-", "d")
        await session.press("r")
        assert "relabel duplicate “Japanese" in session.status
        await session.press("e")
        assert sorted(one.label for one in session.kept()) == ["claim", "error"]
        assert "now error" in session.status
        await session.press("backspace")
        assert [one.label for one in session.kept()] == ["claim"]
        assert "removed error" in session.status


async def test_any_other_key_gives_up_relabelling(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.press("c", "r", ")", "q")
        assert sorted(one.label for one in session.kept()) == ["claim", "quote"]


async def test_the_shortest_annotation_under_the_cursor_is_meant(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.press("c", "g", "-", "-", "d", "g")
        assert "duplicate: “Japanese”" in session.status
        await session.press("backspace")
        assert [one.label for one in session.kept()] == ["claim"]


async def test_remove_and_relabel_without_an_annotation_say_so(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.press("backspace")
        assert "no annotation under the cursor" in session.status
        await session.press("r")
        assert "no annotation under the cursor" in session.status
        assert session.kept() == []


async def test_a_span_over_a_paragraph_border(open_reader: Open, seeds: Path) -> None:
    async with open_reader() as session:
        await to_article(session, 3)
        await session.press("v", "}", "}", "c")
        text = (seeds / "003_f9803d3a2fa3b0c4.txt").read_text("utf-8")
        (annotation,) = session.kept()
        assert annotation.text == text[: text.index("\n\nJapan is not a member")]
        assert "\n\n" in annotation.text


async def test_to_the_last_character(open_reader: Open, seeds: Path) -> None:
    async with open_reader() as session:
        await to_article(session, 4)
        await session.press("G", "d")
        (annotation,) = session.kept()
        assert annotation.span.end == len((seeds / "004_9f3f6f729d904582.txt").read_text("utf-8"))


async def test_white_space_at_the_ends_is_left_out(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.press("w", "h", "v", "w", "l", "c")
        assert [one.text for one in session.kept()] == ["Foreign"]


async def test_tags_are_there_at_the_next_start_and_so_is_the_place(open_reader: Open) -> None:
    async with open_reader() as session:
        await to_article(session, 3)
        await session.press("tab", "]", ")", ")", "c", "2")
        before = session.desk.place
        await session.press("Q")
    async with open_reader() as session:
        assert session.desk.place == before
        assert [one.label for one in session.pane.annotations] == ["claim"]
        assert "saved" in session.status


async def test_where_nothing_can_be_written_reading_goes_on_and_tagging_is_off(
    open_reader: Open, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    async with open_reader((200, 40), annotations=blocked / "annotations") as session:
        assert "tagging is off: name another folder with --annotations" in session.status
        await session.press("c")
        assert "not tagged" in session.status
        assert list(session.pane.annotations) == []
        await session.press(")")
        assert session.cursor_at.startswith("He acknowledged")


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to mount a small file system")
async def test_a_full_disk_stays_on_the_screen_until_there_is_space_again(
    open_reader: Open, tmp_path: Path, small_disk: Path
) -> None:
    filler = small_disk / "filler"
    async with open_reader((160, 40), annotations=small_disk / "annotations") as session:
        await session.press("c")
        await session.saved()
        with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(b"x" * 4096)
        await session.press(*[key for _ in range(40) for key in (")", "e")])
        await session.until(lambda: "NOT SAVED" in session.status)
        count = len(session.pane.annotations)
        assert count > 20, "what is not saved is still shown"
        filler.unlink()
        await session.until(lambda: "saved" in session.status and "NOT SAVED" not in session.status)
        assert len(session.pane.annotations) == count
