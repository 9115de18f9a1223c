"""The labels that a corpus names."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from annotui.config import COLORS, STANDARD, ConfigError, Label
from annotui.config.label import is_letter

from .conftest import Files

TWO = """\
[[labels]]
name = "fact"
key = "F"

[[labels]]
name = "opinion"
key = "O"
"""


def test_a_label_is_what_the_file_says(files: Files) -> None:
    text = (
        '[[labels]]\nname = "to check"\nkey = "f5"\ncolor = "#Ff8800"\nletter = "?"\nguideline = "“Yes.”"\n'
    )
    assert files.labels(text) == (Label("to check", "f5", "#Ff8800", "?", "“Yes.”"),)
    assert files.load(text).labels == files.labels(text)


def test_what_a_label_does_not_say_is_filled_in(files: Files) -> None:
    assert files.labels(TWO) == (
        Label("fact", "F", "cyan", "F", ""),
        Label("opinion", "O", "green", "O", ""),
    )


def test_a_colour_that_another_label_asks_for_is_left_to_it(files: Files) -> None:
    text = TWO + "color = 'cyan'\n[[labels]]\nname = 'quote'\nkey = 'q'\n"
    assert [one.color for one in files.labels(text)] == ["green", "cyan", "red"]


def test_when_all_colours_have_a_label_they_are_given_again(files: Files) -> None:
    text = "".join(f"[[labels]]\nname = '{char}'\nkey = '{char}'\n" for char in "abcdefgh")
    assert [one.color for one in files.labels(text)] == [*COLORS, "cyan"]


@pytest.mark.parametrize(
    ("name", "letter"), [("élan", "É"), ("2nd", "2"), ("主張 claim", "C"), ("“quote”", "“"), ("ßa", "A")]
)
def test_the_letter_is_the_first_of_the_name_that_fits(files: Files, name: str, letter: str) -> None:
    assert files.labels(f"[[labels]]\nname = '{name}'\nkey = 'F'")[0].letter == letter


def test_a_guideline_in_many_lines_becomes_one(files: Files) -> None:
    text = '[[labels]]\nname = "fact"\nkey = "F"\nguideline = """\nOne.\r\n  Two.\n\\\n  Three.\n"""\n'
    assert files.labels(text)[0].guideline == "One. Two. Three."


def test_the_standard_labels_could_stand_in_a_file(files: Files) -> None:
    text = "".join(
        f'[[labels]]\nname = "{one.name}"\nkey = "{one.key}"\ncolor = "{one.color}"\n'
        f'letter = "{one.letter}"\nguideline = "{one.guideline}"\n'
        for one in STANDARD
    )
    assert files.labels(text) == STANDARD
    assert all(1 <= one.guideline.count(".") <= 2 for one in STANDARD)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nam = 'x'", "“nam” is not known here; perhaps name is meant (known: name, key, color, letter, guideline)"),
        ("key = 1", "“key” must be text; put it in quotation marks"),
        ("key = ''", "“” cannot be a key: there is none of this name; write one character, or a name such as tab, f5 or ctrl+p"),
        ("key = 'ctrl+c'", "“ctrl+c” cannot be a key: it always quits; give another key"),
        ("color = 3", "“color” must be text; put it in quotation marks"),
        (
            "color = 'grean'",
            "“grean” is no colour; perhaps green is meant "
            "(known: cyan, green, red, yellow, magenta, blue, orange, and #rrggbb)",
        ),
        (
            "color = '#fff'",
            "“#fff” is no colour; give another one (known: cyan, green, red, yellow, magenta, blue, orange, and #rrggbb)",
        ),
        ("letter = true", "“letter” must be text; put it in quotation marks"),
        ("letter = ''", "“” cannot be a letter; give one character that is one cell wide"),
        ("letter = 'FF'", "“FF” cannot be a letter; give one character that is one cell wide"),
        ("letter = '主'", "“主” cannot be a letter; give one character that is one cell wide"),
        ('letter = "\\u0301"', "“\u0301” cannot be a letter; give one character that is one cell wide"),
        ('letter = "\\u202e"', "“\u202e” cannot be a letter; give one character that is one cell wide"),
        ("letter = ' '", "“ ” cannot be a letter; give one character that is one cell wide"),
        ("guideline = ['a']", "“guideline” must be text; put it in quotation marks"),
        ('guideline = "a\\u001b[2J"', "the guideline holds a control character; remove it"),
    ],
)  # fmt: skip
def test_what_a_label_cannot_say_is_refused_with_its_line(files: Files, line: str, said: str) -> None:
    """It stands in the second of three labels."""
    name = line.partition(" ")[0]
    second = "".join(one for one in ("name = 'b'\n", "key = 'B'\n") if not one.startswith(f"{name} "))
    text = (
        f"[[labels]]\nname = 'a'\nkey = 'A'\n\n[[labels]]\n{second}{line}\n[[labels]]\nname = 'd'\nkey = 'D'"
    )
    assert files.refusal(shared=text) == f"annotui.toml, line {5 + second.count(chr(10)) + 1}: {said}"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("''", "a label's name cannot be empty; give it one"),
        ("' \u3000'", "a label's name cannot be empty; give it one"),
        ("1", "“name” must be text; put it in quotation marks"),
        ("'fact '", "the name “fact ” has blanks around it; remove them"),
        ('"fa\\u0007ct"', "the name “fa\u0007ct” holds a control character; remove it"),
        ('"fa\\nct"', "the name “fa\nct” holds a control character; remove it"),
        (
            f"'{'x' * 41}'",
            f"the name “{'x' * 41}” has 41 characters; shorten it to 40 at most",
        ),
        ("'主張'", 'nothing in the name “主張” is one cell wide; add a letter, as in letter = "X"'),
    ],
)
def test_what_cannot_be_a_name_is_refused(files: Files, name: str, said: str) -> None:
    text = f"{TWO}[[labels]]\nkey = 'N'\nname = {name}"
    assert files.refusal(shared=text) == f"annotui.toml, line 10: {said}"


def test_forty_characters_are_a_name(files: Files) -> None:
    assert files.labels(f"[[labels]]\nname = '{'é' * 40}'\nkey = 'x'")[0].name == "é" * 40


@pytest.mark.parametrize(
    ("third", "line", "said"),
    [
        ("key = 'x'", 9, 'this label has no name; give it one, as in name = "…"'),
        ("name = 'x'", 9, 'this label has no key; give it one, as in key = "…"'),
        (
            "name = 'Fact'\nkey = 'x'\nletter = 'x'",
            10,
            "there are two labels “fact” and “Fact”; give one another name",
        ),
        (
            "name = 'form'\nkey = 'x'",
            10,
            "“F” is both fact and form; give one of them another letter",
        ),
        (
            "key = 'x'\nname = 'x'\nletter = 'O'",
            12,
            "“O” is both opinion and x; give one of them another letter",
        ),
        (
            "name = 'not so'\nkey = 'F'",
            11,
            "“F” is both fact and “not so”; give one of them another key",
        ),
    ],
)
def test_labels_that_cannot_stand_beside_each_other_are_refused(
    files: Files, third: str, line: int, said: str
) -> None:
    assert files.refusal(shared=f"{TWO}\n[[labels]]\n{third}") == f"annotui.toml, line {line}: {said}"


@pytest.mark.parametrize("line", ["key = 'x'\nletter = 'F'", "key = 'F'"])
def test_commands_without_a_screen_refuse_such_labels_too(files: Files, line: str) -> None:
    with pytest.raises(ConfigError, match="“F” is both fact and x"):
        files.labels(f"{TWO}[[labels]]\nname = 'x'\n{line}")


@pytest.mark.parametrize(
    "text", ["labels = 1", "labels = ['claim']", "labels = { name = 'x' }", "[labels.claim]"]
)
def test_labels_are_a_list_of_tables(files: Files, text: str) -> None:
    assert (
        files.refusal(shared=text)
        == "annotui.toml, line 1: “labels” must be a list of tables; begin each one with the header [[labels]]"
    )


def test_whatever_may_be_a_letter_is_one_cell_wide() -> None:
    letters = [char for code in range(sys.maxunicode + 1) if is_letter(char := chr(code))]
    assert len(letters) > 10_000
    assert [char for char in letters if cell_len(char) != 1] == []


@given(st.text(min_size=2))
def test_more_than_one_code_point_is_no_letter(text: str) -> None:
    assert not is_letter(text)
