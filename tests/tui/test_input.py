"""What a terminal sends is told apart, however a link tears it, and nothing that it sends ends the program."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser

from annotui.tui.background import BackgroundTold
from annotui.tui.input import Input, decoder

BEGIN, END = "\x1b[200~", "\x1b[201~"
LONG_AFTER = 20.0
"""Seconds after which nothing is waited for any more."""

sequences = st.sampled_from(
    ["\x1b[A", "\x1b[1;2D", "\x1b[3~", "\x1bOP", "\x1b[[A", "\x1b[97;5u", "\x1b[I", "\x1b[<0;7;7M", "\x1b[7$"]
)
answers = st.sampled_from(
    [
        *("\x1b]11;rgb:1c1c/dede/cccc\x1b\\", "\x1b]11;rgb:ffff/ffff/ffff\x07", "\x1b]52;c;cQ==\x07"),
        *("\x1b[?62;1;4;6;22c", "\x1b[>41;354;0c", "\x1b[12;40R", "\x1b[?1u", "\x1b[0n", "\x1b[8;24;80t"),
        *("\x1bP1$r0m\x1b\\", "\x1bP>|XTerm(390)\x1b\\", "\x1b_Gi=31;OK\x1b\\", "\x1b[?2048;2$y"),
        *("\x1b[48;99999;99999;9999999;9999999t", "\x1b[M abc"[:6]),
        # The same with C1 controls, of which nobody types one.
        *(
            "\x9d11;rgb:1c1c/dede/cccc\x9c",
            "\x9d11;rgb:ffff/ffff/ffff\x07",
            "\x9dltagged\x1b\\",
            "\x90cqe\r\x9c",
        ),
        *(
            "\x98Quit\x9c",
            "\x9ecqe\x1b\\",
            "\x9fcqe\x9c",
            "\x9b?62;1;4c",
            "\x9b12;40R",
            "\x9b?2048;2$y",
            "\x85",
            "\x9c",
        ),
    ]
)
STRANGE = {
    "a byte that is not UTF-8": b"\x80",
    "half a character": b"\xe6\x97",
    "a key with an odd code": b"\x1b[1092::97;;1092u",
    "a key beyond Unicode": b"\x1b[99999999999u",
    "a key with a number of thousands of digits": b"\x1b[" + b"9" * 5000 + b"u",
    "a lone surrogate": b"\x1b[55296u",
    "parameters without end": b"\x1b[" + b"1;" * 5000 + b"m",
    "a screen of no size": b"\x1b[48;0;0;0;0t",
}


def shown(event: object) -> str:
    match event:
        case events.Paste(text=text):
            return f"pasted {text}"
        case events.Key(key=key):
            return key
        case events.MouseEvent(x=x, y=y):
            return f"{type(event).__name__} {x} {y}"
        case _:
            return type(event).__name__


def events_of(*arrivals: tuple[float, str]) -> list[str]:
    """What comes of an input that arrives at some seconds."""
    source = Input()
    return [shown(event) for at, data in arrivals for event in source.events(data, at)]


def torn(data: str, cuts: list[int], apart: float = 0.01) -> list[str]:
    """What comes of an input that a link tears."""
    edges = sorted({0, len(data), *(min(cut, len(data)) for cut in cuts)})
    parts = [data[start:end] for start, end in pairwise(edges)]
    last = len(parts) * apart
    return events_of(
        *((index * apart, part) for index, part in enumerate(parts)),
        (last + LONG_AFTER, ""),
        (last + 2 * LONG_AFTER, ""),
    )


# Keys and mouse


def test_keys_mouse_and_focus_are_what_textual_says() -> None:
    assert (
        torn("a\x1b[A\x1b[1;2D\x1bOP\x1b[3~\x1b[[B\r\x7f", [])
        == "a up shift+left f1 delete f2 enter backspace".split()
    )
    assert torn("\x1b[<0;3;4M\x1b[I", []) == ["MouseDown 2 3", "AppFocus"]


@given(
    st.lists(st.one_of(sequences, st.sampled_from(["a", "é", " ", "ф", "1", "["]))).map("".join),
    st.lists(st.integers(0, 60)),
)
def test_whatever_a_link_tears_means_the_same(data: str, cuts: list[int]) -> None:
    assert torn(data, cuts) == torn(data, [])


def test_without_this_a_torn_key_is_three_others() -> None:
    parser = XTermParser()
    found = [*parser.feed("\x1b"), *parser.tick()]
    assert [shown(one) for one in [*found, *XTermParser().feed("[1;2D")]] == [
        "left_square_bracket",
        "1",
        "semicolon",
        "2",
        "D",
    ]


def test_escape_and_a_letter_soon_after_are_two_keys() -> None:
    assert events_of((0, "\x1bm")) == ["escape", "m"]
    assert events_of((0, "\x1b"), (0.05, ")")) == ["escape", "right_parenthesis"]
    assert events_of((0, "\x1b\x1b"), (0.05, "x")) == ["escape", "escape", "x"]
    assert events_of((0, "\x1b\x1b[A")) == ["escape", "up"]


def test_an_escape_alone_waits_only_for_a_while() -> None:
    assert events_of((0, "\x1b"), (0.01, "")) == []
    assert events_of((0, "\x1b"), (0.01, ""), (5, "")) == ["escape"]


@pytest.mark.parametrize("key", ["[", "]", "O", "P", "_", "[["])
def test_what_may_begin_a_sequence_is_a_key_after_a_while(key: str) -> None:
    names = events_of((0, key))
    assert events_of((0, f"\x1b{key}"), (5, "")) == ["escape", *names]
    assert events_of((0, f"\x1b{key}"), (5, "w")) == ["escape", *names, "w"]


def test_a_sequence_may_take_longer_than_an_escape() -> None:
    assert events_of((0, "\x1b[1;"), (5, ""), (5.1, "2D")) == ["shift+left"]
    assert events_of((0, "\x1b[1;"), (20, ""), (20.1, "w")) == ["w"]


# Answers


@given(st.lists(answers, min_size=1).map("".join), st.lists(st.integers(0, 90)))
def test_no_answer_is_a_key(data: str, cuts: list[int]) -> None:
    # One of them is asked for.
    told = ["BackgroundTold"] * (data.count("\x1b]11;") + data.count("\x9d11;"))
    assert torn(f"w{data}w", cuts) == ["w", *told, "w"]


TEXTS = {
    "start of string": "\x1bXcqeQ\x1b\\",
    "privacy message": "\x1b^cqeQ\r\x1b\\",
    "application program command": "\x1b_cqeQ\x1b\\",
    "device control": "\x1bPcqeQ\x1b\\",
    "title of the window": "\x1b]lcqe [1] Q\x1b\\",
    "title, ended by BEL": "\x1b]lcqe [1] Q\x07",
    "title of the icon": "\x1b]Lcqe Q\x9c",
}


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_that_a_terminal_sends_is_a_key(name: str) -> None:
    text = TEXTS[name]
    for cut in range(len(text)):
        assert torn(f"w{text}w", [cut + 1]) == ["w", "w"], text[:cut]


@pytest.mark.parametrize("begun", ["\x1bXcqe", "\x1b]lcqe", "\x1bPcqe", "\x9dcqe", "\x98", "\x1b]11;rgb:"])
def test_a_text_that_never_ends_does_not_keep_the_keyboard(begun: str) -> None:
    # By a control key it is left at once …
    assert events_of((0, begun), (1, "w"), (2, "\x03"), (2.1, "w")) == ["ctrl+c", "w"]
    assert events_of((0, begun), (1, "\r"), (1.1, "w")) == ["enter", "w"]
    assert events_of((0, begun), (1, "\x1b"), (1.1, "w")) == ["escape", "w"]
    assert events_of((0, begun), (1, "\x1b[A"), (1.1, "w")) == ["up", "w"]
    # … and after a while by itself, also where somebody types all the time.
    typed = [(float(second), "w") for second in range(1, 20)]
    assert events_of((0, begun), *typed) == ["w"] * 10
    # What ends it is no key, however late.
    assert events_of((0, begun), (8, "\x07"), (8.1, "w")) == ["w"]


def test_what_is_typed_after_an_escape_is_no_text_of_a_terminal() -> None:
    for key in "X^_P":
        (name,) = events_of((0, key))
        apart = [(number * 0.1, one) for number, one in enumerate(f"\x1b{key}cq")]
        assert events_of(*apart) == ["escape", name, "c", "q"]
        assert events_of((0, f"\x1b{key}c"), (1, "")) == ["escape", name, "c"]
    assert events_of((0, "\x1b]]]cq")) == ["escape", *["right_square_bracket"] * 3, "c", "q"]


def test_keys_and_mouse_of_a_terminal_that_sends_c1_controls() -> None:
    assert torn("a\x9bA\x9b1;2D\x8fP\x9b3~b", []) == "a up shift+left f1 delete b".split()
    assert torn("\x9b<0;3;4M", []) == ["MouseDown 2 3"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("\x9bA".encode("latin-1"), "\x9bA"),
        (b"\x9dlcqe\x9c\xc3\xa9", "\x9dlcqe\x9cé"),
        ("\x9bA".encode(), "\x9bA"),
        (b"\xe6\x97\x1b[D\xff\xed\xa0\x80", "\ufffd\x1b[D\ufffd\ufffd\ufffd\ufffd"),
    ],
)
def test_bytes_that_are_no_utf_8_may_be_c1_controls(data: bytes, text: str) -> None:
    source = decoder()
    found = "".join(source.decode(data[at : at + 1]) for at in range(len(data)))
    # Of a surrogate's bytes the last ones are such controls.
    assert found.replace("\x80", "\ufffd") == text


@pytest.mark.parametrize(
    ("colour", "is_light"),
    [("ffff/ffff/ffff", True), ("f/f/f", True), ("0/0/0", False), ("00/00/ff", False), ("ffff/ffff/0", True)],
)
def test_what_the_terminal_says_of_its_background(colour: str, is_light: bool) -> None:
    (event,) = Input().events(f"\x1b]11;rgb:{colour}\x07", 0)
    assert isinstance(event, BackgroundTold)
    assert event.is_light is is_light


@pytest.mark.parametrize("said", ["?", "rgb:", "rgb://", "rgb:1/2", "rgb:zz/0/0", "rgb:12345/0/0", "red", ""])
def test_what_is_no_colour_says_nothing(said: str) -> None:
    assert list(Input().events(f"\x1b]11;{said}\x07", 0)) == []


def test_textual_takes_such_an_answer_for_keys_that_tag() -> None:
    parser = XTermParser()
    assert "c" in [shown(one) for one in parser.feed("\x1b]11;rgb:1c1c/1c1c/1c1c/1c1c/1c1c\x1b\\")]


# Pastes


@given(
    st.lists(st.sampled_from(["a", "Q", "é", "\x1b", "\x1b[A", "\x1b]0;Q\x07", "\x1b[20", "0~", "1~"])).map(
        "".join
    ),
    st.lists(st.integers(0, 60)),
)
@example("\x1b[201", [7, 9])
def test_what_is_pasted_is_text_whatever_it_holds(text: str, cuts: list[int]) -> None:
    text = text.replace(END, "")
    pasted = text.replace("\x1b", "␛")
    if not pasted.endswith("␛[20"):
        assert torn(f"a{BEGIN}{text}{END}b", cuts) == ["a", f"pasted {pasted}", "b"]


def test_textual_takes_an_escape_in_what_is_pasted_for_keys_and_here_it_is_text() -> None:
    data = f"{BEGIN}a\x1b]0;{'Q' * 40}\x07b{END}c"
    assert "Q" in [shown(one) for one in XTermParser().feed(data)]
    assert torn(data, []) == [f"pasted a␛]0;{'Q' * 40}\x07b", "c"]


def test_a_paste_that_stalls_is_still_a_paste() -> None:
    assert events_of((0, f"{BEGIN}c"), (60, ""), (61, f"q{END}")) == ["pasted cq"]


def test_a_paste_that_never_ends_is_left_by_the_keys_that_quit() -> None:
    for key, name in (("\x03", "ctrl+c"), ("\x11", "ctrl+q")):
        assert events_of((0, f"{BEGIN}cq"), (11, key)) == ["pasted cq", name]
        assert events_of((0, f"{BEGIN}cq"), (1, key), (2, END)) == [f"pasted cq{key}"]
        assert events_of((0, f"{BEGIN}cq"), (11, f"{key}w{END}")) == [f"pasted cq{key}w"]


def test_what_is_pasted_does_not_end_by_a_control_within_it() -> None:
    assert events_of((0, f"{BEGIN}a\x9b201~Q{END}b")) == ["pasted a\x9b201~Q", "b"]
    assert events_of((0, "\x9b200~aQ\x9b201~b")) == ["pasted aQ", "b"]


# Anything


def decoded(data: bytes) -> str:
    return decoder().decode(data)


@pytest.mark.parametrize("name", STRANGE)
def test_after_strange_input_keys_go_on(name: str) -> None:
    assert torn(decoded(STRANGE[name]) + "\x1b[Dw", [])[-2:] == ["left", "w"]


def test_textual_does_not_survive_it() -> None:
    for name in ("a key with an odd code", "a key beyond Unicode"):
        with pytest.raises((ValueError, OverflowError, RuntimeError, StopIteration)):
            list(XTermParser().feed(decoded(STRANGE[name])))


FRAGMENTS = (
    *(
        "\x1b",
        "\x1b[",
        "\x1b]11;",
        "\x1bP",
        "\x1bO",
        "\x1b_G",
        BEGIN,
        END,
        "\x07",
        "\x1b\\",
        "\x18",
        "\0",
        "\x9b",
        "\x9d",
        "\x1bX",
        "\x1b]l",
        "\x90",
        "\x8f",
        "\x9c",
    ),
    *(
        "1092",
        "99999999999",
        "55296",
        "0",
        ":",
        "::",
        ";",
        "?",
        "<",
        ">",
        "$",
        " ",
        "u",
        "~",
        "M",
        "m",
        "R",
        "t",
        "y",
        "c",
    ),
)


def random_input(chance: random.Random) -> str:
    """Some input of sequences, torn and wrong ones among them, and of characters."""
    return "".join(
        chance.choice(FRAGMENTS)
        if chance.random() < 0.7
        else decoded(chance.randbytes(chance.randrange(1, 4)))
        for _ in range(chance.randrange(1, 8))
    )


def survives(count: int, seed: int) -> None:
    chance, source, now = random.Random(seed), Input(), 0.0
    found = 0
    for _ in range(count):
        now += chance.choice([0.0, 0.01, 0.5, LONG_AFTER])
        found += len(list(source.events(random_input(chance), now)))
    list(source.events(END, now))
    for after in (1, 2):
        list(source.events("", now + after * LONG_AFTER))
    assert [shown(one) for one in source.events("\x1b[Dw", now + 3 * LONG_AFTER)] == ["left", "w"]
    assert found > count / 2, "most of it was something"


def test_random_input_does_not_end_it() -> None:
    survives(20_000, seed=1)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_a_million_random_inputs_do_not_end_it(seed: int) -> None:
    survives(100_000, seed=100 + seed)
