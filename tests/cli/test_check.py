"""`annotui check` finds what is wrong, says what to do, and writes nothing."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from annotui.corpus.article import read
from annotui.corpus.scan import scan
from annotui.review.progress import mark
from annotui.store.changes import Put, Remove
from annotui.store.store import Store

Run = Callable[..., subprocess.CompletedProcess[str]]
Tag = Callable[..., dict[str, object]]
Give = Callable[..., Path]

QUOTED = "“engaging in a very stable way,”"
ARTICLE = "seeds/003_f9803d3a2fa3b0c4.txt"
STAND = "checked 3 annotations in 2 articles by 2 reviewers: 3 in place, 0 moved, 0 orphans, 0 conflicts, 0 damaged"


@pytest.fixture
def tagged(annotui: Run, tag: Tag, give: Give, seeds: Path) -> Path:
    give(
        tag("003", QUOTED, "quote", id="a"),
        tag("003", "Japan", id="b", reviewer="desk2"),
        tag("000", "Japanese", id="c"),
    )
    assert annotui("import", "seeds", "tags.jsonl").returncode == 0
    return seeds


@pytest.fixture
def log(tagged: Path, tmp_path: Path) -> Path:
    (path,) = (tmp_path / "annotations" / "log").iterdir()
    return path


def state(folder: Path) -> dict[str, tuple[int, int, int, bytes]]:
    """Everything in a folder: what it is, when it was last changed, and its content."""
    found = {}
    for path in sorted([folder, *folder.rglob("*")]):
        status = path.lstat()
        content = path.read_bytes() if path.is_file() else b""
        found[str(path)] = (status.st_mode, status.st_mtime_ns, status.st_ctime_ns, content)
    return found


def checked(annotui: Run, *arguments: str) -> tuple[int, list[str]]:
    done = annotui("check", "seeds", *arguments)
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def test_all_is_well(annotui: Run, tagged: Path) -> None:
    assert checked(annotui) == (0, [STAND])


def test_orphans_are_named_with_the_reason(annotui: Run, tagged: Path) -> None:
    path = tagged / "003_f9803d3a2fa3b0c4.txt"
    path.write_text("Something else.")
    (tagged / "000_aa2809ac14b27de4.txt").unlink()
    status, lines = checked(annotui)
    lost = "its words cannot be found in the article any more"
    assert (status, lines) == (
        1,
        [
            "orphan: seeds/000_aa2809ac14b27de4.txt:0-8: claim by desk1: “Japanese”: its article cannot be read: its file is gone",
            f"orphan: {ARTICLE}:0-5: claim by desk2: “Japan”: {lost}",
            f"orphan: {ARTICLE}:896-928: quote by desk1: “{QUOTED}”: {lost}",
            "orphan: they keep their last place and are exported with it; put the articles back, or tag anew",
            "checked 3 annotations in 2 articles by 2 reviewers: 0 in place, 0 moved, 3 orphans, 0 conflicts, 0 damaged",
        ],
    )


@pytest.mark.parametrize(
    ("fate", "reason"),
    [
        ("binary", "it is not text: there are NUL bytes in it"),
        ("link", "it is a symbolic link, and links are not followed"),
        ("empty", "it is empty"),
    ],
)
def test_why_an_article_cannot_be_read_is_said(annotui: Run, tagged: Path, fate: str, reason: str) -> None:
    path = tagged / "000_aa2809ac14b27de4.txt"
    path.unlink()
    if fate == "link":
        path.symlink_to("003_f9803d3a2fa3b0c4.txt")
    else:
        path.write_bytes(b"\0" if fate == "binary" else b"")
    status, lines = checked(annotui)
    assert (status, lines[0].endswith(f"“Japanese”: its article cannot be read: {reason}")) == (1, True)


def test_moved_ones_are_no_fault(annotui: Run, tagged: Path) -> None:
    path = tagged / "003_f9803d3a2fa3b0c4.txt"
    path.write_bytes(b"An added line.\n" + path.read_bytes())
    status, lines = checked(annotui)
    assert status == 0
    assert lines[0].startswith(
        f"moved: {ARTICLE}: edited, and 2 annotations were found again, with a score of "
    )
    assert lines[1].endswith(": 1 in place, 2 moved, 0 orphans, 0 conflicts, 0 damaged")


def test_damage_is_named_and_told_by_status_1(annotui: Run, tagged: Path, log: Path) -> None:
    fill(tagged, "desk1", "d")
    log.write_bytes(log.read_bytes().replace(b"claim", b"cla\x1bm") + b"\n")
    status, lines = checked(annotui)
    assert status == 1
    assert lines[0].startswith(f"damage: log/{log.name}, line 1 is damaged and was left out: ")
    assert (
        "damage: what is damaged was left out; take it back from git or a backup, or let --repair mend what it can"
        in lines
    )
    assert lines[-1].startswith("checked 1 annotation in 1 article by 1 reviewer: 1 in place, ")


def test_a_document_that_is_no_annotation_is_damage(annotui: Run, tagged: Path) -> None:
    store = Store.open(tagged, reviewer="desk3")
    table = store.table(ARTICLE)
    table.update({"start": "x"}, doc_ids=["a"])  # type: ignore[list-item]
    store.wait()
    store.close()
    status, lines = checked(annotui)
    assert status == 1
    assert lines[0] == (
        f"damage: the document a of {ARTICLE} was left out: the annotation's start and end are not a span"
    )


def test_a_lost_log_is_damage(annotui: Run, tagged: Path, log: Path) -> None:
    log.unlink()
    done = annotui("check", "seeds")
    assert done.returncode == 1
    assert done.stdout.startswith(f"damage: log/{log.name} is missing: tinydb.json still has 1 line of it\n")
    assert done.stderr == "There are no annotations yet in annotations.\n"


def test_an_unfinished_write_is_no_fault(annotui: Run, tagged: Path, log: Path) -> None:
    with log.open("ab") as file:
        file.write(b'{"v":1,"session":')
    status, lines = checked(annotui)
    assert (status, lines) == (
        0,
        [f"note: log/{log.name} ends in an unfinished write, which is left out", STAND],
    )


def test_an_unknown_format_is_damage(annotui: Run, tagged: Path, tmp_path: Path) -> None:
    (tmp_path / "annotations" / "FORMAT.json").write_text("?")
    status, lines = checked(annotui)
    assert status == 1
    assert "its FORMAT.json does not say which version they are; put " in lines[0]


def fill(seeds: Path, reviewer: str, id_: str) -> None:
    """One more annotation, in a session of its own."""
    store = Store.open(seeds, reviewer=reviewer)
    store.commit([Put(replace(one, id=id_)) for one in store.annotations(ARTICLE) if one.id == "a"])
    store.wait()
    store.close()


def both(seeds: Path, remove: bool = False) -> None:
    """Two reviewers change one annotation without seeing each other's change."""
    first, second = Store.open(seeds, reviewer="desk1"), Store.open(seeds, reviewer="desk2")
    one = next(one for one in first.annotations(ARTICLE) if one.id == "a")
    first.commit([Put(replace(one, label="claim", note="an\x1b old one", updated="2"))])
    first.wait()
    second.commit([Remove(one) if remove else Put(replace(one, label="error", updated="3"))])
    second.wait()
    first.close()
    second.close()


