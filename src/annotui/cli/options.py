"""What several commands take, and what they make of it."""

from __future__ import annotations

import getpass
import os
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotui.corpus.scan import Corpus, CorpusError, scan

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from annotui.store.store import Store, StoreError


class Refused(click.ClickException):
    """A command cannot be done: one sentence with what is wrong and what to do."""

    exit_code = 2


class _PathType(click.ParamType[Path]):
    """A path.

    Args:
        kind: what a shell completes it with: `dir` or `file`.
    """

    name = "path"

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type=self._kind)]

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        # An empty word, as from an unset variable in a script, would otherwise mean the current folder.
        text = str(value)
        if not text:
            self.fail("it is empty", param, ctx)
        if "\0" in text:
            self.fail("it holds a NUL", param, ctx)
        return Path(text)


FOLDER = _PathType("dir")
FILE = _PathType("file")

folder_argument = click.argument("folder", type=FOLDER)

annotations_option = click.option(
    "--annotations",
    metavar="DIR",
    type=FOLDER,
    help="Where the tags are kept; otherwise annotations/ next to FOLDER.",
)

_WORD = re.compile(r"[\w.+-]+")

reviewer_option = click.option(
    "--reviewer",
    metavar="NAME",
    help="Who tags; otherwise $ANNOTUI_REVIEWER, or else the login name.",
)


def _labels_beginning(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem[str]]:
    """The labels of the corpus, for a shell; those that a shell would take for several words are left out."""
    from click.shell_completion import CompletionItem

    from annotui.config import STANDARD, ConfigError, labels

    # With a word missing behind the option, click leaves what came before it unassigned.
    folder = ctx.params.get("folder") or next(iter(ctx.args), ".")
    place = ctx.params.get("annotations") or Path(os.path.realpath(folder)).parent / "annotations"
    try:
        found = labels(place)
    except ConfigError:
        found = STANDARD
    names = [one.name for one in found if _WORD.fullmatch(one.name)]
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


label_option = click.option(
    "--label",
    "labels",
    metavar="L",
    multiple=True,
    shell_complete=_labels_beginning,
    help="Only this label; may be repeated.",
)

without_option = click.option(
    "--without",
    metavar="L",
    multiple=True,
    shell_complete=_labels_beginning,
    help="With --articles: cut out what has this label; may be repeated.",
)

by_option = click.option(
    "--by", "reviewers", metavar="REVIEWER", multiple=True, help="Only by this reviewer; may be repeated."
)


def find_corpus(folder: Path, *, may_be_empty: bool = False) -> Corpus:
    """The corpus in a folder.

    Raises:
        Refused: there is no such folder, it cannot be read, or there is no article in it.
    """
    try:
        return scan(folder, may_be_empty=may_be_empty)
    except CorpusError as error:
        raise Refused(str(error)) from error


def find_reviewer(name: str | None) -> str:
    """Who tags: the option, else `$ANNOTUI_REVIEWER`, else the login name.

    Raises:
        Refused: there is no such name, or it cannot be one.
    """
    if name is None:
        name = os.environ.get("ANNOTUI_REVIEWER") or _login()
    if not name.strip() or any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in name):
        raise Refused(
            f"“{name}” cannot be a reviewer; give a name without control characters with --reviewer."
        )
    return name.strip()


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:
        raise Refused("The login name is not known; say who you are with --reviewer NAME.") from error


def annotations_folder(corpus: Corpus, annotations: Path | None) -> Path:
    """Where the tags of a corpus are kept.

    Raises:
        Refused: it lies inside the corpus.
    """
    place = annotations or corpus.root.parent / "annotations"
    if is_inside(place, corpus.root):
        raise Refused(
            f"{place} is inside the corpus, where nothing is ever written; give another folder with --annotations."
        )
    return place


def is_inside(path: Path, folder: Path) -> bool:
    """Whether `path` is `folder` or in it, all links followed."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def open_store(corpus: Corpus, annotations: Path | None, reviewer: str) -> Store:
    """The store of a corpus.

    Raises:
        Refused: it lies inside the corpus, or cannot be opened.
    """
    place = annotations_folder(corpus, annotations)
    from annotui.store.store import Store, StoreError

    try:
        return Store.open(corpus.root, reviewer=reviewer, annotations=place)
    except StoreError as error:
        raise refusal(error) from error


def refusal(error: StoreError) -> Refused:
    """What the store says, as a sentence of its own."""
    sentence = str(error)
    return Refused(f"{sentence[:1].upper()}{sentence[1:]}.")
