"""The picture of the method is what the method gives."""

from __future__ import annotations

import importlib.util
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def diagram(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    specification = importlib.util.spec_from_file_location("diagram", DOCS / "diagram.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    # Its dataclasses look themselves up there.
    monkeypatch.setitem(sys.modules, "diagram", module)
    specification.loader.exec_module(module)
    return module


def test_the_picture_is_the_one_that_the_script_draws(diagram: ModuleType) -> None:
    assert diagram.drawing() == (DOCS / "matching.svg").read_text(encoding="utf-8"), "run docs/diagram.py"


def test_the_settings_are_those_of_the_program(diagram: ModuleType) -> None:
    assert diagram.page() == (DOCS / "matching.md").read_text(encoding="utf-8"), "run docs/diagram.py"
    assert "| up to 30,000 | 3 |" in diagram.page()


def test_it_shows_five_families_and_a_paragraph_that_stands_elsewhere(diagram: ModuleType) -> None:
    picture = ET.fromstring(diagram.drawing())
    boxes = [
        one for one in picture.iter("{http://www.w3.org/2000/svg}rect") if one.get("stroke") == "#cf222e"
    ]
    places = sorted((float(one.get("x", "")), float(one.get("y", ""))) for one in boxes)
    assert len(places) == 5
    assert [y for _, y in places] != sorted(y for _, y in places)
