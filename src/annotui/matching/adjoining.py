"""What lies beside a passage on both sides, before it on the one and behind it on the other: parts of a copy in another order."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from .blocks import Bounds
from .chain import Candidates
from .columns import Longs, Pairs, Words
from .intervals import components

_APART = 8
"""Words between a passage and what adjoins it, at most."""

_SHARED = 4
"""Words at the seam of two parts that both may have: a few that happen to stand there in both orders."""


def adjoining(words: Words, candidates: Candidates, passages: Bounds) -> Candidates:
    """The candidates that adjoin a passage of the same two texts: a few equal words, which would be chance anywhere else.

    Args:
        words: of all texts.
        candidates: those of the passages may be among them.
        passages: what was found.

    Returns:
        Candidates that do not reach into the passages beside them.
    """
    row, beside = _beside(words, candidates, passages, 0)
    table = np.stack([getattr(candidates, name) for name in ("a_low", "a_high", "b_low", "b_high")])
    _keep_out(table[:2], row, candidates.a_start, passages.a_start[beside], passages.a_end[beside])
    _keep_out(table[2:], row, candidates.b_start, passages.b_start[beside], passages.b_end[beside])
    return candidates.within(*table).at(np.unique(row))


def whole(words: Words, pairs: Pairs) -> Bounds:
    """Pairs of passages, those whose parts are in another order each as one.

    Args:
        words: of all texts.
        pairs: each part is a row.

    Returns:
        From the first word of all parts to the last, on either side; sorted as `Pairs` are.
    """
    matched = (
        np.add.reduceat(np.append(pairs.block_length, 0), pairs.block_firsts[:-1])
        if len(pairs)
        else pairs.a_start
    )
    row, beside = _beside(words, pairs, pairs, -_SHARED)
    part = components(len(pairs), row, beside)
    order = np.argsort(part, kind="stable")
    firsts = np.flatnonzero(np.append(True, np.diff(part[order]) != 0)[: len(pairs)])
    found = Bounds(
        *(
            gather.reduceat(column[order], firsts) if len(firsts) else column
            for gather, column in (
                (np.minimum, pairs.a_start),
                (np.maximum, pairs.a_end),
                (np.minimum, pairs.b_start),
                (np.maximum, pairs.b_end),
                (np.add, matched),
            )
        )
    )
    return Bounds(
        *(column[np.lexsort((found.b_end, found.a_end, found.b_start, found.a_start))] for column in found)
    )


class _Stretches(Protocol):
    """Pairs of stretches of words, a row each."""

    @property
    def a_start(self) -> Longs: ...
    @property
    def a_end(self) -> Longs: ...
    @property
    def b_start(self) -> Longs: ...
    @property
    def b_end(self) -> Longs: ...


def _beside(words: Words, some: _Stretches, others: _Stretches, least: int) -> tuple[Longs, Longs]:
    """Where one of some lies beside one of others, before it on the one side and behind it on the other: the rows of the two."""
    before = _near(some.a_end, others.a_start, least)
    behind = tuple(reversed(_near(others.a_end, some.a_start, least)))
    row, beside = (np.append(*rows) for rows in zip(before, behind, strict=True))
    is_before = np.arange(len(row)) < len(before[0])
    gap = np.where(
        is_before,
        some.b_start[row] - others.b_end[beside],
        others.b_start[beside] - some.b_end[row],
    )
    near = (gap >= least) & (gap <= _APART)
    for one, other in ((some.a_start, others.a_start), (some.b_start, others.b_start)):
        near &= _texts(words, one)[row] == _texts(words, other)[beside]
    return row[near], beside[near]


def _near(ends: Longs, starts: Longs, least: int) -> tuple[Longs, Longs]:
    """Where a start lies close behind an end: the rows of the two."""
    order = np.argsort(starts, kind="stable")
    first = np.searchsorted(starts[order], ends + least)
    counts = np.searchsorted(starts[order], ends + _APART, "right") - first
    row = np.repeat(np.arange(len(ends)), counts)
    return row, order[np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts - first, counts)]


def _texts(words: Words, places: Longs) -> Longs:
    return np.searchsorted(words.firsts, places, "right") - 1


def _keep_out(limits: Longs, row: Longs, start: Longs, passage_start: Longs, passage_end: Longs) -> None:
    """Move the limits of candidates to the passages beside them."""
    behind = start[row] >= passage_end
    np.maximum.at(limits[0], row[behind], passage_end[behind])
    np.minimum.at(limits[1], row[~behind], passage_start[~behind])
