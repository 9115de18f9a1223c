"""Lines about families and articles: keys in their order, numbers that can be read, and nothing that acts on a terminal."""

from __future__ import annotations

import json

from annotui.core.family import Discrepancy, Family, Passage, Relative, Value
from annotui.core.span import Span
from annotui.formats import articles, families
from annotui.formats.articles import ArticleRecord
from annotui.formats.families import FamilyRecord, PairRecord

A, B = Passage("news/a.txt", Span(0, 3)), Passage("news/b.txt", Span(4, 8))


def test_a_family() -> None:
    discrepancy = Discrepancy(
        "negation", (Value("", (0,), (Span(1, 1),)), Value("not\x1b[31m", (1,), (Span(4, 5),)))
    )
    family = Family((A, B), 12.123456789, 1 / 3, (discrepancy,))
    (line,) = families.write([FamilyRecord("7", family, ["a\u2028", "b\x07"], "accepted", ["kept", None])])
    assert line.endswith(b"\n")
    assert not any(one in line for one in (b"\x1b", b"\x07", "\u2028".encode()))
    assert json.loads(line) == {
        "family": "7",
        "score": 12.123457,
        "similarity": 0.333333,
        "decision": "accepted",
        "schema": 1,
        "members": [
            {"article": "news/a.txt", "start": 0, "end": 3, "text": "a\u2028", "decision": "kept"},
            {"article": "news/b.txt", "start": 4, "end": 8, "text": "b\x07", "decision": None},
        ],
        "discrepancies": [
            {
                "kind": "negation",
                "values": [{"text": "", "members": [0]}, {"text": "not\x1b[31m", "members": [1]}],
            }
        ],
    }


def test_a_pair_and_related_sentences() -> None:
    (pair,) = families.write_pairs([PairRecord(A, B, 2 / 3, 16)])
    assert pair == (
        b'{"a": {"article": "news/a.txt", "start": 0, "end": 3}, "b": {"article": "news/b.txt", "start": 4, "end": 8}, '
        b'"similarity": 0.666667, "words": 16, "schema": 1}\n'
    )
    (related,) = families.write_related([(B, Relative(A, 0.41))])
    assert related == (
        b'{"a": {"article": "news/b.txt", "start": 4, "end": 8}, "b": {"article": "news/a.txt", "start": 0, "end": 3}, '
        b'"score": 0.41, "schema": 1}\n'
    )


def test_an_article() -> None:
    (line,) = articles.write(
        [ArticleRecord("news/a.txt", "a\x9b\u202e", "utf-8", [], "news/0.txt", 0.123456)]
    )
    assert line == (
        rb'{"id": "news/a.txt", "text": "a\u009b\u202e", "encoding": "utf-8", "annotations": [], "copy_of": "news/0.txt", '
        rb'"new": 0.1235, "schema": 1}' + b"\n"
    )
