"""The list of families, and what its rows decide."""

from __future__ import annotations

from annotui.core.counted import counted
from annotui.core.family import Passage, Value
from annotui.core.selection import Selection
from annotui.review import decide
from annotui.review.decide import CannotDecide
from annotui.review.undo import Step
from annotui.store.store import StoreError

from .decisions import DECIDED, ERROR, Decisions
from .undoing import Undoing
from .work import Work


class Listing(Decisions):
    """Lists the families.

    Args:
        work: what it works with.
        undoing: takes back what was decided in the list.
    """

    def __init__(self, work: Work, undoing: Undoing) -> None:
        super().__init__(work)
        self._undoing = undoing

    def do_families(self) -> None:
        """List the families."""
        work = self.work
        if work.matches.findings is None:
            work.said = work.unmatched
            return
        from annotui.tui.screens.families import FamiliesScreen

        here = work.passage()
        screen = FamiliesScreen(work.known, self, work.desk.article, here.family if here else None)
        work.stage.open_screen(screen, self._go_to)

    def _go_to(self, passage: Passage | None) -> None:
        work, desk = self.work, self.work.desk
        if passage is None:
            return
        desk.remember()
        if passage.article != desk.article and (failed := self.open(passage.article)):
            work.said = failed
            return
        desk.pane.select(Selection(passage.span.start))
        desk.follow()

    def accept_family(self, number: int, *, differing: bool) -> tuple[str, bool]:
        """Accept a family of the list; what came of it, and whether some members differ and wait."""
        matches = self.work.matches
        kept = matches.first_in(number)
        decided = self.attempt(lambda: decide.accept(matches, number, kept, differing=differing), "accepted")
        if decided is None:
            return self.told(self.work.said), False
        differ = matches.waiting(number, kept).differ
        reasons = [*decided.reasons.values()][:1]
        said = " · ".join([self.accepted(decided), *reasons])
        self.decided(said, decided, number, kept)
        if differ:
            return self.told(self.asked(said if decided.accepted or reasons else "", len(differ))), True
        return self.told(self.work.said or said), False

    def reject_family(self, number: int) -> str:
        """Reject a family of the list; what came of it."""
        matches = self.work.matches
        decided = self.attempt(lambda: decide.reject(matches, number), "rejected")
        if decided is not None:
            self.decided("rejected", decided, number, 0)
        return self.told(self.work.said)

    def tag_family(self, number: int, value: Value | None) -> str:
        """Tag what members of a family of the list say differently, or all that say one thing."""
        matches = self.work.matches
        if value is None and not matches.is_open(number):
            return self.told(DECIDED)
        kept = matches.first_in(number)
        decided = self.attempt(lambda: decide.tag_difference(matches, number, kept, value=value), "tagged")
        if decided is not None:
            self.decided(f"tagged {ERROR} in {counted(decided.accepted, 'copy')}", decided, number, kept)
        return self.told(self.work.said)

    def undo(self) -> tuple[str, int | None]:
        """Take back the last action; what came of it, and the family that it was about."""
        return self._travelled(self._undoing.undo())

    def redo(self) -> tuple[str, int | None]:
        """Do it again; what came of it, and the family that it was about."""
        return self._travelled(self._undoing.redo())

    def _travelled(self, step: Step | None) -> tuple[str, int | None]:
        findings = self.work.matches.findings
        here = findings.at(step.article, step.span.start) if findings and step and step.span else None
        return self.told(self.work.said), here and here.family

    def accept_all(self, numbers: list[int]) -> str:
        """Accept all of these families that have no discrepancy; what came of it."""
        work = self.work
        try:
            found = decide.accept_all(work.matches, numbers)
        except (CannotDecide, StoreError) as error:
            return self.told(f"not accepted: {error}")
        if found.done is None:
            return "nothing to accept: all of them are decided, or differ"
        work.did(
            f"{counted(found.families, 'family')} accepted, {counted(found.accepted, 'duplicate')}",
            found.done,
        )
        return self.told(work.said)
