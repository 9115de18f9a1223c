"""Text that was written as UTF-8 and read as something else, repaired for the eye without moving an offset.

`Japan鈥檚` is the UTF-8 of `Japan’s` read as GBK, `Japanâ€™s` the same read as Windows-1252. A code point of such a text stands
for one byte (Windows-1252) or two (GBK), so each repaired character can be drawn where its first byte stands, and what is left
over is joined to it.

A byte that made no character in the wrong encoding was dropped or replaced on the way: `鈥` alone is the beginning (E2 80) of a
quotation mark or a dash of which only the context is left.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from .display import JOINED, beyond_plain, is_safe
from .span import Span


class Repair(NamedTuple):
    """How a broken text should read.

    Args:
        kind: what happened to it, for people: `UTF-8 read as GBK`.
        places: the broken stretches, in order, none touching another.
        texts: what each of them is drawn as: one code point for each of its own.
    """

    kind: str
    places: tuple[Span, ...]
    texts: tuple[str, ...]

    def apply(self, text: str) -> str:
        """Put the repaired stretches into a text of the same length (the article's own, or what is drawn of it)."""
        pieces: list[str] = []
        end = 0
        for place, repaired in zip(self.places, self.texts, strict=True):
            pieces += (text[end : place.start], repaired)
            end = place.end
        pieces.append(text[end:])
        return "".join(pieces)


class _Misreading(NamedTuple):
    kind: str
    # Cheap: whether a text could have been misread so, which has some code points beyond ASCII.
    is_possible: Callable[[str, str], bool]
    bytes_of: Callable[[str], bytes | None]


def _gbk_bytes(character: str) -> bytes | None:
    try:
        encoded = character.encode("gbk")
    except UnicodeEncodeError:
        return None
    return encoded if len(encoded) == 2 else None


def _cp1252_bytes(character: str) -> bytes | None:
    # Browsers read the five bytes that Windows-1252 leaves undefined as C1 controls; so did whoever read this.
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1") if character < "\u0100" else None


_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_DAMAGED = re.compile(r"[^\x00-\x7f]{0,2}\ufffd[^\x00-\x7f]{0,2}")
# The first bytes of U+4000 to U+9FFF in UTF-8: ten times faster to compile than the class of these code points.
_IDEOGRAPH = re.compile(b"[\xe4-\xe9]")
_FIRST_BYTE = re.compile("[\xc2-\xf4]")
_TWO_BYTES = "[\xc2-\xf4][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"


@cache
def _gbk_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A sign of GBK among what is not ASCII, and a symptom in a whole text; made when wanted: Python loads its GBK for them."""
    # What the letters from À to ÿ become: Chinese characters, at home in a Latin word only by mistake.
    letters = "".join(chr(code).encode().decode("gbk") for code in range(0xC0, 0x100))
    # The class comes first: the engine runs through a whole text for one, and looks around where it finds it.
    symptom = (
        rf"[鈥鈩鈧聽{letters}]"
        rf"(?:(?<=[鈥鈩鈧])|(?<=[A-Za-z][{letters}])(?![\u4e00-\u9fff])|(?<=[!-~]聽)(?=[!-~]))"
    )
    return re.compile(f"[鈥鈩鈧聽{letters}]"), re.compile(symptom)


def _could_be_gbk(text: str, beyond: str) -> bool:
    if not _IDEOGRAPH.search(beyond.encode("utf-8", "surrogatepass")):
        return False
    sign, symptom = _gbk_patterns()
    return bool(sign.search(beyond) and symptom.search(text))


def _could_be_cp1252(text: str, beyond: str) -> bool:
    # `re` compiles the pattern when it is wanted for the first time.
    return bool(_FIRST_BYTE.search(beyond) and re.search(_TWO_BYTES, beyond) and re.search(_TWO_BYTES, text))


_MISREADINGS = (
    _Misreading("UTF-8 read as GBK", _could_be_gbk, _gbk_bytes),
    _Misreading("UTF-8 read as Windows-1252", _could_be_cp1252, _cp1252_bytes),
)

# Code points after which a group that still ends in the middle of a character is given up.
_LONGEST_GROUP = 7

# How many characters of another script it takes.
_FEWEST = 4

# First bytes whose last one was lost: the euro and the trade mark sign; E2 80 depends on the context.
_LOST = {b"\xe2\x82": "€", b"\xe2\x84": "™"}
_PUNCTUATION = b"\xe2\x80"


class _Place(NamedTuple):
    span: Span
    # None: the beginning of a mark whose last byte is lost.
    text: str | None


def repair(text: str) -> Repair | None:
    """Find out whether `text` was decoded wrongly, and how it should read.

    Only a text that is broken throughout counts: where most of the code points that could be broken are not, they are meant
    (`路` is the UTF-8 of `·` read as GBK, and the Chinese word for a road).

    Args:
        text: an article's decoded text.

    Returns:
        The repair with the most places, or None for a text that is whole.
    """
    if text.isascii():
        return None
    beyond = beyond_plain(text)
    possible = (one for one in _MISREADINGS if one.is_possible(text, beyond))
    repairs = (_repair(text, misreading) for misreading in possible)
    return max((one for one in repairs if one is not None), key=lambda one: len(one.places), default=None)


def repaired(text: str) -> str:
    """A text as it should read, offset by offset itself."""
    broken = repair(text)
    return broken.apply(text) if broken else text


def _repair(text: str, misreading: _Misreading) -> Repair | None:
    places: list[_Place] = []
    whole = 0
    for run in _BEYOND_ASCII.finditer(text):
        for place in _places(text, run.start(), run.end(), misreading.bytes_of):
            if place is None:
                whole += 1
            else:
                places.append(place)
    if whole > len(places) or not _is_convincing(text, places):
        return None
    return _merged(misreading.kind, text, places)


def _is_convincing(text: str, places: list[_Place]) -> bool:
    """Whether it cannot be chance that these code points are the UTF-8 of something.

    `é”—` is the Windows-1252 reading of a Chinese character, and how `“café”—` ends. A mark of E2 80 or two letters of Western
    languages are beyond chance; anything else is if nothing at all is left over.
    """
    western = [one for one in places if one.text is None or one.text[0] < "\u0180" or _is_mark(one.text[0])]
    if len(western) > 1 or any(one.text is None or _is_mark(one.text[0]) for one in western):
        return True
    # What is left of a character where a byte was lost says nothing.
    foreign = sum(len(found[0]) for found in _BEYOND_ASCII.finditer(_DAMAGED.sub("", text)))
    return len(places) >= _FEWEST and foreign <= sum(one.span.end - one.span.start for one in places)


def _is_mark(character: str) -> bool:
    return "\u2010" <= character <= "\u2044" or character in "€™"


def _places(
    text: str, start: int, end: int, bytes_of: Callable[[str], bytes | None]
) -> Iterator[_Place | None]:
    """The groups of code points of one run that are the UTF-8 of something; None for a code point that may be meant."""
    encoded = [bytes_of(character) for character in text[start:end]]
    index = 0
    while index < len(encoded):
        group = _group(encoded, index)
        if group is None:
            # Punctuation beyond ASCII is in every encoding: it says nothing either way.
            if text[start + index].isalpha():
                yield None
            index += 1
            continue
        length, repaired = group
        behind = start + index + length
        if repaired in (None, "€", "™") and text[behind : behind + 1] in ("\ufffd", "?"):
            # The decoder left a mark for the byte that it could not read.
            length += 1
        span = Span(start + index, start + index + length)
        yield _Place(span, repaired and repaired.ljust(length, JOINED))
        index += length


def _group(encoded: list[bytes | None], index: int) -> tuple[int, str | None] | None:
    """The shortest stretch from `index` on whose bytes are whole UTF-8 characters.

    Returns:
        How many code points it has and what they are drawn as (None for a lost mark), or None where there is no such stretch.
    """
    first = encoded[index]
    if first is None or first[0] < 0xC2 or first[0] > 0xF4:
        return None
    data = b""
    drawn: list[str] = []
    position = 0
    for length, piece in enumerate(encoded[index : index + _LONGEST_GROUP], 1):
        if piece is None:
            break
        data += piece
        drawn.append(JOINED)
        # Which code point a byte belongs to follows from the width of the pieces, all alike in one encoding.
        while position < len(data):
            size = _utf8_length(data[position])
            if position + size > len(data):
                break
            try:
                character = data[position : position + size].decode("utf-8")
            except UnicodeDecodeError:
                return _lost_group(encoded, index)
            if not is_safe(character):
                return None
            drawn[position // len(piece)] = character
            position += size
        if position == len(data):
            return length, "".join(drawn)
    return _lost_group(encoded, index)


def _lost_group(encoded: list[bytes | None], index: int) -> tuple[int, str | None] | None:
    data = b"".join(piece or b"\0" for piece in encoded[index : index + 2])[:2]
    length = 1 if len(encoded[index] or b"") == 2 else 2
    if data == _PUNCTUATION:
        return length, None
    if data in _LOST:
        return length, _LOST[data].ljust(length, JOINED)
    return None


def _utf8_length(lead: int) -> int:
    return 1 if lead < 0xC0 else 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4


def _merged(kind: str, text: str, places: list[_Place]) -> Repair:
    """Make one stretch of those that touch."""
    stretches: list[Span] = []
    texts: list[list[str]] = []
    for place, drawn in zip(places, _drawn(text, places), strict=True):
        if stretches and stretches[-1].end == place.span.start:
            stretches[-1] = Span(stretches[-1].start, place.span.end)
            texts[-1].append(drawn)
        else:
            stretches.append(place.span)
            texts.append([drawn])
    return Repair(kind, tuple(stretches), tuple("".join(pieces) for pieces in texts))


def _drawn(text: str, places: list[_Place]) -> Iterator[str]:
    """What each place is drawn as; lost marks are chosen by their context, from left to right."""
    quoted = False
    end = 0
    last = ""
    for index, place in enumerate(places):
        start = place.span.start
        if text.find("\n", end, start) >= 0:
            quoted = False
        drawn = place.text
        if drawn is None:
            before = last if index and end == start else text[max(start - 1, 0) : start]
            behind = text[place.span.end : place.span.end + 2]
            drawn = _lost_mark(before, behind, quoted)
            if drawn == "”" and _is_possessive(before, behind) and _closes_later(text, places, index):
                drawn = "’"
            drawn = drawn.ljust(place.span.end - start, JOINED)
        if "“" in drawn or "”" in drawn:
            quoted = drawn.rfind("“") > drawn.rfind("”")
        end = place.span.end
        last = drawn.rstrip(JOINED)[-1:]
        yield drawn


def _closes_later(text: str, places: list[_Place], index: int) -> bool:
    """Whether another mark of this paragraph could close the quotation that is open at `places[index]`."""
    end = places[index].span.end
    for later in range(index + 1, len(places)):
        place = places[later]
        if text.find("\n", end, place.span.start) >= 0 or (place.text or "").startswith("“"):
            return False
        end = place.span.end
        if "”" in (place.text or ""):
            return True
        if place.text is None and not text[place.span.start - 1].isspace():
            return True
    return False


def _lost_mark(before: str, behind: str, quoted: bool) -> str:
    """Which of `“ ” ’ –` a mark was that begins with E2 80 and has lost its last byte.

    Args:
        before: the character before it, empty at the start of the text.
        behind: the two characters behind it, as far as there are any.
        quoted: whether a quotation is open.
    """
    if not before or before.isspace() or before in "“‘([":
        return "–" if not behind or behind[0].isspace() else "“"
    if before.isdigit() and behind[:1].isdigit():
        return "–"
    return "”" if quoted else "’"


def _is_possessive(before: str, behind: str) -> bool:
    return before == "s" and behind[:1] == " " and behind[1:].islower()
