"""What a command does not need, it does not load; nothing under the screen loads the screen."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from annotui.commands import COMMANDS
from annotui.core.annotation import Annotation
from annotui.core.span import Span
from annotui.corpus.article import read
from annotui.corpus.scan import scan
from annotui.store.changes import Put
from annotui.store.store import Store

Run = Callable[..., subprocess.CompletedProcess[str]]

SOURCE = Path(__file__).parents[2] / "src" / "annotui"
BELOW_THE_SCREEN = ("core", "corpus", "config", "store", "formats", "matching", "review")


def modules_below_the_screen() -> list[str]:
    """Every module of these packages, by its dotted name."""
    files = [path for package in BELOW_THE_SCREEN for path in (SOURCE / package).rglob("*.py")]
    names = [".".join(("annotui", *path.relative_to(SOURCE).with_suffix("").parts)) for path in sorted(files)]
    return [name.removesuffix(".__init__") for name in names]


def loaded(code: str) -> set[str]:
    """The top-level packages that a fresh interpreter has loaded after `code`."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sys\n{code}\nprint(*{{name.partition('.')[0] for name in sys.modules}})",
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return set(done.stdout.split())


def loaded_by(done: subprocess.CompletedProcess[str]) -> set[str]:
    """The top-level packages in the list that `-X importtime` writes to standard error."""
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}


def test_nothing_under_the_screen_loads_the_screen() -> None:
    names = modules_below_the_screen()
    assert {name.split(".")[1] for name in names} == set(BELOW_THE_SCREEN)
    code = "\n".join(f"import {name}" for name in names)
    assert not loaded(code) & {"textual", "rich"}


def test_the_core_loads_the_standard_library_only() -> None:
    code = "\n".join(
        f"import {name}" for name in modules_below_the_screen() if name.startswith("annotui.core")
    )
    assert loaded(code) - set(sys.stdlib_module_names) - loaded("") <= {"annotui"}


def test_the_check_would_see_the_screen() -> None:
    assert {"textual", "rich"} <= loaded("import annotui.core, textual.app")


def test_the_first_text_needs_the_standard_library_only_and_the_quick_part_of_it(seeds: Path) -> None:
    code = (
        "import annotui.__main__, annotui.surroundings, annotui.tui.first.terminal\n"
        "from annotui.tui.first.begin import first_screen\n"
        f"assert 'Foreign Minister' in first_screen({str(seeds)!r}, '', 'desk1', 160, 50)"
    )
    found = loaded(code)
    assert found - set(sys.stdlib_module_names) - loaded("") <= {"annotui"}
    assert {"annotui", "re", "json"} <= found
    # Each of these would take as long as half of the rest.
    assert not found & {"dataclasses", "inspect", "asyncio", "logging", "shutil", "subprocess", "tempfile"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["--help"],
        *([name, "--help"] for name in COMMANDS),
        ["export", "seeds"],
        ["import", "seeds", "/dev/null"],
        ["list", "seeds"],
        ["stats", "seeds", "--json"],
        ["check", "seeds"],
    ],
)
def test_commands_without_a_screen_load_neither_textual_nor_numpy(
    annotui: Run, seeds: Path, arguments: list[str]
) -> None:
    done = annotui(*arguments, python=["-X", "importtime"])
    assert done.returncode == 0
    assert {"annotui", "click"} <= loaded_by(done)
    assert not loaded_by(done) & {"textual", "rich", "numpy"}


@pytest.mark.parametrize("arguments", [["match", "seeds"], ["export", "seeds", "--articles"]])
def test_only_what_is_matched_anew_loads_numpy(annotui: Run, seeds: Path, arguments: list[str]) -> None:
    first = annotui(*arguments, python=["-X", "importtime"])
    assert first.returncode == 0
    assert loaded_by(first) & {"textual", "rich", "numpy"} == {"numpy"}
    again = annotui(*arguments, python=["-X", "importtime"])
    assert again.stdout == first.stdout
    assert not loaded_by(again) & {"textual", "rich", "numpy"}


def test_the_reader_does_not_load_numpy() -> None:
    names = [one for one in modules_below_the_screen() if ".review" in one]
    code = "\n".join(f"import {name}" for name in (*names, "annotui.matching.background", "annotui.tui.app"))
    assert "textual" in loaded(code)
    assert "numpy" not in loaded(code)


def test_the_reader_does_not_load_click() -> None:
    found = loaded("import annotui.__main__, annotui.cli.read, annotui.tui.app")
    assert "textual" in found
    assert "click" not in found


def test_tables_are_drawn_with_rich_and_nothing_else_of_the_screen(annotui: Run, seeds: Path) -> None:
    done = annotui("stats", "seeds", python=["-X", "importtime"])
    assert done.returncode == 0
    assert loaded_by(done) & {"textual", "rich", "numpy"} == {"rich"}


@pytest.mark.parametrize("words", ["annotui ", "annotui import seeds ", "annotui list seeds --label "])
def test_completing_a_word_loads_neither_the_screen_nor_the_store(
    annotui: Run, seeds: Path, words: str
) -> None:
    environ = {
        "_ANNOTUI_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split())),
    }
    done = annotui(environ=environ, python=["-X", "importtime"])
    assert (done.returncode, done.stdout != "") == (0, True)
    assert not loaded_by(done) & {"textual", "rich", "numpy", "tinydb", "orjson", "rapidfuzz"}


def test_finding_a_tag_again_loads_neither_textual_nor_numpy(annotui: Run, seeds: Path) -> None:
    article = read(scan(seeds).entries[0])
    store = Store.open(seeds, reviewer="desk1")
    tag = Annotation(
        id="1",
        article=article.id,
        sha256=article.sha256,
        encoding=article.encoding,
        span=Span(100, 150),
        text=article.text[100:150],
        label="claim",
        reviewer="desk1",
        created="2026-11-22T10:00:00.000Z",
        updated="2026-11-22T10:00:00.000Z",
        prefix=article.text[68:100],
        suffix=article.text[150:182],
    )
    store.commit([Put(tag)])
    store.close()
    scan(seeds).entries[0].path.write_text(f"An added line.\n{article.text[:120]}{article.text[121:]}")
    done = annotui("export", "seeds", python=["-X", "importtime"])
    assert '"status": "ok"' not in done.stdout
    assert not loaded_by(done) & {"textual", "rich", "numpy"}


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["nowhere"]])
def test_what_needs_no_tags_loads_no_store(annotui: Run, arguments: list[str]) -> None:
    done = annotui(*arguments, python=["-X", "importtime"])
    assert not loaded_by(done) & {"tinydb", "orjson", "rapidfuzz", "charset_normalizer"}


def test_the_check_of_commands_would_see_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import rich.text"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "rich" in loaded_by(done)
