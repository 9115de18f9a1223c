"""Paragraphs, clauses, words and quotations: their bounds in a text.

All functions take the text as it is meant to be read (see `mojibake`) and return spans in it. Sentences have a module of their own.
"""

from __future__ import annotations

import re

from .display import JOINED
from .span import Span, stripped

_LONGEST_WRAPPED = 120
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_LINE_BREAK = re.compile(r"\n\s*")

OPENING = "“‘«„‚‹「『（【([{"
CLOSING = "”’»›」』）】)]}"

# Chinese characters stand for words of their own; Japanese syllables run on. Elsewhere a word holds the marks inside it: `Japan’s`,
# `Indo-Pacific`, `3,400.5`, `U.S`.
_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003347f"
_KANA = "\u3041-\u309f\u30a1-\u30ff"
_PART = rf"[^\W{_CJK}{_KANA}](?:[^\W{_CJK}{_KANA}]|[\u0300-\u036f\u200c\u200d{JOINED}])*"
_WORD = re.compile(
    rf"[{_CJK}]|[{_KANA}]+|[$€£¥]?{_PART}(?:['’\-\u2010\u2011·_&]{_PART}|(?<=\d)[.,:]\d+|(?<=[^\W\d_])\.[^\W\d_](?!\w))*%?"
)

_MARKS = CLOSING + "\"'"
_CLOSED = f"[{re.escape(_MARKS)}]*"
# A separator that ends a clause stays out of it; quotation marks and brackets are looked at only to find it.
_SEPARATOR = re.compile(
    rf"[,;:](?={_CLOSED}\s){_CLOSED}\s+|\s+[–-]\s+|\s*—\s*|\s*\((?=\w)|(?<=[\w.,!?…])\)\s*|[，、；：]"
)
_QUOTED_COMMA = re.compile(rf"[,;:][{re.escape(_MARKS)}]+")
_ABBREVIATED = re.compile(r"(?:\b[^\W\d_]\.){2,}$")


def is_hard_wrapped(text: str) -> bool:
    """Whether line breaks in `text` are those of a page: no line over 120 code points, blank lines between the paragraphs."""
    if not _BLANK_LINE.search(text.strip()):
        return False
    if any(len(line) > _LONGEST_WRAPPED for line in text.split("\n")):
        return False
    # Blank lines between short lines that all stand alone are a list or verse, not a page.
    return any(len(block.split("\n")) > 1 for block in _BLANK_LINE.split(text.strip()))


def paragraphs(text: str) -> list[Span]:
    """The paragraphs, without the white space around them; a blank line is none."""
    breaks = _BLANK_LINE if is_hard_wrapped(text) else _LINE_BREAK
    bounds = [0, *(edge for found in breaks.finditer(text) for edge in found.span()), len(text)]
    spans = (stripped(text, Span(*pair)) for pair in zip(bounds[::2], bounds[1::2], strict=True))
    return [span for span in spans if not span.is_empty]


def words(text: str, within: Span) -> list[Span]:
    """The words in a stretch of text, without the punctuation around them."""
    return [Span(*found.span()) for found in _WORD.finditer(text, *within)]


def clauses(text: str, sentence: Span) -> list[Span]:
    """The parts of a sentence between its commas, semicolons, colons, dashes and brackets.

    The separators and the full stop at the end belong to none of them; quotation marks stay with the words they enclose.
    """
    edges = [sentence.start]
    for found in _SEPARATOR.finditer(text, *sentence):
        edges += (found.start(), found.end())
    edges.append(sentence.end)
    spans: list[Span] = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        # Closing marks behind a comma belong to the words they enclose, and so does the comma then.
        quoted = _QUOTED_COMMA.match(text, end, sentence.end)
        end = quoted.end() if quoted else end
        span = _without_stop(text, stripped(text, Span(start, end)))
        if words(text, span):
            spans.append(span)
    return spans or [sentence]


def _without_stop(text: str, span: Span) -> Span:
    piece = span.of(text)
    bare = piece.rstrip(".?!…。！？,;:")
    if _ABBREVIATED.search(piece):
        return span
    return Span(span.start, span.start + len(bare))


_PAIRS = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "「": "」",
    "『": "』",
    "‹": "›",
    '"': '"',
    "‘": "’",
    "'": "'",
}
_QUOTE_MARK = re.compile("[" + "".join(_PAIRS) + "]")
_APOSTROPHES = "’'"


def quotations(text: str, paragraph: Span) -> list[Span]:
    """The quotations in a paragraph, each with its marks, none inside another.

    One that is not closed goes to the end of the paragraph if its mark cannot be anything else: the custom where a speech runs over
    several paragraphs.
    """
    spans: list[Span] = []
    position = paragraph.start
    while found := _QUOTE_MARK.search(text, position, paragraph.end):
        position = found.end()
        if not _opens(text, found.start(), paragraph):
            continue
        end = _closing(text, found.start(), paragraph)
        if end is None and found[0] in "“„«「『":
            end = paragraph.end
        if end is not None and end - found.end() > 1:
            spans.append(Span(found.start(), end))
            position = end
    return spans


def _opens(text: str, offset: int, paragraph: Span) -> bool:
    mark = text[offset]
    before = text[offset - 1] if offset > paragraph.start else " "
    behind = text[offset + 1] if offset + 1 < paragraph.end else " "
    if behind.isspace():
        # French spacing.
        return mark == "«"
    if mark in "\"'»‘":
        return (
            not before.isalnum()
            and before not in ".,;:!?"
            and (mark not in "'‘" or behind.isalpha() or behind in '“"')
        )
    return mark in "“„«「『‹"


def _closing(text: str, offset: int, paragraph: Span) -> int | None:
    """Where the quotation that opens at `offset` ends, or None if it is not closed."""
    mark = text[offset]
    closers = _PAIRS[mark]
    candidates: list[int] = []
    depth = 0
    for index in range(offset + 1, paragraph.end):
        character = text[index]
        if character == mark and mark not in closers:
            depth += 1
        elif character in closers and _closes(text, index, paragraph):
            if depth:
                depth -= 1
                continue
            candidates.append(index + 1)
            if character not in _APOSTROPHES or not _possessive(text, index):
                return index + 1
    # Only plural possessives were found; the last of them must be the mark.
    return candidates[-1] if candidates else None


def _closes(text: str, index: int, paragraph: Span) -> bool:
    before = text[index - 1]
    behind = text[index + 1] if index + 1 < paragraph.end else " "
    if text[index] in _APOSTROPHES:
        return not before.isspace() and not behind.isalnum()
    if text[index] == '"':
        return not before.isspace() or behind.isspace()
    return True


def _possessive(text: str, index: int) -> bool:
    return (
        text[index - 1] == "s"
        and text[index + 1 : index + 2] == " "
        and text[index + 2 : index + 3].islower()
    )
