"""The screens as pictures, at the sizes that must work; `pytest --snapshot-update` accepts a change."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from annotui.config import Config
from annotui.corpus.scan import scan
from annotui.review.shelf import Shelf
from annotui.store.store import Store
from annotui.tui.app import AnnotuiApp, prepared

SIZES = [(80, 24), (120, 40), (160, 50), (200, 50)]
TAGGED = (
    *("c", ")", ")", "c", "-", "q"),
    *("tab", "]", "]", "]", '"', "q", "s", "c", '"', "e", ")", ")", "v", "w", "w", ")", "d", "s"),
)


PASTED = "pasted "
MATCHED = "matched"
"""Stands first among keys where a real process has matched the corpus before."""


def paste(text: str) -> str:
    """Stands among keys for a text that is pasted, which is quicker than typing it."""
    return PASTED + text


def named(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


def event_of(key: str) -> events.Key | events.Paste:
    if key.startswith(PASTED):
        return events.Paste(key.removeprefix(PASTED))
    return events.Key(_character_to_key(key), key) if len(key) == 1 else events.Key(key, None)


Compare = Callable[..., bool]
Pressing = Callable[..., Callable[[Pilot[None]], Awaitable[None]]]


@pytest.fixture
def store(
    seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Store]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    corpus = request.getfixturevalue("wire") if "of_wire" in request.fixturenames else seeds
    store = Store.open(corpus, reviewer="desk1")
    yield store
    store.close()


@pytest.fixture
def of_wire() -> None:
    """The screen shows a wire story and its copies, rather than the seeds."""


@pytest.fixture
def reader(tmp_path: Path, store: Store) -> AnnotuiApp:
    app = prepared(Shelf(scan(tmp_path / store.corpus_name)), store, Config())
    assert app is not None
    return app


async def at_rest(pilot: Pilot[None]) -> None:
    """Wait until the screen has not changed for a while."""
    before, now = "", pilot.app.export_screenshot()
    for _ in range(100):
        await pilot.pause(0.1)
        before, now = now, pilot.app.export_screenshot()
        if before == now:
            return
    raise AssertionError("the screen never comes to rest")


@pytest.fixture
def pressing(store: Store) -> Pressing:
    def keys_pressed(*keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
        async def press(pilot: Pilot[None]) -> None:
            app = pilot.app
            assert isinstance(app, AnnotuiApp)
            while not app.has_begun:
                await pilot.pause(0.01)
            await app.workers.wait_for_complete()
            if MATCHED in keys:
                app.match()
                while not app.reader.late.ended:
                    await pilot.pause(0.02)
                assert "failed" not in app.reader.said
            for key in keys:
                if key == MATCHED:
                    continue
                # All at once: they are done in their turn. But a pane that is not there yet has no size to scroll by.
                app.post_message(event_of(key))
                if key in ("tab", keys[-1]):
                    await pilot.pause()
                    while app.waiting:
                        await pilot.pause(0.01)
                    await pilot.pause(0.05)
            await app.workers.wait_for_complete()
            assert store.wait(120)
            await at_rest(pilot)

        return press

    return keys_pressed


@pytest.mark.parametrize("size", SIZES, ids=named)
class TestReader:
    def test_first_start(
        self, snap_compare: Compare, reader: AnnotuiApp, pressing: Pressing, size: tuple[int, int]
    ) -> None:
        assert snap_compare(reader, terminal_size=size, run_before=pressing())

    def test_tagged(
        self, snap_compare: Compare, reader: AnnotuiApp, pressing: Pressing, size: tuple[int, int]
    ) -> None:
        """Nested, equal and overlapping spans, over a paragraph border, and a selection."""
        assert snap_compare(reader, terminal_size=size, run_before=pressing(*TAGGED))


@pytest.mark.parametrize("size", [(80, 24), (160, 50)], ids=named)
class TestOthers:
    def test_help(
        self, snap_compare: Compare, reader: AnnotuiApp, pressing: Pressing, size: tuple[int, int]
    ) -> None:
        assert snap_compare(reader, terminal_size=size, run_before=pressing("?"))

    def test_list(
        self, snap_compare: Compare, reader: AnnotuiApp, pressing: Pressing, size: tuple[int, int]
    ) -> None:
        assert snap_compare(reader, terminal_size=size, run_before=pressing("c", "enter"))

    def test_palette(
        self, snap_compare: Compare, reader: AnnotuiApp, pressing: Pressing, size: tuple[int, int]
    ) -> None:
        assert snap_compare(reader, terminal_size=size, run_before=pressing(":", paste("select")))


NOTE = "The date is wrong: it was July 7, see 003. Ask the desk in Tokyo before this goes on, and name the source."
NOTED = ("c", ")", "-", "e", "m", paste(NOTE), "ctrl+s")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)], ids=named)
def test_note_beside_the_text(
    snap_compare: Compare, reader: AnnotuiApp, pressing: Pressing, size: tuple[int, int]
) -> None:
    assert snap_compare(reader, terminal_size=size, run_before=pressing(*NOTED))


@pytest.mark.parametrize("size", [(80, 24), (200, 50)], ids=named)
class TestNotesAndFinding:
    def test_search_with_matches(
        self, snap_compare: Compare, reader: AnnotuiApp, pressing: Pressing, size: tuple[int, int]
    ) -> None:
        keys = ("c", "/", paste("nato"), "enter", "n")
        assert snap_compare(reader, terminal_size=size, run_before=pressing(*keys))

    def test_search_while_it_is_typed(
        self, snap_compare: Compare, reader: AnnotuiApp, pressing: Pressing, size: tuple[int, int]
    ) -> None:
        keys = ("c", "/", paste("nato"))
        assert snap_compare(reader, terminal_size=size, run_before=pressing(*keys))

    def test_everywhere(
        self, snap_compare: Compare, reader: AnnotuiApp, pressing: Pressing, size: tuple[int, int]
    ) -> None:
        keys = ("*", "ctrl+u", paste("liaison office"))
        assert snap_compare(reader, terminal_size=size, run_before=pressing(*keys))

    def test_annotations(
        self, snap_compare: Compare, reader: AnnotuiApp, pressing: Pressing, size: tuple[int, int]
    ) -> None:
        keys = (*TAGGED, "tab", *NOTED, "t")
        assert snap_compare(reader, terminal_size=size, run_before=pressing(*keys))


@pytest.mark.parametrize("theme", ["dark", "light", "colorblind"])
@pytest.mark.parametrize("size", [(80, 24), (200, 50)], ids=named)
def test_theme(
    snap_compare: Compare, seeds: Path, store: Store, pressing: Pressing, size: tuple[int, int], theme: str
) -> None:
    reader = prepared(Shelf(scan(seeds)), store, Config(theme=theme))
    assert snap_compare(reader, terminal_size=size, run_before=pressing(*TAGGED))


@pytest.mark.parametrize("size", SIZES, ids=named)
@pytest.mark.usefixtures("of_wire")
class TestCopies:
    def test_a_copy_that_differs(
        self, snap_compare: Compare, reader: AnnotuiApp, pressing: Pressing, size: tuple[int, int]
    ) -> None:
        """Signs, brackets, what is left out, the counts of list and title."""
        assert snap_compare(reader, terminal_size=size, run_before=pressing(MATCHED, ".", "="))

    def test_accepted_and_waiting(
        self, snap_compare: Compare, reader: AnnotuiApp, pressing: Pressing, size: tuple[int, int]
    ) -> None:
        keys = (MATCHED, ".", ".", "a", "a", "a")
        assert snap_compare(reader, terminal_size=size, run_before=pressing(*keys))


@pytest.mark.parametrize("size", [(80, 24), (160, 50)], ids=named)
@pytest.mark.usefixtures("of_wire")
class TestFamilies:
    def test_families(
        self, snap_compare: Compare, reader: AnnotuiApp, pressing: Pressing, size: tuple[int, int]
    ) -> None:
        assert snap_compare(reader, terminal_size=size, run_before=pressing(MATCHED, "f", "j"))

    def test_propagate(
        self, snap_compare: Compare, reader: AnnotuiApp, pressing: Pressing, size: tuple[int, int]
    ) -> None:
        keys = (MATCHED, ".", "w", "w", "w", "v", "w", "w", "c", "p")
        assert snap_compare(reader, terminal_size=size, run_before=pressing(*keys))

    def test_only_what_is_new(
        self, snap_compare: Compare, reader: AnnotuiApp, pressing: Pressing, size: tuple[int, int]
    ) -> None:
        """What was read is dim, the changed number is selected."""
        keys = (MATCHED, "D", "]", "]", "]", "]", "]", "]", "z", ";")
        assert snap_compare(reader, terminal_size=size, run_before=pressing(*keys))


@pytest.mark.parametrize("size", [(80, 24), (160, 50)], ids=named)
class TestRelated:
    def test_related(
        self, snap_compare: Compare, reader: AnnotuiApp, pressing: Pressing, size: tuple[int, int]
    ) -> None:
        assert snap_compare(reader, terminal_size=size, run_before=pressing(MATCHED, "="))
