"""Make what the documentation shows of the program from the program itself: `python docs/generate.py`.

Each picture is a list of keys, pressed in a copy of the seeds; the table of keys in the README is the one that the bindings are made
from. Nothing of it is written by hand.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from annotui.config import STANDARD, Config
from annotui.corpus.scan import scan
from annotui.review.shelf import Shelf
from annotui.store.store import Store
from annotui.tui.actions import Actions, key_label
from annotui.tui.app import prepared
from annotui.tui.widgets import status_line

ROOT = Path(__file__).parent.parent
KEYS = ("<!-- keys: made by docs/generate.py -->", "<!-- end of keys -->")
ACTIONS = ("<!-- actions: made by docs/generate.py -->", "<!-- end of actions -->")
IMAGES = Path(__file__).parent / "images"


EDITS: dict[int, tuple[dict[str, str], tuple[int, ...]]] = {
    3: ({}, (7,)),
    4: ({"900 claims": "9,000 claims"}, ()),
    6: ({}, (10,)),
    7: ({"3,400": "3,500"}, (3,)),
    9: ({"denied that": "did not deny that"}, ()),
    11: ({}, (5, 6)),
    13: ({"3,400": "3,500"}, ()),
    14: ({"before Friday": "before Sunday"}, (8,)),
    16: ({"14 districts": "41 districts"}, ()),
    18: ({"with the help of volunteers": "with help from volunteers"}, (9,)),
}
"""What desks make of a wire story: by the number of the copy, from 1, what it says instead of what, and the paragraphs that it cuts."""


def wire_story(corpus: Path, copies: int = 20) -> Path:
    """Make a corpus of lightly edited copies of one story of twelve paragraphs.

    Args:
        corpus: a folder that is not there yet.
        copies: how many.
    """
    story = (Path(__file__).parent / "wire.txt").read_text(encoding="utf-8").strip().split("\n\n")
    corpus.mkdir()
    for number in range(1, copies + 1):
        instead, cut = EDITS.get(number, ({}, ()))
        text = "\n\n".join(paragraph for at, paragraph in enumerate(story) if at not in cut)
        for old, new in instead.items():
            assert old in text
            text = text.replace(old, new)
        (corpus / f"{number:02}.txt").write_text(f"{text}\n", encoding="utf-8", newline="")
    return corpus


@dataclass(frozen=True)
class Picture:
    """One picture.

    Args:
        name: of the file, without `.svg`.
        size: columns and rows of the terminal.
        keys: pressed one after the other, as Textual names them.
        wire: whether it is of a wire story and its copies, matched, rather than of the seeds.
    """

    name: str
    size: tuple[int, int]
    keys: tuple[str, ...]
    wire: bool = False


def typed(text: str) -> tuple[str, ...]:
    """The keys that type a text."""
    names = {" ": "space", ".": "full_stop", "?": "question_mark"}
    return tuple(names.get(character, character) for character in text)


QUOTE = ('"', "q")
MACRON = ("ctrl+u", *typed("macron"))
PICTURES = (
    Picture(
        "reader",
        (160, 42),
        (
            *("]", "]", "]", "c", ")", ")", *QUOTE, *QUOTE, ")", "c"),
            *("tab", "]", "]", "]", ")", ")", *QUOTE, "s", "c", *QUOTE, "e", "tab", "{", "{", "{", "-"),
        ),
    ),
    Picture("two-panes", (120, 40), ("c", ")", ")", "c", "-", "q", "tab", ")", "}", "}", "d", "}", "d")),
    Picture("one-pane", (80, 24), ("]", "]", "]", "]", "c", *QUOTE, ")", "s", "d", '"')),
    Picture(
        "note",
        (120, 24),
        ("]", "]", "]", *QUOTE, "m", *typed("Ask the ministry for the recording."), "ctrl+s"),
    ),
    Picture("search", (120, 24), ("c", ")", ")", "/", *typed("macron"), "enter", "tab", "n", "n")),
    Picture("everywhere", (120, 16), ("]", "]", "/", *typed("openly questioned"), "enter", "*", *MACRON)),
    Picture(
        "annotations",
        (120, 18),
        ("c", ")", ")", "e", "m", *typed("It was 2023."), "ctrl+s", "]", "]", "]", *QUOTE, *QUOTE, "t"),
    ),
    Picture("palette", (100, 12), (":", *typed("sentence"))),
    Picture("help", (100, 40), ("?",)),
    Picture("list", (100, 16), ("c", ")", "D", "enter")),
    Picture("copies", (120, 30), (".", "="), wire=True),
    Picture("accepted", (160, 40), (".", "a"), wire=True),
    Picture("families", (120, 30), ("f", "j", "j"), wire=True),
    Picture("propagate", (100, 28), (".", "w", "w", "w", "v", "w", "w", "w", "c", "p"), wire=True),
    Picture("related", (120, 24), ("=",)),
    Picture("new", (120, 30), (*("f", "o", "o", "A", "A", "escape"), "z", ";", ";", ";", ";"), wire=True),
)


async def draw(picture: Picture, corpus: Path) -> str:
    """Run the program in memory and draw what its screen shows.

    Returns:
        An SVG.
    """
    store = Store.open(corpus, reviewer="desk1")
    app = prepared(Shelf(scan(corpus)), store, Config())
    assert app is not None
    async with app.run_test(size=picture.size) as pilot:
        await app.workers.wait_for_complete()
        if picture.wire or picture.name == "related":
            app.match()
            while not app.reader.late.ended:
                await pilot.pause(0.05)
            assert "failed" not in app.reader.said
        for key in picture.keys:
            await pilot.press(key)
        store.wait(10)
        await pilot.pause(0.2)
        image = app.export_screenshot(title=f"annotui {corpus.name}/ ({picture.size[0]}×{picture.size[1]})")
    store.close()
    return image


def key_table() -> str:
    """The keys as a table in Markdown."""
    rows = ["| keys | what they do |", "|---|---|"]
    for group in Actions(STANDARD, {}).groups:
        rows.append(f"| **{group.title}** | |")
        for action in group.actions:
            keys = " ".join(f"`{key_label(key)}`" for key in action.keys) or "by name"
            rows.append(f"| {keys} | {action.help} |")
    return "\n".join(rows)


def action_table() -> str:
    """The names by which a configuration knows the actions, as a table in Markdown."""
    rows = ["| action | keys | what it does |", "|---|---|---|"]
    for action in Actions((), {}):
        keys = " ".join(f"`{key}`" for key in action.keys)
        rows.append(f"| `{action.name}` | {keys} | {action.help} |")
    return "\n".join(rows)


def replaced(page: str, markers: tuple[str, str], content: str) -> str:
    """A page with other content between two markers.

    Raises:
        ValueError: it has no such place.
    """
    begin, end = markers
    before, marker, rest = page.partition(begin)
    _, last, after = rest.partition(end)
    if not marker or not last:
        raise ValueError(f"the page has no place for this: {begin} … {end}")
    return f"{before}{begin}\n{content}\n{end}{after}"


def pages() -> dict[Path, str]:
    """The pages with tables that are made here, as they should be."""
    made = (
        (ROOT / "README.md", KEYS, key_table()),
        (ROOT / "docs" / "configuration.md", ACTIONS, action_table()),
    )
    return {path: replaced(path.read_text(encoding="utf-8"), where, what) for path, where, what in made}


def main() -> None:
    """Draw all pictures, and write the tables into the pages."""
    for path, page in pages().items():
        path.write_text(page, encoding="utf-8")
    IMAGES.mkdir(exist_ok=True)
    # A picture must not change with the time of day at which it is made.
    with mock.patch.object(status_line, "time_of_day", return_value="10:00:03"):
        for picture in PICTURES:
            with tempfile.TemporaryDirectory() as folder:
                os.environ["XDG_CACHE_HOME"] = folder
                if picture.wire:
                    corpus = wire_story(Path(folder) / "wire")
                else:
                    corpus = Path(shutil.copytree(ROOT / "seeds", Path(folder) / "seeds"))
                image = asyncio.run(draw(picture, corpus))
            (IMAGES / f"{picture.name}.svg").write_text(image, encoding="utf-8")


if __name__ == "__main__":
    main()
