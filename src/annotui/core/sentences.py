"""Sentences: where one ends and the next begins.

Rules rather than a trained model: they work on the first keystroke, need no data, and a reader can foresee them. A full stop is looked
at together with the word before it and the word behind it; Kiss and Strunk (Unsupervised Multilingual Sentence Boundary Detection,
Computational Linguistics 32, 2006) show that abbreviations, initials and ordinal numbers are nearly all there is to tell apart.
"""

from __future__ import annotations

import re

from .span import Span, stripped
from .text import CLOSING, OPENING

# Never the last word of a sentence: what they shorten stands before a name or a number.
_TITLES = frozenset(
    "mr mrs ms mx dr prof rev hon fr sr gen lt col maj capt cmdr adm sgt cpl pvt gov sen rep pres supt messrs mme mlle st ste mt ft "
    "no nos vs v cf al fig figs eq sec ch vol p pp art para approx ca e.g i.e viz dept univ ave blvd".split()
)
# May be the last word of a sentence: only the word behind them tells.
_SHORTENED = frozenset(
    "inc ltd co corp bros jr esq etc u.s u.k u.n e.u d.c a.m p.m ph.d m.d b.a m.a b.c a.d jan feb mar apr jun jul aug sep sept oct nov "
    "dec mon tue tues wed thu thur thurs fri sat sun est min max tel".split()
)
_MONTHS_AND_DAYS = frozenset(
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun".split()
)
# Words that begin a sentence far more often than they are part of a name.
_STARTERS = frozenset(
    "the a an this that these those he she it they we i you his her its their our my in on at by for from with without as but and or so "
    "if when while where after before since although though because however meanwhile there here what who why how according both many "
    "some most all no not yet still then now also another each even every one two three officials critics analysts".split()
)
_SPEAKING = frozenset(
    "said says asked asks added adds told tells wrote writes replied replies argued argues insisted noted warned continued explained "
    "cried shouted answered wondered declared".split()
)
_QUOTES = "\"'"
_END = re.compile(rf"(?P<mark>[.!?…。！？｡]+)(?P<closing>[{re.escape(CLOSING)}{_QUOTES}]*)")
_WIDE = "。！？｡"
_NEXT = re.compile(rf"[{re.escape(OPENING)}{_QUOTES}–—\-\s]*(?P<word>[^\W_]+(?:['’.\-][^\W_]+)*)?")
_LAST = re.compile(r"[^\s“”\"‘(\[—–/]*$")


def sentences(text: str, paragraph: Span) -> list[Span]:
    """The sentences of a paragraph, without the white space between them.

    Args:
        text: the whole text.
        paragraph: a stretch of it; its end always ends a sentence, with or without a full stop.

    Returns:
        Spans that cover all of the paragraph that is not white space.
    """
    spans: list[Span] = []
    start = paragraph.start
    for found in _END.finditer(text, *paragraph):
        end = found.end()
        if end < paragraph.end and _ends(text, found, start, paragraph.end):
            spans.append(stripped(text, Span(start, end)))
            start = end
    last = stripped(text, Span(start, paragraph.end))
    return spans if last.is_empty else [*spans, last]


def _ends(text: str, found: re.Match[str], start: int, limit: int) -> bool:
    mark, closing = found["mark"], found["closing"]
    if mark[-1] in _WIDE:
        # `「はい。」と言った` goes on behind the closing mark.
        return not closing or not text[found.end()].isalnum()
    if not text[found.end()].isspace():
        return False
    following = _NEXT.match(text, found.end(), limit)
    word = (following and following["word"]) or ""
    if not word:
        # Nothing but marks follows, as in `. . .`
        return following is not None and following.end() < limit and text[following.end()] not in ".…"
    if word[0].islower():
        return False
    if mark in ("?", "!") or mark.strip("?!") == "":
        return not (closing and _is_attribution(text, found.end(), limit))
    if mark == "." and not closing:
        last = _LAST.search(text[start : found.start()])
        return _stop_ends(last[0] if last else "", word, len(text[start : found.start()].lstrip()))
    return True


def _stop_ends(last: str, following: str, length: int) -> bool:
    """Whether a single full stop ends a sentence.

    Args:
        last: what stands before it, up to the last blank.
        following: the word behind it, which does not begin with a small letter.
        length: code points from the beginning of the sentence to the full stop.
    """
    bare = last.lower().strip(OPENING + CLOSING + _QUOTES)
    if bare.isdigit():
        # `1. First` numbers a list, `in 2023. The` ends a sentence.
        return len(last) < length or len(bare) > 3
    if bare in _TITLES:
        return False
    if bare in _MONTHS_AND_DAYS and following[0].isdigit():
        return False
    is_initial = len(bare) == 1 and bare.isalpha() and last[-1].isupper() and last != "I"
    is_acronym = re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", bare) is not None
    if is_initial or is_acronym or bare in _SHORTENED:
        return following.lower() in _STARTERS and following != "I."
    return True


def _is_attribution(text: str, offset: int, limit: int) -> bool:
    """Whether who spoke follows: `“Why?” Hayashi asked.` is one sentence."""
    behind = re.findall(r"[^\W_]+", text[offset : min(limit, offset + 60)])[:4]
    return any(word in _SPEAKING for word in behind[1:])
