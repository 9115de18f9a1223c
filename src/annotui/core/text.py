"""Paragraphs, clauses, words and quotations: their bounds in a text.

All functions take the text as it is meant to be read (see `mojibake`) and return spans in it. Sentences have a module of their own.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from .display import JOINED
from .span import Span, stripped

_LONGEST_WRAPPED = 120
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_NOT_BLANK = re.compile(r"\S")
_TAIL = 4096
"""Code points."""
_LONG_LINE = re.compile(rf"[^\n]{{{_LONGEST_WRAPPED + 1}}}")
_LINE = re.compile(r"\S(?:.*\S)?")

OPENING = "“‘«„‚‹「『（【《〈([{"
CLOSING = "”’»›」』）】》〉)]}"

# Chinese characters stand for words of their own; Japanese syllables run on. Elsewhere a word holds the marks inside it: `Japan’s`,
# `Indo-Pacific`, `3,400.5`, `U.S.-led`.
_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003347f"
_KANA = "\u3041-\u309f\u30a1-\u30ff"

# Accents and vowel signs, which are no letters to `re`: all scripts in use have theirs below U+1B00, or in the three blocks behind.
_ACCENTS = "".join(
    character
    for character in map(chr, range(0x300, 0x1B00))
    if unicodedata.category(character).startswith("M")
)
_LETTER = r"[^\W\d_]"
# It begins with a letter or a digit. Each class with Chinese characters takes `re` more than a millisecond to compile.
_PART = (
    rf"(?=\w)(?:[^\W{_CJK}{_KANA}]"
    rf"|[{_ACCENTS}\u1dc0-\u1dff\ufe00-\ufe0f\ufe20-\ufe2f\xad\u200c\u200d{JOINED}])+"
)
_WORD = re.compile(
    # Most words, at half the price: letters before anything that none of what follows would take in.
    r"[A-Za-z]++(?![\w.'@&:+\-$£¥·\xad]|[^\x00-\u02ff])"
    r"|(?:https?://|www\.)[^\s<>“”«»\"]*[\w/]"
    r"|[A-Za-z0-9_.+\-]{1,64}@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+"
    rf"|[{_CJK}]|[{_KANA}]+"
    # A minus, typed as a hyphen, an en dash or what it is, but none that follows another number (`5 -7`), and at the beginning of a line,
    # where a hyphen or a dash marks what is listed, only the last of these; before a currency or behind it.
    r"|(?:(?:(?<![^\s(\[“])\u2212|(?<=[^\S\n]|[(\[“])[-–])(?<![\u00a0\u202f].)(?=[$€£¥₩₹]?\d)(?<!\d[^\S\n].))?"
    rf"(?:[A-Z]{{0,3}}[$€£¥₩₹](?:(?=\d)|(?<!\d.)[-–\u2212](?=\d)))?{_PART}(?:"
    # A possessive, a compound, also one with an acronym: `U.S.-led`; or the address of a site.
    rf"(?:(?:(?<=\.{_LETTER})\.)?['’\-\u2010\u2011·&]|(?<=[a-z0-9])\.(?=[a-z]{{2}})){_PART}"
    r"|(?<=\d)[.,:/]\d+|(?<=\d)[\u00a0\u202f]\d{3}(?!\d)"
    rf"|(?:(?<=\b{_LETTER})|(?<=\bPh))\.{_LETTER}(?!\w)|(?<=\d[AaPp])\.[Mm](?!\w)"
    rf")*(?:(?<=\b{_LETTER}\.{_LETTER})\.|(?<=\d[AaPp]\.[Mm])\.|(?<=\bPh\.D)\.|(?<=\d)[%‰°€£])?"
)

_MARKS = CLOSING + "\"'"
_CLOSED = f"[{re.escape(_MARKS)}]*"
# A separator that ends a clause stays out of it; quotation marks and brackets are looked at only to find it. `(s)` belongs to its word.
_SEPARATOR = re.compile(
    rf"[,;:](?={_CLOSED}\s){_CLOSED}\s+|(?<!\s)\s+[–-]\s+|(?<!\s)\s*—\s*|(?<!\s)\s+\((?=\S)"
    r"|(?<=\S)(?<!\w\(\w)(?<!\w\(\w\w)\)\s*|[，、；：]"
)
_QUOTED_COMMA = re.compile(rf"[,;:][{re.escape(_MARKS)}]+")
_ACRONYM_AT_END = re.compile(rf"\b(?:{_LETTER}\.{_LETTER}|Ph\.D)$")


def is_hard_wrapped(text: str) -> bool:
    """Whether line breaks in `text` are those of a page: no line over 120 code points, blank lines between the paragraphs."""
    found = _NOT_BLANK.search(text)
    # Without a copy, for which the memory of a long text would stay in use.
    if found is None or not _BLANK_LINE.search(text, found.start(), _end(text)):
        return False
    return _LONG_LINE.search(text) is None


def _end(text: str) -> int:
    """Where the white space at the end begins."""
    end = len(text)
    while end and not (tail := text[max(end - _TAIL, 0) : end].rstrip()):
        end = max(end - _TAIL, 0)
    return max(end - _TAIL, 0) + len(tail) if end else 0


def paragraphs(text: str) -> list[Span]:
    """The paragraphs, without the white space around them; a blank line is none."""
    if not is_hard_wrapped(text):
        return [Span._make(found.span()) for found in _LINE.finditer(text)]
    bounds = [0, *(edge for found in _BLANK_LINE.finditer(text) for edge in found.span()), len(text)]
    spans = (stripped(text, Span(*pair)) for pair in zip(bounds[::2], bounds[1::2], strict=True))
    return [span for span in spans if not span.is_empty]


def words(text: str, within: Span) -> list[Span]:
    """The words in a stretch of text, without the punctuation around them."""
    return [Span(*found.span()) for found in _WORD.finditer(text, *within)]


def clauses(text: str, sentence: Span) -> list[Span]:
    """The parts of a sentence between its commas, semicolons, colons, dashes and brackets.

    The separators and the full stop at the end belong to none of them; quotation marks stay with the words they enclose.
    """
    edges = [sentence.start + text.startswith("(", *sentence)]
    for found in _SEPARATOR.finditer(text, *sentence):
        edges += (found.start(), found.end())
    edges.append(sentence.end)
    spans: list[Span] = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        # Closing marks behind a comma belong to the words they enclose, and so does the comma then.
        quoted = _QUOTED_COMMA.match(text, end, sentence.end)
        end = quoted.end() if quoted else end
        span = _without_stop(text, stripped(text, Span(start, end)))
        if _WORD.search(text, *span):
            spans.append(span)
    return spans or [sentence]


def _without_stop(text: str, span: Span) -> Span:
    piece = span.of(text)
    # French sets a blank before some stops; the last one of `U.S.` is its own.
    bare = piece.rstrip(".?!…。！？,;: \u00a0\u202f")
    own = piece.startswith(".", len(bare)) and _ACRONYM_AT_END.search(bare[-5:]) is not None
    return stripped(text, Span(span.start, span.start + len(bare) + own))


_PAIRS = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "「": "」",
    "『": "』",
    "‹": "›",
    "›": "‹",
    '"': '"',
    "‘": "’",
    "‚": "‘’",
    "'": "'",
}
_OPENERS = {closer: [one for one in _PAIRS if closer in _PAIRS[one]] for closer in "".join(_PAIRS.values())}
_QUOTE_MARK = re.compile("[" + "".join({*_PAIRS, *_OPENERS}) + "]")
# Cannot be anything else, so that they open a quotation even if nothing closes it.
_UNMISTAKABLE = "“„«「『"
_ELISION = re.compile(r"['‘](?:\d\ds?|tis|twas|em|til|n)\b", re.IGNORECASE)
_FEET_AND_INCHES = re.compile(r"\d'\s?\d{1,2}\"$")


@dataclass(slots=True)
class _Open:
    """A quotation that is not closed yet.

    Args:
        offset: that of its mark.
        mark: which one opened it.
        perhaps: the end behind the last mark that closes it unless a better one follows (`the workers’ rights`, `the 12" single`).
    """

    offset: int
    mark: str
    perhaps: int | None = None


def quotations(text: str, paragraph: Span) -> list[Span]:
    """The quotations in a paragraph, each with its marks, none inside another.

    One that is not closed goes to the end of the paragraph if its mark cannot be anything else: the custom where a speech runs over
    several paragraphs.
    """
    pairs: list[Span] = []
    waiting: list[_Open] = []
    # For each mark, where in `waiting` those it opened are: a closing mark finds its own in one step, however many wait.
    places: dict[str, list[int]] = {mark: [] for mark in _PAIRS}
    for found in _QUOTE_MARK.finditer(text, *paragraph):
        mark, offset = found[0], found.start()
        before = text[offset - 1] if offset > paragraph.start else " "
        behind = text[offset + 1] if offset + 1 < paragraph.end else " "
        innermost = max((places[one][-1] for one in _OPENERS.get(mark, ()) if places[one]), default=-1)
        if innermost >= 0 and _closes(text, offset, before, behind):
            if _may_be_none(text, offset, before):
                waiting[innermost].perhaps = offset + 1
                continue
            pairs.append(Span(waiting[innermost].offset, offset + 1))
            for one in waiting[innermost:]:
                places[one.mark].pop()
            pairs += (Span(one.offset, one.perhaps) for one in waiting[innermost + 1 :] if one.perhaps)
            del waiting[innermost:]
        elif mark in _PAIRS and _opens(text, offset, before, behind):
            places[mark].append(len(waiting))
            waiting.append(_Open(offset, mark))
    for one in waiting:
        end = one.perhaps or (paragraph.end if one.mark in _UNMISTAKABLE else one.offset)
        pairs.append(Span(one.offset, end))
    return _outermost(pairs)


def _outermost(pairs: list[Span]) -> list[Span]:
    spans: list[Span] = []
    for pair in sorted(pairs):
        if pair.end - pair.start > 2 and (not spans or pair.start >= spans[-1].end):
            spans.append(pair)
    return spans


def _begins_word(before: str, behind: str) -> bool:
    return (before.isspace() or before in OPENING + "\"'—–-/") and not behind.isspace()


def _opens(text: str, offset: int, before: str, behind: str) -> bool:
    mark = text[offset]
    if behind.isspace():
        # French spacing.
        return mark == "«"
    if mark in "»›":
        return _begins_word(before, behind)
    if mark == '"':
        return not before.isalnum() and before not in ".;!?"
    if mark in "'‘":
        return (
            not before.isalnum()
            and before not in ".,;:!?"
            and (behind.isalnum() or behind in '“"')
            and not _ELISION.match(text, offset)
        )
    return mark != "‚" or behind.isalnum()


def _closes(text: str, offset: int, before: str, behind: str) -> bool:
    mark = text[offset]
    if mark in "'’":
        return not before.isspace() and not behind.isalnum()
    if mark == '"':
        return not _begins_word(before, behind) and not _FEET_AND_INCHES.search(text[offset - 5 : offset + 1])
    # These open in one language and close in another.
    return mark not in "“‘«" or not (_begins_word(before, behind) and behind.isalnum())


def _may_be_none(text: str, offset: int, before: str) -> bool:
    """Whether what looks like a closing mark may be a plural possessive (`workers’ rights`) or a unit (`12" single`)."""
    goes_on = text[offset + 1 : offset + 2] == " " and text[offset + 2 : offset + 3].islower()
    return goes_on and (before == "s" if text[offset] in "’'" else text[offset] == '"' and before.isdigit())
