"""Search in the article and in all articles: what is found is what is meant, and a match can be tagged at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotui.core.search import Folded, Query
from annotui.core.search import find as find_all
from annotui.core.span import Span
from annotui.review import reading as reading_module
from annotui.tui import styles
from annotui.tui.widgets.entry import Entry

if TYPE_CHECKING:
    from tests.pilot.conftest import Open, Session

    from annotui.tui.widgets.article_pane import ArticlePane

CorpusOf = Callable[..., Path]

SPELLINGS = "The Élysée said so.\nNobody in THE\nelysee did. L’Elyse\u0301e is silent. C+ (a+b).* and C++.\n"


def marked(pane: ArticlePane) -> list[str]:
    """What is drawn as a match."""
    found = []
    for row in range(pane.size.height):
        pieces = [
            one.text
            if one.style and one.style.bgcolor == styles.MATCH.bgcolor and not one.style.underline
            else "\0"
            for one in pane.render_line(row)
        ]
        found += [text for text in "".join(pieces).split("\0") if text]
    return found


async def search(session: Session, text: str, *then: str) -> None:
    await session.press("/")
    await session.type(text)
    await session.press(*then)


async def looked_through(session: Session) -> None:
    """Wait until all articles have been searched."""
    await session.until(lambda: not any("looking" in line for line in session.lines))


FOUND = {
    "elysee": ["Élysée", "elysee", "Elyse\u0301e"],
    "THE ÉLYSÉE": ["The Élysée", "THE\nelysee"],
    "l'elysee": ["L’Elyse\u0301e"],
    "so. nobody": ["so.\nNobody"],
    "(a+b).*": ["(a+b).*"],
    "c+": ["C+", "C+"],
    ".": [".", ".", ".", ".", "."],
    "[a-z]": [],
    "elysées": [],
}


async def test_what_is_typed_is_found_however_it_is_written(open_reader: Open, corpus_of: CorpusOf) -> None:
    async with open_reader(corpus=corpus_of(SPELLINGS, "nothing")) as session:
        for typed, found in FOUND.items():
            await session.press("escape", "g")
            await search(session, typed)
            if len(typed) > 1:
                counted = {0: "no match", 1: "1 match"}.get(len(found), f"{len(found)} matches")
                assert session.status.startswith(f" {counted} ")
            await session.press("enter")
            selected = []
            for number in range(1, len(found) + 1):
                assert f"“{typed}”: {number} of {len(found)}" in session.status
                selected.append(session.selected)
                await session.press("n")
            assert selected == found
            assert ("is not in this article" in session.status) is (not found)
            assert (session.pane.selection.cursor == 0) is (not found)


async def test_a_match_in_a_repaired_text_is_tagged_as_the_file_has_it(
    open_reader: Open, seeds: Path
) -> None:
    text = (seeds / "004_9f3f6f729d904582.txt").read_text("utf-8")
    async with open_reader() as session:
        await session.press("]", "]", "]", "]")
        await search(session, "japan's hopes", "enter", "c")
        assert "tagged claim: “Japan’s hopes”" in session.status
        await search(session, '"yes, there', "enter", "q", "R")
        await search(session, "alliance’s", "enter", "N", "e")
        kept = session.kept()
        assert {one.text for one in kept} == {"Japan鈥檚 hopes", "鈥淵es, there", "alliance鈥檚"}
        assert all(one.span.of(text) == one.text for one in kept)


async def test_matches_are_marked_in_both_panes_until_escape(open_reader: Open) -> None:
    async with open_reader((160, 170)) as session:
        left = session.pane
        await session.press("tab")
        right = session.pane
        assert (marked(left), marked(right)) == ([], [])
        await search(session, "n")
        assert (marked(left), marked(right)) == ([], []), "one letter is in every other word"
        await session.type("ato")
        for pane, count in ((left, 16), (right, 11)):
            assert {one.casefold() for one in marked(pane)} == {"nato"}
            assert len(marked(pane)) == count
        await session.press("enter", "escape")
        assert session.selected == ""
        assert len(marked(left)) == 16, "the first Escape drops the selection"
        await session.press("escape")
        assert (marked(left), marked(right)) == ([], [])
        await session.press("n")
        assert session.selected == "NATO"
        assert len(marked(right)) == 10, "the selected one looks like a selection"
        await session.press("]", "]")
        assert {one.casefold() for one in marked(session.pane)} == {"nato"}, (
            "also in an article that is opened now"
        )


async def test_next_and_previous_go_around(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.press("n")
        assert "nothing was searched yet: / searches" in session.status
        await search(session, "liaison office", "enter")
        assert "→ selection, 2 words" in session.status, "a label key tags exactly it"
        first = session.pane.selection
        assert "“liaison office”: 1 of 2 " in session.status
        await session.press("n")
        assert "“liaison office”: 2 of 2 " in session.status
        await session.press("n")
        assert "“liaison office”: 1 of 2 · from the beginning again" in session.status
        assert session.pane.selection == first
        await session.press("N")
        assert "“liaison office”: 2 of 2 · from the end again" in session.status
        await session.press("N", "'")
        assert session.selected == "", "back to before the jump"
        await session.press("tab", "n")
        assert "“liaison office” is not in this article" in session.status


async def test_the_search_begins_at_the_cursor(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.press(")", "w")
        await search(session, "acknowledged", "enter")
        assert "1 of 2" in session.status, "the match under the cursor counts"
        await session.press("s", "*")
        await looked_through(session)
        await session.press("enter", "n")
        assert "1 of 1 · from the beginning again" in session.status, "what is long is cut, and nothing else"
        await session.press("escape", "G")
        await search(session, "acknowledged", "enter")
        assert "1 of 2 · from the beginning again" in session.status


async def test_the_prompt_takes_the_place_of_the_keys_and_gives_it_back(open_reader: Open) -> None:
    async with open_reader() as session:

        def has_keys() -> bool:
            return any("claim" in line and "help" in line for line in session.lines)

        assert has_keys()
        for close in (
            ("escape",),
            ("x", "backspace", "backspace", "backspace", "escape"),
            ("enter",),
            ("x", "escape"),
        ):
            await session.press("/")
            assert not has_keys()
            await session.press(*close)
            assert has_keys()
        await search(session, "cqedxD")
        await session.burst("alt+w")
        assert session.cursor_at.startswith("Foreign"), "a letter soon after Escape"
        assert has_keys()
        assert session.kept() == [], "letters that are typed do nothing else"
        assert session.store.documents("reviewed") == {}
        await session.press("n")
        assert "nothing was searched yet" in session.status, "what was given up was not searched"


async def test_an_empty_enter_repeats_and_giving_up_keeps_the_last_search(open_reader: Open) -> None:
    async with open_reader() as session:
        await search(session, "japan", "enter")
        assert "“japan”: 1 of 9" in session.status
        await search(session, "", "enter")
        assert "“japan”: 2 of 9" in session.status
        await search(session, "nato", "escape")
        assert {one.casefold() for one in marked(session.pane)} == {"japan"}
        await session.press("n")
        assert "“japan”: 3 of 9" in session.status


async def test_keys_and_pasted_text_that_arrive_at_once(open_reader: Open) -> None:
    async with open_reader() as session:
        await session.burst("/", *"hayashx", "backspace", "i", "enter", "n", "c", ")", "e")
        await session.until(lambda: len(session.pane.annotations) == 2)
        claim, error = session.kept()
        assert (claim.text, claim.label, error.label) == ("Hayashi", "claim", "error")
        await session.press("g", "/")
        await session.paste("on a set\r\nof\tclaims\x1b")
        (entry,) = (one for one in session.reader.query(Entry) if one.value)
        assert entry.value == "on a set of⇥claims␛"
        await session.press("backspace", *["left"] * 6, "backspace", "space", "enter")
        assert session.selected == "on a set of claims"


async def test_a_huge_article_is_searched_once(
    open_reader: Open, corpus_of: CorpusOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched = []

    def counting(folded: Folded, query: Query) -> list[Span]:
        searched.append(query.text)
        return find_all(folded, query)

    monkeypatch.setattr(reading_module, "find", counting)
    sentence = "The storm left 3,400 homes dark, the mayor’s office said. "
    async with open_reader(corpus=corpus_of(sentence * 30_000 + "Élan at last.", "nothing")) as session:
        await search(session, "mayor's", "enter", "n", "n", "N")
        assert "“mayor's”: 2 of 30,000" in session.status
        assert session.pane.selection.span.start == len(sentence) + sentence.index("mayor")
        assert searched.count("mayor's") == 2, "once in each pane"
        await search(session, "elan", "enter")
        assert session.selected == "Élan"


async def test_the_word_under_the_cursor_is_looked_for_in_all_articles(open_reader: Open) -> None:
    async with open_reader((160, 50)) as session:
        await session.press("w", "w", "w", "w")
        assert session.cursor_at.startswith("Hayashi")
        before = session.desk.place
        await session.press("*")
        await looked_through(session)
        assert [row[:3] for row in session.listed] == ["000", "000", "003", "003", "003", "003", "003"]
        assert any(line.startswith("1 of 7") for line in session.lines)
        assert "Minister Yoshimasa Hayashi chose not to" in session.listed[0]
        await session.press("escape")
        assert session.desk.place == before
        assert session.selected == ""
        await session.press("*")
        await looked_through(session)
        await session.press("down", "down", "down", "enter")
        assert session.desk.article.startswith("seeds/003")
        assert session.selected == "Hayashi"
        await session.press("n", "c")
        assert [one.text for one in session.kept()] == ["Hayashi"]
        assert "“Hayashi”" in session.status
        await session.press("'", "'")
        assert session.desk.article.startswith("seeds/003")


async def test_the_selection_is_looked_for_and_typing_looks_for_something_else(open_reader: Open) -> None:
    async with open_reader((160, 50)) as session:
        await session.press("]", "]", "]", "]")
        await search(session, "japan's", "enter", "*")
        await looked_through(session)
        assert session.app.screen.query_one(Entry).value == "Japan’s"
        assert {row[:3] for row in session.listed} == {"000", "001", "003", "004"}
        assert any("Japan’s hopes of cementing the alliance’s" in row for row in session.listed)
        await session.press(*["backspace"] * 7)
        await looked_through(session)
        assert any(line.startswith("no article says that") for line in session.lines)
        await session.type("STOLTENBERG")
        await looked_through(session)
        assert [row[:3] for row in session.listed] == ["001", "004"]
        await session.press("pagedown", "enter")
        assert session.desk.article.startswith("seeds/004")
        assert session.selected == "Stoltenberg"
        await session.press("escape")
        assert marked(session.pane) == ["Stoltenberg"]


async def test_what_would_act_on_the_terminal_is_looked_for_and_never_drawn(
    open_reader: Open, corpus_of: CorpusOf
) -> None:
    hostile = "\x1b[31mred\x07 \u202ealert"
    async with open_reader(corpus=corpus_of(f"{hostile} one.\n", f"two {hostile}")) as session:
        await session.press("v", "w", "w", "*")
        assert session.selected == hostile
        await session.until(lambda: len(session.listed) == 2)
        entry = session.app.screen.query_one(Entry)
        assert entry.value == "␛[31mred␇ ⇄alert"
        drawn = "".join(segment.text for segment in entry.render_line(0)) + "".join(session.listed)
        assert not set(drawn) & set("\x1b\x07\u202e")
        await session.press("down", "enter")
        assert session.desk.article == "corpus/1.txt"
        await session.press("n")
        assert "1 of 1" in session.status, "what is looked for is what the file says"
