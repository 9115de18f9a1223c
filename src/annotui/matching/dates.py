"""Dates in a text, and times of the day: `July 7, 2023`, `Monday`, `7/7/2023`, `9:30 a.m.`, `9-10 p.m.`, `14:00`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .passage import Tokens
from .quantities import DASHES

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
_HALVES = {form: form[0] + "m" for form in "am a.m a.m. pm p.m p.m.".split()}
_CLOCK = re.compile(r"(?P<hour>\d{1,2})(?P<minute>:\d\d)?(?P<second>:\d\d)?(?P<half>[ap]m|[ap]\.m\.?)?$")
_DATE_IN_FIGURES = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}$")
_NOON = 12


@dataclass(frozen=True, slots=True)
class Date:
    """A day or a part of it, as far as it is told; what is not told is None.

    Args:
        times: of the day, on a clock of twelve hours: one, or from when to when.
        half: `am` or `pm`.
        other: what is only compared as it stands.
    """

    weekday: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    half: str | None = None
    times: tuple[str, ...] = ()
    other: str | None = None

    @property
    def counts(self) -> int | None:
        """What it comes to where it may be a number as well: a year, or a full hour, and nothing more."""
        if self.year is not None and self == Date(year=self.year):
            return self.year
        if len(self.times) == 1 and self == Date(half=self.half, times=self.times):
            hour, _, minute = self.times[0].partition(":")
            return int(hour) if minute == "00" else None
        return None

    def agrees(self, other: Date) -> bool:
        """Whether both can be one and the same."""
        pairs = (
            (self.weekday, other.weekday),
            (self.day, other.day),
            (self.month, other.month),
            (self.year, other.year),
            (self.half, other.half),
            (self.other, other.other),
        )
        times, others = set(self.times), set(other.times)
        alike = not times or not others or times <= others or others <= times
        return alike and all(a is None or b is None or a == b for a, b in pairs)


def dated(word: str) -> bool:
    """Whether a folded word may be part of a date."""
    return word.rstrip(".") in _MONTHS or word in _WEEKDAYS or word in _RELATIVE


def is_half_of_day(word: str) -> bool:
    """Whether a folded word is `a.m.` or `p.m.`, however written."""
    return word in _HALVES


def read(tokens: Tokens, index: int) -> tuple[Date, int] | None:
    """The date that begins with a word.

    Args:
        tokens: the passage.
        index: the word.

    Returns:
        The date, and the word behind it; None where there is none.
    """
    words = tokens.folded
    word = words[index]
    if word[0].isdigit() and (time := _time(tokens, index)):
        return time
    if _DATE_IN_FIGURES.match(word):
        return Date(other=word), index + 1
    if word in _RELATIVE:
        return Date(other=word), index + 1
    if word in _WEEKDAYS and tokens.text[tokens.words[index].start].isupper():
        return Date(weekday=_WEEKDAYS[word]), index + 1
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
    return Date(day=day, month=month, year=year), last


def _day(word: str) -> int | None:
    found = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", word)
    return int(found[1]) if found and 1 <= int(found[1]) <= 31 else None


def _time(tokens: Tokens, index: int) -> tuple[Date, int] | None:
    """A time of the day, or from when to when; an hour without minutes is one only where its half of the day is told."""
    words, last = tokens.folded, index + 1
    said = words[index].split("-")
    if len(said) == 1 and last < len(words) and tokens.between(last) in DASHES and _CLOCK.match(words[last]):
        said.append(words[last])
        last += 1
    clocks = [found for one in said if (found := _CLOCK.match(one))]
    if len(clocks) < len(said):
        return None
    half = _HALVES.get(clocks[-1]["half"] or "")
    if half is None and last < len(words) and (half := _HALVES.get(words[last])):
        last += 1
    halves, times = set(), []
    for clock in clocks:
        hour, minute = int(clock["hour"]), clock["minute"]
        if hour >= 2 * _NOON or (minute is None and (half is None or hour > _NOON)):
            return None
        halves.add("pm" if hour > _NOON else "am" if hour == 0 else half)
        times.append(f"{(hour - 1) % _NOON + 1}{minute or ':00'}{clock['second'] or ''}")
    return Date(half=halves.pop() if len(halves) == 1 else None, times=tuple(times)), last
