"""Make what the documentation shows of the program from the program itself: `python docs/generate.py`.

Each picture is a list of keys, pressed in a copy of the seeds; the table of keys in the README is the one that the bindings are made
from. Nothing of it is written by hand.
"""

from __future__ import annotations

import asyncio
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
BEGIN, END = "<!-- keys: made by docs/generate.py -->", "<!-- end of keys -->"
IMAGES = Path(__file__).parent / "images"


@dataclass(frozen=True)
class Picture:
    """One picture.

    Args:
        name: of the file, without `.svg`.
        size: columns and rows of the terminal.
        keys: pressed one after the other, as Textual names them.
    """

    name: str
    size: tuple[int, int]
    keys: tuple[str, ...]


QUOTE = ('"', "q")
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
    Picture("help", (100, 40), ("?",)),
    Picture("list", (100, 16), ("enter",)),
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
        for key in picture.keys:
            await pilot.press(key)
        store.wait(10)
        await pilot.pause(0.2)
        image = app.export_screenshot(title=f"annotui seeds/ ({picture.size[0]}×{picture.size[1]})")
    store.close()
    return image


def key_table() -> str:
    """The keys as a table in Markdown."""
    rows = ["| keys | what they do |", "|---|---|"]
    for group in Actions(STANDARD, {}).groups:
        rows.append(f"| **{group.title}** | |")
        for action in group.actions:
            keys = " ".join(f"`{key_label(key)}`" for key in action.keys)
            rows.append(f"| {keys} | {action.help} |")
    return "\n".join(rows)


def with_keys(readme: str) -> str:
    """The README with the table of keys as it is now."""
    before, marker, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not marker or not end:
        raise ValueError(f"the README has no place for the keys: {BEGIN} … {END}")
    return f"{before}{BEGIN}\n{key_table()}\n{END}{after}"


def main() -> None:
    """Draw all pictures, and write the keys into the README."""
    readme = ROOT / "README.md"
    readme.write_text(with_keys(readme.read_text(encoding="utf-8")), encoding="utf-8")
    IMAGES.mkdir(exist_ok=True)
    # A picture must not change with the time of day at which it is made.
    with mock.patch.object(status_line, "time_of_day", return_value="10:00:03"):
        for picture in PICTURES:
            with tempfile.TemporaryDirectory() as folder:
                corpus = Path(shutil.copytree(ROOT / "seeds", Path(folder) / "seeds"))
                image = asyncio.run(draw(picture, corpus))
            (IMAGES / f"{picture.name}.svg").write_text(image, encoding="utf-8")


if __name__ == "__main__":
    main()
