"""Matching a corpus: what was found before is used as far as it holds, and what is found is kept for the next time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from annotui.core.mojibake import repaired
from annotui.corpus.scan import Corpus

from .cache import Cache, key
from .findings import LEFT_OUT, Findings
from .hashes import Hashes
from .parameters import Parameters
from .progress import Progress, Report

Publish = Callable[[Path], None]

_READING = "reading the articles"
_READ = 0.1
"""How much of all the time that takes, 0..1."""


def run(
    corpus: Corpus,
    parameters: Parameters,
    report: Report,
    publish: Publish,
    *,
    related: bool = True,
    unasked: bool = False,
) -> str:
    """Find the families of a corpus, and then the related sentences.

    Args:
        corpus: the articles.
        parameters: how closely they are compared.
        report: told how far it is.
        publish: told where a result is: first with the families, and then with the related sentences too; who opens it there discards it
            (`cache.discard`).
        related: whether related sentences are wanted.
        unasked: whether nobody has asked for these, so that they are left out where there is very much text.

    Returns:
        What is worth knowing, in one sentence: why nothing could be kept for the next time, or what was left out; empty for nothing.

    Raises:
        OSError: a result cannot be written anywhere.
    """
    cache = Cache(corpus.root)
    hashes = Hashes(corpus, cache)
    known = []
    for done, (id_, sha256) in enumerate(hashes.current()):
        if hashes.reads:
            report(Progress(_READ * done / len(corpus.entries), _READING))
        if sha256:
            known.append((id_, sha256))
    hashes.keep()
    name = key(parameters, known)
    before = Findings.open(cache.result(name))
    if before is not None:
        cache.touch(name)
        publish(cache.result(name))
        if before.has_relatives or not related or (before.left_out and unasked):
            return cache.fault or (LEFT_OUT if unasked and not before.has_relatives else "")
    wanted = _Wanted(related, unasked, name if before else None)
    left_out = _match(cache, hashes, parameters, report, publish, wanted)
    cache.prune()
    return cache.fault or (LEFT_OUT if left_out else "")


class _Wanted(NamedTuple):
    """What is wanted.

    Args:
        related, unasked: as for `run`.
        published: the result whose families were published already, and are not published again.
    """

    related: bool
    unasked: bool
    published: str | None


def _match(
    cache: Cache, hashes: Hashes, parameters: Parameters, report: Report, publish: Publish, wanted: _Wanted
) -> bool:
    """Find everything anew, but for what the memo knows.

    Returns:
        Whether related sentences were left out.
    """
    # Not at the top: who finds everything in the cache does not wait for numpy.
    from . import compared as comparing
    from . import verdicts
    from .engine import UNASKED, Source, match
    from .result import save

    articles = [Source(one.id, one.sha256, repaired(one.text)) for one in hashes.articles()]
    name = key(parameters, [(one.id, one.sha256) for one in articles])
    memo, compared = verdicts.load(cache), comparing.load(cache)
    for result in match(
        articles,
        parameters,
        report=report,
        memo=memo,
        compared=compared,
        related=wanted.related,
        most=UNASKED if wanted.unasked else None,
    ):
        if result.related is None:
            verdicts.keep(cache, memo)
            comparing.keep(cache, compared)
        if result.related is not None or name != wanted.published:
            publish(cache.keep_result(name, partial(save, result=result)))
    return result.left_out
