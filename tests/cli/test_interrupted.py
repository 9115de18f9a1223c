"""Ctrl+C ends a command with 130 and says nothing, from the first instruction of the program to its last."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

# Ctrl+C while a module is being looked for.
WHILE_IMPORTING = """
import os, signal, sys
class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupting())
sys.argv[1:] = {arguments!r}
from annotui.__main__ import main
main()
"""
BEFORE_MAIN = """
import os, signal
import annotui.__main__
os.kill(os.getpid(), signal.SIGINT)
"""
AT_THE_END = """
import atexit, os, signal, sys
sys.argv[1:] = {arguments!r}
from annotui.__main__ import main
atexit.register(os.kill, os.getpid(), signal.SIGINT)
main()
"""


def run(script: str, environment: dict[str, str], **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script.format(**more)],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_before_anything_is_done(environment: dict[str, str]) -> None:
    done = run(BEFORE_MAIN, environment)
    assert (done.returncode, done.stderr) == (130, "")


@pytest.mark.parametrize(
    "module",
    [
        "annotui.tui.first.begin",
        "termios",
        "annotui.cli",
        "click",
        "annotui.cli.export",
        "annotui.store.store",
    ],
)
def test_while_it_is_being_loaded(environment: dict[str, str], seeds: Path, module: str) -> None:
    done = run(WHILE_IMPORTING, environment, module=module, arguments=["export", str(seeds)])
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_the_judge_sees_what_python_says_of_it(environment: dict[str, str]) -> None:
    done = run(
        WHILE_IMPORTING + "import csv\n", environment, module="annotui.__main__", arguments=["--version"]
    )
    assert "KeyboardInterrupt" in done.stderr


def test_when_all_is_done(environment: dict[str, str]) -> None:
    done = run(AT_THE_END, environment, arguments=["--version"])
    assert (done.returncode, done.stderr) == (130, "")


def test_who_started_it_with_the_signal_ignored_goes_on_doing_so(environment: dict[str, str]) -> None:
    script = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n" + WHILE_IMPORTING
    done = run(script, environment, module="annotui.cli", arguments=["--version"])
    assert (done.returncode, done.stderr) == (0, "")
