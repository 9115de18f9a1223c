"""Sentences: where one ends and the next begins.

Rules rather than a trained model: they work on the first keystroke, need no data, and a reader can foresee them. A full stop is looked
at together with the word before it and the word behind it; Kiss and Strunk (Unsupervised Multilingual Sentence Boundary Detection,
Computational Linguistics 32, 2006) show that abbreviations, initials and ordinal numbers are nearly all there is to tell apart.
"""

from __future__ import annotations

import re

from .span import Span, stripped
from .text import CLOSING, OPENING

# Never the last word of a sentence: what they shorten stands before a name or another word.
_NEVER_LAST = frozenset(
    "mr mrs ms mx dr prof rev hon fr hr gen lt col maj capt cmdr adm sgt cpl pvt gov sen rep pres supt messrs mme mlle mgr sra dra "
    "st ste mt vs v cf viz e.g i.e bzw ggf evtl inkl vgl sog bspw z.b d.h u.a av".split()
)
# Short for something only in front of a number: `No. 5`, but `He said no.`
_BEFORE_NUMBER = frozenset(
    "no nos nr art fig figs eq sec ch vol p pp para approx ca max min est tel rs mar sat sun wed".split()
)
# May be the last word of a sentence: only the word behind them tells.
_SHORTENED = frozenset(
    "inc ltd co corp bros jr sr esq etc al ft dept univ ave blvd str usw mio mrd tsd ph.d ee.uu "
    "jan feb apr jun jul aug sep sept oct nov dec mon tue tues thu thur thurs fri".split()
)
# Words that begin a sentence far more often than they are part of a name.
_STARTERS = frozenset(
    "the a an this that these those he she it they we i you his her its their our my in on at by for from with without as but and or so "
    "if when while where after before since although though because however meanwhile there here what who why how according both many "
    "some most all no not yet still then now also another each even every one two three officials critics analysts police "
    "der die das ein eine er sie es wir und aber doch nach vor mit auch dies diese wenn im am "
    "il elle ils elles nous vous les mais cette ces dans selon".split()
)
# What is counted by an ordinal number in German: `am 3. Oktober`.
_COUNTED = frozenset(
    "januar februar märz april mai juni juli august september oktober november dezember jahrhundert jahrhunderts jahrestag "
    "geburtstag weltkrieg weltkriegs".split()
)
_SPEAKING = frozenset(
    "said says asked asks added adds told tells wrote writes replied replies argued argues insisted noted warned continued explained "
    "cried shouted answered wondered declared".split()
)
_QUOTES = "\"'"
_WIDE = "。！？｡"
# What opens in one language closes in another: `„Ja.“ Er ging.` French has a blank before the closing mark; Wikipedia's notes follow it.
_END = re.compile(
    rf"(?P<mark>[.!?…{_WIDE}؟۔।॥]+)"
    rf"(?P<closing>(?:[{re.escape(CLOSING)}{_QUOTES}]|[“‘«‹](?=\s|$)|[ \u00a0\u202f][»›](?=[\s.,;:]|$))*)(?:\[\d+\])*"
)
_NEXT = re.compile(rf"[{re.escape(OPENING)}{_QUOTES}$€£¥#–—\-\s]*(?P<word>[^\W_]+(?:['’.\-][^\W_]+)*\.?)?")
_LAST = re.compile(rf"[^\s{re.escape(OPENING)}\"—–/]*$")
_LONGEST_ABBREVIATION = 24
_BLANKS = re.compile(r"\s*")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_INITIAL = re.compile(r"[^\W\d_]\.")
_LIST_NUMBER = re.compile(r"\d{1,3}|\d+(?:\.\d+)+|[a-z]|[ivx]+", re.IGNORECASE)


def sentences(text: str, paragraph: Span) -> list[Span]:
    """The sentences of a paragraph, without the white space between them.

    Args:
        text: the whole text.
        paragraph: a stretch of it; its end always ends a sentence, with or without a full stop.

    Returns:
        Spans that cover all of the paragraph that is not white space.
    """
    spans: list[Span] = []
    start, limit = stripped(text, paragraph)
    for found in _END.finditer(text, start, limit):
        end = found.end()
        if end < limit and _ends(text, found, start, limit):
            spans.append(Span(start, end))
            start = _skip_blanks(text, end, limit)
    return [*spans, Span(start, limit)] if start < limit else spans


def _skip_blanks(text: str, offset: int, limit: int) -> int:
    found = _BLANKS.match(text, offset, limit)
    return found.end() if found else offset


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
    if closing.strip(")]}） "):
        return not _is_attribution(text, found.end(), limit)
    if mark == "." and not closing:
        last = _LAST.search(text[max(start, found.start() - _LONGEST_ABBREVIATION) : found.start()])
        before = last[0] if last else ""
        return _stop_ends(before, word, found.start() - len(before) - start < 2)
    return True


def _stop_ends(last: str, following: str, begins: bool) -> bool:
    """Whether a single full stop ends a sentence.

    Args:
        last: what stands before it, up to the last blank.
        following: the word behind it, with its full stop, which does not begin with a small letter.
        begins: whether the sentence begins with `last`.
    """
    bare = last.strip(CLOSING + _QUOTES).lower()
    following_bare = following.rstrip(".").lower()
    if begins and _LIST_NUMBER.fullmatch(bare):
        return False
    if bare.isdigit():
        return len(bare) > 2 or following_bare not in _COUNTED
    if bare in _NEVER_LAST:
        return False
    if bare in _BEFORE_NUMBER:
        return not following[0].isdigit()
    is_letter = len(bare) == 1 and bare.isalpha()
    if is_letter and _INITIAL.fullmatch(following):
        # `J. K. Rowling`, `z. B. Berlin`
        return False
    if (is_letter and last != "I") or _ACRONYM.fullmatch(bare) or bare in _SHORTENED:
        return following_bare in _STARTERS
    return True


def _is_attribution(text: str, offset: int, limit: int) -> bool:
    """Whether who spoke follows: `“Why?” Foreign Minister Hayashi asked.` is one sentence."""
    first, *names = re.findall(r"[^\W_]+", text[offset : min(limit, offset + 80)]) or [""]
    if first.lower() in _STARTERS:
        return False
    # A small letter before the verb: something else is being told.
    verb = next((word for word in names[:6] if word[0].islower()), "")
    return verb in _SPEAKING
