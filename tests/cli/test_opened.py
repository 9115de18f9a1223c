"""What is opened without click is what click would open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotui.cli.places import Refused
from annotui.cli.program import invoke
from annotui.commands import COMMANDS, opened

Asked = tuple[Path, Path | None, str | None]

WORDS = [
    *("seeds", "two words", ".", "export", "-", "--", "-h", "--help", "--version", "--json", "--annotation"),
    *("--annotations", "--annotations=", "--annotations=there", "--annotations=a=b"),
    *("--reviewer", "--reviewer=", "--reviewer=desk1", "--review", ""),
]


def by_click(arguments: Sequence[str]) -> Asked | None:
    """What click opens; None where it does something else."""
    asked: list[Asked] = []

    def read(folder: Path, annotations: Path | None, reviewer: str | None) -> int:
        asked.append((folder, annotations, reviewer))
        return 0

    with patch("annotui.cli.read.read", read):
        try:
            invoke(arguments)
        except Refused:
            return None
    return asked[0] if asked else None


@given(st.lists(st.sampled_from(WORDS), max_size=6))
@example(["seeds", "--annotations", "--reviewer"])
@example(["--reviewer", "desk1", "seeds"])
@example(["seeds", "--reviewer", "desk1", "--reviewer=desk2"])
@example(["", "seeds"])
@example(["--reviewer", "desk1", "", "seeds"])
def test_what_is_opened_is_what_click_would_open(arguments: list[str]) -> None:
    if (asked := opened(arguments)) is not None:
        folder, annotations, reviewer = asked
        expected = Path(folder), Path(annotations) if annotations else None, reviewer or None
        assert by_click(arguments) == expected


@pytest.mark.parametrize(
    "arguments", [["seeds"], ["./export"], ["seeds", "--annotations", "there"], ["--reviewer=desk1", "seeds"]]
)
def test_plain_command_lines_need_no_click(arguments: list[str]) -> None:
    assert opened(arguments) is not None


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_are_left_to_click(command: str) -> None:
    assert opened([command, "seeds"]) is None


def test_so_is_a_shell_that_asks_what_could_stand_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_ANNOTUI_COMPLETE", "bash_complete")
    assert opened(["seeds"]) is None
