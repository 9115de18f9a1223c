"""All pairs of passages of some texts: seeds, chained and verified, and the short repeats."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .chain import chain
from .columns import GLUED, Longs, Pairs, Words
from .memo import Memo
from .parameters import Parameters
from .repeats import find_repeats
from .seeds import find_hits
from .sieve import sieve
from .verify import Blocks, verify

# Of the words of the shorter passage, the share that another pair of the same texts has too, to say the same thing again.
_AGAIN = 0.5

_Mask = NDArray[np.bool_]


def find_pairs(
    words: Words,
    parameters: Parameters,
    progress: Callable[[float], None] | None = None,
    memo: Memo | None = None,
) -> Pairs:
    """Find the passages that occur more than once, and align them.

    Args:
        words: of all texts; these in an order that depends on their content alone, where the result is not to depend on more. (Of a run
            of words that occurs often, each place is only compared with the next few.)
        parameters: how closely texts are compared.
        progress: told what share is done, 0..1.
        memo: remembers what came of candidates; the result is the same without.
    """
    report = progress or _ignored
    hits = find_hits(words, parameters.seed, parameters.neighbours)
    report(0.2)
    candidates = chain(hits, words.firsts, parameters.seed, parameters.seed + 1)
    del hits
    candidates = sieve(words, candidates, parameters.shortest)
    report(0.3)
    blocks = verify(words, candidates, parameters.shortest, lambda share: report(0.3 + 0.6 * share), memo)
    blocks = _trimmed(words, _equal(words, _joined(blocks)))
    blocks = _with(blocks, *find_repeats(words, parameters.neighbours), parameters.shortest)
    pairs = _pairs(blocks, _distinct(words, blocks))
    report(1.0)
    return pairs


def _ignored(share: float) -> None:
    """Nobody wants to know."""


def _firsts(passage: Longs) -> Longs:
    """The row of each passage's first block."""
    return np.flatnonzero(np.append(True, passage[1:] != passage[:-1])[: len(passage)])


def _at(blocks: Blocks, rows: NDArray[np.generic]) -> Blocks:
    return Blocks(blocks.passage[rows], blocks.a[rows], blocks.b[rows], blocks.length[rows])


def _bounds(blocks: Blocks) -> tuple[Longs, Longs, Longs, Longs, Longs]:
    """a_start, a_end, b_start and b_end of each passage, and how many words are equal."""
    firsts = _firsts(blocks.passage)
    lasts = np.append(firsts[1:], len(blocks.passage))[: len(firsts)] - 1
    ends = blocks.length[lasts]
    matched = np.add.reduceat(blocks.length, firsts) if len(firsts) else ends
    return blocks.a[firsts], blocks.a[lasts] + ends, blocks.b[firsts], blocks.b[lasts] + ends, matched


def _joined(blocks: Blocks) -> Blocks:
    """Make one passage again of those that were cut."""
    a_start, a_end, b_start, b_end, _ = _bounds(blocks)
    ends = {place: passage for passage, place in enumerate(zip(a_end.tolist(), b_end.tolist(), strict=True))}
    passage = np.arange(len(a_start))
    order = np.argsort(a_start, kind="stable")
    starts = np.isin(a_start << 31 ^ b_start, a_end << 31 ^ b_end)
    for one in order[starts[order]].tolist():
        before = ends.get((int(a_start[one]), int(b_start[one])))
        if before is not None:
            passage[one] = passage[before]
    if not starts.any():
        return blocks
    passages = passage[
        np.repeat(np.arange(len(a_start)), np.diff(np.append(_firsts(blocks.passage), len(blocks.a))))
    ]
    order = np.lexsort((blocks.a, passages))
    blocks = _at(blocks, order)
    return Blocks(passages[order], blocks.a, blocks.b, blocks.length)


def _equal(words: Words, blocks: Blocks) -> Blocks:
    """Leave out words that were only taken for equal."""
    places = np.repeat(np.cumsum(blocks.length) - blocks.length, blocks.length)
    places = np.arange(len(places)) - places
    a, b = np.repeat(blocks.a, blocks.length) + places, np.repeat(blocks.b, blocks.length) + places
    wrong = np.flatnonzero(words.hashes[a] != words.hashes[b])
    if not len(wrong):
        return blocks
    passage = np.repeat(blocks.passage, blocks.length)
    right = words.hashes[a] == words.hashes[b]
    passage, a, b = passage[right], a[right], b[right]
    new = np.ones(len(a), bool)
    new[1:] = (passage[1:] != passage[:-1]) | (np.diff(a) != 1) | (np.diff(b) != 1)
    firsts = np.flatnonzero(new)
    return Blocks(passage[firsts], a[firsts], b[firsts], np.diff(np.append(firsts, len(a))))


