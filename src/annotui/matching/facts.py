"""What a passage states that can be checked: its numbers, its dates, its names.

Rules for English; in other languages digits, dates in figures and names in capitals are still found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from annotui.core.family import Kind
from annotui.core.span import Span

from .countries import COUNTRIES
from .quantities import Number, half_of_day, marked, numeric, read

_MONTHS = {
    form: number
    for number, forms in enumerate(
        "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sep/sept october/oct "
        "november/nov december/dec".split(),
        1,
    )
    for form in forms.split("/")
}
_WEEKDAYS = {
    form: number
    for number, forms in enumerate(
        "monday/mon tuesday/tue/tues wednesday/wed thursday/thu/thur/thurs friday/fri saturday sunday".split()
    )
    for form in forms.split("/")
}
_RELATIVE = frozenset("yesterday today tomorrow tonight".split())
_TITLES = frozenset(
    "mr mrs ms miss dr sir dame lord lady president vice prime minister chancellor premier king queen prince princess pope general gen "
    "colonel col captain capt lieutenant lt sergeant sgt officer governor gov senator sen representative rep congressman congresswoman "
    "secretary foreign chief professor prof mayor judge justice ambassador former then spokesman spokeswoman director chairman chairwoman "
    "reverend rev saint st bishop archbishop cardinal sheriff detective inspector".split()
)
_ENDINGS = frozenset(["", *"s e a o y n an ian ans ians ns ese ish ain en i is ic".split()])

_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?$")
_DATE_IN_FIGURES = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}$")

# Behind one of these a capital says nothing; nor in front of a whole passage.
_STARTS = frozenset(".!?…:;\"“„«‘'(—–•*\n\r·|>[")
_SHORT_TITLE = re.compile(r"(?:[A-Z][a-z]{0,4}|(?:[A-Za-z]\.)*[A-Za-z])$")


@dataclass(frozen=True, slots=True)
class Date:
    """A day or a part of it, as far as it is told; what is not told is None."""

    weekday: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    half: str | None = None
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A name, as its words, and without those that only say what its bearer is."""

    full: tuple[str, ...]
    bare: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that can be checked.

    Args:
        kind: what it is.
        first, last: its words, by their place in the passage; the last one exclusive.
        says: what it says, to compare.
    """

    kind: Kind
    first: int
    last: int
    says: Number | Date | Name


@dataclass(frozen=True)
class Tokens:
    """A passage as its words.

    Args:
        text: the whole text that it is in.
        span: the passage.
        words: its words.
        folded: what each is compared by.
    """

    text: str
    span: Span
    words: Sequence[Span]
    folded: list[str]

    def between(self, index: int) -> str:
        """What stands between the word before and word `index`; both may be missing."""
        start = self.words[index - 1].end if index else self.span.start
        end = self.words[index].start if index < len(self.words) else self.span.end
        return self.text[start:end]

    def is_start(self, index: int) -> bool:
        """Whether a capital at a word may be there only because something begins with it."""
        if not index:
            return True
        between = self.between(index)
        if between == " ":
            return False
        if between == ". ":
            return not _SHORT_TITLE.match(self.words[index - 1].of(self.text))
        return any(sign in _STARTS for sign in between)


def agree(one: Fact, other: Fact) -> bool:
    """Whether two facts of one kind, or a year and a number, can both be true of the same thing."""
    if isinstance(one.says, Number) and isinstance(other.says, Number):
        units = {one.says.unit, other.says.unit} - {""}
        return one.says.value == other.says.value and len(units) < 2
    if isinstance(one.says, Date) and isinstance(other.says, Date):
        pairs = (
            (one.says.weekday, other.says.weekday),
            (one.says.day, other.says.day),
            (one.says.month, other.says.month),
            (one.says.year, other.says.year),
            (one.says.half, other.says.half),
            (one.says.other, other.says.other),
        )
        return all(a is None or b is None or a == b for a, b in pairs)
    if isinstance(one.says, Name) and isinstance(other.says, Name):
        return _same_name(one.says, other.says)
    return _amount(one) is not None and _amount(one) == _amount(other)


def is_year(fact: Fact) -> bool:
    """Whether it is a year and nothing more, as far as is known: `1800` may be counted as well."""
    return isinstance(fact.says, Date) and fact.says == Date(year=fact.says.year)


def is_number(fact: Fact) -> bool:
    """Whether it is a number."""
    return isinstance(fact.says, Number)


def _amount(fact: Fact) -> Decimal | None:
    """What a number or a year comes to."""
    if isinstance(fact.says, Number):
        return fact.says.value
    year = fact.says.year if isinstance(fact.says, Date) and is_year(fact) else None
    return None if year is None else Decimal(year)


def _same_name(one: Name, other: Name) -> bool:
    if bool(one.bare) != bool(other.bare):
        # `The President` may be anyone.
        return True
    a, b = sorted((one.bare or one.full, other.bare or other.full), key=len)
    if all(any(same_word(x, y) for y in b) for x in a):
        return True
    # An acronym and what it is made of.
    initials = "".join(word[0] for word in b)
    return len(b) > 1 and any(word == initials for word in a)


def same_word(one: str, other: str) -> bool:
    """Whether two folded words name the same: `Japan`, `Japanese`."""
    one, other = COUNTRIES.get(one, one), COUNTRIES.get(other, other)
    if one == other:
        return True
    shared = next(
        (i for i, (x, y) in enumerate(zip(one, other, strict=False)) if x != y), min(len(one), len(other))
    )
    return shared >= 4 and one[shared:] in _ENDINGS and other[shared:] in _ENDINGS


def dated(word: str) -> bool:
    """Whether a folded word may be part of a date."""
    return word.rstrip(".") in _MONTHS or word in _WEEKDAYS or word in _RELATIVE


@lru_cache(maxsize=1 << 12)
def occurs_as_name(text: str, word: str) -> bool:
    """Whether a text has a word with its capital where nothing begins."""
    start = text.find(f" {word}")
    while start >= 0:
        behind = text[start + len(word) + 1 : start + len(word) + 2]
        if start and (text[start - 1].islower() or text[start - 1] == ",") and not behind.isalnum():
            return True
        start = text.find(f" {word}", start + 1)
    return False


def facts(tokens: Tokens, is_name: Callable[[str], bool]) -> list[Fact]:
    """What a passage states that can be checked.

    Args:
        tokens: the passage.
        is_name: whether a word with a capital where something begins is one elsewhere too.

    Returns:
        In order; no two of them share a word.
    """
    found: list[Fact] = []
    index = 0
    while index < len(tokens.folded):
        fact: Fact | None = None
        if _may_count(tokens.folded[index]):
            fact = _date(tokens, index) or _number(tokens, index)
        if fact is None and tokens.text[tokens.words[index].start].isupper():
            fact = _name(tokens, index, is_name)
        if fact is None and (number := marked(tokens.folded[index])):
            fact = Fact("number", index, index + 1, number)
        if fact is None:
            index += 1
            continue
        found.append(fact)
        index = fact.last
    return found


@lru_cache(maxsize=1 << 16)
def _may_count(word: str) -> bool:
    return dated(word) or numeric(word)


def _number(tokens: Tokens, index: int) -> Fact | None:
    found = read(tokens.folded, tokens.between, index)
    if found is None:
        return None
    number, last = found
    if index and tokens.folded[index - 1] == "minus" and tokens.between(index).isspace():
        return Fact("number", index - 1, last, Number(-number.value, number.unit))
    word = tokens.folded[index]
    if (
        not number.unit
        and last == index + 1
        and len(word) == 4
        and word.isdigit()
        and 1500 <= number.value < 2100
    ):
        return Fact("date", index, last, Date(year=int(number.value)))
    return Fact("number", index, last, number)


def _date(tokens: Tokens, index: int) -> Fact | None:
    words = tokens.folded
    word = words[index]
    if _CLOCK.match(word):
        half = half_of_day(words[index + 1]) if index + 1 < len(words) else None
        return Fact("date", index, index + 1 + (half is not None), Date(half=half, other=word))
    if _DATE_IN_FIGURES.match(word):
        return Fact("date", index, index + 1, Date(other=word))
    if word in _RELATIVE:
        return Fact("date", index, index + 1, Date(other=word))
    if word in _WEEKDAYS and tokens.text[tokens.words[index].start].isupper():
        return Fact("date", index, index + 1, Date(weekday=_WEEKDAYS[word]))
    day, month_at = None, index
    if word[0].isdigit():
        day = _day(word)
        month_at = index + 1 + (words[index + 1 : index + 2] == ["of"])
        if day is None or month_at >= len(words):
            return None
    month = _MONTHS.get(words[month_at])
    if month is None or not tokens.text[tokens.words[month_at].start].isupper():
        return None
    last = month_at + 1
    if day is None and last < len(words) and tokens.between(last).strip(" .") == "":
        day = _day(words[last])
        last += day is not None
    year = None
    if (
        last < len(words)
        and tokens.between(last).strip(" ,") == ""
        and re.fullmatch(r"1[5-9]\d\d|20\d\d", words[last])
    ):
        year, last = int(words[last]), last + 1
    if (
        day is None
        and year is None
        and words[month_at] in ("may", "march", "mar")
        and tokens.is_start(month_at)
    ):
        return None
    return Fact("date", index, last, Date(day=day, month=month, year=year))


def _day(word: str) -> int | None:
    found = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", word)
    return int(found[1]) if found and 1 <= int(found[1]) <= 31 else None


def _name(tokens: Tokens, index: int, is_name: Callable[[str], bool]) -> Fact | None:
    """A run of words with capitals."""
    last = index
    while (
        last < len(tokens.words)
        and _is_capital(tokens, last)
        and (last == index or tokens.between(last) == " ")
    ):
        if dated(tokens.folded[last]):
            break
        last += 1
    if last == index:
        return None
    if tokens.is_start(index) and not is_name(tokens.words[index].of(tokens.text)):
        index += 1
    if index == last:
        return None
    full = tuple(_bare(word) for word in tokens.folded[index:last])
    return Fact("name", index, last, Name(full, tuple(word for word in full if word not in _TITLES)))


def _is_capital(tokens: Tokens, index: int) -> bool:
    span = tokens.words[index]
    return tokens.text[span.start].isupper() and tokens.folded[index] not in (
        "i",
        "the",
        "a",
        "an",
        "i'm",
        "i've",
        "i'll",
        "i'd",
    )


def _bare(word: str) -> str:
    bare = word.removesuffix("'s").removesuffix("'")
    return bare.replace(".", "") if "." in bare else bare
