"""What rules propose: drawn faintly, named, accepted with its label key, and never seen again once it is dismissed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from annotui.config.label import STANDARD
from annotui.tui.legend import Legend

if TYPE_CHECKING:
    from tests.pilot.conftest import Open, Session, TagBy

ENGAGING = "“engaging in a very stable way,”"
LEGEND = Legend(STANDARD, "terminal")


def faint(session: Session, label: str) -> str:
    """What is drawn as a suggestion of a label, in one piece, without the blanks at which rows were wrapped."""
    style = LEGEND.suggested(label)
    rows = range(session.pane.size.height)
    return "".join(
        one.text
        for row in rows
        for one in list(session.pane.render_line(row))[4:]
        if one.style and one.style.color == style.color and not one.style.underline and one.text.strip()
    )


def signs(session: Session) -> dict[str, str]:
    """The two letters of the gutter, by the first word of their row, where there are any."""
    rows = (row for row in session.shown if row[2:4].strip())
    return {row[6:].split()[0]: row[2:4] for row in rows}


async def to_quotation(session: Session) -> None:
    """Article 003, the cursor at the beginning of its first quotation."""
    await session.press("]", "]", "]", '"', "o", "escape")
    assert session.cursor_at.startswith(ENGAGING)


async def test_quotations_are_drawn_faintly_and_named(open_reader: Open) -> None:
    async with open_reader((160, 60)) as session:
        assert signs(session) == {}
        assert faint(session, "quote") == ""
        await session.press("]", "]", "]")
        assert faint(session, "quote").replace(" ", "") == f"{ENGAGING}“harsh and complex”".replace(" ", "")
        assert set(signs(session).values()) == {"· "}
        assert "suggested" not in session.status
        await session.press('"', "o", "escape")
        assert "suggested quote · x dismisses" in session.status
        assert "c e d → sentence, 30 words · q → quotation, 6 words" in session.status
        assert session.kept() == [], "nothing is kept until it is accepted"


async def test_the_label_key_accepts_exactly_what_is_suggested(open_reader: Open) -> None:
    async with open_reader((160, 60)) as session:
        await to_quotation(session)
        before = faint(session, "quote")
        await session.press("q")
        await session.saved()
        (annotation,) = session.kept()
        assert (annotation.text, annotation.label) == (ENGAGING, "quote")
        assert annotation.source == {"kind": "suggestion", "rule": "quotation"}
        assert faint(session, "quote") == "“harsh and complex”", "what is tagged is not suggested"
        assert "Q " in signs(session).values()
        await session.press("u")
        assert faint(session, "quote") == before
        await session.press("U", "backspace")
        assert faint(session, "quote") == before, "nor is it gone with the tag"
        await session.press("c")
        assert session.kept()[0].text.startswith("Japan is not a member")
        assert session.kept()[0].source == {"kind": "manual"}
        assert ENGAGING in session.kept()[0].text, "another label means the sentence"


async def test_broken_places_are_one_suggestion(open_reader: Open, seeds: Path) -> None:
    text = (seeds / "004_9f3f6f729d904582.txt").read_text("utf-8")
    async with open_reader((160, 120)) as session:
        await session.press("]", "]", "]", "]")
        places = faint(session, "error")
        assert places.count("’s") == text.count("鈥檚") > 10
        assert places.count("“Y") == text.count("鈥淵") == 1
        assert "鈥" not in places
        assert faint(session, "quote").startswith("es, there will be"), "what is shorter is on top"
        await session.press('"', "o", "escape")
        assert "suggested error · x dismisses" in session.status
        assert "e → 36 places, UTF-8 read as GBK" in session.status
        assert "q → quotation" in session.status
        await session.press("e")
        kept = session.kept()
        assert len(kept) == 36
        assert all(one.text == one.span.of(text) and "鈥" in one.text for one in kept)
        assert text.count("鈥") == 36
        assert faint(session, "error") == ""
        assert "suggested quote" not in session.status
        await session.press("r", "c", "u", "u")
        assert faint(session, "error") == places


async def test_what_is_dismissed_is_gone_for_good_and_for_oneself(open_reader: Open) -> None:
    async with open_reader((160, 60)) as session:
        await to_quotation(session)
        await session.press("x")
        assert "not suggested any more: quotation" in session.status
        await session.press("x")
        assert "nothing is suggested under the cursor" in session.status
        assert faint(session, "quote") == "“harsh and complex”"
        assert "q → " not in session.status, "all keys mean the sentence"
        assert session.kept() == []
        await session.press("]", '"', "o", "escape", "x")
        assert "not suggested any more: 36 places, UTF-8 read as GBK" in session.status
        assert faint(session, "error") == ""
        await session.press("Q")
    async with open_reader((160, 60)) as session:
        assert faint(session, "error") == ""
        await session.press("[")
        assert faint(session, "quote") == "“harsh and complex”"
        await session.press("u")
        assert "nothing to undo" in session.status
    async with open_reader((160, 60), reviewer="bob") as session:
        await session.press("]", "]", "]")
        assert len(faint(session, "quote")) > 40, "bob decides himself"


async def test_a_tag_of_another_reviewer_answers_nothing(open_reader: Open, tag_by: TagBy) -> None:
    tag_by("bob", 3, ENGAGING, "quote")
    async with open_reader((160, 60)) as session:
        await to_quotation(session)
        assert "quote by bob" in session.status
        assert "q → quotation, 6 words" in session.status
        assert "Q·" in signs(session).values()
        await session.press("x")
        assert "not suggested any more: quotation" in session.status
        assert "Q·" not in signs(session).values()


async def test_where_nothing_can_be_written_nothing_is_dismissed(open_reader: Open, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    async with open_reader((200, 60), annotations=blocked / "annotations") as session:
        await to_quotation(session)
        await session.press("x")
        assert "not dismissed: annotations cannot be kept" in session.status
        assert len(faint(session, "quote")) > 40


async def test_a_quotation_that_was_selected_can_be_dismissed(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.press("]", "]", "]", '"', "x")
        assert "not suggested any more: quotation" in session.status
        assert session.kept() == []
