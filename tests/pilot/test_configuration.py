"""Labels, keys and theme from the two files, as they are seen in the reader."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from annotui.config import Config, load
from annotui.core.annotation import Annotation
from annotui.core.span import Span
from annotui.store.changes import Put
from annotui.store.store import Store
from annotui.tui.actions import DEFAULT_KEYS
from annotui.tui.widgets.key_row import KeyRow

Open = Callable[..., AbstractAsyncContextManager[Any]]
Configure = Callable[..., Config]

LABELS = """
[[labels]]
name = "rumour"
key = "1"
letter = "?"
color = "#ff8800"
guideline = "Somebody is said to have said it."

[[labels]]
name = "名前"
key = "ctrl+t"
letter = "N"
color = "orange"
guideline = "A name."

[[labels]]
name = "quote"
key = "insert"
"""
KEYS = """
theme = "dark"
[keys]
panes_1 = "f5"
next_sentence = ["S", "ф"]
read_on = "f6"
help = "f1"
quit = "f10"
palette = ["ctrl+k", ":"]
undo = "ctrl+u"
note = []
[labels.rumour]
key = "W"
color = "magenta"
"""


@pytest.fixture
def configure(seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Configure:
    """Writes both files and loads them."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))

    def write(shared: str = "", own: str = "") -> Config:
        for path, text in (
            (tmp_path / "annotations" / "annotui.toml", shared),
            (tmp_path / "config" / "annotui" / "config.toml", own),
        ):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return load(seeds.parent / "annotations", DEFAULT_KEYS)

    return write


def put(corpus: Path, label: str, start: int, end: int, reviewer: str = "desk1") -> None:
    """Tag something in the first article, as another program may have done."""
    path = min(corpus.iterdir())
    article, text = f"{corpus.name}/{path.name}", path.read_bytes().decode()
    store = Store.open(corpus, reviewer=reviewer)
    one = Annotation(
        f"{label}-{start}", article, "", "utf-8", Span(start, end), text[start:end], label, reviewer, "", ""
    )
    store.commit([Put(one)])
    assert store.wait(120)
    store.close()


async def test_own_labels_are_shown_and_tag(open_reader: Open, configure: Configure, seeds: Path) -> None:
    config = configure(LABELS, '[keys]\npanes_1 = "f5"\n')
    async with open_reader((160, 50), config=config) as session:
        row = session.reader.query_one(KeyRow).text
        assert " 1 rumour  Ctrl+T 名前  Insert quote " in row
        assert "claim" not in row
        assert "· 1 Ctrl+T Insert tag the marked sentence · = said elsewhere" in session.status
        await session.press("1", ")", "ctrl+t", ")", "insert", "c")
        assert [one.label for one in session.kept()] == ["rumour", "名前", "quote"]
        await session.saved()
        gutters = {row[2:4].strip() for row in session.shown} - {""}
        assert {"?", "N", "Q"} <= {letter for gutter in gutters for letter in gutter}
        await session.press("?")
        help_text = session.app.screen.query("_Help").first()
        rows = [help_text.render_line(y).text for y in range(help_text.size.height)]
        for said in ("Somebody is said to have said it.", "A name.", "tag as rumour", "tag as 名前"):
            assert any(said in row for row in rows)


async def test_the_keys_that_were_given_are_shown_and_work(open_reader: Open, configure: Configure) -> None:
    config = configure(LABELS, KEYS)
    async with open_reader((200, 50), config=config) as session:
        assert "F6 reads on · F1 help · F10 quits" in session.status
        row = session.reader.query_one(KeyRow).text
        for shown in (" W rumour", "S next", "F6 read on", "F1 help", "F10 quit", "Ctrl+U undo"):
            assert shown in row
        assert " m note" not in row
        first = session.cursor_at
        await session.press("S")
        second = session.cursor_at
        assert second != first
        # On another keyboard.
        await session.press("ф")
        assert session.cursor_at not in (first, second)
        await session.press("W")
        assert "tagged rumour" in session.status
        assert "Ctrl+U undoes" in session.status
        await session.press("m")
        assert session.app.screen is session.reader, "the note has no key any more"
        # What had a key has lost it.
        here = session.cursor_at
        await session.press(")", "u", "space")
        assert session.cursor_at == here
        assert len(session.kept()) == 1
        await session.press("ctrl+u")
        assert session.kept() == []
        await session.press("ctrl+k")
        for text, key in (("a page on", "F6"), ("tag as rumour", "W")):
            await session.type(text)
            assert session.listed[0].startswith(text)
            assert session.listed[0].endswith(key)
            await session.burst("ctrl+u")
        await session.type("write a note")
        await session.burst("enter")
        await session.until(lambda: session.app.screen is session.reader)
        assert "no annotation under the cursor" in session.status


