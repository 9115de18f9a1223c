"""What articles and names hold never acts on the terminal."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.pty.modes import left_changed

from annotui.core.annotation import Annotation
from annotui.core.span import Span
from annotui.store.changes import Put
from annotui.store.store import Store

if TYPE_CHECKING:
    from tests.pty.conftest import Start, Terminal

PAYLOADS = {
    "title of the window": "\x1b]0;OWNED\x07",
    "clipboard": "\x1b]52;c;T1dORUQ=\x07",
    "clipboard, ended by ST": "\x1b]52;c;T1dORUQ=\x1b\\",
    "clear the screen": "\x1b[2J",
    "colour": "\x1b[38;5;201m",
    "report of the cursor": "\x1b[6n",
    "device control": "\x1bP$q\x1b\\",
    "reset": "\x1bc",
    "C1 control sequence": "\x9b2J",
    "C1 operating system command": "\x9d0;OWNED\x9c",
    "bell": "\x07",
    "backspace": "\x08",
    "shift out": "\x0e",
    "delete": "\x7f",
    "bidirectional override": "\u202e",
    "bidirectional isolate": "\u2067",
    "line separator": "\u2028",
}
Usual = Callable[[tuple[int, int]], set[str]]
WIDE = (160, 50)
EVIL_FOLDER = "evil\x1b]0;OWNED\x07\x9b2J\u202e"
UNDECODABLE = "bytes that are not UTF-8"

_SEQUENCE = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])|\x1b"
    rb"|[\x00-\x09\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]"
)
_NUMBERS = re.compile(rb"(?<=\x1b\[)[0-9;]*(?=[A-H])|(?<=\x1b\[)[0-9;]*(?=m)")
_COLOUR_256 = re.compile(rb"\x1b\[[0-9;]*[34]8;[25];[0-9;]*m")
_ACTING = re.compile("[\x80-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def acts(raw: bytes) -> set[str]:
    """What in some output acts on a terminal, beyond plain text.

    Returns:
        Escape sequences, those that move or colour without their numbers, with full content where that is what acts; control
        characters; code points that turn the direction of writing; bytes that are not UTF-8.
    """
    found = {
        repr(one if _COLOUR_256.fullmatch(one) else _NUMBERS.sub(b"", one)) for one in _SEQUENCE.findall(raw)
    }
    text = raw.decode("utf-8", errors="surrogateescape")
    found |= {repr(one) for one in _ACTING.findall(text)}
    if any("\udc80" <= one <= "\udcff" for one in text):
        found.add(UNDECODABLE)
    return found


def tour(terminal: Terminal) -> set[str]:
    """Go through everything that shows articles, titles, names and messages; returns what acted."""
    for keys, shown in (
        ("R", "this text"),
        ("c", " tagged"),
        ("r", "relabel"),
        ("e", " now"),
        (">", "annotation"),
        ("\x7f", "removed"),
        ("G", "c claim"),
        ("\r", "type to filter"),
    ):
        terminal.press(keys)
        terminal.until_shown(shown)
    terminal.press("o")
    terminal.until_quiet(0.2)
    terminal.press("\x1b")
    terminal.until_shown("c claim")
    for pane in ("", "\t"):
        terminal.press(pane)
        for _ in range(len(PAYLOADS) + 5):
            terminal.press("]")
            terminal.pump()
    terminal.until_shown("this is the last")
    terminal.press("Q")
    assert terminal.until_ended() == 0
    return acts(bytes(terminal.raw))


_USUAL: dict[tuple[int, int], set[str]] = {}


@pytest.fixture
def usual(start: Start, seeds: Path) -> Callable[[tuple[int, int]], set[str]]:
    """What acts at a size where nothing is meant to: the tour of the seeds, made once."""

    def find(size: tuple[int, int]) -> set[str]:
        if size not in _USUAL:
            _USUAL[size] = tour(start(seeds, size))
        return _USUAL[size]

    return find


def fill(corpus: Path) -> None:
    """A corpus whose every name and text acts on a terminal that is not protected."""
    corpus.mkdir(parents=True)
    for number, (name, payload) in enumerate(PAYLOADS.items()):
        text = f"{payload}Title {payload}of one{payload}\n\nA “quoted{payload} word”, {name}.{payload}\n"
        (corpus / f"{number:02}{payload}x.txt").write_bytes(text.encode())
    inner = corpus / "inner\x1b]0;OWNED\x07\u202e\x9b2J"
    inner.mkdir()
    (inner / "inside\n\x1b[2J.txt").write_bytes(b"Inside\n")
    # Listed with the reason why they are not read.
    (corpus / "nul\x1b[2J.txt").write_bytes(b"A NUL\0 in it\n")
    (corpus / "link\x1b[2J.txt").symlink_to("elsewhere")
    with open(os.fsencode(corpus) + b"/bad\xff\x9b\x1b[2J\xed\xa0\x80.txt", "wb") as file:
        file.write(b"A name that is not UTF-8\n")


@pytest.mark.parametrize("size", [(80, 24), WIDE], ids="{0[0]}x{0[1]}".format)
def test_nothing_in_articles_and_names_acts_on_the_terminal(
    start: Start, usual: Usual, tmp_path: Path, size: tuple[int, int]
) -> None:
    corpus = tmp_path / EVIL_FOLDER / "seeds\u202e"
    fill(corpus)
    evil = start(corpus, size, env={"ANNOTUI_REVIEWER": "desk\u202e1"})
    assert tour(evil) - usual(size) == set()
    assert b"OWNED" in evil.raw


def test_a_message_that_names_a_folder_does_not_act_on_the_terminal(
    start: Start, usual: Usual, tmp_path: Path
) -> None:
    corpus = tmp_path / EVIL_FOLDER / "seeds"
    fill(corpus)
    # Annotations cannot be kept: the status line says where.
    (corpus.parent / "annotations").write_text("")
    reading = start(corpus)
    reading.until_shown("tagging is off")
    reading.press("c")
    reading.until_shown("not tagged")
    reading.press("Q")
    reading.until_ended()
    assert acts(bytes(reading.raw)) - usual(WIDE) == set()
    # A corpus of such a name is refused, and a folder of such a name is missing.
    for folder in (tmp_path / EVIL_FOLDER, tmp_path / "missing" / EVIL_FOLDER):
        refused = start(folder, wait=False)
        assert refused.until_ended() == 2
        assert refused.raw
        assert acts(bytes(refused.raw)) - usual(WIDE) == set()


def test_the_judge_finds_everything_in_the_output_of_cat(start: Start, usual: Usual, tmp_path: Path) -> None:
    payloads = {name: payload.encode() for name, payload in PAYLOADS.items()}
    for name, payload in {
        **payloads,
        "NUL": b"\0",
        "not UTF-8": b"\xff",
        "surrogate": b"\xed\xa0\x80",
    }.items():
        (tmp_path / "evil").write_bytes(b"text " + payload + b" text\n")
        cat = start(tmp_path, command=["cat", str(tmp_path / "evil")], wait=False)
        assert cat.until_ended() == 0
        assert payload in cat.raw
        assert acts(bytes(cat.raw)) - usual(WIDE), f"{name} was not found"


def put(corpus: Path, payloads: Sequence[str]) -> None:
    """Tag the first article as somebody does whose labels, names and notes hold payloads: another reviewer, and oneself."""
    path = min(one for one in corpus.iterdir() if one.is_file())
    text = path.read_bytes().decode()
    article = f"{corpus.name}/{path.name}"
    for reviewer in ("desk1", "desk2"):
        store, drafts = Store.open(corpus, reviewer=reviewer), []
        for number, payload in enumerate(payloads):
            span = Span(number % 8, number % 8 + 2)
            label, by = f"{payload}label{payload}", reviewer if reviewer == "desk1" else f"desk2{payload}"
            note = f"{payload}A note{payload}\n{payload}in two lines\r\n{payload}"
            one = Annotation(
                *(f"{reviewer}-{number}", article, "0" * 64, "utf-8", span, span.of(text), label, by),
                *("2026-01-01T10:00:00.000Z", "2026-01-01T10:00:00.000Z", note),
            )
            drafts.append(Put(one))
        store.commit(drafts)
        assert store.wait(120)
        store.close()


def tour_of_notes(terminal: Terminal, payloads: Sequence[str]) -> set[str]:
    """Go through everything that shows notes, labels and reviewers, and paste everywhere; returns what acted."""
    pasted = f"\x1b[200~zz {' '.join(payloads)}\x1b[201~"
    terminal.press("g")
    for _ in range(2 * len(payloads)):
        terminal.press(">")
        terminal.pump()
    terminal.until_shown("note to")
    # At the beginning it is one's own that is meant; its editor is opened, and more is pasted there.
    terminal.press("gm")
    terminal.until_shown("keeps a draft")
    terminal.press(pasted)
    terminal.until_quiet(0.1)
    terminal.press("\x13")
    terminal.until_shown("c claim")
    for keys, shown in (
        ("t", "annotations"),
        ("\x1b[B\x1b[B", " of 3"),
        (f"{pasted}\x1b", "c claim"),
        (f"/{pasted}\r", "“zz "),
        ("gs*", "1 of "),
        (f"{pasted}\x1b", "c claim"),
        (f":{pasted}\x1b", "c claim"),
        (f"\r{pasted}\x1b", "c claim"),
        (f"Y{pasted}", "write to"),
        ("\x1b", "c claim"),
        (pasted, "c claim"),
        ("M", "the newest first"),
        (f"{pasted}\x1b", "c claim"),
        ("u", "undone"),
    ):
        terminal.press(keys)
        terminal.until_shown(shown)
        terminal.until_quiet(0.1)
    terminal.press("Q")
    assert terminal.until_ended() == 0
    return acts(bytes(terminal.raw))


def test_nothing_in_notes_labels_and_what_is_pasted_acts_on_the_terminal(
    start: Start, usual: Usual, tmp_path: Path
) -> None:
    seen = []
    for name, payloads in (("harmless", ["x"] * len(PAYLOADS)), ("evil", list(PAYLOADS.values()))):
        corpus = tmp_path / name / "seeds"
        corpus.mkdir(parents=True)
        (corpus / "a.txt").write_bytes(" word ".join(["A title", *payloads, "of one.\n"]).encode())
        put(corpus, payloads)
        # An Escape by itself is waited for no longer than it takes here.
        terminal = start(corpus, env={"ESCDELAY": "50"})
        seen.append(tour_of_notes(terminal, payloads))
    harmless, evil = seen
    assert evil - usual(WIDE) - harmless == set()
    assert b"OWNED" in terminal.raw


@pytest.mark.parametrize(
    ("shared", "own"),
    [
        ('[[labels]]\nname = "a\\u001b]0;OWNED\\u0007"\nkey = "f"\n', None),
        ('[[labels]]\nname = "fact"\nkey = "\\u001b[2J\\u202e"\n', None),
        ('[[labels]]\nname = "fact"\nkey = "f"\nletter = "\\u009b"\n', None),
        ('[[labels]]\nname = "fact"\nkey = "f"\nguideline = "\\u202eOWNED\\u009b2J"\n', None),
        ('[[labels]]\nname = "fact"\nkey = "f"\ncolor = "\\u001b[2J"\n', None),
        ("\x1b]0;OWNED\x07\x9b2J\u202e", None),
        (None, 'theme = "\\u001b]0;OWNED\\u0007"\n'),
        (None, '[keys]\n"\\u001b[2J\\u202e" = "f5"\n'),
        (None, '[keys]\nraw = "\\u001bc"\n'),
    ],
)
def test_a_mistake_in_a_configuration_does_not_act_on_the_terminal(
    start: Start, usual: Usual, seeds: Path, tmp_path: Path, shared: str | None, own: str | None
) -> None:
    for path, text in (
        (tmp_path / "annotations" / "annotui.toml", shared),
        (tmp_path / "config" / "annotui" / "config.toml", own),
    ):
        if text is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    refused = start(seeds, wait=False)
    assert refused.until_ended() == 2
    # The first text, which nothing of a configuration reaches, is gone when the mistake is said.
    first, _, said = bytes(refused.raw).rpartition(b"\x1b[?1049l")
    assert b".toml, line " in said
    assert acts(said) == set()
    assert b"OWNED" not in first


# What the commands say on a terminal, in data and in messages, and how they may end: 1 where tags are orphans.
COMMANDS = {
    "list": (["list"], {0, 1}),
    "stats": (["stats"], {0, 1}),
    "stats as JSON": (["stats", "--json"], {0, 1}),
    "check": (["check"], {0, 1}),
    "export": (["export"], {0, 1}),
    "list of a label that is not there": (["list", "--label", EVIL_FOLDER], {0}),
    "export by a reviewer who is not there": (["export", "--by", EVIL_FOLDER], {0}),
    "export into nowhere": (["export", "--output", f"{EVIL_FOLDER}/missing/file"], {2}),
    "init where there is a file": (["init"], {2}),
    "an option that is not there": (["stats", f"--{EVIL_FOLDER}"], {2}),
    "a reviewer of such a name": ([f"--reviewer={EVIL_FOLDER}"], {2}),
}


def corpus_with_tags(folder: Path, payloads: Sequence[str]) -> Path:
    """A corpus in which articles, names, labels, reviewers and notes hold payloads, in a folder of such a name."""
    corpus = folder / f"folder{''.join(payloads).replace('/', '')}" / "seeds"
    corpus.mkdir(parents=True)
    (corpus / f"a{''.join(payloads).replace('/', '')}.txt").write_bytes(
        " word ".join(["A title", *payloads, "of one.\n"]).encode()
    )
    put(corpus, payloads)
    (corpus.parent / "annotations" / "annotui.toml").write_text('[[labels]]\nname = "fact"\nkey = "f"\n')
    return corpus


@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_that_a_command_says_acts_on_the_terminal(start: Start, tmp_path: Path, name: str) -> None:
    arguments, statuses = COMMANDS[name]
    said = []
    for kind, payloads in (("harmless", ["x"]), ("evil", list(PAYLOADS.values()))):
        corpus = corpus_with_tags(tmp_path / kind, payloads)
        first = [str(corpus)] if arguments[0].startswith("-") else [arguments[0], str(corpus)]
        rest = arguments if arguments[0].startswith("-") else arguments[1:]
        terminal = start(corpus, command=[sys.executable, "-m", "annotui", *first, *rest], wait=False)
        assert terminal.until_ended() in statuses
        said.append(bytes(terminal.raw))
    harmless, evil = said
    assert evil.strip()
    assert acts(evil) - acts(harmless) == set()


@pytest.mark.parametrize("command", ["check", "list", "stats", "export", "import"])
def test_nothing_in_what_is_damaged_acts_on_the_terminal(start: Start, tmp_path: Path, command: str) -> None:
    corpus = corpus_with_tags(tmp_path / "evil", list(PAYLOADS.values()))
    (log, *_) = sorted((corpus.parent / "annotations" / "log").iterdir())
    evil = "".join(PAYLOADS.values()).encode()
    log.write_bytes(b'{"\xff' + evil + b"\n" + log.read_bytes().replace(b"label", evil, 3) + b'{"' + evil)
    more = []
    if command == "import":
        path = tmp_path / f"lines{''.join(PAYLOADS.values()).replace('/', '')}"
        path.write_bytes(
            b'{"id": "' + evil + b'", "article": "seeds/\\u001b]0;OWNED\\u0007", "\\u001b[2J": 1}\n' + evil
        )
        more = [str(path)]
    terminal = start(
        corpus, command=[sys.executable, "-m", "annotui", command, str(corpus), *more], wait=False
    )
    assert terminal.until_ended() == 1
    assert terminal.raw.strip()
    for payload in PAYLOADS.values():
        assert payload.encode() not in terminal.raw
    if command != "stats":
        # That draws its table in colours.
        assert acts(bytes(terminal.raw)) == set()


FAILING = """
import sys
from annotui.__main__ import main
from annotui.tui.commands.moving import Moving
def fail(self):
    evil = sys.argv[2]
    raise ValueError(evil)
Moving.do_copy = fail
sys.argv[1:] = [sys.argv[1]]
main()
"""


def test_nothing_in_an_error_of_the_program_itself_acts_on_the_terminal(
    start: Start, usual: Usual, seeds: Path, exported: Callable[[Path], list[object]]
) -> None:
    evil = "".join(one for one in PAYLOADS.values() if "\0" not in one)
    script = FAILING.replace("sys.argv[2]", repr(evil))
    terminal = start(seeds, WIDE, command=[sys.executable, "-c", script, str(seeds)])
    terminal.tag("c", "claim")
    terminal.press("y")
    assert terminal.until_ended() == 1
    assert len(exported(seeds)) == 1
    assert b"annotui has failed; what was called saved is saved." in terminal.raw
    assert b"OWNED" in terminal.raw
    assert acts(bytes(terminal.raw)) - usual(WIDE) == set()
    assert left_changed(bytes(terminal.raw)) == set()
