"""Spans tagged by keyboard on a real terminal are in the export after `kill -9`, each where it was seen."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.pty.conftest import Record, Start, Terminal

Export = Callable[[Path], "list[Record]"]

TITLE = "Japan Discussing Possibility of Establishing NATO Office in Tokyo, Reveals Foreign Minister in Exclusive Interview"

# Keys, label, short name of the article, start and end of the tagged text.
STEPS = (
    ("c", "claim", "000", "Japanese Foreign Minister", "in Tokyo."),
    # The last character of an article that does not end in a line break.
    ("Gvhq", "quote", "000", ")", ")"),
    ("]]]c", "claim", "003", TITLE, TITLE),
    ('"q', "quote", "003", "“engaging in a very stable way,”", "“engaging in a very stable way,”"),
    ('"q', "quote", "003", "“harsh and complex”", "“harsh and complex”"),
    # The same span again, a word inside it, and a selection that leaves it over the end of the paragraph.
    ("gsd", "duplicate", "003", TITLE, TITLE),
    ("b--e", "error", "003", "Interview", "Interview"),
    ("gwwv}wwwe", "error", "003", "Possibility of", "Interview\n\nJapan is negotiating"),
    # Where the encoding is broken, the offsets are those of the file.
    ("]c", "claim", "004", "Nato has shelved plans", "China鈥檚 rising power."),
    ('"q', "quote", "004", "鈥淵es, there will be", "an office,鈥"),
    ("g" + 16 * "w" + "vwe", "error", "004", "Japan鈥檚", "Japan鈥檚"),
    ("Gvhhd", "duplicate", "004", "n.", "n."),
)


def tag_everything(terminal: Terminal) -> None:
    for keys, label, _, _, _ in STEPS:
        terminal.tag(keys, label)


def until_kept(terminal: Terminal, seeds: Path, place: str) -> None:
    """Wait until it is on the disk where the reader is: that is not shown, because losing it loses no work."""
    state = seeds.parent / "annotations" / "state" / "desk1.json"
    terminal.until(lambda: state.exists() and place in state.read_text(), "the place is kept")


def judge(lines: list[Record]) -> None:
    """What was tagged is there, once each, and nothing else."""
    wanted = sorted((label, name, first, last) for _, label, name, first, last in STEPS)
    found = []
    for line in lines:
        text, name = str(line["text"]), str(line["article"]).partition("/")[2][:3]
        for label, article, first, last in wanted:
            if (label, article) == (line["label"], name) and text.startswith(first) and text.endswith(last):
                found.append((label, article, first, last))
    assert sorted(found) == wanted
    assert len(lines) == len(wanted)


def test_everything_tagged_is_exported_after_a_kill(start: Start, seeds: Path, exported: Export) -> None:
    terminal = start(seeds)
    tag_everything(terminal)
    terminal.kill()
    judge(exported(seeds))


def test_the_judges_miss_a_tag_and_see_a_wrong_place(
    start: Start, seeds: Path, exported: Export, anchored: Callable[[list[Record], Path], None]
) -> None:
    terminal = start(seeds)
    tag_everything(terminal)
    terminal.kill()
    lines = exported(seeds)
    with pytest.raises(AssertionError):
        judge(lines[1:])
    # The articles move by one character: no line may pass for what stands there now.
    for path in seeds.iterdir():
        path.write_bytes(b"x" + path.read_bytes())
    with pytest.raises(AssertionError):
        anchored(lines, seeds.parent)


def named(terminal: Terminal, annotation: str) -> bool:
    """Whether the status line begins with the name of an annotation."""
    return terminal.status.startswith(f" {annotation}")


def test_after_a_kill_the_tags_are_shown_and_reading_goes_on_where_it_stopped(
    start: Start, seeds: Path
) -> None:
    terminal = start(seeds)
    tag_everything(terminal)
    terminal.press("{")
    terminal.until(lambda: terminal.at_cursor == "With", "the cursor has moved")
    text = (seeds / "004_9f3f6f729d904582.txt").read_bytes().decode()
    until_kept(terminal, seeds, f'"cursor":{text.rindex(chr(10)) + 1}')
    terminal.kill()

    again = start(seeds)
    assert "▸ 004 Nato" in again.screen[0]
    assert again.at_cursor == "With"
    assert again.letters() == {"D"}
    for name, count in (("000", 2), ("003", 6), ("004", 4)):
        row = next(row for row in again.screen if f" {name} " in row[:34])
        assert row[:34].split()[-1] == str(count)

    again.press("[")
    again.until(lambda: "▸ 003 Japan" in again.screen[0], "the article before is shown")
    again.until(lambda: again.letters() == {"C", "E", "Q"}, "its tags are shown")
    # Of two on the same span the cursor means the newer one. What matching has found waits, as each key names something.
    again.press("<")
    for name in (
        "claim: “Japan",
        "duplicate: “Japan",
        "error: “Poss",
        "error: “Inter",
        "quote: “eng",
        "quote: “harsh",
    ):
        again.until(partial(named, again, name), f"{name} is named")
        again.press(">")
    again.until(lambda: "no annotation further on" in again.status, "there is no other")


def test_an_annotation_can_be_relabelled_and_removed(start: Start, seeds: Path, exported: Export) -> None:
    terminal = start(seeds, (80, 24))
    terminal.tag("c", "claim")
    terminal.press("re")
    terminal.until(lambda: "now error" in terminal.status, "it is relabelled")
    terminal.tag(")c", "claim")
    terminal.press("\x7f")
    terminal.until(
        lambda: "removed claim" in terminal.status and " saved " in terminal.status, "it is removed"
    )
    terminal.kill()
    assert [line["label"] for line in exported(seeds)] == ["error"]


def test_tagging_the_same_twice_changes_nothing(
    start: Start, seeds: Path, annotui: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    terminal = start(seeds)
    terminal.tag("c", "claim")
    once = annotui("export", seeds).stdout
    terminal.press("c")
    terminal.until(lambda: "already tagged claim" in terminal.status, "it says so")
    terminal.kill()
    assert annotui("export", seeds).stdout == once


def test_a_cyrillic_keyboard_tags_searches_and_quits(start: Start, seeds: Path, exported: Export) -> None:
    terminal = start(seeds)
    # c, then Shift+9 types “(” on either keyboard; w and v stand where ц and м are.
    terminal.tag("с", "claim")
    terminal.tag("п" + "мц" + "у", "error")
    # Where something is typed, it is typed.
    terminal.press("/йцук")
    terminal.until(lambda: "йцук" in terminal.screen[-1], "it is searched for as it was typed")
    terminal.press("\x1b")
    terminal.until(lambda: "c claim" in terminal.screen[-1], "the question is gone")
    terminal.press("Ж")
    terminal.until_shown("actions")
    # As a terminal with kitty's protocol sends Ctrl and the key of C.
    terminal.press("\x1b[1089;5u")
    assert terminal.until_ended() == 0
    assert [line["label"] for line in exported(seeds)] == ["error", "claim"]


@pytest.mark.parametrize("apart", [0.0, 0.15, 0.3])
def test_a_slow_link_that_tears_keys(start: Start, seeds: Path, apart: float) -> None:
    # By itself a busy machine may hold up a part for longer than the program waits: it waits long.
    terminal = start(seeds, (100, 30), env={"ESCDELAY": "5000"})
    terminal.press("v")
    for part in ("\x1b", "[1;2C", "\x1b[", "1;2C", "\x1b[1;", "2", "C"):
        terminal.press(part)
        terminal.rest(apart)
    # None of `[`, `1`, `;` and `2` was taken for a key.
    terminal.press("e")
    terminal.until(lambda: "tagged error: “Jap”" in terminal.status, "three characters are tagged")
    assert terminal.panes == 2


def test_escape_alone_is_not_waited_for_forever(start: Start, seeds: Path) -> None:
    terminal = start(seeds, (100, 30))
    terminal.press(":")
    terminal.until_shown("type to filter")
    terminal.press("\x1b")
    terminal.until(lambda: "c claim" in terminal.screen[-1], "Escape closes the list")
