"""What all commands that decide about families have in common."""

from __future__ import annotations

from collections.abc import Callable

from annotui.review.decide import CannotDecide, Decided
from annotui.store.store import StoreError
from annotui.tui.actions import shown_key

from .work import Commands

ERROR = "error"
"""What words are tagged as that differ."""
DECIDED = "decided already"


class Decisions(Commands):
    """Decides, and says what came of it."""

    def attempt(self, do: Callable[[], Decided], what: str) -> Decided | None:
        """Do something; what stands in the way is said."""
        try:
            return do()
        except (CannotDecide, StoreError) as error:
            self.work.said = f"not {what}: {error}"
            return None

    def decided(self, said: str, decided: Decided, number: int, member: int) -> None:
        """Remember what was decided, if it was anything."""
        passage = self.work.matches.family(number).members[member]
        if decided.done is not None:
            self.work.did(said, decided.done, passage.span, passage.article)
        else:
            self.work.said = said

    def accepted(self, decided: Decided) -> str:
        """How many members were accepted; or that all were decided already, as where another window was quicker."""
        is_new = decided.done is not None or bool(decided.waiting)
        return f"{decided.accepted:,} accepted" if is_new else DECIDED

    def asked(self, said: str, differ: int) -> str:
        """What is said where members differ and wait for an answer, behind what was said before; that may be empty."""
        table = self.work.table
        error = next((one for one in table if one.label == ERROR), None)
        tags = f" · {shown_key(error)} tags the difference" if error else ""
        differs = f"{differ:,} {'differs' if differ == 1 else 'differ'}"
        return f"{said and f'{said} · '}{differs}{table.hint(' · ', 'accept', 'takes them too')}{tags}"

    def told(self, said: str) -> str:
        """What a list has said of something that was done in it."""
        self.work.messages.add(said)
        return said

    def open(self, article: str) -> str:
        """Show an article in the active pane; why that failed, or nothing."""
        remark = self.work.desk.open(article)
        return remark if self.work.desk.article != article else ""
