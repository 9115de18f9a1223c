"""The articles of the corpus with their counts, and the files that could not be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotui.core.display import visible
from annotui.tui import styles

from .status_line import cut

_TAGS = 5


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row.

    Args:
        name: the short name of an article, or the name of a file that is none.
        title: its first line, or why it is not read.
        tags: the number of its annotations; None for what is not an article.
        mark: `▸` if the active pane shows it, `·` if another one does.
    """

    name: str
    title: str
    tags: int | None
    mark: str = " "


class ArticleList(ScrollView):
    """A list to look at; articles are opened by keys."""

    ALLOW_SELECT = False
    can_focus = False
    DEFAULT_CSS = """
    ArticleList {
        width: 100%;
        height: 1fr;
        overflow: hidden hidden;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._length = 0
        self._row_of: Callable[[int], ListRow] = _no_row
        self._drawn: dict[int, ListRow] = {}

    def show(self, length: int, active: int, row_of: Callable[[int], ListRow]) -> None:
        """Show a list of which only the rows on the screen are worked out; those that have changed are repainted.

        Args:
            length: the number of rows.
            active: index of the row of the article that is read, which is scrolled to.
            row_of: the row at an index.
        """
        self._row_of = row_of
        if length != self._length:
            self._length = length
            self.virtual_size = Size(self.size.width, length)
            self.refresh()
        top, height = self.scroll_offset.y, self.size.height
        if height and not top <= active < top + height:
            self.scroll_to(y=max(active - height // 2, 0), animate=False, force=True)
        for index in range(top, min(top + height, length)):
            if self._drawn.get(index) != row_of(index):
                self.refresh_line(index)

    def render_line(self, y: int) -> Strip:
        """Textual's line interface."""
        index = self.scroll_offset.y + y
        if index >= self._length:
            return Strip.blank(self.size.width)
        row = self._drawn[index] = self._row_of(index)
        if row.tags is None:
            text = cut(visible(f" ✗ {row.name}: {row.title}"), self.size.width - 1)
            return self._strip([Segment(text, styles.DIM)])
        style = styles.BOLD if row.mark == "▸" else styles.PLAIN
        name = cut(visible(f"{row.name} {row.title}"), self.size.width - 4 - _TAGS)
        strip = self._strip([Segment(f" {row.mark} {name}", style)], self.size.width - _TAGS - 1)
        count = str(row.tags) if row.tags else "."
        return Strip([*strip, Segment(f"{count:>{_TAGS}} ", Style(dim=not row.tags))])

    def _strip(self, segments: list[Segment], width: int | None = None) -> Strip:
        return Strip(segments).adjust_cell_length(self.size.width if width is None else width)


def _no_row(index: int) -> ListRow:
    raise IndexError(index)


def heading(width: int) -> str:
    """The row above the list."""
    return f" {'article':<{max(width - _TAGS - 2, 0)}}{'tags':>{_TAGS}} "
