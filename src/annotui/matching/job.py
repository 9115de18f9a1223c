"""Matching a corpus: what was found before is used as far as it holds, and what is found is kept for the next time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from annotui.core.mojibake import repaired
from annotui.corpus.scan import Corpus

from .cache import Cache, key
from .findings import Findings
from .hashes import Hashes
from .parameters import Parameters
from .progress import Progress, Report

Publish = Callable[[Path], None]

_READING = "reading the articles"
_READ = 0.1
"""How much of all the time that takes, 0..1."""


def run(
    corpus: Corpus, parameters: Parameters, report: Report, publish: Publish, *, related: bool = True
) -> str:
    """Find the families of a corpus, and then the related sentences.

    Args:
        corpus: the articles.
        parameters: how closely they are compared.
        report: told how far it is.
        publish: told where a result is: first with the families, and then with the related sentences too; who opens it there discards it
            (`cache.discard`).
        related: whether related sentences are wanted.

    Returns:
        Why nothing could be kept for the next time, in one sentence; empty where it could.

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
        if before.has_relatives or not related:
            return cache.fault
    _match(cache, hashes, parameters, report, publish, related=related, published=name if before else None)
    cache.prune()
    return cache.fault


def _match(
    cache: Cache,
    hashes: Hashes,
    parameters: Parameters,
    report: Report,
    publish: Publish,
    *,
    related: bool,
    published: str | None,
) -> None:
    """Find everything anew, but for what the memo knows; the families of the result that was published are not published again."""
    # Not at the top: who finds everything in the cache does not wait for numpy.
    from . import compared as comparing
    from . import verdicts
    from .engine import Source, match
    from .result import save

    articles = [Source(one.id, one.sha256, repaired(one.text)) for one in hashes.articles()]
    name = key(parameters, [(one.id, one.sha256) for one in articles])
    memo, compared = verdicts.load(cache), comparing.load(cache)
    for result in match(articles, parameters, report=report, memo=memo, compared=compared, related=related):
        if result.related is None:
            verdicts.keep(cache, memo)
            comparing.keep(cache, compared)
        if result.related is not None or name != published:
            publish(cache.keep_result(name, partial(save, result=result)))
