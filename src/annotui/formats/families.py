"""What matching finds, as JSONL: families, the pairs they are made of, related sentences; one of them a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from annotui.core.family import Discrepancy, Family, Passage, Relative

from .jsonl import line

SCHEMA = 1
"""Version of the keys and their meaning."""

_DIGITS = 6
"""Behind the point, of scores and similarities: more say nothing."""


class FamilyRecord(NamedTuple):
    """A family and what was decided about it.

    Args:
        name: names it in this output, and nowhere else.
        family: its passages.
        texts: what each of them says in its file.
        decision: what was decided about all of it, or None.
        decisions: what was decided about each passage, or None.
    """

    name: str
    family: Family
    texts: Sequence[str]
    decision: str | None
    decisions: Sequence[str | None]


class PairRecord(NamedTuple):
    """Two aligned passages.

    Args:
        a, b: the passages; `a` comes first.
        similarity: 0..1.
        words: how many words both have.
    """

    a: Passage
    b: Passage
    similarity: float
    words: int


def write(families: Iterable[FamilyRecord]) -> Iterator[bytes]:
    """One line for each family, in the order given, escaped as annotations are."""
    for one in families:
        family = one.family
        members = zip(family.members, one.texts, one.decisions, strict=True)
        yield line(
            {
                "family": one.name,
                "score": round(family.score, _DIGITS),
                "similarity": round(family.similarity, _DIGITS),
                "decision": one.decision,
                "schema": SCHEMA,
                "members": [
                    {**_place(passage), "text": text, "decision": decision}
                    for passage, text, decision in members
                ],
                "discrepancies": [_discrepancy(found) for found in family.discrepancies],
            }
        )


def write_pairs(pairs: Iterable[PairRecord]) -> Iterator[bytes]:
    """One line for each pair, in the order given."""
    for a, b, similarity, words in pairs:
        similarity = round(similarity, _DIGITS)
        yield line(
            {"a": _place(a), "b": _place(b), "similarity": similarity, "words": words, "schema": SCHEMA}
        )


def write_related(related: Iterable[tuple[Passage, Relative]]) -> Iterator[bytes]:
    """One line for each sentence and one that is related to it, in the order given."""
    for sentence, (other, score) in related:
        yield line(
            {"a": _place(sentence), "b": _place(other), "score": round(score, _DIGITS), "schema": SCHEMA}
        )


def _place(passage: Passage) -> dict[str, object]:
    return {"article": passage.article, "start": passage.span.start, "end": passage.span.end}


def _discrepancy(found: Discrepancy) -> dict[str, object]:
    values = [{"text": one.text, "members": list(one.members)} for one in found.values]
    return {"kind": found.kind, "values": values}
