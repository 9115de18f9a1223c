"""Articles that come and go while a corpus is read."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from annotui.corpus import watched
from annotui.corpus.scan import Corpus, scan
from annotui.corpus.watched import Watched


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "inner").mkdir(parents=True)
    for name in ("a.txt", "inner/b.txt"):
        (folder / name).write_text("Something.", "utf-8")
    for one in (folder, folder / "inner"):
        os.utime(one, (1_700_000_000, 1_700_000_000))
    return folder


@pytest.fixture
def scans(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The scans that were done."""
    done: list[Path] = []

    def counted(folder: Path) -> Corpus:
        done.append(folder)
        return scan(folder)

    monkeypatch.setattr(watched, "scan", counted)
    return done


def names(corpus: Corpus | None) -> list[str] | None:
    return None if corpus is None else [entry.id for entry in corpus.entries]


def settled(looks: Watched) -> list[str] | None:
    """What is told once nothing happens any more."""
    told = None
    for _ in range(4):
        told = names(looks.look()) or told
    return told


def test_as_long_as_nothing_happens_the_folder_is_not_looked_through_again(
    corpus: Path, scans: list[Path]
) -> None:
    looks = Watched(scan(corpus))
    assert [looks.look() for _ in range(10)] == [None] * 10
    assert scans == []


def test_what_comes_right_behind_the_first_scan_is_told_of_though_the_folder_looks_as_it_did(
    corpus: Path,
) -> None:
    (corpus / "b.txt").write_text("More.", "utf-8")
    found = scan(corpus)
    # In the same tick of the clock by which the system notes when a folder has changed.
    before = corpus.stat()
    (corpus / "c.txt").write_text("More.", "utf-8")
    os.utime(corpus, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "corpus/c.txt" in (settled(Watched(found)) or [])


@pytest.mark.parametrize("name", ["c.txt", "inner/c.txt", "new/deep/c.md"])
def test_an_article_that_came_is_told_of_once(corpus: Path, scans: list[Path], name: str) -> None:
    looks = Watched(scan(corpus))
    assert settled(looks) is None
    (corpus / name).parent.mkdir(parents=True, exist_ok=True)
    (corpus / name).write_text("More.", "utf-8")
    assert settled(looks) == sorted(["corpus/a.txt", "corpus/inner/b.txt", f"corpus/{name}"])
    before = len(scans)
    assert settled(looks) is None
    assert len(scans) == before


def test_an_article_that_comes_into_a_folder_which_was_there_without_one_is_told_of(corpus: Path) -> None:
    looks = Watched(scan(corpus))
    (corpus / "later").mkdir()
    assert settled(looks) is None
    (corpus / "later" / "c.txt").write_text("More.", "utf-8")
    assert "corpus/later/c.txt" in (settled(looks) or [])


@pytest.mark.parametrize("begun", ["", "So far "])
def test_what_is_being_copied_waits_until_it_is_whole(corpus: Path, begun: str) -> None:
    looks = Watched(scan(corpus))
    settled(looks)
    with open(corpus / "c.txt", "w", encoding="utf-8") as file:
        file.write(begun)
        file.flush()
        for _ in range(3):
            assert names(looks.look()) in (None, ["corpus/a.txt", "corpus/inner/b.txt"])
            file.write("and on and on ")
            file.flush()
    assert "corpus/c.txt" in (settled(looks) or [])


def test_a_file_that_stays_empty_for_long_is_told_of_when_it_is_written_to(
    corpus: Path, scans: list[Path]
) -> None:
    looks = Watched(scan(corpus))
    (corpus / "c.txt").touch()
    settled(looks)
    before = len(scans)
    assert settled(looks) is None
    assert len(scans) == before
    with open(corpus / "c.txt", "a", encoding="utf-8") as file:
        file.write("At last.")
    assert "corpus/c.txt" in (settled(looks) or [])


def test_while_some_go_on_coming_those_that_are_whole_are_told_of(corpus: Path) -> None:
    looks = Watched(scan(corpus))
    told: list[str] = []
    for number in range(6):
        (corpus / f"c{number}.txt").write_text("More.", "utf-8")
        told = names(looks.look()) or told
    assert told == ["corpus/a.txt", *(f"corpus/c{number}.txt" for number in range(5)), "corpus/inner/b.txt"]


def test_what_is_taken_away_is_told_of_and_what_is_put_back_at_once_is_not(corpus: Path) -> None:
    looks = Watched(scan(corpus))
    settled(looks)
    text = (corpus / "a.txt").read_bytes()
    (corpus / "a.txt").unlink()
    assert looks.look() is None
    (corpus / "a.txt").write_bytes(text)
    assert settled(looks) is None
    shutil.rmtree(corpus / "inner")
    assert settled(looks) == ["corpus/a.txt"]


def test_a_renamed_article_is_told_of_as_one_that_went_and_one_that_came(corpus: Path) -> None:
    looks = Watched(scan(corpus))
    settled(looks)
    (corpus / "a.txt").rename(corpus / "z.txt")
    assert settled(looks) == ["corpus/inner/b.txt", "corpus/z.txt"]


def _remove(folder: Path) -> None:
    shutil.rmtree(folder)


def _move(folder: Path) -> None:
    folder.rename(folder.parent / "elsewhere")


def _replace(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("no folder", "utf-8")


def _empty(folder: Path) -> None:
    for path in folder.rglob("*.txt"):
        path.unlink()


@pytest.mark.parametrize("harm", [_remove, _move, _replace, _empty])
def test_a_folder_that_is_gone_or_empty_leaves_the_articles_as_they_were(
    corpus: Path, harm: Callable[[Path], None]
) -> None:
    looks = Watched(scan(corpus))
    settled(looks)
    harm(corpus)
    assert settled(looks) is None


def test_a_file_that_changes_where_it_is_known_is_not_told_of(corpus: Path, scans: list[Path]) -> None:
    looks = Watched(scan(corpus))
    settled(looks)
    before = len(scans)
    (corpus / "a.txt").write_text("Something else.", "utf-8")
    os.utime(corpus / "inner" / "b.txt", (0, 0))
    assert settled(looks) is None
    assert len(scans) == before
