"""Texts → families and related sentences: the stages of matching, one behind the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from annotui.core.family import Discrepancy
from annotui.core.span import Span

from .adjoining import whole
from .columns import Floats, Longs, Pairs, Pieces, Words
from .compared import Compared, Member
from .findings import KINDS
from .intervals import indices
from .memo import Memo
from .newness import newness
from .otherwise import Otherwise, otherwise
from .pairs import find_pairs
from .parameters import Parameters
from .pieces import cut
from .progress import Progress, Report
from .ranking import with_differences
from .related import Relatives
from .related import related as find_related
from .result import AlignedPairs, Known, Places, Related, Result
from .spans import spans
from .stories import copies, shared, stories, text_of
from .words import tokenise


class Source(NamedTuple):
    """An article to be compared with others.

    Args:
        id: the article's id.
        sha256: hash of its bytes, in hex.
        text: as it should read, offset by offset that of the file.
    """

    id: str
    sha256: str
    text: str


class _Stage(NamedTuple):
    """A part of the work.

    Args:
        doing: what a reader is told that it does.
        start, end: its part of all the time there is, 0..1.
    """

    doing: str
    start: float
    end: float

    def within(self, report: Report) -> Callable[[float], None]:
        """What is told how far this stage is, 0..1."""

        def told(share: float) -> None:
            report(Progress(self.start + share * (self.end - self.start), self.doing))

        told(0)
        return told


_WORDS = _Stage("taking the words", 0.1, 0.2)
_PAIRS = _Stage("comparing passages", 0.2, 0.6)
_FAMILIES = _Stage("making families", 0.6, 0.65)
_DIFFERENCES = _Stage("looking for differences", 0.65, 0.75)
_REPORTED = 500
"""Families between two reports of progress."""

_RELATED = _Stage("looking for related sentences", 0.75, 0.95)
_OTHERWISE = _Stage("looking for related sentences", 0.95, 1.0)

UNASKED = 8_000_000
"""Words up to which a reader gets related sentences without asking for them: some 300,000 sentences, a minute and a half and 250 MB."""


def match(
    articles: Sequence[Source],
    parameters: Parameters,
    *,
    report: Report = lambda progress: None,
    memo: Memo | None = None,
    compared: Compared | None = None,
    related: bool = True,
    most: int | None = None,
) -> Iterator[Result]:
    """Find what articles have in common.

    What is found depends on the content of the articles only: their order and their names say which member of a family comes first.

    Args:
        articles: all of a corpus, in any order.
        parameters: how closely they are compared.
        report: told how far it is.
        memo: remembers what was found out about two passages; the result is the same without.
        compared: remembers what was found out about families; likewise.
        related: whether related sentences are wanted.
        most: in so many words at most; None for any number.

    Yields:
        The families, and then the same with the related sentences.
    """
    corpus = _Corpus(sorted(articles, key=lambda one: (one.sha256, one.id)))
    _WORDS.within(report)
    words = tokenise(corpus.texts)
    pairs = find_pairs(words, parameters, _PAIRS.within(report), memo)
    _FAMILIES.within(report)
    pieces = cut(words, pairs, parameters)
    result = Result(
        _known(corpus, words, pairs, pieces, parameters),
        *_families(corpus, words, pieces, compared or Compared(), _DIFFERENCES.within(report)),
        _pairs(words, pairs, corpus.places),
        left_out=related and most is not None and len(words) > most,
    )
    yield result
    if related and not result.left_out:
        del pairs
        found = find_related(corpus.texts, words, _RELATED.within(report), pieces=pieces)
        said = otherwise(corpus.texts, found, _OTHERWISE.within(report))
        yield replace(result, related=_related(found, said, corpus.places))


class _Corpus:
    """The articles in the order of their content, and the way to that of their ids, which is the order of the corpus.

    Args:
        sources: by content.
    """

    def __init__(self, sources: Sequence[Source]) -> None:
        self.sources = sources
        self.texts = [one.text for one in sources]
        self.order = sorted(range(len(sources)), key=lambda at: sources[at].id)
        self.places = np.empty(len(sources), np.int64)
        """Of each article, its place in the corpus."""
        self.places[self.order] = np.arange(len(sources))


def _known(
    corpus: _Corpus, words: Words, pairs: Pairs, pieces: Pieces, parameters: Parameters
) -> list[Known]:
    common = shared(words, pairs)
    story = stories(words, common).tolist()
    originals = copies(words, common, pieces, parameters, corpus.places).tolist()
    new = newness(words, pairs, pieces, parameters, corpus.places).tolist()
    return [
        Known(
            corpus.sources[at].id,
            corpus.sources[at].sha256,
            new[at],
            story[at],
            corpus.sources[originals[at]].id if originals[at] >= 0 else None,
        )
        for at in corpus.order
    ]


def _families(
    corpus: _Corpus, words: Words, pieces: Pieces, compared: Compared, told: Callable[[float], None]
) -> tuple[Places, Longs, Floats, Floats, Mapping[int, Sequence[Discrepancy]]]:
    """Passages, the family of each, scores and similarities of the families, and what their members say differently."""
    text, starts, ends = spans(words, corpus.texts, pieces.starts, pieces.ends)
    rows = np.lexsort((starts, corpus.places[text]))
    text, starts, ends = text[rows], starts[rows], ends[rows]

    def member(row: int) -> Member:
        one = corpus.sources[text[row]]
        return Member(one.sha256, one.text, Span(int(starts[row]), int(ends[row])))

    found = _discrepancies(member, pieces.families[rows], compared, told)
    ranked = with_differences(pieces, np.isin(np.arange(len(pieces.scores)), list(found)))
    number = np.empty(len(pieces.scores), np.int64)
    number[pieces.families] = ranked.families
    return (
        Places(corpus.places[text], starts, ends),
        ranked.families[rows],
        ranked.scores,
        ranked.similarities,
        {int(number[family]): said for family, said in found.items()},
    )


def _discrepancies(
    member: Callable[[int], Member], families: Longs, compared: Compared, told: Callable[[float], None]
) -> Mapping[int, Sequence[Discrepancy]]:
    """What the members of each family say differently.

    Args:
        member: gives the passage of a row.
        families: the family of each row; its members are counted in the order of the rows.
        compared: remembers what was found out before.
        told: told how much is done, 0..1.
    """
    rows = np.argsort(families, kind="stable")
    bounds = np.searchsorted(np.sort(families), np.arange(families.max(initial=-1) + 2)).tolist()
    found = {}
    for number, (first, end) in enumerate(pairwise(bounds)):
        if said := compared.discrepancies([member(row) for row in rows[first:end].tolist()]):
            found[number] = said
        if number % _REPORTED == 0:
            told(number / len(bounds))
    return found


def _related(found: Relatives, said: Sequence[Otherwise], places: Longs) -> Related:
    """The related sentences, and what they say otherwise, in terms of articles, in the order of their ids."""
    order = np.lexsort((found.starts, places[found.texts]))
    number = np.empty(len(order), np.int64)
    number[order] = np.arange(len(order))
    lengths = np.diff(found.firsts)[order]
    rows = indices(found.firsts[:-1][order], lengths)
    return Related(
        Places(places[found.texts][order], found.starts[order], found.ends[order]),
        np.append(0, np.cumsum(lengths)),
        number[found.others[rows]],
        found.scores[rows],
        found.close,
        *_otherwise(said, places.tolist()),
    )


def _otherwise(
    said: Sequence[Otherwise], places: Sequence[int]
) -> tuple[Places, list[tuple[int, int, int, int]]]:
    """What is said otherwise, and where else."""
    said = sorted(said, key=lambda one: (places[one.text], one.span, places[one.other_text], one.other))
    return (
        Places(
            [places[one.text] for one in said],
            [one.span.start for one in said],
            [one.span.end for one in said],
        ),
        [(places[one.other_text], *one.other, KINDS.index(one.kind)) for one in said],
    )


def _pairs(words: Words, pairs: Pairs, places: Longs) -> AlignedPairs:
    """The pairs in terms of articles, the most similar first; one whose parts are in another order is one pair from end to end."""
    found = whole(words, pairs)
    similarity = 2 * found.matched / (found.a_end - found.a_start + found.b_end - found.b_start)
    sides: list[Longs] = [
        np.stack((places[text_of(words, start)], words.starts[start], words.ends[end - 1]), 1)
        for start, end in ((found.a_start, found.a_end), (found.b_start, found.b_end))
    ]
    one, other = sides
    turned = (one[:, 0] > other[:, 0])[:, None]
    a, b = np.where(turned, other, one), np.where(turned, one, other)
    order = np.lexsort((b[:, 1], b[:, 0], a[:, 1], a[:, 0], -similarity))
    return AlignedPairs(np.hstack((a, b, found.matched[:, None]))[order], similarity[order])
