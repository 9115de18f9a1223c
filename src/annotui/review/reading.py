"""An article as it is read: its text repaired for the eye, its units, and its annotations where they are now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from annotui.core import mojibake
from annotui.core.annotation import Annotation
from annotui.core.display import JOINED, shown
from annotui.core.mojibake import Repair
from annotui.core.prose import Prose
from annotui.core.search import Folded, Query, find
from annotui.core.span import Span
from annotui.corpus.article import Article
from annotui.store.anchor import anchor

_QUOTED = 40
"""Code points of a span that a message repeats."""

_COUNTED = 20_000
"""Code points up to which the words of a span are counted."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One article, ready to be read.

    Args:
        article: its text and where that comes from.
        repair: how its broken encoding should read, or None for a text that is whole.
        prose: the units of the text, as it should read.
        drawn: what is drawn for each code point, repaired.
        raw: what is drawn for each code point as it is in the file.
    """

    article: Article
    repair: Repair | None
    prose: Prose
    drawn: str
    raw: str
    _spans: dict[tuple[str, str, str], Span | None] = field(default_factory=dict, compare=False, repr=False)
    _folded: list[Folded] = field(default_factory=list, compare=False, repr=False)
    _found: dict[str, list[Span]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, article: Article) -> Reading:
        """Prepare an article for reading."""
        repair = mojibake.repair(article.text)
        raw = shown(article.text)
        if repair is None:
            return cls(article, None, Prose(article.text), raw, raw)
        return cls(article, repair, Prose(repair.apply(article.text)), repair.apply(raw), raw)

    def placed(self, annotations: Iterable[Annotation]) -> tuple[list[Annotation], int]:
        """Where annotations stand in the text as it is now.

        Args:
            annotations: those of this article, as they are kept.

        Returns:
            The ones that have a place, in the order of their places, and the number of those that have lost theirs.
        """
        placed: list[Annotation] = []
        orphans = 0
        text, sha256 = self.article.text, self.article.sha256
        for annotation in annotations:
            if annotation.sha256 == sha256 and annotation.span.of(text) == annotation.text:
                # Nothing has been edited: the usual case, at a tenth of the cost.
                placed.append(annotation)
                continue
            # An annotation is found again once; what changes it changes its time too.
            key = (annotation.id, annotation.updated, annotation.sha256)
            if key not in self._spans:
                now = anchor(annotation, text, sha256)
                self._spans[key] = None if now.status == "orphan" else now.span
            span = self._spans[key]
            if span is None:
                orphans += 1
            else:
                placed.append(annotation if span == annotation.span else replace(annotation, span=span))
        return sorted(placed, key=lambda one: one.order), orphans

    def find(self, query: Query) -> list[Span]:
        """Where the article says what is looked for, as it should read; it is folded once, when it is first searched."""
        if not self._folded:
            self._folded.append(Folded(self.prose.text))
        if query.text not in self._found:
            # Going from match to match asks for the same ones again and again.
            self._found.clear()
            self._found[query.text] = find(self._folded[0], query)
        return self._found[query.text]

    def size(self, span: Span) -> str:
        """How long a span is: in words, unless it is so long that counting them would take a while at each key."""
        if span.end - span.start > _COUNTED:
            return f"{span.end - span.start:,} characters"
        words = self.prose.count_words(span)
        return "1 word" if words == 1 else f"{words} words"

    def quoted(self, span: Span) -> str:
        """The beginning of what a span says, as it should read, in quotation marks; for a message."""
        text = self.prose.text[span.start : min(span.end, span.start + 4 * _QUOTED)].replace(JOINED, "")
        text = " ".join(text.split()).strip('“”"')
        return f"“{text}”" if len(text) <= _QUOTED else f"“{text[:_QUOTED].rstrip()}…”"
