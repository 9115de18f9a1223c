"""`annotui list`: the annotations as plain text, one a line."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from annotui.core.display import visible
from annotui.formats.record import Record

from .options import annotations_option, by_option, folder_argument, label_option
from .output import to_standard_output
from .tags import counted, find_tags, opened, report

_MARKS = "\"'“”„‟‘’‚‛«»‹›「」『』"
"""What a text begins with that brings its own quotation marks."""

_EXAMPLES = """\b
Examples:
  annotui list seeds/
  annotui list seeds/ --label error --by desk1
  annotui list seeds/ | grep ', orphan: '

\b
A line, in which everything in brackets is there only where it applies:
  ARTICLE:START-END: LABEL by REVIEWER[, moved][, orphan]: “TEXT”[ (note: NOTE)]
START and END count the characters of the article, from 0. The quotation marks are left out where
TEXT begins with one itself. A line break is drawn as ␊, any other control character as one sign too.
Exit status: 0 done, 1 done but the data has a problem, 2 nothing was listed."""


@click.command(epilog=_EXAMPLES)
@folder_argument
@label_option
@by_option
@annotations_option
def command(
    folder: Path, labels: tuple[str, ...], reviewers: tuple[str, ...], annotations: Path | None
) -> int:
    """List the annotations of FOLDER as plain text, one a line, for other programs and for screen readers.

    They come in the order of article, start, end and time.
    """
    corpus, place = find_tags(folder, annotations)
    from annotui.review.export import records

    counts: Counter[str] = Counter()
    with opened(folder, corpus, place, "list") as store:
        found = counted(records(store, corpus, labels=labels, reviewers=reviewers), counts)
        to_standard_output(f"{line(record)}\n".encode() for record in found)
        problems = store.problems()
    return report(counts, problems, place, "listed", filtered=bool(labels or reviewers))


def line(record: Record) -> str:
    """An annotation on one row, without its newline."""
    one = record.annotation
    status = "" if record.status == "ok" else f", {record.status}"
    text = one.text if one.text.startswith(tuple(_MARKS)) else f"“{one.text}”"
    note = f" (note: {one.note})" if one.note else ""
    start, end = one.span
    return visible(f"{one.article}:{start}-{end}: {one.label} by {one.reviewer}{status}: {text}{note}")
