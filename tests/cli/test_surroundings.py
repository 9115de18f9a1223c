"""What the environment says to Textual and Rich, and what it is not allowed to say."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import pytest

from annotui.cli.surroundings import settle_environment, without


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", os.environ.copy())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TEXTUAL_PRESS", "c,q"),
        ("TEXTUAL_SCREENSHOT", "0"),
        ("TEXTUAL_COLOR_SYSTEM", "x"),
        ("COLUMNS", "²"),
        ("LINES", "-1"),
        ("COLUMNS", ""),
        ("NO_COLOR", ""),
    ],
)
def test_what_would_type_keys_or_end_the_program_is_gone(name: str, value: str) -> None:
    os.environ[name] = value
    settle_environment()
    assert name not in os.environ


@pytest.mark.parametrize("value", ["", "0", "000", "-5", "junk", "²", "999999"])
def test_no_time_for_an_escape_ends_the_program(value: str) -> None:
    os.environ["ESCDELAY"] = value
    settle_environment()
    assert os.environ["ESCDELAY"] == "400"


@pytest.mark.parametrize(("name", "value"), [("COLUMNS", "100"), ("LINES", "30"), ("ESCDELAY", "25")])
def test_what_a_reader_may_say_stays(name: str, value: str) -> None:
    os.environ[name] = value
    settle_environment()
    assert os.environ[name] == value


def test_what_a_slow_link_tears_is_waited_for_unless_it_is_said_how_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("ESCDELAY", raising=False)
    settle_environment()
    # Milliseconds: longer than the 300 that the rest of a key may take (see the page on SSH), and no pause that one notices.
    assert 300 < int(os.environ["ESCDELAY"]) <= 500


def test_what_cannot_be_imported_for_a_while_can_be_afterwards() -> None:
    sys.modules.pop("colorsys", None)
    with without("colorsys"), pytest.raises(ImportError):
        import_module("colorsys")
    assert import_module("colorsys").rgb_to_hsv(1, 1, 1) == (0, 0, 1)


def test_what_is_imported_already_stays() -> None:
    before = import_module("colorsys")
    with without("colorsys"):
        assert import_module("colorsys") is before
    assert import_module("colorsys") is before
