"""Carry an annotation to the copies of its passage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotui.core.counted import counted
from annotui.review.decide import CannotDecide
from annotui.store.store import StoreError

from .decisions import ERROR, Decisions

if TYPE_CHECKING:
    from annotui.review.propagate import Plan


class Propagating(Decisions):
    """Previews what would be tagged, and tags it."""

    def do_propagate(self) -> None:
        """Show what the annotation under the cursor would be in each copy, and make those that are ticked."""
        work, reading = self.work, self.work.desk.pane.reading
        annotation = work.meant()
        if annotation is None or reading is None:
            work.said = "no annotation under the cursor"
            return
        if work.matches.findings is None:
            work.said = work.unmatched
            return
        from annotui.review import propagate

        plan = propagate.plan(work.matches, reading, annotation)
        if not plan.items:
            work.said = f"nothing to propagate: {plan.reason}"
            return
        from annotui.tui.screens.propagate import PropagateScreen

        screen = PropagateScreen(work.known, plan, work.quoted(annotation), self._tag_held)

        def chosen(ticked: frozenset[int] | None) -> None:
            if ticked:
                self._carry_out(plan, ticked)

        work.stage.open_screen(screen, chosen)

    def _carry_out(self, plan: Plan, ticked: frozenset[int]) -> None:
        from annotui.review import propagate

        work = self.work
        try:
            found = propagate.carry_out(work.matches, plan, ticked)
        except StoreError as error:
            work.said = f"not propagated: {error}"
            return
        why = f" · {found.reasons[0]}" if found.reasons else ""
        if found.done is None:
            work.said = f"there was nothing left to propagate{why}"
        else:
            said = f"{plan.annotation.label} propagated to {counted(found.count, 'copy')}{why}"
            work.did(said, found.done, plan.annotation.span)

    def _tag_held(self, plan: Plan, items: frozenset[int]) -> str:
        """Tag what copies say differently; what came of it, in words."""
        from annotui.review import propagate

        work = self.work
        try:
            found = propagate.tag_held_as_error(work.matches, plan, items)
        except (CannotDecide, StoreError) as error:
            return self.told(f"not tagged: {error}")
        if found.done is None:
            return self.told(found.reasons[0] if found.reasons else "tagged already")
        differs = "differs" if found.count == 1 else "differ"
        said = f"tagged {ERROR}: {counted(found.count, 'place')} that {differs}"
        work.did(said, found.done, plan.annotation.span)
        return self.told(work.said)
