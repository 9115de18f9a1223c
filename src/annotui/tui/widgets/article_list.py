"""The articles of the corpus with their counts, and the files that could not be read."""

from __future__ import annotations

from collections.abc import Sequence
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
        self._rows: Sequence[ListRow] = ()

    def show(self, rows: Sequence[ListRow]) -> None:
        """Show these rows; those that have changed are repainted, and the active article is scrolled to."""
        old, self._rows = self._rows, rows
        if len(old) != len(rows):
            self.virtual_size = Size(self.size.width, len(rows))
            self.refresh()
        else:
            for index, (before, now) in enumerate(zip(old, rows, strict=True)):
                if before != now:
                    self.refresh_line(index)
        active = next((index for index, row in enumerate(rows) if row.mark == "▸"), 0)
        top = self.scroll_offset.y
        if self.size.height and not top <= active < top + self.size.height:
            self.scroll_to(y=max(active - self.size.height // 2, 0), animate=False, force=True)

    def render_line(self, y: int) -> Strip:
        """Textual's line interface."""
        index = self.scroll_offset.y + y
        if index >= len(self._rows):
            return Strip.blank(self.size.width)
        row = self._rows[index]
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


def heading(width: int) -> str:
    """The row above the list."""
    return f" {'article':<{max(width - _TAGS - 2, 0)}}{'tags':>{_TAGS}} "
