"""Passages that occur elsewhere: seen in the gutter, gone to, and shown beside each other with what differs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotui.matching.background import Failed
from annotui.store.store import Store
from annotui.tui.late import MatchingTold
from annotui.tui.widgets.article_pane import ArticlePane
from annotui.tui.widgets.line import Line
from annotui.tui.widgets.pane_column import PaneColumn

if TYPE_CHECKING:
    from tests.pilot.conftest import Open, Session

STORM = "The storm left"


def panes(session: Session) -> list[PaneColumn]:
    """Those that are shown, from left to right."""
    return [one for one in session.desk.query(PaneColumn) if one.display]


def rows(pane: ArticlePane) -> list[str]:
    return ["".join(one.text for one in pane.render_line(row)) for row in range(pane.size.height)]


def row_with(pane: ArticlePane, text: str) -> int:
    """On which of its rows a pane shows a text."""
    return next(index for index, row in enumerate(rows(pane)) if text in row)


def title(column: PaneColumn) -> str:
    return column.query_one(Line).text


def shown_articles(session: Session) -> list[str]:
    return [column.article.removesuffix(".txt")[-2:] for column in panes(session)]


async def test_before_matching_is_done_nothing_is_said_of_copies(open_reader: Open, wire: Path) -> None:
    async with open_reader(corpus=wire) as session:
        assert set(session.signs) == {" "}
        for key in (".", ",", "=", "a", "X", "f", ";", "z"):
            await session.press(key)
            assert "matching is not done yet" in session.status, key
            assert session.app.screen is session.reader


async def test_what_has_made_matching_fail_is_said_as_often_as_it_matters(
    open_reader: Open, wire: Path
) -> None:
    async with open_reader(corpus=wire) as session:
        session.reader.post_message(MatchingTold(Failed("matching has failed: no memory is left")))
        await session.press("w", ".")
        assert "no memory is left" in session.status
        await session.press("w", "f")
        assert "no memory is left" in session.status


async def test_the_gutter_tells_copies_from_what_is_said_nowhere_else(
    open_reader: Open, corpus_of: Callable[..., Path], wire: Path
) -> None:
    new = "Nobody in the whole county had expected anything like it, wrote the local paper.\n"
    (wire / "21.txt").write_text(f"{(wire / '07.txt').read_text()}\n{new}")
    async with open_reader((120, 60), corpus=wire) as session:
        await session.match()
        assert {"≈", " "} == set(session.signs)
        await session.press("]", "]", "]", "]", "]", "]")
        assert session.desk.article == "wire/07.txt"
        signs = {row[6:30].strip(): row[4] for row in session.shown if row[6:].strip()}
        differing = [sign for text, sign in signs.items() if text.startswith(STORM)]
        assert differing == ["≠"], "only the row with the number"
        assert list(signs.values()).count("≠") == 1
        await session.press("G")
        while session.desk.article != "wire/21.txt":
            await session.press("]")
        await session.press("G", "{")
        assert session.shown[row_with(session.pane, "Nobody in the whole")][4] == "+"


async def test_a_passage_is_named_with_what_its_copies_say(open_reader: Open, wire: Path) -> None:
    async with open_reader((160, 50), corpus=wire) as session:
        await session.match()
        await session.press(".")
        assert session.cursor_at.startswith(STORM)
        assert "≠ 20 copies" in session.status
        assert "“3,500” 2 (07, 13) · “3,400” 18 · " in session.status
        await session.press(".", ".")
        assert session.cursor_at.startswith("The harbour")
        assert "not in 07" in session.status, "it is left out there"
        await session.press(",", ",")
        assert session.cursor_at.startswith(STORM)


async def test_the_list_and_the_title_count_what_differs(open_reader: Open, wire: Path) -> None:
    async with open_reader((160, 50), corpus=wire) as session:
        await session.match()
        column = next(line for line in session.reader.query(Line) if "reviewed" in line.text)
        assert column.text.split() == ["0", "of", "20", "reviewed", "tags", "≠", "new"]
        assert "story of 01" in title(panes(session)[1])
        await session.press("tab", *["]"] * 5)
        assert session.desk.article == "wire/07.txt"
        assert "1 differ" in title(panes(session)[1])


async def test_what_matching_has_found_waits_while_a_key_has_just_named_something(open_reader: Open) -> None:
    async with open_reader((160, 50)) as session:
        await session.press("c", ")", "c", ")", "<", "<")
        assert "claim: “Japanese Foreign" in session.status
        await session.match()
        assert "claim: “Japanese Foreign" in session.status, "what was asked for stays to be read"
        await session.press(">")
        assert "claim: “He acknowledged" in session.status, "and so does what the next key asks for"
        await session.press("w")
        assert "1 passage is repeated" in session.status, "what was named has been read"
        await session.press("w")
        assert "claim: “He acknowledged" in session.status, "it is said once"


async def test_what_matching_has_found_is_said_once_nothing_is_named(open_reader: Open) -> None:
    async with open_reader((160, 50)) as session:
        await session.press("c", ")", "<")
        await session.match()
        assert "claim: “Japanese Foreign" in session.status
        await session.press("<")
        assert "no annotation further back" in session.status
        await session.press("G")
        assert "1 passage is repeated" in session.status


async def test_what_matching_has_found_is_said_at_once_where_no_key_was_pressed(open_reader: Open) -> None:
    async with open_reader((160, 50)) as session:
        await session.press("c", ")", "<")
    async with open_reader((160, 50)) as session:
        assert "claim: “Japanese Foreign" in session.status, "where the reader left off"
        await session.match()
        assert "1 passage is repeated" in session.status


async def test_the_title_of_a_narrow_pane_names_the_article_before_it_tells_its_story(
    open_reader: Open, wire: Path
) -> None:
    async with open_reader((100, 30), corpus=wire) as session:
        await session.match()
        await session.press(".", "=")
        shown = title(panes(session)[1])
        assert "07" in shown
        assert "copy 2 of 20" in shown
        assert shown.rstrip().endswith("%")


async def test_a_copy_is_shown_on_the_same_row_with_what_differs_in_brackets(
    open_reader: Open, wire: Path
) -> None:
    async with open_reader((120, 30), corpus=wire) as session:
        await session.match()
        before = session.desk.place
        await session.press(".", "=")
        assert shown_articles(session) == ["01", "07"]
        here, there = (one.pane for one in panes(session))
        assert row_with(here, "left[3,400]homes") == row_with(there, "left[3,500]homes")
        assert "copy 2 of 20 in 07" in session.status
        assert "17 in the same words" in session.status
        await session.press("=")
        assert shown_articles(session) == ["01", "13"]
        assert "copy 3 of 20" in title(panes(session)[1])
        await session.press("'")
        assert [one.article for one in session.desk.place.panes] == [one.article for one in before.panes]
        await session.press("'")
        assert shown_articles(session) == ["01", "13"], "forth again"


async def test_brackets_move_nothing(open_reader: Open, wire: Path) -> None:
    async with open_reader((120, 30), corpus=wire) as session:
        await session.match()
        await session.press(".")
        before = session.shown
        await session.press("=")
        after = session.shown
        assert before != after
        assert before == [row.replace("[", " ").replace("]", " ") for row in after]


async def test_a_narrow_screen_shows_the_copy_in_its_lower_half(open_reader: Open, wire: Path) -> None:
    async with open_reader((80, 24), corpus=wire) as session:
        await session.match()
        await session.press(".")
        assert shown_articles(session) == ["01"]
        await session.press("=")
        upper, lower = panes(session)
        assert (upper.region.y, upper.region.width) == (0, 80)
        assert lower.region.y >= 10
        assert lower.region.width == 80
        assert any("left[3,500]homes" in row for row in rows(lower.pane))
        assert session.pane is upper.pane
        await session.press("tab")
        assert session.pane is lower.pane
        assert len(panes(session)) == 2
        await session.press("tab", "'")
        assert shown_articles(session) == ["01"]
        assert panes(session)[0].region.height > 15


async def test_an_earlier_row_is_reached_by_blank_rows(
    open_reader: Open, corpus_of: Callable[..., Path]
) -> None:
    copied = "The parade through the old town of Varde was called off on Sunday because of the heat.\n"
    filler = "".join(f"Sentence number {n} is about other matters {n * 7}.\n\n" for n in range(9))
    async with open_reader((120, 30), corpus=corpus_of(filler + copied, copied)) as session:
        await session.match()
        await session.press(".")
        here, there = (one.pane for one in panes(session))
        assert row_with(here, "The parade") == row_with(there, "The parade") > 15
        assert rows(there)[0].strip("│ ") == ""
        # A click meets what is drawn.
        await session.press("tab", "w")
        assert session.cursor_at.startswith("parade")


async def test_panes_follow_from_passage_to_passage_until_they_are_unlocked(
    open_reader: Open, wire: Path
) -> None:
    async with open_reader((120, 30), corpus=wire) as session:
        await session.match()
        await session.press("tab", *["]"] * 9, "tab")
        assert shown_articles(session) == ["01", "11"]
        here, there = (one.pane for one in panes(session))
        for words in (STORM, "“We have every", "The harbour", "Schools in"):
            await session.press(".")
            assert session.cursor_at.startswith(words)
            assert row_with(here, words) == row_with(there, words), words
        await session.press(".")
        assert session.cursor_at.startswith("Forecasters")
        assert "no copy here" in title(panes(session)[1])
        await session.press(".", ".")
        assert row_with(here, "Farmers") == row_with(there, "Farmers")
        assert "no copy here" not in title(panes(session)[1])
        await session.press("L", *[","] * 3)
        assert session.cursor_at.startswith("Schools in")
        assert row_with(here, "Schools in") != row_with(there, "Schools in")
        await session.press("L")
        assert row_with(here, "Schools in") == row_with(there, "Schools in")


async def test_panes_never_move_by_themselves(open_reader: Open, wire: Path) -> None:
    async with open_reader((120, 30), corpus=wire) as session:
        await session.press("tab", *["]"] * 5, "tab", "}", "}", "}")
        before = session.desk.place
        await session.match()
        assert session.desk.place == before
        assert session.cursor_at.startswith("The harbour")


async def test_what_is_found_late_means_nothing_until_it_was_named(open_reader: Open, wire: Path) -> None:
    async with open_reader((160, 50), corpus=wire) as session:
        await session.press("}")
        await session.match()
        await session.press("a")
        assert session.kept() == []
        assert "“3,500” 2 (07, 13)" in session.status
        assert "a now accepts" in session.status
        await session.press("a")
        assert len(session.kept()) == 18


async def test_what_is_found_late_is_meant_once_its_copy_was_asked_for(open_reader: Open, wire: Path) -> None:
    async with open_reader((160, 50), corpus=wire) as session:
        await session.press("}")
        await session.match()
        await session.press("=")
        assert "copy 2 of 20 in 07" in session.status
        await session.press("a")
        assert len(session.kept()) == 18


async def test_what_is_found_late_is_named_and_meant_in_a_pane_that_is_turned_to(
    open_reader: Open, wire: Path
) -> None:
    async with open_reader((160, 50), corpus=wire) as session:
        await session.press("tab", "}", "tab")
        await session.match()
        assert "copies" not in session.status
        await session.press("tab")
        assert "≠ 20 copies" in session.status
        await session.press("a")
        assert len(session.kept()) == 18


def two_facts(corpus_of: Callable[..., Path]) -> Path:
    """Six copies of a sentence; one has another sum, another one another length, and one article leaves it out."""
    first = "A spokeswoman for the county of Varde thanked all of the volunteers for their help on Sunday.\n"
    said = "Insurers put the damage at a first estimate of {} million euros, without the wall that broke over {} metres.\n"
    values = [(45, 80)] * 4 + [(54, 80), (45, 18)]
    copies = [f"{first}\n{said.format(*one)}" for one in values]
    return corpus_of(*copies, f"{first}\n{'Nothing else was said about it. ' * 2}\n")


async def test_where_all_others_differ_it_is_asked_without_counting_none(
    open_reader: Open, corpus_of: Callable[..., Path]
) -> None:
    async with open_reader((160, 50), corpus=two_facts(corpus_of)) as session:
        await session.match()
        await session.press("]", "]", "]", "]", "G", ",", "a")
        assert session.desk.article == "corpus/4.txt"
        assert "5 differ · a takes them too" in session.status
        assert "accepted" not in session.status


async def test_what_is_rare_is_named_first_and_as_much_as_there_is_room_for(
    open_reader: Open, corpus_of: Callable[..., Path]
) -> None:
    corpus = two_facts(corpus_of)
    async with open_reader((200, 40), corpus=corpus) as session:
        await session.match()
        while not session.cursor_at.startswith("Insurers"):
            await session.press(".")
        assert "≠ 6 copies · “54 million euros” 1 (4) · “18 metres” 1 (5) · " in session.status
        assert session.status.index("(5)") < session.status.index("“45 million euros” 5 · “80 metres” 5")
    async with open_reader((80, 24), corpus=corpus) as session:
        await session.match()
        while not session.cursor_at.startswith("Insurers"):
            await session.press(".")
        assert "≠ 6 · “54 million euros” 4 · “18 metres” 5 · …" in session.status
        assert "c q e d → sentence" in session.status


async def test_the_next_family_is_named_with_what_differs_also_where_room_is_short(
    open_reader: Open, wire: Path
) -> None:
    async with open_reader((80, 24), corpus=wire) as session:
        await session.match()
        await session.press(".", ".", ".", "a")
        assert session.cursor_at.startswith("Schools in")
        assert " · next: ≠ 20 · “41” 16 · “14” 19" in session.status
        assert "c q e d →" in session.status


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_below_the_list_both_sentences_are_told_in_full(
    open_reader: Open, size: tuple[int, int]
) -> None:
    async with open_reader(size) as session:
        await session.match()
        await session.press("=")
        said = " ".join(session.details)
        assert "here:  Japanese Foreign Minister" in said
        assert "establishing a liaison office in Tokyo. there: Japan is negotiating" in said
        assert said.endswith("according to Japan’s Foreign Minister Yoshimasa Hayashi.")
        assert len(session.listed) == 10, "and no row of the list is lost by that"


async def test_where_there_is_no_copy_related_sentences_are_listed(open_reader: Open) -> None:
    async with open_reader((120, 30)) as session:
        await session.match()
        await session.press("=")
        await session.until(lambda: session.app.screen is not session.reader)
        assert len(session.listed) == 10
        assert any("here:" in line and "Hayashi" in line for line in session.details)
        await session.press("enter")
        assert session.app.screen is session.reader
        there = panes(session)[1]
        assert there.article.startswith("seeds/003")
        assert any("[Japan is negotiating" in row for row in rows(there.pane))
        assert "related" in title(there)
        await session.press("a")
        claims = session.kept()
        assert {one.label for one in claims} == {"claim"}
        assert len(claims) == 2
        assert len({one.group for one in claims}) == 1
        await session.press("u")
        assert session.kept() == []


async def test_a_related_sentence_that_says_otherwise_is_marked_with_what(open_reader: Open) -> None:
    async with open_reader((160, 40)) as session:
        await session.match()
        await session.press("]", "/")
        await session.type("in lithuania")
        await session.press("enter", "escape", "h")
        assert "e → name: this sentence also says “Belgium”" in session.status
        await session.press("=")
        await session.until(lambda: session.app.screen is not session.reader)
        marked = [row for row in session.listed if "≠" in row]
        assert len(marked) == 1
        assert "≠ Belgium · Hague" in marked[0]
        assert marked[0].startswith("004")


async def test_a_related_sentence_is_dismissed_for_good(open_reader: Open) -> None:
    async with open_reader((120, 30)) as session:
        await session.match()
        await session.press("=")
        await session.until(lambda: session.app.screen is not session.reader)
        first = session.listed[0]
        await session.press("enter", "x")
        assert "not called related any more" in session.status
        assert not any("[" in row for row in rows(panes(session)[1].pane))
        await session.press("=")
        await session.until(lambda: session.app.screen is not session.reader)
        assert first not in session.listed
        await session.press("escape", "u")
        assert "undone: not called related any more · related, in " in session.status
        assert any("[" in row for row in rows(panes(session)[1].pane)), "it is beside again"
        await session.press("=")
        await session.until(lambda: session.app.screen is not session.reader)
        assert session.listed[0] == first
        await session.press("escape", "a")
        assert [one.label for one in session.kept()] == ["claim", "claim"]


async def test_a_reader_without_tags_sees_copies_too(open_reader: Open, wire: Path) -> None:
    annotations = wire.parent / "file"
    annotations.write_text("in the way")
    async with open_reader((120, 30), corpus=wire, annotations=annotations) as session:
        assert isinstance(session.store, Store)
        assert session.store.read_only
        await session.match()
        await session.press(".", "=")
        assert any("left[3,500]homes" in row for row in rows(panes(session)[1].pane))
        await session.press("a")
        assert "not accepted" in session.status


async def test_an_article_that_was_edited_has_no_copies_until_it_is_matched_again(
    open_reader: Open, wire: Path
) -> None:
    async with open_reader((120, 30), corpus=wire) as session:
        await session.match()
        text = (wire / "01.txt").read_text()
        (wire / "01.txt").write_text(f"Corrected.\n\n{text}")
        await session.press("]", "[")
        assert set(session.signs) == {" "}
        await session.press(".")
        assert "edited since it was matched" in session.status
        await session.match()
        assert "≈" in session.signs
        assert "+" in session.signs
