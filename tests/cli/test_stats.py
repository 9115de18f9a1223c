"""`annotui stats` as a person reads it, and as a script does."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

from annotui.corpus.article import read
from annotui.corpus.scan import scan
from annotui.review.progress import mark
from annotui.store.store import Store

Run = Callable[..., subprocess.CompletedProcess[str]]
Tag = Callable[..., dict[str, object]]
Give = Callable[..., Path]


def review(seeds: Path, reviewer: str, *numbers: int) -> None:
    """Mark articles as reviewed."""
    store = Store.open(seeds, reviewer=reviewer)
    for number in numbers:
        article = read(scan(seeds).entries[number])
        mark(store, article.id, article.sha256, True)
    store.wait()
    store.close()


@pytest.fixture
def tagged(annotui: Run, tag: Tag, give: Give, seeds: Path) -> Path:
    """Three claims and a quote by desk1 in two articles, one claim by desk2; desk2 has reviewed three articles, desk3 one."""
    words = ("Japanese", "Foreign", "Minister")
    give(
        *(tag("000", one) for one in words),
        tag("003", "Japan", "quote"),
        tag("003", "Japan", reviewer="desk2"),
    )
    assert annotui("import", "seeds", "tags.jsonl").returncode == 0
    review(seeds, "desk2", 0, 1, 4)
    review(seeds, "desk3", 1)
    return seeds


def test_json_counts_everything(annotui: Run, tagged: Path) -> None:
    done = annotui("stats", "seeds", "--json")
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (0, "", 1)
    assert json.loads(done.stdout) == {
        "corpus": "seeds",
        "articles": 5,
        "annotations": 5,
        "moved": 0,
        "orphans": 0,
        "labels": {"claim": 4, "quote": 1},
        "reviewers": {
            "desk1": {"annotations": 4, "reviewed": 0},
            "desk2": {"annotations": 1, "reviewed": 3},
            "desk3": {"annotations": 0, "reviewed": 1},
        },
        "by_article": {
            "seeds/000_aa2809ac14b27de4.txt": {
                "annotations": 3,
                "orphans": 0,
                "labels": {"claim": 3},
                "reviewers": {"desk1": 3},
            },
            "seeds/003_f9803d3a2fa3b0c4.txt": {
                "annotations": 2,
                "orphans": 0,
                "labels": {"claim": 1, "quote": 1},
                "reviewers": {"desk1": 1, "desk2": 1},
            },
        },
        "schema": 1,
    }


def test_an_article_that_was_edited_is_to_be_reviewed_again(annotui: Run, tagged: Path) -> None:
    (path,) = tagged.glob("004*")
    path.write_bytes(path.read_bytes() + b"\n")
    (tagged / "001_5fd9f314a89672d5.txt").unlink()
    found = json.loads(annotui("stats", "seeds", "--json").stdout)
    assert {name: one["reviewed"] for name, one in found["reviewers"].items()} == {
        "desk1": 0,
        "desk2": 1,
        "desk3": 0,
    }


def test_orphans_are_counted_and_told_by_status_1(annotui: Run, tagged: Path) -> None:
    (tagged / "003_f9803d3a2fa3b0c4.txt").unlink()
    done = annotui("stats", "seeds", "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["annotations"], found["orphans"]) == (1, 5, 2)
    assert found["by_article"]["seeds/003_f9803d3a2fa3b0c4.txt"]["orphans"] == 2
    assert done.stderr.startswith("2 of 5 annotations are orphans: ")
    wide = annotui("stats", "seeds", environ={"COLUMNS": "100"})
    assert (wide.returncode, "claim 1, quote 1, 2 orphans" in wide.stdout) == (1, True)


def test_the_tables_say_the_same(annotui: Run, tagged: Path) -> None:
    done = annotui("stats", "seeds/")
    assert (done.returncode, done.stderr) == (0, "")
    rows = [re.sub(" {2,}", " | ", line) for line in done.stdout.splitlines()]
    assert rows == [
        "seeds: 5 articles, 5 annotations",
        "",
        "label | tags",
        "claim | 4",
        "quote | 1",
        "",
        "reviewer | tags | reviewed",
        "desk1 | 4 | 0 of 5 articles, 0 %",
        "desk2 | 1 | 3 of 5 articles, 60 %",
        "desk3 | 0 | 1 of 5 articles, 20 %",
        "",
        "article | tags | labels",
        "000_aa2809ac14b27de4.txt | 3 | claim 3",
        "003_f9803d3a2fa3b0c4.txt | 2 | claim 1, quote 1",
        "3 articles without annotations",
    ]


def test_80_columns_hold_long_names_whole(annotui: Run, tag: Tag, give: Give, seeds: Path) -> None:
    name = f"{'a-very-long-name-' * 8}end.txt"
    (seeds / "000_aa2809ac14b27de4.txt").rename(seeds / name)
    give(tag("a-very", "Japanese", "日本語" * 10, reviewer="desk-" + "of-the-morning-" * 6 + "shift"))
    assert annotui("import", "seeds", "tags.jsonl").returncode == 0
    lines = annotui("stats", "seeds").stdout.splitlines()
    assert max(map(len, lines)) <= 80
    together = "".join("".join(line.split(" ")[0] for line in lines).split())
    assert name in together
    assert "of-the-morning-shift" in together


def test_nothing_acts_on_the_terminal_or_is_markup(annotui: Run, tag: Tag, give: Give) -> None:
    give(tag("000", "Japanese", "[red]:smile:\x1b[1m", reviewer="[/]\x9b\u202e"))
    assert annotui("import", "seeds", "tags.jsonl").returncode == 0
    said = annotui("stats", "seeds").stdout
    assert "[red]:smile:␛[1m" in said
    assert "[/]▯⇄" in said
    assert not set(said) & set("\x1b\x9b\u202e")
    raw = annotui("stats", "seeds", "--json").stdout
    assert not set(raw) & set("\x1b\x9b\u202e")
    assert json.loads(raw)["labels"] == {"[red]:smile:\x1b[1m": 1}


@pytest.mark.parametrize(("environ", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colour_and_bars_are_for_terminals(
    environment: dict[str, str], tagged: Path, tmp_path: Path, environ: dict[str, str], coloured: bool
) -> None:
    shown = pexpect.run(
        f"{sys.executable} -m annotui stats seeds",
        env=environment | environ,
        cwd=str(tmp_path),
        encoding="utf-8",
    )
    assert isinstance(shown, str)
    assert "5 annotations" in shown
    assert ("\x1b[36m" in shown) is coloured
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert "█" * 20 in plain
    # What they show is also said.
    for line in plain.splitlines():
        assert "█" not in line or re.search(r"[0-9]", line)


def test_a_pipe_gets_words_and_numbers_only(annotui: Run, tagged: Path) -> None:
    assert not set(annotui("stats", "seeds").stdout) & set("─│┌┐└┘├┤█▏")
