"""What keys mean in a pane: by what was known when the cursor moved last, whatever has arrived since."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from annotui.core import selection as selecting
from annotui.core.annotation import Annotation
from annotui.core.annotation import at as annotation_at
from annotui.core.marks import Marks
from annotui.core.prose import Prose
from annotui.core.selection import Selection, Target
from annotui.core.span import Span
from annotui.matching.findings import Findings
from annotui.review.suggest import Suggestions

from .paint import Layer


class Meaning:
    """Holds on to what was drawn when the cursor moved last: others may change what is drawn at any time.

    Args:
        layer: what is drawn.
    """

    def __init__(self, layer: Layer) -> None:
        self._layer = layer
        self._recent: str | None = None

    def settle(self, layer: Layer) -> Layer:
        """From now on keys mean what is drawn; returns it."""
        self._layer = layer
        return layer

    @property
    def source(self) -> Findings | None:
        """By what matching had found then; None where it was not done."""
        return self._layer.copies.source

    @property
    def suggestions(self) -> Suggestions | None:
        """What was suggested then; None before the first article."""
        return self._layer.suggestions

    # The annotation

    def mean(self, annotation: Annotation) -> None:
        """Let this be the annotation that keys mean, until the cursor moves: it was just made, changed or gone to."""
        self._recent = annotation.id

    def mean_instead(self, ids: Collection[str], annotation: Annotation) -> None:
        """Let keys mean an annotation where they mean one of these, which it takes the place of."""
        if self._recent in ids:
            self._recent = annotation.id

    def forget(self) -> None:
        """The cursor moves."""
        self._recent = None

    def annotation(self, there: Sequence[Annotation], cursor: int, reviewer: str) -> Annotation | None:
        """The annotation that note, relabel and remove mean.

        Args:
            there: those that there are now.
            cursor: the offset of the cursor.
            reviewer: whose annotations come first.
        """
        if self._recent and (recent := _by_id(there, self._recent)) is not None:
            return recent
        layer = self._layer
        here = annotation_at(layer.over(Span(max(cursor - 1, 0), cursor + 1)), cursor, reviewer)
        # Somebody may have changed it since, or removed it.
        return here if here is None or layer.annotations is there else _by_id(there, here.id)

    def ends_at(self, there: Sequence[Annotation], cursor: int) -> bool:
        """Whether the annotation that was just made, changed or gone to ends at the cursor."""
        recent = _by_id(there, self._recent) if self._recent else None
        return recent is not None and recent.span.end == cursor

    # What a label key tags

    def target(self, selection: Selection, label: str) -> Target:
        """What a label key would tag."""
        if self.suggestions is None:
            return Target("sentence", ())
        return self.suggestions.target(selection, label)

    def targets(self, prose: Prose, selection: Selection) -> Marks:
        """Everything that one label key or another would tag."""
        if self.suggestions is None:
            return Marks(())
        spans = {*selecting.target(prose, selection).spans}
        if selection.span.is_empty:
            spans.update(span for one in self.suggestions.at(selection.cursor) for span in one.spans)
        return Marks(sorted(spans))


def _by_id(annotations: Sequence[Annotation], wanted: str) -> Annotation | None:
    return next((one for one in annotations if one.id == wanted), None)
