"""What the commands that only read tags have in common: how they begin, and what they say at the end."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotui.core.display import visible
from annotui.corpus.scan import Corpus
from annotui.formats.record import Record

from .places import Refused, annotations_folder, find_corpus, open_store
from .surroundings import require_utf8

if TYPE_CHECKING:
    from annotui.store.store import Store


def find_tags(folder: Path, annotations: Path | None) -> tuple[Corpus, Path]:
    """The corpus in a folder, which may have no article left, and where its tags are.

    Raises:
        Refused: there is no such folder, or none that was named for the tags.
    """
    require_utf8()
    corpus = find_corpus(folder, may_be_empty=True)
    place = annotations_folder(corpus, annotations)
    if annotations is not None and not annotations.is_dir():
        raise Refused(
            f"There is no folder {annotations}; give the one that the tags are in with --annotations."
        )
    return corpus, place


@contextmanager
def opened(folder: Path, corpus: Corpus, place: Path, reviewer: str) -> Iterator[Store]:
    """The tags of a corpus, to be read.

    Args:
        folder: the corpus as it was given.
        corpus: what `find_tags` found there.
        place: where the tags are.
        reviewer: who reads them; a command that is nobody's reads as itself.

    Raises:
        Refused: there is neither an article nor a tag, or they cannot be opened.
    """
    store = open_store(corpus, place, reviewer)
    try:
        if not corpus.entries and not store.articles():
            find_corpus(folder)
        yield store
    finally:
        store.close()


def counted(records: Iterable[Record], counts: Counter[str]) -> Iterator[Record]:
    """The records as they come; `counts` has how many there were of each status."""
    for record in records:
        counts[record.status] += 1
        yield record


def report(
    counts: Counter[str], problems: list[str], place: Path, done: str, *, filtered: bool = False
) -> int:
    """Say on standard error what is worth knowing.

    Args:
        counts: how many annotations there were, by status.
        problems: what is wrong with the tags, one sentence each.
        place: where they are.
        done: what was done to the annotations: exported.
        filtered: whether only some were asked for.

    Returns:
        The exit status.
    """
    messages = list(problems)
    orphans = counts["orphan"]
    if orphans:
        messages.append(
            f"{orphans} of {counts.total()} annotations are orphans: their articles are gone or cannot be read, or "
            f"their words cannot be found any more; they are {done} with their last known place."
        )
    if not counts:
        messages.append(nothing(place, filtered=filtered))
    for message in messages:
        click.echo(visible(message), err=True)
    return 1 if problems or orphans else 0


def nothing(place: Path, *, filtered: bool = False) -> str:
    """The sentence for no annotations at all."""
    which = "No annotation fits these filters" if filtered else "There are no annotations yet"
    return f"{which} in {os.path.relpath(place)}."
