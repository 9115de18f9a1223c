"""What a reader sets for themselves: theme, mouse, keys, and their labels' keys, colours and letters."""

from __future__ import annotations

import pytest

from annotui.config import STANDARD, THEMES, Label, labels

from .conftest import Files

FACT = '[[labels]]\nname = "fact"\nkey = "F"\n'


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_is_chosen(files: Files, theme: str) -> None:
    assert files.load(own=f"theme = '{theme}'").theme == theme


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "mouse = true\ntheme = 'Drak'",
            "line 2: there is no theme “Drak”; perhaps dark is meant (known: terminal, dark, light, colorblind)",
        ),
        (
            "theme = 'solarized'",
            "line 1: there is no theme “solarized”; give another one (known: terminal, dark, light, colorblind)",
        ),
        ("theme = 1", "line 1: “theme” must be text; put it in quotation marks"),
        (
            "mouse = 'no'",
            "line 1: “mouse” must be true or false; write one of them, without quotation marks",
        ),
        ("mouse = 0", "line 1: “mouse” must be true or false; write one of them, without quotation marks"),
        ("keys = 'x'", "line 1: “keys” must be a table; give it a header in square brackets"),
        ("labels = 'x'", "line 1: “labels” must be a table; give it a header in square brackets"),
        ("labels.claim = 'x'", "line 1: “claim” must be a table; give it a header in square brackets"),
    ],
)
def test_settings_of_the_wrong_kind_are_refused(files: Files, text: str, said: str) -> None:
    assert files.refusal(own=text) == f"config.toml, {said}"


def test_the_mouse_can_be_left_to_the_terminal(files: Files) -> None:
    assert not files.load(own="mouse = false").mouse


def test_an_action_has_the_keys_that_a_reader_gave_it_and_no_other(files: Files) -> None:
    text = "[keys]\nnext_sentence = [')', 'f', 'f']\narticles = 'f12'\nraw = []\n"
    assert files.load(own=text).keys == {"next_sentence": (")", "f"), "articles": ("f12",), "raw": ()}


def test_a_key_that_an_action_gave_up_is_free(files: Files) -> None:
    text = "[keys]\nnext_sentence = '('\nprevious_sentence = ')'\nraw = 'c'\n[labels.claim]\nkey = 'R'"
    config = files.load(own=text)
    assert config.keys == {"next_sentence": ("(",), "previous_sentence": (")",), "raw": ("c",)}
    assert config.labels[0].key == "R"


@pytest.mark.parametrize(("keys", "given"), [("'Z'", ("Z",)), ("[]", ())])
def test_control_c_and_control_q_quit_whatever_else_does(
    files: Files, keys: str, given: tuple[str, ...]
) -> None:
    assert files.load(own=f"[keys]\nquit = {keys}").keys == {"quit": (*given, "ctrl+c", "ctrl+q")}


