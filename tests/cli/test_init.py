"""`annotui init` as a person meets it."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from annotui.config import STANDARD, labels
from annotui.config.sample import shared_sample
from annotui.store.store import Store

Run = Callable[..., subprocess.CompletedProcess[str]]


def identity(path: Path) -> tuple[int, int, int, int]:
    """What is there, without the time at which somebody looked at it."""
    status = path.lstat()
    return status.st_ino, status.st_mode, status.st_size, status.st_mtime_ns


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_file_is_written_that_holds_the_standard_labels(annotui: Run, seeds: Path, tmp_path: Path) -> None:
    before = files(seeds)
    done = annotui("init", "seeds/")
    assert (done.returncode, done.stdout) == (0, "")
    assert (
        done.stderr
        == "annotations/annotui.toml is written; what is edited there holds when annotui starts next.\n"
    )
    assert labels(tmp_path / "annotations") == STANDARD
    assert (tmp_path / "annotations" / "annotui.toml").read_text(encoding="utf-8") == shared_sample()
    assert files(seeds) == before


def test_the_folder_is_one_that_tags_can_go_to(annotui: Run, seeds: Path, tmp_path: Path) -> None:
    assert annotui("init", "seeds").returncode == 0
    made = {one.name for one in (tmp_path / "annotations").iterdir()}
    assert made == {"FORMAT.json", ".gitattributes", ".gitignore", "annotui.toml", "log"}
    store = Store.open(seeds, reviewer="desk1")
    assert (store.read_only, store.problems()) == (None, [])
    store.close()


@pytest.mark.parametrize(
    ("place", "shown"), [("desk", "desk"), ("./deep/er", "deep/er"), ("way/../desk", "way/../desk")]
)
def test_the_file_goes_where_the_tags_are_kept(
    annotui: Run, seeds: Path, tmp_path: Path, place: str, shown: str
) -> None:
    (tmp_path / "far" / "away").mkdir(parents=True)
    (tmp_path / "way").symlink_to("far/away")
    done = annotui("init", "seeds", "--annotations", place)
    assert (done.returncode, done.stderr.split(" ")[0]) == (0, f"{shown}/annotui.toml")
    assert labels(tmp_path / place) == STANDARD
    assert not (tmp_path / "annotations").exists()


def test_it_does_not_matter_where_one_stands(annotui: Run, seeds: Path, tmp_path: Path) -> None:
    done = annotui("init", ".", cwd=seeds)
    assert (done.returncode, done.stderr.split(" ")[0]) == (0, "../annotations/annotui.toml")
    assert labels(tmp_path / "annotations") == STANDARD


def test_a_corpus_that_is_still_empty_will_do(annotui: Run, tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    assert annotui("init", "bare").returncode == 0
    assert labels(tmp_path / "annotations") == STANDARD


def test_a_file_that_is_there_is_not_overwritten(annotui: Run, seeds: Path, tmp_path: Path) -> None:
    (tmp_path / "annotations").mkdir()
    (tmp_path / "annotations" / "annotui.toml").write_text("# mine")
    before = files(tmp_path)
    done = annotui("init", "seeds")
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == "annotations/annotui.toml is there already and is not overwritten; edit it, or move it away first.\n"
    )
    assert files(tmp_path) == before


@pytest.mark.parametrize("kind", ["dangling link", "link", "folder", "pipe"])
def test_whatever_has_the_name_of_the_file_is_left_alone(
    annotui: Run, seeds: Path, tmp_path: Path, kind: str
) -> None:
    target = tmp_path / "annotations" / "annotui.toml"
    target.parent.mkdir()
    elsewhere = tmp_path / "elsewhere.toml"
    if kind == "folder":
        target.mkdir()
    elif kind == "pipe":
        os.mkfifo(target)
    else:
        target.symlink_to(elsewhere)
        if kind == "link":
            elsewhere.write_text("# mine")
    before = files(tmp_path), identity(target)
    done = annotui("init", "seeds")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("annotations/annotui.toml is there already and is not overwritten; ")
    assert (files(tmp_path), identity(target)) == before


@pytest.mark.parametrize("place", ["seeds", "seeds/annotations", "way/annotations"])
def test_nothing_is_written_inside_the_corpus(annotui: Run, seeds: Path, tmp_path: Path, place: str) -> None:
    (tmp_path / "way").symlink_to(seeds)
    before = files(tmp_path)
    done = annotui("init", "seeds", "--annotations", place)
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == f"{place} is inside the corpus, where nothing is ever written; give another folder with --annotations.\n"
    )
    assert files(tmp_path) == before


def test_a_folder_that_leads_into_the_corpus_is_not_filled(annotui: Run, seeds: Path, tmp_path: Path) -> None:
    (tmp_path / "annotations").mkdir()
    (tmp_path / "annotations" / "log").symlink_to(seeds / "log")
    before = files(seeds)
    assert annotui("init", "seeds").returncode == 2
    assert files(seeds) == before
    assert not (seeds / "log").exists()


def test_a_place_that_cannot_be_written_is_said(annotui: Run, seeds: Path, tmp_path: Path) -> None:
    (tmp_path / "annotations").write_text("a file")
    done = annotui("init", "seeds")
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == "annotations/annotui.toml cannot be written: not a directory; give another folder with --annotations.\n"
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"format": "annotui", "version": 99}', "was written by a newer annotui"),
        ("{", "its FORMAT.json does not say which version they are"),
    ],
)
def test_the_folder_of_another_annotui_is_left_alone(
    annotui: Run, seeds: Path, tmp_path: Path, content: str, said: str
) -> None:
    (tmp_path / "annotations").mkdir()
    (tmp_path / "annotations" / "FORMAT.json").write_text(content)
    before = files(tmp_path)
    done = annotui("init", "seeds")
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert files(tmp_path) == before


def test_a_file_that_does_not_fit_on_the_disk_is_not_left_in_part(
    environment: dict[str, str], seeds: Path, tmp_path: Path
) -> None:
    """As on a full disk: no file may grow beyond 1 KiB, which is enough for the small ones."""
    assert len(shared_sample()) > 1024
    command = f"trap '' XFSZ; ulimit -f 1; exec {sys.executable} -B -m annotui init seeds"
    done = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == "annotations/annotui.toml cannot be written: file too large; give another folder with --annotations.\n"
    )
    assert (tmp_path / "annotations" / "FORMAT.json").exists()
    assert not (tmp_path / "annotations" / "annotui.toml").exists()


def test_in_a_folder_of_a_group_the_group_can_edit_it(annotui: Run, seeds: Path, tmp_path: Path) -> None:
    (tmp_path / "annotations").mkdir()
    (tmp_path / "annotations").chmod(0o770)
    assert annotui("init", "seeds").returncode == 0
    mode = (tmp_path / "annotations" / "annotui.toml").stat().st_mode
    assert stat.S_IMODE(mode) & 0o660 == 0o660


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["init"], "Missing argument 'FOLDER'; annotui init --help says how.\n"),
        (["init", "nowhere"], "There is no folder nowhere; give a folder with .txt or .md files.\n"),
        (["init", "seeds", "more"], "Got unexpected extra argument (more); annotui init --help says how.\n"),
    ],
)
def test_wrong_usage_is_told_by_status_2(annotui: Run, seeds: Path, arguments: list[str], said: str) -> None:
    done = annotui(*arguments)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


def test_the_name_of_a_folder_cannot_act_on_the_terminal(annotui: Run, seeds: Path) -> None:
    done = annotui("init", "seeds", "--annotations", "a\x1b[2J")
    assert done.returncode == 0
    assert "\x1b" not in done.stderr


@pytest.mark.parametrize("arguments", [["init", "--help"], ["init", "seeds"]])
def test_it_loads_no_screen_and_no_tags(annotui: Run, seeds: Path, arguments: list[str]) -> None:
    done = annotui(*arguments, python=["-X", "importtime"])
    assert done.returncode == 0
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert "annotui" in loaded
    assert not loaded & {"textual", "rich", "numpy", "tinydb"}
