"""Nothing that a key waits for grows much faster than the text: eight times the text never takes sixty-four times the work."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import pytest

from annotui.core.display import shown
from annotui.core.mojibake import repair
from annotui.core.prose import UNITS, Prose
from annotui.core.span import Span, layers
from annotui.core.wrap import Rows

Measure = Callable[[str], Sequence[tuple[int, int, int]]]

SMALL, LARGE = 8_000, 64_000
# Linear work takes 8 times as long, quadratic 64 times; machines are noisy.
MOST = 30

TEXTS: dict[str, str] = {
    "one word": "a",
    "words": "ab ",
    "blanks": "\t  ",
    "abbreviations": "e.g. ",
    "stops": ". ",
    "letters and stops": "a.",
    "commas and marks": ',"',
    "brackets": "a) (b ",
    "marks that nothing closes": "“a ",
    "straight marks that nothing closes": "'a ",
    "every mark": '‘“«„as’ a "b ',
    "addresses": "a@http://",
    "short paragraphs": "ab c.\n",
    "hard-wrapped": "ab\nc.\n\n",
    "Chinese": "北约。",
    "emoji": "👩\u200d👩\u200d👧",
    "accents": "\u0301",
    "lost marks": "鈥",
    "lost marks behind words": "s鈥 a",
    "lost and whole marks": " 鈥檚 鈥 a",
    "letters": "Ã©",
    "bytes that were lost": "Ã\ufffd",
}


def ratio(work: Callable[[int], object]) -> float:
    """How many times the work grows from a small text to one eight times as long."""

    def cost(size: int) -> float:
        best = float("inf")
        for _ in range(2):
            start = time.process_time()
            work(size)
            best = min(best, time.process_time() - start)
        return best

    # What is over in no time is no measure.
    return cost(LARGE) / max(cost(SMALL), 0.002)


def filled(piece: str, size: int) -> str:
    return "a" + piece * (size // len(piece)) + " b"


def test_the_measure_catches_what_is_quadratic() -> None:
    assert ratio(lambda size: [sum(range(size // 20)) for _ in range(size // 20)]) > MOST


@pytest.mark.parametrize("name", TEXTS)
def test_units_and_quotations(name: str) -> None:
    def work(size: int) -> None:
        text = filled(TEXTS[name], size)
        prose = Prose(text)
        middle = len(text) // 2
        for unit in UNITS:
            prose.at(unit, middle)
            prose.next_start(unit, middle)
            prose.next_end(unit, middle)
            prose.previous_start(unit, middle)
        prose.quotation_at(middle)
        prose.quotation_after(0)

    assert ratio(work) < MOST


@pytest.mark.parametrize("name", TEXTS)
def test_rows(name: str, measure: Measure) -> None:
    def work(size: int) -> None:
        text = shown(filled(TEXTS[name], size))
        rows = Rows(text, 80, measure)
        for offset in (0, len(text) // 2, len(text)):
            rows.column(offset)
            rows.after(offset)
            rows.before(offset)
        rows.offset(len(rows) // 2, 40)

    assert ratio(work) < MOST


@pytest.mark.parametrize("name", TEXTS)
def test_repairs(name: str) -> None:
    assert ratio(lambda size: repair("鈥淚 Japan鈥檚 " + filled(TEXTS[name], size))) < MOST


def test_marks_over_a_row() -> None:
    def work(size: int) -> None:
        marks = [(Span(start, start + size), 1 << start % 8) for start in range(size // 8)]
        for _ in layers(marks, Span(0, 2 * size)):
            pass

    assert ratio(work) < MOST
