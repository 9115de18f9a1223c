"""Tags to test commands with, as other programs would write them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Tag = Callable[..., dict[str, object]]
Give = Callable[..., Path]


@pytest.fixture
def tag(seeds: Path) -> Tag:
    """Makes a line for the first place of some words in the article whose file name begins so; keywords are further keys."""

    def make(article: str, words: str, label: str = "claim", /, **keys: object) -> dict[str, object]:
        (path,) = seeds.glob(f"{article}*")
        with path.open(encoding="utf-8", newline="") as file:
            start = file.read().index(words)
        known = {"article": f"seeds/{path.name}", "start": start, "end": start + len(words), "text": words}
        return known | {"label": label, "reviewer": "desk1"} | keys

    return make


@pytest.fixture
def give(tmp_path: Path) -> Give:
    """Writes `tags.jsonl` with lines, which may be objects or anything at all."""

    def write(*lines: dict[str, object] | str | bytes) -> Path:
        path = tmp_path / "tags.jsonl"
        encoded = [json.dumps(one) if isinstance(one, dict) else one for one in lines]
        path.write_bytes(b"".join((one.encode() if isinstance(one, str) else one) + b"\n" for one in encoded))
        return path

    return write
