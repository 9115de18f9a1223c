"""Keys of keyboards that are not Latin mean what stands in their place."""

from __future__ import annotations

import string

import pytest

from annotui.config import Label
from annotui.tui.actions import DEFAULT_KEYS, Actions
from annotui.tui.layouts import _LAYOUTS, latin


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("сйув", "cqed"),
        ("ЙВ", "QD"),
        ("хъХЪжЖэЭбю", "[]{};:'\",."),
        ("ії", "s]"),
        ("ψεδ", "ced"),
        ("Σσς", "Ssw"),
        ("בקג", "ced"),
        ("ؤضث", "cqe"),
    ],
)
def test_a_key_means_what_stands_in_its_place(typed: str, meant: str) -> None:
    assert "".join(map(latin, typed)) == meant


def test_what_is_typed_with_ctrl_too() -> None:
    assert latin("ctrl+с") == "ctrl+c"
    assert latin("ctrl+й") == "ctrl+q"


def test_every_key_that_is_there_stays_as_it_is() -> None:
    keys = {
        *string.printable,
        *(key for keys in DEFAULT_KEYS.values() for key in keys),
        "é",
        "ß",
        "ł",
        "日",
        "",
    }
    assert [key for key in keys if latin(key) != key] == []


def test_layouts_are_of_letters_that_are_not_latin() -> None:
    assert [one for layout in _LAYOUTS for one in layout if one != " " and one.isascii()] == []


def test_a_key_that_a_reader_gave_a_label_means_that() -> None:
    labels = (Label("слух", "с", "red", "С", ""), Label("claim", "c", "cyan", "C", ""))
    table = Actions(labels, {})
    found = table.for_key("с", "с"), table.for_key("c", "c"), table.for_key("й", "й")
    assert [one and one.label for one in found] == ["слух", "claim", None]
