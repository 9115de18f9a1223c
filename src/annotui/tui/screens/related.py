"""Sentences that may say the same in other words, in a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from annotui.core.family import Passage, Relative
from annotui.core.search import Folded
from annotui.core.span import Span
from annotui.core.text import words
from annotui.matching.conflicts import conflicts
from annotui.review.matches import Matches
from annotui.tui import styles
from annotui.tui.widgets.details import Paragraph
from annotui.tui.widgets.line import Piece
from annotui.tui.widgets.row_list import ListRow

from .picker import Choice


def related_choices(
    matches: Matches, text: str, here: Passage, found: Sequence[Relative]
) -> Iterator[Choice[Passage]]:
    """Related sentences, the closest first, with the names and numbers in bold that the sentence has too, and what they say otherwise.

    Args:
        matches: what was found.
        text: the article that is read, as it should read.
        here: the sentence that is read.
        found: those related to it.
    """
    shared = {
        Folded(span.of(text)).text for span in words(text, here.span) if _is_name(text, here.span, span)
    }
    for one in found:
        other, span = matches.readable(one.passage.article) or "", one.passage.span
        shelf = matches.shelf
        name = shelf.name(one.passage.article)
        pieces = _pieces(other, span, shared)
        differs = [
            (f"≠ {conflict.a.of(text)} · {conflict.b.of(other)}  ", styles.BOLD)
            for conflict in conflicts(text, here.span, other, span)
        ]
        detail = [
            Paragraph([(f"{name} {shelf.title(one.passage.article)}", styles.BOLD)]),
            Paragraph(_pieces(text, here.span, _names(other, span)), " here:  "),
            Paragraph(pieces, " there: "),
        ]
        left = ((f" {name}  ", styles.DIM), *differs, *pieces)
        row = partial(ListRow, left, ((f" {one.score:.2f} ", styles.DIM),))
        said = "".join(piece for piece, _ in differs)
        yield Choice(one.passage, row, f"{name} {said}{span.of(other)}", detail)


def _names(text: str, sentence: Span) -> set[str]:
    return {Folded(one.of(text)).text for one in words(text, sentence) if _is_name(text, sentence, one)}


def _is_name(text: str, sentence: Span, word: Span) -> bool:
    """Whether a word holds a digit, or a capital that no beginning of a sentence asks for."""
    said = word.of(text)
    is_first = not any(map(str.isalnum, text[sentence.start : word.start]))
    return any(map(str.isdigit, said)) or (said[0].isupper() and not is_first)


def _pieces(text: str, sentence: Span, shared: set[str]) -> list[Piece]:
    """A sentence on one row, what is shared in bold."""
    pieces: list[Piece] = []
    at = sentence.start
    for word in words(text, sentence):
        if Folded(word.of(text)).text in shared:
            pieces += [(_folded(text[at : word.start]), styles.PLAIN), (word.of(text), styles.BOLD)]
            at = word.end
    pieces.append((_folded(text[at : sentence.end]), styles.PLAIN))
    return [piece for piece in pieces if piece[0]]


def _folded(text: str) -> str:
    """White space of any kind and length as one blank each."""
    blanks = (text[:1].isspace(), text[-1:].isspace())
    bare = " ".join(text.split())
    return f"{' ' * (blanks[0] and bool(bare))}{bare}{' ' * blanks[1]}"
