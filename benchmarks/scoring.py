"""How well planted copies were found: plagdet, as PAN defines it (Potthast, Stein, Barrón-Cedeño and Rosso, COLING 2010)."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from benchmarks.planting import Planted


class Detection(NamedTuple):
    """Two passages that are said to be copies; offsets are code points."""

    a: str
    a_start: int
    a_end: int
    b: str
    b_start: int
    b_end: int


@dataclass(frozen=True, slots=True)
class Score:
    """How good detections are, all 0..1 but for the granularity.

    Args:
        plagdet: the harmonic mean of precision and recall, divided by log2(1 + granularity).
        precision: of the characters of a detection, those that were planted; the mean of all detections.
        recall: of the characters of a copy and its source, those that were detected; the mean of all copies.
        granularity: detections for each copy that was detected at all.
        found: for each kind, how many of its copies were detected at least by half.
        elsewhere: how many detections meet no copy that was planted.
    """

    plagdet: float
    precision: float
    recall: float
    granularity: float
    found: dict[str, float]
    elsewhere: int


_Range = tuple[int, int]


def score(planted: Sequence[Planted], detections: Iterable[Detection]) -> Score:
    """Compare what was detected with what was planted.

    A copy is detected where a detection meets it on both sides, whichever of the two texts is named first.

    Args:
        planted: all that was; what is a copy besides counts as wrong, so that precision is a lower bound.
        detections: in any order.
    """
    by_texts: dict[tuple[str, str], list[tuple[int, _Range, _Range]]] = defaultdict(list)
    sizes: list[int] = []
    for number, one in enumerate(detections):
        a, b = (one.a_start, one.a_end), (one.b_start, one.b_end)
        sizes.append(_size(a) + _size(b))
        by_texts[one.a, one.b].append((number, a, b))
        by_texts[one.b, one.a].append((number, b, a))
    right: dict[int, tuple[list[_Range], list[_Range]]] = defaultdict(lambda: ([], []))
    recalls, pieces = [], []
    found: dict[str, list[bool]] = defaultdict(list)
    for copy in planted:
        source, target = (copy.a_start, copy.a_end), (copy.b_start, copy.b_end)
        meeting = {}
        for number, a, b in by_texts[copy.a, copy.b]:
            if _size(common := _common(source, a)) and _size(other := _common(target, b)):
                meeting[number] = (common, other)
                right[number][0].append(common)
                right[number][1].append(other)
        covered = _covered(one for one, _ in meeting.values()) + _covered(one for _, one in meeting.values())
        recalls.append(covered / (_size(source) + _size(target)))
        found[copy.kind].append(recalls[-1] >= 0.5)
        if meeting:
            pieces.append(len(meeting))
    precisions = [
        sum(map(_covered, right[number])) / size if number in right else 0.0
        for number, size in enumerate(sizes)
    ]
    precision, recall, granularity = _mean(precisions), _mean(recalls), _mean(pieces) or 1.0
    both = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    plagdet = both / math.log2(1 + granularity)
    share = {kind: _mean(hits) for kind, hits in found.items()}
    return Score(plagdet, precision, recall, granularity, share, len(sizes) - len(right))


def _size(one: _Range) -> int:
    return max(one[1] - one[0], 0)


def _common(one: _Range, other: _Range) -> _Range:
    return max(one[0], other[0]), min(one[1], other[1])


def _covered(ranges: Iterable[_Range]) -> int:
    """How many characters lie in any of these."""
    total = end = 0
    for start, stop in sorted(ranges):
        total += max(stop - max(start, end), 0)
        end = max(end, stop)
    return total


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
