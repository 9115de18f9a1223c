"""Take in annotations from elsewhere: each gets its place in the articles as they are now, or is refused with the reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from annotui.core.annotation import Annotation
from annotui.core.span import Span
from annotui.corpus.article import Article, Unreadable
from annotui.corpus.scan import Corpus
from annotui.formats.record import Read, Refusal
from annotui.store.anchor import anchor
from annotui.store.changes import Put
from annotui.store.layout import new_id
from annotui.store.record import KEYS, to_document
from annotui.store.saving import NotSaved
from annotui.store.store import Store, StoreError

from .export import record, standing
from .import_articles import Articles
from .stamp import timestamp

_MOST = 1000
"""Annotations that are committed at once."""

_LARGE = 16 << 20
"""Bytes of lines that are committed at once; a line of the log holds 64 MiB."""

_MOMENT = 0.5
"""Seconds after which it is looked at whether saving fails."""

_ABSENT = object()

_Place = tuple[str, Span, str, str]


class _Refused(Exception):
    """An annotation is not taken: `str(error)` is the reason."""


class Intake:
    """One import. What is refused changes nothing, and what is there already stays as it is.

    Args:
        store: where the annotations go; its reviewer is the one of lines that name none.
        corpus: the articles.
    """

    def __init__(self, store: Store, corpus: Corpus) -> None:
        self.imported = 0
        self.present = 0
        self.refused = 0
        self._store = store
        self._articles = Articles(corpus)
        self._corpus = corpus.name
        self._known = {one.id: one for id_ in store.articles() for one in store.annotations(id_)}
        self._by_place: dict[_Place, list[Annotation]] | None = None
        self._batch: list[tuple[int, Annotation]] = []
        self._size = 0

    def take(self, lines: Iterable[Read | Refusal]) -> Iterator[Refusal]:
        """Take in lines.

        Args:
            lines: as a format reads them, in their order.

        Yields:
            Each line that is not taken, with the reason.

        Raises:
            StoreError: nothing can be saved; what was acknowledged before is kept.
        """
        for line in lines:
            try:
                if isinstance(line, Refusal):
                    raise _Refused(line.reason)
                self._take(line)
            except _Refused as refused:
                self.refused += 1
                yield Refusal(line.line, str(refused))
            if len(self._batch) >= _MOST or self._size >= _LARGE:
                yield from self._commit()
        yield from self._commit()

    def settle(self) -> None:
        """Block until everything is on the disk.

        Raises:
            StoreError: it cannot be saved.
        """
        while not self._store.wait(_MOMENT):
            self._require_saving()

    def _take(self, read: Read) -> None:
        there = None if "id" in read.missing else self._known.get(read.record.annotation.id)
        if there is not None:
            self._require_same(read, there)
            self.present += 1
            return
        one = self._completed(self._placed(read), read.missing)
        if "id" in read.missing and any(not _differing(one, other, read.missing) for other in self._at(one)):
            self.present += 1
            return
        if read.record.status == "orphan":
            one = self._without_a_false_claim(one)
        self._batch.append((read.line, one))
        self._size += read.size
        self._known[one.id] = one
        if self._by_place is not None:
            self._by_place.setdefault(_place(one), []).append(one)

    def _require_same(self, read: Read, there: Annotation) -> None:
        """Ask that a line says of an annotation what is there already: as it is kept, or as it would be exported."""
        one = read.record.annotation
        if not _differing(one, there, read.missing):
            return
        now = self._now(there)
        try:
            differing = _differing(self._placed(read), now, read.missing)
        except _Refused:
            differing = _differing(one, now, read.missing)
        if differing:
            raise _Refused(f"the annotation {one.id} is there already and differs: {', '.join(differing)}")

    def _placed(self, read: Read) -> Annotation:
        """The annotation of a line where it stands now; an orphan of this corpus stays what it is."""
        one = read.record.annotation
        if read.record.status == "orphan" and one.article.startswith(f"{self._corpus}/"):
            return one
        reason = f"there is no article {one.article} here" if one.article else ""
        if one.article in self._articles:
            try:
                article = self._articles.get(one.article)
            except Unreadable as error:
                reason = f"its article {one.article} cannot be read: {error}"
            else:
                span = _find(one, article)
                if span is not None:
                    return standing(one, span, article)
                reason = _not_found(one, article)
        return self._placed_by_hash(one, reason)

    def _placed_by_hash(self, one: Annotation, reason: str) -> Annotation:
        """The annotation in the one article that is what it was tagged in, whatever its name is now."""
        if not one.sha256:
            raise _Refused(reason or "it has neither article nor sha256")
        same = self._articles.with_hash(one.sha256)
        if one.article in same or (one.article in self._articles and len(same) != 1):
            raise _Refused(reason)
        if len(same) != 1:
            what = "none has its hash" if not same else f"{len(same)} have its hash"
            raise _Refused(f"{reason}, and {what}" if reason else f"of the articles here {what}")
        try:
            article = self._articles.get(same[0])
        except Unreadable as error:
            raise _Refused(f"its article {same[0]} cannot be read: {error}") from error
        span = _find(one, article)
        if span is None:
            raise _Refused(_not_found(one, article))
        return standing(one, span, article)

    def _completed(self, one: Annotation, missing: frozenset[str]) -> Annotation:
        if not missing & {"id", "reviewer", "created", "updated"}:
            return one
        now = timestamp()
        return replace(
            one,
            id=new_id() if "id" in missing else one.id,
            reviewer=self._store.reviewer if "reviewer" in missing else one.reviewer,
            created=now if "created" in missing else one.created,
            updated=now if "updated" in missing else one.updated,
        )

    def _without_a_false_claim(self, orphan: Annotation) -> Annotation:
        """An orphan says the hash of its article after the edit: where its words stand at its place by chance, it seems whole."""
        article = self._article(orphan.article)
        if article and article.sha256 == orphan.sha256 and orphan.span.of(article.text) == orphan.text:
            return replace(orphan, sha256="")
        return orphan

    def _now(self, one: Annotation) -> Annotation:
        """An annotation as it would be exported."""
        return record(one, self._article(one.article)).annotation

    def _article(self, article: str) -> Article | None:
        try:
            return self._articles.get(article) if article in self._articles else None
        except Unreadable:
            return None

    def _at(self, one: Annotation) -> list[Annotation]:
        """Those that say the same of the same span, whatever their ids are."""
        if self._by_place is None:
            self._by_place = {}
            for other in map(self._now, self._known.values()):
                self._by_place.setdefault(_place(other), []).append(other)
        return self._by_place.get(_place(one), [])

    def _commit(self) -> Iterator[Refusal]:
        """Save what was taken; one that cannot be saved does not keep others from it."""
        batch, self._batch, self._size = self._batch, [], 0
        if self._saved(batch) is not None:
            for line, one in batch:
                reason = self._saved([(line, one)])
                if reason is not None:
                    del self._known[one.id]
                    self.refused += 1
                    yield Refusal(line, reason)
        self._require_saving()

    def _saved(self, batch: list[tuple[int, Annotation]]) -> str | None:
        """Save some as one action; return why that cannot be, if it cannot."""
        try:
            self._store.commit([Put(one) for _, one in batch])
        except StoreError as error:
            return str(error)
        self.imported += len(batch)
        return None

    def _require_saving(self) -> None:
        state = self._store.state
        if isinstance(state, NotSaved):
            raise StoreError(
                f"the annotations cannot be saved: {state.reason.lower()}; see to it and import again, "
                "which skips what is there already"
            )


def _find(one: Annotation, article: Article) -> Span | None:
    """Where an annotation stands in an article, if that can be told."""
    if one.sha256 in ("", article.sha256):
        return one.span if one.span.of(article.text) == one.text else None
    if not one.prefix and not one.suffix and article.text.count(one.text) != 1:
        # Nothing is left by which one place could be told from another.
        return None
    found = anchor(one, article.text, article.sha256)
    return None if found.status == "orphan" else found.span


def _not_found(one: Annotation, article: Article) -> str:
    if one.sha256 in ("", article.sha256):
        return f"its text is not what stands there in {article.id}"
    return f"{article.id} was edited, and where its text stands now cannot be told"


def _place(one: Annotation) -> _Place:
    return one.article, one.span, one.label, one.reviewer


def _differing(one: Annotation, other: Annotation, ignored: Collection[str]) -> list[str]:
    """The keys in which two annotations would be exported differently."""
    ours, theirs = to_document(one), to_document(other)
    keys = [*KEYS, *sorted((ours.keys() | theirs.keys()).difference(KEYS))]
    # By their looks, because 1, 1.0 and true are equal.
    return [
        key
        for key in keys
        if key not in ignored and repr(ours.get(key, _ABSENT)) != repr(theirs.get(key, _ABSENT))
    ]
