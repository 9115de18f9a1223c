"""`annotui export`: the annotations, or the articles with them, as JSONL."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from annotui.formats import jsonl

from .options import FILE, annotations_option, by_option, folder_argument, label_option, without_option
from .output import require_place, to_place
from .tags import counted, find_tags, opened, report

_EXAMPLES = """\b
Examples:
  annotui export seeds/ > tags.jsonl
  annotui export seeds/ --label claim --label quote --by desk1
  annotui export seeds/ --output tags.jsonl
  annotui export seeds/ --articles --without duplicate > corpus.jsonl

\b
Every line that is not an orphan holds, seen from the folder above FOLDER:
  text == open(article, encoding=encoding, newline="").read()[start:end]
With --articles every line is an article: id, text, encoding, annotations, copy_of and new, the share of
its words that no article before it says. --without cuts out what has the label, and what is left of the
annotations holds in the text as it is then; the member of a family that is kept stays.
Exit status: 0 done, 1 done but the data has a problem, 2 nothing was exported."""


@click.command(epilog=_EXAMPLES)
@folder_argument
@click.option("--output", "-o", metavar="FILE", type=FILE, help="Write to FILE, whole or not at all.")
@label_option
@by_option
@click.option(
    "--articles", "of_articles", is_flag=True, help="The articles themselves, with their annotations."
)
@without_option
@annotations_option
def command(
    folder: Path,
    output: Path | None,
    labels: tuple[str, ...],
    reviewers: tuple[str, ...],
    of_articles: bool,
    without: tuple[str, ...],
    annotations: Path | None,
) -> int:
    """Write the annotations of FOLDER as JSONL, one a line, to standard output.

    They come in the order of article, start, end and time. An annotation whose place cannot be found any more is
    written too, as an orphan.
    """
    if without and not of_articles:
        raise click.UsageError("Only articles have a text to cut from; give --articles with --without")
    corpus, place = find_tags(folder, annotations)
    if output is not None:
        require_place(output, corpus, place)
    if of_articles:
        from .export_articles import export_articles

        return export_articles(folder, corpus, place, output, without, labels, reviewers)
    from annotui.review.export import records

    counts: Counter[str] = Counter()
    with opened(folder, corpus, place, "export") as store:
        lines = counted(records(store, corpus, labels=labels, reviewers=reviewers), counts)
        to_place(output, jsonl.write(lines))
        problems = store.problems()
    return report(counts, problems, place, "exported", filtered=bool(labels or reviewers))
