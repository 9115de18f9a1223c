"""Texts → words: their hashes, offsets and what parts them, on arrays.

Case, accents and quotation marks are folded away as in a search (`core.search`), but strictly one code point to one, so that offsets
stay those of the text. Words are shorter than a reader's (`core.text.words`): the parts of a compound are words of their own, so that
`well-known` and `well known` are alike. `Words.gaps` says which words must not be parted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ..core.search import Folded
from ..core.span import Span
from ..core.text import words as words_of
from .columns import GLUED, LINE, PARTED, SENTENCE, Gaps, Hashes, Longs, Words

_Number = TypeVar("_Number", bound=np.generic)
Codes = NDArray[np.uint8] | NDArray[np.uint32]
Bytes = NDArray[np.uint8]

# Texts are worked on together, so many code points at a time: enough that the arrays pay, few enough to stay in a processor's cache.
_TOGETHER = 1 << 20

# What a code point is to a word. Up to `_SPELT` it is one itself, or part of one.
_DIGIT, _LETTER, _IDEOGRAPH, _KANA = 1, 2, 3, 4
_SPELT = 4
_APOSTROPHE, _JOINT, _POINT = 5, 6, 7
_STOP, _DROPPED, _SIGN, _SIGN_BEHIND, _MINUS, _OPENING, _OTHER, _BLANK, _NEWLINE = range(8, 17)

# Signs that belong to a number: before it, and behind it.
_CURRENCIES = "$€£¥₩₹"
_BEHIND = "%‰°"
_IDEOGRAPHS = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003347f]")
_SYLLABLES = re.compile("[\u3041-\u309f\u30a1-\u30ff]")
_ADDRESS = re.compile(r"://|www\.|@")
_UNBROKEN = re.compile(r"\S+")

_LONGEST_WRAPPED = 120

# The most marks between two words that are searched for a blank; behind so many the two count as one.
_WIDEST = 16

# Code points of a word that are hashed on arrays; no language has longer words.
_LONGEST = 256
_ODD = np.uint64(0x9E3779B97F4A7C15)


class _Alphabet:
    """What each code point folds to and what it is to a word; filled in when it is first met."""

    def __init__(self) -> None:
        # The pages of an array of zeros take no memory until something is written to them.
        self.kinds = np.zeros(0x110000, np.uint8)
        self.folds = np.zeros(0x110000, np.uint32)
        self._learn(range(256))

    def read(self, codes: Codes) -> tuple[Bytes, Codes]:
        """The kind of each code point, and what it folds to in the width of `codes`."""
        kinds = self.kinds[codes]
        if codes.dtype == np.uint8:
            return kinds, self.folds[:256].astype(np.uint8)[codes]
        new = codes[kinds == 0]
        if len(new):
            self._learn(np.unique(new).tolist())
            kinds = self.kinds[codes]
        return kinds, self.folds[codes]

    def _learn(self, codes: Sequence[int]) -> None:
        for code in codes:
            character = chr(code)
            folded = Folded(character).text if not 0xD800 <= code < 0xE000 else character
            same = len(folded) != 1 or (code < 256 <= ord(folded))
            self.folds[code] = code if same else ord(folded)
            self.kinds[code] = _kind(character, folded)


def _kind(character: str, folded: str) -> int:
    if character.isspace():
        # A narrow or an unbreakable blank parts the thousands of a number.
        return _NEWLINE if character == "\n" else _OTHER if character in "\u00a0\u202f" else _BLANK
    if not folded:
        return _DROPPED
    if _IDEOGRAPHS.match(character):
        return _IDEOGRAPH
    if _SYLLABLES.match(character):
        return _KANA
    category = unicodedata.category(character)
    if category[0] in "LMN":
        return _DIGIT if category == "Nd" else _LETTER
    for kind, characters in _KINDS.items():
        if character in characters or folded in characters:
            return kind
    return _OTHER


_KINDS = {
    _LETTER: "_",
    _APOSTROPHE: "'",
    _POINT: ".",
    _JOINT: ",:/",
    _STOP: "?!…。！？",
    _SIGN: _CURRENCIES,
    _SIGN_BEHIND: _BEHIND,
    _MINUS: "-\u2212",
    _OPENING: "([“",
}

_alphabet: list[_Alphabet] = []


def _the_alphabet() -> _Alphabet:
    if not _alphabet:
        _alphabet.append(_Alphabet())
    return _alphabet[0]


def tokenise(texts: Sequence[str]) -> Words:
    """Find the words of all texts.

    Args:
        texts: as they are meant to be read (see `core.mojibake`); their offsets are code points of these.

    Returns:
        The words, whose hashes depend on nothing but the words themselves.
    """
    alphabet = _the_alphabet()
    hashes, starts, ends = np.empty(0, np.uint64), np.empty(0, np.int32), np.empty(0, np.int32)
    gaps = np.empty(0, np.uint8)
    firsts = np.zeros(len(texts) + 1, np.int64)
    for first, together in _batches(texts):
        part = _Batch(together, alphabet)
        text, offsets = part.places()
        _append(hashes, part.hashes())
        _append(starts, part.starts - offsets)
        _append(ends, part.ends - offsets)
        _append(gaps, part.gaps(text))
        firsts[first + 1 : first + 1 + len(together)] = np.bincount(text, minlength=len(together))
    return Words(hashes, starts, ends, gaps, np.cumsum(firsts))


def _batches(texts: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    first = size = 0
    for index, text in enumerate(texts):
        size += len(text) + 1
        if size >= _TOGETHER:
            yield first, texts[first : index + 1]
            first, size = index + 1, 0
    if first < len(texts):
        yield first, texts[first:]


def _append(column: NDArray[_Number], part: NDArray[_Number]) -> None:
    """Make a column longer where it is: joining the parts in the end would need twice the memory."""
    before = len(column)
    column.resize(before + len(part), refcheck=False)
    column[before:] = part


class _Batch:
    """Some texts, one after the other with a line break behind each.

    `starts` and `ends` are the bounds of the words in all of it together, with the signs that belong to numbers and the last points of
    acronyms.
    """

    def __init__(self, texts: Sequence[str], alphabet: _Alphabet) -> None:
        self._texts = texts
        self._together = "\n".join((*texts, ""))
        lengths = np.fromiter(map(len, texts), np.int64, len(texts)) + 1
        self._begins = np.cumsum(lengths) - lengths
        kinds, self._folds = alphabet.read(_codes(self._together))
        self._kinds = kinds
        kept = np.flatnonzero(kinds != _DROPPED) if (kinds == _DROPPED).any() else None
        if kept is not None:
            kinds, self._folds = kinds[kept], self._folds[kept]
        self._bare_starts, self._bare_ends = _bounds(kinds)
        self._first_kinds = kinds[self._bare_starts]
        starts, ends = _with_signs(kinds, self._bare_starts, self._bare_ends, kept)
        if kept is not None:
            # What was dropped goes with the word before, or behind an ideograph and a blank with the next one.
            ends = np.where(self._first_kinds == _IDEOGRAPH, kept[ends - 1] + 1, kept[ends])
            before = np.where(starts > 0, kept[starts - 1] + 1, 0)
            starts = np.maximum(before, np.append(0, ends[:-1])[: len(before)])
        self.starts, self.ends = starts, ends

    def places(self) -> tuple[Longs, Longs]:
        """Which of the texts each word is in, and where that begins in all of them together."""
        counts = np.diff(np.searchsorted(self.starts, np.append(self._begins, len(self._together))))
        text = np.repeat(np.arange(len(self._begins)), counts)
        return text, self._begins[text]

    def hashes(self) -> Hashes:
        """Of each word, by what its code points fold to."""
        starts, lengths = self._bare_starts, self._bare_ends - self._bare_starts
        narrow = self._folds.astype(np.uint8, copy=False)
        hashes = _hashed(narrow, starts, lengths)
        wide = np.flatnonzero(self._folds > 255) if narrow is not self._folds else ()
        if len(wide) and len(starts):
            at = np.searchsorted(starts, wide, "right") - 1
            at = np.unique(at[(at >= 0) & (wide < self._bare_ends[at])])
            hashes[at] = ~_hashed(self._folds, starts[at], lengths[at])
        alone = self._first_kinds == _IDEOGRAPH
        size = np.where(alone, 15, np.minimum(lengths, 15)).astype(np.uint64)
        return hashes & ~np.uint64(15) | size

    def gaps(self, text: Longs) -> Gaps:
        """What stands before each word.

        Args:
            text: which text each is in.
        """
        starts, ends, kinds = self.starts, self.ends, self._kinds
        gaps = np.full(len(starts), PARTED, np.uint8)
        if not len(starts):
            return gaps
        gaps[1:][~_has_blank(kinds, ends[:-1], starts[1:])] = GLUED
        self._part_ideographs(gaps)
        stops = np.flatnonzero((kinds == _STOP) | (kinds == _POINT))
        stops = stops[(kinds[stops] == _STOP) | (kinds[stops + 1] > _SPELT)]
        after = np.searchsorted(starts, stops)
        ending = (after < len(starts)) & (stops >= ends[after - 1])
        after = after[ending]
        gaps[after[gaps[after] != GLUED]] = SENTENCE
        gaps[self._after_lines(text)] = LINE
        gaps[1:][text[1:] != text[:-1]] = LINE
        gaps[0] = LINE
        return gaps

    def _part_ideographs(self, gaps: Gaps) -> None:
        """Each ideograph is a word to a reader; syllables run on."""
        starts, ends, kinds = self.starts, self.ends, self._first_kinds
        ideograph, syllable = kinds == _IDEOGRAPH, kinds == _KANA
        alone = ideograph | syllable
        if not alone.any():
            return
        gaps[1:][alone[1:] | alone[:-1]] = PARTED
        gaps[1:][syllable[1:] & syllable[:-1] & (starts[1:] == ends[:-1])] = GLUED
        # The address of a page may hold any of them.
        if _ADDRESS.search(self._together):
            for found in _UNBROKEN.finditer(self._together):
                if _ADDRESS.search(found[0]):
                    for span in words_of(self._together, Span(*found.span())):
                        first, behind = np.searchsorted(starts, span)
                        gaps[first + 1 : behind] = GLUED

    def _after_lines(self, text: Longs) -> Longs:
        """The words that begin a paragraph; see `core.text.paragraphs` on hard-wrapped texts."""
        breaks = np.flatnonzero(self._kinds == _NEWLINE)
        texts = np.searchsorted(self._begins, breaks, "right") - 1
        lengths = np.diff(breaks, prepend=-1) - 1
        after = np.searchsorted(self.starts, breaks)
        blank = self._is_inner(breaks, texts)
        blank[blank] = self._is_blank(breaks[blank], lengths[blank])
        firsts = np.searchsorted(texts, np.arange(len(self._begins)))
        wrapped = np.maximum.reduceat(lengths, firsts) <= _LONGEST_WRAPPED
        wrapped &= np.bincount(texts[blank], minlength=len(wrapped)) > 0
        found: Longs = after[np.where(wrapped[texts], blank, True)]
        return found[found < len(text)]

    def _is_inner(self, breaks: Longs, texts: Longs) -> NDArray[np.bool_]:
        """Whether there is more than white space before these line breaks, and behind them, in their texts."""
        starts = [len(text) - len(text.lstrip()) for text in self._texts]
        ends = [len(text.rstrip()) for text in self._texts]
        begins = self._begins[texts]
        inner: NDArray[np.bool_] = (breaks > begins + np.array(starts)[texts]) & (
            breaks < begins + np.array(ends)[texts]
        )
        return inner

    def _is_blank(self, breaks: Longs, lengths: Longs) -> NDArray[np.bool_]:
        """Whether there is nothing but white space in the lines that end at these breaks."""
        blank: NDArray[np.bool_] = lengths == 0
        for row in np.flatnonzero(~blank & (self._kinds[breaks - lengths] >= _BLANK)).tolist():
            end = int(breaks[row])
            blank[row] = self._together[end - int(lengths[row]) : end].isspace()
        return blank


def _codes(text: str) -> Codes:
    try:
        return np.frombuffer(text.encode("latin-1"), np.uint8)
    except UnicodeEncodeError:
        return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _bounds(kinds: Bytes) -> tuple[Longs, Longs]:
    """Where words begin and end."""
    spelt = kinds <= _SPELT
    inner = np.flatnonzero((kinds >= _APOSTROPHE) & (kinds <= _POINT))
    inner = inner[inner > 0]
    before, behind = kinds[inner - 1], kinds[inner + 1]
    letters = (kinds[inner] == _APOSTROPHE) & (before <= _LETTER) & (behind <= _LETTER)
    digits = (kinds[inner] != _APOSTROPHE) & (before == _DIGIT) & (behind == _DIGIT)
    spelt[inner[letters | digits]] = True
    alone = (kinds == _IDEOGRAPH) | (kinds == _KANA)
    if alone.any():
        edge = (spelt[1:] != spelt[:-1]) | (spelt[1:] & (alone[1:] | alone[:-1]))
        starts = np.flatnonzero(np.append(spelt[0], edge & spelt[1:]))
        return starts, np.flatnonzero(edge & spelt[:-1]) + 1
    edges = np.flatnonzero(spelt[1:] != spelt[:-1]) + 1
    if spelt[0]:
        edges = np.append(0, edges)
    return edges[::2], edges[1::2]


def _with_signs(kinds: Bytes, starts: Longs, ends: Longs, kept: Longs | None) -> tuple[Longs, Longs]:
    """The bounds of words with the minus, the currency or the per cent of a number, and the last point of an acronym.

    Args:
        kinds: of all code points that were not dropped.
        starts, ends: the words without these.
        kept: where those code points stand; None where none was dropped.
    """
    starts, ends = starts.copy(), ends.copy()
    # A text begins with a word or with a mark; what is before its first code point is its line break at the end.
    number = kinds[starts] == _DIGIT
    starts -= number & (kinds[starts - 1] == _SIGN)
    signed = np.flatnonzero(number & (kinds[starts - 1] == _MINUS))
    before, further = starts[signed] - 2, starts[signed] - 3
    is_free = kinds[further] != _DIGIT
    if kept is not None:
        # A reader's word is not bounded by what is dropped, either.
        is_free |= kept[before] - kept[further] != 1
    opened = (kinds[before] == _NEWLINE) | (kinds[before] == _OPENING)
    starts[signed] -= opened | ((kinds[before] == _BLANK) & is_free)
    # `$-5`, but `5$-7` is no minus.
    starts[signed] -= 2 * ((kinds[before] == _SIGN) & (kinds[further] != _DIGIT))
    free = np.append(starts[1:], len(kinds)) > ends
    behind = kinds[ends]
    signs = ((behind == _SIGN) | (behind == _SIGN_BEHIND)) & (kinds[ends - 1] == _DIGIT)
    points = (
        (behind == _POINT) & (kinds[starts] == _LETTER) & (ends == starts + 1) & (kinds[starts - 1] == _POINT)
    )
    points &= kinds[starts - 2] == _LETTER
    ends += free & (signs | points)
    return starts, ends


def _has_blank(kinds: Bytes, starts: Longs, ends: Longs) -> NDArray[np.bool_]:
    """Whether there is white space in each of these stretches."""
    widths = ends - starts
    found: NDArray[np.bool_] = (widths > 0) & ((kinds[starts] >= _BLANK) | (kinds[ends - 1] >= _BLANK))
    at = np.flatnonzero(~found & (widths > 2))
    for offset in range(1, _WIDEST):
        found[at] = kinds[starts[at] + offset] >= _BLANK
        at = at[~found[at] & (widths[at] > offset + 2)]
        if not len(at):
            break
    return found


def _hashed(folds: Codes, starts: Longs, lengths: Longs) -> Hashes:
    """Of each stretch of code points, eight bytes at a time."""
    size = folds.itemsize
    step = 8 // size
    padded = np.append(folds, np.zeros(step, folds.dtype))
    eight = np.ndarray(len(folds) + 1, np.dtype("<u8"), padded, strides=(size,))
    masks = np.array([(1 << 8 * size * count) - 1 for count in range(step + 1)], np.uint64)
    hashes = mixed(eight[starts] & masks[np.minimum(lengths, step)])
    at = np.flatnonzero(lengths > step)
    for offset in range(step, _LONGEST, step):
        if not len(at):
            return hashes
        more = eight[starts[at] + offset] & masks[np.minimum(lengths[at] - offset, step)]
        hashes[at] = mixed(hashes[at] + more * _ODD)
        at = at[lengths[at] > offset + step]
    for index in at.tolist():
        data = folds[starts[index] : starts[index] + lengths[index]].tobytes()
        hashes[index] = int.from_bytes(blake2b(data, digest_size=8).digest(), "little")
    return hashes


def mixed(numbers: Hashes) -> Hashes:
    """Spread what tells numbers apart over all their bits; one to one (the finaliser of SplitMix64; Steele, Lea and Flood 2014)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))
