"""A family is decided once: its copies become duplicates, those that differ wait, and each answer is one step."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotui.core.annotation import Annotation
from annotui.core.family import Family, Passage
from annotui.core.span import Span
from annotui.matching.background import Ready
from annotui.matching.findings import Findings
from annotui.matching.result import Known, write
from annotui.tui.widgets.key_row import KeyRow
from annotui.tui.widgets.pane_column import PaneColumn
from annotui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from tests.pilot.conftest import Open, Session

MOST_KEYS = 40
"""Within which twenty lightly edited copies of a story of twelve paragraphs are to be decided."""


def by_label(kept: list[Annotation]) -> dict[str, int]:
    return dict(Counter(one.label for one in kept))


def in_articles(kept: list[Annotation], label: str) -> list[str]:
    return sorted(one.article.removesuffix(".txt")[-2:] for one in kept if one.label == label)


def key_row(session: Session) -> str:
    return session.reader.query_one(KeyRow).text


async def test_copies_that_say_the_same_become_duplicates_in_one_step(open_reader: Open, wire: Path) -> None:
    async with open_reader((160, 50), corpus=wire) as session:
        await session.match()
        await session.press(".", ".", "a")
        kept = session.kept()
        assert by_label(kept) == {"duplicate": 20}
        assert len({one.group for one in kept}) == 1
        assert {one.text.split()[0] for one in kept} == {"“We"}
        (first,) = [one for one in kept if one.source.get("kept")]
        assert first.article == "wire/01.txt"
        assert "19 accepted" in session.status
        assert session.cursor_at.startswith("The harbour"), "and on to the next family"
        await session.press("u")
        assert session.kept() == []
        assert session.cursor_at.startswith("“We have")
        await session.press("U")
        assert len(session.kept()) == 20


async def test_copies_that_differ_wait_and_are_taken_by_the_same_key(open_reader: Open, wire: Path) -> None:
    async with open_reader((160, 50), corpus=wire) as session:
        await session.match()
        await session.press(".", "a")
        assert len(session.kept()) == 18
        assert "17 accepted · 2 differ · a takes them too · e tags the difference" in session.status
        assert "e → 2 differences" in session.status
        assert session.cursor_at.startswith("The storm left"), "it stays"
        beside = session.desk.query(PaneColumn)[1]
        assert beside.article == "wire/07.txt", "and shows the first that differs"
        await session.press("a")
        assert by_label(session.kept()) == {"duplicate": 20}
        assert len({one.group for one in session.kept()}) == 1
        assert session.cursor_at.startswith("“We have")
        await session.press("u")
        assert len(session.kept()) == 18


async def test_what_differs_is_tagged_as_error_in_one_step(open_reader: Open, wire: Path) -> None:
    async with open_reader((160, 50), corpus=wire) as session:
        await session.match()
        await session.press(".", "a", "e")
        kept = session.kept()
        assert in_articles(kept, "error") == ["07", "13"]
        assert {one.text for one in kept if one.label == "error"} == {"3,500"}
        assert by_label(kept)["duplicate"] == 18
        assert session.cursor_at.startswith("“We have")
        await session.press("u")
        assert by_label(session.kept()) == {"duplicate": 18}
        assert "2 differ · a takes them too · e tags the difference" in session.status, "it is asked again"
        assert "e → 2 differences" in session.status
        await session.press("e")
        assert in_articles(session.kept(), "error") == ["07", "13"]


async def test_an_undone_tag_asks_nothing(open_reader: Open, wire: Path) -> None:
    async with open_reader((160, 50), corpus=wire) as session:
        await session.match()
        await session.press(".", "a", "e", ",", "q", "u")
        assert "undone: tagged quote" in session.status
        assert "takes them too" not in session.status


async def test_after_a_move_the_error_key_tags_what_it_always_does(open_reader: Open, wire: Path) -> None:
    async with open_reader((160, 50), corpus=wire) as session:
        await session.match()
        await session.press(".", "a", "w", "e")
        (error,) = [one for one in session.kept() if one.label == "error"]
        assert error.article == "wire/01.txt"


async def test_a_copy_that_is_shown_is_left_out(open_reader: Open, wire: Path) -> None:
    async with open_reader((160, 50), corpus=wire) as session:
        await session.match()
        await session.press(".", "a")
        assert "x leave out" in key_row(session)
        await session.press("x")
        assert "left out: 07 · 1 differs" in session.status
        assert session.desk.query(PaneColumn)[1].article == "wire/13.txt"
        await session.press("x")
        assert session.cursor_at.startswith("“We have"), "nothing waits any more"
        assert by_label(session.kept()) == {"duplicate": 18}
        await session.press("u", "u", ",", "a")
        assert "2 differ" in session.status


async def test_a_rejected_family_is_never_asked_about_again(open_reader: Open, wire: Path) -> None:
    async with open_reader((160, 50), corpus=wire) as session:
        await session.match()
        await session.press(".", "X")
        assert session.kept() == []
        assert "rejected" in session.status
        await session.press(",")
        assert "rejected" in session.status
        await session.press("a")
        assert "decided already" in session.status
        assert session.kept() == []
    async with open_reader((160, 50), corpus=wire) as session:
        await session.match()
        await session.press("g", ".")
        assert "· rejected ·" in session.status
        await session.press("u")
        assert "nothing to undo" in session.status


async def test_the_row_of_keys_follows_the_passage(open_reader: Open, wire: Path) -> None:
    async with open_reader((160, 50), corpus=wire) as session:
        await session.match()
        await session.press(".")
        assert all(one in key_row(session) for one in ("a accept", "= copies", "p propagate", "; next new"))
        await session.press("=")
        assert "x leave out" in key_row(session)
    async with open_reader((160, 50)) as session:
        await session.match()
        await session.press("=")
        await session.until(lambda: session.app.screen is not session.reader)
        await session.press("enter")
        assert "a same fact" in key_row(session)
        assert "x dismiss" in key_row(session)


async def open_list(session: Session) -> None:
    await session.press("f")
    await session.until(lambda: session.app.screen is not session.reader)
    await session.pilot.pause()


async def test_the_list_has_what_differs_first_with_its_values_below(open_reader: Open, wire: Path) -> None:
    async with open_reader((120, 40), corpus=wire) as session:
        await session.match()
        await open_list(session)
        signs = [row.split()[0] for row in session.listed if "×" in row]
        assert len(signs) == 12
        assert signs == sorted(signs, key=lambda one: one != "≠")
        at = next(index for index, row in enumerate(session.listed) if "The storm left" in row)
        assert "“3,400” 18" in session.listed[at + 1]
        assert "“3,500” 2 (07, 13)" in session.listed[at + 2]
        await session.press("o")
        sizes = [int(row.split()[1].removesuffix("×")) for row in session.listed if "×" in row]
        assert sizes == sorted(sizes, reverse=True)


async def test_keys_decide_in_the_list_and_go_on(open_reader: Open, wire: Path) -> None:
    async with open_reader((120, 40), corpus=wire) as session:
        await session.match()
        await open_list(session)
        await session.press("a")
        assert any("differ" in line and "a takes them too" in line for line in session.lines)
        before = len(session.kept())
        await session.press("a")
        assert len(session.kept()) == 20 if before == 18 else 19
        await session.press("x", "escape", "u")
        assert "undone: rejected" in session.status
        await session.press("u", "u")
        assert session.kept() == []


async def test_the_list_names_only_keys_that_do_something(open_reader: Open, wire: Path) -> None:
    async with open_reader((80, 24), corpus=wire) as session:
        await session.match()
        await open_list(session)
        assert session.lines[-1].startswith("a accept")
        await session.press("/")
        assert session.lines[-1] == "Enter ends  Escape lists all again"
        await session.type("nobody says this")
        await session.press("enter")
        await session.until(lambda: "no family matches" in session.lines[1])
        assert session.lines[-1] == "/ filter  f back"
        await session.press("/", "escape")
        assert session.lines[-1].startswith("a accept")
        assert session.lines[0].startswith("12 families")


async def test_the_list_takes_back_step_by_step_and_says_what_is_left(open_reader: Open, wire: Path) -> None:
    async with open_reader((120, 40), corpus=wire) as session:
        await session.match()
        await open_list(session)
        at = next(index for index, row in enumerate(session.listed) if "The storm left" in row)
        assert "2 left" not in session.listed[at]
        await session.press(*["j"] * at, "a")
        assert "2 left" in session.listed[at]
        assert not session.listed[at].startswith("✓")
        await session.press("a")
        assert session.listed[at].startswith("✓")
        assert "2 left" not in session.listed[at]
        await session.press("u")
        assert "2 left" in session.listed[at]
        assert any("undone: " in line for line in session.lines)
        assert len(session.kept()) == 18
        await session.press("u")
        assert "2 left" not in session.listed[at]
        assert session.kept() == []
        await session.press("U")
        assert "2 left" in session.listed[at]
        assert len(session.kept()) == 18


async def test_the_list_counts_what_is_to_be_decided_and_says_what_is(open_reader: Open, wire: Path) -> None:
    async with open_reader((120, 40), corpus=wire) as session:
        await session.match()
        await open_list(session)
        assert session.lines[0] == "12 families · 12 to decide · order: differs"
        await session.press("a", "a")
        assert session.lines[0] == "12 families · 11 to decide · order: differs"
        kept = session.kept()
        await session.press("home", "e")
        assert session.lines[1] == "decided already"
        await session.press("home", "a")
        assert session.lines[1] == "decided already"
        assert session.kept() == kept


async def test_what_is_taken_back_in_the_list_is_highlighted(open_reader: Open, wire: Path) -> None:
    async with open_reader((120, 40), corpus=wire) as session:
        await session.match()
        await open_list(session)
        await session.press("a", "a", "u", "e")
        assert session.lines[1].startswith("tagged error in"), "the family that waits again, not the next one"
        await session.press("u", "a")
        assert session.lines[1].startswith("2 differ · a takes them too"), "none is accepted by that"
        assert session.lines[0].startswith("12 families · 12 to decide")


async def test_a_value_is_told_in_the_words_around_it(open_reader: Open, wire: Path) -> None:
    async with open_reader((80, 24), corpus=wire) as session:
        await session.match()
        await open_list(session)
        rows = session.app.screen.query_one(RowList)
        while "“3,500” 2" not in session.listed[rows.highlighted]:
            await session.press("j")
        text = (wire / "07.txt").read_text("utf-8")
        at = text.index("3,500")
        assert text[:at].endswith("\n\nThe storm left ")
        assert session.details[0].startswith(f"07  The storm left [3,500]{text[at + 5 : at + 20]}")


async def test_a_value_is_tagged_in_all_members_that_say_it(open_reader: Open, wire: Path) -> None:
    async with open_reader((120, 40), corpus=wire) as session:
        await session.match()
        await open_list(session)
        while "“3,500” 2" not in session.listed[session.app.screen.query("RowList").first().highlighted]:  # type: ignore[attr-defined]
            await session.press("j")
        await session.press("e")
        assert in_articles(session.kept(), "error") == ["07", "13"]
        await session.press("escape", "u")
        assert session.kept() == []


async def test_all_without_a_discrepancy_are_accepted_after_a_question(open_reader: Open, wire: Path) -> None:
    async with open_reader((120, 40), corpus=wire) as session:
        await session.match()
        await open_list(session)
        await session.press("A", "j")
        assert session.kept() == [], "any other key does not"
        await session.press("A", "b")
        assert not [line for line in session.lines if line.startswith("A again accepts ")], (
            "nothing is asked any more"
        )
        await session.press("A")
        (asked,) = [line for line in session.lines if line.startswith("A again accepts ")]
        assert "without a discrepancy" in asked
        await session.press("A")
        kept = session.kept()
        assert {one.text.split()[0] for one in kept}.isdisjoint(
            {"The storm", "Schools", "Insurance", "Trains"}
        )
        assert len({one.group for one in kept}) >= 7
        await session.press("escape", "u")
        assert session.kept() == []


async def test_the_list_is_filtered_by_words_and_articles(open_reader: Open, wire: Path) -> None:
    async with open_reader((120, 40), corpus=wire) as session:
        await session.match()
        await open_list(session)
        await session.press("/")
        await session.type("ferries moorings")
        await session.until(lambda: len(session.listed) == 1)
        await session.press("enter", "enter")
        assert session.app.screen is session.reader
        assert session.cursor_at.startswith("The harbour")


async def test_of_very_many_families_only_those_on_the_screen_are_built(
    open_reader: Open, corpus_of: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    line, count = "Line {:05} of a list that two articles have in common, word by word.", 20_000
    text = "\n".join(line.format(number) for number in range(count))
    corpus = corpus_of(text, text)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    spans = [Span(start, start + len(line)) for start in range(0, len(text), len(line) + 1)]
    families = [
        Family((Passage("corpus/0.txt", span), Passage("corpus/1.txt", span)), 1.0, 1.0) for span in spans
    ]
    assert len(families) == count
    articles = [Known("corpus/0.txt", sha256, 1.0), Known("corpus/1.txt", sha256, 0.0)]
    write(corpus.parent / "result", articles, families)
    findings = Findings.open(corpus.parent / "result")
    assert findings is not None
    built: list[int] = []
    build = Findings.family

    def counting(self: Findings, number: int) -> Family:
        built.append(number)
        return build(self, number)

    async with open_reader((120, 40), corpus=corpus) as session:
        session.reader.late.take_in(Ready(findings))
        monkeypatch.setattr(Findings, "family", counting)
        await open_list(session)
        assert len([row for row in session.listed if "×" in row]) > 20
        assert len(set(built)) < 500
        await session.press("G")
        assert f"{count:,}" in session.lines[1]
        assert "Line 19999" in session.listed[-1]


async def test_a_review_of_twenty_copies_takes_few_keys(open_reader: Open, wire: Path) -> None:
    """Twelve families decided, and every changed number and cut paragraph seen."""
    async with open_reader((120, 30), corpus=wire) as session:
        await session.match()
        keys: list[str] = []
        seen = ""

        async def press(key: str) -> None:
            nonlocal seen
            keys.append(key)
            await session.press(key)
            seen += f"{session.reader.said}\n"

        await press("a")
        while "all is decided" not in seen:
            await press("e" if "e tags the difference" in session.reader.said else "a")
        decided = len(keys)
        while "all that is new was seen" not in seen:
            await press(";")
            assert len(keys) <= MOST_KEYS
        print(f"keys: {decided} to decide, {len(keys)} in all")
        assert len(keys) <= MOST_KEYS
        # Each family is decided, each changed number tagged, and each cut was stopped at.
        groups = {one.group for one in session.kept() if one.label == "duplicate"}
        assert len(groups) == 12
        errors = {(one.article[-6:-4], one.text) for one in session.kept() if one.label == "error"}
        wanted = {("04", "9,000"), ("07", "3,500"), ("13", "3,500"), ("14", "Sunday"), ("16", "41")}
        wanted.add(("09", "did not deny"))
        assert wanted <= errors
        stops = [line for line in seen.splitlines() if "left out here" in line]
        assert {line.split(": ")[0][-2:] for line in stops if "nothing new" in line} | {"18"} >= {
            *("03", "06", "07", "11", "14", "18")
        }
        assert len(stops) == 6
        await press(",")
