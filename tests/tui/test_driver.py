"""What is pasted is text, however a link tears it."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser

from annotui.tui.driver import Escapes, Pastes

BEGIN, END = "\x1b[200~", "\x1b[201~"
pieces = st.sampled_from(["a", "Q", "é", "\x1b", "\x1b[A", "\x1b[2J", "\x1b]0;Q\x07", "\x1b[20", "0~", "1~"])
keys = st.sampled_from(["a", "Q", "\x1b[A", "\x1b[20", "0", "\x1b"])


def tamed(data: str, cuts: list[int]) -> str:
    """What comes of some input that arrives in parts."""
    pastes = Pastes()
    edges = sorted({0, len(data), *(min(cut, len(data)) for cut in cuts)})
    return "".join(pastes.tamed(data[start:end]) for start, end in pairwise(edges))


@given(st.lists(pieces).map("".join), st.lists(keys).map("".join), st.lists(st.integers(0, 60)))
@example("\x1b[201", "a", [7, 9])
def test_what_is_pasted_holds_no_escape_and_what_is_typed_is_as_it_was(
    text: str, typed: str, cuts: list[int]
) -> None:
    text = text.replace(END, "")
    data = f"{typed}{BEGIN}{text}{END}{typed}"
    begins = data.index(BEGIN) + len(BEGIN)
    ends = data.index(END, begins)
    expected = data[:begins] + data[begins:ends].replace("\x1b", "␛") + data[ends:]
    if BEGIN not in data[ends:]:
        assert tamed(data, cuts) == expected


@given(st.lists(keys).map("".join), st.lists(st.integers(0, 30)))
def test_what_is_typed_goes_on_at_once(typed: str, cuts: list[int]) -> None:
    if BEGIN not in typed:
        assert tamed(typed, cuts) == typed


def pasted(data: str) -> list[str]:
    """What Textual takes for pasted, and what for keys."""
    found = []
    for event in XTermParser().feed(data):
        found.append(
            f"pasted {event.text}"
            if isinstance(event, events.Paste)
            else f"key {getattr(event, 'key', event)}"
        )
    return found


def test_textual_takes_an_escape_in_what_is_pasted_for_keys_and_here_it_is_text() -> None:
    data = f"{BEGIN}a\x1b]0;{'Q' * 40}\x07b{END}c"
    assert "key Q" in pasted(data)
    assert pasted(tamed(data, [])) == [f"pasted a␛]0;{'Q' * 40}\x07b", "key c"]


def told_apart(*arrivals: tuple[float, str]) -> list[str]:
    """The pieces of an input that arrives at some seconds."""
    escapes = Escapes()
    return [piece for at, data in arrivals for piece in escapes.pieces(data, at)]


def test_escape_and_a_letter_soon_after_are_two_keys() -> None:
    assert told_apart((0, "\x1bm")) == ["\x1b", "m"]
    assert told_apart((0, "\x1b"), (0.05, ")")) == ["\x1b", ")"]
    assert told_apart((0, "\x1b\x1b"), (0.05, "x")) == ["\x1b", "\x1b", "x"]


def test_a_sequence_that_a_slow_link_tears_is_one() -> None:
    assert told_apart((0, "a\x1b"), (0.05, "[1;2Db")) == ["a", "\x1b[1;2Db"]
    assert told_apart((0, "\x1b"), (0.05, "[1;"), (0.1, "2D")) == ["\x1b[1;", "2D"]


def test_an_escape_alone_waits_only_for_a_while() -> None:
    assert told_apart((0, "\x1b"), (0.01, "")) == []
    assert told_apart((0, "\x1b"), (0.01, ""), (5, "")) == ["\x1b"]


@given(st.lists(st.sampled_from(["\x1b", "a", "[", "1;2D", "\x1b[A", ")"])))
def test_nothing_of_an_input_gets_lost(parts: list[str]) -> None:
    arrivals = [(index / 100, part) for index, part in enumerate(parts)]
    assert "".join(told_apart(*arrivals, (100, ""))) == "".join(parts)
