"""What a person reads, and what a script gets, when the program cannot do what was asked."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

from annotui import __version__
from annotui.commands import COMMANDS

Run = Callable[..., subprocess.CompletedProcess[str]]
Terminal = Callable[..., tuple[str, int]]


@pytest.fixture
def terminal(environment: dict[str, str], tmp_path: Path) -> Terminal:
    """Runs the program on a real pseudo-terminal until it ends; returns what was shown, and the exit status."""

    def run(*arguments: str, environ: dict[str, str] | None = None) -> tuple[str, int]:
        clean = {key: value for key, value in environment.items() if key != "LANG"}
        child = pexpect.spawn(
            sys.executable,
            ["-m", "annotui", *arguments],
            env=clean | (environ or {}),
            cwd=str(tmp_path),
            encoding="utf-8",
            timeout=60,
            dimensions=(24, 500),
        )
        child.expect(pexpect.EOF)
        child.close()
        return str(child.before).strip(), child.exitstatus

    return run


def test_version(annotui: Run) -> None:
    done = annotui("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"annotui {__version__}\n", "")


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["seeds/", "--help"]])
def test_help_shows_how_to_begin(annotui: Run, arguments: list[str]) -> None:
    done = annotui(*arguments)
    assert done.returncode == 0
    for piece in (
        "annotui seeds/",
        "annotui export seeds/",
        "annotui ./export",
        "--annotations",
        "--reviewer",
    ):
        assert piece in done.stdout


@pytest.mark.parametrize(
    ("command", "pieces"),
    [
        ("export", ("--output", "--label", "--by", "annotui export seeds/ >")),
        ("import", ("FOLDER FILE", "--reviewer", "annotui import seeds/ tags.jsonl", "standard input")),
        ("list", ("--label", "--by", "annotui list seeds/", "ARTICLE:START-END: LABEL by REVIEWER")),
        ("stats", ("--json", "annotui stats seeds/", "by_article")),
        ("check", ("--reviewer", "annotui check seeds/", "damage, orphan, conflict, moved or note")),
    ],
)
def test_help_of_a_command_has_examples_and_what_its_status_means(
    annotui: Run, command: str, pieces: tuple[str, ...]
) -> None:
    done = annotui(command, "--help")
    assert done.returncode == 0
    for piece in ("--annotations", "Examples:", "Exit status: 0 ", *pieces):
        assert piece in done.stdout
    assert f"\n  {command} " in annotui("--help").stdout
    assert max(map(len, done.stdout.splitlines())) <= 110


def test_the_page_of_commands_has_them_all() -> None:
    page = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"annotui {name} " not in page] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Give the folder that the articles are in; annotui --help says how."),
        (["export"], "Missing argument 'FOLDER'; annotui export --help says how."),
        (["seeds", "more"], "Got unexpected extra argument (more); annotui --help says how."),
        (["seeds", "--annotations"], "Option '--annotations' requires an argument; annotui --help says how."),
        (["--wrong", "seeds"], "No such option '--wrong'; annotui --help says how."),
        (["export", "--wrong", "seeds"], "No such option '--wrong'; annotui export --help says how."),
        (["export", ""], "Invalid value for 'FOLDER': it is empty; annotui export --help says how."),
        (["expor", "seeds"], "There is no command and no folder expor; annotui --help says how."),
        (["nowhere"], "There is no folder nowhere; give a folder with .txt or .md files."),
        (["import", "seeds"], "Missing argument 'FILE'; annotui import --help says how."),
        (["lists", "seeds/x"], "There is no command and no folder lists; annotui --help says how."),
        (["./export"], "There is no folder export; give a folder with .txt or .md files."),
        (["export", "nowhere"], "There is no folder nowhere; give a folder with .txt or .md files."),
        (
            ["seeds/000_aa2809ac14b27de4.txt"],
            "seeds/000_aa2809ac14b27de4.txt is not a folder; give the folder that",
        ),
        (["--annotations", "seeds/notes", "seeds"], "Reading needs a terminal"),
        (["seeds"], "Reading needs a terminal, and here input or output is none; annotui export needs none."),
    ],
)
def test_wrong_usage_is_one_sentence_and_status_2(
    annotui: Run, seeds: Path, arguments: list[str], said: str
) -> None:
    done = annotui(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(said)
    assert done.stderr.count("\n") == 1


def test_a_folder_named_like_a_command_opens_with_its_path(annotui: Run, tmp_path: Path) -> None:
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / "a.txt").write_text("Words.")
    assert annotui("./export").stderr.startswith("Reading needs a terminal")
    assert annotui("export").stderr.startswith("Missing argument 'FOLDER'")


def test_names_in_messages_cannot_act_on_the_terminal(annotui: Run, tmp_path: Path) -> None:
    for name in ("\x1b]0;owned\x07", "\x9b31m", "two\nlines", "\u202egnp", "\udcff"):
        for arguments in ([name], ["export", name], [f"--{name}"], ["--reviewer", name, "seeds"]):
            said = annotui(*arguments).stderr
            assert said.count("\n") == 1
            assert not set(said) & set("\x1b\x07\x9b\u202e\udcff")


def test_the_check_for_acting_names_would_see_one(tmp_path: Path) -> None:
    """A program that prints its argument as it is fails the check above."""
    code = "import sys; sys.stderr.write(sys.argv[1])"
    done = subprocess.run(
        [sys.executable, "-c", code, "\x1b]0;owned\x07"], capture_output=True, text=True, check=True
    )
    assert set(done.stderr) & set("\x1b\x07")


@pytest.mark.parametrize("name", ["", " ", "a\x1b", "a\nb", "a\u2028b"])
def test_a_reviewer_needs_a_name_that_can_be_shown(terminal: Terminal, seeds: Path, name: str) -> None:
    shown, status = terminal("seeds", "--reviewer", name, environ={"LANG": "C.UTF-8"})
    assert status == 2
    assert "cannot be a reviewer; give a name without control characters with --reviewer." in shown


@pytest.mark.parametrize("kind", ["dumb", "unknown"])
def test_a_dumb_terminal_is_refused(terminal: Terminal, seeds: Path, kind: str) -> None:
    assert terminal("seeds", environ={"TERM": kind}) == (
        f"The terminal says TERM={kind}, so nothing can be drawn; set TERM to what it really is.",
        2,
    )


@pytest.mark.parametrize(
    "environ",
    [
        {"LC_ALL": "en_US.ISO-8859-1"},
        {"LC_CTYPE": "de_DE.ISO-8859-15@euro"},
        {"LANG": "fr_FR.iso88591"},
        {"LANG": "en_US.UTF-8", "LC_ALL": "ja_JP.eucJP"},
        {"LC_ALL": "C", "PYTHONUTF8": "0"},
    ],
)
def test_a_locale_without_utf_8_is_refused(terminal: Terminal, seeds: Path, environ: dict[str, str]) -> None:
    shown, status = terminal("seeds", environ=environ)
    assert (shown.count("\n"), status) == (0, 2)
    assert shown.endswith("is not UTF-8; set another one, for example with LC_ALL=C.UTF-8.")


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX"},
        {"LANG": "C"},
        {"LANG": "", "LC_ALL": ""},
        {"LANG": "C.UTF-8"},
        {"LANG": "de_DE.utf8@euro"},
        {"LANG": "xx_XX.UTF-8"},
        {"LANG": "fr_FR.ISO-8859-1", "LC_ALL": "C.UTF-8"},
        {"LANG": "fr_FR.ISO-8859-1", "LC_CTYPE": "C.UTF-8"},
    ],
)
def test_locales_that_work_are_let_through(terminal: Terminal, seeds: Path, environ: dict[str, str]) -> None:
    """With TERM=dumb, which is looked at last, so that the answer is the same sentence without a screen."""
    shown, status = terminal("seeds", environ=environ | {"TERM": "dumb"})
    assert (shown[:29], status) == ("The terminal says TERM=dumb, ", 2)


def test_tags_are_never_kept_inside_the_corpus(terminal: Terminal, seeds: Path, tmp_path: Path) -> None:
    (tmp_path / "way in").symlink_to(seeds)
    before = sorted(os.listdir(seeds))
    for place in ("seeds", "seeds/notes", "./seeds/../seeds/x/y", "way in/notes"):
        shown, status = terminal("seeds", "--annotations", place, environ={"LANG": "C.UTF-8"})
        assert status == 2
        assert shown.endswith(
            "is inside the corpus, where nothing is ever written; give another folder with --annotations."
        )
    assert sorted(os.listdir(seeds)) == before


def test_the_module_is_the_same_program(environment: dict[str, str], tmp_path: Path) -> None:
    script = Path(sys.executable).with_name("annotui")
    commands = ([str(script)], [sys.executable, "-m", "annotui"])
    done = [
        subprocess.run(
            [*command, "--wrong"], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        for command in commands
    ]
    assert done[0].stderr == done[1].stderr == "No such option '--wrong'; annotui --help says how.\n"
    assert done[0].returncode == done[1].returncode == 2


def test_help_into_a_closed_pipe_ends_quietly(environment: dict[str, str], tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "annotui", "--help"],
        env=environment,
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


def in_a_shell(script: str, environment: dict[str, str], *words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", "-c", script, sys.executable, *map(str, words)],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(("arguments", "status"), [("init", 0), ("export", 2), ("stats", 2), ("check", 2)])
def test_closed_standard_output_is_no_failure(
    environment: dict[str, str], seeds: Path, arguments: str, status: int
) -> None:
    done = in_a_shell('exec "$0" -m annotui $1 "$2" >&-', environment, arguments, seeds)
    assert (done.returncode, done.stdout) == (status, "")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("folder", [".", "../seeds", "seeds"])
def test_a_current_folder_that_is_gone_is_said(
    environment: dict[str, str], seeds: Path, tmp_path: Path, folder: str
) -> None:
    (tmp_path / "gone").mkdir()
    script = 'cd "$1" && rmdir "$1" && exec "$0" -P -m annotui export "$2"'
    done = in_a_shell(script, environment, tmp_path / "gone", seeds if folder == "seeds" else folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "The folder that you are in does not exist any more; change to another one.\n"
