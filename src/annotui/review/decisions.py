"""What a reviewer has decided about passages, kept so that it holds when matching runs again or an article is edited elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Literal, NamedTuple, get_args

from annotui.core import digest
from annotui.core.marks import Marks
from annotui.core.span import Span
from annotui.core.text import words
from annotui.matching.align import folded
from annotui.store.changes import Draft
from annotui.store.store import Store

from .lineage import UNDECIDED, Trace, earlier_names, joined
from .stamp import timestamp

Decision = Literal["accepted", "kept", "rejected", "left out"]
"""What became of one member of a family."""

TABLE = "decisions"
"""The store's table of decisions about members of families."""

_MOST = 0.6
"""The share of a passage that was decided, from which on it counts as decided where matching has cut it differently."""

_EQUALS = 16
"""Articles with the same bytes that a decision names at most; of more it names none, for each of them would name all the others."""

_DECISIONS: tuple[Decision, ...] = get_args(Decision)


class Ruling(NamedTuple):
    """What was decided about a passage.

    Args:
        decision: what.
        read: the parts of it that the reviewer looked at to decide that.
        group: of the annotations that were made for its family; empty where none were.
    """

    decision: Decision
    read: tuple[Span, ...]
    group: str


class Place(NamedTuple):
    """A passage in the words of the store.

    Args:
        article: the article's id.
        sha256: hash of its bytes, in hex.
        span: where the passage is.
    """

    article: str
    sha256: str
    span: Span


class Said(NamedTuple):
    """What a passage says, by which it is found again where its article was edited elsewhere.

    Args:
        folded: hash of its words, from `folded_hash`.
        nth: how many members of its family further up in the same article say the same.
    """

    folded: str
    nth: int


class _Kept(NamedTuple):
    place: Place
    said: Said
    decision: Decision
    is_read: bool
    group: str
    created: str
    trace: Trace


class _Version:
    """What was decided in one version of an article, also under several names.

    Args:
        kept: the first decisions.
    """

    def __init__(self, kept: Iterable[_Kept] = ()) -> None:
        self.all: list[_Kept] = []
        self._exact: dict[Span, list[_Kept]] = {}
        self._marks: Marks | None = None
        for one in kept:
            self.add(one)

    def add(self, one: _Kept) -> None:
        """One more, before any is looked for."""
        self.all.append(one)
        self._exact.setdefault(one.place.span, []).append(one)

    @property
    def trace(self) -> Trace:
        """What it says of the article and of others with the same bytes."""
        return joined(one.trace for one in self.all)

    def of(self, span: Span) -> Ruling | None:
        """What was decided about exactly this span, or about most of it."""
        if exact := self._exact.get(span):
            return _ruling(span, exact)
        if self._marks is None:
            self.all.sort(key=lambda one: one.place.span)
            self._marks = Marks([one.place.span for one in self.all])
        over = [self.all[at] for at in self._marks.over(span)]
        for decision in _DECISIONS:
            same = [one for one in over if one.decision == decision]
            if same and _covered(span, (one.place.span for one in same)) >= _MOST * (span.end - span.start):
                return _ruling(span, same)
        return None


class Decisions:
    """The decisions of one reviewer.

    Args:
        store: where they are kept.
        is_there: whether the corpus has an article of an id; what was decided in one that is gone goes to the one with its bytes.
        homes: gives the articles whose bytes have a hash, in order.
    """

    def __init__(
        self, store: Store, is_there: Callable[[str], bool], homes: Callable[[str], Sequence[str]]
    ) -> None:
        self._store = store
        self._is_there = is_there
        self._homes = homes
        self._seen: Mapping[str, Mapping[str, object]] | None = None
        self._by_article: dict[str, dict[str, _Version]] = {}
        self._gone: dict[str, dict[str, _Version]] = {}
        self._earlier: dict[str, dict[str, list[str]]] = {}
        self._inherited: dict[tuple[str, str], _Version | None] = {}

    @property
    def version(self) -> object:
        """Another object when something was decided."""
        return self._store.documents(TABLE)

    def forget(self) -> None:
        """Other articles are there, or have the bytes, than when something was asked last."""
        self._seen = None

    def of(self, place: Place, says: Callable[[], Said | None]) -> Ruling | None:
        """What was decided about a passage; None where nothing was.

        Args:
            place: the passage.
            says: gives what it says; asked for only where the article was edited since something was decided in it.
        """
        self._look()
        by_hash = self._by_article.get(place.article, {})
        found = self._decided_in(place.article, place.sha256)
        if found is not None and (ruling := found.of(place.span)) is not None:
            return ruling
        older = [one for sha256, version in by_hash.items() if sha256 != place.sha256 for one in version.all]
        return _of_words(place.span, older, says) if older else None

    def _decided_in(self, article: str, sha256: str) -> _Version | None:
        """What was decided in an article with these bytes, under its own name and those that it had before."""
        own = self._by_article.get(article, {}).get(sha256)
        if sha256 not in self._gone:
            return own
        if (article, sha256) not in self._inherited:
            versions = [self._gone[sha256][one] for one in self.names(article, sha256)]
            every = chain.from_iterable(one.all for one in [*versions, *([own] if own else ())])
            # Of what was decided about the same passage under several names the last counts.
            last = {one.place.span: one for one in sorted(every, key=lambda one: one.created)}
            self._inherited[article, sha256] = _Version(last.values()) if last else None
        return self._inherited[article, sha256]

    def names(self, article: str, sha256: str) -> list[str]:
        """The names that an article with these bytes had before, as far as something was decided under them."""
        self._look()
        if (gone := self._gone.get(sha256)) is None:
            return []
        if sha256 not in self._earlier:
            equals = [one for one in self._homes(sha256) if self._is_there(one)]
            own = {one: self._by_article.get(one, {}).get(sha256) for one in equals}
            there = {one: version.trace if version else UNDECIDED for one, version in own.items()}
            self._earlier[sha256] = earlier_names(
                there, {one: version.trace for one, version in gone.items()}
            )
        return self._earlier[sha256].get(article, [])

    def _look(self) -> None:
        documents = self._store.documents(TABLE)
        if documents is self._seen:
            return
        self._seen = documents
        self._by_article, self._gone, self._earlier, self._inherited = {}, {}, {}, {}
        for document in documents.values():
            one = _read(document, self._store.reviewer)
            # Neighbouring corpora share the table.
            if one is None or not one.place.article.startswith(f"{self._store.corpus_name}/"):
                continue
            is_there = self._is_there(one.place.article)
            article, sha256 = one.place.article, one.place.sha256
            found, first, second = (
                (self._by_article, article, sha256) if is_there else (self._gone, sha256, article)
            )
            found.setdefault(first, {}).setdefault(second, _Version()).add(one)


