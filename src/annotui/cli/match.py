"""`annotui match`: families of passages, aligned pairs or related sentences as JSONL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotui.core.counted import counted
from annotui.core.display import visible

from .found import find
from .options import FILE, annotations_option, folder_argument, reviewer_option
from .output import require_place, to_place
from .places import annotations_folder, find_corpus, find_reviewer, open_store
from .surroundings import require_utf8

if TYPE_CHECKING:
    from annotui.corpus.scan import Corpus
    from annotui.matching.findings import Findings

_EXAMPLES = """\b
Examples:
  annotui match seeds/ > families.jsonl
  annotui match seeds/ --pairs --output pairs.jsonl
  annotui match seeds/ --related | head

\b
A family is passages that are copies of each other, in several articles or in one; the strongest comes
first. A pair is two of them, aligned word by word. Related sentences may say the same in other words:
each with its ten closest. What was found is kept in the cache directory and is found anew only for
articles that were changed or added.
Exit status: 0 done, 1 done but articles were changed meanwhile, 2 nothing was written."""


@click.command(epilog=_EXAMPLES)
@folder_argument
@click.option("--pairs", is_flag=True, help="Write the aligned pairs that the families are made of instead.")
@click.option("--related", is_flag=True, help="Write related sentences instead.")
@click.option("--output", "-o", metavar="FILE", type=FILE, help="Write to FILE, whole or not at all.")
@reviewer_option
@annotations_option
def command(
    folder: Path,
    pairs: bool,
    related: bool,
    output: Path | None,
    reviewer: str | None,
    annotations: Path | None,
) -> int:
    """Find the passages in FOLDER that occur more than once, and write them as JSONL.

    Decisions are those of the reviewer.
    """
    if pairs and related:
        raise click.UsageError(
            "Pairs and related sentences cannot be written at once; give one of --pairs and --related"
        )
    require_utf8()
    corpus = find_corpus(folder)
    place = annotations_folder(corpus, annotations)
    if output is not None:
        require_place(output, corpus, place)
    # Only families have decisions.
    reviewer = "" if pairs or related else find_reviewer(reviewer)
    findings = find(corpus, place, related=related)
    changed: set[str] = set()
    if pairs:
        lines = _pairs(findings)
    elif related:
        lines = _related(findings)
    else:
        lines = _families(findings, corpus, place, reviewer, changed)
    to_place(output, lines)
    return _report(findings, changed)


def _families(
    findings: Findings, corpus: Corpus, place: Path, reviewer: str, changed: set[str]
) -> Iterator[bytes]:
    from annotui.formats.families import write
    from annotui.review.found import families

    store = open_store(corpus, place, reviewer)
    try:
        yield from write(families(store, corpus, findings, changed))
    finally:
        store.close()


def _pairs(findings: Findings) -> Iterable[bytes]:
    from annotui.formats.families import PairRecord, write_pairs

    return write_pairs(PairRecord(*one) for one in findings.pairs())


def _related(findings: Findings) -> Iterable[bytes]:
    from annotui.formats.families import write_related

    return write_related(findings.by_score())


def _report(findings: Findings, changed: set[str]) -> int:
    """Say on standard error what was found.

    Args:
        findings: that.
        changed: articles that are not any more what was matched, so that their families are left out.

    Returns:
        The exit status.
    """
    passages = sum(findings.size(number) for number in range(findings.count))
    said = f"{counted(len(findings.articles), 'article')}: "
    said += f"{counted(findings.count, 'family')} with {counted(passages, 'passage')}"
    if findings.has_relatives:
        close = findings.sentences_with_close_relative
        said += f", {counted(close, 'sentence')} with a close relative"
    click.echo(said, err=True)
    if changed:
        names = ", ".join(sorted(changed)[:3]) + (", …" if len(changed) > 3 else "")
        click.echo(
            visible(f"Families in {names} are left out: they were changed meanwhile; start again."), err=True
        )
    return 1 if changed else 0