@pytest.mark.parametrize(
    "key",
    [
        *("a", "Z", "é", "ж", "5", "(", '"', "+", "\\", "…", "主"),
        *("tab", "space", "f1", "f24", "pagedown", "insert"),
        *("ctrl+p", "ctrl+t", "ctrl+left", "shift+tab", "shift+left", "ctrl+shift+home", "shift+f3", "ctrl+delete"),
    ],
)  # fmt: skip
def test_keys_that_can_be_given(files: Files, key: str) -> None:
    config = files.load(own=f"[keys]\nprevious_sentence = []\npalette = ['{key}', ':']\n")
    assert config.keys["palette"] == (key, ":")


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (" ", "a blank is not seen; write space"),
        ("xyz", "there is none of this name; write one character, or a name such as tab, f5 or ctrl+p"),
        ("e\u0301", "there is none of this name; write one character, or a name such as tab, f5 or ctrl+p"),
        ("\u0301", "there is none of this name; write one character, or a name such as tab, f5 or ctrl+p"),
        ("\u200d", "there is none of this name; write one character, or a name such as tab, f5 or ctrl+p"),
        ("Enter", "there is none of this name; perhaps enter is meant"),
        ("esc", "there is none of this name; perhaps escape is meant"),
        ("PgUp", "there is none of this name; perhaps pageup is meant"),
        ("Ctrl+P", "there is none of this name; perhaps ctrl+p is meant"),
        ("F5", "there is none of this name; perhaps f5 is meant"),
        ("ctrl+pgup", "there is none of this name; perhaps ctrl+pageup is meant"),
        ("ctrl++", "there is none of this name; write one character, or a name such as tab, f5 or ctrl+p"),
        ("", "there is none of this name; write one character, or a name such as tab, f5 or ctrl+p"),
        ("Ctrl+S", "there is none of this name; write one character, or a name such as tab, f5 or ctrl+p"),
        ("shift+ctrl+home", "there is none of this name; perhaps ctrl+shift+home is meant"),
        ("ctrl+(", "there is none of this name; write one character, or a name such as tab, f5 or ctrl+p"),
        ("ctrl+é", "there is none of this name; write one character, or a name such as tab, f5 or ctrl+p"),
        ("alt+x", "Alt does not arrive over many connections; give a key without it"),
        ("ctrl+alt+left", "Alt does not arrive over many connections; give a key without it"),
        ("Alt+Enter", "Alt does not arrive over many connections; give a key without it"),
        ("shift+a", "with Shift a character is another one; write that one, such as “A”"),
        ("ctrl+enter", "most terminals send enter for it; give another key"),
        ("shift+space", "most terminals send space for it; give another key"),
        ("ctrl+shift+tab", "most terminals send tab for it; give another key"),
        ("ctrl+c", "it always quits; give another key"),
        ("ctrl+q", "it always quits; give another key"),
        ("ctrl+z", "it suspends a program; give another key"),
        ("ctrl+s", "it saves a note, and stops the output of some terminals; give another key"),
        ("ctrl+i", "a terminal cannot tell it from Tab; give another key"),
        ("ctrl+m", "a terminal cannot tell it from Enter; give another key"),
        ("ctrl+j", "a terminal cannot tell it from Enter; give another key"),
        ("ctrl+h", "a terminal cannot tell it from Backspace; give another key"),
    ],
)
def test_keys_that_cannot_be_given(files: Files, key: str, said: str) -> None:
    text = f"mouse = true\n[keys]\nraw = ['r', '{key}']\n"
    assert files.refusal(own=text) == f"config.toml, line 3: “{key}” cannot be a key: {said}"
    assert files.refusal(own=f"[labels.other]\nkey = '{key}'").startswith(f"config.toml, line 2: “{key}” ")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("raw = 1", "“raw” must be one text or a list of texts; put each in quotation marks"),
        ("raw = ['r', 1]", "“raw” must be one text or a list of texts; put each in quotation marks"),
        ("raw = { key = 'r' }", "“raw” must be one text or a list of texts; put each in quotation marks"),
        (
            "next_sentense = 'f'",
            "there is no action “next_sentense”; perhaps next_sentence is meant (the help lists them all)",
        ),
        ("fly = 'f'", "there is no action “fly”; remove it (the help lists them all)"),
        ("claim = 'x'", "“claim” is a label, not an action; give its key under [labels]"),
        (
            "palette = []",
            "the palette needs a key, because it reaches all that has none; give it one",
        ),
    ],
)
def test_what_cannot_stand_among_the_keys_is_refused(files: Files, line: str, said: str) -> None:
    text = f"[keys]\nprevious_sentence = [\n  '(',\n]\n{line}\n"
    assert files.refusal(own=text) == f"config.toml, line 5: {said}"


def test_a_reader_changes_labels_for_themselves(files: Files) -> None:
    text = "[labels.claim]\nkey = 'f2'\n[labels.Quote]\ncolor = '#123456'\nletter = '”'\n"
    config = files.load(own=text)
    claim, quote = config.labels[:2]
    assert (claim.key, claim.color, claim.letter) == ("f2", "cyan", "C")
    assert (quote.key, quote.color, quote.letter) == ("q", "#123456", "”")
    assert [one.guideline for one in config.labels] == [one.guideline for one in STANDARD]
    assert labels(files.shared.parent) == STANDARD


