"""What the tests of the core share: the sample articles as they are read, and how wide a terminal draws a text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import strategies as st
from rich.cells import split_graphemes

from annotui.core.mojibake import repair
from annotui.core.span import Span

SEEDS = Path(__file__).parents[2] / "seeds"

# What breaks a reader of texts: scripts of other widths and directions, marks that join, controls, and encodings gone wrong.
PIECES = [
    *"abcZ  \t\n",
    " \n",
    "\r\n",
    "\n\n",
    ". ",
    "! ",
    "? ",
    "… ",
    ", ",
    " – ",
    "—",
    "-",
    "'",
    '"',
    *"“”‘’„«»「」()《》",
    "Mr. ",
    "U.S. ",
    "J. K. ",
    "3.5 ",
    "1. ",
    "isn’t ",
    "https://a.b/c ",
    *"北约。，、",
    "東京タワー",
    "서울",
    "été",
    "e\u0301",
    "\u0301",
    "हिन्दी",
    "👩\u200d👩\u200d👧",
    "❤\ufe0f",
    "🇯🇵",
    "🙂",
    "\u200d",
    "\ufe0f",
    *"\x00\x07\x1b\x7f\x85\x9b\u202e\u2066\u2069\u200f\u2060\ufeff\u2028\xa0\xad",
    "鈥檚",
    "鈥",
    "鈥淵",
    "caf茅",
    "â€™s",
    "â€œ",
    "Ã©",
    "\ufffd",
]


@pytest.fixture(scope="session")
def messy() -> st.SearchStrategy[str]:
    """Texts of everything that breaks a reader of texts."""
    return st.lists(st.sampled_from(PIECES) | st.characters(), max_size=60).map("".join)


@pytest.fixture(scope="session")
def seed() -> Callable[[str], str]:
    """The text of a sample article, by the beginning of its name."""

    def read(number: str) -> str:
        (path,) = SEEDS.glob(f"{number}_*.txt")
        return path.read_bytes().decode("utf-8")

    return read


@pytest.fixture(scope="session")
def mended(seed: Callable[[str], str]) -> Callable[[str], str]:
    """The same, as it is meant to be read."""

    def read(number: str) -> str:
        text = seed(number)
        repaired = repair(text)
        return repaired.apply(text) if repaired else text

    return read


@pytest.fixture(scope="session")
def measure() -> Callable[[str], Sequence[tuple[int, int, int]]]:
    """How a terminal draws a text."""
    return lambda text: split_graphemes(text)[0]


@pytest.fixture(scope="session")
def pieces() -> Callable[[Callable[[str, Span], list[Span]], str], list[str]]:
    """What the spans say that a function finds in the whole of a text."""
    return lambda find, text: [span.of(text) for span in find(text, Span(0, len(text)))]
