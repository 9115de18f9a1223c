"""The corpus itself as JSONL, one article a line, with what was tagged in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from .jsonl import fields, line
from .record import Record

SCHEMA = 1
"""Version of the keys and their meaning."""

_OF_THE_ARTICLE = ("article", "sha256", "encoding", "schema")
"""Keys of an annotation that are the same for all of an article."""


class ArticleRecord(NamedTuple):
    """One article.

    Args:
        id: the article's id.
        text: its text, perhaps with something cut out.
        encoding: what its file is decoded with, as `open` takes it.
        annotations: those that stand in `text`, with places in it, in order.
        copy_of: the earliest article of its story; None where that is itself.
        new: 0..1, the share of its words that are said in no article before it; None where that is not known.
    """

    id: str
    text: str
    encoding: str
    annotations: Sequence[Record]
    copy_of: str | None
    new: float | None


def write(articles: Iterable[ArticleRecord]) -> Iterator[bytes]:
    """One line for each article, in the order given, escaped as annotations are."""
    for one in articles:
        yield line(
            {
                "id": one.id,
                "text": one.text,
                "encoding": one.encoding,
                "annotations": [
                    {key: value for key, value in fields(record).items() if key not in _OF_THE_ARTICLE}
                    for record in one.annotations
                ],
                "copy_of": one.copy_of,
                "new": None if one.new is None else round(one.new, 4),
                "schema": SCHEMA,
            }
        )
