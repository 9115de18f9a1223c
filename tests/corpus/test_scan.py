"""Which files of a folder become articles, and what is said of the others."""

from __future__ import annotations

import json
import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotui.corpus.article import Unreadable, read
from annotui.corpus.scan import Corpus, CorpusError, Entry, scan


def write(path: Path, content: str = "Words.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def ids(corpus: Corpus) -> list[str]:
    return [entry.id for entry in corpus.entries]


def reasons(corpus: Corpus) -> dict[str, str]:
    return {one.name: one.reason for one in corpus.skipped}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus with one good article, `a.txt`."""
    write(tmp_path / "news" / "a.txt")
    return tmp_path / "news"


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A folder, while the test runs as somebody whom permissions bind."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o777)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            yield Path(name)
        finally:
            if root:
                os.seteuid(0)


def test_the_seeds_are_five_articles_in_order(seeds: Path) -> None:
    corpus = scan(seeds)
    assert (corpus.name, corpus.root, corpus.skipped) == ("seeds", seeds, ())
    assert [id_[:9] for id_ in ids(corpus)] == [
        "seeds/000",
        "seeds/001",
        "seeds/002",
        "seeds/003",
        "seeds/004",
    ]
    assert corpus.entries[3] == Entry("seeds/003_f9803d3a2fa3b0c4.txt", seeds / "003_f9803d3a2fa3b0c4.txt")


def test_articles_are_text_and_markdown_at_any_depth_ordered_by_path(folder: Path) -> None:
    for name in ("b/c/d.md", "b.TXT", "b/a.Md", "Z.txt", "é.txt", "b-1.txt", "no.html", "README", "txt"):
        write(folder / name)
    assert ids(scan(folder)) == [
        f"news/{name}" for name in ("Z.txt", "a.txt", "b-1.txt", "b.TXT", "b/a.Md", "b/c/d.md", "é.txt")
    ]
    assert scan(folder).skipped == ()


def test_a_folder_may_be_named_like_an_article(folder: Path) -> None:
    write(folder / "x.txt" / "y.txt")
    assert ids(scan(folder)) == ["news/a.txt", "news/x.txt/y.txt"]


def test_hidden_files_and_folders_are_left_out_without_a_word(folder: Path) -> None:
    write(folder / ".hidden.txt")
    write(folder / ".git" / "x.txt")
    assert (ids(scan(folder)), scan(folder).skipped) == (["news/a.txt"], ())


def test_the_name_is_that_of_the_folder_however_it_is_given(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    (folder.parent / "link").symlink_to(folder)
    for given in (".", "../news", "../news/", "./", "../link"):
        assert ids(scan(Path(given))) == ["news/a.txt"]


def test_links_are_listed_and_not_followed(folder: Path, tmp_path: Path) -> None:
    write(tmp_path / "elsewhere" / "secret.txt")
    (folder / "file.txt").symlink_to(tmp_path / "elsewhere" / "secret.txt")
    (folder / "folder").symlink_to(tmp_path / "elsewhere")
    (folder / "broken.md").symlink_to("nowhere")
    (folder / "loop.txt").symlink_to("loop.txt")
    corpus = scan(folder)
    assert ids(corpus) == ["news/a.txt"]
    assert list(reasons(corpus)) == ["broken.md", "file.txt", "folder", "loop.txt"]
    assert set(reasons(corpus).values()) == {"it is a symbolic link, and links are not followed"}


def test_pipes_sockets_and_empty_files_are_listed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(folder / "pipe.txt")
    write(folder / "empty.md", "")
    monkeypatch.chdir(folder)  # the path of a socket is at most 108 bytes long
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.txt")
        corpus = scan(folder)
    assert ids(corpus) == ["news/a.txt"]
    assert reasons(corpus) == {
        "empty.md": "it is empty",
        "pipe.txt": "it is a named pipe, not a file",
        "socket.txt": "it is a socket, not a file",
    }


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (b"line\nbreak.txt", "its name holds a line break or a control character"),
        (b"\x1b]0;owned\x07.txt", "its name holds a line break or a control character"),
        ("c1\x9b.txt".encode(), "its name holds a line break or a control character"),
        ("sep\u2028.md".encode(), "its name holds a line break or a control character"),
        (b"caf\xe9.txt", "its name is not UTF-8"),
    ],
)
def test_names_that_could_act_are_listed_for_files_and_folders(
    folder: Path, name: bytes, reason: str
) -> None:
    where = os.fsencode(folder)
    Path(os.fsdecode(where + b"/" + name)).write_text("Words.")
    Path(os.fsdecode(where + b"/in" + name)).mkdir()
    Path(os.fsdecode(where + b"/in" + name + b"/x.txt")).write_text("Words.")
    corpus = scan(folder)
    assert ids(corpus) == ["news/a.txt"]
    assert reasons(corpus) == {os.fsdecode(name): reason, os.fsdecode(b"in" + name): reason}


def test_the_folder_of_the_tags_is_no_part_of_the_corpus(folder: Path) -> None:
    write(folder / "annotations" / "FORMAT.json", json.dumps({"format": "annotui", "version": 1}))
    write(folder / "annotations" / "note.txt")
    corpus = scan(folder)
    assert ids(corpus) == ["news/a.txt"]
    assert reasons(corpus) == {"annotations": "it is where annotui keeps its data"}


@pytest.mark.parametrize("marker", ["[]", "{", '{"format": "other"}', '"annotui"', "[" * 100_000])
def test_another_format_file_changes_nothing(folder: Path, marker: str) -> None:
    write(folder / "other" / "FORMAT.json", marker)
    write(folder / "other" / "b.txt")
    assert ids(scan(folder)) == ["news/a.txt", "news/other/b.txt"]


def test_a_folder_that_may_not_be_read_is_listed_and_the_rest_is_there(unprivileged: Path) -> None:
    write(unprivileged / "news" / "a.txt")
    shut = write(unprivileged / "news" / "shut" / "b.txt").parent
    shut.chmod(0)
    try:
        corpus = scan(unprivileged / "news")
    finally:
        shut.chmod(0o700)
    assert (ids(corpus), reasons(corpus)) == (
        ["news/a.txt"],
        {"shut": "the folder cannot be read: permission denied"},
    )


def test_a_file_that_may_not_be_read_is_told_when_it_is_read(unprivileged: Path) -> None:
    write(unprivileged / "news" / "a.txt")
    write(unprivileged / "news" / "b.txt").chmod(0)
    first, second = scan(unprivileged / "news").entries
    assert read(first).id == "news/a.txt"
    with pytest.raises(Unreadable, match=r"^permission denied$"):
        read(second)


def test_a_corpus_that_may_not_be_read_says_so(unprivileged: Path) -> None:
    shut = write(unprivileged / "news" / "a.txt").parent
    shut.chmod(0)
    try:
        with pytest.raises(CorpusError, match="cannot be read: permission denied; check its permissions"):
            scan(shut)
    finally:
        shut.chmod(0o700)


def test_what_cannot_be_a_corpus_is_said_in_one_sentence(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    write(tmp_path / "annotations" / "FORMAT.json", '{"format": "annotui"}')
    (tmp_path / "two\nlines").mkdir()
    said = {}
    for given in ("nowhere", "news/a.txt", "bare", "annotations", "two\nlines", "/"):
        with pytest.raises(CorpusError) as error:
            scan(tmp_path / given)
        said[given] = str(error.value).replace(f"{tmp_path}/", "")
    assert said == {
        "nowhere": "There is no folder nowhere; give a folder with .txt or .md files.",
        "news/a.txt": "news/a.txt is not a folder; give the folder that it is in.",
        "bare": "There is no article in bare; annotui reads .txt and .md files that are not empty.",
        "annotations": "annotations is where annotui keeps its data; give the folder with the articles.",
        "two\nlines": "two\nlines cannot be a corpus: its name holds a line break or a control character; "
        "rename the folder.",
        "/": "/ cannot be a corpus: it has no name and no place beside it; open a folder in it.",
    }
    assert scan(tmp_path / "bare", may_be_empty=True).entries == ()


def test_an_empty_corpus_says_what_was_skipped(tmp_path: Path) -> None:
    write(tmp_path / "news" / "a.txt", "")
    write(tmp_path / "news" / "b.txt", "")
    (tmp_path / "news" / "c.txt").symlink_to("a.txt")
    with pytest.raises(CorpusError) as error:
        scan(tmp_path / "news")
    assert str(error.value).endswith(
        "and skipped 3 here: 2 because it is empty, 1 because it is a symbolic link, and links are not followed."
    )


def test_scanning_opens_no_article(folder: Path) -> None:
    stat = os.stat(folder / "a.txt")
    os.utime(folder / "a.txt", ns=(0, stat.st_mtime_ns))
    scan(folder)
    assert os.stat(folder / "a.txt").st_atime_ns == 0
    (folder / "a.txt").read_bytes()
    if os.stat(folder / "a.txt").st_atime_ns == 0:
        pytest.skip("this file system does not note when a file is read")


@pytest.mark.parametrize(
    ("swap", "reason"),
    [
        (lambda path: path.symlink_to("/etc/passwd"), "it is a symbolic link, and links are not followed"),
        (lambda path: os.mkfifo(path), "it is a named pipe, not a file"),
        (lambda path: path.mkdir(), "it is a folder, not a file"),
        (lambda path: None, "no such file or directory"),
        (lambda path: path.touch(), "it is empty"),
        (lambda path: path.write_bytes(b"\xef\xbb\xbf"), "it is empty"),
        (lambda path: path.write_bytes(b"a\0b"), "it is not text: there are NUL bytes in it"),
    ],
)
def test_what_an_article_became_since_the_scan_is_told_and_never_followed(
    folder: Path, swap: object, reason: str
) -> None:
    corpus = scan(folder)
    (folder / "a.txt").unlink()
    assert callable(swap)
    swap(folder / "a.txt")
    with pytest.raises(Unreadable, match=f"^{reason}$"):
        read(corpus.entries[0])
