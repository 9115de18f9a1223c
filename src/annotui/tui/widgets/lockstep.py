"""Panes that are locked by passage: what is read stands on the same row in all of them, though the articles differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from annotui.core.family import Passage
from annotui.core.span import Span
from annotui.review.counterpart import Counterpart, counterpart
from annotui.review.matches import Matches

from .pane_column import PaneColumn

_ALONE = "no copy here"


class Related(NamedTuple):
    """A sentence that is shown because it may say the same in other words.

    Args:
        here: the sentence that is read.
        passage: the other one.
    """

    here: Passage
    passage: Passage


class Lockstep:
    """Sets the other panes to the copies of the passage under the cursor.

    Args:
        matches: what was found.
    """

    def __init__(self, matches: Matches) -> None:
        self._matches = matches
        self.is_on = True
        self._shown: Counterpart | Related | None = None
        # The hashes of what it lies in.
        self._texts: list[str | None] = []
        self._known: object = None

    def show(self, shown: Counterpart | Related | None) -> None:
        """Show this beside what is read, until something else is read; None for nothing any more."""
        self._shown, self._known = shown, None
        self._texts = self._hashes(shown)

    def shown(self, active: PaneColumn, others: Sequence[PaneColumn]) -> Counterpart | Related | None:
        """What was asked for and is still shown beside what is read."""
        shown, reading = self._still(), active.pane.reading
        if shown is None or reading is None or shown.here.article != active.article:
            return None
        here = shown.here.span
        is_here = here.start <= active.pane.point <= here.end
        return shown if is_here and any(one.article == shown.passage.article for one in others) else None

    def follow(self, active: PaneColumn, others: Sequence[PaneColumn]) -> None:
        """Set the other panes to what is read; while the passage and its row are the same nothing happens.

        Args:
            active: the pane that keys go to.
            others: the other ones that are shown.
        """
        reading = active.pane.reading
        if reading is None:
            return
        # In the gap between two passages the one before is meant: what is left out there follows it elsewhere.
        places = (active.pane.point, max(active.pane.point - 1, 0))
        point = next((one for one in places if self._matches.at(reading, one)), active.pane.point)
        here = self._matches.at(reading, point)
        self._shown = shown = self.shown(active, others)
        panes = tuple((one.article, id(one.pane.reading), one.pane.frame[1]) for one in others)
        known = here, id(reading), active.pane.frame, panes, self.is_on, shown
        if known == self._known:
            return
        self._known = known
        differing: Sequence[Span] | None = None
        for column in others:
            if isinstance(shown, Related):
                self._set_related(column, shown, active)
                continue
            copy = shown if shown and shown.passage.article == column.article else None
            if copy is None and here is not None and self.is_on:
                copy = counterpart(self._matches, reading, point, column.article)
                column.tell_copy("" if copy or column.article == active.article else _ALONE)
            else:
                column.tell_copy(f"copy {copy.position} of {copy.total}" if copy else "")
            column.pane.bracket(copy.alignment.differing_b if copy else ())
            if copy is not None:
                column.pane.align(copy.alignment.to_b(point), active.pane.point_row)
                differing = copy.alignment.differing_a if differing is None else differing
        active.pane.bracket(differing or ())
        active.tell_copy("")

    def _still(self) -> Counterpart | Related | None:
        """What is shown, as it is called after everything was found anew; None where it is not any more what was found."""
        shown, findings = self._shown, self._matches.findings
        if shown is None or findings is None or self._hashes(shown) != self._texts:
            return None
        if isinstance(shown, Related):
            return shown
        here, there = (findings.at(one.article, one.span.start) for one in (shown.here, shown.passage))
        if here is None or there is None or here.family != there.family:
            return None
        is_same = (here.span, there.span) == (shown.here.span, shown.passage.span)
        return shown._replace(family=there.family, member=there.member) if is_same else None

    def _hashes(self, shown: Counterpart | Related | None) -> list[str | None]:
        return [self._matches.sha256(one.article) for one in (shown.here, shown.passage)] if shown else []

    def _set_related(self, column: PaneColumn, shown: Related, active: PaneColumn) -> None:
        is_there = column.article == shown.passage.article
        column.pane.bracket((shown.passage.span,) if is_there else ())
        column.tell_copy("related" if is_there else "")
        if is_there:
            column.pane.align(shown.passage.span.start, active.pane.point_row)
