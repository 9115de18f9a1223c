"""How often a planted difference is told, and how often something is told where only the wording differs.

    python benchmarks/discrepancies.py FOLDER [--each 200] [--seed 1]

FOLDER holds `.txt` files, or `articles.jsonl`; a `.jsonl` will do too. Sentences of the articles, those without quotation marks, get a
change of each kind, each sentence by itself. *Told* is the share of the copies of which a discrepancy of that kind is told where the
change is; *else* is how many discrepancies there are elsewhere, or of another kind, in a hundred copies. Below are changes that say the
same: there *told* is the share of copies of which anything is told. The last rows exchange words at random for other words of the same
article, in lower case.
"""

from __future__ import annotations

import argparse
import calendar
import random
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.planting import read

from annotui.core.sentences import sentences
from annotui.core.span import Span
from annotui.matching.discrepancies import discrepancies

_SHORTEST, _LONGEST = 12, 40
"""Words of a sentence."""

_MARKED = re.compile('[\n"“”]')
"""In a quotation, all that is not to the letter matters."""

_DATES = frozenset((*calendar.day_name, *calendar.month_name))
_SMALL = frozenset("a an and as at but by for in of on or the to with".split())

# Two phrases, with numbers for the letters; they are put into a sentence between two of its words. These do not say the same,
DIFFERENT = {
    "number": ("at N homes|at M homes", "for N million euros|for N billion euros", "for $Nm|for $Nbn", "for $N|for €N", "by N.5|by N.6"),
    "sign": ("at –N degrees|at N degrees", "(-N%)|(N%)", "of $-N|of $N", "of -$N|of $N", "at -NC|at NC", "at −N °C|at N °C"),
    "unit": ("by N% of them|by N of them", "by N percent of them|by N of them", "at N°C|at N°F", "for N miles|for N km"),
    "time": ("at 9-10 a.m.|at 9-10 p.m.", "at 9:00 a.m.|at 9 p.m.", "at 9:30|at 9:40", "at 9–10 a.m.|at 9–11 a.m.", "at 14:00|at 3 p.m."),
    "date": ("on Monday|on Friday", "on June 5|on June 6", "in 2019|in 2020"),
}  # fmt: skip
# and these do.
ALIKE = {
    "number": ("at N,000 homes|at N000 homes", "for Nm euros|for N million euros", "for $Nbn|for N billion dollars", "at seven|at 7"),
    "sign": ("at –N degrees|at −N degrees", "of $-N|of -$N", "at -N°C|at −N °C", "(-N%)|(−N percent)", "at −NC|at minus N degrees Celsius"),
    "unit": ("by N%|by N percent", "by N%|by N per cent", "by 5 to 7 percent|by 5 percent to 7 percent", "by 5%, 6% and 7%|by 5, 6 and 7%"),
    "range": ("at 5-7 homes|at 5–7 homes", "by 5-7%|by 5–7 percent", "at 5 – 7 homes|at 5 –7 homes"),
    "time": ("at 9:00 a.m.|at 9 a.m.", "at 9am|at 9:00 am", "at 9-10 a.m.|at 9–10 a.m.", "at 14:00|at 2 p.m.", "at 9:30|at 9:30 a.m."),
    "date": ("on June 5|on 5 June", "on June 5, 2019|on June 5"),
}  # fmt: skip
# Words and their opposites; written down before `opposites.py` was.
OPPOSITES = (
    "likely/unlikely able/unable happy/unhappy fair/unfair safe/unsafe legal/illegal possible/impossible agree/disagree approve/disapprove "
    "rose/fell increased/decreased increase/decrease before/after more/less more/fewer first/last won/lost win/lose rise/fall up/down "
    "gain/loss higher/lower high/low best/worst success/failure support/oppose allow/forbid guilty/innocent alive/dead always/never "
    "open/closed begin/end above/below strong/weak better/worse most/least accepted/rejected safe/dangerous war/peace good/bad "
    "expand/shrink grow/decline necessary/unnecessary important/unimportant dependent/independent perfect/imperfect regular/irregular"
).split()


class Case(NamedTuple):
    """A sentence and its copy.

    Args:
        texts: the articles they are in, or they themselves.
        spans: where they are in them.
        changed: where the change is in the copy.
    """

    texts: tuple[str, str]
    spans: tuple[Span, Span]
    changed: Span


