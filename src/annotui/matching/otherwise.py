"""Which sentences of a corpus say otherwise than a close relative, or contradict themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from annotui.core.family import Kind
from annotui.core.span import Span

from .conflicts import Conflict, between, within
from .related import Relatives
from .sides import Side

_KEPT = 1 << 12
"""Sentences of which is kept what is found in them."""
_REPORTED = 1 << 10


class Otherwise(NamedTuple):
    """Something that is said otherwise elsewhere.

    Args:
        text: the number of the text.
        span: what is said there.
        kind: what it is about.
        other_text: the number of the other text, or of the same one.
        other: what is said there.
    """

    text: int
    span: Span
    kind: Kind
    other_text: int
    other: Span


def otherwise(
    texts: Sequence[str], found: Relatives, told: Callable[[float], None] = lambda share: None
) -> list[Otherwise]:
    """Find what is said otherwise, in one sentence or by close relatives in two texts; each of the two is told of the other.

    Two sentences of one text that are alike most often go on: `65 cents now, and 75 cents after two years`.

    Args:
        texts: as they should read.
        found: their sentences, and which of them are close.
        told: told how much is done, 0..1, now and then.

    Returns:
        Sorted, each once.
    """
    side = lru_cache(_KEPT)(lambda at: _side(texts, found, at))
    said: set[Otherwise] = set()
    for at in range(len(found)):
        # Not kept: there are many, and most of them are never taken to pieces.
        said.update(_both(found, at, at, within(_side(texts, found, at))))
    pairs = found.close_pairs
    for row, (one, other) in enumerate(pairs[found.texts[pairs[:, 0]] != found.texts[pairs[:, 1]]].tolist()):
        if row % _REPORTED == 0:
            told(row / len(pairs))
        said.update(_both(found, one, other, between(side(one), side(other))))
    return sorted(said)


def _side(texts: Sequence[str], found: Relatives, at: int) -> Side:
    return Side(texts[found.texts[at]], Span(int(found.starts[at]), int(found.ends[at])))


def _both(found: Relatives, one: int, other: int, met: Sequence[Conflict]) -> Iterator[Otherwise]:
    """Both ways."""
    a, b = int(found.texts[one]), int(found.texts[other])
    for conflict in met:
        yield Otherwise(a, conflict.a, conflict.kind, b, conflict.b)
        yield Otherwise(b, conflict.b, conflict.kind, a, conflict.a)
