"""`annotui match` as a script meets it."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pexpect
import pytest

from annotui.core.family import Passage
from annotui.core.span import Span
from annotui.corpus.article import read
from annotui.corpus.scan import scan
from annotui.review.decisions import Decision, Place, Said, draft, folded_hash
from annotui.store.store import Store

Run = Callable[..., subprocess.CompletedProcess[str]]
Line = dict[str, Any]

STORM = "The storm left {} homes without power on Monday, and it may take until the end of the week to repair all the lines."
HARBOUR = (
    "The harbour was closed for a whole day, because ferries could not reach the islands in such a wind."
)


def lines(done: subprocess.CompletedProcess[str]) -> list[Line]:
    """What a command wrote, which has to be JSONL that is safe to print."""
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", done.stdout)
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Three articles about a storm: one paragraph is in all of them, with another number in the last; another one in two."""
    folder = tmp_path / "news"
    (folder / "wire").mkdir(parents=True)
    (folder / "a.txt").write_text(
        f"{STORM.format('3,400')}\n\n{HARBOUR}\n\nSome say that it will rain again.\n"
    )
    (folder / "b.txt").write_text(
        f"\tNobody was hurt, as far as anybody knew by then.\n\n{STORM.format('3,400')}\x1b[31m\n"
    )
    (folder / "wire" / "c.txt").write_bytes(
        b"\xef\xbb\xbf" + f"{HARBOUR}\r\n\r\nAs was said before: {STORM.format('3,500')}\r\n".encode()
    )
    return folder


def place(one: Line) -> tuple[str, int, int]:
    return one["article"], one["start"], one["end"]


def slices_back(folder: Path, one: Line) -> str:
    """What stands in the file at a place."""
    article, start, end = place(one)
    with open(folder.parent / article, encoding="utf-8-sig", newline="") as file:
        return file.read()[start:end]


def test_families_are_lines_whose_members_slice_back(annotui: Run, news: Path) -> None:
    done = annotui("match", "news/")
    assert done.returncode == 0
    families = lines(done)
    assert [list(one) for one in families] == [
        ["family", "score", "similarity", "decision", "schema", "members", "discrepancies"]
    ] * 2
    assert [one["score"] for one in families] == sorted((one["score"] for one in families), reverse=True)
    storm, harbour = families
    assert [place(one)[0] for one in storm["members"]] == ["news/a.txt", "news/b.txt", "news/wire/c.txt"]
    assert [place(one)[0] for one in harbour["members"]] == ["news/a.txt", "news/wire/c.txt"]
    for family in families:
        for member in family["members"]:
            assert list(member) == ["article", "start", "end", "text", "decision"]
            assert slices_back(news, member) == member["text"]
        assert 0 < family["similarity"] <= 1
        assert (family["decision"], family["schema"]) == (None, 1)
    assert [one["text"] for one in harbour["members"]] == [HARBOUR] * 2
    assert storm["discrepancies"] == [
        {
            "kind": "number",
            "values": [{"text": "3,400", "members": [0, 1]}, {"text": "3,500", "members": [2]}],
        }
    ]
    assert harbour["discrepancies"] == []


def test_the_seeds_have_one_family(annotui: Run, seeds: Path) -> None:
    (family,) = lines(annotui("match", "seeds/"))
    assert [one["text"] for one in family["members"]] == ["No time to read?\nGet a summary"] * 2
    assert [slices_back(seeds, one) for one in family["members"]] == ["No time to read?\nGet a summary"] * 2
    assert {place(one)[0] for one in family["members"]} == {"seeds/001_5fd9f314a89672d5.txt"}


def test_pairs_appear_once_and_slice_back(annotui: Run, news: Path) -> None:
    pairs = lines(annotui("match", "news", "--pairs"))
    assert {tuple(one) for one in pairs} == {("a", "b", "similarity", "words", "schema")}
    # Two paragraphs that have changed places are one copy, re-ordered.
    assert len(pairs) == 3
    assert all(place(one["a"]) < place(one["b"]) for one in pairs)
    assert len({(place(one["a"]), place(one["b"])) for one in pairs}) == len(pairs)
    assert [one["similarity"] for one in pairs] == sorted((one["similarity"] for one in pairs), reverse=True)
    for one in pairs:
        said = [slices_back(news, one[side]).split() for side in ("a", "b")]
        assert 0 < one["words"] <= min(map(len, said)) + 2
        if place(one["a"])[0] != "news/a.txt" or place(one["b"])[0] != "news/wire/c.txt":
            assert said[0][-1].strip(".") == said[1][-1].strip(".")
        else:
            # The one that is re-ordered: the same paragraphs, each at the other's place.
            assert [one[-1].strip(".") for one in said] == ["wind", "lines"]


