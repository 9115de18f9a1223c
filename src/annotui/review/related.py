"""Sentences that say the same in other words: accept one as the same fact, or never see it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import uuid_utils

from annotui.core.annotation import Annotation
from annotui.core.family import Passage, Relative
from annotui.core.span import Span
from annotui.corpus.article import Article
from annotui.store.changes import Change, Done, Draft, Put

from .action import CannotDecide, changed_in, require_label
from .decide import Decided
from .matches import Matches
from .reading import Reading
from .stamp import timestamp
from .tag import made
from .texts import CannotUse

CLAIM = "claim"
"""What two sentences are tagged as that state the same fact."""

TABLE = "unrelated"
"""The store's table of pairs of sentences that reviewers do not want to see as related again."""

_SAME_FACT: Mapping[str, object] = {"kind": "suggestion", "rule": "same fact"}


def relatives(matches: Matches, reading: Reading, offset: int) -> list[Relative]:
    """The sentences related to the one at an offset, the closest first.

    Those that this reviewer has dismissed are left out, and those of articles that are not any more what was matched.
    """
    if matches.findings is None or not matches.holds(reading):
        return []
    found = matches.findings.relatives(reading.article.id, offset)
    dismissed = _dismissed(matches)
    here = Passage(reading.article.id, reading.prose.at("sentence", offset))
    said = matches.words_hash(here) or ""
    return [
        one
        for one in found
        if (hash_ := matches.words_hash(one.passage)) is not None and _key(said, hash_) not in dismissed
    ]


def accept_same_fact(
    matches: Matches, reading: Reading, here: Annotation | Span, passage: Passage
) -> Decided:
    """Say that a related sentence states the same fact: it gets the label of the annotation, or both are claims; in one group.

    Args:
        matches: what was found, and where annotations are kept.
        reading: the article that is read.
        here: the annotation under the cursor, with the span that it has there, else the sentence there.
        passage: the related sentence.

    Raises:
        CannotDecide: the configuration has no label for claims, or the article of the related sentence cannot be used.
        StoreError: nothing can be kept there; nothing has changed.
    """
    label = here.label if isinstance(here, Annotation) else CLAIM
    require_label(matches, label)
    # Another window of this reviewer may have accepted it just now.
    matches.store.refresh()
    try:
        other = matches.text(passage.article).article
    except CannotUse as error:
        raise CannotDecide(f"{matches.shelf.name(passage.article)} {error}") from error
    span = here.span if isinstance(here, Annotation) else here
    ours = here if isinstance(here, Annotation) else _there(matches, reading.article, span, label)
    theirs = _there(matches, other, passage.span, label)
    groups = [one.group for one in (ours, theirs) if one is not None and one.group]
    group = groups[0] if groups else str(uuid_utils.uuid7())
    changes = [
        *_joined(matches, ours, reading.article, span, label, group),
        *_joined(matches, theirs, other, passage.span, label, group),
    ]
    done = matches.store.commit(changes) if changes else None
    return Decided(done, len([one for one in changes if isinstance(one, Put)]), group=group)


def dismiss_related(matches: Matches, reading: Reading, sentence: Span, passage: Passage) -> Done:
    """Never show two sentences as related again to this reviewer, wherever they stand.

    Args:
        matches: what was found, and where that is kept.
        reading: the article that is read.
        sentence: in it.
        passage: the related sentence.

    Raises:
        CannotDecide: the article of the related sentence cannot be used.
        StoreError: nothing can be kept there; nothing has changed.
    """
    here = Passage(reading.article.id, sentence)
    hashes = [matches.words_hash(one) for one in (here, passage)]
    if None in hashes:
        raise CannotDecide(f"{matches.shelf.name(passage.article)} is not any more what was matched")
    key = _key(*(one or "" for one in hashes))
    document = {
        "words": sorted(one or "" for one in hashes),
        "article": here.article,
        "places": [[one.article, *one.span] for one in (here, passage)],
        "reviewer": matches.store.reviewer,
        "created": timestamp(),
    }
    return matches.store.commit([Draft(TABLE, f"{matches.store.reviewer}:{key}", document)])


def _dismissed(matches: Matches) -> set[str]:
    before = f"{matches.store.reviewer}:"
    return {key.removeprefix(before) for key in matches.store.documents(TABLE) if key.startswith(before)}


def _key(one: str, other: str) -> str:
    """The same for both orders of two hashes; half of each is still 128 bits."""
    return ":".join(hash_[:32] for hash_ in sorted((one, other)))


def _there(matches: Matches, article: Article, span: Span, label: str) -> Annotation | None:
    own = matches.own(article)
    return next((one for one in own if one.span == span and one.label == label), None)


def _joined(
    matches: Matches, there: Annotation | None, article: Article, span: Span, label: str, group: str
) -> list[Change]:
    """What makes an annotation part of a group: nothing where it is, or where it is another reviewer's."""
    if there is None:
        return [Put(made(matches.store, article, span, label, _SAME_FACT, group=group))]
    if there.group == group or there.reviewer != matches.store.reviewer:
        return []
    return changed_in(article, replace(there, group=group), timestamp())
