"""What is pasted is text, however a link tears it."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser

from annotui.tui.driver import Pastes

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
