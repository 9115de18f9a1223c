"""What a reviewer says about a span: the annotation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from .span import Span

CONTEXT = 32
"""Code points of text kept on either side of a span, by which it is found again in an edited article."""


def _manual() -> Mapping[str, object]:
    return MappingProxyType({"kind": "manual"})


@dataclass(frozen=True, slots=True)
class Annotation:
    """A span with a label, by a reviewer.

    Args:
        id: uuid7, which sorts by time.
        article: the article's id, `<corpus folder name>/<path inside it>` with POSIX separators.
        sha256: hash of the article's bytes, in hex, when the span was tagged.
        encoding: what the article's bytes were decoded with, as `open` takes it.
        span: code points of the article's decoded text.
        text: what the span said when it was tagged.
        label: claim, quote, error, duplicate, or another one from the configuration.
        reviewer: who tagged.
        created: when, in UTC, ISO 8601 with milliseconds and `Z`.
        updated: when it was last changed, likewise.
        note: the reviewer's remark; empty where there is none.
        group: one id shared by annotations that belong together, or None.
        source: how it came to be: `kind` and what belongs to that kind.
        prefix: up to `CONTEXT` code points before the span.
        suffix: up to `CONTEXT` code points behind it.
        extra: keys that this version does not know; they are kept and written out again.
    """

    id: str
    article: str
    sha256: str
    encoding: str
    span: Span
    text: str
    label: str
    reviewer: str
    created: str
    updated: str
    note: str = ""
    group: str | None = None
    source: Mapping[str, object] = field(default_factory=_manual, hash=False)
    prefix: str = ""
    suffix: str = ""
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)

    @property
    def order(self) -> tuple[int, int, str, str]:
        """Sorts the annotations of one article: start, end, created, id."""
        return (*self.span, self.created, self.id)


def at(annotations: list[Annotation], offset: int, reviewer: str) -> Annotation | None:
    """The annotation that note, relabel and remove mean with the cursor at `offset`.

    Args:
        annotations: those of one article, in any order.
        offset: where the cursor stands; an annotation counts from its start to its end, both included.
        reviewer: whose annotations come first; then the shortest, then the newest.

    Returns:
        The annotation, or None where there is none.
    """
    here = [one for one in annotations if one.span.touches(offset)]
    return max(
        here,
        key=lambda one: (one.reviewer == reviewer, one.span.start - one.span.end, one.created, one.id),
        default=None,
    )


def neighbour(
    annotations: list[Annotation], meant: Annotation | None, offset: int, step: int
) -> Annotation | None:
    """The annotation before or behind another one, or else before or behind the cursor.

    Args:
        annotations: those of one article, in the order of their places.
        meant: the one to go on from; None for the cursor.
        offset: where the cursor stands.
        step: -1 for the one before, 1 for the one behind.

    Returns:
        The annotation, or None where there is none in that direction.
    """
    if meant in annotations:
        index = annotations.index(meant) + step
    else:
        passed = sum(1 for one in annotations if one.span.start <= offset)
        index = passed if step > 0 else passed - 1
    return annotations[index] if 0 <= index < len(annotations) else None
