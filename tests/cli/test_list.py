"""`annotui list` as a pipe and a screen reader meet it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
Tag = Callable[..., dict[str, object]]
Give = Callable[..., Path]

QUOTED = "“engaging in a very stable way,”"
ARTICLE = "seeds/003_f9803d3a2fa3b0c4.txt"


@pytest.fixture
def tagged(annotui: Run, tag: Tag, give: Give, seeds: Path) -> Path:
    give(
        tag("003", QUOTED, "quote", note="who\nsays so?"),
        tag("003", "Japan", reviewer="desk2"),
        tag("000", "Japanese", "error"),
    )
    assert annotui("import", "seeds", "tags.jsonl").returncode == 0
    return seeds


def test_one_line_each_in_the_order_of_the_articles(annotui: Run, tagged: Path) -> None:
    done = annotui("list", "seeds/")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "seeds/000_aa2809ac14b27de4.txt:0-8: error by desk1: “Japanese”",
        f"{ARTICLE}:0-5: claim by desk2: “Japan”",
        f"{ARTICLE}:896-928: quote by desk1: {QUOTED} (note: who␊says so?)",
    ]


def test_filters(annotui: Run, tagged: Path) -> None:
    assert annotui("list", "seeds", "--label", "claim", "--label", "error").stdout.count("\n") == 2
    assert annotui("list", "seeds", "--by", "desk2").stdout.count("\n") == 1
    done = annotui("list", "seeds", "--label", "clam")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "No annotation fits these filters in annotations.\n"


def test_what_moved_and_what_was_lost_is_said(annotui: Run, tagged: Path) -> None:
    path = tagged / "003_f9803d3a2fa3b0c4.txt"
    text = path.read_bytes().decode()
    path.write_bytes(f"An added line.\n{text.replace('Japan', 'Nippon')}".encode())
    done = annotui("list", "seeds")
    assert done.returncode == 1
    assert done.stderr.startswith("1 of 3 annotations are orphans: ")
    moved = 896 + 15 + text[:896].count("Japan")
    assert done.stdout.splitlines()[1:] == [
        f"{ARTICLE}:0-5: claim by desk2, orphan: “Japan”",
        f"{ARTICLE}:{moved}-{moved + 32}: quote by desk1, moved: {QUOTED} (note: who␊says so?)",
    ]


def test_nothing_acts_on_the_terminal_or_breaks_a_line(
    annotui: Run, tag: Tag, give: Give, tmp_path: Path
) -> None:
    evil = "\x1b[1m\x07\x9b31m\u202e\u2028\r\n\t"
    (tmp_path / "seeds" / "000_aa2809ac14b27de4.txt").write_bytes(f"x{evil}y".encode())
    give(tag("000", evil, f"a{evil}", note=evil, reviewer=f"b{evil}"))
    assert annotui("import", "seeds", "tags.jsonl").returncode == 0
    listed = annotui("list", "seeds").stdout
    assert listed.endswith("\n")
    assert len(listed.splitlines()) == 1
    assert not set(listed[:-1]) & set(evil) - set("[1m3")
    assert "␛[1m" in listed


def test_no_colour_and_no_lines_are_drawn(annotui: Run, tagged: Path) -> None:
    plain = annotui("list", "seeds").stdout
    forced = annotui("list", "seeds", environ={"FORCE_COLOR": "1", "CLICOLOR_FORCE": "1"}).stdout
    assert forced == plain
    assert not set(plain) & set("\x1b─│┌")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Missing argument 'FOLDER'; annotui list --help says how."),
        (["nowhere"], "There is no folder nowhere; give a folder with .txt or .md files."),
        (
            ["seeds", "--annotations", "elsewere"],
            "There is no folder elsewere; give the one that the tags are",
        ),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_status_2(
    annotui: Run, seeds: Path, arguments: list[str], sentence: str
) -> None:
    done = annotui("list", *arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith(sentence)


def test_nothing_tagged_yet_is_said_and_nothing_is_created(annotui: Run, seeds: Path, tmp_path: Path) -> None:
    done = annotui("list", "seeds")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "There are no annotations yet in annotations.\n"
    assert sorted(os.listdir(tmp_path)) == ["seeds"]
