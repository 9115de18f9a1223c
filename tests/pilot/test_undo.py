"""Undo and redo: each action as one step, over all articles, and never over what somebody else has done since."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from annotui.core.annotation import Annotation
from annotui.corpus.scan import scan
from annotui.review import tag as tagging
from annotui.review.shelf import Shelf
from annotui.store.store import Store

if TYPE_CHECKING:
    from tests.pilot.conftest import Open, Session, TagBy

FIRST = "seeds/000_aa2809ac14b27de4.txt"


def brief(session: Session) -> list[tuple[str, str, str]]:
    """What is on the disk: label, the beginning of the text, note."""
    return [(one.label, one.text[:8], one.note) for one in session.kept()]


def other_window(seeds: Path, annotation: Annotation, text: str) -> None:
    """The same reviewer changes the note in another session."""
    store = Store.open(seeds, reviewer="desk1")
    tagging.note(store, Shelf(scan(seeds)).open(annotation.article), annotation, text)
    store.close()


async def test_tags_notes_labels_and_removals_are_steps_of_their_own(open_reader: Open) -> None:
    async with open_reader() as session:
        states = [brief(session)]
        for keys in (
            ("c",),
            ("m", *"why", "ctrl+s"),
            ("r", "e"),
            (")", "d"),
            ("g", "backspace"),
        ):
            await session.press(*keys)
            states.append(brief(session))
        assert states[1:] == [
            [("claim", "Japanese", "")],
            [("claim", "Japanese", "why")],
            [("error", "Japanese", "why")],
            [("error", "Japanese", "why"), ("duplicate", "He ackno", "")],
            [("duplicate", "He ackno", "")],
        ]
        for expected in states[-2::-1]:
            await session.press("u")
            assert brief(session) == expected
            assert "undone: " in session.status
        await session.press("u")
        assert "nothing to undo" in session.status
        for expected in states[1:]:
            await session.press("U")
            assert brief(session) == expected
            assert "done again: " in session.status
        await session.press("U")
        assert "nothing to redo" in session.status
        assert brief(session) == states[-1]


async def test_what_was_undone_looks_undone(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.press("c")
        await session.saved()
        assert session.shown[0][2:4] == "C "
        await session.press("u")
        await session.saved()
        assert session.shown[0][2:4] == "  "
        assert [one.label for one in session.pane.annotations] == []
        await session.press("c")
        assert "tagged claim" in session.status, "it can be tagged anew"
        await session.press("U")
        assert "nothing to redo" in session.status, "what was done since ends what could be done again"


async def test_the_cursor_goes_where_it_was_done(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.press(")", "c")
        await session.press("G", "u")
        assert session.cursor_at.startswith("He acknowledged")
        assert "undone: tagged claim: “He acknowledged" in session.status
        assert session.shown[2][6:].startswith("Financial") or any(
            "He acknow" in row for row in session.shown
        )
        await session.press("G", "U")
        assert session.cursor_at.startswith("He acknowledged")
        await session.press("backspace")
        assert brief(session) == [], "and what was done again is meant"


async def test_the_36_places_of_a_broken_encoding_are_one_step(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.press("]", "]", "]", "]", '"', "o", "escape", "e")
        assert len(session.kept()) == 36
        assert "tagged error: 36 places, UTF-8 read as GBK · u undoes" in session.status
        await session.press("u")
        assert session.kept() == []
        await session.press("U")
        assert len(session.kept()) == 36
        assert len({one.group for one in session.kept()}) == 1


async def test_dismissals_are_steps_too(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.press("]", "]", "]", '"', "o", "escape", "x")
        assert "not suggested any more: quotation" in session.status
        assert "quotation, 6 words" not in session.status
        await session.press("u")
        assert "undone: not suggested any more: quotation" in session.status
        assert "quotation, 6 words" in session.status
        await session.press("U")
        assert "quotation, 6 words" not in session.status


async def test_what_was_done_in_another_article_is_undone_there_and_named(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.press("c", "]", "]", "D", "]", "q")
        assert [one.article[6:9] for one in session.kept()] == ["000", "003"]
        article = session.desk.article
        await session.press("[", "u")
        assert "undone in 003: tagged quote: “Japan Discussing" in session.status
        await session.press("]", "u")
        assert "undone in 002: marked as reviewed: 002" in session.status
        await session.press("u")
        assert "undone in 000: tagged claim: “Japanese Foreign" in session.status
        assert session.desk.article == article, "panes stay as they are"
        assert session.kept() == []
        await session.press("U")
        assert "done again in 000" in session.status
        assert brief(session) == [("claim", "Japanese", "")]


async def test_a_note_in_another_article_is_undone_there(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.press("c", "m", *"why", "ctrl+s", "tab")
        await session.press("u")
        assert "undone in 000: note to claim" in session.status
        assert brief(session) == [("claim", "Japanese", "")]
        await session.press("tab")
        assert session.note == []
        assert session.shown[0][4] == " "


async def test_what_another_session_changed_since_is_left_as_it_is(open_reader: Open, seeds: Path) -> None:
    async with open_reader() as session:
        await session.press(")", ")", "e", "g", "c")
        other_window(seeds, session.kept()[0], "from another window")
        expected = [("claim", "Japanese", "from another window"), ("error", "He under", "")]
        assert brief(session) == expected
        await session.press("u")
        assert "no undo: it was changed since by somebody else" in session.status
        assert brief(session) == expected
        await session.press("g")
        assert session.note[1:] == ["│ from another window"], "what is there is shown"
        await session.press("u")
        assert brief(session) == expected[:1], "the step before is not in the way"
        assert session.store.conflicts() == []


async def test_what_was_undone_and_then_changed_elsewhere_is_not_done_again(
    open_reader: Open, seeds: Path, tag_by: TagBy
) -> None:
    async with open_reader() as session:
        await session.press("c", "m", *"mine", "ctrl+s", "u")
        other_window(seeds, session.kept()[0], "from another window")
        tag_by("bob")
        await session.press("U")
        assert "no redo: it was changed since by somebody else" in session.status
        assert sorted(one.note for one in session.kept()) == ["", "from another window"]
        await session.press("u")
        assert sorted(one.note for one in session.kept()) == ["", "from another window"]


async def test_what_others_did_is_not_mine_to_undo(open_reader: Open, tag_by: TagBy) -> None:
    tag_by("bob")
    async with open_reader() as session:
        await session.press("g", "u")
        assert "nothing to undo" in session.status
        await session.press("backspace", "u")
        assert "nothing to undo" in session.status, "what was refused is no step"
        await session.press("c", "c", "u")
        assert [one.reviewer for one in session.kept()] == ["bob"]
        await session.press("u")
        assert "nothing to undo" in session.status, "what changed nothing is no step"


async def test_what_was_undone_stays_undone_at_the_next_start(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.burst("c", ")", "e", ")", "d", "u", "u", "U", "Q")
        await session.until(lambda: session.app.return_code == 0)
    async with open_reader() as session:
        assert [one.label for one in session.pane.annotations] == ["claim", "error"]
        await session.press("u")
        assert "nothing to undo" in session.status, "a session undoes what it did itself"
