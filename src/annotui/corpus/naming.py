"""How an article is named: by the shortest distinct part of its file name, and by its first line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

_TOKEN = re.compile(r"[^\W_]+")
_LINE = re.compile(r"[^\r\n]+")
_HEADING = re.compile(r"\s*#+\s+")
_LONG = 12
"""Code points from which a word of a file name is cut, to no less than `_SHORT`."""
_SHORT = 6
_TITLE = 200


def title(text: str) -> str:
    """The first line with a word in it, white space folded, at most 200 code points; else empty."""
    for line in _LINE.finditer(text):
        word = _TOKEN.search(text, line.start(), line.end())
        if word:
            start = line.start() if word.start() - line.start() < _TITLE else word.start()
            piece = text[start : min(line.end(), start + 4 * _TITLE)]
            return " ".join(_HEADING.sub("", piece, count=1).split())[:_TITLE].rstrip()
    return ""


def short_names(ids: Sequence[str]) -> dict[str, str]:
    """A short name for each article: the word of its file name that tells it from its neighbours.

    Args:
        ids: distinct article ids.

    Returns:
        Names by id, no two alike: `000` for `seeds/000_aa2809ac14b27de4.txt`; folders count only
        where the file name alone is not distinct.
    """
    labels = _distinct_labels(ids)
    needed = _needed(sorted(labels.values()))
    words = {id_: _word(label, needed[label]) for id_, label in labels.items()}
    beginnings = {id_: _beginning(label, needed[label]) for id_, label in labels.items()}
    seen = Counter(words.values())
    owner = {beginning: id_ for id_, beginning in beginnings.items()}
    return {
        id_: word if seen[word] == 1 and owner.get(word, id_) == id_ else beginnings[id_]
        for id_, word in words.items()
    }


def _distinct_labels(ids: Sequence[str]) -> dict[str, str]:
    """By id the stem of the file name, or as much of its path as makes it distinct."""
    choices: dict[str, tuple[str, str, str]] = {}
    for id_ in ids:
        path = id_.partition("/")[2] or id_
        name = path.rpartition("/")[2]
        dot = name.rfind(".")
        suffix = name[dot:] if 0 < dot < len(name) - 1 else ""
        choices[id_] = (name.removesuffix(suffix), path.removesuffix(suffix), path)
    level = dict.fromkeys(choices, 0)
    while True:
        labels = {id_: choices[id_][level[id_]] for id_ in choices}
        seen = Counter(labels.values())
        alike = [id_ for id_, label in labels.items() if seen[label] > 1 and level[id_] < 2]
        if not alike:
            return labels
        for id_ in alike:
            level[id_] += 1


def _needed(labels: list[str]) -> dict[str, int]:
    """How many code points of each of the sorted labels tell it from all others."""
    shared = [0, *(_shared(a, b) for a, b in pairwise(labels)), 0]
    return {label: min(len(label), max(shared[at], shared[at + 1]) + 1) for at, label in enumerate(labels)}


def _shared(a: str, b: str) -> int:
    """How many code points two labels have in common at their beginning."""
    differ = (at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y)
    return next(differ, min(len(a), len(b)))


def _word(label: str, needed: int) -> str:
    """The word in which the label begins to be distinct; where it is long, no more of it than that takes."""
    for token in _TOKEN.finditer(label):
        if token.end() >= needed:
            if token.end() - token.start() <= _LONG:
                return token.group()
            return label[token.start() : max(needed, token.start() + _SHORT)]
    return label


def _beginning(label: str, needed: int) -> str:
    """The label up to the end of the word in which it is distinct, or less where that is long."""
    token = _TOKEN.search(label, max(0, needed - 1))
    end = token.end() if token else len(label)
    return label[:end] if end <= _LONG else label[: max(needed, _SHORT)]
