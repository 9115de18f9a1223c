"""`annotui FOLDER`: read and tag."""

from __future__ import annotations

from pathlib import Path

from annotui.corpus.ahead import scanned
from annotui.tui.first.terminal import TERMINAL

from .places import Refused, annotations_folder, find_corpus, find_reviewer, open_store
from .surroundings import require_terminal, require_utf8, settle_environment, without


def read(folder: Path, annotations: Path | None, reviewer: str | None) -> int:
    """Open a corpus on the screen.

    Args:
        folder: the corpus.
        annotations: where the tags are kept; None for the place next to the corpus.
        reviewer: who tags; None for the one of the environment.

    Returns:
        The exit status.

    Raises:
        Refused: something needed is missing.
    """
    require_utf8()
    corpus = scanned(folder) or find_corpus(folder)
    require_terminal()
    from annotui.config import ConfigError, load
    from annotui.tui.actions import DEFAULT_KEYS

    reviewer = find_reviewer(reviewer)
    try:
        config = load(annotations_folder(corpus, annotations), DEFAULT_KEYS)
    except ConfigError as error:
        raise Refused(f"{error}.") from error
    if config.theme == "terminal":
        # The answer comes while the rest is being loaded.
        TERMINAL.ask_for_background()
    store = open_store(corpus, annotations, reviewer)
    settle_environment()
    # For asyncio, which does without it: nothing is read or written over a network, and OpenSSL takes 6 MB and 8 ms.
    with without("ssl"):
        from annotui.tui.app import run

    return run(corpus, store, config)
