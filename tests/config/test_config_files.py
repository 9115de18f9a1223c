"""Files that cannot be read, or are not what they should be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from annotui.config import STANDARD, ConfigError, labels, load, own_file

from .conftest import ACTIONS, Files


def test_without_files_the_standard_holds(files: Files) -> None:
    config = files.load()
    assert config.labels == STANDARD
    assert (dict(config.keys), config.theme, config.mouse) == ({}, "terminal", True)
    assert labels(files.shared.parent) == STANDARD
    assert not files.shared.parent.exists()
    assert not files.own.parent.exists()


@pytest.mark.parametrize(
    "text", ["", "# nothing\n", "labels = []\n", "\ufeff# saved by an editor that marks UTF-8\n"]
)
def test_files_that_say_nothing_change_nothing(files: Files, text: str) -> None:
    assert files.load(text, text.replace("labels = []", "[labels]")).labels == STANDARD


def test_a_folder_of_annotations_that_is_a_file_has_no_configuration(files: Files) -> None:
    files.shared.parent.write_text("")
    assert labels(files.shared.parent) == STANDARD


def test_the_readers_own_file_is_in_the_home_unless_the_environment_says_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert own_file() == tmp_path / "annotui" / "config.toml"
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert own_file().is_relative_to(tmp_path)
    assert own_file().parts[-2:] == ("annotui", "config.toml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("theme = dark\n", "line 1: this is not TOML, invalid value at column 9; correct it, or remove it"),
        (
            "mouse = true\n\nmouse = false\n\n",
            "line 3: this is not TOML, cannot overwrite a value at column 14; correct it, or remove it",
        ),
        (
            'theme = "dark"\nmouse = """\n\n',
            "line 3: this is not TOML, unterminated string at the end of the file; correct it, or remove it",
        ),
        (
            f"mouse = true\nx = {'9' * 5000}\n",
            "line 2: this value is too large or nested too deep; remove it",
        ),
        (
            f"mouse = true\nx = {'[' * 5000}{']' * 5000}",
            "line 2: this value is too large or nested too deep; remove it",
        ),
    ],
)
def test_what_is_not_toml_is_refused_with_its_line(files: Files, text: str, said: str) -> None:
    assert files.refusal(own=text) == f"config.toml, {said}"
    assert files.refusal(shared=text) == f"annotui.toml, {said}"


def test_what_is_not_utf_8_is_refused_with_its_line(files: Files) -> None:
    files.load("")
    files.shared.write_bytes(b"\xef\xbb\xbf# one\r\n# two\r\n# caf\xe9\r\n")
    assert files.refusal() == "annotui.toml, line 3: this is not UTF-8; save the file in that encoding"


def test_ones_own_file_may_be_a_link_but_not_to_nowhere(files: Files, tmp_path: Path) -> None:
    files.own.parent.mkdir(parents=True)
    files.own.symlink_to(tmp_path / "elsewhere.toml")
    assert files.refusal() == "config.toml is a link that leads nowhere; mend it, or remove it"
    (tmp_path / "elsewhere.toml").write_text("mouse = false\n")
    assert not files.load().mouse
    (tmp_path / "elsewhere.toml").unlink()
    (tmp_path / "elsewhere.toml").symlink_to(files.own)
    assert files.refusal().startswith("config.toml ")


def test_the_file_that_reviewers_share_may_not_be_a_link(files: Files, tmp_path: Path) -> None:
    files.load("")
    files.shared.unlink()
    (tmp_path / "elsewhere.toml").write_text("")
    files.shared.symlink_to(tmp_path / "elsewhere.toml")
    assert files.refusal() == (
        "annotui.toml cannot be read: it is a symbolic link, and links are not followed; "
        "put a file there that can be read, or remove it"
    )
    (tmp_path / "elsewhere.toml").unlink()
    assert files.refusal().startswith("annotui.toml cannot be read: it is a symbolic link")


def test_a_pipe_is_refused_and_nobody_waits_for_it(files: Files) -> None:
    files.shared.parent.mkdir()
    os.mkfifo(files.shared)
    assert files.refusal().startswith("annotui.toml cannot be read: it is a named pipe, not a file; ")
    with pytest.raises(ConfigError):
        labels(files.shared.parent)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = 1", "line 1: “a” is not known here; remove it (known: labels, matching)"),
        (
            "[matching]\nwords = 8",
            "line 2: “words” is not known here; remove it (known: seed, neighbours, shortest)",
        ),
        (
            "\n[[lables]]",
            "line 2: “lables” is not known here; perhaps labels is meant (known: labels, matching)",
        ),
        ("[keys]\nraw = 'r'", "line 1: “keys” is each reader's own; move it to their config.toml"),
        ("theme = 'dark'", "line 1: “theme” is each reader's own; move it to their config.toml"),
        ("mouse = true", "line 1: “mouse” is each reader's own; move it to their config.toml"),
    ],
)
def test_what_is_not_known_in_the_shared_file_is_refused(files: Files, text: str, said: str) -> None:
    assert files.refusal(shared=text) == f"annotui.toml, {said}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[matching]", "line 1: “matching” is not known here; remove it (known: theme, mouse, keys, labels)"),
        (
            "mouse = true\nThem = 'dark'",
            "line 2: “Them” is not known here; perhaps theme is meant (known: theme, mouse, keys, labels)",
        ),
        (
            "[labels.claim]\ncolour = 'red'",
            "line 2: “colour” is not known here; perhaps color is meant (known: key, color, letter)",
        ),
        (
            "[labels.claim]\nguideline = ''",
            "line 2: “guideline” is the same for all reviewers; give it in annotui.toml",
        ),
        (
            "[labels.claim]\nname = ''",
            "line 2: “name” is the same for all reviewers; give it in annotui.toml",
        ),
        (
            "[[labels]]\nname = 'claim'",
            "line 1: new labels belong in annotui.toml; write [labels.NAME] here to change one of them for yourself",
        ),
    ],
)
def test_what_is_not_known_in_the_readers_own_file_is_refused(files: Files, text: str, said: str) -> None:
    assert files.refusal(own=text) == f"config.toml, {said}"


def test_a_long_name_is_not_repeated_whole(files: Files) -> None:
    said = files.refusal(own=f"{'x' * 10_000} = 1")
    assert len(said) < 200
    assert "“" + "x" * 59 + "…”" in said


def test_the_actions_of_the_tests_have_no_key_twice() -> None:
    keys = [key for one in ACTIONS.values() for key in one]
    assert len(keys) == len(set(keys))


def test_both_files_are_looked_for_where_the_caller_says(files: Files, tmp_path: Path) -> None:
    files.load("[[labels]]\nname = 'fact'\nkey = 'F'", "[labels.fact]\nkey = 'V'")
    assert [one.key for one in load(files.shared.parent, ACTIONS).labels] == ["V"]
    assert load(tmp_path / "other", ACTIONS).labels == STANDARD
