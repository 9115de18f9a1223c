"""Two reviewers on two branches: git merges what they did without a conflict, and nothing is lost. Real git, no network."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from annotui.core.annotation import Annotation
from annotui.core.span import Span
from annotui.store.changes import Put, Remove
from annotui.store.clock import Clock
from annotui.store.line import Line, Op, encode
from annotui.store.store import Store

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

Tag = Callable[..., Annotation]
Count = Callable[[str, object], None]
LABELS = ("claim", "quote", "error", "duplicate")
ARTICLES = ("seeds/a.txt", "seeds/b.txt")


@pytest.fixture(autouse=True)
def identity(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who commits; nothing of the configuration of the person who runs the tests counts."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("HOME", str(tmp_path))
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "desk")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "desk@example.org")


def git(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=False)


def succeed(folder: Path, *words: str) -> None:
    done = git(folder, *words)
    assert done.returncode == 0, (words, done.stdout, done.stderr)


def lines_in(folder: Path) -> set[bytes]:
    """All lines of all log files."""
    return {
        line
        for path in (folder / "annotations" / "log").glob("*.jsonl")
        for line in path.read_bytes().split(b"\n")
        if line
    }


def winners(lines: Iterable[bytes]) -> dict[str, object]:
    """What each document is by the rule that the documentation states, worked out without the store."""
    best: dict[str, tuple[list[int], str, object]] = {}
    for line in map(json.loads, lines):
        for op in line["ops"]:
            version = (line["clock"], line["session"], op["put"])
            if op["id"] not in best or version[:2] > best[op["id"]][:2]:
                best[op["id"]] = version
    return {key: put for key, (_, _, put) in best.items() if put is not None}


@dataclass
class Reviewer:
    """Somebody with a branch, checked out in a folder of its own."""

    name: str
    folder: Path
    chance: random.Random
    tag: Tag
    store: Store | None = None
    wrote: set[bytes] = field(default_factory=set)

    def session(self) -> Store:
        if self.store is None:
            self.store = Store.open(self.folder / "seeds", reviewer=self.name)
        return self.store

    def act(self) -> None:
        """Tag, edit or remove; what the other one tagged as well."""
        store = self.session()
        known = [one for article in ARTICLES for one in store.annotations(article)]
        kind = self.chance.choice(("tag", "tag", "edit", "edit", "remove"))
        if kind == "tag" or not known:
            article, count = self.chance.choice(ARTICLES), self.chance.choice((1, 1, 4))
            start = self.chance.randrange(60)
            new = [self.tag(start, start + 9, reviewer=self.name, article=article) for _ in range(count)]
            store.commit([Put(one) for one in new])
        elif kind == "edit":
            one = self.chance.choice(known)
            note = f"by {self.name}: {self.chance.random()}"
            store.commit([Put(replace(one, note=note, label=self.chance.choice(LABELS)))])
        else:
            store.commit([Remove(self.chance.choice(known))])
        assert store.wait(120)
        self.wrote |= lines_in(self.folder)

    def end(self) -> None:
        if self.store is not None:
            self.store.close()
            self.store = None

    def save(self) -> None:
        succeed(self.folder, "add", "--all")
        succeed(self.folder, "commit", "--quiet", "--allow-empty", "-m", self.name)

    def merge(self, other: Reviewer) -> None:
        self.save()
        succeed(self.folder, "merge", "--quiet", "--no-edit", other.name)
        if self.store is not None:
            self.store.refresh()


def two_branches(root: Path) -> tuple[Path, Path]:
    """A repository with a corpus, and two branches of it, each in a folder."""
    one, two = root / "one", root / "two"
    (one / "seeds").mkdir(parents=True)
    for article in ARTICLES:
        (one / article).write_text("The storm left 3,400 homes dark, the mayor said. " * 3)
    succeed(one, "init", "--quiet", "-b", "desk1")
    succeed(one, "add", "--all")
    succeed(one, "commit", "--quiet", "-m", "corpus")
    succeed(one, "worktree", "add", "--quiet", "-b", "desk2", str(two))
    return one, two


def history(root: Path, seed: int, tag: Tag) -> int:
    """Live through one random history and judge it; returns how many lines there were."""
    chance = random.Random(seed)
    first, second = (
        Reviewer(f"desk{number}", folder, chance, tag) for number, folder in enumerate(two_branches(root), 1)
    )
    for _ in range(chance.randint(6, 14)):
        one, other = chance.choice(((first, second), (second, first)))
        step = chance.choice(("act", "act", "act", "act", "save", "end", "merge"))
        if step == "act":
            one.act()
        elif step == "save":
            one.save()
        elif step == "end":
            one.end()
        else:
            other.save()
            one.merge(other)
    for one in (first, second):
        one.end()
        one.save()
    first.merge(second)
    second.merge(first)
    judge(first, second)
    return len(first.wrote | second.wrote)


def judge(first: Reviewer, second: Reviewer) -> None:
    """Every line of both is on both sides, and both sides say the same, which is what the lines say."""
    everything = first.wrote | second.wrote
    expected = winners(everything)
    seen = []
    for one in (first, second):
        assert lines_in(one.folder) == everything
        store = Store.open(one.folder / "seeds", reviewer="judge")
        assert store.problems() == []
        there = [tag for article in ARTICLES for tag in store.annotations(article)]
        seen.append((there, store.conflicts()))
        assert {tag.id: (tag.note, tag.label) for tag in there} == {
            key: (put["note"], put["label"]) for key, put in expected.items() if isinstance(put, dict)
        }
        assert git(one.folder, "status", "--porcelain").stdout == "", "nothing else is left to commit"
    assert seen[0] == seen[1]


def test_random_histories_merge_without_conflict_and_loss(
    tmp_path: Path, tag: Tag, record_property: Count
) -> None:
    lines = sum(history(tmp_path / str(seed), seed, tag) for seed in range(8))
    assert lines > 24
    record_property("histories of two branches in git", 8)
    record_property("lines, all there on both branches", lines)


@pytest.mark.long
def test_many_random_histories_merge_without_conflict_and_loss(
    tmp_path: Path, tag: Tag, record_property: Count
) -> None:
    lines = 0
    for seed in range(200):
        lines += history(tmp_path / str(seed), 1000 + seed, tag)
        shutil.rmtree(tmp_path / str(seed))
    assert lines > 600
    record_property("histories of two branches in git", 200)
    record_property("lines, all there on both branches", lines)


def test_only_what_belongs_into_git_is_there(tmp_path: Path, tag: Tag) -> None:
    one, _ = two_branches(tmp_path)
    reviewer = Reviewer("desk1", one, random.Random(1), tag)
    reviewer.session().commit([Put(tag(0, 9, span=Span(0, 9)))])
    reviewer.session().keep_place({"cursor": 1})
    reviewer.end()
    assert (one / "annotations" / "tinydb.json").exists()
    assert (one / "annotations" / "state" / "desk1.json").exists()
    reviewer.save()
    files = git(one, "ls-files", "annotations").stdout.split()
    assert [Path(name).name for name in files if "/log/" not in name] == [
        ".gitattributes",
        ".gitignore",
        "FORMAT.json",
    ]
    assert len([name for name in files if "/log/" in name]) == 1


def line(session: str) -> bytes:
    return encode(Line(session, 1, Clock(1, 0), (Op("decisions", session, None, {"by": session}),)))


def one_file_on_two_branches(root: Path, attributes: bool, *strategy: str) -> tuple[int, set[bytes]]:
    """Somebody has put all lines into one file, which then grows on both branches; how the merge ends, and what is there."""
    one, two = two_branches(root)
    start = Reviewer("desk1", one, random.Random(1), Annotation)
    store = start.session()
    store.table("decisions").insert({"by": "start"})
    start.end()
    (log,) = (one / "annotations" / "log").iterdir()
    log.rename(log.with_name("shared.jsonl"))
    if not attributes:
        (one / "annotations" / ".gitattributes").unlink()
    start.save()
    succeed(two, "merge", "--quiet", "desk1")
    for name, folder in (("desk1", one), ("desk2", two)):
        with open(folder / "annotations" / "log" / "shared.jsonl", "ab") as file:
            file.write(line(name))
        succeed(folder, "commit", "--quiet", "--all", "-m", name)
    merged = git(one, "merge", "--quiet", "--no-edit", *strategy, "desk2")
    return merged.returncode, lines_in(one)


def test_even_a_file_that_grew_on_both_branches_keeps_all_lines(tmp_path: Path) -> None:
    ended, lines = one_file_on_two_branches(tmp_path, attributes=True)
    assert ended == 0
    assert len(lines) == 3
    assert lines >= {line("desk1").rstrip(), line("desk2").rstrip()}


@pytest.mark.parametrize("strategy", [[], ["-X", "ours"]], ids=["plain", "ours"])
def test_without_the_attributes_it_would_not(tmp_path: Path, strategy: list[str]) -> None:
    """Shows that a conflict and a loss would be noticed here."""
    ended, lines = one_file_on_two_branches(tmp_path, False, *strategy)
    whole = {line("desk1").rstrip(), line("desk2").rstrip()}
    assert ended != 0 or not whole <= lines
