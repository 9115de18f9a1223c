"""What the program can do besides opening a folder; also for whoever must know before the command line is taken apart."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

COMMANDS = {
    "export": "Annotations as JSONL on standard output.",
    "import": "Annotations from such JSONL.",
    "match": "Passages that occur more than once, as JSONL.",
    "list": "Annotations as plain text, for pipes and screen readers.",
    "stats": "Counts per article, label and reviewer; progress of the review.",
    "check": "Verify the tags and every place in the articles.",
    "init": "A commented annotui.toml with labels, ready to be edited.",
}
"""Each command and what the help says of it; the module of its name in `cli` is imported when it runs."""

COMPLETION = "_ANNOTUI_COMPLETE"
"""By this variable of the environment a shell says what it wants."""

_OPTIONS = ("--annotations", "--reviewer")


class Opened(NamedTuple):
    """A folder that is to be opened; what was not given is empty.

    Args:
        folder: the corpus.
        annotations: where the tags are kept.
        reviewer: who tags.
    """

    folder: str
    annotations: str
    reviewer: str


def opened(arguments: Sequence[str]) -> Opened | None:
    """What is to be opened, if that is what the command line is plainly about; None leaves it to click.

    Args:
        arguments: what follows the program's name.
    """
    if not arguments or arguments[0] in COMMANDS or COMPLETION in os.environ:
        return None
    folder = ""
    given = dict.fromkeys(_OPTIONS, "")
    words = iter(arguments)
    for word in words:
        name, equals, value = word.partition("=")
        if name in given:
            given[name] = value if equals else next(words, "")
            if not given[name]:
                return None
        elif not word or word.startswith("-") or folder:
            # An empty word is that of a variable which is not set: no folder, and not to be passed over.
            return None
        else:
            folder = word
    return Opened(folder, *given.values()) if folder else None
