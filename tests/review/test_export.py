"""What the store holds, as it stands in the articles now."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from annotui.core.annotation import CONTEXT, Annotation
from annotui.core.span import Span
from annotui.corpus.article import Article, read
from annotui.corpus.scan import scan
from annotui.formats import jsonl
from annotui.formats.record import Record
from annotui.review.export import records
from annotui.store.changes import Put
from annotui.store.store import Store

Tag = Callable[..., Annotation]

QUOTED = "“engaging in a very stable way,”"


@pytest.fixture
def store(seeds: Path) -> Iterator[Store]:
    opened = Store.open(seeds, reviewer="desk1")
    yield opened
    opened.close()


@pytest.fixture
def tag(store: Store, seeds: Path) -> Tag:
    """Tags the first occurrence of some words in the article whose file name begins so."""

    def put(
        article: str, words: str, label: str = "claim", reviewer: str = "desk1", **more: object
    ) -> Annotation:
        found = next(read(entry) for entry in scan(seeds).entries if entry.id.startswith(f"seeds/{article}"))
        one = annotation(found, words, label, reviewer, **more)
        store.commit([Put(one)])
        return one

    return put


def annotation(article: Article, words: str, label: str, reviewer: str, **more: object) -> Annotation:
    start = article.text.index(words)
    end = start + len(words)
    known: dict[str, object] = {"created": "2026-11-22T10:00:00.000Z", "note": ""} | more
    created = str(known["created"])
    return Annotation(
        id=f"0193-{sha256(f'{article.id}{words}{label}{reviewer}{created}'.encode()).hexdigest()[:8]}",
        article=article.id,
        sha256=article.sha256,
        encoding=article.encoding,
        span=Span(start, end),
        text=words,
        label=label,
        reviewer=reviewer,
        created=created,
        updated=created,
        note=str(known["note"]),
        prefix=article.text[max(0, start - CONTEXT) : start],
        suffix=article.text[end : end + CONTEXT],
    )


def exported(store: Store, seeds: Path, **filters: tuple[str, ...]) -> list[Record]:
    return list(records(store, scan(seeds, may_be_empty=True), **filters))


def test_a_tag_comes_out_as_it_went_in(store: Store, seeds: Path, tag: Tag) -> None:
    one = tag("003", QUOTED, "quote", note="who says so?")
    assert exported(store, seeds) == [Record(one, "ok")]
    assert one.span == (896, 928)


def test_records_come_by_article_start_end_and_time(store: Store, seeds: Path, tag: Tag) -> None:
    tag("003", "Japan is negotiating")
    tag("003", "Japan", created="2026-11-22T10:00:02.000Z")
    tag("003", "Japan", "error", created="2026-11-22T10:00:01.000Z")
    tag("000", "Japanese Foreign Minister")
    found = [(one.annotation.article[:9], *one.annotation.order[:3]) for one in exported(store, seeds)]
    assert found == sorted(found)
    assert len(found) == 4


def test_filters_keep_labels_and_reviewers(store: Store, seeds: Path, tag: Tag) -> None:
    tag("000", "Japanese", "claim", "desk1")
    tag("000", "Foreign", "quote", "desk1")
    tag("000", "Minister", "quote", "desk2")

    def texts(**filters: tuple[str, ...]) -> list[str]:
        return [one.annotation.text for one in exported(store, seeds, **filters)]

    assert texts() == ["Japanese", "Foreign", "Minister"]
    assert texts(labels=("quote",)) == ["Foreign", "Minister"]
    assert texts(labels=("quote", "claim"), reviewers=("desk1",)) == ["Japanese", "Foreign"]
    assert texts(labels=("quote",), reviewers=("desk2", "desk3")) == ["Minister"]
    assert texts(labels=("error",)) == []


def test_an_edited_article_gives_the_new_place_hash_and_context(store: Store, seeds: Path, tag: Tag) -> None:
    one = tag("003", QUOTED, "quote")
    path = seeds / "003_f9803d3a2fa3b0c4.txt"
    path.write_bytes(b"\xef\xbb\xbfAn added line.\r\n" + path.read_bytes())
    (found,) = exported(store, seeds)
    with open(path, encoding=found.annotation.encoding, newline="") as file:
        text = file.read()
    assert found.status == "moved"
    assert found.score is not None
    assert 0.9 < found.score <= 1
    assert found.annotation.span == (896 + 16, 928 + 16)
    assert found.annotation.span.of(text) == found.annotation.text == QUOTED
    assert found.annotation.encoding == "utf-8-sig"
    assert found.annotation.sha256 == sha256(path.read_bytes()).hexdigest()
    assert text.startswith(found.annotation.prefix + QUOTED + found.annotation.suffix, 912 - CONTEXT)
    assert found.annotation.id == one.id


@pytest.mark.parametrize("fate", ["gone", "binary", "link"])
def test_a_tag_whose_article_cannot_be_read_stays_with_its_last_place(
    store: Store, seeds: Path, tag: Tag, fate: str
) -> None:
    one = tag("003", QUOTED, "quote")
    other = tag("004", "Nato", "claim")
    path = seeds / "003_f9803d3a2fa3b0c4.txt"
    path.unlink()
    if fate == "binary":
        path.write_bytes(b"\0")
    elif fate == "link":
        path.symlink_to("004_9f3f6f729d904582.txt")
    assert exported(store, seeds) == [Record(one, "orphan"), Record(other, "ok")]


def test_words_that_are_gone_make_an_orphan_of_the_file_as_it_is(store: Store, seeds: Path, tag: Tag) -> None:
    one = tag("003", QUOTED, "quote")
    path = seeds / "003_f9803d3a2fa3b0c4.txt"
    path.write_text("Something else entirely.")
    (found,) = exported(store, seeds)
    assert (found.status, found.score) == ("orphan", None)
    assert (found.annotation.span, found.annotation.text) == (one.span, one.text)
    assert found.annotation.sha256 == sha256(path.read_bytes()).hexdigest()


def test_a_corpus_without_articles_still_has_its_tags(store: Store, seeds: Path, tag: Tag) -> None:
    one = tag("003", QUOTED, "quote")
    for path in seeds.iterdir():
        path.unlink()
    assert exported(store, seeds) == [Record(one, "orphan")]


def test_the_tags_of_a_neighbour_are_left_out(store: Store, seeds: Path, tag: Tag, tmp_path: Path) -> None:
    tag("003", QUOTED, "quote")
    neighbour = tmp_path / "seeds2"
    neighbour.mkdir()
    (neighbour / "a.txt").write_text("Words.")
    store.wait()
    other = Store.open(neighbour, reviewer="desk1")
    assert list(records(other, scan(neighbour))) == []
    other.close()


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("cp1252", "“Yes”, the mayor’s office said on Monday – in a café.\r\nWhat more?"),
        ("utf-8-sig", "\ufeff“Yes”, said the mayor.\r“No”"),
        ("utf-16", "“Yes”, said the mayor.\r\n"),
        ("utf-8", "“Yes” 👩‍👩‍👧, said \x1b[1mthe\x1b[0m mayor."),
    ],
)
def test_every_line_holds_against_the_file(tmp_path: Path, encoding: str, content: str) -> None:
    corpus = tmp_path / "news"
    corpus.mkdir()
    (corpus / "a.txt").write_bytes(content.encode(encoding.removesuffix("-sig")))
    article = read(scan(corpus).entries[0])
    store = Store.open(corpus, reviewer="desk1")
    store.commit([Put(annotation(article, words, "claim", "desk1")) for words in ("“Yes”", "mayor", ", ")])
    lines = [json.loads(line) for line in jsonl.write(records(store, scan(corpus)))]
    store.close()
    assert len(lines) == 3
    for line in lines:
        with open(tmp_path / line["article"], encoding=line["encoding"], newline="") as file:
            assert file.read()[line["start"] : line["end"]] == line["text"]
        assert line["encoding"] == encoding
