"""In which line of a TOML file a value is."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotui.config.file import line_of

Way = tuple[str | int, ...]

EXAMPLE = '''\
# a comment
theme = "dark"

[[labels]]
name = "claim"
guideline = """
[[labels]]
color = "red"
"""
color = "cyan"

[[labels]]   # the second
name = "quote"
color = "green"

[keys]
next_sentence = [
    ")",  # kept
    "f",
]
articles.inner = "x"
inline = { a = 1, b = [1, 2] }

[own.claim]
key = "x"
[own]
other = 1
'''


@pytest.mark.parametrize(
    ("way", "line"),
    [
        (("theme",), 2),
        (("labels",), 4),
        (("labels", 0), 4),
        (("labels", 0, "name"), 5),
        (("labels", 0, "guideline"), 9),
        (("labels", 0, "color"), 10),
        (("labels", 1), 12),
        (("labels", 1, "color"), 14),
        (("keys",), 16),
        (("keys", "next_sentence"), 20),
        (("keys", "next_sentence", 0), 20),
        (("keys", "articles"), 21),
        (("keys", "articles", "inner"), 21),
        (("keys", "inline", "b", 1), 22),
        (("own",), 24),
        (("own", "claim", "key"), 25),
        (("own", "other"), 27),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_line_of_a_value_is_where_it_ends(way: Way, line: int, newline: str) -> None:
    assert line_of(EXAMPLE.replace("\n", newline), way) == line


def test_the_last_line_needs_no_newline() -> None:
    assert line_of("a = 1\nb = 2", ("b",)) == 2


def test_only_a_line_feed_ends_a_line() -> None:
    assert line_of('a = "\u2028\u0085"\nb = 2\n', ("b",)) == 2


@dataclass
class Written:
    """A TOML text while it is written, and the line of each value in it."""

    lines: list[str] = field(default_factory=list)
    where: dict[Way, int] = field(default_factory=dict)

    def add(self, way: Way, *lines: str) -> None:
        """Write a statement; what it gives is where it ends."""
        self.lines += lines
        self.where[way] = len(self.lines)


# What could be taken for a statement, if it did not stand in a comment or in a text.
DECOYS = st.lists(
    st.sampled_from(["[[labels]]", "[keys]", 'color = "red"', "]", "}", "# no", "'", "", " = "]), max_size=4
)


@st.composite
def written(draw: st.DrawFn) -> Written:
    """A list of tables, with values that take one or several lines."""
    text = Written()
    for number in range(draw(st.integers(1, 4))):
        text.lines += [f"# {decoy}" for decoy in draw(DECOYS)]
        text.add(("labels", number), "[[labels]]" + draw(st.sampled_from(["", "  # [[labels]]"])))
        for name in draw(st.lists(st.sampled_from(["name", "color", "keys", "a.b"]), unique=True)):
            way: Way = ("labels", number, *name.split("."))
            decoys = draw(DECOYS)
            match draw(st.sampled_from(["one", "text", "raw", "list", "inline"])):
                case "one":
                    text.add(way, f'{name} = "x" # {decoys}')
                case "text":
                    text.add(way, f'{name} = """', *decoys, '"""')
                case "raw":
                    text.add(way, f"{name} = '''", *(one.replace("'", "") for one in decoys), "'''")
                case "list":
                    text.add(way, f"{name} = [", *(f'  "{one.replace(chr(34), "")}",' for one in decoys), "]")
                case _:
                    text.add(way, f"{name} = {{ name = {{ color = 1 }} }}")
                    text.where[(*way, "name", "color")] = len(text.lines)
            text.lines += [""] * draw(st.integers(0, 2))
    return text


@given(written())
def test_every_value_is_found_whatever_stands_around_it(text: Written) -> None:
    content = "\n".join(text.lines)
    tomllib.loads(content)
    assert {way: line_of(content, way) for way in text.where} == text.where
