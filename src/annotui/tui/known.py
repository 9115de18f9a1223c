"""What is known of the copies of what is read, in the words and signs of the screen."""

from __future__ import annotations

from collections.abc import Sequence

from annotui.core.family import Discrepancy, Family, Value
from annotui.core.marks import Marks
from annotui.core.span import Span, Spans
from annotui.matching.findings import Here
from annotui.review.matches import Matches
from annotui.review.progress import Progress
from annotui.review.reading import Reading
from annotui.review.unread import Unread

from .widgets.article_rows import percent
from .widgets.copies import COPIED, DIFFERS, NONE, Copies, Gap

_NAMES = 4
"""Articles that are named; more are only counted."""
_DISCREPANCIES = 2
"""Discrepancies that are told of; more are only counted."""
_VALUES = 3
"""Values of one that are told of, the most frequent one and the rarest ones."""


class Known:
    """What is said of copies.

    Args:
        matches: what was found, and decided.
        progress: which articles are reviewed.
    """

    def __init__(self, matches: Matches, progress: Progress) -> None:
        self.matches = matches
        self._progress = progress
        self._unread: dict[str, Unread] = {}
        self._marks: dict[str, tuple[object, Reading, Marks, Marks]] = {}
        self.dims = False

    # For a pane

    def copies(self, reading: Reading) -> Copies:
        """What is drawn of an article; nothing before matching is done, and where the article was edited since."""
        matches = self.matches
        if not matches.holds(reading):
            return NONE
        passages, differing = self._passages(reading)
        unread = self.unread(reading)
        read = Marks(unread.read_spans) if self.dims else NONE.read
        gaps = tuple(Gap(one.offset, f"┄ {one.said} ┄") for one in unread.omissions)
        return Copies(passages, differing, matches.findings, read=read, gaps=gaps)

    def unread(self, reading: Reading) -> Unread:
        """What is read of an article, and what is not."""
        known = self._unread.get(reading.article.id)
        if known is None or known.reading is not reading:
            known = self._unread[reading.article.id] = Unread(reading, self.matches, self._progress)
        return known

    def title(self, article: str) -> str:
        """What the title of a pane says: `story of 01 · 6 % new · 3 differ`."""
        findings = self.matches.findings
        if findings is None:
            return ""
        said = []
        if (original := findings.copy_of(article)) is not None:
            said.append(f"story of {self.name(original)}")
        if (new := findings.new(article)) is not None:
            said.append(f"{percent(new)} new")
        if differs := findings.differing(article):
            said.append(f"{differs} differ")
        return " · ".join(said)

    def _passages(self, reading: Reading) -> tuple[Marks, Marks]:
        """The passages of an article, and the places in them where they say something else than most copies."""
        article, findings = reading.article.id, self.matches.findings
        known = self._marks.get(article)
        if known is None or known[0] is not findings or known[1] is not reading:
            passages = self.matches.of(reading)
            differing = sorted(span for one in passages if one.differs for span in self._differing(one))
            known = findings, reading, Marks(Spans(one.span for one in passages)), Marks(differing)
            self._marks[article] = known
        return known[2:]

    def _differing(self, here: Here) -> list[Span]:
        family = self.matches.family(here.family)
        spans = [
            span
            for discrepancy in family.discrepancies
            for value in discrepancy.values[1:]
            for member, span in zip(value.members, value.spans, strict=True)
            if member == here.member
        ]
        # What is not said has a place too, on whose row it is told.
        return [span if not span.is_empty else Span(span.start, span.start + 1) for span in spans] or [
            here.span
        ]

    # For the status line

    def name(self, article: str) -> str:
        """The short name of an article."""
        return self.matches.shelf.name(article)

    def names(self, articles: Sequence[str], most: int = _NAMES) -> str:
        """The short names of articles; of more than `most` only the first ones."""
        named = [self.name(one) for one in dict.fromkeys(articles)]
        more = [f"+{len(named) - most}"] if len(named) > most else []
        return ", ".join([*named[:most], *more])

    def about(self, article: str, here: Here, *, brief: bool = False) -> str:
        """What is said of a passage, what matters most first: `≠ 19 copies · “3,500” 2 (07, 13) · “3,400” 17 · 91 % same words`.

        Args:
            article: the one that it is in.
            here: the passage.
            brief: where room is short: `≠ 19 · “3,500” 07, 13 · “3,400” 17`.
        """
        family = self.matches.family(here.family)
        sign = DIFFERS if family.discrepancies else COPIED
        said = [f"{sign} {len(family.members)}{'' if brief else ' copies'}"]
        if state := self._state(here):
            said.append(state)
        found = [one for _, one in distinct(family)]
        told = found[:_DISCREPANCIES]
        said += [self._rarest(family, one.values[-1], brief) for one in told]
        said += [_count(value) for one in told for value in reversed(one.values[1:-1][-_VALUES + 2 :])]
        if missing := self.missing(article, family):
            said.append(f"not in {self.names(missing)}")
        if more := len(found) - len(told):
            said.append(f"{more} more")
        said += [_count(one.values[0]) for one in told]
        said += [] if brief else [f"{percent(family.similarity)} same words"]
        return " · ".join(said)

    def _rarest(self, family: Family, value: Value, brief: bool) -> str:
        names = self.names([family.members[at].article for at in value.members])
        return f"{quoted(value.text)} {names}" if brief else f"{_count(value)} ({names})"

    def discrepancies(self, family: Family) -> list[str]:
        """What members of a family say differently, in words."""
        found = [one for _, one in distinct(family)]
        said = [self._values(family, one) for one in found[:_DISCREPANCIES]]
        return said if len(found) == len(said) else [*said, f"{len(found) - len(said)} more"]

    def missing(self, article: str, family: Family) -> list[str]:
        """The articles of the same story that do not have a passage at all."""
        findings = self.matches.findings
        there = {one.article for one in family.members}
        return [] if findings is None else [one for one in findings.story(article) if one not in there]

    def _values(self, family: Family, discrepancy: Discrepancy) -> str:
        values = discrepancy.values
        shown = values if len(values) <= _VALUES else (*values[: _VALUES - 1], values[-1])
        said = [_count(one) for one in shown]
        if len(shown) < len(values):
            said.insert(-1, f"{len(values) - len(shown)} others")
        return f"{' · '.join(said)} ({self.names([family.members[at].article for at in values[-1].members])})"

    def _state(self, here: Here) -> str:
        decided = self.matches.decided(here.family)
        own = decided[here.member]
        if not self.matches.is_open(here.family):
            return (
                "rejected"
                if own == "rejected"
                else "left out"
                if own == "left out"
                else "accepted"
                if own
                else ""
            )
        if waiting := sum(one is None for one in decided) if any(decided) else 0:
            return f"{waiting} to decide"
        return ""


def distinct(family: Family) -> list[tuple[int, Discrepancy]]:
    """The discrepancies of a family with their numbers; of those that the same words make only the first one."""
    found: dict[object, tuple[int, Discrepancy]] = {}
    for number, one in enumerate(family.discrepancies):
        found.setdefault(tuple((value.text, value.members) for value in one.values), (number, one))
    return list(found.values())


def quoted(text: str) -> str:
    """What a value says."""
    return f"“{text}”" if text else "without it"


def _count(value: Value) -> str:
    return f"{quoted(value.text)} {len(value.members)}"