def test_conflicts_are_shown_with_both_values(annotui: Run, tagged: Path) -> None:
    both(tagged)
    status, lines = checked(annotui)
    assert (status, lines) == (
        0,
        [
            f"conflict: {ARTICLE}:896-928: by desk1: label “error” counts, “claim” does not; "
            "note “” counts, “an␛ old one” does not",
            "conflict: the later change counts; where it should be the other one, make it again",
            STAND.replace("0 conflicts", "1 conflict"),
        ],
    )


def test_a_removal_against_a_change_is_shown(annotui: Run, tagged: Path) -> None:
    both(tagged, remove=True)
    status, lines = checked(annotui)
    assert status == 0
    assert lines[0] == (
        f"conflict: {ARTICLE}:896-928: by desk1: it was removed, which counts, and changed: "
        f"label “claim”, text “{QUOTED}”, note “an␛ old one”"
    )


@pytest.mark.parametrize("same", [True, False])
def test_marks_are_in_conflict_where_they_mean_another_text(annotui: Run, tagged: Path, same: bool) -> None:
    stores = [Store.open(tagged, reviewer="desk1") for _ in range(2)]
    article = read(scan(tagged).entries[0])
    for store, sha256 in zip(stores, (article.sha256 if same else "0" * 64, article.sha256), strict=True):
        mark(store, article.id, sha256, True)
        store.wait()
    for store in stores:
        store.close()
    status, lines = checked(annotui)
    assert (status, lines[-1]) == (0, STAND if same else STAND.replace("0 conflicts", "1 conflict"))
    if not same:
        assert lines[0] == (
            f"conflict: reviewed, desk1:{article.id}: sha256 “{article.sha256[:40]}…” counts, "
            f"“{'0' * 40}…” does not"
        )


