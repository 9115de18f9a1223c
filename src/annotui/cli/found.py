"""What the commands have in common that show what matching has found."""

from __future__ import annotations

from pathlib import Path

import click

from annotui.core.display import visible
from annotui.corpus.scan import Corpus
from annotui.matching.findings import Findings

from .places import Refused
from .progress import progress


def find(corpus: Corpus, place: Path, *, related: bool = False) -> Findings:
    """Match a corpus, or take what was found before.

    Args:
        corpus: the articles.
        place: the folder of annotations, with the corpus's own settings.
        related: whether related sentences are wanted too.

    Raises:
        Refused: the settings cannot be used, or what was found can be written nowhere.
    """
    from annotui.config import ConfigError, matching
    from annotui.corpus.files import why
    from annotui.matching import job
    from annotui.matching.cache import discard
    from annotui.matching.parameters import for_articles

    try:
        parameters = for_articles(len(corpus.entries)).given(**matching(place))
    except ConfigError as error:
        raise Refused(f"{error}.") from error
    found: list[Findings | None] = []

    def publish(path: Path) -> None:
        found.append(Findings.open(path))
        discard(path)

    try:
        with progress() as report:
            fault = job.run(corpus, parameters, report, publish, related=related)
    except OSError as error:
        raise Refused(
            f"What is found can be written nowhere: {why(error)}; make room, or set TMPDIR."
        ) from error
    if fault:
        click.echo(visible(f"{fault[:1].upper()}{fault[1:]}."), err=True)
    if not found or found[-1] is None:
        raise Refused("What was found is gone before it could be read; start the command again.")
    return found[-1]