Change = Callable[[str, Span, random.Random], Case | None]


def phrase(pairs: tuple[str, ...]) -> Change:
    """A phrase is put into both, not the same one."""

    def change(text: str, span: Span, chance: random.Random) -> Case | None:
        gaps = [found.start() for found in re.finditer(r"(?<=[a-z]) (?=[a-z])", text[slice(*span)])]
        if len(gaps) < 3:
            return None
        at = span.start + chance.choice(gaps[1:-1]) + 1
        pair = chance.choice(pairs).split("|")
        if chance.random() < 0.5:
            pair.reverse()
        number, other = chance.sample(range(2, 99), 2)
        one, two = (
            re.sub(r"\bM\b", str(other), re.sub(r"N(?=\d|[mb]|C\b|\b)", str(number), said)) for said in pair
        )
        first = text[:at] + one + " " + text[at:]
        second = text[:at] + two + " " + text[at:]
        return Case(
            (first, second),
            (Span(span.start, span.end + len(one) + 1), Span(span.start, span.end + len(two) + 1)),
            Span(at, at + len(two)),
        )

    return change


def _swapped(text: str, span: Span, old: Span, new: str) -> Case:
    """One word for another."""
    copy = text[: old.start] + new + text[old.end :]
    end = span.end + len(new) - (old.end - old.start)
    return Case((text, copy), (span, Span(span.start, end)), Span(old.start, old.start + len(new)))


def name(text: str, span: Span, chance: random.Random) -> Case | None:
    """A name for another one of the article."""
    names = _names(text)
    here = [found for found in _NAMED.finditer(text, *span) if found[1] in names]
    others = [one for one in names if not any(_alike(one, two[1]) for two in here)]
    if not here or not others:
        return None
    found = chance.choice(here)
    return _swapped(text, span, Span(*found.span(1)), chance.choice(others))


_NAMED = re.compile(r"\b[a-z]+ ([A-Z][a-z]{3,})(?! [A-Z])(?!\w)")


def _names(text: str) -> list[str]:
    """Words that are names, for all that the article shows."""
    found = sorted({found[1] for found in _NAMED.finditer(text)})
    return [one for one in found if one not in _DATES and not re.search(rf"\b{one.lower()}\b", text)]


def _alike(one: str, other: str) -> bool:
    """Whether two words may name the same: `America`, `Americans`."""
    return one[:4].lower() == other[:4].lower()


def _title(text: str, span: Span, of: str, chance: random.Random) -> str | None:
    """Some words of a sentence as a headline, among them a certain one."""
    words = re.findall(r"[A-Za-z’']+", text[slice(*span)])
    if of not in words:
        return None
    first = max(0, words.index(of) - chance.randrange(8))
    said = words[first : first + 9]
    if of not in said or len(said) < 7:
        return None
    return " ".join(one if one.lower() in _SMALL else one[0].upper() + one[1:] for one in said)


def _headline(text: str, span: Span, chance: random.Random, words: list[str]) -> Case | None:
    inside = [one for one in words if re.search(rf"\b{one}\b", text[slice(*span)])]
    others = [one for one in words if not any(_alike(one, two) for two in inside)]
    if not inside or not others:
        return None
    one, other = chance.choice(inside), chance.choice(others)
    title = _title(text, span, one, chance)
    if title is None:
        return None
    capital = one[0].upper() + one[1:]
    if len(re.findall(rf"\b{capital}\b", title)) != 1:
        return None
    at = title.index(capital)
    copy = title.replace(capital, other[0].upper() + other[1:])
    texts = (f"{title}\n\n{text}", f"{copy}\n\n{text}")
    return Case(texts, (Span(0, len(title)), Span(0, len(copy))), Span(at, at + len(other)))


def headline_name(text: str, span: Span, chance: random.Random) -> Case | None:
    """A name of a headline for another one of the article."""
    return _headline(text, span, chance, _names(text))


def headline_word(text: str, span: Span, chance: random.Random) -> Case | None:
    """A word of a headline that is no name for another one of the article."""
    words = sorted(set(re.findall(r"(?<=[a-z] )[a-z]{5,}(?= [a-z])", text)))
    known = {word for pair in OPPOSITES for word in pair.split("/")}
    return _headline(text, span, chance, [word for word in words if word not in known])


