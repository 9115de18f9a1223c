"""Articles in a list, with their counts, and the files that could not be read."""

from __future__ import annotations

from annotui.corpus.scan import Skipped
from annotui.tui import styles

from .row_list import ListRow

_TAGS = 5


def article_row(name: str, title: str, tags: int, mark: str, reviewed: bool) -> ListRow:
    """The row of an article.

    Args:
        name: its short name.
        title: its first line.
        tags: the number of its annotations.
        mark: `▸` if the active pane shows it, `·` if another one does.
        reviewed: whether this reviewer has finished with it.
    """
    style = styles.BOLD if mark == "▸" else styles.PLAIN
    count = f"{tags or '.':>{_TAGS}} "
    return ListRow(
        ((f" {mark}{'✓' if reviewed else ' '} {name} {title}", style),),
        ((count, styles.PLAIN if tags else styles.DIM),),
    )


def skipped_row(skipped: Skipped) -> ListRow:
    """The row of a file that is not read."""
    return ListRow(((f" ✗  {skipped.name}: {skipped.reason}", styles.DIM),), enabled=False)


def heading(width: int, reviewed: int, articles: int) -> str:
    """The row above the list, with the progress of the review."""
    left = f" {reviewed} of {articles} reviewed"
    return f"{left:<{max(width - _TAGS - 1, 0)}}{'tags':>{_TAGS}} "
