"""What the documentation and the sample show can be used as it is, with the actions that there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from annotui.config import COLORS, STANDARD, THEMES, load
from annotui.config.sample import shared_sample
from annotui.tui.actions import DEFAULT_KEYS

from .conftest import Files

PAGE = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```toml\n# (annotui|config)\.toml\n(.*?)```", PAGE, re.DOTALL)


def use(files: Files, kind: str, text: str) -> None:
    path = files.shared if kind == "annotui" else files.own
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("kind", "text"), BLOCKS)
def test_every_example_of_the_page_is_accepted(files: Files, kind: str, text: str) -> None:
    use(files, kind, text)
    load(files.shared.parent, DEFAULT_KEYS)


def test_the_page_has_examples_of_both_files_and_names_all_values() -> None:
    assert {kind for kind, _ in BLOCKS} == {"annotui", "config"}
    assert PAGE.count("```toml") == len(BLOCKS)
    assert [one for one in (*COLORS, *THEMES) if f"`{one}`" not in PAGE] == []


def test_the_sample_says_what_holds_without_it(files: Files) -> None:
    use(files, "annotui", shared_sample())
    config = load(files.shared.parent, DEFAULT_KEYS)
    assert (config.labels, dict(config.keys), config.theme, config.mouse) == (STANDARD, {}, "terminal", True)


def test_the_readers_part_of_the_sample_can_be_used_without_its_signs(files: Files) -> None:
    own = "\n".join(line[1:] for line in shared_sample().splitlines() if re.match(r"#[^ -]", line))
    use(files, "config", own)
    config = load(files.shared.parent, DEFAULT_KEYS)
    assert (config.theme, config.mouse) == ("dark", False)
    assert config.keys == {"next_sentence": (")", "S"), "raw": ()}
    assert (config.labels[0].key, config.labels[0].color) == ("C", "magenta")
