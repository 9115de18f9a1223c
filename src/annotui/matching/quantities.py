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
        "km hour": "kmh kph",
        "mile hour": "mph",
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
    }.items()
    for form in forms.split()
}
_FIGURES = re.compile(
    r"(?P<sign>-)?(?:(?P<money>[a-z]{0,3}[$€£¥₩₹])(?P<inner>-)?)?(?P<digits>\d+(?:[.,  ]\d+)*)(?P<power>k|mn|m|bn|tn)?"
    r"(?P<unit>[%‰°€£])?(?P<scale>[cf])?(?P<ordinal>st|nd|rd|th)?(?:-(?P<rest>.+))?$"
)
_PER = frozenset("per an a".split())
_TIMES = {
    **{one: one for one in "second minute hour day week month year".split()},
    **{"s": "second", "sec": "second", "min": "minute", "h": "hour", "hr": "hour"},
}
_SCALES = {"c": "c", "celsius": "c", "centigrade": "c", "f": "f", "fahrenheit": "f"}
_DIGITS = re.compile(r"\d+")
# What stands between numbers of which only the last one has the unit: `5, 6 and 7 percent`, `5 to 7 percent`.
_JOINING = frozenset("and or to".split())
_FAR = 8
# What is more is a year.
_HUNDREDS = 1000
DASHES = frozenset("-–—")
"""What stands between two numbers, from the one to the other."""
_GROUPED = re.compile(r"\d{1,3}(?:[,  ]\d{3})+(?:\.\d+)?$|\d{1,3}(?:\.\d{3}){2,}$")


@dataclass(frozen=True, slots=True)
class Number:
    """A quantity.

    Args:
        value: with its power of ten.
        unit: canonical, empty where there is none; `th` for an ordinal number; what is told more exactly has more words (`degree c`,
            `km hour`).
        to: the other number of a range or of a result, `7` in `5-7`; empty where there is none.
    """

    value: Decimal
    unit: str
    to: str = ""

    def agrees(self, other: Number) -> bool:
        """Whether both can be the same; a share is no number of things, any other unit may be left out."""
        if self.value != other.value or (self.to and other.to and self.to != other.to):
            return False
        less, more = sorted((self.unit, other.unit), key=len)
        return less == more or more.startswith(f"{less} ") or (not less and more.partition(" ")[0] != "%")


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
    last = index + 1
    if any(map(str.isdigit, word)) and (figures := _figures(word)):
        is_range = last < len(words) and between(last) in DASHES and words[last][0].isdigit()
        if is_range and (joined := _figures(f"{word}-{words[last]}")):
            figures, last = joined, last + 1
        number, rest = figures
    elif spelled := _spelled(words, index):
        value, last, rest = spelled
        number = Number(value, "")
    else:
        return None
    value, unit = number.value, number.unit or _UNITS.get(rest.partition("-")[0], "")
    while last < len(words) and words[last] in _POWERS and between(last).strip() in ("", "-"):
        value *= Decimal(10) ** _POWERS[words[last]]
        last += 1
    if not unit and last < len(words) and between(last) in (" ", "\u00a0", "-"):
        if words[last] in _UNITS:
            unit, last = _UNITS[words[last]], last + 1
        elif list(words[last : last + 2]) == ["per", "cent"]:
            unit, last = "%", last + 2
    if unit and (times := _each(words, between, last)):
        unit, last = f"{unit} {times[0]}", times[1]
    if last < len(words) and words[last] in _SCALES:
        is_degree = between(last).strip() == ("°" if not unit else "")
        if is_degree and unit in ("", "degree"):
            unit, last = f"degree {_SCALES[words[last]]}", last + 1
    if not unit and value < _HUNDREDS and _are_shares(words, last):
        unit = "%"
    return Number(value, unit, number.to), last


def _each(words: Sequence[str], between: Callable[[int], str], index: int) -> tuple[str, int] | None:
    """The time for which a quantity is told behind its unit (`km/h`, `km per hour`), and the word behind it; None where none is."""
    if index < len(words) and between(index) == "/":
        at = index
    elif index + 1 < len(words) and words[index] in _PER and between(index + 1).isspace():
        at = index + 1
    else:
        return None
    return (_TIMES[words[at]], at + 1) if words[at] in _TIMES else None


def _are_shares(words: Sequence[str], index: int) -> bool:
    """Whether what goes on here are more numbers, up to one that is a per cent."""
    for at in range(index, min(index + _FAR, len(words))):
        word = words[at]
        if word.endswith("%") or _UNITS.get(word) == "%" or list(words[at : at + 2]) == ["per", "cent"]:
            return True
        if word not in _JOINING and not numeric(word):
            break
    return False


def marked(word: str) -> Number | None:
    """What the digits of any other word say (`4b`, `1/2`, the `1990s`): the first ones, with all the rest as their unit."""
    digits = _DIGITS.search(word)
    if digits is None:
        return None
    rest = word[: digits.start()] + word[digits.end() :]
    return Number(Decimal(digits[0]), rest.replace("'", "").replace("\u2044", "/"))


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
    power, rest, to = found["power"], found["rest"] or "", ""
    unit = "th" if found["ordinal"] else found["unit"] or found["money"] or ""
    if any(map(str.isdigit, rest)):
        # A result or a range: `3-2`, `$5-7m`. The last number tells of both.
        last = _FIGURES.match(rest)
        to, rest = (_plain(last["digits"]), "") if last and not last["rest"] else (rest, "")
        if last:
            power, unit = power or last["power"], unit or last["unit"] or last["money"] or ""
    try:
        value = Decimal(_plain(found["digits"]))
    except InvalidOperation:
        return None
    is_negative = found["sign"] or found["inner"]
    value *= (-1 if is_negative else 1) * Decimal(10) ** _SHORT_POWERS.get(power or "", 0)
    unit = _UNITS.get(unit, unit)
    if found["scale"] and unit in ("", "degree"):
        unit = f"degree {found['scale']}"
    return Number(value, unit, to), rest


def _plain(digits: str) -> str:
    """A number as Python writes it."""
    if _GROUPED.match(digits):
        return re.sub(r"\." if digits.count(".") > 1 else r"[,  ]", "", digits)
    return digits.replace(",", ".")


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
