"""All pairs of passages of some texts: seeds, chained and verified, and the short repeats."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .adjoining import adjoining
from .blocks import Blocks, Bounds, equal, joined, trimmed
from .chain import Candidates, chain
from .columns import Hashes, Longs, Pairs, Words
from .contents import contents
from .distinct import distinct
from .memo import Memo
from .parameters import Parameters
from .repeats import SHORTEST, find_repeats
from .seeds import find_hits
from .sieve import sieve
from .verify import verify


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
    content = contents(words)
    candidates = chain(hits, words.firsts, content[:, 0], parameters.seed, parameters.seed + 1)
    del hits
    report(0.3)
    blocks = _found(
        words, content, candidates, parameters.shortest, lambda share: report(0.3 + 0.6 * share), memo
    )
    blocks = blocks.followed_by(_repeats(words, content, parameters.neighbours))
    pairs = _pairs(blocks, distinct(words, blocks.bounds()))
    report(1.0)
    return pairs


def _ignored(share: float) -> None:
    """Nobody wants to know."""


def _found(
    words: Words,
    content: Hashes,
    candidates: Candidates,
    fewest: int,
    report: Callable[[float], None],
    memo: Memo | None,
) -> Blocks:
    """The passages at candidates, and the shorter ones beside them."""
    blocks = verify(words, content, sieve(words, candidates, fewest), fewest, report, memo)
    blocks = trimmed(words, equal(words, joined(words, blocks))).long_enough(fewest)
    beside = verify(words, content, adjoining(words, candidates, blocks.bounds()), SHORTEST, None, memo)
    return blocks.followed_by(trimmed(words, equal(words, beside)).long_enough(SHORTEST))


def _repeats(words: Words, content: Hashes, neighbours: int) -> Blocks:
    """The short repeats, the sides the way round that those of candidates are."""
    a, b, length = find_repeats(words, neighbours)
    text_a, text_b = np.searchsorted(words.firsts, np.stack((a, b)), "right") - 1
    blocks = Blocks(np.arange(len(a)), a, b, length)
    return blocks.turned(content[text_a, 0] > content[text_b, 0])


def _pairs(blocks: Blocks, passages: Longs) -> Pairs:
    """These passages, in the order of their places."""
    blocks = blocks.turned(blocks.a > blocks.b)
    bounds = Bounds(*(column[passages] for column in blocks.bounds()))
    order = np.lexsort((bounds.b_end, bounds.a_end, bounds.b_start, bounds.a_start))
    bounds, passages = Bounds(*(column[order] for column in bounds)), passages[order]
    firsts = np.append(blocks.firsts(), len(blocks))
    lengths = np.diff(firsts)[passages]
    block_firsts = np.append(0, np.cumsum(lengths))
    part = blocks.at(
        np.repeat(firsts[:-1][passages] - block_firsts[:-1], lengths) + np.arange(block_firsts[-1])
    )
    both = bounds.a_end - bounds.a_start + bounds.b_end - bounds.b_start
    return Pairs(*bounds[:4], 2 * bounds.matched / both, block_firsts, part.a, part.b, part.length)
