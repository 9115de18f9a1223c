"""Take back what was done, and do it again."""

from __future__ import annotations

from collections.abc import Callable

from annotui.core.selection import Selection
from annotui.review.undo import CannotUndo, Step
from annotui.store.store import StoreError

from .work import Commands, Work


class Undoing(Commands):
    """Takes back and does again, in whatever article it was.

    Args:
        work: what it works with.
        undone: is told what was taken back.
    """

    def __init__(self, work: Work, undone: Callable[[Step], None]) -> None:
        super().__init__(work)
        self._undone = undone

    def do_undo(self) -> None:
        """Take back the last action, in whatever article it was."""
        if (step := self.undo()) is not None:
            self._go_to(step)
            self._undone(step)

    def do_redo(self) -> None:
        """Do it again."""
        if (step := self.redo()) is not None:
            self._go_to(step)

    def undo(self) -> Step | None:
        """Take back the last action where one stands; None where that failed."""
        return self._travel(self.work.history.undo, "undone")

    def redo(self) -> Step | None:
        """Do it again where one stands; None where that failed."""
        return self._travel(self.work.history.redo, "done again")

    def _travel(self, move: Callable[[], Step], what: str) -> Step | None:
        work = self.work
        try:
            step = move()
        except (CannotUndo, StoreError) as error:
            work.desk.annotate()
            work.said = str(error)
            return None
        work.desk.annotate()
        where = f" in {work.shelf.name(step.article)}" if step.article != work.desk.article else ""
        work.said = f"{what}{where}: {step.said}"
        work.keep_place()
        return step

    def _go_to(self, step: Step) -> None:
        work = self.work
        if step.span is not None and step.article == work.desk.article:
            work.desk.pane.select(Selection(step.span.start))
            work.keep_place()
