"""`annotui export` as a script meets it."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from annotui.core.annotation import Annotation
from annotui.core.span import Span
from annotui.corpus.article import read
from annotui.corpus.scan import scan
from annotui.store.changes import Put
from annotui.store.store import Store

Run = Callable[..., subprocess.CompletedProcess[str]]

KEYS = (
    "id article sha256 encoding start end text label note reviewer group source prefix suffix created updated "
    "status score schema"
).split()


def fill(corpus: Path, count: int, reviewer: str = "desk1", annotations: Path | None = None) -> None:
    """Tag the first code points of the first article, `count` times, as claims and quotes in turn."""
    article = read(scan(corpus).entries[0])
    store = Store.open(corpus, reviewer=reviewer, annotations=annotations)
    tags = [
        Annotation(
            id=f"{reviewer}-{at}",
            article=article.id,
            sha256=article.sha256,
            encoding=article.encoding,
            span=Span(0, end),
            text=article.text[:end],
            label=("claim", "quote")[at % 2],
            reviewer=reviewer,
            created=f"2026-11-22T10:00:00.{at % 1000:03}Z",
            updated="2026-11-22T10:00:00.000Z",
            suffix=article.text[end : end + 32],
        )
        for at in range(count)
        if (end := 8 + at % 500)
    ]
    store.commit([Put(tag) for tag in tags])
    store.wait()
    store.close()


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def tagged(seeds: Path) -> Path:
    """The seeds with three tags: a claim and a quote by desk1, a claim by desk2."""
    fill(seeds, 2)
    fill(seeds, 1, "desk2")
    return seeds


def test_lines_go_to_standard_output_and_hold_against_the_files(
    annotui: Run, tagged: Path, tmp_path: Path
) -> None:
    done = annotui("export", "seeds/")
    assert (done.returncode, done.stderr) == (0, "")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["reviewer"], line["label"], line["status"]) for line in lines] == [
        ("desk1", "claim", "ok"),
        ("desk2", "claim", "ok"),
        ("desk1", "quote", "ok"),
    ]
    for line in lines:
        assert list(line) == KEYS
        with open(tmp_path / line["article"], encoding=line["encoding"], newline="") as file:
            assert file.read()[line["start"] : line["end"]] == line["text"]


def test_it_does_not_matter_where_one_stands_or_how_the_folder_is_written(
    annotui: Run, tagged: Path, tmp_path: Path
) -> None:
    (tmp_path / "way").symlink_to(tagged)
    there = annotui("export", "seeds").stdout
    assert there
    assert annotui("export", ".", cwd=tagged).stdout == there
    assert annotui("export", tagged, cwd=Path("/")).stdout == there
    assert annotui("export", "way").stdout == there


def test_filters(annotui: Run, tagged: Path) -> None:
    def count(*filters: str) -> int:
        return annotui("export", "seeds", *filters).stdout.count("\n")

    assert count("--label", "claim") == 2
    assert count("--label", "claim", "--label", "quote") == 3
    assert count("--label", "claim", "--by", "desk2") == 1
    assert count("--by", "desk1", "--by", "desk2") == 3


def test_nothing_fits_is_said(annotui: Run, tagged: Path) -> None:
    done = annotui("export", "seeds", "--label", "clam")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "No annotation fits these filters in annotations.\n"


def test_nothing_tagged_yet_is_said_and_nothing_is_created(annotui: Run, seeds: Path, tmp_path: Path) -> None:
    done = annotui("export", "seeds")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "There are no annotations yet in annotations.\n"
    assert sorted(os.listdir(tmp_path)) == ["seeds"]


def test_exporting_writes_nothing_to_the_tags_or_the_corpus(
    annotui: Run, tagged: Path, tmp_path: Path
) -> None:
    before = files(tmp_path)
    assert annotui("export", "seeds").returncode == 0
    assert files(tmp_path) == before


def test_the_tags_may_lie_elsewhere(annotui: Run, seeds: Path, tmp_path: Path) -> None:
    fill(seeds, 1, annotations=tmp_path / "elsewhere")
    assert annotui("export", "seeds", "--annotations", "elsewhere").stdout.count("\n") == 1
    missing = annotui("export", "seeds", "--annotations", "elsewere")
    assert (missing.returncode, missing.stdout) == (2, "")
    assert (
        missing.stderr
        == "There is no folder elsewere; give the one that the tags are in with --annotations.\n"
    )


def test_orphans_are_exported_and_told_by_status_1(annotui: Run, tagged: Path) -> None:
    (tagged / "000_aa2809ac14b27de4.txt").unlink()
    done = annotui("export", "seeds")
    assert (done.returncode, done.stdout.count('"status": "orphan"')) == (1, 3)
    assert done.stderr.startswith("3 of 3 annotations are orphans: ")
    assert done.stderr.count("\n") == 1


def test_orphans_come_out_when_no_article_is_left(annotui: Run, tagged: Path) -> None:
    for path in tagged.iterdir():
        path.unlink()
    done = annotui("export", "seeds")
    assert (done.returncode, done.stdout.count('"status": "orphan"')) == (1, 3)


def test_a_folder_without_articles_and_tags_is_refused(annotui: Run, tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    done = annotui("export", "bare")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("There is no article in bare; ")


def test_damage_is_told_by_status_1_and_the_rest_is_exported(
    annotui: Run, tagged: Path, tmp_path: Path
) -> None:
    fill(tagged, 1, "desk3")
    (log,) = (tmp_path / "annotations" / "log").glob("desk2-*.jsonl")
    log.write_bytes(log.read_bytes().replace(b"claim", b"cla\x1bm") + b"\n")
    done = annotui("export", "seeds")
    assert done.returncode == 1
    assert [json.loads(line)["reviewer"] for line in done.stdout.splitlines()] == ["desk1", "desk3", "desk1"]
    assert log.name in done.stderr
    assert "\x1b" not in done.stderr


@pytest.mark.parametrize("target", ["out.jsonl", "./deep/out.jsonl"])
def test_output_holds_what_would_have_been_printed(
    annotui: Run, tagged: Path, tmp_path: Path, target: str
) -> None:
    (tmp_path / "deep").mkdir()
    done = annotui("export", "seeds", "--output", target)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / target).read_text(encoding="utf-8") == annotui("export", "seeds").stdout
    assert os.listdir((tmp_path / target).parent).count("out.jsonl") == 1
    assert not [name for name in os.listdir((tmp_path / target).parent) if name.endswith(".tmp")]


def test_output_replaces_a_file_and_keeps_its_permissions(annotui: Run, tagged: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("old")
    target.chmod(0o604)
    other = tmp_path / "other"
    os.link(target, other)
    assert annotui("export", "seeds", "-o", target).returncode == 0
    assert target.read_text(encoding="utf-8").count("\n") == 3
    assert stat.S_IMODE(target.stat().st_mode) == 0o604
    assert other.read_text() == "old"


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("seeds/out.jsonl", "seeds/out.jsonl is inside the corpus, where nothing is ever written"),
        ("way/out.jsonl", "way/out.jsonl is inside the corpus, where nothing is ever written"),
        ("seeds/000_aa2809ac14b27de4.txt", "seeds/000_aa2809ac14b27de4.txt is inside the corpus"),
        ("annotations/tinydb.json", "annotations/tinydb.json is where annotui keeps the tags"),
        ("nowhere/out.jsonl", "There is no folder nowhere to write out.jsonl to; make it first."),
        ("link.jsonl", "link.jsonl is a symbolic link and is not replaced"),
        ("pipe", "pipe is not a file and is not replaced"),
        ("way", "way is a symbolic link and is not replaced"),
        (".", ". is a folder and is not replaced"),
        ("", "Invalid value for '--output' / '-o': it is empty"),
    ],
)
def test_output_goes_nowhere_it_must_not(
    annotui: Run, tagged: Path, tmp_path: Path, target: str, said: str
) -> None:
    (tmp_path / "way").symlink_to(tagged)
    (tmp_path / "aim.jsonl").write_text("old")
    (tmp_path / "link.jsonl").symlink_to("aim.jsonl")
    os.mkfifo(tmp_path / "pipe")
    before = files(tmp_path)
    done = annotui("export", "seeds", "--output", target)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(said)
    assert done.stderr.count("\n") == 1
    assert files(tmp_path) == before


def test_an_output_that_cannot_be_written_leaves_the_old_file(
    environment: dict[str, str], seeds: Path, tmp_path: Path
) -> None:
    """As on a full disk: no file may grow beyond 64 KiB."""
    fill(seeds, 400)
    (tmp_path / "out.jsonl").write_text("old")
    command = f"ulimit -f 64; exec {sys.executable} -m annotui export seeds --output out.jsonl"
    done = subprocess.run(
        ["bash", "-c", f"trap '' XFSZ; {command}"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert (
        done.stderr
        == "out.jsonl cannot be written: file too large; give another --output, or none to print.\n"
    )
    assert (tmp_path / "out.jsonl").read_text() == "old"
    assert sorted(os.listdir(tmp_path)) == ["annotations", "out.jsonl", "seeds"]


def test_a_reader_that_has_enough_ends_it_quietly(
    environment: dict[str, str], seeds: Path, tmp_path: Path
) -> None:
    fill(seeds, 2000)
    command = f"set -o pipefail; {sys.executable} -m annotui export seeds | head -n 1"
    done = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""
    assert done.returncode == 128 + signal.SIGPIPE


@pytest.mark.parametrize("redirect", ["> /dev/full", ">&-"])
def test_output_that_cannot_be_written_is_said(
    environment: dict[str, str], tagged: Path, tmp_path: Path, redirect: str
) -> None:
    command = f"{sys.executable} -m annotui export seeds {redirect}"
    done = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("This cannot be written: ")
    assert done.stderr.count("\n") == 1


def test_lines_are_utf_8_whatever_the_locale(annotui: Run, tagged: Path) -> None:
    plain = annotui("export", "seeds").stdout
    for environ in ({"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"PYTHONIOENCODING": "latin-1"}):
        assert annotui("export", "seeds", environ=environ).stdout == plain
    refused = annotui("export", "seeds", environ={"LC_ALL": "en_US.ISO-8859-1"})
    assert (refused.returncode, refused.stdout) == (2, "")
