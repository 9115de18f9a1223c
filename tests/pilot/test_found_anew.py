"""Articles are edited and matched again while a list, a preview or a copy is shown: a key never decides about something else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from annotui.core.span import Span
from annotui.tui.screens.families import FamiliesScreen
from annotui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from tests.pilot.conftest import Open, Session

NEW = "\n\n" + " ".join(f"Zephyr{one}ia quibbled with Oyl{one * 7}ow." for one in range(30))
"""A paragraph that says more than any other one, so that its family is the first from then on."""


async def find_anew(session: Session, edit: Callable[[], None]) -> None:
    """Edit articles and match them again."""
    edit()
    await session.match()


def append(corpus: Path) -> None:
    """All articles have another paragraph, the same one."""
    for path in corpus.glob("*.txt"):
        path.write_text(path.read_text() + NEW)


def decided(session: Session, corpus: Path) -> list[str]:
    """The texts of what was decided."""
    documents = session.store.documents("decisions").values()
    spans = [(str(one["article"]), one["start"], one["end"]) for one in documents]
    return [
        Span(int(str(start)), int(str(end))).of((corpus.parent / article).read_text())
        for article, start, end in spans
    ]


async def open_list(session: Session) -> FamiliesScreen:
    await session.press("f")
    await session.until(lambda: session.app.screen is not session.reader)
    await session.pilot.pause()
    screen = session.app.screen
    assert isinstance(screen, FamiliesScreen)
    return screen


async def test_the_list_still_means_the_family_that_it_has_highlighted(open_reader: Open, wire: Path) -> None:
    async with open_reader((120, 40), corpus=wire) as session:
        await session.match()
        screen = await open_list(session)
        await session.press("o", "o", "g")
        rows = screen.query_one(RowList)
        before = session.listed[rows.highlighted]
        await find_anew(session, lambda: append(wire))
        assert "13 families" in session.lines[0]
        assert "Zephyr" in session.listed[0]
        assert session.listed[rows.highlighted] == before
        await session.press("x")
        texts = decided(session, wire)
        assert len(texts) >= 19
        assert {one[:14] for one in texts} == {"The storm left"}


async def test_where_the_highlighted_family_is_gone_a_key_asks_first(open_reader: Open, wire: Path) -> None:
    async with open_reader((120, 40), corpus=wire) as session:
        await session.match()
        screen = await open_list(session)
        rows, said = screen.query_one(RowList), "The harbour was closed"
        while said not in session.listed[rows.highlighted]:
            await session.press("j")

        def drop() -> None:
            for path in wire.glob("*.txt"):
                path.write_text("\n\n".join(one for one in path.read_text().split("\n\n") if said not in one))

        await find_anew(session, drop)
        assert "11 families" in session.lines[0]
        await session.press("x")
        assert "another family is highlighted" in session.lines[1]
        assert decided(session, wire) == []
        # Found anew once more, with nothing that is different, the answer stays to be read.
        await session.match()
        assert "another family is highlighted" in session.lines[1]
        await session.press("x")
        assert len(decided(session, wire)) >= 19


async def test_a_filtered_list_is_filtered_again(open_reader: Open, wire: Path) -> None:
    async with open_reader((120, 40), corpus=wire) as session:
        await session.match()
        await open_list(session)
        await session.press("/")
        await session.type("harbour")
        await session.press("enter")
        await session.until(lambda: "1 family" in session.lines[0])
        await find_anew(session, lambda: append(wire))
        await session.until(lambda: "1 family" in session.lines[0] and "harbour" in session.listed[0])
        await session.press("x")
        await session.press("x")
        assert {one[:11] for one in decided(session, wire)} == {"The harbour"}


async def test_a_preview_tags_nothing_in_an_article_that_was_matched_again(
    open_reader: Open, wire: Path
) -> None:
    async with open_reader((120, 40), corpus=wire) as session:
        await session.match()
        await session.press(".", ".", "c", "p")
        await session.until(lambda: session.app.screen is not session.reader)

        def edit() -> None:
            path = wire / "05.txt"
            path.write_text("A line on top of everything else that was there before.\n\n" + path.read_text())

        await find_anew(session, edit)
        await session.press("enter")
        assert "was edited since this was shown" in session.status
        kept = session.kept()
        assert "wire/05.txt" not in {one.article for one in kept}
        assert len(kept) > 15
        for one in kept:
            assert one.span.of((wire.parent / one.article).read_text()) == one.text


async def test_a_copy_that_is_shown_is_left_out_and_no_other_one(open_reader: Open, wire: Path) -> None:
    async with open_reader((160, 50), corpus=wire) as session:
        await session.match()
        await session.press(".", ".", "=")
        assert "leaves it out" in session.status
        # More families are found, and more members of this one, which come before those that were there.
        shown = session.desk.lockstep.shown(session.desk.column, session.desk.others)
        assert shown is not None
        others = {one.article for one in (session.desk.column, *session.desk.others)}

        def edit() -> None:
            for path in wire.glob("*.txt"):
                if f"wire/{path.name}" not in others:
                    path.write_text(path.read_text() + NEW)

        await find_anew(session, edit)
        await session.press("x")
        assert [one for one in decided(session, wire)] == [
            shown.passage.span.of((wire.parent / shown.passage.article).read_text())
        ]
        (document,) = session.store.documents("decisions").values()
        assert (document["article"], document["decision"]) == (shown.passage.article, "left out")


async def test_fewer_families_than_before_are_shown(open_reader: Open, wire: Path) -> None:
    """What was proposed before has numbers of families that there are not any more."""
    async with open_reader((120, 40), corpus=wire) as session:
        await session.match()
        await session.press(".", ".")

        def drop() -> None:
            for path in sorted(wire.glob("*.txt"))[1:]:
                path.unlink()

        drop()
        # It is said in the meantime or afterwards, just as it comes, and in place of what matching has found: here it comes first.
        await session.until(lambda: "02 is gone from the disk" in session.status)
        await session.match()
        await session.press("g")
        assert "no passage is repeated" in session.status
        await session.press("c")
        assert [one.label for one in session.kept()] == ["claim"]
