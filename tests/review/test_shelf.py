"""The articles of a corpus: names, titles, and those that cannot be read."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from annotui.corpus.article import Unreadable
from annotui.corpus.scan import Skipped, scan
from annotui.review.news import taken_in
from annotui.review.shelf import Shelf, Titled


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("\n# Storm leaves thousandsâ€™ without power\nMore.", encoding="utf-8")
    (folder / "b.txt").write_bytes(bytes(range(256)))
    (folder / "c.txt").write_text("Harbour closed.", encoding="utf-8")
    (folder / "d.txt").write_text("", encoding="utf-8")
    return folder


def test_a_survey_tells_titles_as_they_should_read_and_what_is_no_article(folder: Path) -> None:
    shelf = Shelf(scan(folder))
    found = list(shelf.survey())
    digest = hashlib.sha256((folder / "a.txt").read_bytes()).hexdigest()
    assert found[0] == Titled("news/a.txt", "Storm leaves thousands’ without power", digest)
    assert isinstance(found[1], Skipped)
    assert isinstance(found[2], Titled)
    assert found[2][:2] == ("news/c.txt", "Harbour closed.")
    for one in found:
        shelf.learn(one)
    assert shelf.ids == ["news/a.txt", "news/c.txt"]
    assert shelf.title("news/c.txt") == "Harbour closed."
    assert shelf.sha256("news/a.txt") == digest
    assert [one.name for one in shelf.skipped] == ["b.txt", "d.txt"]


def test_what_is_open_is_not_read_again(folder: Path) -> None:
    shelf = Shelf(scan(folder))
    reading = shelf.open("news/a.txt")
    assert "news/a.txt" not in [one.article for one in shelf.survey() if isinstance(one, Titled)]
    assert shelf.open("news/a.txt") is reading


def test_neighbours_pass_over_what_cannot_be_read(folder: Path) -> None:
    shelf = Shelf(scan(folder))
    with pytest.raises(Unreadable):
        shelf.open("news/b.txt")
    assert shelf.neighbour("news/a.txt", 1) == "news/c.txt"
    assert shelf.neighbour("news/b.txt", -1) == "news/a.txt"
    assert shelf.neighbour("news/c.txt", 1) is None
    assert shelf.neighbour("news/a.txt", -1) is None


def test_a_file_that_comes_back_is_an_article_again(folder: Path) -> None:
    shelf = Shelf(scan(folder))
    with pytest.raises(Unreadable):
        shelf.open("news/b.txt")
    (folder / "b.txt").write_text("Now it is text.", encoding="utf-8")
    assert shelf.open("news/b.txt").article.text == "Now it is text."
    assert "news/b.txt" in shelf.ids


def test_an_article_that_is_gone_can_still_be_read_about_and_is_another_one_when_it_comes_back(
    tmp_path: Path,
) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(f"This is {name}.", "utf-8")
    shelf = Shelf(scan(tmp_path))
    a, b, c = shelf.ids
    before = shelf.open(b).article
    (tmp_path / "b.txt").unlink()
    assert taken_in(shelf, scan(tmp_path), []) == "1 article gone: b"
    assert (shelf.ids, b in shelf, shelf.homes(before.sha256)) == ([a, c], False, [])
    assert (shelf.state(b), shelf.article(b), shelf.title(b)) == ("gone", before, "This is b.")
    assert (shelf.neighbour(b, -1), shelf.neighbour(b, 1)) == (a, c)
    (tmp_path / "b.txt").write_text("This is another one.", "utf-8")
    now = scan(tmp_path)
    assert taken_in(shelf, now, list(shelf.survey(now))) == "1 new article: b"
    assert shelf.title(b) == "This is another one."
    assert shelf.sha256(b) not in (None, before.sha256)
    assert shelf.open(b).article.text == "This is another one."


def test_a_file_that_cannot_be_read_is_no_news(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("This is a.", "utf-8")
    shelf = Shelf(scan(tmp_path))
    (tmp_path / "b.txt").write_bytes(b"\0\1\2")
    now = scan(tmp_path)
    assert taken_in(shelf, now, list(shelf.survey(now))) == ""
    assert [one.name for one in shelf.skipped] == ["b.txt"]


def test_what_was_no_article_and_comes_back_as_one_is_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("This is a.", "utf-8")
    (tmp_path / "b.txt").write_bytes(b"\0\1\2")
    shelf = Shelf(scan(tmp_path))
    for found in list(shelf.survey()):
        shelf.learn(found)
    (tmp_path / "b.txt").unlink()
    assert taken_in(shelf, scan(tmp_path), []) == ""
    (tmp_path / "b.txt").write_text("This is b.", "utf-8")
    now = scan(tmp_path)
    assert taken_in(shelf, now, list(shelf.survey(now))) == "1 new article: b"
    assert shelf.skipped == []