def test_related_sentences_are_ranked_and_slice_back(annotui: Run, seeds: Path) -> None:
    related = lines(annotui("match", "seeds", "--related"))
    assert {tuple(one) for one in related} == {("a", "b", "score", "schema")}
    scores = [one["score"] for one in related]
    assert scores == sorted(scores, reverse=True)
    by_sentence: dict[tuple[str, int, int], list[tuple[str, int, int]]] = {}
    for one in related:
        assert place(one["a"]) != place(one["b"])
        by_sentence.setdefault(place(one["a"]), []).append(place(one["b"]))
        for side in ("a", "b"):
            said = slices_back(seeds, one[side])
            assert said == said.strip() != ""
    assert max(map(len, by_sentence.values())) == 10
    assert all(len(set(found)) == len(found) for found in by_sentence.values())
    assert any(sentence[0] == other[0] for sentence, found in by_sentence.items() for other in found)


def test_both_at_once_is_wrong_usage(annotui: Run, news: Path, cache: Path) -> None:
    done = annotui("match", "news", "--pairs", "--related")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Pairs and related sentences cannot be written at once")
    assert done.stderr.count("\n") == 1
    assert not cache.exists()


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "annotui" / "matching"


def test_the_second_time_nothing_is_found_anew(annotui: Run, news: Path, cache: Path) -> None:
    first = annotui("match", "news")
    assert " comparing passages\n" in first.stderr
    again = annotui("match", "news", python=["-X", "importtime"])
    assert again.stdout == first.stdout
    assert "comparing" not in again.stderr
    assert "numpy" not in again.stderr
    assert {oct(one.stat().st_mode & 0o777) for one in cache.rglob("*")} == {"0o700", "0o600"}
    assert cache.stat().st_mode & 0o777 == 0o700


def test_whoever_deletes_the_cache_loses_nothing(annotui: Run, news: Path, cache: Path) -> None:
    first = annotui("match", "news")
    for path in [one for one in cache.rglob("*") if one.is_file()]:
        path.unlink()
        assert annotui("match", "news").stdout == first.stdout
        path.write_bytes(b"annotui columns\n" + bytes(100))
        assert annotui("match", "news").stdout == first.stdout
    shutil.rmtree(cache)
    assert annotui("match", "news").stdout == first.stdout


def test_a_changed_article_is_matched_anew_and_old_results_go(annotui: Run, news: Path, cache: Path) -> None:
    before = annotui("match", "news").stdout
    path = news / "a.txt"
    whole = path.read_text()
    path.write_text(f"Nobody had thought of anything like that.\n\n{whole}")
    (storm, _) = lines(annotui("match", "news"))
    assert slices_back(news, storm["members"][0]) == STORM.format("3,400")
    path.unlink()
    assert len(lines(annotui("match", "news"))) == 1
    for number in range(5):
        path.write_text(f"{whole}{number}\n")
        assert len(lines(annotui("match", "news"))) == 2
    path.write_text(whole)
    assert annotui("match", "news").stdout == before
    assert len(list(cache.rglob("*.findings"))) == 3


def test_where_nothing_can_be_kept_it_is_found_all_the_same(annotui: Run, news: Path, tmp_path: Path) -> None:
    expected = annotui("match", "news").stdout
    (tmp_path / "file").touch()
    (tmp_path / "tmp").mkdir()
    environ = {"XDG_CACHE_HOME": str(tmp_path / "file"), "TMPDIR": str(tmp_path / "tmp")}
    done = annotui("match", "news", environ=environ)
    assert (done.returncode, done.stdout) == (0, expected)
    assert f"Nothing can be kept in {tmp_path}/file/annotui/matching: not a directory;" in done.stderr
    assert list((tmp_path / "tmp").iterdir()) == []


