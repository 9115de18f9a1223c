"""Search in a text with case, accents and typography folded away; what is found has the offsets of the text itself.

Most code points fold to exactly one, so that offsets stay as they are. Only the others, and the few sequences that fold together, are
noted: where they lie in the text, and where in what it folds to.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from .span import Span

# What people type in place of another character, where Unicode has no decomposition that says so.
_TYPED = {
    "'": "‘’‚‛‹›ʻʼ′´`",
    '"': "“”„‟«»〝〞〟″",
    "-": "‐‑‒–—―−",
    # A stroke and a missing dot are accents to a reader.
    **{"d": "đ", "h": "ħ", "i": "ı", "l": "ł", "o": "ø", "t": "ŧ", "ae": "æ", "oe": "œ"},
    # Variation selectors, which are vowel signs by their category.
    "": "\u034f\u180b\u180c\u180d\u180f"
    + "".join(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))),
}
_PLAIN = str.maketrans({sign: plain for plain, signs in _TYPED.items() for sign in signs})

# The combining classes of marks that spell: vowel signs and finals (0), voiced kana (8), viramas (9), and the vowel and tone marks of
# single scripts. All other marks are accents: also the points of Hebrew and Arabic, which are seldom written, and nuktas.
_SPELLING = frozenset({0, 8, 9, 84, 91, 103, 107, 118, 122, 129, 130, 132})

# か with a voiced mark is が, and ᄀ with ᅡ and ᆨ is 각: other letters, not accented ones. So they stay whole, and what is written as a
# sequence is made whole: か is not found in が, nor 가 in 각.
_SEQUENCE = (
    "[\u3041-\u30fe][\u3099\u309a]"
    "|(?:[\u1100-\u1112][\u1161-\u1175]|[\uac00-\ud7a3](?=[\u11a8-\u11c2]))[\u11a8-\u11c2]?"
)
_SECOND = re.compile("[\u3099\u309a\u1161-\u1175\u11a8-\u11c2]")

# Up to so many, to replace one character after the other is faster than to translate all at once.
_FEW = 40

# Folds to itself, and together with nothing beside it.
_BETWEEN = "\0"


class Folded:
    """A text prepared for searching; made once for each text.

    Case, accents and typography are folded away, each stretch of white space is one blank, and what has no width is gone: soft hyphens,
    joiners and the code points that are drawn together with the one before (`display.JOINED`).

    Args:
        text: the text as it is meant to be read.

    `text` is what it folds to.
    """

    def __init__(self, text: str) -> None:
        # Where what does not fold one to one begins and ends, in turn. An empty one at 0 stands before the first.
        self._edges = array("q", (0, 0))
        self._folded_edges = array("q", (0, 0))
        lower = text.casefold()
        if len(lower) != len(text):
            # Nothing shrinks, so that with the same length each code point is still at its offset. Else `_folded` sees to the case.
            lower = text
        folds = {character: _folded(character) for character in set(lower)}
        regular = _replaced(lower, {one: to for one, to in folds.items() if len(to) == 1 and to != one})
        irregular = _irregular(folds, regular)
        self.text = self._note(irregular, regular) if irregular else regular

    def _note(self, irregular: re.Pattern[str], text: str) -> str:
        """Fold what does not fold one to one, and note where it was."""
        edges, folded_edges = self._edges, self._folded_edges
        memo: dict[str, str] = {}

        def fold(found: re.Match[str]) -> str:
            piece = found[0]
            folded = memo.get(piece)
            if folded is None:
                folded = memo[piece] = _folded(piece)
            start, end = found.span()
            folded_start = folded_edges[-1] + start - edges[-1]
            edges.append(start)
            edges.append(end)
            folded_edges.append(folded_start)
            folded_edges.append(folded_start + len(folded))
            return folded

        return irregular.sub(fold, text)

    def matched(self, start: int, end: int) -> tuple[Span, int]:
        """Where a match lies in the text: whole code points, and with the marks behind its last one that fold to nothing.

        Args:
            start: its start in the folded text.
            end: its end there.

        Returns:
            The span of the text, and the end of that in the folded text: behind the given one where that is inside what one code point
            folds to.
        """
        # The last edge at or before an offset; even where the offset lies in what was noted, or where that begins.
        edge = bisect_right(self._folded_edges, start) - 1
        first = self._edges[edge] + (start - self._folded_edges[edge] if edge % 2 else 0)
        edge = bisect_right(self._folded_edges, end, edge) - 1
        if edge % 2 == 0 and self._folded_edges[edge] < end:
            end = self._folded_edges[edge + 1]
            edge = bisect_right(self._folded_edges, end, edge) - 1
        return Span(first, self._edges[edge] + end - self._folded_edges[edge]), end


def folded_texts(texts: Iterable[str]) -> list[str]:
    """What each of many short texts folds to, at a fraction of the cost of folding one after the other.

    Args:
        texts: as for `Folded`; NUL, which stands between them meanwhile, counts as white space.
    """
    plain = [text.replace(_BETWEEN, " ") for text in texts]
    return Folded(_BETWEEN.join(plain)).text.split(_BETWEEN) if plain else []


class Query:
    """What is looked for.

    Args:
        wanted: as it was typed or selected; white space at its ends says nothing.
    """

    def __init__(self, wanted: str) -> None:
        self.text = Folded(wanted).text.strip()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for: white space, or marks without a letter."""
        return not self.text


