"""`annotui import`: annotations from JSONL."""

from __future__ import annotations

import contextlib
import gc
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from annotui.core.display import visible
from annotui.corpus.files import why
from annotui.corpus.scan import Corpus
from annotui.formats import jsonl
from annotui.formats.record import Read, Refusal

from .options import FILE, annotations_option, folder_argument, reviewer_option
from .places import Refused, find_corpus, find_reviewer, open_store, refusal
from .surroundings import require_utf8

if TYPE_CHECKING:
    from annotui.review.intake import Intake
    from annotui.store.store import Store

_LONGEST = 500
"""Code points of a reason; a name in it may be as long as the line."""

_EXAMPLES = """\b
Examples:
  annotui import seeds/ tags.jsonl
  annotui export there/seeds/ | annotui import seeds/ -
  annotui import seeds/ tags.jsonl --reviewer desk1

\b
A line needs start, end, text, label, and article or sha256 (the hash of the article's file); the rest
is worked out. It is refused where its text is not what stands there, unless the article was edited
since and the text is found again. A line that is there already is skipped; one that is there already
and differs is refused. So an import that was interrupted can be repeated.
Exit status: 0 done, 1 lines were refused, 2 FILE cannot be read or nothing can be saved."""


@click.command(epilog=_EXAMPLES)
@folder_argument
@click.argument("file", type=FILE)
@annotations_option
@reviewer_option
def command(folder: Path, file: Path, annotations: Path | None, reviewer: str | None) -> int:
    """Add the annotations in FILE, as `annotui export` writes them, to those of FOLDER.

    FILE may be - for standard input. Each line that is refused is named with its number and the reason.
    """
    require_utf8()
    corpus = find_corpus(folder, may_be_empty=True)
    store = open_store(corpus, annotations, find_reviewer(reviewer))
    from annotui.store.store import StoreError

    # What is read stays until the end; looking for garbage in it, again and again, takes a fifth of the time.
    gc.disable()
    try:
        intake = _take(store, corpus, file)
    except StoreError as error:
        raise refusal(error) from error
    counts = f"{intake.imported} imported, {intake.present} already there, {intake.refused} refused"
    click.echo(counts, err=True)
    return 1 if intake.refused else 0


def _take(store: Store, corpus: Corpus, file: Path) -> Intake:
    """Import a file; what is refused is named.

    Raises:
        Refused: the file cannot be read.
        StoreError: nothing can be saved.
    """
    from annotui.review.intake import Intake
    from annotui.store.store import StoreError

    try:
        if store.read_only is not None:
            raise StoreError(store.read_only)
        intake = Intake(store, corpus)
        for one in intake.take(_lines(file)):
            reason = one.reason if len(one.reason) <= _LONGEST else f"{one.reason[:_LONGEST]}…"
            click.echo(visible(f"line {one.line}: {reason}"), err=True)
        intake.settle()
    except StoreError:
        # Closing would say once more that it cannot be saved, with less to go by.
        with contextlib.suppress(StoreError):
            store.close()
        raise
    finally:
        store.close()
    return intake


def _lines(file: Path) -> Iterator[Read | Refusal]:
    """What the lines of a file say.

    Raises:
        Refused: it cannot be read.
    """
    try:
        with _open(file) as stream:
            yield from jsonl.read(stream)
    except OSError as error:
        raise Refused(
            f"{file} cannot be read: {why(error)}; give a file as annotui export writes it, or - for standard input."
        ) from error


def _open(file: Path) -> BinaryIO:
    if str(file) != "-":
        return file.open("rb")
    if sys.stdin is None:
        raise Refused("Standard input is closed; give a file instead of -.")
    return sys.stdin.buffer
