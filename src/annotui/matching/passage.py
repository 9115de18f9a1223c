"""A passage as its words, and what their capitals can tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from annotui.core.span import Span

# Behind one of these a capital says nothing; nor in front of a whole passage.
_STARTS = frozenset(".!?…:;\"“„«‘'(—–•*\n\r·|>[")
_SHORT_TITLE = re.compile(r"(?:[A-Z][a-z]{0,4}|(?:[A-Za-z]\.)*[A-Za-z])$")

# Longer words have a capital in a title; shorter ones may have one. So many of both are enough to tell.
_SHORT = 3
# Around a word, code points of its line that tell whether that is a title.
_AROUND = 80


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

    @cached_property
    def is_title(self) -> bool:
        """Whether nearly every word has a capital, which says nothing then."""
        return _is_title([self.text[start:end] for start, end in self.words])


def _is_title(words: Sequence[str]) -> bool:
    capitals = [word for word in words if word[0].isupper()]
    if len(capitals) <= _SHORT:
        return False
    return len(capitals) >= 3 * sum([len(word) > _SHORT and word[0].islower() for word in words])


@lru_cache(maxsize=1 << 12)
def occurs_as_name(text: str, word: str) -> bool:
    """Whether a text has a word with its capital where nothing begins, neither a sentence nor a title."""
    start = text.find(f" {word}")
    while start >= 0:
        end = start + 1 + len(word)
        if not text[end : end + 1].isalnum() and _runs_on(text, start):
            return True
        start = text.find(f" {word}", end)
    return False


def _runs_on(text: str, end: int) -> bool:
    """Whether a word in lower case stands before the blank at `end`, or before other words with capitals, in a line that is no title."""
    begin = max(text.rfind("\n", 0, end) + 1, end - _AROUND)
    before = text[begin:end]
    while before and before[-1].isalpha():
        rest, _, last = before.rpartition(" ")
        if last[:1].islower():
            break
        before = rest
    if not before or not (before[-1].isalpha() or before[-1] == ","):
        return False
    line = text.find("\n", end, end + _AROUND)
    return not _is_title(text[begin : line if line >= 0 else end + _AROUND].split())


@lru_cache(maxsize=1 << 12)
def is_only_name(text: str, word: str) -> bool:
    """Whether a word of a title is a name elsewhere in the text, where capitals tell, and nowhere in lower case.

    A text knows best which of its words are names (Lita and others, tRuEcasIng, ACL 2003, count them over a whole corpus).
    """
    bare = word.removesuffix("’s").removesuffix("'s")
    if bare.isupper() and occurs_as_name(text, bare):
        return True
    return occurs_as_name(text, bare.capitalize() if bare.isupper() else bare) and not _occurs(
        text, bare.lower()
    )


def _occurs(text: str, word: str) -> bool:
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not text[end : end + 1].isalnum() and not text[start - 1 : start].isalnum():
            return True
        start = text.find(word, end)
    return False
