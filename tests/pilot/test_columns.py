"""The first text knows where Textual will put the panes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from annotui.tui.arrangement import arrange, columns, text_width
from annotui.tui.widgets.covered import Covered
from annotui.tui.widgets.pane_column import PaneColumn

if TYPE_CHECKING:
    from tests.pilot.conftest import Open
    from textual.widget import Widget

WIDTHS = (80, 99, 100, 101, 119, 121, 144, 145, 146, 159, 160, 161, 163, 178, 179, 180, 200, 251)


async def test_panes_are_where_the_first_text_is(open_reader: Open) -> None:
    async with open_reader() as session:
        for panes in (1, 2, 3):
            await session.press(str(panes))
            for width in WIDTHS:
                await session.pilot.resize_terminal(width, 40)
                await session.pilot.pause()
                shown = [one for one in session.reader.query(PaneColumn) if one.display]
                expected = columns(width, arrange(width, panes, session.desk.active))
                assert [range(one.region.x, one.region.right) for one in shown] == expected
                for one in shown:
                    assert one.pane._text_width == text_width(one.region.width)


def seen(widget: Widget) -> list[tuple[int, int]]:
    """The cells of a widget that none of its parts stands on."""
    parts = [part.region for part in widget.children if part.display]
    region = widget.region
    cells = [(x, y) for y in range(region.y, region.bottom) for x in range(region.x, region.right)]
    return [cell for cell in cells if not any(part.contains(*cell) for part in parts)]


async def test_what_is_not_painted_is_covered(open_reader: Open) -> None:
    async with open_reader() as session:
        for panes, size in ((2, (160, 50)), (3, (251, 40)), (1, (80, 24)), (2, (100, 11))):
            await session.press(str(panes))
            await session.pilot.resize_terminal(*size)
            await session.pilot.pause()
            covered = [one for one in session.reader.query() if isinstance(one, Covered) and one.display]
            assert len(covered) > panes
            assert [one for one in (session.reader, *covered) if seen(one)] == []


async def test_what_is_not_covered_is_seen(open_reader: Open) -> None:
    async with open_reader() as session:
        session.desk.styles.padding = (0, 0, 1, 0)
        await session.pilot.pause()
        assert len(seen(session.desk)) == session.desk.region.width


async def test_a_copy_below_leaves_nothing_uncovered(open_reader: Open, wire: Path) -> None:
    async with open_reader((80, 24), corpus=wire) as session:
        await session.match()
        await session.press(".", "=")
        for height in (24, 25, 11):
            await session.pilot.resize_terminal(80, height)
            await session.pilot.pause()
            assert session.desk.has_class("stacked")
            assert seen(session.desk) == []
