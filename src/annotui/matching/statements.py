"""How a passage states things: what it denies, whose words it reports, and which it quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from annotui.core.span import Span
from annotui.core.text import quotations

from .facts import Tokens

_NEGATIONS = frozenset(
    "not no never without neither nor none nobody nothing nowhere cannot non "
    "deny denies denied denying refuse refuses refused refusing refusal denial".split()
)
AUXILIARY = frozenset(
    "do does did is are was were be been being am has have had will would can could shall should may might must "
    "any ever a an the to".split()
)
"""Words that come and go with a negation."""

AFFIRMING = frozenset(
    "very also always still just now already certainly indeed really often some every each all both either everyone everybody everything "
    "something someone many several more much further with yes agreed agrees agree vowed promised planned accepted again".split()
)
"""What a negation stands in the place of."""

DOING = frozenset("do does did don't doesn't didn't".split())
"""What changes the form of the verb behind it."""

# `not only` and `no doubt` deny nothing.
_EMPTY_BEHIND = {"not": frozenset("only just merely least".split()), "no": frozenset(["doubt"])}

SPEAKING = frozenset(
    "said says say told tells added adds claimed claims announced announces stated states insisted insists warned warns argued argues "
    "noted notes reported reports replied wrote writes confirmed confirms admitted admits acknowledged emphasized emphasised explained "
    "testified declared suggested suggests according".split()
)
# Between who speaks and the verb: `she has also said`.
_HELPING = frozenset(
    "has have had also later then already reportedly again once repeatedly recently still now publicly".split()
)
# `it was said`
_PASSIVE = frozenset("is are was were be been being".split())
# Before who speaks, or behind: where a clause begins or ends.
_BOUNDS = frozenset(
    "that and but or as when while who which because if although though where since after before until so than whom what "
    "in on at during from with by about".split()
)
_SMALL = frozenset(
    "the a an his her its their our my this that these those of for some many other one".split()
)
# May stand for anyone.
_ANYONE = frozenset("he she it they we i you who which there this".split())
_ALIKE = (
    frozenset("official officials authority authorities government".split()),
    frozenset("spokesman spokeswoman spokesperson spokespeople".split()),
    frozenset("police officer officers".split()),
    frozenset("expert experts analyst analysts observer observers".split()),
    frozenset("report reports article paper newspaper".split()),
)
_LONGEST_SPEAKER = 6

_ANY_MARK = re.compile(r"[“”„«»\"‘「」『』]|(?<!\w)'")
_ANY_BREAK = re.compile(r"[^\s\w.'’\-&]")
_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said something.

    Args:
        verb: the word that says that they did.
        first, last: their words, the last one exclusive.
        heads: what to compare them by.
    """

    verb: int
    first: int
    last: int
    heads: frozenset[str]


def is_negation(word: str) -> bool:
    """Whether a folded word denies something."""
    return word in _NEGATIONS or word.endswith("n't")


def negations(tokens: Tokens, first: int, last: int) -> list[int]:
    """The words from `first` up to `last` that deny something."""
    found: list[int] = []
    for index in range(first, last):
        word = tokens.folded[index]
        if not is_negation(word):
            continue
        behind = tokens.folded[index + 1] if index + 1 < len(tokens.folded) else ""
        if behind not in _EMPTY_BEHIND.get(word, ()) and not (word == "no" and behind[:1].isdigit()):
            found.append(index)
    return found


def speakers(tokens: Tokens) -> list[Speaker]:
    """Whose words a passage reports."""
    found: list[Speaker] = []
    for verb, word in enumerate(tokens.folded):
        if word not in SPEAKING:
            continue
        if word == "according":
            is_behind = tokens.folded[verb + 1 : verb + 2] == ["to"]
            if not is_behind:
                continue
            first, last = _behind(tokens, verb + 2)
        elif verb == 0 or _ANY_BREAK.search(tokens.between(verb)):
            first, last = _behind(tokens, verb + 1)
        else:
            first, last = _before(tokens, verb)
        heads = frozenset(
            word.removesuffix("'s").removesuffix("'")
            for word in tokens.folded[first:last]
            if word not in _SMALL
        )
        if heads:
            found.append(Speaker(verb, first, last, heads))
    return found


def _before(tokens: Tokens, verb: int) -> tuple[int, int]:
    last = verb
    while last and tokens.folded[last - 1] in _HELPING and not _ANY_BREAK.search(tokens.between(last)):
        last -= 1
    if last and tokens.folded[last - 1] in _PASSIVE:
        return last, last
    first = last
    while first and last - first < _LONGEST_SPEAKER and tokens.folded[first - 1] not in _BOUNDS:
        if first < last and _ends(tokens, first):
            break
        if first == last and _ANY_BREAK.search(tokens.between(first)):
            break
        first -= 1
    return first, last


def _behind(tokens: Tokens, first: int) -> tuple[int, int]:
    last = min(first, len(tokens.folded))
    while (
        last < len(tokens.folded) and last - first < _LONGEST_SPEAKER and tokens.folded[last] not in _BOUNDS
    ):
        if last > first and _ends(tokens, last):
            break
        last += 1
    return min(first, last), last


def _ends(tokens: Tokens, index: int) -> bool:
    """Whether something new begins with a word: a mark stands before it, or a full stop that ends a sentence."""
    between = tokens.between(index)
    return _ANY_BREAK.search(between) is not None or ("." in between and tokens.is_start(index))


def same_speaker(one: Speaker, other: Speaker) -> bool:
    """Whether two may be the same person: they share a word, or one of them may be anyone."""
    if one.heads & other.heads or one.heads <= _ANYONE or other.heads <= _ANYONE:
        return True
    return any(one.heads & alike and other.heads & alike for alike in _ALIKE)


def quotations_in(tokens: Tokens) -> list[Span] | None:
    """The quotations of a passage, with their marks; None where it cannot be told what is inside one."""
    if not _ANY_MARK.search(tokens.text, *tokens.span):
        return []
    spans: list[Span] = []
    for paragraph in _PARAGRAPH.finditer(tokens.text, *tokens.span):
        piece = paragraph[0]
        if piece.count('"') % 2:
            return None
        start, end = paragraph.span()
        opening, closing = piece.find("“"), piece.find("”")
        if closing >= 0 and not 0 <= opening < closing:
            # It was opened before the passage begins.
            spans.append(Span(start, start + closing + 1))
            start += closing + 1
        spans += quotations(tokens.text, Span(start, end))
    return spans


def quoted(tokens: Tokens, spans: list[Span]) -> list[int]:
    """For each word the number of the quotation it is in, from 1; 0 for none.

    Args:
        tokens: the passage.
        spans: its quotations, in order.
    """
    inside: list[int] = []
    number = 0
    for word in tokens.words:
        while number < len(spans) and spans[number].end <= word.start:
            number += 1
        inside.append(number + 1 if number < len(spans) and spans[number].contains(word) else 0)
    return inside
