"""Reading only what is new: what was read is dim, and one key goes to what was not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from annotui.tui.widgets.article_pane import ArticlePane
from annotui.tui.widgets.key_row import KeyRow
from annotui.tui.widgets.line import Line

if TYPE_CHECKING:
    from tests.pilot.conftest import Open, Session


def dim(session: Session) -> str:
    """What is dim of the text of the active pane."""
    return "".join(
        segment.text
        for row in range(session.pane.size.height)
        for segment in [*session.pane.render_line(row).crop(6, 200)]
        if segment.style is not None and segment.style.dim
    )


def row_with(pane: ArticlePane, text: str) -> int:
    """On which of its rows a pane shows a text."""
    rows = ("".join(one.text for one in pane.render_line(row)) for row in range(pane.size.height))
    return next(index for index, row in enumerate(rows) if text in row)


async def test_what_was_read_elsewhere_is_dim_and_a_changed_number_never_is(
    open_reader: Open, wire: Path
) -> None:
    async with open_reader((120, 40), corpus=wire) as session:
        await session.match()
        await session.press("D", *["]"] * 6)
        assert session.desk.article == "wire/07.txt"
        assert dim(session) == ""
        await session.press("z")
        read = dim(session)
        assert "The storm left" in read
        assert "homes dark on" in read
        assert "3,500" not in read
        await session.press("z")
        assert dim(session) == ""


async def test_what_is_new_in_another_article_is_told_in_full_where_room_is_short(
    open_reader: Open, wire: Path
) -> None:
    async with open_reader((80, 24), corpus=wire) as session:
        await session.match()
        await session.press("D", ";")
        assert session.desk.article == "wire/03.txt"
        assert " 03: left out here: 1 paragraph, 27 words" in session.status
        assert "…" not in session.status


async def test_a_new_sentence_is_called_so_with_the_reason_where_there_is_room(
    open_reader: Open, wire: Path
) -> None:
    for size, said in (((120, 40), " new: no copy of it was read "), ((40, 24), " new ")):
        async with open_reader(size, corpus=wire) as session:
            await session.match()
            await session.press(";")
            assert session.selected.startswith("The storm left")
            assert session.status.startswith(said)


async def test_the_key_that_goes_on_is_shown_beside_what_it_has_found(open_reader: Open, wire: Path) -> None:
    async with open_reader((80, 24), corpus=wire) as session:
        await session.match()
        await session.press("D", *["]"] * 6, ";")
        assert "; next new" in session.reader.query_one(KeyRow).text
        await session.press("/")
        await session.type("homes")
        await session.press("enter")
        assert "n next match" in session.reader.query_one(KeyRow).text
        await session.press("v", "s")
        assert "+ grow  - shrink" in session.reader.query_one(KeyRow).text


async def test_the_next_new_thing_is_left_behind_where_one_reads_on(open_reader: Open, wire: Path) -> None:
    async with open_reader((80, 24), corpus=wire) as session:
        await session.match()
        await session.press("D", *["]"] * 6, ";")
        assert session.selected == "3,500"
        await session.press("space")
        assert session.selected == ""
        await session.press("e")
        assert len(session.kept()[0].text.split()) < 60, "a sentence, and not all up to here"


async def test_the_next_new_thing_is_selected_so_that_one_key_tags_it(open_reader: Open, wire: Path) -> None:
    async with open_reader((120, 40), corpus=wire) as session:
        await session.match()
        await session.press("D", *["]"] * 6, ";")
        assert session.selected == "3,500"
        assert "“3,400” in 01" in session.status
        await session.press("e")
        assert [(one.article, one.text) for one in session.kept()] == [("wire/07.txt", "3,500")]
        await session.press(";")
        assert session.selected == "", "at what is left out nothing is selected"
        assert "left out here: 1 paragraph, 25 words" in session.status
        assert any("┄ left out here: 1 paragraph, 25 words ┄" in row for row in session.shown)


async def test_it_goes_on_with_the_next_article_and_says_so(open_reader: Open, wire: Path) -> None:
    async with open_reader((120, 40), corpus=wire) as session:
        await session.match()
        await session.press("D", ";")
        assert session.desk.article == "wire/03.txt"
        assert "nothing new further on in 01 · 03: left out here" in session.status
        await session.press("'")
        assert session.desk.article == "wire/01.txt"


async def test_at_the_end_it_says_that_all_was_seen(
    open_reader: Open, corpus_of: Callable[..., Path]
) -> None:
    said = "The council of Hampton met on Friday and voted to rebuild the old bridge over the river.\n"
    async with open_reader(
        (120, 30), corpus=corpus_of(said, said, f"{said}\nOnly here it is said.\n")
    ) as session:
        await session.match()
        await session.press("D", ";")
        assert session.selected == "Only here it is said."
        await session.press(";")
        assert "all that is new was seen · ; begins again" in session.status
        await session.press("D", ";")
        await session.press(";")
        assert "everything was read" in session.status


async def test_what_is_left_out_beside_its_copy(open_reader: Open, wire: Path) -> None:
    """The other pane stands at the place, so that one sees what is missing."""
    async with open_reader((120, 30), corpus=wire) as session:
        await session.match()
        await session.press("tab", "D", ";")
        assert session.desk.article == "wire/03.txt"
        other = session.desk.others[0].pane
        rows = ["".join(one.text for one in other.render_line(row)) for row in range(other.size.height)]
        assert any("Farmers along the fjord" in row for row in rows)


async def test_what_was_read_is_shown_beside_what_differs_from_it(open_reader: Open, wire: Path) -> None:
    async with open_reader((120, 40), corpus=wire) as session:
        await session.match()
        await session.press("D", *["]"] * 6, "tab", *["]"] * 5, "tab")
        assert [one.article[-6:-4] for one in session.desk.place.panes][:2] == ["07", "07"]
        assert "no copy here" not in session.desk.others[0].query_one(Line).text
        await session.press(";")
        assert session.selected == "3,500"
        other = session.desk.others[0]
        assert other.article == "wire/01.txt", "in which 3,400 was read"
        assert row_with(other.pane, "left[3,400]homes") == row_with(session.pane, "left[3,500]homes")
        await session.press("'")
        assert [one.article[-6:-4] for one in session.desk.place.panes][:2] == ["07", "07"]


async def test_what_is_left_out_is_shown_where_it_is_said(open_reader: Open, wire: Path) -> None:
    """Both panes may have come to show the same article."""
    async with open_reader((120, 30), corpus=wire) as session:
        await session.match()
        await session.press("D", "tab", "]", "tab", ";")
        assert session.desk.article == "wire/03.txt"
        other = session.desk.others[0]
        assert other.article == "wire/01.txt"
        assert row_with(other.pane, "Farmers along the fjord") > 0


async def test_a_narrow_screen_opens_no_lower_half_for_what_is_new(open_reader: Open, wire: Path) -> None:
    async with open_reader((80, 24), corpus=wire) as session:
        await session.match()
        await session.press("D", ";")
        assert session.desk.article == "wire/03.txt"
        assert session.desk.others == []
        await session.press(",", "=")
        assert [one.article for one in session.desk.others] != ["wire/01.txt"]
        await session.press("g", ";")
        assert [one.article for one in session.desk.others] == ["wire/01.txt"]


async def test_a_word_that_is_left_out_is_named(open_reader: Open, corpus_of: Callable[..., Path]) -> None:
    said = "The mayor of Hampton said on Friday that the old bridge over the river could not be saved any more.\n"
    async with open_reader((120, 30), corpus=corpus_of(said, said, said.replace(" not ", " "))) as session:
        await session.match()
        await session.press("D", ";")
        assert "left out here: “not”" in session.status
        assert any("left out here: “not”" in row for row in session.shown)


async def test_where_there_is_little_room_behind_a_row_only_the_word_that_is_left_out_is_told(
    open_reader: Open, corpus_of: Callable[..., Path]
) -> None:
    said = "The mayor of Hampton said on Friday that the bridge there could not be saved after the flood."
    async with open_reader((120, 30), corpus=corpus_of(said, said, said.replace(" not ", " "))) as session:
        await session.match()
        await session.press("D", ";")
        rows = [row for row in session.shown if "┄" in row]
        assert len(rows) == 1
        assert rows[0].rstrip().endswith("┄ “not” ┄")
