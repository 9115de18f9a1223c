"""The reader in memory: keys go in, and what the screen shows and the store keeps can be looked at."""

from __future__ import annotations

import subprocess
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual.pilot import Pilot

from annotui.config import Config
from annotui.core.annotation import Annotation
from annotui.corpus.scan import scan
from annotui.review.shelf import Shelf
from annotui.store.store import Store
from annotui.tui.app import AnnotuiApp, prepared
from annotui.tui.screens.reader import ReaderScreen
from annotui.tui.widgets.article_pane import ArticlePane
from annotui.tui.widgets.desk import Desk
from annotui.tui.widgets.status_line import StatusLine


@dataclass
class Session:
    """A reader at work.

    Args:
        app: the program.
        pilot: presses keys.
        store: what it keeps.
    """

    app: AnnotuiApp
    pilot: Pilot[None]
    store: Store

    @property
    def reader(self) -> ReaderScreen:
        return self.app.reader

    @property
    def desk(self) -> Desk:
        return self.reader.query_one(Desk)

    @property
    def pane(self) -> ArticlePane:
        return self.desk.pane

    @property
    def status(self) -> str:
        return self.reader.query_one(StatusLine).text

    @property
    def selected(self) -> str:
        assert self.pane.reading is not None
        return self.pane.selection.span.of(self.pane.reading.article.text)

    @property
    def cursor_at(self) -> str:
        """The text from the cursor on."""
        assert self.pane.reading is not None
        return self.pane.reading.article.text[self.pane.selection.cursor :]

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)

    async def saved(self) -> None:
        """Wait until the status line says that everything is on the disk."""
        await self.until(lambda: self.store.wait(0) and "saved" in self.status and "NOT" not in self.status)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something holds."""
        deadline = time.monotonic() + 20
        while not condition():
            assert time.monotonic() < deadline, self.status
            await self.pilot.pause(0.02)

    def kept(self) -> list[Annotation]:
        """All annotations, as another program that opens the folder now would see them."""
        assert self.store.wait(20)
        other = Store.open(self.store.directory.parent / self.store.corpus_name, reviewer="somebody")
        return [one for article in other.articles() for one in other.annotations(article)]


Open = Callable[..., AbstractAsyncContextManager[Session]]


@pytest.fixture
def open_reader(seeds: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Open:
    """Opens a corpus, the seeds unless another one is named, and closes it at the end."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    @asynccontextmanager
    async def open_corpus(
        size: tuple[int, int] = (120, 40),
        corpus: Path = seeds,
        annotations: Path | None = None,
        config: Config | None = None,
        reviewer: str = "desk1",
    ) -> AsyncIterator[Session]:
        store = Store.open(corpus, reviewer=reviewer, annotations=annotations)
        app = prepared(Shelf(scan(corpus)), store, config or Config())
        assert app is not None
        async with app.run_test(size=size) as pilot:
            await app.workers.wait_for_complete()
            await pilot.pause()
            yield Session(app, pilot, store)
        store.close()

    return open_corpus


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 KiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
