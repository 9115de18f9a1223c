"""`annotui export`: the annotations as JSONL."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from annotui.core.display import visible
from annotui.formats import jsonl
from annotui.formats.record import Record

from .options import (
    PATH,
    Refused,
    annotations_folder,
    annotations_option,
    find_corpus,
    folder_argument,
    open_store,
)
from .output import require_place, to_file, to_standard_output
from .surroundings import require_utf8

_EXAMPLES = """\b
Examples:
  annotui export seeds/ > tags.jsonl
  annotui export seeds/ --label claim --label quote --by desk1
  annotui export seeds/ --output tags.jsonl

\b
Every line that is not an orphan holds, seen from the folder above FOLDER:
  text == open(article, encoding=encoding, newline="").read()[start:end]
Exit status: 0 done, 1 done but the data has a problem, 2 nothing was exported."""


@click.command(epilog=_EXAMPLES)
@folder_argument
@click.option("--output", "-o", metavar="FILE", type=PATH, help="Write to FILE, whole or not at all.")
@click.option("--label", "labels", metavar="L", multiple=True, help="Only this label; may be repeated.")
@click.option(
    "--by", "reviewers", metavar="REVIEWER", multiple=True, help="Only by this reviewer; may be repeated."
)
@annotations_option
def command(
    folder: Path,
    output: Path | None,
    labels: tuple[str, ...],
    reviewers: tuple[str, ...],
    annotations: Path | None,
) -> int:
    """Write the annotations of FOLDER as JSONL, one a line, to standard output.

    They come in the order of article, start, end and time. An annotation whose place cannot be found any more is
    written too, as an orphan.
    """
    require_utf8()
    corpus = find_corpus(folder, may_be_empty=True)
    place = annotations_folder(corpus, annotations)
    if output is not None:
        require_place(output, corpus, place)
    if annotations is not None and not annotations.is_dir():
        raise Refused(
            f"There is no folder {annotations}; give the one that the tags are in with --annotations."
        )
    from annotui.review.export import records

    store = open_store(corpus, place, "export")
    try:
        if not corpus.entries and not store.articles():
            find_corpus(folder)
        counts: Counter[str] = Counter()
        lines = jsonl.write(_counted(records(store, corpus, labels=labels, reviewers=reviewers), counts))
        if output is None:
            to_standard_output(lines)
        else:
            to_file(output, lines)
        problems = store.problems()
    finally:
        store.close()
    return _report(counts, problems, place, bool(labels or reviewers))


def _counted(records: Iterable[Record], counts: Counter[str]) -> Iterator[Record]:
    for record in records:
        counts[record.status] += 1
        yield record


def _report(counts: Counter[str], problems: list[str], place: Path, filtered: bool) -> int:
    """Say on standard error what is worth knowing, and return the exit status."""
    messages = list(problems)
    orphans = counts["orphan"]
    if orphans:
        messages.append(
            f"{orphans} of {counts.total()} annotations are orphans: their articles are gone or cannot be read, or "
            "their words cannot be found any more; they are exported with their last known place."
        )
    if not counts:
        which = "No annotation fits these filters" if filtered else "There are no annotations yet"
        messages.append(f"{which} in {os.path.relpath(place)}.")
    for message in messages:
        click.echo(visible(message), err=True)
    return 1 if problems or orphans else 0
