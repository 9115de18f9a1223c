"""What is kept between two starts: it spares work, is never taken for more than it is, and may go at any time."""

from __future__ import annotations

import ast
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from annotui.corpus.scan import Corpus, scan
from annotui.matching import job, sections, verdicts
from annotui.matching.cache import Cache, discard, folder, key
from annotui.matching.findings import Findings
from annotui.matching.hashes import Hashes
from annotui.matching.memo import Memory, Verdicts
from annotui.matching.parameters import Parameters
from annotui.matching.progress import Progress
from annotui.matching.result import Known, write

SAID = "The harbour was closed for a day because of the heavy storm, said the mayor of the town on Monday."


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache directory of this test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "annotui" / "matching"


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """Three articles, two of which share a passage; they were written long ago."""
    (tmp_path / "news").mkdir()
    for name, text in (
        ("a", f"{SAID}\n"),
        ("b", f"Something else was said.\n\n{SAID}\n"),
        ("c", "Nothing.\n"),
    ):
        write_settled(tmp_path / "news" / f"{name}.txt", text.encode())
    return scan(tmp_path / "news")


def write_settled(path: Path, content: bytes) -> None:
    """Write a file as if it had been long ago, as far as a program can tell: the time of its entry cannot be set."""
    path.write_bytes(content)
    os.utime(path, (1_700_000_000, 1_700_000_000))


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that were written a moment ago count as written long ago."""
    monkeypatch.setattr("annotui.matching.hashes._UNSETTLED", -(10**12))


def hashed(corpus: Corpus) -> tuple[dict[str, str], int]:
    """The hashes, and how many files were read for them."""
    hashes = Hashes(corpus, Cache(corpus.root))
    found = dict(hashes.current())
    hashes.keep()
    return found, hashes.reads


@pytest.mark.usefixtures("settled")
def test_a_file_that_is_as_it_was_is_not_read_again(corpus: Corpus) -> None:
    first, reads = hashed(corpus)
    assert reads == 3
    assert hashed(corpus) == (first, 0)
    path = corpus.entries[0].path
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"harbour", b"airport"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    changed, reads = hashed(corpus)
    assert reads == 1
    assert [one for one in first if first[one] != changed[one]] == ["news/a.txt"]
    replacement = path.with_name("new")
    shutil.copy2(path, replacement)
    replacement.replace(path)
    assert hashed(corpus) == (changed, 1)


def test_a_file_that_was_just_written_is_read_again(corpus: Corpus) -> None:
    """It may have been written once more within the same tick of its clock."""
    assert hashed(corpus)[1] == 3
    assert hashed(corpus)[1] == 3


@pytest.mark.usefixtures("settled")
def test_a_file_that_cannot_be_read_is_remembered_as_that(corpus: Corpus) -> None:
    write_settled(corpus.entries[1].path, b"\0")
    found, _ = hashed(corpus)
    assert found["news/b.txt"] == ""
    assert hashed(corpus) == (found, 0)
    corpus.entries[1].path.unlink()
    assert hashed(corpus)[0]["news/b.txt"] == ""


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("content", [b"", b"annotui columns\n", b"{}", bytes(1000)])
def test_hashes_that_are_damaged_are_found_anew(corpus: Corpus, content: bytes) -> None:
    first, _ = hashed(corpus)
    Cache(corpus.root).hashes.write_bytes(content)
    assert hashed(corpus) == (first, 3)


class Listening:
    """Runs a job, and hears what it does."""

    def __init__(self) -> None:
        self.doing: list[str] = []
        self.found: list[Findings] = []

    def run(self, corpus: Corpus, *, related: bool = True) -> str:
        self.doing, self.found = [], []
        return job.run(corpus, Parameters(), self.report, self.publish, related=related)

    def report(self, progress: Progress) -> None:
        if progress.doing not in self.doing:
            self.doing.append(progress.doing)

    def publish(self, path: Path) -> None:
        findings = Findings.open(path)
        assert findings is not None
        discard(path)
        self.found.append(findings)


@pytest.mark.usefixtures("settled")
def test_the_second_time_nothing_is_done(corpus: Corpus) -> None:
    one = Listening()
    assert one.run(corpus) == ""
    assert [found.has_relatives for found in one.found] == [False, True]
    family = one.found[0].family(0)
    assert one.run(corpus) == ""
    assert one.doing == []
    assert [found.has_relatives for found in one.found] == [True]
    assert one.found[0].family(0) == family


@pytest.mark.usefixtures("settled")
def test_related_sentences_are_added_to_families_that_are_there(corpus: Corpus) -> None:
    one = Listening()
    one.run(corpus, related=False)
    assert [found.has_relatives for found in one.found] == [False]
    one.run(corpus, related=False)
    assert one.doing == []
    one.run(corpus)
    # The families are not told twice.
    assert [found.has_relatives for found in one.found] == [False, True]
    assert [found.family(0) for found in one.found] == [one.found[0].family(0)] * 2


def test_an_article_that_changes_while_it_is_matched_is_matched_as_it_was_read(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Listening()
    path = corpus.entries[0].path

    def report(progress: Progress) -> None:
        if progress.doing == "taking the words" and path.stat().st_size < 200:
            path.write_text(f"Something that was said before all of that.\n\n{SAID}\n")

    job.run(corpus, Parameters(), report, one.publish)
    assert one.found[-1].family(0).members[0].span.start == 0
    one.run(corpus)
    assert one.found[-1].family(0).members[0].span.start > 0


def test_deleting_the_cache_at_any_moment_does_no_harm(corpus: Corpus, place: Path) -> None:
    one = Listening()

    def report(progress: Progress) -> None:
        shutil.rmtree(place.parent, ignore_errors=True)

    def publish(path: Path) -> None:
        one.publish(path)
        shutil.rmtree(place.parent, ignore_errors=True)

    assert job.run(corpus, Parameters(), report, publish) == ""
    assert [found.count for found in one.found] == [1, 1]
    assert one.run(corpus) == ""
    assert one.found[-1].count == 1


def test_the_name_of_a_result_says_all_that_it_depends_on() -> None:
    articles = [("news/a.txt", "aa"), ("news/b.txt", "bb")]
    name = key(Parameters(), articles)
    assert key(Parameters(), articles[::-1]) == name
    others = [
        key(Parameters(seed=4), articles),
        key(Parameters(neighbours=17), articles),
        key(Parameters(shortest=9), articles),
        key(Parameters(), articles[:1]),
        key(Parameters(), [("news/a.txt", "aa"), ("news/b.txt", "bc")]),
        key(Parameters(), [("news/a.txt", "aa"), ("news/c.txt", "bb")]),
        key(Parameters(), [("news/a.txt", "bb"), ("news/b.txt", "aa")]),
    ]
    assert len({name, *others}) == 8


def test_other_rules_find_everything_anew(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    one = Listening()
    one.run(corpus)
    monkeypatch.setattr("annotui.matching.cache.rules", lambda: "other")
    monkeypatch.setattr("annotui.matching.verdicts.rules", lambda: "other")
    assert len(verdicts.load(Cache(corpus.root)).used) == 0
    one.run(corpus)
    assert "comparing passages" in one.doing


def test_old_results_go_and_the_newest_stay(corpus: Corpus, place: Path) -> None:
    cache = Cache(corpus.root)
    for age, name in enumerate("abcdef"):
        path = cache.keep_result(name, lambda path: write(path, [Known("news/a.txt", "aa" * 32)], []))
        os.utime(path, (1e9 - age, 1e9 - age))
    cache.touch("f")
    cache.prune()
    assert sorted(one.name for one in place.rglob("*.findings")) == ["a.findings", "b.findings", "f.findings"]


def test_what_belongs_to_corpora_that_nobody_opens_goes(corpus: Corpus, tmp_path: Path, place: Path) -> None:
    roots = [tmp_path / name for name in ("old", "new", "news")]
    for root in roots:
        Cache(root).keep_result("x", lambda path: write(path, [], []))
    old, new, own = (Cache(root).result("x").parent for root in roots)
    long_ago = time.time() - 100 * 86_400
    (own / ".left.tmp").touch()
    (own / ".written.tmp").touch()
    for path in (old, own, own / ".left.tmp"):
        os.utime(path, (long_ago, long_ago))
    Cache(roots[-1]).prune()
    assert {one.name for one in place.iterdir()} == {new.name, own.name}
    assert sorted(one.name for one in own.iterdir()) == [".written.tmp", "x.findings"]


def test_only_its_own_temporary_folders_are_removed(tmp_path: Path, place: Path) -> None:
    for name in ("other", "annotui-own"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "result").touch()
        discard(tmp_path / name / "result")
    assert (tmp_path / "other" / "result").exists()
    assert not (tmp_path / "annotui-own").exists()
    inside = Cache(tmp_path).keep_result("x", lambda path: write(path, [], []))
    discard(inside)
    assert inside.exists()
    assert folder() == place


def keys(*numbers: int) -> Verdicts:
    """Verdicts with as many numbers as their keys say."""
    lengths = np.array(numbers, np.int64) % 5
    return Verdicts(
        np.array([(one, one) for one in numbers], np.uint64).reshape(-1, 2),
        np.append(0, np.cumsum(lengths)),
        np.arange(lengths.sum(), dtype=np.int32),
    )


def rows(found: Verdicts) -> Sequence[tuple[int, list[int]]]:
    return sorted(
        (int(one[0]), found.numbers[first:end].tolist())
        for one, first, end in zip(found.keys, found.firsts, found.firsts[1:], strict=False)
    )


def test_a_memo_is_kept_as_far_as_it_was_used(corpus: Corpus) -> None:
    cache = Cache(corpus.root)
    first = Memory()
    first.put(keys(3, 9, 14))
    verdicts.keep(cache, first)
    second = verdicts.load(cache)
    known, found = second.get(keys(14, 4, 3).keys)
    assert known.tolist() == [True, False, True]
    assert rows(found) == [one for one in rows(first.used) if one[0] != 9]
    second.put(keys(4))
    verdicts.keep(cache, second)
    known, _ = verdicts.load(cache).get(keys(3, 4, 9, 14).keys)
    assert known.tolist() == [True, True, False, True]
    # The file that this one was read from is replaced, and what was read stays good.
    assert rows(found) == [one for one in rows(first.used) if one[0] != 9]


def test_a_memo_that_is_damaged_is_none(corpus: Corpus) -> None:
    cache = Cache(corpus.root)
    memo = Memory()
    memo.put(keys(3))
    verdicts.keep(cache, memo)
    content = cache.memo.read_bytes()
    cache.memo.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    known, _ = verdicts.load(cache).get(keys(3).keys)
    assert not known.any()


def test_what_was_opened_stays_as_it_was_when_its_file_is_cut_or_overwritten(
    corpus: Corpus, place: Path
) -> None:
    Listening().run(corpus)
    (path,) = place.rglob("*.findings")
    findings = Findings.open(path)
    assert findings is not None
    before = [findings.family(number) for number in range(findings.count)]
    assert before
    with open(path, "r+b") as file:
        file.write(bytes(path.stat().st_size))
    assert Findings.open(path) is None
    assert [findings.family(number) for number in range(findings.count)] == before
    os.truncate(path, 0)
    assert [findings.family(number) for number in range(findings.count)] == before


_CUT = """
import os, sys
from pathlib import Path
from annotui.matching import sections
from annotui.matching.findings import Findings

