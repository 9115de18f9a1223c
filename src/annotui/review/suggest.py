"""Spans that a rule proposes: shown, and never kept as annotations until a reviewer accepts them with a label key."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal, NamedTuple

from annotui.core import selection as selecting
from annotui.core.annotation import Annotation
from annotui.core.marks import Marks
from annotui.core.selection import Selection, Target
from annotui.core.span import Span
from annotui.store.changes import Done, Draft
from annotui.store.record import RecordError, from_document, to_document
from annotui.store.store import Store

from .matched import Matched, Proposed
from .matches import Matches
from .reading import Reading
from .tag import made

Rule = Literal["quotation", "broken encoding", "boilerplate", "discrepancy"]

LABELS: Mapping[Rule, str] = {
    "quotation": "quote",
    "broken encoding": "error",
    "boilerplate": "duplicate",
    "discrepancy": "error",
}
"""The label that each rule proposes; where a configuration has no such label the rule proposes nothing."""

TABLE = "dismissals"
"""The store's table of suggestions that reviewers do not want to see again."""


class Suggestion(NamedTuple):
    """What a rule proposes.

    Args:
        rule: which one.
        label: what it would be tagged as.
        name: what it is called on the screen.
        spans: in order; several are accepted together, as one group.
    """

    rule: Rule
    label: str
    name: str
    spans: tuple[Span, ...]


class Dismissals:
    """The suggestions that a reviewer has dismissed.

    Args:
        store: where they are kept.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._seen: Mapping[str, Mapping[str, object]] | None = None
        self._by_article: dict[str, list[Annotation]] = {}

    def of(self, article: str) -> list[Annotation]:
        """Those in an article, each as the annotation that was not made; damaged documents are passed over."""
        documents = self._store.documents(TABLE)
        if documents is not self._seen:
            self._seen = documents
            self._by_article = {}
            for document in documents.values():
                try:
                    one = from_document(document)
                except RecordError:
                    continue
                if one.reviewer == self._store.reviewer:
                    self._by_article.setdefault(one.article, []).append(one)
        return self._by_article.get(article, [])


class Suggestions:
    """What is proposed in one article, and neither tagged nor dismissed yet.

    Args:
        reading: the article.
        labels: those that there are.
        annotations: what is tagged there, in the order of the places.
        reviewer: whose tags answer a suggestion.
        dismissed: from `Dismissals.of`.
        matches: what matching has found; None while there is nothing.
    """

    def __init__(
        self,
        reading: Reading,
        labels: Collection[str],
        annotations: Sequence[Annotation],
        reviewer: str,
        dismissed: Sequence[Annotation],
        matches: Matches | None = None,
    ) -> None:
        self._reading = reading
        self._matched = Matched(matches, reading) if matches else None
        self._rules = {rule: label for rule, label in LABELS.items() if label in labels}
        own = [one for one in annotations if one.reviewer == reviewer]
        self._tagged = {
            label: Marks([one.span for one in own if one.label == label]) for label in self._rules.values()
        }
        placed, _ = reading.placed(dismissed)
        self._dismissed = {(one.source.get("rule"), one.span) for one in placed}
        self._places = self._broken_places()

    def over(self, stretch: Span) -> list[tuple[Span, str]]:
        """The proposed spans that share a code point with a stretch of the text, each with its label."""
        if stretch.is_empty:
            return []
        found: list[tuple[Span, str]] = []
        if label := self._rules.get("quotation"):
            found += [(span, label) for span in self._quotations(stretch)]
        if label := self._rules.get("broken encoding"):
            found += [(span, label) for span in self._places if span.overlaps(stretch)]
        return [*found, *((one.span, self._rules[one.rule]) for one in self._from_matching(stretch))]

    def at(self, offset: int) -> list[Suggestion]:
        """The suggestions that the code point at an offset belongs to, the shortest of them first."""
        here = Span(offset, offset + 1)
        found: list[tuple[Span, Rule, str, tuple[Span, ...]]] = [
            (one.span, one.rule, one.name, (one.span,)) for one in self._from_matching(here)
        ]
        place = next((span for span in self._places if span.overlaps(here)), None)
        if place is not None:
            kind = self._reading.repair.kind if self._reading.repair else ""
            name = f"1 place, {kind}" if len(self._places) == 1 else f"{len(self._places)} places, {kind}"
            found.append((place, "broken encoding", name, tuple(self._places)))
        if "quotation" in self._rules:
            found += [(span, "quotation", "quotation", (span,)) for span in self._quotations(here)]
        found.sort(key=lambda one: one[0].end - one[0].start)
        return [Suggestion(rule, self._rules[rule], name, spans) for _, rule, name, spans in found]

    def target(self, selection: Selection, label: str) -> Target:
        """What a label key would tag: the selection, a suggestion with that label under the cursor, or the sentence there."""
        chosen = selecting.target(self._reading.prose, selection)
        if chosen.kind == "selection":
            return chosen
        suggested = (one for one in self.at(selection.cursor) if one.label == label)
        one = next(suggested, None)
        return chosen if one is None else Target(one.name, one.spans, one.rule)

    def _from_matching(self, stretch: Span) -> list[Proposed]:
        if self._matched is None:
            return []
        return [
            one
            for one in self._matched.over(stretch)
            if one.rule in self._rules
            and (one.rule, one.span) not in self._dismissed
            and not self._is_answered(one.rule, one.span)
        ]

    def _quotations(self, stretch: Span) -> list[Span]:
        return [
            span
            for span in self._reading.prose.quotations_over(stretch)
            if ("quotation", span) not in self._dismissed and not self._is_answered("quotation", span)
        ]

    def _broken_places(self) -> list[Span]:
        """Those that are not tagged yet; dismissing one dismisses all."""
        repair = self._reading.repair
        is_dismissed = any(rule == "broken encoding" for rule, _ in self._dismissed)
        if repair is None or is_dismissed or "broken encoding" not in self._rules:
            return []
        return [span for span in repair.places if not self._is_answered("broken encoding", span)]

    def _is_answered(self, rule: Rule, span: Span) -> bool:
        """Whether the reviewer has tagged it, or something in it, with that label."""
        return any(span.contains(one) for one in self._tagged[self._rules[rule]].spans_over(span))


def dismiss(store: Store, reading: Reading, suggestion: Suggestion) -> Done:
    """Never propose this again to this reviewer.

    Args:
        store: where that is kept.
        reading: the article.
        suggestion: one in that article.

    Raises:
        StoreError: nothing can be kept there; nothing has changed.
    """
    source = {"kind": "suggestion", "rule": suggestion.rule}
    record = made(store, reading.article, suggestion.spans[0], suggestion.label, source)
    return store.commit([Draft(TABLE, record.id, to_document(record))])
