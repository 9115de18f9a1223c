"""`annotui stats`: how much has been tagged, by whom, and how far the review is."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotui.core.counted import counted
from annotui.core.display import visible
from annotui.formats import jsonl

from .options import annotations_option, folder_argument
from .output import to_standard_output
from .tags import find_tags, opened, report

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from annotui.review.stats import Stats

_BAR = 20
"""Cells of the longest bar."""

_SCHEMA = 1
"""Version of the keys that `--json` prints."""

_EXAMPLES = """\b
Examples:
  annotui stats seeds/
  annotui stats seeds/ --json | jq .reviewers

\b
An article counts as reviewed by a reviewer who has marked it so, until somebody edits it.
--json prints one object: corpus, articles, annotations, moved, orphans, labels {LABEL: count},
reviewers {NAME: {annotations, reviewed}}, by_article {ARTICLE: {annotations, orphans, labels,
reviewers}} for the articles with annotations, and schema, the version of these keys.
Exit status: 0 done, 1 done but the data has a problem, 2 nothing was counted."""


@click.command(epilog=_EXAMPLES)
@folder_argument
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of tables.")
@annotations_option
def command(folder: Path, as_json: bool, annotations: Path | None) -> int:
    """Count the annotations of FOLDER per article, label and reviewer, and the articles reviewed."""
    corpus, place = find_tags(folder, annotations)
    from annotui.review.stats import stats

    with opened(folder, corpus, place, "stats") as store:
        found = stats(store, corpus)
        problems = store.problems()
    to_standard_output([jsonl.line(_fields(found)) if as_json else _tables(found).encode()])
    return report(found.statuses, problems, place, "counted")


def _fields(found: Stats) -> Mapping[str, object]:
    return {
        "corpus": found.corpus,
        "articles": found.articles,
        "annotations": found.annotations,
        "moved": found.statuses["moved"],
        "orphans": found.statuses["orphan"],
        "labels": found.labels,
        "reviewers": {
            name: {"annotations": one.annotations, "reviewed": one.reviewed}
            for name, one in found.reviewers.items()
        },
        "by_article": {
            one.article: {
                "annotations": one.annotations,
                "orphans": one.orphans,
                "labels": dict(sorted(one.labels.items())),
                "reviewers": dict(sorted(one.reviewers.items())),
            }
            for one in found.by_article
        },
        "schema": _SCHEMA,
    }


def _tables(found: Stats) -> str:
    """What a person reads, as wide as the terminal, or 80 columns where there is none."""
    from rich.console import Console

    is_terminal = os.isatty(1)
    console = Console(
        file=io.StringIO(),
        force_terminal=is_terminal,
        width=shutil.get_terminal_size().columns,
        markup=False,
        emoji=False,
        highlight=False,
    )
    console.print(_summary(found))
    for table in (_labels(found), _reviewers(found), _articles(found)):
        if table.row_count:
            console.print()
            console.print(table)
    if found.untagged and found.by_article:
        console.print(f"{counted(found.untagged, 'article')} without annotations")
    assert isinstance(console.file, io.StringIO)
    text = console.file.getvalue()
    return text if is_terminal else "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def _summary(found: Stats) -> str:
    parts = [counted(found.articles, "article"), counted(found.annotations, "annotation")]
    parts += [f"{found.statuses['moved']} moved"] if found.statuses["moved"] else []
    parts += [counted(found.statuses["orphan"], "orphan")] if found.statuses["orphan"] else []
    return f"{visible(found.corpus)}: {', '.join(parts)}"


def _labels(found: Stats) -> Table:
    table = _table("label", "tags", "")
    most = max(found.labels.values(), default=1)
    for label, count in found.labels.items():
        table.add_row(_cell(label), str(count), _bar(count, most))
    return table


def _reviewers(found: Stats) -> Table:
    table = _table("reviewer", "tags", "", "reviewed")
    for name, one in found.reviewers.items():
        share = 100 * one.reviewed // max(1, found.articles)
        progress = f"{one.reviewed} of {counted(found.articles, 'article')}, {share} %"
        table.add_row(_cell(name), str(one.annotations), _bar(one.reviewed, found.articles), progress)
    return table


def _articles(found: Stats) -> Table:
    table = _table("article", "tags", "", "labels")
    most = max((one.annotations for one in found.by_article), default=1)
    for one in found.by_article:
        parts = [f"{label} {count}" for label, count in sorted(one.labels.items())]
        parts += [counted(one.orphans, "orphan")] if one.orphans else []
        name = one.article.removeprefix(f"{found.corpus}/")
        table.add_row(_cell(name), str(one.annotations), _bar(one.annotations, most), _cell(", ".join(parts)))
    return table


def _table(*headers: str) -> Table:
    """A table without lines, of which the second column holds numbers; nothing in it is cut off."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for number, header in enumerate(headers):
        table.add_column(header, justify="right" if number == 1 else "left", overflow="fold")
    return table


def _cell(text: str) -> Text:
    """Somebody else's text: what is meant for a terminal or for rich means nothing in it."""
    from rich.text import Text

    return Text(visible(text))


def _bar(count: int, most: int) -> Text:
    """Drawn for eyes; in a pipe, and in what a screen reader reads out, only the numbers are."""
    from rich.text import Text

    if not os.isatty(1):
        return Text()
    cells = _BAR * count // max(1, most)
    return Text("█" * cells if cells else "▏" if count else "", style="cyan")
