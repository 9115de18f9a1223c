"""What has changed in a corpus since the last time is said once, and no more than that."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotui.corpus.article import Unreadable
from annotui.corpus.scan import scan
from annotui.review.news import News
from annotui.review.shelf import Shelf, Titled
from annotui.store.store import Store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in ("a", "b", "c"):
        (corpus / f"{name}.txt").write_text(f"This is {name}.", "utf-8")
    return corpus


def edited(news: News, shelf: Shelf, folder: Path) -> str:
    """All articles are read, and what is to be said of that."""
    hashes = {}
    for found in list(shelf.survey()):
        shelf.learn(found)
        if isinstance(found, Titled):
            hashes[found.article] = found.sha256
    return news.edited(Store.open(folder, reviewer="desk1"), hashes)


def start(folder: Path, known: dict[str, object] | None) -> tuple[Shelf, News]:
    shelf = Shelf(scan(folder))
    return shelf, News(shelf, known)


def test_a_file_that_is_no_article_is_neither_new_nor_gone_each_time(folder: Path) -> None:
    (folder / "b.txt").write_bytes(b"\0\1\2")
    shelf, news = start(folder, None)
    assert edited(news, shelf, folder) == ""
    shelf, news = start(folder, news.as_document())
    assert news.come_and_gone() == ""
    with pytest.raises(Unreadable):
        shelf.open("corpus/b.txt")
    assert news.come_and_gone() == "", "now that it is known"
    (folder / "b.txt").unlink()
    _, news = start(folder, news.as_document())
    assert news.come_and_gone() == "gone since last time: b.txt"


def test_who_quits_before_all_articles_are_read_is_told_the_next_time_which_were_edited(folder: Path) -> None:
    shelf, news = start(folder, None)
    edited(news, shelf, folder)
    known = news.as_document()
    (folder / "a.txt").write_text("This is edited.", "utf-8")
    shelf, news = start(folder, known)
    # Shown at the start, and read for that.
    shelf.open("corpus/a.txt")
    known = news.as_document()
    shelf, news = start(folder, known)
    shelf.open("corpus/a.txt")
    assert edited(news, shelf, folder) == "edited since last time: a"
    shelf, news = start(folder, news.as_document())
    assert edited(news, shelf, folder) == "", "it was said"
