"""An article with thousands of tags can be read before they have been."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual import events

from annotui.core.annotation import Annotation
from annotui.core.span import Span
from annotui.corpus.article import read
from annotui.corpus.scan import scan
from annotui.store.changes import Put
from annotui.store.store import Store
from annotui.tui.app import AnnotuiApp
from annotui.tui.screens.reader import ReaderScreen
from annotui.tui.widgets.desk import Desk

if TYPE_CHECKING:
    from tests.pilot.conftest import Open

Corpus = Callable[..., Path]

MANY = 2_500
TIME = "2026-01-01T10:00:00.000Z"


@pytest.fixture
def tagged(corpus_of: Corpus) -> Path:
    """A corpus of one article in which each word is tagged."""
    corpus = corpus_of("word " * MANY + "\n")
    article = read(scan(corpus).entries[0])
    changes = [
        Put(
            Annotation(
                id=f"{number:08}",
                article=article.id,
                sha256=article.sha256,
                encoding=article.encoding,
                span=Span(5 * number, 5 * number + 4),
                text="word",
                label="claim",
                reviewer="desk1",
                created=TIME,
                updated=TIME,
            )
        )
        for number in range(MANY)
    ]
    with contextlib.closing(Store.open(corpus, reviewer="desk1")) as store:
        store.commit(changes)
    return corpus


@pytest.fixture
def is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading tags takes so long that it is not done before the next key."""
    monkeypatch.setattr(Desk, "read_owed", lambda self: None)


async def test_they_are_shown_when_they_have_been_read(open_reader: Open, tagged: Path) -> None:
    async with open_reader(corpus=tagged) as session:
        await session.until(lambda: len(session.pane.annotations) == MANY)
        assert session.shown[0].startswith("│▏C ")
        await session.press("w")
        assert "claim: “word”" in session.status


@pytest.mark.usefixtures("is_slow")
async def test_moving_does_not_wait_for_them(open_reader: Open, tagged: Path) -> None:
    async with open_reader(corpus=tagged) as session:
        await session.press("w", "pagedown", "R")
        assert session.pane.annotations == []
        assert session.pane.selection.cursor > 5


@pytest.mark.usefixtures("is_slow")
async def test_what_a_key_means_waits_for_them(open_reader: Open, tagged: Path) -> None:
    async with open_reader(corpus=tagged) as session:
        await session.burst("w", "backspace")
        await session.until(lambda: len(session.pane.annotations) == MANY - 1)
        await session.saved()
        assert "00000001" not in {one.id for one in session.kept()}
        assert len(session.kept()) == MANY - 1


@pytest.mark.usefixtures("is_slow")
async def test_the_list_counts_them_when_they_have_been_read(open_reader: Open, tagged: Path) -> None:
    async with open_reader((160, 40), corpus=tagged) as session:
        assert not session.listed[0].endswith(str(MANY)), "to count them is to read them"
        await session.press("]")
        assert session.listed[0].endswith(str(MANY))


@pytest.fixture
def typed_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """`R` was typed before the program was there."""
    make = AnnotuiApp.__init__

    def typed(app: AnnotuiApp, *arguments: object) -> None:
        make(app, *arguments)  # type: ignore[arg-type]
        app.waiting.append(events.Key("R", "R"))

    monkeypatch.setattr(AnnotuiApp, "__init__", typed)


async def test_what_was_typed_before_is_answered_before_tags_are_read(
    open_reader: Open, tagged: Path, typed_ahead: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[tuple[bool, int]] = []
    read_owed = Desk.read_owed

    def noted(desk: Desk) -> None:
        assert isinstance(desk.screen, ReaderScreen)
        found.append(("this text is shown" in desk.screen.said, len(desk.screen._dirty_widgets)))
        read_owed(desk)

    monkeypatch.setattr(Desk, "read_owed", noted)
    async with open_reader(corpus=tagged):
        pass
    # Done, and no part of the screen waits to be painted.
    assert found == [(True, 0)]
