"""What reaches the screen: as many code points as the text has, and none that acts on a terminal or hides."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotui.core.display import DIRECTION, HIDDEN, JOINED, beyond_plain, is_safe, shown, visible

EVERYTHING = "".join(map(chr, range(0x110000)))

# As the Unicode Character Database has them: the bidirectional controls and what breaks a line.
TURNING = {*"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}
BREAKING = {*"\u2028\u2029"}


def acts(character: str) -> bool:
    """Whether a terminal would do something with a code point, or could not be sent it."""
    return unicodedata.category(character) in ("Cc", "Cs") or character in TURNING | BREAKING


def test_the_check_itself_knows_what_acts() -> None:
    assert all(map(acts, "\x00\x07\n\x1b\x7f\x85\x9b\u202e\u2069\ud800"))
    assert not any(map(acts, "aé北🙂 \xa0\u200d" + HIDDEN + DIRECTION))


def test_no_code_point_that_acts_is_left_in_a_message() -> None:
    result = visible(EVERYTHING)
    assert len(result) == len(EVERYTHING)
    assert [character for character in result if acts(character)] == []
    assert is_safe(result)


def test_in_an_article_only_newlines_are_left() -> None:
    result = shown(EVERYTHING)
    assert len(result) == len(EVERYTHING)
    assert [character for character in result if acts(character)] == ["\n"]


def test_what_does_not_act_is_left_as_it_is() -> None:
    changed = [one for one, drawn in zip(EVERYTHING, visible(EVERYTHING), strict=True) if one != drawn]
    assert all(unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp", "Cn") for one in changed)
    assert {*"\u200c\u200d\ufe0f\u0301 \xa0"}.isdisjoint(changed)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b[31mred", "␛[31mred"),
        ("a\tb\x7f\x00", "a⇥b␡␀"),
        ("a\u202eb\u2069", f"a{DIRECTION}b{DIRECTION}"),
        ("a\u200bb\ufeff\x9b", f"a{HIDDEN}b{HIDDEN}{HIDDEN}"),
        ("two\nrows\u2028", "two␊rows␤"),
        ("name-\udcff.txt", "name-\ufffd.txt"),
        ("co\xadop", "co¬op"),
        (JOINED, HIDDEN),
    ],
)
def test_what_is_drawn(text: str, expected: str) -> None:
    assert visible(text) == expected
    assert not is_safe(text)


def test_line_breaks_of_windows_and_of_old_macs() -> None:
    assert shown("a\r\nb\rc\r\r\n") == "a \nb␍c␍ \n"


def test_a_newline_in_a_name_is_drawn() -> None:
    assert visible("a\nb") == "a␊b"
    assert shown("a\nb") == "a\nb"


@given(st.text(st.characters() | st.sampled_from("\r\n\x1b\u202e\ud800")))
def test_offsets_mean_the_same_in_what_is_drawn(text: str) -> None:
    for drawn in (shown(text), visible(text)):
        assert len(drawn) == len(text)
        assert all(
            one == other for one, other in zip(drawn, text, strict=True) if is_safe(other) and other != "\r"
        )
    assert not any(acts(character) for character in visible(text))


@pytest.mark.parametrize("mark", ["“", "\x07", "\ud800", ""])
def test_what_is_beyond_plain_is_found_in_each_of_two_long_texts_however_often_it_is_asked(mark: str) -> None:
    one, other = (f"plain {mark}\n" + "text\n" * 250_000, "”text\n" * 250_000)
    for _ in range(2):
        assert beyond_plain(one) == beyond_plain(one) == mark
        assert beyond_plain(other) == "”" * 250_000