def _trimmed(words: Words, blocks: Blocks) -> Blocks:
    """Let no passage begin or end inside what is one word to a reader."""
    gaps = np.append(words.gaps, np.uint8(GLUED + 1))
    while len(blocks.passage):
        firsts = _firsts(blocks.passage)
        lasts = np.append(firsts[1:], len(blocks.passage)) - 1
        starts = firsts[(gaps[blocks.a[firsts]] == GLUED) | (gaps[blocks.b[firsts]] == GLUED)]
        ends = blocks.length[lasts]
        ends = lasts[(gaps[blocks.a[lasts] + ends] == GLUED) | (gaps[blocks.b[lasts] + ends] == GLUED)]
        if not len(starts) and not len(ends):
            break
        shift, less = np.zeros((2, len(blocks.a)), np.int64)
        shift[starts] = 1
        less[ends] = 1
        length = blocks.length - shift - less
        blocks = _at(Blocks(blocks.passage, blocks.a + shift, blocks.b + shift, length), length > 0)
    return blocks


def _with(blocks: Blocks, a: Longs, b: Longs, length: Longs, shortest: int) -> Blocks:
    """The passages that are long enough, and the repeats."""
    matched = np.bincount(blocks.passage, blocks.length)
    blocks = _at(blocks, matched[blocks.passage] >= shortest)
    number = int(blocks.passage.max(initial=-1)) + 1
    return Blocks(
        np.concatenate((blocks.passage, np.arange(number, number + len(a)))),
        np.concatenate((blocks.a, a)),
        np.concatenate((blocks.b, b)),
        np.concatenate((blocks.length, length)),
    )


def _distinct(words: Words, blocks: Blocks) -> Longs:
    """The passages, by their place in order, that say something no stronger one of the same two texts says; sorted as `Pairs` are."""
    a_start, a_end, b_start, b_end, matched = _bounds(blocks)
    order = np.lexsort((b_end, a_end, b_start, a_start))
    texts = np.searchsorted(words.firsts, np.stack((a_start, b_start)), "right") - 1
    group = texts[0] * words.texts + texts[1]
    _, number, counts = np.unique(group, return_inverse=True, return_counts=True)
    kept = np.ones(len(group), bool)
    several = np.flatnonzero(counts[number] > 1)
    several = several[np.lexsort((b_start[several], a_start[several], -matched[several], number[several]))]
    columns = (column[several].tolist() for column in (number, a_start, a_end, b_start, b_end))
    before: list[tuple[int, int, int, int]] = []
    current = -1
    for row, group_, *bounds in zip(several.tolist(), *columns, strict=True):
        if group_ != current:
            before, current = [], group_
        one = (bounds[0], bounds[1], bounds[2], bounds[3])
        if any(_says_again(one, other) for other in before):
            kept[row] = False
        else:
            before.append(one)
    found: Longs = order[kept[order]]
    return found


def _says_again(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    """Whether a pair of passages has much of another pair on both sides."""
    a = min(one[1], other[1]) - max(one[0], other[0])
    b = min(one[3], other[3]) - max(one[2], other[2])
    return a > _AGAIN * (one[1] - one[0]) and b > _AGAIN * (one[3] - one[2])


def _pairs(blocks: Blocks, passages: Longs) -> Pairs:
    """These passages, in this order."""
    a_start, a_end, b_start, b_end, matched = (column[passages] for column in _bounds(blocks))
    firsts = np.append(_firsts(blocks.passage), len(blocks.passage))
    lengths = np.diff(firsts)[passages]
    block_firsts = np.append(0, np.cumsum(lengths))
    rows = np.repeat(firsts[:-1][passages] - block_firsts[:-1], lengths) + np.arange(block_firsts[-1])
    similarity = 2 * matched / np.maximum(a_end - a_start + b_end - b_start, 1)
    part = _at(blocks, rows)
    return Pairs(a_start, a_end, b_start, b_end, similarity, block_firsts, part.a, part.b, part.length)
