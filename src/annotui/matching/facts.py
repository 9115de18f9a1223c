"""What a passage states that can be checked: its numbers, its dates, its names.

Rules for English; in other languages digits, dates in figures and names in capitals are still found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from annotui.core.family import Kind

from .countries import COUNTRIES
from .dates import Date, dated
from .dates import read as read_date
from .passage import Tokens
from .quantities import Number, marked, numeric
from .quantities import read as read_number

_TITLES = frozenset(
    "mr mrs ms miss dr sir dame lord lady president vice prime minister chancellor premier king queen prince princess pope general gen "
    "colonel col captain capt lieutenant lt sergeant sgt officer governor gov senator sen representative rep congressman congresswoman "
    "secretary foreign chief professor prof mayor judge justice ambassador former then spokesman spokeswoman director chairman chairwoman "
    "reverend rev saint st bishop archbishop cardinal sheriff detective inspector".split()
)
_ENDINGS = frozenset(["", *"s e a o y n an ian ans ians ns ese ish ain en i is ic".split()])


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


def agree(one: Fact, other: Fact) -> bool:
    """Whether two facts of one kind, or a number and a date that may be one, can both be true of the same thing."""
    if isinstance(one.says, Number) and isinstance(other.says, Number):
        return one.says.agrees(other.says)
    if isinstance(one.says, Date) and isinstance(other.says, Date):
        return one.says.agrees(other.says)
    if isinstance(one.says, Name) and isinstance(other.says, Name):
        return _same_name(one.says, other.says)
    return _amount(one) is not None and _amount(one) == _amount(other)


def may_count(fact: Fact) -> bool:
    """Whether it is a date that may be a number as well, as far as is known: `1800`, or the full hour in `at 9 a.m.`."""
    return isinstance(fact.says, Date) and fact.says.counts is not None


def is_number(fact: Fact) -> bool:
    """Whether it is a number."""
    return isinstance(fact.says, Number)


def _amount(fact: Fact) -> Decimal | int | None:
    """What a number comes to, or a date that may be one."""
    if isinstance(fact.says, Number):
        return fact.says.value
    return fact.says.counts if isinstance(fact.says, Date) else None


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


def facts(tokens: Tokens, is_name: Callable[[str], bool]) -> list[Fact]:
    """What a passage states that can be checked.

    Args:
        tokens: the passage.
        is_name: whether a word whose capital tells nothing, where something begins or in a title, is a name all the same.

    Returns:
        In order; no two of them share a word.
    """
    found: list[Fact] = []
    index = 0
    while index < len(tokens.folded):
        fact: Fact | None = None
        if _counts(tokens.folded[index]):
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
def _counts(word: str) -> bool:
    return dated(word) or numeric(word)


def _date(tokens: Tokens, index: int) -> Fact | None:
    found = read_date(tokens, index)
    return None if found is None else Fact("date", index, found[1], found[0])


def _number(tokens: Tokens, index: int) -> Fact | None:
    found = read_number(tokens.folded, tokens.between, index)
    if found is None:
        return None
    number, last = found
    if index and tokens.folded[index - 1] == "minus" and tokens.between(index).isspace():
        return Fact("number", index - 1, last, replace(number, value=-number.value))
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


def _name(tokens: Tokens, index: int, is_name: Callable[[str], bool]) -> Fact | None:
    """A run of words with capitals."""
    last = index
    while (
        last < len(tokens.words)
        and _is_capital(tokens, last)
        and (last == index or tokens.between(last) == " ")
    ):
        if dated(tokens.folded[last]) or (
            tokens.is_title and not is_name(tokens.words[last].of(tokens.text))
        ):
            break
        last += 1
    if last == index:
        return None
    if not tokens.is_title and tokens.is_start(index) and not is_name(tokens.words[index].of(tokens.text)):
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
