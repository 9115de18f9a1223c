"""Which two articles share most."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from annotui.matching.findings import Findings

_FAMILIES = 500
"""Families that are looked at, the strongest first."""
_MEMBERS = 40
"""Members of a family that are looked at."""
_NEARLY = 0.95
_ARTICLES = 100
"""In a corpus of more, related sentences are not counted."""


def closest(findings: Findings) -> tuple[str, str] | None:
    """The two articles that share most: passages, else sentences that are related; None where none share anything.

    Returns:
        Their ids, in the order of the corpus.
    """
    if len(findings.articles) < 2:
        return None
    shared: Counter[tuple[str, str]] = Counter()
    for number in range(min(findings.count, _FAMILIES)):
        members = findings.family(number).members[:_MEMBERS]
        for one, other in combinations(members, 2):
            if one.article != other.article:
                length = one.span.end - one.span.start
                shared[min(one.article, other.article), max(one.article, other.article)] += length
    if not shared and findings.has_relatives and len(findings.articles) <= _ARTICLES:
        for article in findings.articles:
            for nearest in findings.nearest(article):
                if nearest != article:
                    shared[min(article, nearest), max(article, nearest)] += 1
    if not shared:
        return None
    # Of many that share nearly the same, the first ones.
    enough = _NEARLY * max(shared.values())
    return min(pair for pair, length in shared.items() if length >= enough)