def draft(
    store: Store,
    place: Place,
    said: Said,
    decision: Decision,
    *,
    is_read: bool,
    equals: Collection[str] = (),
    names: Collection[str] = (),
    group: str = "",
) -> Draft:
    """What keeps a decision about a passage, in place of what was decided about it before.

    Args:
        store: where it will be kept, and who decides.
        place: the passage.
        said: what it says.
        decision: what is decided.
        is_read: whether the reviewer looked at the passage itself, and not only at a copy of it.
        equals: the articles that have the same bytes, by which it is told later on which of them was renamed.
        names: those that the article had before.
        group: of the annotations that are made for its family.
    """
    others = sorted(one for one in equals if one != place.article)
    document = {
        "article": place.article,
        "sha256": place.sha256,
        "start": place.span.start,
        "end": place.span.end,
        "folded": said.folded,
        "nth": said.nth,
        "equals": others if len(others) <= _EQUALS else None,
        "names": sorted(names),
        "decision": decision,
        "read": is_read,
        "group": group or None,
        "reviewer": store.reviewer,
        "created": timestamp(),
    }
    start, end = place.span
    return Draft(TABLE, f"{store.reviewer}:{place.article}:{place.sha256}:{start}:{end}", document)


def folded_hash(text: str) -> str:
    """Hash of the words of a text, in hex; without case, accents, typography and punctuation."""
    said = " ".join(folded(text[start:end]) for start, end in words(text, Span(0, len(text))))
    return digest.sha256(said.encode(errors="surrogatepass"))


def _of_words(span: Span, kept: Iterable[_Kept], says: Callable[[], Said | None]) -> Ruling | None:
    """What was decided last about the same words in the article as it was; where they stand more than once, in the same turn."""
    said = says()
    last = max((one for one in kept if one.said == said), key=lambda one: one.created, default=None)
    return last and Ruling(last.decision, (span,) if last.is_read else (), last.group)


def _ruling(span: Span, kept: Sequence[_Kept]) -> Ruling:
    read = tuple(
        Span(max(one.place.span.start, span.start), min(one.place.span.end, span.end))
        for one in kept
        if one.is_read
    )
    return Ruling(kept[0].decision, read, next((one.group for one in kept if one.group), ""))


def _covered(span: Span, others: Iterable[Span]) -> int:
    """How many code points of a span lie in others, which may overlap."""
    covered, reached = 0, span.start
    for start, end in sorted(others):
        start, end = max(start, reached), min(end, span.end)
        if start < end:
            covered += end - start
            reached = end
    return covered


def _read(document: Mapping[str, object], reviewer: str) -> _Kept | None:
    """A decision of this reviewer; None for one of another, and for what is no decision."""
    article, sha256, folded_ = (document.get(key) for key in ("article", "sha256", "folded"))
    start, end, decision = (document.get(key) for key in ("start", "end", "decision"))
    if document.get("reviewer") != reviewer or decision not in _DECISIONS:
        return None
    if not (isinstance(article, str) and isinstance(sha256, str) and isinstance(folded_, str)):
        return None
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        return None
    group, nth = document.get("group"), document.get("nth")
    return _Kept(
        Place(article, sha256, Span(start, end)),
        Said(folded_, nth if type(nth) is int else 0),
        decision,
        document.get("read") is True,
        group if isinstance(group, str) else "",
        str(document.get("created", "")),
        # Older decisions have neither.
        Trace(_names(document.get("equals")), _names(document.get("names")) or frozenset()),
    )


def _names(listed: object) -> frozenset[str] | None:
    return frozenset(map(str, listed)) if isinstance(listed, list) else None
