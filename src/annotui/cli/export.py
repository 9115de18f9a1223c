"""`annotui export`: the annotations as JSONL."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from annotui.formats import jsonl

from .options import FILE, annotations_option, by_option, folder_argument, label_option
from .output import require_place, to_file, to_standard_output
from .tags import counted, find_tags, opened, report

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
@click.option("--output", "-o", metavar="FILE", type=FILE, help="Write to FILE, whole or not at all.")
@label_option
@by_option
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
    corpus, place = find_tags(folder, annotations)
    if output is not None:
        require_place(output, corpus, place)
    from annotui.review.export import records

    counts: Counter[str] = Counter()
    with opened(folder, corpus, place, "export") as store:
        lines = jsonl.write(counted(records(store, corpus, labels=labels, reviewers=reviewers), counts))
        if output is None:
            to_standard_output(lines)
        else:
            to_file(output, lines)
        problems = store.problems()
    return report(counts, problems, place, "exported", filtered=bool(labels or reviewers))
