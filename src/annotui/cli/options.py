"""What several commands take, and what they make of it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


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
