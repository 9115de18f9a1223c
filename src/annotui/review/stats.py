"""How much has been tagged, by whom, and how far the review is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from annotui.core import digest
from annotui.corpus.files import read_regular
from annotui.corpus.scan import Corpus
from annotui.store.store import Store

from .export import articles
from .progress import marks


@dataclass(frozen=True, slots=True)
class OfArticle:
    """The annotations of one article.

    Args:
        article: the article's id; it may be gone.
        labels: how many there are of each label.
        reviewers: how many by each reviewer.
        orphans: how many have lost their place.
    """

    article: str
    labels: Mapping[str, int]
    reviewers: Mapping[str, int]
    orphans: int

    @property
    def annotations(self) -> int:
        """How many there are."""
        return sum(self.labels.values())


@dataclass(frozen=True, slots=True)
class OfReviewer:
    """What one reviewer has done.

    Args:
        annotations: how many are theirs.
        reviewed: how many articles they have marked as reviewed that nobody has edited since.
    """

    annotations: int
    reviewed: int


@dataclass(frozen=True, slots=True)
class Stats:
    """The counts of a corpus.

    Args:
        corpus: its name.
        articles: how many files are read as articles.
        statuses: how many annotations are ok, moved and orphans.
        labels: how many there are of each label, the most frequent first.
        reviewers: by name, those who tagged or marked an article as reviewed.
        by_article: the articles with annotations, by id.
        untagged: how many of the corpus have none.
    """

    corpus: str
    articles: int
    statuses: Counter[str]
    labels: Mapping[str, int]
    reviewers: Mapping[str, OfReviewer]
    by_article: tuple[OfArticle, ...]
    untagged: int

    @property
    def annotations(self) -> int:
        """How many there are."""
        return self.statuses.total()


def stats(store: Store, corpus: Corpus) -> Stats:
    """Count the annotations and the reviewed articles of a corpus.

    Args:
        store: the annotations and the marks.
        corpus: the articles.
    """
    hashes: dict[str, str | None] = {}
    statuses: Counter[str] = Counter()
    labels: Counter[str] = Counter()
    reviewers: Counter[str] = Counter()
    by_article = []
    for found in articles(store, corpus):
        hashes[found.id] = found.sha256
        one = OfArticle(
            found.id,
            Counter(record.annotation.label for record in found.records),
            Counter(record.annotation.reviewer for record in found.records),
            sum(1 for record in found.records if record.status == "orphan"),
        )
        by_article.append(one)
        statuses.update(record.status for record in found.records)
        labels.update(one.labels)
        reviewers.update(one.reviewers)
    tagged = frozenset(hashes)
    reviewed = _reviewed(store, corpus, hashes)
    return Stats(
        corpus.name,
        len(corpus.entries),
        statuses,
        dict(sorted(labels.items(), key=lambda one: (-one[1], one[0]))),
        {
            name: OfReviewer(reviewers[name], reviewed.get(name, 0))
            for name in sorted({*reviewers, *reviewed})
        },
        tuple(by_article),
        sum(1 for entry in corpus.entries if entry.id not in tagged),
    )


def _reviewed(store: Store, corpus: Corpus, hashes: dict[str, str | None]) -> dict[str, int]:
    """How many articles each reviewer has finished with, as they are now.

    Args:
        store: the marks.
        corpus: the articles.
        hashes: those that are known already; the others are added.
    """
    paths = {entry.id: entry.path for entry in corpus.entries}
    counts: dict[str, int] = {}
    for reviewer, marked in marks(store).items():
        counts[reviewer] = 0
        for article, sha256 in marked.items():
            if article not in hashes and article in paths:
                try:
                    hashes[article] = digest.sha256(read_regular(paths[article]))
                except OSError:
                    hashes[article] = None
            counts[reviewer] += hashes.get(article) == sha256
    return counts
