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


def test_the_keys_are_those_of_the_program(generate: ModuleType) -> None:
    assert generate.with_keys(README) == README, "run docs/generate.py"


def test_another_key_would_be_noticed(generate: ModuleType) -> None:
    assert generate.with_keys(README.replace("tag as claim", "tag as a claim")) != README.replace(
        "tag as claim", "tag as a claim"
    )


def test_everything_it_links_to_is_there() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", README)
    assert len(links) > 3
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_no_key_means_two_things() -> None:
    keys = [key for action in Actions(STANDARD, {}) for key in action.keys]
    assert sorted(keys) == sorted(set(keys))
