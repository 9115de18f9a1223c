"""The first text knows where Textual will put the panes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotui.tui.arrangement import arrange, columns, text_width
from annotui.tui.widgets.pane_column import PaneColumn

if TYPE_CHECKING:
    from tests.pilot.conftest import Open

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
