"""What `matching.py` measures: annotui's engine, and other ways to find copied passages, all behind the same function."""

from __future__ import annotations

import contextlib
import io
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.scoring import Detection

Articles = Mapping[str, str]
"""Texts by id."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a matcher found.

    Args:
        detections: the pairs of passages.
        done: the share of the work that it could do in the time that it had, 0..1.
    """

    detections: list[Detection]
    done: float = 1.0


Matcher = Callable[[Articles, float], Outcome]
"""Finds copies in articles; the number is the seconds it has."""


def annotui(articles: Articles, seconds: float) -> Outcome:
    """This program's engine; passages whose parts are in another order count as one."""
    from annotui.matching.adjoining import whole
    from annotui.matching.pairs import find_pairs
    from annotui.matching.parameters import for_articles
    from annotui.matching.words import tokenise

    ids = list(articles)
    words = tokenise(list(articles.values()))
    found = whole(words, find_pairs(words, for_articles(len(ids))))
    sides: list[list[tuple[str, int, int]]] = []
    for starts, ends in ((found.a_start, found.a_end), (found.b_start, found.b_end)):
        text = words.firsts.searchsorted(starts, "right") - 1
        names = [ids[one] for one in text.tolist()]
        sides.append(
            list(zip(names, words.starts[starts].tolist(), words.ends[ends - 1].tolist(), strict=True))
        )
    return Outcome([Detection(*a, *b) for a, b in zip(*sides, strict=True)])


def cdist(articles: Articles, seconds: float) -> Outcome:
    """Each sentence with each other one, rapidfuzz's ratio at least 60."""
    import numpy as np
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import cdist as distances

    from annotui.core.sentences import sentences
    from annotui.core.text import paragraphs

    spans = [
        (name, span.start, span.end)
        for name, text in articles.items()
        for paragraph in paragraphs(text)
        for span in sentences(text, paragraph)
        if len(text[span.start : span.end].split()) >= 5
    ]
    texts = [articles[name][start:end].lower() for name, start, end in spans]
    found: list[Detection] = []
    began, rows = time.monotonic(), 100
    for first in range(0, len(texts), rows):
        if time.monotonic() - began > seconds:
            return Outcome(found, first / len(texts))
        near = distances(texts[first : first + rows], texts, scorer=ratio, score_cutoff=60, dtype=np.uint8)
        for row, column in zip(*near.nonzero(), strict=True):
            if column > first + row:
                found.append(Detection(*spans[first + row], *spans[column]))
    return Outcome(found)


def datasketch(articles: Articles, seconds: float) -> Outcome:
    """MinHash LSH over windows of 50 words, each 25 words on; overlapping ones of the same texts are joined."""
    from datasketch import MinHash, MinHashLSH  # type: ignore[import-not-found, unused-ignore]

    windows: list[tuple[str, int, int]] = []
    hashes: list[Any] = []
    began = time.monotonic()
    lsh = MinHashLSH(threshold=0.5, num_perm=64)
    for number, (name, text) in enumerate(articles.items()):
        if time.monotonic() - began > seconds:
            return Outcome([], number / len(articles))
        words = list(re.finditer(r"\w+", text))
        for first in range(0, max(len(words) - 25, 1), 25):
            part = words[first : first + 50]
            if part:
                minhash = MinHash(num_perm=64)
                tokens = [one[0].lower().encode() for one in part]
                minhash.update_batch(
                    [b" ".join(three) for three in zip(tokens, tokens[1:], tokens[2:], strict=False)]
                )
                lsh.insert(len(windows), minhash)
                windows.append((name, part[0].start(), part[-1].end()))
                hashes.append(minhash)
    found = []
    for number, minhash in enumerate(hashes):
        for other in lsh.query(minhash):
            if other > number and (
                windows[other][0] != windows[number][0] or windows[other][1] >= windows[number][2]
            ):
                found.append(Detection(*windows[number], *windows[other]))
    return Outcome(_joined(found))


def text_matcher(articles: Articles, seconds: float) -> Outcome:
    """Each article with each other one; the pairs are looked at in their order until the time is over."""
    from text_matcher import matcher  # type: ignore[import-not-found, unused-ignore]

    found: list[Detection] = []
    began, done = time.monotonic(), 0
    texts = {name: matcher.Text(text, name, removeStopwords=False) for name, text in articles.items()}
    pairs = list(_pairs(list(articles)))
    for one, other in pairs:
        if time.monotonic() - began > seconds:
            break
        with contextlib.redirect_stdout(io.StringIO()):
            matched = matcher.Matcher(texts[one], texts[other], removeStopwords=False)
            _, a, b = matched.match()
        found += [Detection(one, x[0], x[1], other, y[0], y[1]) for x, y in zip(a, b, strict=True)]
        done += 1
    return Outcome(found, done / max(len(pairs), 1))


def _pairs(names: list[str]) -> Iterator[tuple[str, str]]:
    """All pairs, the near ones last: so that what is left out is no part of the corpus."""
    for step in range(len(names) - 1, 0, -1):
        for first in range(len(names) - step):
            yield names[first], names[first + step]


def _joined(detections: list[Detection]) -> list[Detection]:
    """Make one of those that overlap on both sides."""
    joined: list[Detection] = []
    for one in sorted(detections, key=lambda found: (found.a, found.b, found.a_start, found.b_start)):
        last = joined[-1] if joined else None
        if (
            last
            and (last.a, last.b) == (one.a, one.b)
            and last.a_end > one.a_start
            and last.b_end > one.b_start > last.b_start - 1
        ):
            joined[-1] = last._replace(a_end=max(last.a_end, one.a_end), b_end=max(last.b_end, one.b_end))
        else:
            joined.append(one)
    return joined


MATCHERS: dict[str, Matcher] = {
    "annotui": annotui,
    "rapidfuzz cdist": cdist,
    "datasketch": datasketch,
    "text-matcher": text_matcher,
}
