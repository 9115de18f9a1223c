"""Give the only article of a corpus many annotations, spread over it: `python benchmarks/tagged.py CORPUS ANNOTATIONS NUMBER`."""

from __future__ import annotations

import sys
from pathlib import Path

from annotui.core.annotation import Annotation
from annotui.core.span import Span
from annotui.corpus.article import read
from annotui.corpus.scan import scan
from annotui.store.changes import Put
from annotui.store.store import Store


def tag(corpus: Path, annotations: Path, count: int) -> None:
    """Tag spans of 40 to 240 code points, evenly spread, as one action.

    Args:
        corpus: a folder with one article.
        annotations: where they are kept.
        count: how many.
    """
    article = read(scan(corpus).entries[0])
    store = Store.open(corpus, reviewer="desk1", annotations=annotations)
    changes = []
    for number in range(count):
        first = number * (len(article.text) // count)
        span = Span(first, first + 40 + number % 200)
        changes.append(
            Put(
                Annotation(
                    id=f"{number:08}",
                    article=article.id,
                    sha256=article.sha256,
                    encoding=article.encoding,
                    span=span,
                    text=span.of(article.text),
                    label=("claim", "quote", "error", "duplicate")[number % 4],
                    reviewer="desk1",
                    created="2026-01-01T10:00:00.000Z",
                    updated="2026-01-01T10:00:00.000Z",
                    prefix=article.text[max(span.start - 32, 0) : span.start],
                    suffix=article.text[span.end : span.end + 32],
                )
            )
        )
    store.commit(changes)
    store.close()


if __name__ == "__main__":
    tag(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
