"""A file that was read ahead is not read again, unless it is another one by then."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from annotui.corpus.ahead import load, read_ahead
from annotui.corpus.decode import NotText


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "a.txt"
    found.write_text("“one”", encoding="utf-8")
    return found


def test_what_was_read_ahead_is_given_away_once(path: Path) -> None:
    text = read_ahead(path)
    given = load(path)
    assert given.text is text
    assert given == ("“one”".encode(), "“one”", "utf-8")
    again = load(path)
    assert again == given
    assert again.text is not text


def test_what_was_changed_since_is_read_anew(path: Path) -> None:
    read_ahead(path)
    path.write_text("“two, and more”", encoding="utf-8")
    assert load(path).text == "“two, and more”"


def test_another_file_in_its_place_is_read_though_it_is_as_long_and_as_old(path: Path) -> None:
    read_ahead(path)
    before, other = path.stat(), path.with_name("b.txt")
    other.write_text("“two”", encoding="utf-8")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)
    assert load(path).text == "“two”"


def test_a_file_that_is_gone_or_no_text_by_then_is_so(path: Path) -> None:
    read_ahead(path)
    path.write_bytes(b"\0")
    with pytest.raises(NotText):
        load(path)
    path.unlink()
    with pytest.raises(FileNotFoundError):
        load(path)