def opposite(text: str, span: Span, chance: random.Random) -> Case | None:
    """A word for its opposite."""
    pairs = [pair.split("/") for pair in OPPOSITES]
    known: dict[str, list[str]] = {}
    for one, other in pairs:
        known.setdefault(one, []).append(other)
        known.setdefault(other, []).append(one)
    here = [found for found in re.finditer(r"\b[a-z]+\b", text[slice(*span)]) if found[0] in known]
    if not here:
        return None
    found = chance.choice(here)
    old = Span(span.start + found.start(), span.start + found.end())
    return _swapped(text, span, old, chance.choice(known[found[0]]))


def negation(text: str, span: Span, chance: random.Random) -> Case | None:
    """`not` behind an auxiliary verb."""
    here = list(
        re.finditer(r"\b(?:is|are|was|were|will|can|should|would|has|have)\b(?! not)", text[slice(*span)])
    )
    if not here:
        return None
    found = chance.choice(here)
    at = span.start + found.end()
    return _swapped(text, span, Span(at, at), " not")


def exchange(share: float) -> Change:
    """Words at random for other ones of the article."""

    def change(text: str, span: Span, chance: random.Random) -> Case | None:
        words = re.findall(r"\b[a-z]{3,}\b", text)
        copy = re.sub(
            r"\b[a-z]{3,}\b",
            lambda found: chance.choice(words) if chance.random() < share else found[0],
            text[slice(*span)],
        )
        end = span.start + len(copy)
        changed = text[: span.start] + copy + text[span.end :]
        return Case((text, changed), (span, Span(span.start, end)), Span(span.start, end))

    return change


def places(articles: dict[str, str], chance: random.Random) -> Iterator[tuple[str, Span]]:
    """Sentences of all articles, at random."""
    found = [
        (text, span)
        for _, text in sorted(articles.items())
        for span in sentences(text, Span(0, len(text)))
        if _SHORTEST <= len(text[slice(*span)].split()) <= _LONGEST and not _MARKED.search(text, *span)
    ]
    chance.shuffle(found)
    yield from found


def row(
    kind: str, kinds: tuple[str, ...], change: Change, articles: dict[str, str], each: int, seed: int
) -> None:
    """Print a line of the table."""
    chance = random.Random(f"{seed} {kind} {kinds}")
    told = other = cases = 0
    for text, span in places(articles, chance):
        case = change(text, span, chance)
        if case is None:
            continue
        cases += 1
        found = discrepancies(list(zip(case.texts, case.spans, strict=True)))
        right = [one for one in found if one.kind in kinds and _meets(one.values, case.changed)]
        told += bool(right) if kinds else bool(found)
        other += len(found) - len(right) if kinds else 0
        if cases == each:
            break
    if cases:
        print(
            f"| {kind} | {cases} | {told / cases:.1%} | {100 * other / cases:.0f} |",
            flush=True,
        )


def _meets(values: object, changed: Span) -> bool:
    assert isinstance(values, tuple)
    return any(
        member == 1 and span.start <= changed.end and changed.start <= span.end
        for value in values
        for member, span in zip(value.members, value.spans, strict=True)
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Measure what is told of copies that differ.")
    parser.add_argument("folder", type=Path, help="of .txt files, or with articles.jsonl; or a .jsonl")
    parser.add_argument("--each", type=int, default=200, help="sentences of each kind")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    articles = read(options.folder)
    print("| change | copies | told | else |\n|---|---|---|---|")
    rows: list[tuple[str, tuple[str, ...], Change]] = [
        *((kind, ("number", "date"), phrase(pairs)) for kind, pairs in DIFFERENT.items()),
        ("name", ("name", "attribution"), name),
        ("name in a headline", ("name", "attribution"), headline_name),
        ("not", ("negation",), negation),
        ("opposite", ("negation",), opposite),
        *((f"same {kind}", (), phrase(pairs)) for kind, pairs in ALIKE.items()),
        ("word of a headline", (), headline_word),
        *((f"{share:.0%} of words", (), exchange(share)) for share in (0.02, 0.05, 0.1, 0.2)),
    ]
    for kind, kinds, change in rows:
        row(kind, kinds, change, articles, options.each, options.seed)


if __name__ == "__main__":
    main()
