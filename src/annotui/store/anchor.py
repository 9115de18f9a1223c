"""Where an annotation stands in the article as it is now."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice
from typing import Literal, NamedTuple

from annotui.core.annotation import CONTEXT, Annotation
from annotui.core.span import Span

FITS = 0.6
"""Surroundings at least this similar, 0..1, are taken for the same; where one side of two is intact it is about 0.7."""

SPEAKS_FOR_ITSELF = 32
"""Code points; a text as long as this that stands in the article once is the same, whatever surrounds it."""

MARGIN = 0.05
"""Two places whose surroundings differ by less than this, 0..1, fit equally well."""

MANY = 200
"""Places; where the words stand more often, only those are compared whose nearest surroundings are intact."""

NEAR = (8, 16, CONTEXT)
"""Code points on one side that count as the nearest surroundings; the more the oftener these are the same."""


class Anchored(NamedTuple):
    """An annotation's place in the article as it is now.

    Args:
        span: code points of the article's text now; for an orphan those of its last known place.
        text: what was tagged.
        status: ok, moved (the article was edited, and this is where the text stands now) or orphan (it is nowhere, or
            nobody could say which of several places it is).
        score: how similar the surroundings of a moved one still are, 0..1; None for the others.
    """

    span: Span
    text: str
    status: Literal["ok", "moved", "orphan"]
    score: float | None


def anchor(annotation: Annotation, text: str, sha256: str) -> Anchored:
    """Find an annotation in its article; it is never guessed where it may be.

    All places where its words stand are compared by their surroundings. Of words that stand there more than `MANY`
    times only the places with the nearest (`NEAR`) of them intact on one side are, and if these are too many as well it
    is an orphan: so a single letter in a long article costs no more than a sentence.

    Args:
        annotation: what was tagged.
        text: the article's text now.
        sha256: hash of the article's bytes now, in hex.
    """
    here = annotation.span.of(text) == annotation.text
    if here and (annotation.sha256 == sha256 or _surrounded_alike(annotation, text)):
        return Anchored(annotation.span, annotation.text, "ok", None)
    places = sorted(
        ((_fit(annotation, text, start), start) for start in _candidates(annotation, text)),
        reverse=True,
    )
    if places:
        score, start = places[0]
        alone = len(places) == 1
        if (alone and len(annotation.text) >= SPEAKS_FOR_ITSELF) or (
            score >= FITS and (alone or score - places[1][0] >= MARGIN)
        ):
            return Anchored(
                Span(start, start + len(annotation.text)), annotation.text, "moved", round(score, 3)
            )
    return Anchored(annotation.span, annotation.text, "orphan", None)


def _surrounded_alike(annotation: Annotation, text: str) -> bool:
    return (
        _before(annotation, text, annotation.span.start) == annotation.prefix
        and _behind(annotation, text, annotation.span.end) == annotation.suffix
    )


def _candidates(annotation: Annotation, text: str) -> Collection[int]:
    """The places to be compared; none where there are too many."""
    everywhere = list(islice(_occurrences(annotation.text, text), MANY + 1))
    if len(everywhere) <= MANY:
        return everywhere
    for near in NEAR:
        before, behind = annotation.prefix[-near:], annotation.suffix[:near]
        # At the article's edge one side is short or empty, and says little.
        sides = [side for side in ((before, ""), ("", behind)) if len("".join(side)) == near]
        found: set[int] = set()
        for head, tail in sides or [(before, behind)]:
            places = islice(_occurrences(head + annotation.text + tail, text), MANY + 1)
            found.update(place + len(head) for place in places)
        if len(found) <= MANY:
            return found
    return ()


def _occurrences(needle: str, text: str) -> Iterator[int]:
    start = text.find(needle)
    while start >= 0:
        yield start
        start = text.find(needle, start + 1)


def _fit(annotation: Annotation, text: str, start: int) -> float:
    """How similar the surroundings of a place are to those of what was tagged, 0..1."""
    from rapidfuzz.fuzz import ratio

    sides = (
        (annotation.prefix, _before(annotation, text, start)),
        (annotation.suffix, _behind(annotation, text, start + len(annotation.text))),
    )
    length = sum(len(then) for then, _ in sides)
    if length == 0:
        return 1.0
    return sum(ratio(then, now) / 100 * len(then) for then, now in sides) / length


def _before(annotation: Annotation, text: str, start: int) -> str:
    return text[max(0, start - len(annotation.prefix)) : start]


def _behind(annotation: Annotation, text: str, end: int) -> str:
    return text[end : end + len(annotation.suffix)]
