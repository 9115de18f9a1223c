"""`annotui init`: a commented annotui.toml to start from."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import click

from annotui.config import SHARED_FILE
from annotui.config.sample import shared_sample
from annotui.core.display import visible
from annotui.corpus.files import why

from .options import annotations_option, folder_argument
from .places import Refused, annotations_folder, find_corpus
from .surroundings import require_utf8

_EXAMPLES = """\b
Examples:
  annotui init seeds/
  annotui init seeds/ --annotations desk/

\b
The file holds the standard labels, which also hold without it; edit it to have others.
Exit status: 0 done, 2 nothing was written."""


@click.command(epilog=_EXAMPLES)
@folder_argument
@annotations_option
def command(folder: Path, annotations: Path | None) -> int:
    """Write a commented annotui.toml for the labels of FOLDER.

    It goes where the tags are kept, and that folder is made if there is none. A file that is there already is never
    overwritten.
    """
    require_utf8()
    corpus = find_corpus(folder, may_be_empty=True)
    place = annotations_folder(corpus, annotations)
    name = (annotations or Path(os.path.relpath(place))) / SHARED_FILE
    try:
        _write(Path(os.path.realpath(place)), shared_sample().encode())
    except FileExistsError as error:
        raise Refused(
            f"{name} is there already and is not overwritten; edit it, or move it away first."
        ) from error
    except OSError as error:
        raise Refused(
            f"{name} cannot be written: {why(error)}; give another folder with --annotations."
        ) from error
    click.echo(visible(f"{name} is written; what is edited there holds when annotui starts next."), err=True)
    return 0


def _write(place: Path, content: bytes) -> None:
    """Create the file, whole and on the disk or not at all, and its folder as every session does.

    Raises:
        Refused: the folder is not for this annotui.
        OSError: the file cannot be written; FileExistsError: something has its name.
    """
    from annotui.store.layout import Layout, create_file, sync, sync_directory, write_all

    target = place / SHARED_FILE
    if os.path.lexists(target):
        raise FileExistsError
    layout = Layout(place)
    sentence = layout.unreadable_version() or layout.unwritable_version()
    if sentence is not None:
        raise Refused(f"{sentence[:1].upper()}{sentence[1:]}.")
    layout.ensure()
    descriptor = create_file(target)
    try:
        write_all(descriptor, content)
        sync(descriptor)
        sync_directory(place)
    except BaseException:
        with contextlib.suppress(OSError):
            target.unlink()
        raise
    finally:
        os.close(descriptor)
