"""Which rows are painted again: all others look as before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import split_graphemes
from rich.style import Style

from annotui.config import STANDARD
from annotui.core.annotation import Annotation
from annotui.core.marks import Marks
from annotui.core.selection import Selection
from annotui.core.span import Span
from annotui.core.wrap import Rows
from annotui.corpus.article import Article
from annotui.matching.findings import Findings
from annotui.review.reading import Reading
from annotui.review.suggest import Suggestions
from annotui.tui.legend import Legend
from annotui.tui.widgets.copies import NONE, Copies, Gap, brackets
from annotui.tui.widgets.difference import changed
from annotui.tui.widgets.note_box import NoteBox
from annotui.tui.widgets.paint import GUTTER, Layer, paint

WIDTH = 24
LEGEND = Legend(STANDARD, "terminal")
# Looked at only for whether there is something.
FOUND = cast(Findings, object())
NOTHING = Marks(())
CHARACTERS = [*'abc  \n"-日本\t\x1b\u202e\u00ad', "e\u0301", "👍🏽", "👩\u200d👧", "\r\n"]

Changed = Callable[[Rows, int, Layer, Layer], bool]


@dataclass(frozen=True)
class Page:
    """A text, and what may lie over it."""

    reading: Reading
    rows: Rows
    one: Layer
    other: Layer


def page_of(text: str) -> tuple[Reading, Rows]:
    reading = Reading.of(Article("a/b.txt", text, "utf-8", "0" * 64))
    return reading, Rows(reading.drawn, WIDTH - GUTTER - 2, lambda piece: split_graphemes(piece)[0])


def tagged(name: str, span: Span, label: str = "claim", note: str = "") -> Annotation:
    return Annotation(name, "a/b.txt", "0" * 64, "utf-8", span, "", label, "desk1", "", "", note)


def over(
    reading: Reading,
    annotations: list[Annotation],
    selection: Selection,
    *,
    pending: frozenset[str] = frozenset(),
    matches: list[Span] | None = None,
    target: list[Span] | None = None,
    note: NoteBox | None = None,
    labels: tuple[str, ...] = ("claim", "quote", "error"),
    active: bool = True,
    copies: Copies = NONE,
) -> Layer:
    annotations = sorted(annotations, key=lambda one: one.order)
    return Layer(
        annotations,
        Marks([one.span for one in annotations]),
        pending,
        Suggestions(reading, labels, annotations, "desk1", ()),
        Marks(sorted(matches or [])),
        selection,
        Marks(sorted(target or [])),
        active=active,
        note=note,
        copies=copies,
    )


@st.composite
def layers(draw: st.DrawFn, reading: Reading, rows: Rows) -> Layer:
    length = len(reading.article.text)
    offsets = st.integers(0, length)
    spans = st.tuples(offsets, offsets).map(lambda ends: Span(min(ends), max(ends)))
    stretches = st.lists(spans.filter(lambda span: not span.is_empty), max_size=2) if length else st.just([])
    labels = st.sampled_from(("claim", "quote", "gone"))
    annotations = [
        tagged(f"{index}", span, draw(labels), draw(st.sampled_from(("", "a note"))))
        for index, span in enumerate(draw(stretches))
    ]
    copies = Copies(
        Marks(sorted(draw(stretches))),
        Marks(sorted(draw(stretches))),
        draw(st.sampled_from((None, FOUND))),
        brackets(rows.drawn, sorted(draw(stretches))),
        Marks(sorted(draw(stretches))),
        tuple(Gap(one, "┄ 1 paragraph ┄") for one in sorted(draw(st.lists(offsets, max_size=2)))),
    )
    boxes = st.builds(NoteBox, st.integers(0, len(rows)), st.just(("╭ note", "│ 日本")))
    return over(
        reading,
        annotations,
        Selection(draw(offsets), draw(st.none() | offsets)),
        pending=frozenset(draw(st.sets(st.sampled_from(["0", "1"])))),
        matches=draw(stretches),
        target=draw(stretches),
        note=draw(st.none() | boxes),
        labels=draw(st.sampled_from((("claim",), ("claim", "quote")))),
        active=draw(st.booleans()),
        copies=copies,
    )


@st.composite
def pages(draw: st.DrawFn) -> Page:
    reading, rows = page_of("".join(draw(st.lists(st.sampled_from(CHARACTERS), max_size=50))))
    one = draw(layers(reading, rows))
    # Mostly one thing changes at a time, as it does when somebody reads.
    part = draw(
        st.sampled_from(("selection", "matches", "target", "note", "pending", "active", "copies", "all"))
    )
    other = draw(layers(reading, rows))
    if part == "selection":
        other = replace(one, selection=other.selection)
    elif part == "matches":
        other = replace(one, matches=other.matches)
    elif part == "target":
        other = replace(one, target=other.target)
    elif part == "note":
        other = replace(one, note=other.note)
    elif part == "pending":
        other = replace(one, pending=other.pending)
    elif part == "copies":
        other = replace(one, copies=other.copies)
    elif part == "active":
        other = replace(one, active=other.active)
    return Page(reading, rows, one, other)


def drawn(page: Page, row: int, layer: Layer) -> list[tuple[str, Style]]:
    """Each character of a row, and how it is drawn."""
    strip = paint(page.rows, row, layer, LEGEND, WIDTH, "│")
    return [(character, style or Style()) for text, style, _ in strip for character in text]


def wrong_rows(page: Page, changed: Changed) -> list[int]:
    """The rows that would show something old."""
    return [
        row
        for row in range(len(page.rows) + 2)
        if not changed(page.rows, row, page.one, page.other)
        and drawn(page, row, page.one) != drawn(page, row, page.other)
    ]


@settings(max_examples=400)
@given(pages())
def test_what_is_not_painted_again_looks_the_same(page: Page) -> None:
    assert wrong_rows(page, changed) == []


@given(pages())
@settings(max_examples=50)
def test_under_the_same_layer_nothing_is_painted_again(page: Page) -> None:
    assert not any(changed(page.rows, row, page.one, page.one) for row in range(len(page.rows) + 2))


TEXT = "one two three 日本語 a\u0301 four “five six” seven\n\neight nine"
READING, ROWS = page_of(TEXT)
BARE = over(READING, [], Selection(len(TEXT)))
CHANGES = {
    "cursor": replace(BARE, selection=Selection(9)),
    "cursor on a wide character": replace(BARE, selection=Selection(TEXT.index("語"))),
    "selection": replace(BARE, selection=Selection(len(TEXT), 4)),
    "annotation": over(READING, [tagged("0", Span(4, 13))], Selection(len(TEXT))),
    "match": over(READING, [], Selection(len(TEXT)), matches=[Span(4, 13)]),
    "target": over(READING, [], Selection(len(TEXT)), target=[Span(0, 20)]),
    "suggestion": over(READING, [], Selection(len(TEXT)), labels=("claim",)),
    "passage": over(READING, [], Selection(len(TEXT)), copies=Copies(Marks([Span(4, 20)]))),
    "brackets": over(
        READING, [], Selection(len(TEXT)), copies=Copies(brackets=brackets(READING.drawn, [Span(8, 13)]))
    ),
    "read": over(READING, [], Selection(len(TEXT)), copies=Copies(read=Marks([Span(0, 20)]))),
    "gap": over(READING, [], Selection(len(TEXT)), copies=Copies(gaps=(Gap(50, "┄ 1 paragraph ┄"),))),
    "note": replace(BARE, note=NoteBox(1, ("╭ a note",))),
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_judge_finds_a_change_that_is_not_painted(name: str) -> None:
    page = Page(READING, ROWS, BARE, CHANGES[name])
    assert wrong_rows(page, changed) == []
    assert wrong_rows(page, lambda *_: False) != []


def test_a_step_of_the_cursor_paints_its_row_and_no_other() -> None:
    before, after = replace(BARE, selection=Selection(4)), replace(BARE, selection=Selection(5))
    assert [row for row in range(len(ROWS)) if changed(ROWS, row, before, after)] == [0]
