"""The two sides of a comparison: passages with what is found in them, where they are unlike, and what each says there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from annotui.core.family import Kind
from annotui.core.span import Span
from annotui.core.text import words

from .align import tokens
from .facts import Fact, facts
from .passage import Tokens, is_only_name, occurs_as_name
from .statements import Speaker, quotations_in, quoted, speakers


class Gap(NamedTuple):
    """Where two passages are unlike, between words that both have: places of words, the ends exclusive."""

    here: int
    here_end: int
    there: int
    there_end: int

    @property
    def lengths(self) -> tuple[int, int]:
        """How many words each has there."""
        return self.here_end - self.here, self.there_end - self.there


class Says(NamedTuple):
    """What a passage says at some place.

    Args:
        key: what it is compared by: a fact, a speaker, or anything that is equal to what means the same.
        span: where.
    """

    key: object
    span: Span


class Difference(NamedTuple):
    """A place where two passages can be compared, and what each says there.

    Args:
        kind: what it is about.
        here, here_end: the words of the first passage; the end exclusive.
        one, other: what they say.
        differs: whether that is not the same; else it is only put in other words.
    """

    kind: Kind
    here: int
    here_end: int
    one: Says
    other: Says
    differs: bool = True


@dataclass
class Side:
    """A passage, and what is found in it when that is asked for.

    Args:
        text: the text it is in.
        span: the passage.
    """

    text: str
    span: Span

    @cached_property
    def tokens(self) -> Tokens:
        """Its words."""
        spans = words(self.text, self.span)
        return Tokens(self.text, self.span, spans, tokens(self.text, spans))

    @cached_property
    def facts(self) -> list[Fact]:
        """Its numbers, dates and names; those of a title, where capitals say nothing, as the rest of the text has them."""
        is_name = is_only_name if self.tokens.is_title else occurs_as_name
        return facts(self.tokens, lambda word: is_name(self.text, word))

    @cached_property
    def speakers(self) -> list[Speaker]:
        """Whose words it reports."""
        return speakers(self.tokens)

    @cached_property
    def quotations(self) -> list[Span] | None:
        """Its quotations; None where it cannot be told what is inside one."""
        return quotations_in(self.tokens)

    @cached_property
    def quoted(self) -> list[int]:
        """For each word the number of its quotation, 0 for none."""
        return quoted(self.tokens, self.quotations or [])

    def from_to(self, first: int, last: int) -> Span:
        """From word `first` up to word `last`; empty, behind the word before, where there is none."""
        if first < last:
            return Span(self.tokens.words[first].start, self.tokens.words[last - 1].end)
        offset = self.tokens.words[first - 1].end if first else self.span.start
        return Span(offset, offset)