def test_two_at_once_do_not_disturb_each_other(
    environment: dict[str, str], annotui: Run, news: Path, tmp_path: Path, cache: Path
) -> None:
    command = [sys.executable, "-m", "annotui", "match", "news"]
    running = [
        subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    said = [one.communicate(timeout=120) for one in running]
    assert [one.returncode for one in running] == [0] * 4
    assert {out for out, _ in said} == {annotui("match", "news").stdout}
    assert not [one for one in cache.rglob("*") if one.name.endswith(".tmp")]


def test_output_is_what_would_have_been_printed(annotui: Run, news: Path, tmp_path: Path) -> None:
    printed = annotui("match", "news").stdout
    done = annotui("match", "news", "--output", "found.jsonl")
    assert (done.returncode, done.stdout) == (0, "")
    assert (tmp_path / "found.jsonl").read_text(encoding="utf-8") == printed
    refused = annotui("match", "news", "--output", "news/found.jsonl")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "nothing is ever written" in refused.stderr


def test_decisions_are_those_of_the_reviewer(annotui: Run, news: Path) -> None:
    (storm, _) = lines(annotui("match", "news"))
    members = [Passage(article, Span(start, end)) for article, start, end in map(place, storm["members"])]
    entries = {one.id: one for one in scan(news).entries}
    store = Store.open(news, reviewer="desk2")
    decided: tuple[Decision, ...] = ("kept", "accepted", "left out")
    drafts = []
    for member, decision in zip(members, decided, strict=True):
        article = read(entries[member.article])
        where = Place(member.article, article.sha256, member.span)
        said = Said(folded_hash(member.span.of(article.text)), 0)
        drafts.append(draft(store, where, said, decision, is_read=True))
    store.commit(drafts[:2])
    assert store.wait(60)
    found = lines(annotui("match", "news", "--reviewer", "desk2"))[0]
    assert [one["decision"] for one in found["members"]] == ["kept", "accepted", None]
    assert found["decision"] is None
    store.commit(drafts[2:])
    store.close()
    found = lines(annotui("match", "news", "--reviewer", "desk2"))[0]
    assert [one["decision"] for one in found["members"]] == list(decided)
    assert found["decision"] == "accepted"
    found = lines(annotui("match", "news"))[0]
    assert [one["decision"] for one in found["members"]] == [None] * 3


def test_the_settings_of_the_corpus_count(annotui: Run, news: Path, tmp_path: Path) -> None:
    (tmp_path / "annotations").mkdir()
    settings = tmp_path / "annotations" / "annotui.toml"
    settings.write_text("[matching]\nseed = 12\nshortest = 100\n")
    assert len(lines(annotui("match", "news", "--pairs"))) < 4
    settings.write_text("[matching]\nseed = 'x'\n")
    done = annotui("match", "news")
    assert (done.returncode, done.stdout) == (2, "")
    assert "annotui.toml, line 2: “seed” must be a whole number" in done.stderr


def test_nothing_in_common_is_no_line_and_a_count(annotui: Run, tmp_path: Path) -> None:
    (tmp_path / "alone").mkdir()
    (tmp_path / "alone" / "a.txt").write_text("Nothing else says this.")
    done = annotui("match", "alone")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.endswith("1 article: 0 families with 0 passages\n")


@pytest.mark.parametrize(
    ("folder", "said"), [("nowhere", "There is no folder"), ("bare", "There is no article")]
)
def test_no_articles_are_refused(annotui: Run, tmp_path: Path, folder: str, said: str) -> None:
    (tmp_path / "bare").mkdir()
    done = annotui("match", folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(said)


def test_files_that_are_no_text_do_not_break_the_rest(annotui: Run, news: Path) -> None:
    expected = annotui("match", "news").stdout
    (news / "0.txt").write_bytes(b"\0\1\2")
    assert annotui("match", "news").stdout == expected
    assert annotui("match", "news").stdout == expected


def test_a_reader_that_has_enough_ends_it_quietly(
    environment: dict[str, str], seeds: Path, tmp_path: Path
) -> None:
    command = f"set -o pipefail; {sys.executable} -m annotui match seeds --related 2>/dev/null | head -n 1"
    done = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.count("\n") == 1
    assert done.returncode == 128 + signal.SIGPIPE


def test_where_nothing_can_be_said_the_status_says_it(
    environment: dict[str, str], seeds: Path, tmp_path: Path
) -> None:
    command = f"{sys.executable} -m annotui match seeds 2>/dev/full"
    done = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2


def test_it_writes_nothing_to_the_corpus_or_the_tags(annotui: Run, news: Path, tmp_path: Path) -> None:
    annotui("match", "news")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["cache", "news"]
    assert sorted(one.name for one in news.rglob("*.*")) == ["a.txt", "b.txt", "c.txt"]


def test_on_a_terminal_a_bar_is_drawn_and_goes(
    environment: dict[str, str], news: Path, tmp_path: Path
) -> None:
    child = pexpect.spawn(
        "bash",
        ["-c", f"{sys.executable} -m annotui match news > found.jsonl"],
        cwd=str(tmp_path),
        env=environment,
        encoding="utf-8",
        timeout=60,
    )
    said = child.read()
    child.close()
    assert child.exitstatus == 0
    assert "░" in said
    assert said.endswith("\r\x1b[K3 articles: 2 families with 5 passages\r\n")
    assert (tmp_path / "found.jsonl").read_text(encoding="utf-8").count("\n") == 2


def test_ctrl_c_ends_it_with_130(environment: dict[str, str], news: Path, tmp_path: Path) -> None:
    (tmp_path / "slow").mkdir()
    (tmp_path / "slow" / "sitecustomize.py").write_text(
        "import time, annotui.matching.words as words\n"
        "def tokenise(texts):\n"
        "    while True: time.sleep(0.01)\n"
        "words.tokenise = tokenise\n"
    )
    running = subprocess.Popen(
        [sys.executable, "-m", "annotui", "match", "news"],
        cwd=tmp_path,
        env=environment | {"PYTHONPATH": str(tmp_path / "slow")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stderr is not None
    while "words" not in (line := running.stderr.readline()):
        assert line
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err) == (130, "", "")
