"""A wire story in twenty lightly edited copies, and what matching finds in it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from annotui.core.family import Family, Passage
from annotui.core.span import Span
from annotui.core.text import words
from annotui.corpus.scan import scan
from annotui.matching.discrepancies import discrepancies
from annotui.matching.engine import Source, match
from annotui.matching.findings import Findings
from annotui.matching.parameters import for_articles
from annotui.matching.result import Known, save, write
from annotui.review.matches import Matches
from annotui.review.progress import Progress
from annotui.review.reading import Reading
from annotui.review.shelf import Shelf
from annotui.store.store import Store

STORY = (
    "A storm that came in from the north on Monday night left thousands of people in Hampton without power, officials said.",
    "The wind tore down lines in 14 streets and left 3,400 homes dark, the office of Mayor Anna Keller said on Tuesday.",
    "The harbour was closed for a day because the pilots could not reach the ships that were waiting outside.",
    "Two schools in the old town stayed shut and the pupils were sent home before noon with a letter for their parents.",
    "“We have never seen waves like these,” said the keeper of the lighthouse, who has worked there for many years.",
    "A ferry with 212 passengers turned back after an hour because the captain did not want to risk the crossing.",
    "The grid company sent 30 crews who worked through the night and asked people to stay away from fallen lines.",
    "By noon on July 7 most of the streets were clear again and the first buses left the depot behind the station.",
    "The county has put aside 5.5 million dollars for repairs, and a further sum may follow before the winter comes.",
    "Insurers expect claims from both sides of the river, where cellars were flooded and roofs lost many of their tiles.",
    "The weather service does not expect another storm this week, although gusts may still be strong along the coast.",
    "A meeting of the council on the state of the sea wall was moved to Thursday evening and is open to the public.",
)

_Edit = Callable[[list[tuple[int | None, str]]], None]


def change(paragraph: int, old: str, new: str) -> _Edit:
    """One paragraph says something else."""

    def edit(said: list[tuple[int | None, str]]) -> None:
        at = next(at for at, (number, _) in enumerate(said) if number == paragraph)
        assert old in said[at][1]
        said[at] = paragraph, said[at][1].replace(old, new)

    return edit


def cut(*paragraphs: int) -> _Edit:
    """Some paragraphs are left out."""

    def edit(said: list[tuple[int | None, str]]) -> None:
        said[:] = [one for one in said if one[0] not in paragraphs]

    return edit


def insert(before: int, text: str) -> _Edit:
    """A paragraph of its own."""

    def edit(said: list[tuple[int | None, str]]) -> None:
        at = next(at for at, (number, _) in enumerate(said) if number == before)
        said.insert(at, (None, text))

    return edit


OWN = "Our reporter saw cars under trees in the market square, and a piano in the middle of the road."

EDITS: Mapping[int, Sequence[_Edit]] = {
    3: [change(1, "3,400", "3,500")],
    5: [cut(3)],
    7: [change(1, "3,400", "3,500"), change(7, "July 7", "June 5")],
    8: [change(1, "Anna Keller", "Anne Miller")],
    9: [insert(6, OWN)],
    11: [cut(10, 11)],
    12: [change(4, "many years", "a long time")],
    14: [change(0, "left thousands", "has by all accounts left thousands")],
    15: [change(2, " that were waiting outside", "")],
    16: [change(10, "does not expect", "expects")],
    17: [cut(0)],
}
"""What the copies do to the story, which number 0 tells as it is."""


@dataclass
class Wire:
    """The corpus, and what is known about it.

    Args:
        folder: the corpus.
        store: desk1's.
        said: of each article its paragraphs, each with its number in the story, None for one of its own.
    """

    folder: Path
    store: Store
    said: dict[str, list[tuple[int | None, str]]] = field(default_factory=dict)

    def put(self, name: str, said: list[tuple[int | None, str]]) -> str:
        """Write an article."""
        self.said[f"wire/{name}.txt"] = said
        text = "\n\n".join(paragraph for _, paragraph in said)
        (self.folder / f"{name}.txt").write_text(text, encoding="utf-8")
        return f"wire/{name}.txt"

    def rename(self, article: str, name: str) -> None:
        """Give the file of an article another name."""
        (self.folder.parent / article).rename(self.folder / f"{name}.txt")
        self.said[f"wire/{name}.txt"] = self.said.pop(article)

    def text(self, article: str) -> str:
        """What an article says."""
        return (self.folder.parent / article).read_text("utf-8")

    def span(self, article: str, words_: str) -> Span:
        """Where an article says something."""
        start = self.text(article).index(words_)
        return Span(start, start + len(words_))

    def match(
        self,
        recut: Callable[[str, Span], list[Span]] = lambda _text, span: [span],
        alone: Collection[str] = (),
    ) -> Matches:
        """What matching finds: each paragraph of the story is a family, or is cut into several.

        Args:
            recut: how a paragraph of a text is cut; into as many parts in each copy.
            alone: articles that are no part of the story.
        """
        shelf = Shelf(scan(self.folder))
        groups: dict[tuple[int, int], list[Passage]] = {}
        for article, said in sorted(self.said.items()):
            text, start = self.text(article), 0
            for number, paragraph in said:
                start = text.index(paragraph, start)
                if number is not None:
                    for part, span in enumerate(recut(text, Span(start, start + len(paragraph)))):
                        groups.setdefault((number, part), []).append(Passage(article, span))
                start += len(paragraph)
        families = [
            Family(
                tuple(members),
                100.0 - at,
                0.9,
                discrepancies([(self.text(one.article), one.span) for one in members]),
            )
            for at, (_, members) in enumerate(sorted(groups.items()))
            if len(members) > 1
        ]
        first = next((one for one in self.said if one not in alone), None)
        known = [
            Known(
                one,
                hashlib.sha256((self.folder.parent / one).read_bytes()).hexdigest(),
                None,
                None if one in alone else 0,
                None if one in alone or one == first else first,
            )
            for one in self.said
        ]
        path = self.folder.parent / "findings"
        write(path, known, families)
        matches = Matches(self.store, shelf)
        matches.findings = Findings.open(path)
        assert matches.findings is not None
        return matches

    def find(self, *, related: bool = False) -> Matches:
        """What matching really finds, with or without related sentences."""
        sources = [
            Source(one, hashlib.sha256((self.folder.parent / one).read_bytes()).hexdigest(), self.text(one))
            for one in self.said
        ]
        path = self.folder.parent / "findings"
        *_, result = match(sources, for_articles(len(sources)), related=related)
        save(path, result)
        matches = Matches(self.store, Shelf(scan(self.folder)))
        matches.findings = Findings.open(path)
        return matches

    def window(self, matches: Matches, reviewer: str = "desk1") -> Matches:
        """What another window shows that is open on the same corpus."""
        assert self.store.wait(120)
        found = Matches(Store.open(self.folder, reviewer=reviewer), matches.shelf)
        found.findings = matches.findings
        return found

    def progress(self, matches: Matches) -> Progress:
        """Which articles are reviewed."""
        return Progress(self.store, matches.shelf.sha256)

    def open(self, matches: Matches, number: int) -> Reading:
        """Read an article."""
        return matches.shelf.open(f"wire/{number:02}.txt")


def in_halves(text: str, span: Span) -> list[Span]:
    """A paragraph cut in the middle."""
    inside = words(text, span)
    middle = len(inside) // 2
    return [Span(span.start, inside[middle - 1].end), Span(inside[middle].start, span.end)]


def without_ends(text: str, span: Span) -> list[Span]:
    """A paragraph without its first two words and its last one."""
    inside = words(text, span)
    return [Span(inside[2].start, inside[-2].end)]


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Wire]:
    """Twenty copies of a story of twelve paragraphs."""
    folder = tmp_path / "wire"
    folder.mkdir()
    store = Store.open(folder, reviewer="desk1")
    wire = Wire(folder, store)
    for number in range(20):
        said: list[tuple[int | None, str]] = list(enumerate(STORY))
        for edit in EDITS.get(number, ()):
            edit(said)
        wire.put(f"{number:02}", said)
    yield wire
    store.close()