sections._COPIED = 0
path = Path(sys.argv[1])
if sys.argv[2] == "no room":
    sections.tempfile.TemporaryFile = lambda dir: open(Path(dir) / "nowhere" / "at all")
findings = Findings.open(path)
before = [findings.family(number) for number in range(findings.count)]
assert before
findings = Findings.open(path)
os.truncate(path, 0)
assert [findings.family(number) for number in range(findings.count)] == before
print(os.listdir(path.parent))
"""


def test_what_is_too_large_for_the_memory_stays_as_it_was_too_when_its_file_is_cut(
    corpus: Corpus, place: Path
) -> None:
    Listening().run(corpus)
    (path,) = place.rglob("*.findings")
    # In a process of its own, which would be killed.
    command = [sys.executable, "-c", _CUT, str(path)]
    files = sorted(os.listdir(path.parent))
    whole = path.read_bytes()
    done = subprocess.run([*command, ""], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(ast.literal_eval(done.stdout)) == files, "nothing is left beside it"
    # Without room for a copy it is as it would be without this: the file itself is read, and must stay.
    path.write_bytes(whole)
    done = subprocess.run([*command, "no room"], capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGBUS


def test_what_is_kept_is_for_its_owner_only(corpus: Corpus, place: Path) -> None:
    Listening().run(corpus)
    kept = [place.parent, place, *place.rglob("*")]
    assert len(kept) >= 6
    assert {one.stat().st_mode & 0o777 for one in kept} == {0o600, 0o700}
    assert sections.read(Cache(corpus.root).hashes, "something else") is None
