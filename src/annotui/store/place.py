"""Where a reviewer left off, per corpus; losing it loses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import orjson

from .layout import Layout, alone_in, make_directory, replace, sweep
from .whose import place_file, read_places


class Places:
    """The file `state/<reviewer>.json`, or another one beside it.

    Args:
        layout: where the data lies.
        reviewer: the reviewer's slug.
        corpus: whose place it is; those of neighbouring corpora are left as they are.
        kind: what is kept, where it is not the place.
    """

    def __init__(self, layout: Layout, reviewer: str, corpus: str, kind: str = "") -> None:
        self._layout = layout
        self._path: Path = place_file(layout.state, reviewer, kind)
        self._corpus = corpus

    def read(self) -> dict[str, object] | None:
        """The place, or None where there is none or it cannot be read."""
        place = self._all().get(self._corpus)
        return place if isinstance(place, dict) else None

    def write(self, place: Mapping[str, object]) -> None:
        """Keep the place.

        Raises:
            OSError: it could not be written, or somebody else holds the folder; the old one is still there.
            TypeError: it holds something that JSON cannot hold.
        """
        self._layout.ensure()
        make_directory(self._layout.state)
        with alone_in(self._layout.state):
            data = orjson.dumps({"v": 1, "corpora": self._all() | {self._corpus: dict(place)}}) + b"\n"
            sweep(self._layout.state)
            replace(self._path, [data])

    def _all(self) -> dict[str, object]:
        return read_places(self._path, orjson.loads)