def test_labels_of_other_corpora_do_not_disturb(files: Files) -> None:
    text = "[labels.claim]\nkey = 'F'\nletter = 'F'\n[labels.fact]\ncolor = 'red'\n"
    assert files.load(FACT, text).labels == (Label("fact", "F", "red", "F", ""),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "[labels.else]\ncolor = 'pink'",
            "line 2: “pink” is no colour; give another one "
            "(known: cyan, green, red, yellow, magenta, blue, orange, and #rrggbb)",
        ),
        ("[labels.else]\nletter = ''", "line 2: “” cannot be a letter; give one character that is one cell wide"),
        ("[labels.fact]\nkey = ['F']", "line 2: “key” must be text; put it in quotation marks"),
        (
            "[labels.fact]\n[labels.FACT]",
            "line 2: “FACT” stands here a second time; remove one of both",
        ),
    ],
)  # fmt: skip
def test_labels_are_checked_also_where_they_belong_to_another_corpus(
    files: Files, text: str, said: str
) -> None:
    assert files.refusal(FACT, text) == f"config.toml, {said}"


@pytest.mark.parametrize(
    ("shared", "own", "said"),
    [
        # A label against what an action has by itself: only the corpus's file says anything.
        (FACT.replace('"F"', '")"'), None, "annotui.toml, line 3: “)” is both next_sentence and fact"),
        (FACT.replace('"F"', '"enter"'), None, "annotui.toml, line 3: “enter” is both articles and fact"),
        # A reader's key against a label of the corpus, and against a standard one.
        (FACT, "[keys]\n\nraw = 'F'", "config.toml, line 3: “F” is both raw and fact"),
        (None, "[keys]\nraw = ['r', 'q']", "config.toml, line 2: “q” is both raw and quote"),
        # Two actions: with what one has by itself, and where the reader gave both.
        (None, "[keys]\nraw = ')'", "config.toml, line 2: “)” is both next_sentence and raw"),
        (None, "[keys]\nraw = 'ctrl+p'", "config.toml, line 2: “ctrl+p” is both raw and palette"),
        (
            None,
            "[keys]\nraw = 'x'\nnext_sentence = 'x'",
            "config.toml, line 3: “x” is both next_sentence and raw",
        ),
        (
            None,
            "[keys]\nnext_sentence = 'x'\nraw = 'x'",
            "config.toml, line 3: “x” is both next_sentence and raw",
        ),
        # A reader's key of a label, against an action, a label, and both in one file.
        (FACT, "[labels.fact]\nkey = 'R'", "config.toml, line 2: “R” is both raw and fact"),
        (
            FACT + "[[labels]]\nname = 'my own'\nkey = 'O'",
            "[labels.fact]\nkey = 'O'",
            "config.toml, line 2: “O” is both fact and “my own”",
        ),
        (
            None,
            "[labels.quote]\nkey = 'x'\n[keys]\nraw = 'x'",
            "config.toml, line 4: “x” is both raw and quote",
        ),
        # A label may be called as an action is.
        (
            "[[labels]]\nname = 'raw'\nkey = 'R'",
            None,
            "annotui.toml, line 3: “R” is both raw and raw",
        ),
    ],
)
def test_a_key_that_would_mean_two_things_is_refused(
    files: Files, shared: str | None, own: str | None, said: str
) -> None:
    assert files.refusal(shared, own) == f"{said}; give one of them another key"


def test_a_reader_can_solve_a_clash_for_themselves(files: Files) -> None:
    shared = FACT.replace('"F"', '")"')
    assert files.load(shared, "[labels.fact]\nkey = 'F'").labels[0].key == "F"
    assert files.load(shared, "[keys]\nnext_sentence = 'F'").labels[0].key == ")"


def test_a_letter_that_would_mean_two_things_is_refused(files: Files) -> None:
    said = "config.toml, line 2: “E” is both quote and error; give one of them another letter"
    assert files.refusal(own="[labels.quote]\nletter = 'E'") == said
    assert (
        files.load(own="[labels.quote]\nletter = 'E'\n[labels.error]\nletter = '!'").labels[1].letter == "E"
    )
