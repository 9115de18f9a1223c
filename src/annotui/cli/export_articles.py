"""`annotui export --articles`: the corpus itself."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import click

from annotui.core.display import visible
from annotui.corpus.scan import Corpus
from annotui.formats.articles import write
from annotui.review.export_articles import Missing, Wanted, article_records

from .found import find
from .output import to_place
from .tags import opened


def export_articles(
    folder: Path,
    corpus: Corpus,
    place: Path,
    output: Path | None,
    without: Collection[str],
    labels: Collection[str],
    reviewers: Collection[str],
) -> int:
    """Write the articles.

    Args:
        folder: the corpus as it was given.
        corpus: its articles.
        place: where the tags are.
        output: where to; None for standard output.
        without, labels, reviewers: as for `Wanted`.

    Returns:
        The exit status.
    """
    missing = Missing()
    with opened(folder, corpus, place, "export") as store:
        findings = find(corpus, place)
        records = article_records(store, corpus, findings, Wanted(without, labels, reviewers), missing)
        to_place(output, write(records))
        messages = store.problems()
    messages += [f"{article} is left out: {why}." for article, why in missing.unreadable.items()]
    if missing.orphans:
        messages.append(
            f"{missing.orphans} annotations are orphans, which stand in no text; export without --articles has them."
        )
    for message in messages:
        click.echo(visible(message), err=True)
    return 1 if messages else 0
