"""`annotui export --articles`: the corpus itself, with its annotations, and without what is not wanted."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotui.core.annotation import CONTEXT, Annotation
from annotui.core.span import Span
from annotui.corpus.article import read
from annotui.corpus.scan import scan
from annotui.store.changes import Put
from annotui.store.store import Store

Run = Callable[..., subprocess.CompletedProcess[str]]
Line = dict[str, Any]

STORM = "The storm left 3,400 homes without power on Monday, and it may take until Friday to repair all the lines."
HARBOUR = (
    "The harbour was closed for a whole day, because ferries could not reach the islands in such a wind."
)
RAIN = "Some people here say that it will rain again before the week is over."


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """The second article repeats the first one, with a sentence of its own."""
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text(f"{STORM}\n\n{HARBOUR}\n")
    (tmp_path / "news" / "b.txt").write_bytes(f"\ufeff{HARBOUR} {STORM}\r\n\r\n{RAIN}\r\n".encode())
    (tmp_path / "news" / "c.txt").write_text("Caf\u00e9 owners were not asked at all.\n", encoding="latin-1")
    return tmp_path / "news"


def tag(
    news: Path, name: str, words: str, label: str = "duplicate", /, by: str = "desk1", **source: object
) -> None:
    """Tag the first place of some words."""
    article = read(next(one for one in scan(news).entries if one.id == f"news/{name}.txt"))
    start = article.text.index(words)
    span = Span(start, start + len(words))
    store = Store.open(news, reviewer=by)
    one = Annotation(
        id=f"{name}-{by}-{label}-{start}-{len(words)}",
        article=article.id,
        sha256=article.sha256,
        encoding=article.encoding,
        span=span,
        text=words,
        label=label,
        reviewer=by,
        created="2026-11-22T10:00:00.000Z",
        updated="2026-11-22T10:00:00.000Z",
        source={"kind": "manual"} | source,
        prefix=article.text[max(0, start - CONTEXT) : start],
        suffix=article.text[span.end : span.end + CONTEXT],
    )
    store.commit([Put(one)])
    store.close()


def exported(annotui: Run, *arguments: str, status: int = 0) -> dict[str, Line]:
    """The articles by the letter of their name; each annotation has to hold in its text."""
    done = annotui("export", "news", "--articles", *arguments)
    assert done.returncode == status, done.stderr
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", done.stdout)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    for line in lines:
        assert list(line) == ["id", "text", "encoding", "annotations", "copy_of", "new", "schema"]
        for one in line["annotations"]:
            start, end = one["start"], one["end"]
            assert line["text"][start:end] == one["text"] != ""
            assert line["text"][max(0, start - CONTEXT) : start] == one["prefix"]
            assert line["text"][end : end + CONTEXT] == one["suffix"]
    return {line["id"][5:-4]: line for line in lines}


def test_every_article_is_a_line_with_its_text_as_it_is(annotui: Run, news: Path) -> None:
    tag(news, "b", "3,400", "error")
    found = exported(annotui)
    for name, line in found.items():
        with open(news / f"{name}.txt", encoding=line["encoding"], newline="") as file:
            assert line["text"] == file.read()
        assert line["schema"] == 1
    assert [one["encoding"] for one in found.values()][:2] == ["utf-8", "utf-8-sig"]
    assert [len(one["annotations"]) for one in found.values()] == [0, 1, 0]
    (one,) = found["b"]["annotations"]
    assert (one["label"], one["reviewer"], one["status"]) == ("error", "desk1", "ok")
    assert "article" not in one


def test_what_is_a_copy_and_what_is_new_is_said(annotui: Run, news: Path) -> None:
    found = exported(annotui)
    assert [one["copy_of"] for one in found.values()] == [None, "news/a.txt", None]
    assert (found["a"]["new"], found["c"]["new"]) == (1.0, 1.0)
    words = len(RAIN.split()) / len(f"{HARBOUR} {STORM} {RAIN}".split())
    assert found["b"]["new"] == pytest.approx(words, abs=0.03)


def test_duplicates_are_cut_and_the_kept_one_stays(annotui: Run, news: Path) -> None:
    tag(news, "a", STORM, kept=True)
    tag(news, "b", STORM)
    tag(news, "b", "again before the week is over", "claim")
    tag(news, "b", "wind. The storm left", "quote")
    whole = exported(annotui)
    assert STORM in whole["b"]["text"]
    found = exported(annotui, "--without", "duplicate")
    assert found["a"]["text"] == f"{STORM}\n\n{HARBOUR}\n"
    assert found["b"]["text"] == f"{HARBOUR}\r\n\r\n{RAIN}\r\n"
    assert [(one["label"], one["text"]) for one in found["b"]["annotations"]] == [
        ("quote", "wind."),
        ("claim", "again before the week is over"),
    ]
    assert found["b"]["new"] == whole["b"]["new"]


def test_what_one_reviewer_keeps_is_not_cut_for_another(annotui: Run, news: Path) -> None:
    tag(news, "a", STORM, kept=True)
    tag(news, "b", STORM)
    tag(news, "a", STORM, by="desk2")
    tag(news, "b", STORM, by="desk2", kept=True)
    found = exported(annotui, "--without", "duplicate")
    assert [STORM in found[name]["text"] for name in "ab"] == [True, True]
    found = exported(annotui, "--without", "duplicate", "--by", "desk2")
    assert [STORM in found[name]["text"] for name in "ab"] == [False, True]
    assert found["a"]["text"] == f"{HARBOUR}\n"


def test_several_labels_and_filters(annotui: Run, news: Path) -> None:
    tag(news, "a", STORM)
    tag(news, "a", "closed for a whole day", "error")
    tag(news, "b", RAIN, "claim")
    found = exported(annotui, "--without", "duplicate", "--without", "error", "--label", "claim")
    assert found["a"]["text"] == HARBOUR.replace(" closed for a whole day", "") + "\n"
    assert [[one["label"] for one in line["annotations"]] for line in found.values()] == [[], ["claim"], []]


def test_an_article_of_which_all_is_cut_is_empty(annotui: Run, news: Path) -> None:
    tag(news, "c", "Café owners were not asked at all.")
    assert exported(annotui, "--without", "duplicate")["c"]["text"] == ""


def test_without_is_about_articles(annotui: Run, news: Path) -> None:
    done = annotui("export", "news", "--without", "duplicate")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Only articles have a text to cut from; give --articles with --without")


def test_orphans_and_what_cannot_be_read_are_told(annotui: Run, news: Path) -> None:
    tag(news, "a", STORM)
    tag(news, "c", "Café")
    (news / "a.txt").write_text("Something else altogether.")
    (news / "c.txt").write_bytes(b"\0")
    done = annotui("export", "news", "--articles")
    assert done.returncode == 1
    assert [json.loads(line)["annotations"] for line in done.stdout.splitlines()] == [[], []]
    assert "news/c.txt is left out: it is not text" in done.stderr
    assert "2 annotations are orphans, which stand in no text" in done.stderr


def test_it_goes_to_a_file_whole(annotui: Run, news: Path, tmp_path: Path) -> None:
    printed = annotui("export", "news", "--articles").stdout
    done = annotui("export", "news", "--articles", "--output", "corpus.jsonl")
    assert (done.returncode, done.stdout) == (0, "")
    assert (tmp_path / "corpus.jsonl").read_text(encoding="utf-8") == printed
