"""Articles in a list, with their counts, and the files that could not be read."""

from __future__ import annotations

from typing import NamedTuple

from annotui.corpus.scan import Skipped
from annotui.tui import styles

from .line import cut
from .row_list import ListRow

_TAGS, _DIFFERS, _NEW = 5, 3, 6
_COUNTS = _TAGS + _DIFFERS + _NEW


class Facts(NamedTuple):
    """What is said of an article.

    Args:
        name: its short name.
        title: its first line.
        tags: the number of its annotations; None where they are still being read.
        reviewed: whether this reviewer has finished with it.
        differs: how many of its passages say something else than their copies; None before matching is done.
        new: the share (0..1) of its words that are said nowhere earlier; None where that is not known.
    """

    name: str
    title: str
    tags: int | None
    reviewed: bool
    differs: int | None = None
    new: float | None = None


def article_row(facts: Facts, mark: str) -> ListRow:
    """The row of an article.

    Args:
        facts: what is said of it.
        mark: `▸` if the active pane shows it, `·` if another one does.
    """
    tags = "" if facts.tags is None else str(facts.tags or ".")
    style = styles.BOLD if mark == "▸" else styles.PLAIN
    differs = "" if facts.differs is None else str(facts.differs or ".")
    new = "" if facts.new is None else percent(facts.new)
    return ListRow(
        ((f" {mark}{'✓' if facts.reviewed else ' '} {facts.name} {facts.title}", style),),
        (
            (f"{tags:>{_TAGS}}", styles.PLAIN if facts.tags else styles.DIM),
            (f"{differs:>{_DIFFERS}}", styles.PLAIN if facts.differs else styles.DIM),
            (f"{new:>{_NEW}} ", styles.PLAIN if facts.new else styles.DIM),
        ),
    )


def percent(share: float) -> str:
    """A share (0..1) in per cent; what is little is not said to be nothing, and what is nearly all not to be all."""
    rounded = round(100 * share)
    if rounded in (0, 100) and share not in (0, 1):
        rounded = 1 if share < 0.5 else 99
    return f"{rounded} %"


def skipped_row(skipped: Skipped) -> ListRow:
    """The row of a file that is not read."""
    return ListRow(((f" ✗  {skipped.name}: {skipped.reason}", styles.DIM),), enabled=False)


def heading(width: int, reviewed: int, articles: int) -> str:
    """The row above the list, with the progress of the review."""
    left = cut(f" {reviewed} of {articles} reviewed", width - _COUNTS - 1)
    return f"{left:<{max(width - _COUNTS - 1, 0)}}{'tags':>{_TAGS}}{'≠':>{_DIFFERS}}{'new':>{_NEW}} "