def find_iter(folded: Folded, query: Query) -> Iterator[Span]:
    """The matches from left to right, worked out as they are asked for; see `find`."""
    text, wanted = folded.text, query.text
    if query.is_empty:
        return
    start = text.find(wanted)
    while start >= 0:
        span, end = folded.matched(start, start + len(wanted))
        yield span
        start = text.find(wanted, end)


def find(folded: Folded, query: Query) -> list[Span]:
    """Where a text says what is looked for.

    Returns:
        Spans of the text that was folded, in order, none empty, none overlapping another; none at all for an empty query.
    """
    return list(find_iter(folded, query))


def following(matches: Sequence[Span], offset: int, step: int) -> tuple[int, bool] | None:
    """The match to go to from a cursor.

    Args:
        matches: in order of their starts.
        offset: where the cursor stands.
        step: 1 for the next match that begins behind the cursor, -1 for the last one that begins before it.

    Returns:
        Its index, and whether the search went on from the other end of the text; None where nothing matches.
    """
    if not matches:
        return None
    if step > 0:
        index = bisect_right(matches, offset, key=lambda span: span.start)
        return (index, False) if index < len(matches) else (0, True)
    index = bisect_left(matches, offset, key=lambda span: span.start) - 1
    return (index, False) if index >= 0 else (len(matches) - 1, True)


def _replaced(text: str, changes: dict[str, str]) -> str:
    """The text with one character in place of another; none of the new ones is itself replaced."""
    if len(changes) > _FEW:
        return text.translate({ord(old): new for old, new in changes.items()})
    for old, new in changes.items():
        text = text.replace(old, new)
    return text


def _irregular(folds: dict[str, str], text: str) -> re.Pattern[str] | None:
    """What is left to fold in `text`, where all is replaced that folds one to one: other characters, sequences, white space."""
    dropped = re.escape("".join(one for one, to in folds.items() if not to))
    expanded = re.escape("".join(one for one, to in folds.items() if len(to) > 1))
    patterns = [
        f"[{expanded}]" if expanded else "",
        f" [ {dropped}]+" if dropped or "  " in text else "",
        f"[{dropped}]+" if dropped else "",
        _SEQUENCE if _SECOND.search("".join(folds.values())) else "",
    ]
    return re.compile("|".join(filter(None, patterns))) if any(patterns) else None


def _folded(piece: str) -> str:
    """What a code point folds to, or a stretch that folds together: white space, dropped marks, a sequence."""
    if piece[0].isspace():
        return " "
    plain = piece.casefold().translate(_PLAIN)
    apart = unicodedata.normalize("NFKD", plain)
    # To Unicode, an accent that stands alone is one on a blank.
    apart = plain if apart.startswith(" ") else apart
    bare = "".join(filter(_is_kept, apart)).casefold().translate(_PLAIN)
    if not _SECOND.search(bare):
        return bare
    # Compiled by who needs it: few texts do, and it takes 2 ms.
    return re.sub(_SEQUENCE, lambda found: unicodedata.normalize("NFC", found[0]), bare)


def _is_kept(character: str) -> bool:
    category = unicodedata.category(character)
    return unicodedata.combining(character) in _SPELLING if category == "Mn" else category not in ("Me", "Cf")
