"""Reading only what is new: what was read is dim, and one key goes to what was not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

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
