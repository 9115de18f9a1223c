"""What a corpus sets of the parameters of matching."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from annotui.config import matching
from annotui.config.parameters import RANGES
from annotui.config.sample import shared_sample
from annotui.matching.parameters import NAMES, for_articles

from .conftest import Files


def test_what_the_section_says_holds_and_the_rest_follows_from_the_size(files: Files) -> None:
    config = files.load("[matching]\nseed = 5\nshortest = 10\n")
    assert config.matching == {"seed": 5, "shortest": 10}
    assert matching(files.shared.parent) == config.matching
    assert for_articles(50_000).given(**config.matching).neighbours == for_articles(50_000).neighbours


@pytest.mark.parametrize("text", ["", "[matching]\n", "[[labels]]\nname = 'a'\nkey = 'a'\n"])
def test_nothing_is_set(files: Files, text: str) -> None:
    assert files.load(text).matching == {}


def test_without_a_file_nothing_is_set(files: Files) -> None:
    assert files.load().matching == {}
    assert matching(files.shared.parent) == {}


def test_every_parameter_can_be_set_and_what_holds_by_itself_is_in_range() -> None:
    assert tuple(RANGES) == NAMES
    for count in (0, 5, 50_000, 500_000):
        values = for_articles(count)
        assert all(low <= getattr(values, name) <= high for name, (low, high) in RANGES.items())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("seed = 1", "1 is out of range; give a number from 2 to 12"),
        ("seed = 13", "13 is out of range; give a number from 2 to 12"),
        ("neighbours = -4", "-4 is out of range; give a number from 2 to 1000"),
        ("shortest = 3.5", "“shortest” must be a whole number; write one, without quotation marks"),
        ("shortest = '8'", "“shortest” must be a whole number; write one, without quotation marks"),
        ("seed = true", "“seed” must be a whole number; write one, without quotation marks"),
        ("sed = 3", "“sed” is not known here; perhaps seed is meant (known: seed, neighbours, shortest)"),
    ],
)
def test_what_is_refused_is_named_with_its_line(files: Files, line: str, said: str) -> None:
    assert files.refusal(f"# desk\n\n[matching]\n{line}\n") == f"annotui.toml, line 4: {said}"


def test_a_section_that_is_no_table_is_refused(files: Files) -> None:
    said = files.refusal("matching = 3\n")
    assert said == "annotui.toml, line 1: “matching” must be a table; give it a header in square brackets"


def test_a_readers_own_file_does_not_set_them(files: Files) -> None:
    assert "“matching” is not known here" in files.refusal(own="[matching]\nseed = 3\n")


@pytest.mark.parametrize("letter", "≈≠+▏·*")
def test_signs_of_the_gutter_are_no_letters(files: Files, letter: str) -> None:
    said = files.refusal(f"[[labels]]\nname = 'fact'\nkey = 'F'\nletter = '{letter}'\n")
    assert said == f"annotui.toml, line 4: “{letter}” means something else in the gutter; give another letter"
    assert files.labels(f"[[labels]]\nname = '{letter} fact'\nkey = 'F'\n")[0].letter == "F"


def test_the_page_and_the_sample_name_the_ranges() -> None:
    page = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text(encoding="utf-8")
    for name, (low, high) in RANGES.items():
        assert re.search(rf"^\| `{name}` \| .* \| {low}, {high} \|$", page, re.MULTILINE)
        assert re.search(rf"^#   {name} = .*\({low} to {high}\)$", shared_sample(), re.MULTILINE)
