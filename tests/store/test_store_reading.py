"""What is damaged is shown and never silently dropped; what is merely unfinished is no damage."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from annotui.core.annotation import Annotation
from annotui.store import reader as reader_module
from annotui.store.changes import Put
from annotui.store.store import Store

Tag = Callable[..., Annotation]
Open = Callable[..., Store]


@pytest.fixture
def log(open_store: Open, tag: Tag) -> Path:
    """A closed log file with four lines, one tag each."""
    store = open_store()
    for number in range(4):
        store.commit([Put(tag(number, number + 3))])
    store.close()
    (store.directory / "tinydb.json").unlink()
    (path,) = (store.directory / "log").iterdir()
    return path


def starts(store: Store) -> list[int]:
    return [one.span.start for one in store.annotations("seeds/a.txt")]


def rewrite(path: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))


@pytest.mark.parametrize("keep", [0, 1, 100, -1])
def test_a_torn_last_line_is_an_unfinished_write(log: Path, open_store: Open, keep: int) -> None:
    rewrite(log, lambda lines: [*lines[:3], lines[3][:keep]])
    store = open_store()
    assert starts(store) == [0, 1, 2]
    assert store.problems() == []
    assert len(store.notes()) == (1 if keep else 0)


def test_a_last_line_that_the_disk_left_as_zeros_is_an_unfinished_write(log: Path, open_store: Open) -> None:
    rewrite(log, lambda lines: [*lines[:3], bytes(200) + lines[3][200:]])
    store = open_store()
    assert (starts(store), store.problems(), len(store.notes())) == ([0, 1, 2], [], 1)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_flipped_bit_is_shown_with_file_and_line(log: Path, open_store: Open, number: int) -> None:
    def flip(lines: list[bytes]) -> list[bytes]:
        line = bytearray(lines[number - 1])
        line[150] ^= 4
        lines[number - 1] = bytes(line)
        return lines

    rewrite(log, flip)
    store = open_store()
    assert starts(store) == [one for one in range(4) if one != number - 1]
    assert any(f"log/{log.name}, line {number} is damaged" in one for one in store.problems())


@pytest.mark.parametrize("gone", [[0], [1], [0, 1], [1, 2]])
def test_deleted_lines_show_as_a_gap(log: Path, open_store: Open, gone: list[int]) -> None:
    rewrite(log, lambda lines: [line for number, line in enumerate(lines) if number not in gone])
    (problem,) = open_store().problems()
    assert f"the first is number {gone[0] + 1}" in problem
    assert ("1 line is missing" if len(gone) == 1 else f"{len(gone)} lines are missing") in problem


def test_a_line_that_was_swapped_for_another_is_shown(log: Path, open_store: Open, tag: Tag) -> None:
    other = log.with_name("copy.jsonl")
    other.write_bytes(log.read_bytes().replace(b'"n":2', b'"n":3', 1))
    assert any("line 2 is damaged" in one for one in open_store().problems())


def test_a_copy_of_a_log_file_adds_nothing(log: Path, open_store: Open) -> None:
    log.with_name("copy.jsonl").write_bytes(log.read_bytes())
    store = open_store()
    assert (starts(store), store.counts(), store.problems()) == (
        [0, 1, 2, 3],
        {"seeds/a.txt": {"claim": 4}},
        [],
    )


def test_carriage_returns_that_git_put_in_are_tolerated(log: Path, open_store: Open) -> None:
    log.write_bytes(log.read_bytes().replace(b"\n", b"\r\n"))
    store = open_store()
    assert (starts(store), store.problems()) == ([0, 1, 2, 3], [])


def test_lines_merged_in_any_order_say_the_same(log: Path, open_store: Open) -> None:
    rewrite(log, lambda lines: lines[::-1])
    store = open_store()
    assert (starts(store), store.problems()) == ([0, 1, 2, 3], [])


@pytest.mark.parametrize("kind", ["folder", "pipe", "link", "dangling link", "socket"])
def test_what_is_no_file_is_shown_and_not_opened(
    log: Path, open_store: Open, kind: str, tmp_path: Path
) -> None:
    odd = log.with_name("odd.jsonl")
    if kind == "folder":
        odd.mkdir()
    elif kind == "pipe":
        os.mkfifo(odd)
    elif kind == "link":
        odd.symlink_to(log)
    elif kind == "dangling link":
        odd.symlink_to(tmp_path / "nowhere")
    else:
        os.mknod(odd, 0o140600)
    store = open_store()
    assert starts(store) == [0, 1, 2, 3]
    assert [one for one in store.problems() if "log/odd.jsonl cannot be read" in one]


def test_other_files_in_the_folder_are_left_alone(log: Path, open_store: Open, tag: Tag) -> None:
    log.with_name("README.md").write_text("mine")
    log.with_name(".hidden.jsonl").write_text("mine")
    store = open_store()
    store.commit([Put(tag(9, 12))])
    store.close()
    assert store.problems() == []
    assert log.with_name("README.md").read_text() == "mine"


def test_rubbish_is_shown_line_by_line(log: Path, open_store: Open) -> None:
    log.write_bytes(b"{}\n\n\xff\xfe\n" + log.read_bytes())
    store = open_store()
    assert starts(store) == [0, 1, 2, 3]
    assert len(store.problems()) == 3


def test_a_reader_starts_again_when_a_file_shrinks_and_grows(log: Path, open_store: Open) -> None:
    content = log.read_bytes()
    store = open_store()
    for length in (len(content) // 2, 0, len(content), 100, len(content)):
        log.write_bytes(content[:length])
        store.refresh()
        assert starts(store) == starts(open_store()), length
    log.unlink()
    assert store.refresh()
    assert starts(store) == []


def test_own_tags_stay_while_others_files_go(log: Path, open_store: Open, tag: Tag) -> None:
    store = open_store("desk2")
    store.commit([Put(tag(9, 12))])
    log.unlink()
    assert store.refresh()
    assert starts(store) == [9]
    assert store.wait(120)
    store.refresh()
    assert starts(store) == [9]


def test_a_line_that_arrives_in_pieces_is_read_once_it_is_whole(log: Path, open_store: Open) -> None:
    content = log.read_bytes()
    log.write_bytes(b"")
    store = open_store()
    seen = []
    for end in range(0, len(content) + 97, 97):
        log.write_bytes(content[:end])
        store.refresh()
        seen.append(len(starts(store)))
        assert store.problems() == []
    assert seen == sorted(seen)
    assert seen[-1] == 4


def test_a_document_that_is_no_annotation_is_shown(open_store: Open, tag: Tag) -> None:
    store = open_store()
    store.commit([Put(tag())])
    store.table("seeds/a.txt").insert({"label": "claim", "text": "half an annotation"})
    assert store.wait(120)
    again = open_store()
    assert len(again.annotations("seeds/a.txt")) == 1
    assert any("was left out" in one for one in again.problems())


def test_a_folder_that_cannot_be_listed_for_a_moment_takes_nothing_away(
    log: Path, open_store: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path) -> None:
        raise OSError(5, "Input/output error")

    store = open_store()
    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", fail)
        assert not store.refresh()
        assert starts(store) == [0, 1, 2, 3]
        assert any("Input/output error" in one for one in store.problems())
    store.refresh()
    assert store.problems() == []


def replaced(path: Path, content: bytes) -> None:
    """Put another file in its place, as git does."""
    path.with_name("new").write_bytes(content)
    os.rename(path.with_name("new"), path)


def test_a_file_that_git_puts_in_place_of_one_that_has_grown_is_not_read_again(
    log: Path, open_store: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = log.read_bytes()
    first = content.splitlines(keepends=True)[0]
    log.write_bytes(first + content[len(first) : len(first) + 50])
    store = open_store()
    index = store._journal.index
    replaced(log, content)
    assert store.refresh()
    assert store._journal.index is index
    assert (starts(store), store.problems(), store.notes()) == ([0, 1, 2, 3], [], [])
    replaced(log, content)
    assert not store.refresh()
    assert store._journal.index is index


def test_a_file_in_its_place_that_begins_otherwise_is_read_from_its_beginning(
    log: Path, open_store: Open
) -> None:
    content = log.read_bytes()
    lines = content.splitlines(keepends=True)
    log.write_bytes(b"".join(lines[:2]))
    store = open_store()
    replaced(log, b"".join([lines[2], lines[3], *lines[:2]]))
    store.refresh()
    assert (starts(store), store.problems()) == ([0, 1, 2, 3], [])
    replaced(log, lines[0] + lines[1].replace(b"claim", b"clain") + lines[2] + lines[3])
    store.refresh()
    assert starts(store) == [0, 2, 3]
    assert len(store.problems()) == 2, "the line, and the gap that it leaves"


@pytest.mark.parametrize("piece", [1, 97, 1 << 20])
def test_how_a_file_is_read_in_pieces_makes_no_difference(
    log: Path, open_store: Open, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr(reader_module, "_PIECE", piece)
    content = log.read_bytes()
    log.write_bytes(content[:-100])
    store = open_store()
    log.write_bytes(content)
    store.refresh()
    (known,) = store._journal.reader.files.values()
    assert (known.size, known.checksum, known.lines) == (len(content), zlib.crc32(content), 4)
    assert (starts(store), store.problems()) == ([0, 1, 2, 3], [])
