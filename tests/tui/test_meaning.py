"""What keys mean: what was known when the cursor moved last."""

from __future__ import annotations

from dataclasses import replace

from annotui.core.annotation import Annotation
from annotui.core.marks import Marks
from annotui.core.selection import Selection
from annotui.core.span import Span
from annotui.tui.widgets.meaning import Meaning
from annotui.tui.widgets.paint import Layer

EMPTY = Marks(())


def tagged(name: str, start: int, end: int, reviewer: str = "desk1") -> Annotation:
    return Annotation(name, "a/b.txt", "", "utf-8", Span(start, end), "", "claim", reviewer, "", "")


def layer(*annotations: Annotation) -> Layer:
    marks = Marks([one.span for one in annotations])
    return Layer([*annotations], marks, frozenset(), None, EMPTY, Selection(0), EMPTY, active=True, note=None)


def test_what_others_tag_meanwhile_is_not_meant_before_the_cursor_moves() -> None:
    own, late = tagged("own", 0, 9), tagged("late", 2, 4)
    meaning, later = Meaning(layer(own)), layer(own, late)
    assert meaning.annotation(later.annotations, 3, "desk1") == own
    meaning.settle(later)
    assert meaning.annotation(later.annotations, 3, "desk1") == late


def test_what_others_have_changed_or_removed_is_meant_as_it_is_now() -> None:
    own = tagged("own", 0, 9)
    meaning, changed = Meaning(layer(own)), replace(own, note="a note")
    assert meaning.annotation([changed], 3, "desk1") == changed
    assert meaning.annotation([], 3, "desk1") is None


def test_what_was_just_tagged_is_meant_until_the_cursor_moves() -> None:
    tag, around = tagged("tag", 0, 4), tagged("around", 0, 9)
    there = [tag, around]
    meaning = Meaning(layer(*there))
    meaning.mean(around)
    assert meaning.annotation(there, 4, "desk1") == around
    assert meaning.ends_at(there, 9)
    assert not meaning.ends_at(there, 4)
    meaning.forget()
    assert meaning.annotation(there, 4, "desk1") == tag
    assert not meaning.ends_at(there, 9)


def test_what_takes_the_place_of_what_is_meant_is_meant_instead() -> None:
    mine, first = tagged("mine", 0, 9), tagged("first", 0, 9)
    meaning = Meaning(layer(mine))
    meaning.mean_instead(["mine"], first)
    assert not meaning.ends_at([first], 9), "it was not meant"
    meaning.mean(mine)
    meaning.mean_instead(["mine"], first)
    assert meaning.ends_at([first], 9)


def test_before_the_first_article_no_key_tags_anything() -> None:
    target = Meaning(layer()).target(Selection(0), "claim")
    assert (target.kind, target.spans) == ("sentence", ())
