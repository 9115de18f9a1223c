"""The terminal says what its background is like at any time: labels look as they should from then on."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from annotui.config import Config
from annotui.corpus.scan import scan
from annotui.review.shelf import Shelf
from annotui.store.store import Store
from annotui.tui.app import AnnotuiApp, prepared
from annotui.tui.background import BackgroundTold
from annotui.tui.widgets.key_row import KeyRow

LETTER = {True: "#008787", False: "cyan"}
"""The colour of a claim's letter, by whether the background is light."""


def letter(app: AnnotuiApp) -> str:
    row = app.reader.query_one(KeyRow)
    colour = next(
        segment.style.color for segment in row.render_line(0) if segment.style and segment.style.color
    )
    return colour.name


@pytest.mark.parametrize("is_early", [True, False])
async def test_an_answer_counts_before_anything_is_there_and_later(
    seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_early: bool
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with closing(Store.open(seeds, reviewer="desk1")) as store:
        app = prepared(Shelf(scan(seeds)), store, Config())
        assert app is not None
        if is_early:
            app.post_message(BackgroundTold(is_light=True))
        async with app.run_test(size=(120, 40)) as pilot:
            while not app.has_begun:
                await pilot.pause(0.01)
            await pilot.pause()
            assert letter(app) == LETTER[is_early]
            app.post_message(BackgroundTold(is_light=True))
            await pilot.pause()
            assert letter(app) == LETTER[True]
