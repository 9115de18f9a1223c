"""One action on families, put together over all articles that it touches, and then done as one step."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import uuid_utils

from annotui.config.file import SHARED_FILE
from annotui.core.annotation import Annotation
from annotui.core.family import Family, Passage
from annotui.core.span import Span
from annotui.core.text import words
from annotui.corpus.article import Article
from annotui.store.changes import Change, Done, Put, Remove

from .decisions import Decision, Place, draft
from .export import standing
from .matches import Matches
from .stamp import timestamp
from .tag import made
from .texts import CannotUse, Text

DUPLICATE = "duplicate"
"""What the members of an accepted family are tagged as."""

ERROR = "error"
"""What words are tagged as that differ from the other members of their family."""

_MATCH: Mapping[str, object] = {"kind": "match"}
DIFFERENCE: Mapping[str, object] = {"kind": "suggestion", "rule": "discrepancy"}
"""Where an annotation of words that differ comes from."""


class CannotDecide(Exception):
    """Nothing was decided: `str(error)` is one sentence with the reason."""


def require_label(matches: Matches, label: str) -> None:
    """Make sure that there is a label.

    Raises:
        CannotDecide: the configuration has other ones.
    """
    if label not in matches.labels:
        raise CannotDecide(f"there is no label {label} here; add it to {SHARED_FILE}")


class Action:
    """One action that is put together, and then done; what is decided already is asked after it was begun.

    Args:
        matches: what was found.
    """

    def __init__(self, matches: Matches) -> None:
        self._matches = matches
        self._store = matches.store
        # Another window of this reviewer may have decided it just now.
        self._store.refresh()
        self._changes: list[Change] = []
        self._now = timestamp()
        self.count = 0

    def commit(self) -> Done | None:
        """Do it; None where there is nothing to do."""
        return self._store.commit(self._changes) if self._changes else None

    def accept(self, number: int, kept: int, members: Collection[int]) -> tuple[dict[int, str], str]:
        """Members become duplicates of the kept one; returns why some do not, and their group."""
        family = self._matches.family(number)
        texts, reasons = self._read(family, [kept, *members])
        if kept in reasons:
            raise CannotDecide(reasons[kept])
        wanted = [one for one in members if one in texts]
        if not wanted:
            return reasons, ""
        ruling = self._matches.rulings(number)[kept]
        there = {one: self._there(texts[one], family.members[one], DUPLICATE) for one in (kept, *wanted)}
        known = there[kept]
        group = (ruling and ruling.group) or (known and known.group) or str(uuid_utils.uuid7())
        if ruling is None or ruling.decision != "kept":
            self._join(
                there[kept],
                texts[kept],
                family.members[kept].span,
                DUPLICATE,
                group,
                {**_MATCH, "kept": True},
            )
            # One that takes the place of another was perhaps never looked at.
            is_read = ruling is None or ruling.decision != "accepted" or bool(ruling.read)
            self._decide(texts[kept], number, kept, "kept", is_read=is_read, group=group)
        for one in wanted:
            self._join(there[one], texts[one], family.members[one].span, DUPLICATE, group, _MATCH)
            self._decide(texts[one], number, one, "accepted", is_read=False, group=group)
        self.count += len(wanted)
        return reasons, group

    def put_out(self, number: int, members: Collection[int], decision: Decision, read: int) -> dict[int, str]:
        """Members are not, or no longer, in the family; returns why some stay.

        Args:
            number: the family.
            members: which.
            decision: what is decided about them.
            read: the one that was looked at.
        """
        family = self._matches.family(number)
        rulings = self._matches.rulings(number)
        texts, reasons = self._read(family, members)
        for one, text in texts.items():
            passage, ruling = family.members[one], rulings[one]
            if ruling is not None and ruling.group:
                self._changes += [
                    Remove(each)
                    for each in self._matches.own(text.article)
                    if each.group == ruling.group
                    and each.source.get("kind") == "match"
                    and each.span.overlaps(passage.span)
                ]
            self._decide(text, number, one, decision, is_read=one == read)
            self.count += 1
        return reasons

    def tag_wrong(self, number: int, wrong: Mapping[int, Sequence[Span]]) -> tuple[dict[int, str], str]:
        """Tag words of members as error; those not decided yet are left out with that."""
        family = self._matches.family(number)
        decided = self._matches.decided(number)
        texts, reasons = self._read(family, wrong)
        group = str(uuid_utils.uuid7())
        for one, text in texts.items():
            passage = family.members[one]
            spans = {visible(text.readable, passage.span, span) for span in wrong[one]}
            for span in sorted(spans):
                there = self._there(text, Passage(passage.article, span), ERROR)
                self._join(there, text, span, ERROR, group, DIFFERENCE)
            if decided[one] is None:
                self._decide(text, number, one, "left out", is_read=False)
            self.count += 1
        return reasons, group

    def _read(self, family: Family, members: Iterable[int]) -> tuple[dict[int, Text], dict[int, str]]:
        """The articles of some members, and why the others cannot be used."""
        texts: dict[int, Text] = {}
        reasons: dict[int, str] = {}
        for one in members:
            article = family.members[one].article
            try:
                texts[one] = self._matches.text(article)
            except CannotUse as error:
                reasons[one] = f"{self._matches.shelf.name(article)} {error}"
        return texts, reasons

    def _there(self, text: Text, passage: Passage, label: str) -> Annotation | None:
        """What the reviewer has tagged there with that label."""
        own = self._matches.own(text.article)
        return next((one for one in own if one.span == passage.span and one.label == label), None)

    def _join(
        self,
        there: Annotation | None,
        text: Text,
        span: Span,
        label: str,
        group: str,
        source: Mapping[str, object],
    ) -> None:
        """A new annotation in a group; or the one that is there, if it is in no group yet."""
        if there is None:
            new = made(self._store, text.article, span, label, source, group=group, now=self._now)
            self._changes.append(Put(new))
        elif there.group is None or source.get("kept"):
            kept = {"kept": True} if source.get("kept") else {}
            joined = replace(there, group=group, source={**there.source, **kept})
            self._changes += changed_in(text.article, joined, self._now)

    def _decide(
        self, text: Text, number: int, member: int, decision: Decision, *, is_read: bool, group: str = ""
    ) -> None:
        article, span = self._matches.family(number).members[member]
        said = self._matches.said(number, member, text.readable)
        place = Place(article, text.article.sha256, span)
        self._changes.append(
            draft(
                self._store,
                place,
                said,
                decision,
                is_read=is_read,
                equals=self._matches.homes(place.sha256),
                names=self._matches.names(place),
                group=group,
            )
        )


def changed_in(article: Article, one: Annotation, now: str) -> list[Change]:
    """What keeps a changed annotation where it stands in its article now; one whose article was renamed moves there.

    Args:
        article: as its file is now.
        one: with the span that it has there.
        now: when it was changed.
    """
    moved: list[Change] = [Remove(one)] if one.article != article.id else []
    return [*moved, Put(replace(standing(one, one.span, article), updated=now))]


def visible(text: str, passage: Span, span: Span) -> Span:
    """A stretch that can be tagged for what differs: where nothing is said, the words on both sides of that.

    Args:
        text: as it should read.
        passage: in which it lies.
        span: what differs; may be empty.
    """
    if not span.is_empty:
        return span
    inside = words(text, passage)
    before = [one for one in inside if one.end <= span.start][-1:]
    behind = [one for one in inside if one.start >= span.end][:1]
    around = [*before, *behind] or [passage]
    return Span(around[0].start, around[-1].end)
