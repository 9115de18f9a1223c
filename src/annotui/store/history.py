"""What became of one annotation, from the log: nothing that was ever saved is forgotten there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from annotui.core.annotation import Annotation

from .index import Version
from .layout import slug
from .record import RecordError, from_document


class Revision(NamedTuple):
    """An annotation as one action left it.

    Args:
        at: when, in milliseconds since the epoch by the clock of the machine where that was done; later than the revision
            that it was made on, whatever that clock said.
        by: who did it: the reviewer's name, or what the name of the log file has of it; None where neither is known.
        annotation: what it was from then on; None where it was removed.
    """

    at: int
    by: str | None
    annotation: Annotation | None


def revisions(versions: list[Version], authors: Mapping[str, str], reviewer: str) -> Iterator[Revision]:
    """All revisions of an annotation, the oldest first; versions that are no annotation are left out.

    Args:
        versions: those of its document, the oldest first.
        authors: the slug of the reviewer of each session.
        reviewer: who reads and tags now, and may have done so before.
    """
    found = []
    names = {slug(reviewer): reviewer}
    for version in versions:
        document = version.document()
        try:
            annotation = None if document is None else from_document(document)
        except RecordError:
            continue
        if annotation is not None:
            names[slug(annotation.reviewer)] = annotation.reviewer
        found.append((version, annotation))
    for version, annotation in found:
        author = authors.get(version.session)
        yield Revision(version.clock.ms, author and names.get(author, author), annotation)
