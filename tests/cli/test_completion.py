"""Shell completion, as the scripts that a shell loads ask for it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

from annotui.commands import COMMANDS

Run = Callable[..., subprocess.CompletedProcess[str]]
Complete = Callable[..., list[str]]

needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")


@pytest.fixture
def complete(annotui: Run, seeds: Path) -> Complete:
    """What bash is offered behind some words, the last of which is being typed, as `type,value`."""

    def ask(*words: str) -> list[str]:
        environ = {
            "_ANNOTUI_COMPLETE": "bash_complete",
            "COMP_WORDS": " ".join(["annotui", *words]),
            "COMP_CWORD": str(len(words)),
        }
        done = annotui(environ=environ)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout.split()

    return ask


def plain(found: list[str]) -> set[str]:
    return {one.removeprefix("plain,") for one in found if one.startswith("plain,")}


def test_the_first_word_is_a_command_or_a_folder(complete: Complete) -> None:
    assert plain(complete("")) == set(COMMANDS)
    assert complete("e") == ["dir,e", "plain,export"]
    assert complete("se") == ["dir,se"]
    assert {"--annotations", "--reviewer", "--help", "--version"} <= plain(complete("--"))


def test_then_come_folders_and_files(complete: Complete) -> None:
    for command in ("export", "import", "list", "stats", "check"):
        assert complete(command, "se") == ["dir,se"]
    assert complete("import", "seeds", "t") == ["file,t"]
    assert complete("export", "seeds", "--output", "t") == ["file,t"]
    assert complete("export", "seeds", "--annotations", "a") == ["dir,a"]
    assert complete("seeds", "--annotations", "a") == ["dir,a"]


def test_options_are_those_of_the_command(complete: Complete) -> None:
    assert plain(complete("stats", "seeds", "--")) == {"--json", "--annotations", "--help"}
    assert plain(complete("seeds", "--r")) == {"--reviewer"}
    assert plain(complete("check", "--r")) == {"--reviewer", "--repair"}


def test_labels_are_those_of_the_corpus(complete: Complete, tmp_path: Path) -> None:
    assert plain(complete("list", "seeds", "--label", "")) == {"claim", "quote", "error", "duplicate"}
    assert plain(complete("list", "seeds", "--label", "q")) == {"quote"}
    config = tmp_path / "annotations" / "annotui.toml"
    config.parent.mkdir()
    config.write_text(
        '[[labels]]\nname = "fact"\nkey = "c"\n[[labels]]\nname = "two words"\nkey = "w"\n', encoding="utf-8"
    )
    assert plain(complete("export", "seeds", "--label", "")) == {"fact"}
    config.write_text("?")
    assert "claim" in plain(complete("export", "seeds", "--label", ""))


def test_what_cannot_be_completed_says_nothing(complete: Complete) -> None:
    assert plain(complete("nowhere", "seeds", "x", "")) == set()
    assert complete("import", "seeds", "tags.jsonl", "") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(annotui: Run, shell: str) -> None:
    done = annotui(environ={"_ANNOTUI_COMPLETE": f"{shell}_source"})
    assert (done.returncode, done.stderr) == (0, "")
    assert f"_ANNOTUI_COMPLETE={shell}_complete" in done.stdout


def test_zsh_and_fish_get_what_each_command_does(annotui: Run) -> None:
    zsh = annotui(
        environ={"_ANNOTUI_COMPLETE": "zsh_complete", "COMP_WORDS": "annotui st", "COMP_CWORD": "1"}
    )
    assert zsh.stdout.splitlines() == ["dir", "st", "_", "plain", "stats", COMMANDS["stats"]]
    fish = annotui(
        environ={"_ANNOTUI_COMPLETE": "fish_complete", "COMP_WORDS": "annotui st", "COMP_CWORD": "st"}
    )
    assert fish.stdout.splitlines() == ["dir,st", f"plain,stats\t{COMMANDS['stats']}"]


def test_another_shell_is_refused(annotui: Run) -> None:
    done = annotui(environ={"_ANNOTUI_COMPLETE": "tcsh_source"})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("_ANNOTUI_COMPLETE=tcsh_source names no shell; bash, zsh and fish have")


@needs_bash
def test_bash_accepts_its_script(annotui: Run) -> None:
    script = annotui(environ={"_ANNOTUI_COMPLETE": "bash_source"}).stdout
    assert "compopt -o plusdirs" in script
    assert subprocess.run(["bash", "-n"], input=script, text=True, check=False).returncode == 0


@needs_bash
def test_bash_completes_commands_folders_and_files(
    environment: dict[str, str], seeds: Path, tmp_path: Path
) -> None:
    (tmp_path / "essays").mkdir()
    (tmp_path / "tags.jsonl").touch()
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "annotui"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m annotui "$@"\n')
    program.chmod(0o755)
    path = f"{program.parent}:{environment['PATH']}"
    child = pexpect.spawn(
        "bash",
        ["--norc", "--noprofile", "-i"],
        env=environment | {"PATH": path, "TERM": "dumb", "PS1": "$ "},
        cwd=str(tmp_path),
        encoding="utf-8",
        timeout=60,
        dimensions=(24, 200),
    )
    child.sendline("bind 'set enable-bracketed-paste off'; bind 'set bell-style none'")
    child.sendline('eval "$(_ANNOTUI_COMPLETE=bash_source annotui)"; echo ready')
    child.expect("\r\nready\r\n")
    for typed, offered in (
        ("annotui se\t", "annotui seeds/"),
        ("annotui che\t", "annotui check "),
        ("annotui e\t\t", r"\r\nexport +essays/"),
        ("annotui import seeds ta\t", "annotui import seeds tags.jsonl "),
    ):
        child.send(typed)
        child.expect(offered)
        child.send("\x15")
    child.close(force=True)
