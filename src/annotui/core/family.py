"""What matching finds, in the reader's terms: passages, families of copies, discrepancies, related sentences."""

from __future__ import annotations

from typing import Literal, NamedTuple

from .span import Span

Kind = Literal["number", "date", "name", "negation", "attribution", "quotation"]
"""What a discrepancy is about."""


class Passage(NamedTuple):
    """A span that occurs again, in another article or further on in the same one.

    Args:
        article: the article's id.
        span: on word bounds, with the punctuation that belongs to it.
    """

    article: str
    span: Span


class Value(NamedTuple):
    """What some members of a family say where others say something else.

    Args:
        text: as the first of them says it; empty where they say nothing, as without a negation.
        members: which, by their place among the family's members, in order.
        spans: where, one for each of `members`, inside its passage; empty, where it would stand, for an empty text.
    """

    text: str
    members: tuple[int, ...]
    spans: tuple[Span, ...]


class Discrepancy(NamedTuple):
    """What two members of a family say differently where it matters.

    Args:
        kind: what it is about.
        values: at least two, that of most members first; a member that is cut before that place is in none of them.
    """

    kind: Kind
    values: tuple[Value, ...]


class Family(NamedTuple):
    """All passages that are copies of each other: the unit of review.

    Args:
        members: at least two, in the order of article and start; the passages of all families never overlap.
        score: ranks families, the strongest highest; that of boilerplate is under 1.
        similarity: 0..1, that of the least similar pair.
        discrepancies: what members say differently where it matters.
    """

    members: tuple[Passage, ...]
    score: float
    similarity: float
    discrepancies: tuple[Discrepancy, ...] = ()

    @property
    def is_boilerplate(self) -> bool:
        """Whether it is a line that recurs whatever the article is about."""
        return self.score < 1


class Relative(NamedTuple):
    """A sentence that may say the same in other words.

    Args:
        passage: the sentence.
        score: how closely it is related; any scale, comparable for one sentence and between sentences.
    """

    passage: Passage
    score: float
