"""From the command line to the first text, without what the rest of the program needs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from annotui.commands import opened

_SMALLEST = (40, 10)
"""Cells and rows of a screen on which it is worth while."""


def begin(arguments: Sequence[str]) -> None:
    """Show the text that the reader will begin with, if that is what the command line is plainly about.

    Whatever is wrong or unusual is left to the program itself, which says so.

    Args:
        arguments: what follows the program's name.
    """
    asked = opened(arguments)
    if asked is None or not (os.isatty(0) and os.isatty(1)):
        return
    import gc

    from annotui.surroundings import locale_fault, terminal_fault

    from .terminal import TERMINAL, size

    # Importing makes many objects and hardly any garbage; the reader enables it again. A tenth of the start.
    gc.disable()
    if locale_fault() is not None or terminal_fault() is not None:
        return
    width, height = size()
    if width < _SMALLEST[0] or height < _SMALLEST[1]:
        return
    try:
        TERMINAL.take()
        TERMINAL.show(first_screen(*asked, width, height))
    except Exception:
        # It is not for the first text to say what is wrong: the program does, or does without.
        TERMINAL.give_back()


def first_screen(folder: str, annotations: str, reviewer: str, width: int, height: int) -> str:
    """What the first screen holds, as it is written to the terminal.

    Args:
        folder: the corpus.
        annotations: where the tags are kept; empty for the place next to the corpus.
        reviewer: who tags; empty for the one of the environment.
        width, height: cells and rows of the screen.
    """
    import json

    from annotui.corpus.ahead import scan_ahead
    from annotui.review.place import first, restored
    from annotui.store.whose import place_file, read_places, slug

    from .text import first_text

    corpus = scan_ahead(Path(folder))
    kept = Path(annotations) if annotations else corpus.root.parent / "annotations"
    who = (reviewer or os.environ.get("ANNOTUI_REVIEWER") or _login()).strip()
    document = read_places(place_file(kept / "state", slug(who)), json.loads).get(corpus.name)
    ids = [entry.id for entry in corpus.entries]
    place = restored(document if isinstance(document, dict) else None, ids) or first(ids)
    return first_text(corpus, place, width, height)


def _login() -> str:
    import getpass

    return getpass.getuser()
