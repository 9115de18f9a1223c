"""`annotui import` as a script meets it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
Tag = Callable[..., dict[str, object]]
Give = Callable[..., Path]

QUOTED = "“engaging in a very stable way,”"


@pytest.fixture
def shell(environment: dict[str, str], tmp_path: Path) -> Run:
    """Runs a line of bash in which `annotui` is the installed program."""

    def run(line: str) -> subprocess.CompletedProcess[str]:
        command = f'annotui() {{ "{sys.executable}" -m annotui "$@"; }}; {line}'
        return subprocess.run(
            ["bash", "-c", command],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return run


def said(done: subprocess.CompletedProcess[str]) -> tuple[int, list[str]]:
    assert done.stdout == ""
    return done.returncode, done.stderr.splitlines()


def test_an_export_imported_elsewhere_is_exported_the_same(
    annotui: Run, tag: Tag, give: Give, tmp_path: Path
) -> None:
    give(
        tag("003", QUOTED, "quote", note="who\nsays so?", group="g", mine={"x": [1, None]}),
        tag("000", "Japanese", sha256="0" * 64, article="seeds/gone.txt", status="orphan"),
        tag("004", "Nato", "error", source={"kind": "suggestion"}),
    )
    assert said(annotui("import", "seeds", "tags.jsonl")) == (0, ["3 imported, 0 already there, 0 refused"])
    first = annotui("export", "seeds").stdout
    assert first.count("\n") == 3
    (tmp_path / "out.jsonl").write_text(first, encoding="utf-8")
    elsewhere = ("--annotations", "elsewhere")
    assert said(annotui("import", "seeds", "out.jsonl", *elsewhere))[0] == 0
    assert annotui("export", "seeds", *elsewhere).stdout == first
    assert said(annotui("import", "seeds", "out.jsonl", *elsewhere)) == (
        0,
        ["0 imported, 3 already there, 0 refused"],
    )


def test_refused_lines_are_named_and_the_others_taken(annotui: Run, tag: Tag, give: Give) -> None:
    good = tag("003", QUOTED, "quote", id="a")
    give(
        good,
        b"\xff",
        tag("000", "Japanese", text="JAPANESE"),
        "",
        good | {"label": "claim"},
        good,
        tag("000", "Japanese", schema=2),
        tag("000", "Japanese", label="a\x1bb"),
    )
    assert said(annotui("import", "seeds", "tags.jsonl")) == (
        1,
        [
            "line 2: it is not UTF-8 from byte 1 on",
            "line 3: its text is not what stands there in seeds/000_aa2809ac14b27de4.txt",
            "line 5: the annotation a is there already and differs: label",
            "line 7: its schema is 2, which a newer annotui writes; update annotui to import it",
            "2 imported, 1 already there, 4 refused",
        ],
    )


def test_what_a_line_says_cannot_act_on_the_terminal(annotui: Run, tag: Tag, give: Give) -> None:
    give(tag("000", "Japanese", article="seeds/\x1b]0;owned\x07.txt"), '{"\\u001b[1m": 1, "\\u001b[1m": 2}')
    status, lines = said(annotui("import", "seeds", "tags.jsonl"))
    assert status == 1
    assert "␛" in lines[0] and "␛" in lines[1]  # noqa: PT018
    assert not set("".join(lines)) & set("\x1b\x07")


def test_a_reason_is_no_longer_than_a_person_reads(annotui: Run, tag: Tag, give: Give) -> None:
    give(tag("000", "Japanese", article="seeds/" + "x" * 100_000))
    status, lines = said(annotui("import", "seeds", "tags.jsonl"))
    assert (status, len(lines)) == (1, 2)
    assert lines[0].startswith("line 1: there is no article seeds/xxx")
    assert len(lines[0]) < 600


def test_who_imports_tags_where_nobody_is_named(annotui: Run, tag: Tag, give: Give, tmp_path: Path) -> None:
    line = tag("000", "Japanese")
    give({key: value for key, value in line.items() if key != "reviewer"}, tag("003", QUOTED))
    assert annotui("import", "seeds", "tags.jsonl", "--reviewer", "desk7").returncode == 0
    assert [json.loads(one)["reviewer"] for one in annotui("export", "seeds").stdout.splitlines()] == [
        "desk7",
        "desk1",
    ]
    assert [path.name.startswith("desk7-") for path in (tmp_path / "annotations" / "log").iterdir()] == [True]


@pytest.mark.parametrize(
    "line",
    [
        "annotui import seeds - < tags.jsonl",
        "cat tags.jsonl | annotui import seeds -",
        "cat tags.jsonl | annotui import seeds /dev/stdin",
        "annotui import seeds <(cat tags.jsonl)",
        "mkfifo pipe; cat tags.jsonl > pipe & annotui import seeds pipe",
        "ln -s tags.jsonl link; annotui import seeds link",
    ],
)
def test_lines_may_come_from_anywhere(shell: Run, tag: Tag, give: Give, line: str) -> None:
    give(tag("000", "Japanese"), tag("003", QUOTED))
    assert said(shell(line)) == (0, ["2 imported, 0 already there, 0 refused"])


def test_an_export_goes_straight_into_another_corpus(shell: Run, tag: Tag, give: Give) -> None:
    give(tag("000", "Japanese"), tag("003", QUOTED))
    there = "annotui import seeds tags.jsonl 2>&1 >&2 | true; cp -r seeds other"
    done = shell(f"{there}; annotui export seeds | annotui import other -; annotui export other")
    assert done.stderr == "2 imported, 0 already there, 0 refused\n"
    assert [json.loads(one)["article"][:9] for one in done.stdout.splitlines()] == ["other/000", "other/003"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["seeds"], "Missing argument 'FILE'; annotui import --help says how."),
        (["seeds", ""], "Invalid value for 'FILE': it is empty; annotui import --help says how."),
        (["nowhere", "tags.jsonl"], "There is no folder nowhere; give a folder with .txt or .md files."),
        (["seeds", "nothing"], "nothing cannot be read: no such file or directory; give a file as annotui"),
        (["seeds", "seeds"], "seeds cannot be read: is a directory; give a file as annotui export writes it"),
        (
            ["seeds", "tags.jsonl", "--annotations", "seeds/x"],
            "seeds/x is inside the corpus, where nothing is ever",
        ),
        (
            ["seeds", "tags.jsonl", "--annotations", "tags.jsonl"],
            "Annotations cannot be kept in ",
        ),
        (["seeds", "tags.jsonl", "--reviewer", "a\nb"], "“a␊b” cannot be a reviewer; give a name without"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_status_2(
    annotui: Run, tag: Tag, give: Give, tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    give(tag("000", "Japanese"))
    status, lines = said(annotui("import", *arguments))
    assert (status, len(lines)) == (2, 1)
    assert lines[0].startswith(sentence)
    assert sorted(os.listdir(tmp_path)) == ["seeds", "tags.jsonl"]


def test_closed_standard_input_is_said(shell: Run, seeds: Path) -> None:
    assert said(shell("annotui import seeds - <&-")) == (
        2,
        ["Standard input is closed; give a file instead of -."],
    )


def test_nothing_to_import_creates_nothing(annotui: Run, give: Give, seeds: Path, tmp_path: Path) -> None:
    give("", "{}")
    assert said(annotui("import", "seeds", "tags.jsonl")) == (
        1,
        ["line 2: it has no start", "0 imported, 0 already there, 1 refused"],
    )
    assert said(annotui("import", "seeds", "/dev/null")) == (0, ["0 imported, 0 already there, 0 refused"])
    assert sorted(os.listdir(tmp_path)) == ["seeds", "tags.jsonl"]


def test_a_format_that_is_not_known_is_not_written_to(
    annotui: Run, tag: Tag, give: Give, tmp_path: Path
) -> None:
    give(tag("000", "Japanese"))
    (tmp_path / "annotations").mkdir()
    (tmp_path / "annotations" / "FORMAT.json").write_text("?")
    status, lines = said(annotui("import", "seeds", "tags.jsonl"))
    assert (status, len(lines)) == (2, 1)
    assert lines[0].startswith("Annotations cannot be written in ")
    assert os.listdir(tmp_path / "annotations") == ["FORMAT.json"]


def test_an_import_that_is_killed_can_be_repeated(
    annotui: Run, environment: dict[str, str], tag: Tag, give: Give, tmp_path: Path
) -> None:
    one = tag("000", "Japanese")
    give(*(one | {"id": str(number)} for number in range(20_000)))
    command = [sys.executable, "-m", "annotui", "import", "seeds", "tags.jsonl"]
    running = subprocess.Popen(command, cwd=tmp_path, env=environment)
    log = tmp_path / "annotations" / "log"
    deadline = time.monotonic() + 60
    while not list(log.glob("*.jsonl")) and time.monotonic() < deadline:
        time.sleep(0.001)
    running.kill()
    running.wait()
    kept = annotui("export", "seeds").stdout.count("\n")
    assert kept % 1000 == 0
    assert said(annotui("import", "seeds", "tags.jsonl")) == (
        0,
        [f"{20_000 - kept} imported, {kept} already there, 0 refused"],
    )
    assert annotui("export", "seeds").stdout.count("\n") == 20_000


def test_a_disk_that_is_full_is_said_and_the_import_can_be_repeated(
    shell: Run, annotui: Run, tag: Tag, give: Give
) -> None:
    """As on a full disk: no file may grow beyond 64 KiB."""
    one = tag("000", "Japanese")
    give(*(one | {"id": str(number)} for number in range(400)))
    status, lines = said(shell("trap '' XFSZ; ulimit -f 64; annotui import seeds tags.jsonl"))
    assert (status, len(lines)) == (2, 1)
    assert lines[0] == (
        "The annotations cannot be saved: file too large; see to it and import again, which skips what is there already."
    )
    assert said(annotui("import", "seeds", "tags.jsonl")) == (0, ["400 imported, 0 already there, 0 refused"])