async def test_messages_name_no_key_where_there_is_none(open_reader: Open, configure: Configure) -> None:
    names = ("undo", "search", "select", "write", "read_on", "raw", "dismiss", "note", "help", "quit")
    config = configure(own="[keys]\n" + "".join(f"{name} = []\n" for name in names))
    async with open_reader((160, 50), config=config) as session:
        assert "· = said elsewhere · ; next new · Ctrl+C quits  " in session.status, "it always does"
        said = []

        def do(*names: str) -> None:
            for name in names:
                session.reader.do(session.reader.table.named(name))
                said.append(session.status)

        do("select", "drop", "copy", "next_match")
        await session.press("c")
        said.append(session.status)
        await session.press("G", "pageup")
        while "the end of" not in session.status:
            do("read_on")
        do(*["next_article"] * 4)
        messages = [one.partition("  ")[0] for one in said]
        for said_now in (
            " selecting: move on",
            " nothing was searched yet",
            " tagged claim: “Japanese Foreign Minister Yoshimasa Haya…”",
            " the end of 000 · once again marks it as reviewed and opens the next one",
            " 36 places repaired, UTF-8 read as GBK",
        ):
            assert said_now in messages
        (copied,) = [one for one in messages if "clipboard" in one]
        assert copied.endswith(", if it allows that")


async def test_what_is_shown_raw_has_the_key_that_was_given(open_reader: Open, configure: Configure) -> None:
    async with open_reader((160, 50), config=configure(own='[keys]\nraw = "f9"\n')) as session:
        await session.press("]", "]", "]", "]")
        assert "36 places repaired, UTF-8 read as GBK · F9 shows them raw" in session.status
        await session.press("f9")
        assert "shown as it is in the file" in session.status


@pytest.mark.parametrize("theme", ["terminal", "dark", "light", "colorblind"])
async def test_an_article_tagged_with_a_label_that_is_gone_is_still_drawn(
    open_reader: Open, configure: Configure, seeds: Path, theme: str
) -> None:
    config = configure(LABELS, f'theme = "{theme}"\n[keys]\npanes_1 = "f5"\n')
    put(seeds, "claim", 0, 8)
    put(seeds, "日本", 9, 16, "desk2")
    async with open_reader(config=config) as session:
        assert session.shown[0][2:4] == "C?"
        (style,) = {
            one.style
            for one in session.pane.render_line(0)
            if one.text in ("apanese", "Foreign") and one.style
        }
        assert style.underline
        assert style.bgcolor is not None
        await session.press("l")
        assert session.status.startswith(" claim: “Japanese”")
        await session.press("t")
        assert any("Japanese" in row for row in session.listed)
        await session.press("escape", "r", "1")
        assert [one.label for one in session.kept() if one.reviewer == "desk1"] == ["rumour"]


async def test_suggestions_need_their_label(open_reader: Open, configure: Configure) -> None:
    only_claims = '[[labels]]\nname = "claim"\nkey = "c"\n'
    for shared, suggested in ((only_claims, False), (LABELS.replace('"1"', '"8"'), True)):
        async with open_reader((160, 50), config=configure(shared)) as session:
            await session.press("]", "]", "]", '"', "v", "h")
            assert ("suggested quote" in session.status) is suggested
            assert any(row[2:5].strip() == "·" for row in session.shown) is suggested


async def test_without_files_everything_is_as_by_itself(configure: Configure) -> None:
    assert configure() == Config()