def test_what_could_not_be_saved_is_mentioned(
    annotui: Run, tagged: Path, environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", environment["XDG_STATE_HOME"])
    store = Store.open(tagged, reviewer="desk1")
    one = store.annotations(ARTICLE)[0]
    logs = tmp_path / "annotations" / "log"
    logs.rename(tmp_path / "away")
    logs.write_text("in the way")
    store.commit([Put(replace(one, id="z"))])
    store.close()
    logs.unlink()
    (tmp_path / "away").rename(logs)
    note = "note: 1 action is kept elsewhere that could not be saved; open the corpus to save them"
    assert checked(annotui) == (0, [note, STAND])
    assert checked(annotui, "--reviewer", "desk2") == (0, [STAND])


def test_nothing_is_written(annotui: Run, tagged: Path, log: Path, tmp_path: Path) -> None:
    both(tagged)
    with log.open("ab") as file:
        file.write(b"torn")
    (tagged / "000_aa2809ac14b27de4.txt").unlink()
    before = state(tmp_path)
    assert annotui("check", "seeds").returncode == 1
    assert state(tmp_path) == before


def test_the_check_that_nothing_is_written_would_see_it(tagged: Path, log: Path, tmp_path: Path) -> None:
    before = state(tmp_path)
    with log.open("ab") as file:
        file.write(b"\n")
    os.truncate(log, log.stat().st_size - 1)
    assert state(tmp_path) != before


def test_nothing_is_created_where_there_is_nothing(annotui: Run, seeds: Path, tmp_path: Path) -> None:
    before = state(tmp_path)
    done = annotui("check", "seeds")
    assert (done.returncode, done.stderr) == (0, "There are no annotations yet in annotations.\n")
    assert done.stdout.startswith("checked 0 annotations in 0 articles by 0 reviewers: ")
    assert state(tmp_path) == before


def test_the_tags_of_a_neighbour_are_left_out(annotui: Run, tagged: Path, tmp_path: Path) -> None:
    both(tagged)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.txt").write_text("Words.")
    done = annotui("check", "other")
    assert done.stdout.splitlines() == [
        "checked 0 annotations in 0 articles by 0 reviewers: 0 in place, 0 moved, 0 orphans, 0 conflicts, 0 damaged"
    ]


def test_wrong_usage_is_one_sentence_and_status_2(annotui: Run, seeds: Path) -> None:
    for arguments in (["nowhere"], ["seeds", "--annotations", "elsewere"], [], ["seeds", "--repair"]):
        done = annotui("check", *arguments)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_repair_mends_and_then_all_is_sound(annotui: Run, tagged: Path, log: Path) -> None:
    fill(tagged, "desk1", "d")
    whole = annotui("export", "seeds").stdout
    log.unlink()
    assert annotui("export", "seeds").stdout != whole
    done = annotui("check", "seeds", "--repair")
    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines()[0].endswith("that the logs had lost, taken back from tinydb.json")
    assert annotui("export", "seeds").stdout == whole
    again = annotui("check", "seeds", "--repair")
    assert again.stdout.splitlines()[0] == "mended: nothing, there was nothing to mend"
