"""Verify what is kept and whether it still stands in the articles; nothing is changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from annotui.corpus.scan import Corpus
from annotui.formats.record import Record
from annotui.store.index import Conflict
from annotui.store.layout import Layout
from annotui.store.store import Store

from .export import Annotated, articles

_LOST = "its words cannot be found in the article any more"
_STAMPS = frozenset({"created", "updated"})


@dataclass(frozen=True, slots=True)
class Orphan:
    """An annotation that has lost its place.

    Args:
        record: with its last known place and text.
        reason: why, in words.
    """

    record: Record
    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The annotations of one edited article that were found again.

    Args:
        article: the article's id.
        count: how many.
        score: how similar the surroundings of the least certain one still are, 0..1.
    """

    article: str
    count: int
    score: float


@dataclass(slots=True)
class Checked:
    """What was found.

    Args:
        damage: one sentence for each thing that is damaged, missing or cannot be read.
        notes: one sentence for each thing that is worth knowing and no damage.
        conflicts: edits that replaced another one without knowing it.
        orphans: annotations that have lost their place.
        moved: those that were found again.
        annotations: how many were looked at.
        articles: in how many articles.
        reviewers: by whom.
    """

    damage: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    orphans: list[Orphan] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    annotations: int = 0
    articles: int = 0
    reviewers: set[str] = field(default_factory=set)

    @property
    def is_sound(self) -> bool:
        """Whether nothing is damaged and nothing has lost its place."""
        return not self.damage and not self.orphans


def check(store: Store, corpus: Corpus) -> Checked:
    """Look at everything that is kept of a corpus.

    Args:
        store: what is kept.
        corpus: the articles.
    """
    found = Checked()
    for one in articles(store, corpus):
        _look_at(one, found)
    # Only now: that a document is no annotation is noticed when it is read.
    found.damage += store.problems()
    version = Layout(store.directory).unwritable_version()
    if version is not None:
        found.damage.append(version)
    elif store.read_only is not None:
        found.notes.append(store.read_only)
    found.notes += store.notes()
    if waiting := store.unsaved():
        what = "1 action is" if waiting == 1 else f"{waiting} actions are"
        found.notes.append(f"{what} kept elsewhere that could not be saved; open the corpus to save them")
    found.conflicts += [one for one in store.conflicts() if _is_of(corpus, one) and differing(one)]
    return found


def differing(conflict: Conflict) -> list[str]:
    """The keys in which two values of one document differ, but for the times; none where one was removed."""
    if conflict.kept is None or conflict.lost is None:
        return ["removed"]
    kept, lost = conflict.kept, conflict.lost
    keys = sorted(kept.keys() | lost.keys())
    return [key for key in keys if key not in _STAMPS and kept.get(key) != lost.get(key)]


def _look_at(one: Annotated, found: Checked) -> None:
    found.articles += 1
    found.annotations += len(one.records)
    found.reviewers.update(record.annotation.reviewer for record in one.records)
    found.orphans += [
        Orphan(record, _LOST if one.fault is None else f"its article cannot be read: {one.fault}")
        for record in one.records
        if record.status == "orphan"
    ]
    scores = [record.score or 0.0 for record in one.records if record.status == "moved"]
    if scores:
        found.moved.append(Moved(one.id, len(scores), min(scores)))


def _is_of(corpus: Corpus, conflict: Conflict) -> bool:
    """Whether a document belongs to this corpus; neighbours share the tables that are not those of an article."""
    document: Mapping[str, object] = conflict.kept or conflict.lost or {}
    article = document.get("article")
    return not isinstance(article, str) or article.startswith(f"{corpus.name}/")
