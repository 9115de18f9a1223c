"""What the README shows is what the program does."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from annotui.config import STANDARD
from annotui.tui.actions import Actions

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def generate(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    specification = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    # Its dataclasses look themselves up there.
    monkeypatch.setitem(sys.modules, "generate", module)
    specification.loader.exec_module(module)
    return module


def test_the_tables_are_those_of_the_program(generate: ModuleType) -> None:
    for path, page in generate.pages().items():
        assert page == path.read_text(encoding="utf-8"), "run docs/generate.py"


def test_another_key_would_be_noticed(generate: ModuleType) -> None:
    other = README.replace("tag as claim", "tag as a claim")
    assert generate.replaced(other, generate.KEYS, generate.key_table()) != other


@pytest.mark.parametrize("page", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=str)
def test_everything_that_a_page_links_to_is_there(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert links or page.name != "README.md"
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_each_picture_is_shown_somewhere_and_made_by_the_script(generate: ModuleType) -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    shown = {name for page in pages for name in re.findall(r"images/([\w-]+)\.svg", page.read_text("utf-8"))}
    made = {picture.name for picture in generate.PICTURES}
    assert shown == made == {path.stem for path in (ROOT / "docs" / "images").glob("*.svg")}


def test_no_key_means_two_things() -> None:
    keys = [key for action in Actions(STANDARD, {}) for key in action.keys]
    assert sorted(keys) == sorted(set(keys))
