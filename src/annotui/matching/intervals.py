"""Stretches of words as columns of starts and ends: united, cut, and sorted into groups that hang together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .columns import Longs

Bools = NDArray[np.bool_]


def split(starts: Longs, lengths: Longs, edges: Longs) -> tuple[Longs, Longs, Longs]:
    """Cut stretches wherever an edge lies inside them.

    Args:
        starts, lengths: the stretches, in any order.
        edges: where to cut, ascending.

    Returns:
        For each part, in the order of the stretches and from left to right: which stretch it is of, where it begins in it (from 0), and
        its length.
    """
    first = np.searchsorted(edges, starts, side="right")
    inside = np.searchsorted(edges, starts + lengths, side="left") - first
    np.maximum(inside, 0, out=inside)
    which = np.repeat(np.arange(len(starts)), inside + 1)
    if len(which) == len(starts):
        return which, np.zeros_like(starts), lengths
    # How many parts of the same stretch come before each part.
    number = np.arange(len(which)) - np.repeat(np.cumsum(inside + 1) - inside - 1, inside + 1)
    begin = np.zeros_like(which)
    later = number > 0
    begin[later] = edges[first[which[later]] + number[later] - 1] - starts[which[later]]
    end = lengths[which]
    end[:-1][later[1:]] = begin[1:][later[1:]]
    return which, begin, end - begin


def united(starts: Longs, ends: Longs) -> tuple[Longs, Longs]:
    """The stretches that cover exactly what these cover together; those that touch become one.

    Args:
        starts, ends: stretches in any order, the ends exclusive.

    Returns:
        Starts and ends, ascending, none touching another.
    """
    order = np.argsort(starts, kind="stable")
    starts, reach = starts[order], np.maximum.accumulate(ends[order])
    opens = np.ones(len(starts), dtype=np.bool_)
    opens[1:] = starts[1:] > reach[:-1]
    closes = np.append(opens[1:], True)[: len(starts)]
    return starts[opens], reach[closes]


def components(count: int, a: Longs, b: Longs) -> Longs:
    """The groups that hang together: each is named by its lowest number.

    Every round each root that an open edge leads to is hung on the lowest neighbour it has, and all paths are shortened (the "hook and
    compress" of parallel connected components; Shiloach and Vishkin, Journal of Algorithms, 1982).

    Args:
        count: how many things there are, numbered from 0.
        a, b: the edges: `a[i]` belongs with `b[i]`.

    Returns:
        For each thing the lowest number in its group.
    """
    roots = np.arange(count)
    while True:
        from_a, from_b = roots[a], roots[b]
        is_open = from_a != from_b
        if not is_open.any():
            return roots
        a, b, from_a, from_b = a[is_open], b[is_open], from_a[is_open], from_b[is_open]
        np.minimum.at(roots, np.maximum(from_a, from_b), np.minimum(from_a, from_b))
        while True:
            shorter = roots[roots]
            if np.array_equal(shorter, roots):
                break
            roots = shorter


def indices(starts: Longs, lengths: Longs) -> Longs:
    """Every position of these stretches, one stretch after the other."""
    total = int(lengths.sum())
    before = np.cumsum(lengths) - lengths
    return np.asarray(np.arange(total) + np.repeat(starts - before, lengths))


def distinct(values: Longs) -> Longs:
    """The values, ascending, each once; by sorting, which for many that differ is several times as fast as `np.unique`."""
    ascending = np.sort(values)
    return np.asarray(ascending[np.append(True, ascending[1:] != ascending[:-1])[: len(ascending)]])


def is_among(values: Longs, ascending: Longs) -> Bools:
    """Which of the values occur in an ascending column."""
    if not len(ascending):
        return np.zeros(len(values), dtype=np.bool_)
    place = np.minimum(np.searchsorted(ascending, values), len(ascending) - 1)
    return np.asarray(ascending[place] == values)
