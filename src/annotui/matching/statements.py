"""How a passage states things: what it denies, whose words it reports, and which it quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from annotui.core.span import Span
from annotui.core.text import quotations

from .dates import dated, is_half_of_day
from .facts import same_word
from .opposites import are_opposed
from .passage import Tokens

DENYING = {
    form: forms.split("/")[0]
    for forms in "deny/denies/denied/denying/denial refuse/refuses/refused/refusing/refusal".split()
    for form in forms.split("/")
}
"""Words that deny by themselves, and their verbs."""

_NEGATIONS = frozenset(DENYING) | frozenset(
    "not no never without neither nor none nobody nothing nowhere cannot non".split()
)
AUXILIARY = frozenset(
    "do does did is are was were be been being am has have had will would can could shall should may might must "
    "any ever a an the to".split()
)
"""Words that come and go with a negation."""

# What a negation stands in the place of.
_AFFIRMING = frozenset(
    "very also always still just now already certainly indeed really often some every each all both either everyone everybody everything "
    "something someone many several more much further with yes agreed agrees agree vowed promised planned accepted again".split()
)

# What changes the form of the verb behind it.
_DOING = frozenset("do does did don't doesn't didn't".split())

# `not only` and `no doubt` deny nothing.
_EMPTY_BEHIND = {"not": frozenset("only just merely least".split()), "no": frozenset(["doubt"])}

_SPEAKING = frozenset(
    "said says say told tells added adds claimed claims announced announces stated states insisted insists warned warns argued argues "
    "noted notes reported reports replied wrote writes confirmed confirms admitted admits acknowledged emphasized emphasised explained "
    "testified declared suggested suggests according".split()
)
ATTRIBUTING = _SPEAKING | frozenset(
    "deny denies denied refuse refuses refused decline declines declined reject rejects rejected dismissed confirm".split()
)
"""What somebody does who is to be named: they say something, or do not say it."""

# Most often these are nouns: `member states`, `the old claims`.
_NOUNS = frozenset("states claims reports notes".split())

# Between who speaks and the verb: `she has also said`, `she did not deny`.
_HELPING = frozenset(
    "has have had also later then already reportedly again once repeatedly recently still now publicly "
    "further neither nor did does do didn't doesn't don't not never will would".split()
)
# `it was said`
_PASSIVE = frozenset("is are was were be been being".split())
# Before who speaks, or behind: where a clause begins or ends.
_BOUNDS = frozenset(
    "that and but or as when while who which because if although though where since after before until so than whom what "
    "in on at to during from with by about among".split()
)
_SMALL = frozenset(
    "the a an his her its their our my this that these those of for some many other one".split()
)
THE = frozenset("the a an".split())
# What goes on behind these still belongs to who speaks: `a spokesman for the company`.
_OF = frozenset("of for".split())
# When somebody speaks is not who they are.
_WHEN = frozenset("late early later earlier".split())
# May stand for anyone.
_ANYONE = frozenset("he she it they we i you who which there this".split())
_ALIKE = (
    frozenset("official officials authority authorities government".split()),
    frozenset("spokesman spokeswoman spokesperson spokespeople".split()),
    frozenset("police officer officers".split()),
    frozenset("expert experts analyst analysts observer observers".split()),
    frozenset("report reports article paper newspaper".split()),
    frozenset("senior top leading high-ranking".split()),
)
_LONGEST_SPEAKER = 6
# Words of a stretch of which one side is a denial, and by how many one side may be longer.
_MOST_DENIED = 6
_FEW = 2

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


def denied_by_both(words: Sequence[str], others: Sequence[str]) -> set[str]:
    """The verbs that deny by themselves, and of which both have some form, as `denied` and `did not deny`."""
    return {DENYING[word] for word in words if word in DENYING} & {
        DENYING[word] for word in others if word in DENYING
    }


def denies(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether words that hold a negation deny what the others say: nothing else is said, or only the verb has another form.

    `did not go` denies `went`, `did not deny` denies `denied`, and `never` denies `always`; `without any light` is only another way to
    say `dark`, and `did not agree` one to say `disagreed`.
    """
    if max(len(words), len(others)) > _MOST_DENIED or abs(len(words) - len(others)) > _FEW:
        return False
    both = denied_by_both(words, others)
    rest = [word for word in words if not is_negation(word) and word not in AUXILIARY]
    other_rest = [word for word in others if word not in AUXILIARY and DENYING.get(word) not in both]
    if rest:
        is_pair = len(rest) == len(other_rest) == 1 and not _DOING.isdisjoint(words)
        return is_pair and not are_opposed(rest[0], other_rest[0])
    return all(word in _AFFIRMING or word in _SPEAKING for word in other_rest)


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
        if not _is_verb(tokens, verb):
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
            if word not in _SMALL and not _tells_when(word)
        )
        if heads:
            found.append(Speaker(verb, first, last, heads))
    return found


def _tells_when(word: str) -> bool:
    """Whether it is part of a time (or a number, which is told by itself) and says nothing of who speaks."""
    return word in _WHEN or dated(word) or is_half_of_day(word) or word[0].isdigit()


def _is_verb(tokens: Tokens, index: int) -> bool:
    """Whether a word tells that somebody speaks: `the stated aim` does not, nor do `member states`."""
    word = tokens.folded[index]
    if word not in ATTRIBUTING or (index and tokens.folded[index - 1] in _SMALL):
        return False
    return word not in _NOUNS or tokens.folded[index + 1 : index + 2] == ["that"]


def _before(tokens: Tokens, verb: int) -> tuple[int, int]:
    last = verb
    while last and tokens.folded[last - 1] in _HELPING and not _ANY_BREAK.search(tokens.between(last)):
        last -= 1
    if last and (tokens.folded[last - 1] in _PASSIVE or (last < verb and _is_verb(tokens, last - 1))):
        # `it is neither confirmed nor denied`
        return last, last
    first = last
    while first and last - first < _LONGEST_SPEAKER and tokens.folded[first - 1] not in _BOUNDS:
        if first < last and _ends(tokens, first):
            break
        if first == last and _ANY_BREAK.search(tokens.between(first)):
            break
        if first < last and (_begins(tokens, first) or _is_verb(tokens, first - 1)):
            break
        first -= 1
    return first, last


def _begins(tokens: Tokens, index: int) -> bool:
    """Whether who speaks begins with a word: `later the mayor`, but not `the mayor of the town`."""
    return tokens.folded[index] in THE and tokens.folded[index - 1] not in _OF


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
    """Whether two may be the same person: one of them may be anyone, or is only told in more words than the other."""
    if one.heads <= _ANYONE or other.heads <= _ANYONE:
        return True
    return _holds(one.heads, other.heads) or _holds(other.heads, one.heads)


def _holds(heads: frozenset[str], others: frozenset[str]) -> bool:
    return all(any(_same_head(head, other) for head in heads) for other in others)


def _same_head(one: str, other: str) -> bool:
    return same_word(one, other) or any(one in alike and other in alike for alike in _ALIKE)


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
