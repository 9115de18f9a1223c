"""What the reader and the process that matches for it say to each other, a line of JSON each."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from annotui.corpus.scan import Corpus, Entry

from .parameters import Parameters


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done.

    Args:
        parent: number of the process that wants it.
        corpus: the articles.
        parameters: how closely they are compared.
    """

    parent: int
    corpus: Corpus
    parameters: Parameters

    def line(self) -> bytes:
        """The task, to be sent."""
        corpus = self.corpus
        return message(
            {
                "parent": self.parent,
                "root": str(corpus.root),
                "articles": [one.id for one in corpus.entries],
                "parameters": asdict(self.parameters),
            }
        )


def of(corpus: Corpus, parameters: Parameters) -> Task:
    """A task for a child of this process."""
    return Task(os.getpid(), corpus, parameters)


def read(line: bytes) -> Task:
    """The task that a line holds."""
    said = json.loads(line)
    root = Path(said["root"])
    entries = tuple(Entry(one, root / one.removeprefix(f"{root.name}/")) for one in said["articles"])
    return Task(said["parent"], Corpus(root.name, root, entries, ()), Parameters(**said["parameters"]))


def message(said: Mapping[str, object]) -> bytes:
    """One line, from either side."""
    return json.dumps(said).encode() + b"\n"
