"""What matching has found, as far as it holds for what is read now, and what this reviewer has decided about it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import chain, islice, takewhile
from typing import NamedTuple

from annotui.config.label import STANDARD
from annotui.core.annotation import Annotation
from annotui.core.family import Discrepancy, Family, Passage, Value
from annotui.core.span import Span
from annotui.corpus.article import Article
from annotui.matching.align import Alignment, align
from annotui.matching.findings import Findings, Here, Otherwise
from annotui.store.store import Store

from .decisions import Decision, Decisions, Place, Ruling, Said, folded_hash
from .placed import own
from .reading import Reading
from .renamed import Renamed
from .shelf import Shelf
from .texts import CannotUse, Text, Texts

_ALIGNMENTS = 4096
"""Alignments that are kept."""

_ARTICLES = 1 << 16
"""Hashes that are kept."""

_FAMILIES = 4096
"""Families that are kept."""

_STANDARD = tuple(one.name for one in STANDARD)

_OUT: frozenset[Decision] = frozenset({"rejected", "left out"})


class Waiting(NamedTuple):
    """The members of a family that are not decided yet.

    Args:
        same: those that say the same as the kept one.
        differ: those that say something else where it matters.
    """

    same: tuple[int, ...]
    differ: tuple[int, ...]


class Open(NamedTuple):
    """A family that is not decided yet, and where it is met.

    Args:
        passage: its member there.
        family: the family's number.
        member: the number of that member.
    """

    passage: Passage
    family: int
    member: int


class Difference(NamedTuple):
    """What one member says differently than another one.

    Args:
        value: what the member says.
        other: what the other one says.
        span: where the member says it; empty, where it would stand, where it says nothing.
    """

    value: Value
    other: Value
    span: Span


class _Says(NamedTuple):
    """What one member says, and where."""

    value: Value
    span: Span


class Matches:
    """The findings of a corpus, for one reviewer.

    Args:
        store: where decisions are kept.
        shelf: the articles.
        labels: those that there are.
    """

    def __init__(self, store: Store, shelf: Shelf, labels: Collection[str] = _STANDARD) -> None:
        self.store = store
        self.shelf = shelf
        self.labels = labels
        self.renamed = Renamed(store, shelf)
        self._texts = Texts(shelf)
        self._decisions = Decisions(store, shelf.__contains__, self.homes)
        self._version: object = None
        self._decided: dict[int, tuple[Ruling | None, ...]] = {}
        self._hashes: dict[Passage, str] = {}
        self._said: dict[int, list[dict[int, _Says]]] = {}
        self._saids: tuple[object, tuple[Said, ...]] = (None, ())
        self.findings = None

    @property
    def findings(self) -> Findings | None:
        """What was found; None until matching is done."""
        return self._findings

    @findings.setter
    def findings(self, findings: Findings | None) -> None:
        self._findings = findings
        self.articles_changed()
        self._hashes = {}
        self._said = {}
        self._saids = None, ()
        self._family = lru_cache(_FAMILIES)(findings.family) if findings else None
        self._sha256 = lru_cache(_ARTICLES)(findings.sha256) if findings else None
        self._homes = lru_cache(_ARTICLES)(findings.homes) if findings else None
        self._align = lru_cache(_ALIGNMENTS)(self._aligned)

    def articles_changed(self) -> None:
        """Articles have come or gone: what was decided in one that was renamed goes with it."""
        self._version = None
        self._decisions.forget()

    # What holds for an article that is read

    def sha256(self, article: str) -> str | None:
        """Hash, in hex, of the bytes of an article that were matched; None for an article that was not."""
        return self._sha256(article) if self._sha256 else None

    def holds(self, reading: Reading) -> bool:
        """Whether what was found in an article is about the bytes that are read now."""
        article = reading.article
        return self.sha256(article.id) == article.sha256

    def of(self, reading: Reading) -> Sequence[Here]:
        """The passages of an article, in order; none where it was edited since it was matched."""
        if self._findings is None or not self.holds(reading):
            return ()
        return self._findings.passages(reading.article.id)

    def otherwise(self, reading: Reading) -> Sequence[Otherwise]:
        """What an article says otherwise than a close relative, or than itself in one sentence; none where it was edited since."""
        if self._findings is None or not self.holds(reading):
            return ()
        return self._findings.otherwise(reading.article.id)

    def at(self, reading: Reading, offset: int) -> Here | None:
        """The passage under an offset; in the gap between two there is none."""
        if self._findings is None or not self.holds(reading):
            return None
        return self._findings.at(reading.article.id, offset)

    def beside(self, reading: Reading, offset: int, step: int) -> Here | None:
        """The next passage behind an offset (1), or the one before that which stands there (-1)."""
        if self._findings is None or not self.holds(reading):
            return None
        if step > 0:
            return self._findings.after(reading.article.id, offset)
        here = self._findings.at(reading.article.id, offset)
        return self._findings.before(reading.article.id, here.span.start if here else offset)

    # Texts

    def text(self, article: str) -> Text:
        """An article as it was matched.

        Raises:
            CannotUse: its file is gone, cannot be read or was edited since.
        """
        return self._texts.matched(article, self.sha256(article))

    def readable(self, article: str) -> str | None:
        """How an article that was matched should read; None where it is not any more what was matched."""
        try:
            return self.text(article).readable
        except CannotUse:
            return None

    def alignment(self, a: Passage, b: Passage) -> Alignment | None:
        """How the words of two passages lie to each other; None where one of the articles is not any more what was matched."""
        a_text, b_text = self.readable(a.article), self.readable(b.article)
        return None if a_text is None or b_text is None else self._align(a, b)

    def own(self, article: Article) -> list[Annotation]:
        """What this reviewer has tagged in an article, where it stands now."""
        return own(self.store, self.renamed, article)

    def words_hash(self, passage: Passage) -> str | None:
        """Hash of the folded words of a passage, equal for those that say the same in the same words; None as for `alignment`."""
        text = self.readable(passage.article)
        return None if text is None else self._words(text, passage)

    def _words(self, text: str, passage: Passage) -> str:
        if passage not in self._hashes:
            self._hashes[passage] = folded_hash(passage.span.of(text))
        return self._hashes[passage]

    # Families

    @property
    def version(self) -> object:
        """Another object when something was decided."""
        return self._decisions.version

    def family(self, number: int) -> Family:
        """The family of a number.

        Raises:
            IndexError: there is none.
        """
        if self._family is None:
            raise IndexError(f"there is no family {number}")
        return self._family(number)

    def decided(self, number: int) -> tuple[Decision | None, ...]:
        """What this reviewer has decided about each member of a family; None for those not decided yet."""
        return tuple(one and one.decision for one in self.rulings(number))

    def rulings(self, number: int) -> tuple[Ruling | None, ...]:
        """As `decided`, with what belongs to each decision."""
        version = self._decisions.version
        if version is not self._version:
            self._version, self._decided = version, {}
        if number not in self._decided:
            members = range(len(self.family(number).members))
            self._decided[number] = tuple(self._ruling(number, one) for one in members)
        return self._decided[number]

    def is_open(self, number: int) -> bool:
        """Whether there is something to decide about a family: a member that is not decided, and another one that is in it still."""
        decided = self.decided(number)
        return None in decided and sum(one not in _OUT for one in decided) > 1

    def kept(self, number: int) -> int | None:
        """The member that the others are duplicates of; None where that is not decided yet.

        Where its article is gone, or says something else by now, the first of its duplicates takes its place.
        """
        decided = self.decided(number)
        return next((decided.index(one) for one in ("kept", "accepted") if one in decided), None)

    def first_in(self, number: int) -> int:
        """The member to keep where nobody chooses one: that which is kept, else the first that was not put out of the family."""
        decided = self.decided(number)
        known = self.kept(number)
        return next((at for at, one in enumerate(decided) if one not in _OUT), 0) if known is None else known

    def waiting(self, number: int, kept: int) -> Waiting:
        """The undecided members of a family, by whether they say the same as another one where it matters.

        Args:
            number: the family.
            kept: the member to compare with; where one is kept already, that one counts.
        """
        known = self.kept(number)
        kept = kept if known is None else known
        waiting = [
            one for one, decision in enumerate(self.decided(number)) if decision is None and one != kept
        ]
        differ = [bool(self.differences(number, one, kept)) for one in waiting]
        return Waiting(
            tuple(one for one, differs in zip(waiting, differ, strict=True) if not differs),
            tuple(one for one, differs in zip(waiting, differ, strict=True) if differs),
        )

    def differences(self, number: int, member: int, other: int) -> list[Difference]:
        """What a member of a family says differently than another one, where it matters."""
        if number not in self._said:
            self._said[number] = [_said(one) for one in self.family(number).discrepancies]
        found = ((said.get(member), said.get(other)) for said in self._said[number])
        return [
            Difference(mine.value, theirs.value, mine.span)
            for mine, theirs in found
            if mine is not None and theirs is not None and mine.value is not theirs.value
        ]

    def next_open(self, article: str, offset: int) -> Open | None:
        """The next family that is not decided yet: later in an article, else in those that follow, else in those before.

        Args:
            article: the one that is read.
            offset: where in it; a passage that begins there or before it comes last.
        """
        if self._findings is None:
            return None
        ids = self._findings.articles
        first = bisect_left(ids, article)
        done: set[int] = set()
        later = (one for one in self._findings.passages(article) if one.span.start > offset)
        for id_, passages in chain(
            [(article, later)],
            ((ids[at % len(ids)], None) for at in range(first + 1, first + len(ids) + 1)),
        ):
            if not self._may_hold(id_):
                continue
            for here in passages or self._findings.passages(id_):
                if here.family in done:
                    continue
                if not self.is_open(here.family):
                    done.add(here.family)
                elif self.decided(here.family)[here.member] not in _OUT:
                    return Open(Passage(id_, here.span), here.family, here.member)
        return None

    def _may_hold(self, article: str) -> bool:
        """Whether an article is there and, as far as is known, what was matched."""
        return article in self.shelf and self.shelf.sha256(article) in (None, self.sha256(article))

    def said(self, number: int, member: int, text: str) -> Said:
        """What a member of a family says, by which decisions are kept.

        Args:
            number: the family.
            member: which one.
            text: its article, as it should read.
        """
        members = self.family(number).members
        article = members[member].article
        first = bisect_left(members, article, key=lambda one: one.article)
        # All of an article at once: a line may stand in it thousands of times, and each is asked about.
        if self._saids[0] != (number, article):
            turns: Counter[str] = Counter()
            saids = []
            for one in takewhile(lambda one: one.article == article, islice(members, first, None)):
                words = self._words(text, one)
                saids.append(Said(words, turns[words]))
                turns[words] += 1
            self._saids = (number, article), tuple(saids)
        return self._saids[1][member - first]

    def _ruling(self, number: int, member: int) -> Ruling | None:
        article, span = self.family(number).members[member]
        place = Place(article, self.sha256(article) or "", span)

        def says() -> Said | None:
            text = self.readable(article)
            return None if text is None else self.said(number, member, text)

        return self._decisions.of(place, says)

    def homes(self, sha256: str) -> list[str]:
        """The articles whose bytes had this hash when they were matched, in order."""
        return self._homes(sha256) if self._homes else []

    def names(self, place: Place) -> list[str]:
        """The names that an article had before, as far as something was decided under them."""
        return self._decisions.names(place.article, place.sha256)

    def _aligned(self, a: Passage, b: Passage) -> Alignment | None:
        a_text, b_text = self.readable(a.article), self.readable(b.article)
        return None if a_text is None or b_text is None else align(a_text, a.span, b_text, b.span)


def _said(discrepancy: Discrepancy) -> dict[int, _Says]:
    """What each member says; one that is cut before that place says nothing and is not among them."""
    return {
        member: _Says(value, span)
        for value in discrepancy.values
        for member, span in zip(value.members, value.spans, strict=True)
    }
