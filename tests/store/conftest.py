"""Annotations and stores to test with; what a store spills goes to a folder of the test's own."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from annotui.core.annotation import Annotation
from annotui.core.span import Span
from annotui.store.layout import new_id
from annotui.store.store import Store

TEXT = "The storm left 3,400 homes dark, the mayor said. “We were lucky,” she added."


def make_annotation(start: int = 0, end: int = 9, label: str = "claim", **changes: object) -> Annotation:
    """An annotation of `TEXT` in `seeds/a.txt`."""
    time = "2026-11-22T10:00:00.000Z"
    span = Span(start, end)
    one = Annotation(
        new_id(), "seeds/a.txt", "0" * 64, "utf-8", span, span.of(TEXT), label, "desk1", time, time
    )
    return replace(one, **changes)  # type: ignore[arg-type]


@pytest.fixture
def tag() -> Callable[..., Annotation]:
    return make_annotation


def seal(body: Mapping[str, object]) -> bytes:
    """A whole line with the right checksum for what it says, whatever that is."""
    head = json.dumps(body, separators=(",", ":")).encode()[:-1]
    return b'%b,"crc":"%08x"}\n' % (head, zlib.crc32(head))


@pytest.fixture
def sealed() -> Callable[[Mapping[str, object]], bytes]:
    return seal


@pytest.fixture
def strange_log(corpus: Path) -> Callable[..., Path]:
    """Writes a log file with lines of one session, each with the right checksum.

    Args: a dictionary for each line, of what is different from a usual one.
    """

    def write(*lines: dict[str, object]) -> Path:
        log = corpus.parent / "annotations" / "log" / "strange.jsonl"
        log.parent.mkdir(parents=True, exist_ok=True)
        usual: dict[str, object] = {"v": 1, "session": "strange", "n": 1, "clock": [1, 0], "ops": []}
        log.write_bytes(b"".join(seal(usual | {"n": n} | line) for n, line in enumerate(lines, 1)))
        return log

    return write


@pytest.fixture(autouse=True)
def state_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "state-home"
    monkeypatch.setenv("XDG_STATE_HOME", str(home))
    return home / "annotui"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus folder with one article."""
    folder = tmp_path / "work" / "seeds"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text(TEXT)
    return folder


@pytest.fixture
def open_store(corpus: Path) -> Iterator[Callable[..., Store]]:
    """Opens stores of the corpus, and closes them when the test is over."""
    opened: list[Store] = []

    def open_one(reviewer: str = "desk1", **options: object) -> Store:
        store = Store.open(corpus, reviewer=reviewer, **options)  # type: ignore[arg-type]
        opened.append(store)
        return store

    yield open_one
    for store in opened:
        store.close()
