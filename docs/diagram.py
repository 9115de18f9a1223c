"""Draw how passages are found, and write down with which settings: `python docs/diagram.py`.

The picture shows what the stages of matching give for two articles.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annotui.matching.columns import LINE, Pairs, Pieces, Words
from annotui.matching.pairs import find_pairs
from annotui.matching.parameters import NAMES, Parameters, for_articles
from annotui.matching.pieces import cut
from annotui.matching.seeds import find_hits
from annotui.matching.words import tokenise

IMAGE = Path(__file__).parent / "matching.svg"
PAGE = Path(__file__).parent / "matching.md"

_MARKERS = ("<!-- settings: made by docs/diagram.py -->", "<!-- end of settings -->")

_CELL = 1.6
"""Pixels of a word."""

_LEFT, _TOP, _GAP = 36, 64, 34
_INK, _PALE, _BLUE, _RED, _ROSE = "#1f2328", "#d0d7de", "#0969da", "#cf222e", "#ffebe9"


def articles() -> tuple[str, str]:
    """A wire story, and what another desk made of it: it begins with the third paragraph, changes words, cuts and adds."""
    story = (Path(__file__).parent / "wire.txt").read_text(encoding="utf-8").strip().split("\n\n")
    one = story[:7]
    other = [
        story[3],
        "Our own reporters saw people who carried candles through the streets, and a choir that sang in the dark.",
        story[1].replace("3,400", "3,500").replace("dark on Monday evening", "without light on Monday night"),
        story[2],
        story[5].replace("Forecasters had warned of", "There had been warnings about"),
        story[6],
    ]
    return "\n\n".join(one), "\n\n".join(other)


@dataclass(frozen=True)
class _Found:
    """What the stages found in two articles."""

    words: Words
    hits: list[tuple[int, int]]
    pairs: Pairs
    pieces: Pieces

    @classmethod
    def of(cls, texts: tuple[str, str]) -> _Found:
        words, parameters = tokenise(texts), Parameters()
        found = find_hits(words, parameters.seed, parameters.neighbours)
        hits = [
            (a, b)
            for a, b in zip(found.a.tolist(), found.b.tolist(), strict=True)
            if a < words.firsts[1] <= b
        ]
        pairs = find_pairs(words, parameters)
        return cls(words, hits, pairs, cut(words, pairs, parameters))


def drawing() -> str:
    """The picture, as SVG."""
    found = _Found.of(articles())
    first = int(found.words.firsts[1])
    width, height = first * _CELL, (len(found.words) - first) * _CELL
    panels = (
        ("1  three words in a row that both have", _dots(found)),
        ("2  chained, and aligned word by word", _lines(found)),
        ("3  families: cut where paragraphs end", _boxes(found)),
    )
    total = _LEFT + 3 * width + 2 * _GAP + 16
    rows = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {total:.0f} {_TOP + height + 16:.0f}" '
        f'font-family="system-ui, sans-serif" font-size="13">',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
    ]
    for number, (title, content) in enumerate(panels):
        x = _LEFT + number * (width + _GAP)
        rows += [
            f'<g transform="translate({x:.1f} {_TOP})">',
            f'<text y="-36" fill="{_INK}">{title}</text>',
            f'<text y="-12" fill="{_INK}" font-size="11">words of one article →</text>',
            f'<rect width="{width:.1f}" height="{height:.1f}" fill="none" stroke="{_PALE}"/>',
            *_grid(found, width, height),
            *content,
            "</g>",
        ]
    middle = _TOP + height / 2
    rows.append(
        f'<text transform="translate(20 {middle:.0f}) rotate(-90)" text-anchor="middle" fill="{_INK}" '
        f'font-size="11">← words of the other</text>'
    )
    return "\n".join([*rows, "</svg>", ""])


def _grid(found: _Found, width: float, height: float) -> Iterator[str]:
    """The ends of paragraphs."""
    first = int(found.words.firsts[1])
    for at, gap in enumerate(found.words.gaps.tolist()):
        if gap == LINE and at not in (0, first):
            place = (at if at < first else at - first) * _CELL
            line = f'x1="{place:.1f}" y1="0" x2="{place:.1f}" y2="{height:.1f}"'
            if at > first:
                line = f'x1="0" y1="{place:.1f}" x2="{width:.1f}" y2="{place:.1f}"'
            yield f'<line {line} stroke="{_PALE}" stroke-width="0.7"/>'


def _dots(found: _Found) -> Iterator[str]:
    first = int(found.words.firsts[1])
    for a, b in found.hits:
        yield f'<circle cx="{(a + 1) * _CELL:.1f}" cy="{(b - first + 1) * _CELL:.1f}" r="1.3" fill="{_BLUE}"/>'


def _lines(found: _Found) -> Iterator[str]:
    first = int(found.words.firsts[1])
    pairs = found.pairs
    columns = (pairs.block_a.tolist(), pairs.block_b.tolist(), pairs.block_length.tolist())
    for a, b, length in zip(*columns, strict=True):
        if a < first <= b:
            x, y, end = a * _CELL, (b - first) * _CELL, length * _CELL
            yield (
                f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{x + end:.1f}" y2="{y + end:.1f}" '
                f'stroke="{_BLUE}" stroke-width="2.4"/>'
            )


def _boxes(found: _Found) -> Iterator[str]:
    first = int(found.words.firsts[1])
    pieces = found.pieces
    rows = list(zip(pieces.families.tolist(), pieces.starts.tolist(), pieces.ends.tolist(), strict=True))
    for family, start, end in rows:
        for other, other_start, other_end in rows:
            if family == other and start < first <= other_start:
                x, y = start * _CELL, (other_start - first) * _CELL
                w, h = (end - start) * _CELL, (other_end - other_start) * _CELL
                yield (
                    f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" fill="{_ROSE}" '
                    f'stroke="{_RED}"/>'
                )
    yield from _lines(found)


def page() -> str:
    """The page about matching, with the settings that hold by themselves."""
    rows = [f"| articles | {' | '.join(f'`{name}`' for name in NAMES)} |", f"|---{'|---' * len(NAMES)}|"]
    for count, articles in ((30_000, "up to 30,000"), (100_000, "up to 100,000"), (100_001, "more")):
        values = (str(getattr(for_articles(count), name)) for name in NAMES)
        rows.append(f"| {articles} | {' | '.join(values)} |")
    before, begin, rest = PAGE.read_text(encoding="utf-8").partition(_MARKERS[0])
    _, end, after = rest.partition(_MARKERS[1])
    return "\n".join([before + begin, *rows, end + after])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    IMAGE.write_text(drawing(), encoding="utf-8")
