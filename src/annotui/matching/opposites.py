"""Words of which one turns what the other says: `rose` and `fell`, `likely` and `unlikely`.

That is only asked of two words of which one stands where the copy of its sentence has the other. By themselves they may mean anything:
a rose, or the fall of 1990.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

# A list of our own: what news most often say of amounts, of order in time, and of how votes, games, trials and deals come out. Each line
# is one thing that can go either way, with the words for both. Forms of one verb are in one line, as copies may change its tense.
_EITHER_WAY = (
    (
        "rise rises rose risen rising raise raises raised increase increases increased increasing grow grows grew grown growing "
        "growth climb climbs climbed climbing soar soars soared surge surges surged jump jumps jumped gain gains gained up upward "
        "higher expand expands expanded",
        "fall falls fell fallen falling lower lowers lowered decrease decreases decreased decreasing shrink shrinks shrank shrunk "
        "shrinking decline declines declined declining drop drops dropped dropping plunge plunges plunged slump slumps slumped "
        "reduce reduces reduced cut cuts down downward loss losses lost",
    ),
    (
        "high higher highest maximum",
        "low lower lowest minimum",
    ),
    (
        "more most over above greater larger bigger many majority",
        "less least fewer fewest under below smaller few minority",
    ),
    (
        "before earlier prior previously",
        "after later following subsequently",
    ),
    (
        "first initial initially beginning",
        "last final finally end",
    ),
    (
        "last past previous",
        "next coming upcoming",
    ),
    (
        "begin begins began begun start starts started starting open opens opened opening launch launched",
        "end ends ended ending stop stops stopped close closes closed closing finish finished",
    ),
    (
        "win wins won winning winner winners victory",
        "lose loses lost losing loser losers defeat",
    ),
    (
        "succeed succeeds succeeded success successful",
        "fail fails failed failure",
    ),
    (
        "support supports supported supporting supporters favour favours favoured favor favors favored back backs backed for",
        "oppose opposes opposed opposing opponents against",
    ),
    (
        "accept accepts accepted approve approves approved adopt adopted pass passed",
        "reject rejects rejected block blocks blocked veto vetoed",
    ),
    (
        "allow allows allowed permit permits permitted",
        "ban bans banned forbid forbids forbidden prohibit prohibits prohibited prevent prevented",
    ),
    (
        "guilty convict convicted",
        "innocent acquit acquitted cleared",
    ),
    (
        "alive living survive survived survivors",
        "dead died killed",
    ),
    (
        "strong stronger strongest strengthen strengthened",
        "weak weaker weakest weaken weakened",
    ),
    (
        "good better best improve improved",
        "bad worse worst worsen worsened",
    ),
    (
        "safe safer",
        "dangerous",
    ),
    (
        "true right correct",
        "false wrong",
    ),
    (
        "buy buys bought buying buyers",
        "sell sells sold selling sellers",
    ),
    (
        "hire hires hired",
        "fire fires fired dismiss dismissed",
    ),
    (
        "join joins joined enter enters entered arrive arrives arrived",
        "leave leaves left leaving quit quits depart departed",
    ),
    (
        "minor slight slightly mild",
        "major serious seriously severe severely grave gravely",
    ),
    (
        "often frequently usually",
        "rarely seldom",
    ),
    (
        "inside within",
        "outside beyond",
    ),
    (
        "war",
        "peace",
    ),
    (
        "friend friends ally allies",
        "enemy enemies",
    ),
)

# English prefixes that deny; `in-` takes the sound of the letter behind it.
_PREFIX = re.compile(r"un|dis|non|in(?![bmplr])|im(?=[bmp])|il(?=l)|ir(?=r)")
# What shorter words have in front is mostly no prefix: `it` and `unit`, `press` and `impress`.
_SHORTEST = {"un": 4, "non": 4, "il": 5, "ir": 5, "dis": 5, "in": 6, "im": 6}
_ENDING = re.compile(r"(?<=...)(?:e?s|e?d|ing|e)$")


class Turn(NamedTuple):
    """What a word says of something that can go either way.

    Args:
        of: what that is.
        way: which of the two.
    """

    of: str
    way: int


_TURNS: dict[str, list[Turn]] = {}
for _ways in _EITHER_WAY:
    for _way, _words in enumerate(_ways):
        for _word in _words.split():
            _TURNS.setdefault(_word, []).append(Turn(_ways[0], _way))


@lru_cache(maxsize=1 << 14)
def turns(one: str, other: str) -> tuple[Turn, Turn] | None:
    """What two folded words say of one and the same thing, one that can go either way; None where there is no such thing."""
    if "-" in one and "-" in other:
        return _turns_in_compound(one.split("-"), other.split("-"))
    for turn in _TURNS.get(one, ()):
        for counter in _TURNS.get(other, ()):
            if turn.of == counter.of:
                return turn, counter
    if _denies(other, one):
        return Turn(_stem(one), 0), Turn(_stem(one), 1)
    if _denies(one, other):
        return Turn(_stem(other), 1), Turn(_stem(other), 0)
    return None


def _turns_in_compound(parts: list[str], others: list[str]) -> tuple[Turn, Turn] | None:
    """The same for the one part in which two compounds differ: `low-income`, `high-income`."""
    if len(parts) != len(others):
        return None
    unlike = [pair for pair in zip(parts, others, strict=True) if pair[0] != pair[1]]
    return turns(*unlike[0]) if len(unlike) == 1 else None


def are_opposed(one: str, other: str) -> bool:
    """Whether two folded words say the opposite of each other."""
    found = turns(one, other)
    return found is not None and found[0] != found[1]


def _denies(word: str, plain: str) -> bool:
    """Whether a word is another one behind a prefix that denies it, whatever their endings: `disagreed` and `agree`."""
    prefix = _PREFIX.match(word)
    if not prefix:
        return False
    rest = word[prefix.end() :].removeprefix("-")
    return len(plain) >= _SHORTEST[prefix[0]] and _stem(rest) == _stem(plain)


def _stem(word: str) -> str:
    return _ENDING.sub("", word)
