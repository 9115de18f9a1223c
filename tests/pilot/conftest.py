"""The reader in memory: keys go in, and what the screen shows and the store keeps can be looked at."""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.strip import Strip

from annotui.config import Config
from annotui.core.annotation import Annotation
from annotui.core.selection import Target
from annotui.core.span import Span
from annotui.corpus.scan import scan
from annotui.review import tag as tagging
from annotui.review.shelf import Shelf
from annotui.store.store import Store
from annotui.tui.app import AnnotuiApp, prepared
from annotui.tui.screens.reader import ReaderScreen
from annotui.tui.widgets.article_pane import ArticlePane
from annotui.tui.widgets.desk import Desk
from annotui.tui.widgets.details import Details
from annotui.tui.widgets.line import Line
from annotui.tui.widgets.row_list import RowList
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

    @property
    def shown(self) -> list[str]:
        """The rows of the pane that keys go to, as they are drawn."""
        return [text_of(self.pane.render_line(row)) for row in range(self.pane.size.height)]

    @property
    def note(self) -> list[str]:
        """The note that is drawn over the text, a line each."""
        return [row[6:].rstrip() for row in self.shown if row[6:7] in ("╭", "│")]

    @property
    def listed(self) -> list[str]:
        """The rows of the list that is open, as they are drawn."""
        rows = self.app.screen.query_one(RowList)
        drawn = (text_of(rows.render_line(row)).strip() for row in range(rows.size.height))
        return [row for row in drawn if row]

    @property
    def lines(self) -> list[str]:
        """What the screen on top says in rows of its own: titles, counts, details, keys."""
        return [line.text.strip() for line in self.app.screen.query(Line) if line.display]

    @property
    def details(self) -> list[str]:
        """What is said below a list of the row that is highlighted."""
        return [row.strip() for row in self.app.screen.query_one(Details).text]

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each when the screen says what came of the last one."""
        for key in keys:
            self.app.post_message(pressed(key))
            await self.pilot.pause(0)
            await self.until(lambda: not self.app.waiting)
        await self.pilot.pause()

    async def burst(self, *keys: str) -> None:
        """Keys that arrive at once, as a slow link delivers them: nothing waits for what came of the last one."""
        for key in keys:
            self.app.post_message(pressed(key))
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Type a line, with nothing in between."""
        await self.burst(*text)

    async def paste(self, text: str) -> None:
        self.app.post_message(events.Paste(text))
        await self.pilot.pause()

    async def saved(self) -> None:
        """Wait until the status line says that everything is on the disk."""
        await self.until(lambda: self.store.wait(0) and "saved" in self.status and "NOT" not in self.status)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something holds."""
        deadline = time.monotonic() + 120
        while not condition():
            assert time.monotonic() < deadline, self.status
            await self.pilot.pause(0.02)

    async def match(self) -> None:
        """Let a real process match the corpus, and wait until the screen knows what it has found."""
        before = self.app.reader.late.ended
        self.app.match()
        await self.until(lambda: self.app.reader.late.ended > before)
        assert "failed" not in self.app.reader.said
        await self.pilot.pause()

    @property
    def signs(self) -> list[str]:
        """The signs of copies beside the rows of the pane that keys go to."""
        return [row[4:5] for row in self.shown]

    def kept(self) -> list[Annotation]:
        """All annotations, as another program that opens the folder now would see them."""
        assert self.store.wait(120)
        other = Store.open(self.store.directory.parent / self.store.corpus_name, reviewer="somebody")
        return [one for article in other.articles() for one in other.annotations(article)]


def pressed(key: str) -> events.Key:
    """A key as a terminal sends it."""
    if len(key) == 1:
        return events.Key(_character_to_key(key), key)
    return events.Key(key, " " if key == "space" else None)


def text_of(strip: Strip) -> str:
    return "".join(segment.text for segment in strip)


Open = Callable[..., AbstractAsyncContextManager[Session]]


@pytest.fixture
def open_reader(seeds: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Open:
    """Opens a corpus, the seeds unless another one is named, and closes it at the end."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

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
            while not app.has_begun:
                await pilot.pause(0.01)
            await app.workers.wait_for_complete()
            await pilot.pause()
            yield Session(app, pilot, store)
        store.close()

    return open_corpus


@pytest.fixture
def corpus_of(tmp_path: Path) -> Callable[..., Path]:
    """Makes a corpus of texts, `0.txt`, `1.txt` and so on."""

    def make(*texts: str) -> Path:
        corpus = tmp_path / "corpus"
        corpus.mkdir()
        for number, text in enumerate(texts):
            (corpus / f"{number}.txt").write_text(text, encoding="utf-8", newline="")
        return corpus

    return make


TagBy = Callable[..., Annotation]


@pytest.fixture
def tag_by(seeds: Path) -> TagBy:
    """Another session tags something in the seeds: words of an article, or else its first sentence."""

    def tag_there(
        reviewer: str, number: int = 0, words: str = "", label: str = "claim", note: str = ""
    ) -> Annotation:
        shelf = Shelf(scan(seeds))
        reading = shelf.open(shelf.ids[number])
        start = reading.prose.text.index(words)
        span = Span(start, start + len(words)) if words else reading.prose.at("sentence", 0)
        with contextlib.closing(Store.open(seeds, reviewer=reviewer)) as store:
            tagged = tagging.tag(store, reading, Target("selection", (span,)), label).annotation
            return tagging.note(store, reading, tagged, note).annotation

    return tag_there


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
