"""What matching has found, with the texts and with what this reviewer has decided: for a file, not for a screen."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from annotui.core.family import Passage
from annotui.corpus.article import Unreadable, read
from annotui.corpus.scan import Corpus
from annotui.formats.families import FamilyRecord
from annotui.matching.findings import Findings
from annotui.store.store import Store

from .matches import Matches
from .shelf import Shelf

_KEPT = 200_000_000
"""Code points that are kept of the articles that the passages lie in; most corpora are smaller."""


def families(store: Store, corpus: Corpus, findings: Findings, changed: set[str]) -> Iterator[FamilyRecord]:
    """All families.

    Args:
        store: whose decisions count.
        corpus: the articles.
        findings: what was found in them.
        changed: gets the articles that are not what was matched any more; families with a passage in them are left out.

    Yields:
        The strongest first.
    """
    matches = Matches(store, Shelf(corpus))
    matches.findings = findings
    texts = _Texts(corpus, findings)
    for number in range(findings.count):
        family = matches.family(number)
        said = [texts.of(passage) for passage in family.members]
        missing = {one.article for one, text in zip(family.members, said, strict=True) if text is None}
        if missing:
            changed |= missing
            continue
        decided = matches.decided(number)
        yield FamilyRecord(str(number + 1), family, [text or "" for text in said], _of_all(decided), decided)


def _of_all(decided: Collection[str | None]) -> str | None:
    """What was decided about a family: rejected, or accepted, which some members may be left out of; None while something is open."""
    if None in decided:
        return None
    return "accepted" if "kept" in decided or "accepted" in decided else "rejected"


class _Texts:
    """The texts of the articles as they were matched, each read once as long as they fit.

    Args:
        corpus: the articles.
        findings: the hashes of what was matched.
    """

    def __init__(self, corpus: Corpus, findings: Findings) -> None:
        self._entries = {entry.id: entry for entry in corpus.entries}
        self._findings = findings
        self._texts: dict[str, str | None] = {}
        self._size = 0

    def of(self, passage: Passage) -> str | None:
        """What a passage says; None where its article is not what was matched any more."""
        if passage.article not in self._texts:
            text = self._texts[passage.article] = self._read(passage.article)
            self._size += len(text or "")
            if self._size > _KEPT:
                self._texts, self._size = {passage.article: text}, len(text or "")
        text = self._texts[passage.article]
        return None if text is None else passage.span.of(text)

    def _read(self, article: str) -> str | None:
        try:
            found = read(self._entries[article])
        except Unreadable:
            return None
        return found.text if found.sha256 == self._findings.sha256(article) else None
