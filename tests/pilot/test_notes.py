"""Notes: written over the text, kept with the annotation, shown beside it; what was begun is never lost."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.widgets import TextArea

from annotui.store import writer
from annotui.store.store import Store
from annotui.tui.widgets.line import Line
from annotui.tui.widgets.note_panel import NotePanel

if TYPE_CHECKING:
    from tests.pilot.conftest import Open, Session, TagBy

FIRST = "000_aa2809ac14b27de4.txt"
HOSTILE = "a\x1b]0;pwn\x07b\tc\rd\r\ne\x9b31m\u202ef\x00"
DRAWN = "a␛]0;pwn␇b  c\nd\ne▯31m⇄f␀"


def written(session: Session) -> str:
    """What the editor says."""
    return session.app.screen.query_one(TextArea).text


async def begin(session: Session, text: str, *then: str) -> None:
    """Open the editor and write, which is not to say that it is saved."""
    await session.press("m")
    await session.type(text)
    await session.press(*then)


def heading(session: Session) -> str:
    """What the editor says that the note is to."""
    return next(line.text for line in session.reader.query_one(NotePanel).query(Line))


def is_reading(session: Session) -> bool:
    return not any(panel.is_open for panel in session.reader.query(NotePanel))


@pytest.mark.parametrize("save", [("ctrl+s",), ("tab", "enter")])
async def test_a_note_of_several_lines_is_kept_and_shown(open_reader: Open, save: tuple[str, ...]) -> None:
    async with open_reader() as session:
        await session.press("m")
        assert is_reading(session)
        assert "no annotation under the cursor" in session.status
        await session.press("c")
        await begin(session, "Who says?")
        await session.press("enter")
        await session.type("Ask q again.")
        assert not is_reading(session)
        assert "note to claim “Japanese Foreign" in heading(session)
        await session.press(*save)
        await session.saved()
        assert is_reading(session)
        (annotation,) = session.kept()
        assert (annotation.label, annotation.note) == ("claim", "Who says?\nAsk q again.")
        assert session.note == ["╭ note to claim by desk1", "│ Who says?", "│ Ask q again."]
        assert session.shown[0][5] == "*"
        assert session.shown[1][5] == " "


async def test_tab_alone_saves_nothing_and_typing_goes_on(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.press("c")
        await begin(session, "one", "tab")
        assert any("[ Save ] Enter" in line for line in session.lines)
        await session.press("x", "enter", "y")
        assert written(session) == "onex\ny"
        assert [one.note for one in session.kept()] == [""]


async def test_the_note_is_shown_where_the_cursor_is_on_its_annotation_and_nowhere_else(
    open_reader: Open,
) -> None:
    async with open_reader() as session:
        await session.press("c")
        await begin(session, "Why?", "ctrl+s")
        shown = session.note
        assert shown[1:] == ["│ Why?"]
        await session.press("w")
        assert session.note == []
        assert session.shown[0][5] == "*", "the sign stays"
        await session.press("g")
        assert session.note == shown
        first = session.pane
        await session.press("tab")
        assert not any("Why?" in "".join(one.text for one in first.render_line(row)) for row in range(20))
        await session.press("tab")
        assert session.note == shown
        await session.press("backspace")
        assert session.note == []
        assert session.shown[0][5] == " "


async def test_escape_keeps_a_draft_that_is_there_again_also_at_the_next_start(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.press("c")
        await begin(session, "kept", "ctrl+s")
        await begin(session, " and more", "escape")
        assert "draft kept · m goes on with it" in session.status
        assert [one.note for one in session.kept()] == ["kept"]
        await session.press("m")
        assert written(session) == "kept and more"
        assert "· a draft" in heading(session)
        await session.press("!", "ctrl+q")
    async with open_reader() as session:
        assert "1 note begun and not saved is kept with its annotation" in session.status
        await session.press("g", "m")
        assert written(session) == "kept and more!"
        await session.press("ctrl+s")
        assert [one.note for one in session.kept()] == ["kept and more!"]
        await session.press("m")
        assert "draft" not in heading(session), "what is saved is no draft any more"
        await session.press("escape")
        assert "draft" not in session.status


async def test_what_is_being_typed_when_the_program_is_killed_is_there_again(
    open_reader: Open, seeds: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "after the kill"

    def drafts() -> list[str]:
        kept = (Store.open(seeds, reviewer="desk1").place() or {})["drafts"]
        return list(kept.values()) if isinstance(kept, dict) else []

    async with open_reader() as session:
        await session.press("c")
        await begin(session, "half a ")
        await session.until(lambda: drafts() == ["half a "])
        await session.type("th")
        await session.until(lambda: drafts() == ["half a th"])
        # As the disk is now, and nothing of what the program does when it ends.
        shutil.copytree(session.store.directory, elsewhere)
    async with open_reader(annotations=elsewhere) as session:
        await session.press("g", "m")
        assert written(session) == "half a th"


async def test_an_empty_note_takes_it_away(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.press("c")
        await begin(session, "why", "ctrl+s")
        assert [one.note for one in session.kept()] == ["why"]
        await session.press("m", "backspace", "backspace", "backspace", "space", "enter", "ctrl+s")
        assert [one.note for one in session.kept()] == [""]
        assert "no note any more to claim" in session.status
        assert session.note == []
        assert session.shown[0][5] == " "
        await session.press("m", "ctrl+s")
        assert "the note is as it was" in session.status


async def test_pasted_controls_become_placeholders_and_are_not_kept(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.press("c", "m")
        await session.paste(HOSTILE)
        assert written(session) == DRAWN
        editor = session.app.screen.query_one(TextArea)
        drawn = "".join(one.text for row in range(editor.size.height) for one in editor.render_line(row))
        assert not set(drawn) & set(HOSTILE) - set(DRAWN)
        await session.press("ctrl+s")
        assert [one.note for one in session.kept()] == [DRAWN]
        assert session.note[1:] == [f"│ {line}" for line in DRAWN.splitlines()]


async def test_controls_in_a_note_from_elsewhere_are_drawn_as_placeholders(
    open_reader: Open, tag_by: TagBy
) -> None:
    tag_by("bob\u202e", note=HOSTILE)
    async with open_reader() as session:
        await session.press("g")
        assert session.note[0] == "╭ note to claim by bob⇄"
        assert session.note[1].startswith("│ a␛]0;pwn␇b")
        assert not set("".join(session.shown)) & set("\x1b\x07\t\r\n\x9b\u202e\x00")


async def test_keys_typed_in_one_burst_arrive_in_order(open_reader: Open) -> None:
    """Also those that come while the editor is being opened or closed."""
    text = "the quick brown fox, twice: 12345"
    async with open_reader() as session:
        await session.burst(
            "c", "m", *text, "x", "y", "backspace", "backspace", "enter", *"end", "ctrl+s", ")", "q"
        )
        await session.until(lambda: len(session.pane.annotations) == 2)
        claim, quote = session.kept()
        assert claim.note == f"{text}\nend"
        assert (quote.label, quote.note) == ("quote", "")
        assert quote.text.startswith("He acknowledged")


async def test_keys_that_come_while_the_editor_opens_do_not_overtake_each_other(open_reader: Open) -> None:
    text = "abcdefghijklmnop"
    async with open_reader() as session:
        await session.press("c")
        for opening, steps in enumerate((1, 2, 3, 5)):
            for key in ("m", *text, "escape"):
                session.app.post_message(events.Key(key, key if len(key) == 1 else None))
                for _ in range(steps):
                    # Everything that runs does a little before the next key comes.
                    await asyncio.sleep(0)
            await session.until(lambda: is_reading(session) and "draft kept" in session.status)
            assert list(session.reader._work.drafts.values()) == [text * (opening + 1)]


async def test_the_note_of_another_reviewer_is_shown_and_stays(open_reader: Open, tag_by: TagBy) -> None:
    tag_by("bob", note="as bob sees it")
    async with open_reader() as session:
        await session.press("g")
        assert session.note == ["╭ note to claim by bob", "│ as bob sees it"]
        await session.press("m")
        assert is_reading(session)
        assert "this is bob's · m again does it all the same" in session.status
        await session.press("c")
        await begin(session, "mine", "ctrl+s")
        assert sorted((one.reviewer, one.note) for one in session.kept()) == [
            ("bob", "as bob sees it"),
            ("desk1", "mine"),
        ]


async def test_a_note_to_an_annotation_that_moved(open_reader: Open, seeds: Path) -> None:
    async with open_reader() as session:
        await session.press("c", "Q")
    path = seeds / FIRST
    path.write_text("A line that was added.\n" + path.read_text("utf-8"), "utf-8")
    async with open_reader() as session:
        await session.press("g", ">")
        await begin(session, "moved", "ctrl+s")
        (annotation,) = session.kept()
        assert annotation.note == "moved"
        assert annotation.span.of(path.read_text("utf-8")) == annotation.text
        assert session.note == ["╭ note to claim by desk1", "│ moved"]


async def test_wide_characters_and_long_notes_fit(open_reader: Open) -> None:
    async with open_reader((80, 24)) as session:
        await session.press("c", "m")
        await session.paste("北约搁置了计划。" * 12 + "👍🏽" + "\nline" * 30)
        await session.press("ctrl+s")
        assert len(session.note) == 8
        assert session.note[1].startswith("│ 北约搁置了计划。北约")
        assert session.note[-1] == "│ …"
        assert {session.pane.render_line(row).cell_length for row in range(20)} == {session.pane.size.width}
        await session.press("g")
        assert len(session.note) == 8
        assert session.shown[0][6:].startswith("Japanese Foreign"), "the cursor is never covered"


async def test_a_note_that_cannot_be_saved_yet_is_shown_and_saved_later(
    open_reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, full = os.write, [False]

    def failing(descriptor: int, data: bytes) -> int:
        if full[0] and "/log/" in os.readlink(f"/proc/self/fd/{descriptor}"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(descriptor, data)

    monkeypatch.setattr(writer, "RETRY", 0.05)
    monkeypatch.setattr(os, "write", failing)
    async with open_reader((160, 40)) as session:
        await session.press("c")
        await session.saved()
        full[0] = True
        await begin(session, "on a full disk", "ctrl+s")
        await session.until(lambda: "NOT SAVED" in session.status)
        assert session.note[1:] == ["│ on a full disk"]
        other = Store.open(session.store.directory.parent / "seeds", reviewer="bob")
        assert [one.note for one in other.annotations(f"seeds/{FIRST}")] == [""]
        full[0] = False
        await session.saved()
        assert [one.note for one in session.kept()] == ["on a full disk"]


async def test_where_nothing_can_be_written_a_note_is_refused_in_words(
    open_reader: Open, tag_by: TagBy, seeds: Path
) -> None:
    tag_by("desk1", note="as it was")
    (seeds.parent / "annotations" / "FORMAT.json").write_text("{}")
    async with open_reader((200, 40)) as session:
        await session.press("g", "m")
        assert is_reading(session)
        assert "no note: annotations cannot be written" in session.status
        assert session.note[1:] == ["│ as it was"]


async def test_a_note_is_undone_and_done_again(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.press("c")
        await begin(session, "one", "ctrl+s")
        await begin(session, " two", "ctrl+s")
        for key, expected in (("u", "one"), ("u", ""), ("U", "one"), ("U", "one two")):
            await session.press(key)
            assert [one.note for one in session.kept()] == [expected]
            assert session.note[1:] == ([f"│ {expected}"] if expected else [])
        assert "done again: note to claim: “Japanese" in session.status
