"""Quantities in a text: `3,400`, `three hundred and forty`, `$3m`, `5 per cent`, `a three-day` trip, the `21st`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen".split()
_SPELLED = {
    **{word: value for value, word in enumerate([*_ONES, "eighteen", "nineteen"])},
    **{word: 10 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)},
}  # fmt: skip
_POWERS = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_SHORT_POWERS = {"k": 3, "m": 6, "mn": 6, "bn": 9, "tn": 12}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 1
    )
}
_UNITS = {
    form: canonical
    for canonical, forms in {
        "%": "% percent per-cent pc",
        "$": "$ us$ dollar dollars usd",
        "€": "€ euro euros eur",
        "£": "£ pound pounds gbp sterling",
        "¥": "¥ yen jpy yuan renminbi",
        "km": "km kms kilometer kilometers kilometre kilometres",
        "mile": "mile miles mi",
        "metre": "metre metres meter meters",
        "foot": "foot feet ft",
        "kg": "kg kgs kilo kilos kilogram kilograms",
        "ton": "ton tons tonne tonnes",
        "acre": "acre acres",
        "hectare": "hectare hectares",
        "litre": "litre litres liter liters",
        "gallon": "gallon gallons",
        "degree": "° degree degrees",
        "second": "seconds",
        "minute": "minute minutes",
        "hour": "hour hours",
        "day": "day days",
        "week": "week weeks",
        "month": "month months",
        "year": "year years",
        "decade": "decade decades",
        "am": "am a.m a.m.",
        "pm": "pm p.m p.m.",
    }.items()
    for form in forms.split()
}
_FIGURES = re.compile(
    r"(?P<sign>-)?(?P<money>[a-z]{0,3}[$€£¥₩₹])?(?P<digits>\d+(?:[.,  ]\d+)*)(?P<power>k|mn|m|bn|tn)?"
    r"(?P<unit>[%‰°€£])?(?P<ordinal>st|nd|rd|th)?(?:-(?P<rest>.+))?$"
)
_DIGITS = re.compile(r"\d+")
_HOURS = 12
"""Behind a greater number `PM` is somebody, as in `since 2019 PM Modi`."""
_GROUPED = re.compile(r"\d{1,3}(?:[,  ]\d{3})+(?:\.\d+)?$|\d{1,3}(?:\.\d{3}){2,}$")


@dataclass(frozen=True, slots=True)
class Number:
    """A quantity.

    Args:
        value: with its power of ten.
        unit: canonical, empty where there is none; `th` for an ordinal number.
    """

    value: Decimal
    unit: str


def read(words: Sequence[str], between: Callable[[int], str], index: int) -> tuple[Number, int] | None:
    """The quantity that begins with a word.

    Args:
        words: folded.
        between: what stands in the text before a word.
        index: the word.

    Returns:
        The quantity, and the word behind it; None where there is none.
    """
    word = words[index]
    if word in _ORDINALS:
        return Number(Decimal(_ORDINALS[word]), "th"), index + 1
    figures = _figures(word) if any(map(str.isdigit, word)) else None
    if figures is not None:
        number, rest = figures
        value, unit, last = number.value, number.unit, index + 1
    else:
        spelled = _spelled(words, index)
        if spelled is None:
            return None
        value, last, rest = spelled
        unit = ""
    unit = unit or _UNITS.get(rest.partition("-")[0], "")
    while last < len(words) and words[last] in _POWERS and between(last).strip() in ("", "-"):
        value *= Decimal(10) ** _POWERS[words[last]]
        last += 1
    if not unit and last < len(words) and between(last) in (" ", "\u00a0", "-"):
        if words[last] in _UNITS and not (half_of_day(words[last]) and value > _HOURS):
            unit, last = _UNITS[words[last]], last + 1
        elif list(words[last : last + 2]) == ["per", "cent"]:
            unit, last = "%", last + 2
    return Number(value, unit), last


def marked(word: str) -> Number | None:
    """What the digits of any other word say (`4b`, `1/2`, the `1990s`): the first ones, with all the rest as their unit."""
    digits = _DIGITS.search(word)
    if digits is None:
        return None
    rest = word[: digits.start()] + word[digits.end() :]
    return Number(Decimal(digits[0]), half_of_day(rest) or rest.replace("'", "").replace("\u2044", "/"))


def half_of_day(word: str) -> str | None:
    """`am` or `pm`, where a folded word says that."""
    unit = _UNITS.get(word)
    return unit if unit in ("am", "pm") else None


def numeric(word: str) -> bool:
    """Whether a folded word is a number or part of one."""
    bare = word.partition("-")[0]
    return (
        any(map(str.isdigit, word))
        or bare in _SPELLED
        or bare in _POWERS
        or word in _ORDINALS
        or word in _UNITS
    )


@lru_cache(maxsize=1 << 14)
def _figures(word: str) -> tuple[Number, str] | None:
    """A number in figures, and what is left of the word behind its hyphen."""
    found = _FIGURES.match(word)
    if not found:
        return None
    digits = found["digits"]
    plain = digits.replace(",", ".")
    if _GROUPED.match(digits):
        plain = re.sub(r"\." if digits.count(".") > 1 else r"[,  ]", "", digits)
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    value *= (-1 if found["sign"] else 1) * Decimal(10) ** _SHORT_POWERS.get(found["power"] or "", 0)
    rest = found["rest"] or ""
    if any(map(str.isdigit, rest)):
        # A result or a range: `3-2`.
        return Number(value, rest), ""
    unit = "th" if found["ordinal"] else found["unit"] or found["money"] or ""
    return Number(value, _UNITS.get(unit, unit)), rest


def _spelled(words: Sequence[str], index: int) -> tuple[Decimal, int, str] | None:
    """A number in words: its value, where it ends, and what is left of its last word behind a hyphen (`three-day`)."""
    total = current = 0
    last = index
    rest = ""
    while last < len(words) and not rest:
        word = words[last]
        if word == "and" and last > index and words[last - 1] in _POWERS and words[last + 1 : last + 2]:
            if words[last + 1].partition("-")[0] not in _SPELLED:
                break
            last += 1
            continue
        head, _, tail = word.partition("-")
        if head in _SPELLED and (not tail or tail in _SPELLED or tail.partition("-")[0] in _UNITS):
            if current % 10:
                break
            current += _SPELLED[head]
            if tail in _SPELLED:
                current += _SPELLED[tail]
            else:
                rest = tail
        elif word in _POWERS and last > index:
            power = 10 ** _POWERS[word]
            if power == 100:
                current *= power
            else:
                total, current = total + current * power, 0
        else:
            break
        last += 1
    return (Decimal(total + current), last, rest) if last > index else None
