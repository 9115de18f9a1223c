"""Decide about copies: each of them is read once, and decided together."""

from __future__ import annotations

from annotui.core.annotation import Annotation
from annotui.core.counted import counted
from annotui.core.selection import Selection
from annotui.matching.findings import Here
from annotui.review import decide
from annotui.review.counterpart import Counterpart, counterpart
from annotui.review.decide import CannotDecide, Decided
from annotui.review.related import CLAIM, accept_same_fact, dismiss_related
from annotui.review.undo import Step
from annotui.store.store import StoreError
from annotui.tui.widgets.lockstep import Related

from .copies import Copying
from .decisions import DECIDED, ERROR, Decisions
from .tagging import Tagging
from .work import Work

_KEEPING = ("accept", "copies", "dismiss", "undo", "redo", "lock", "dim", "next_pane")
"""Actions after which members that differ still wait for an answer."""


class Deciding(Decisions):
    """What accepts, leaves out and rejects.

    Args:
        work: what it works with.
        copying: shows copies.
        tagging: tags everything else.
    """

    def __init__(self, work: Work, copying: Copying, tagging: Tagging) -> None:
        super().__init__(work)
        self._copying, self._tagging = copying, tagging
        # The family, and its kept member, of which some members differ and wait for an answer.
        self._waiting: tuple[int, int] | None = None
        # What was said of the last answer, and what it was given to: taking it back asks again.
        self._answered: tuple[str, tuple[int, int] | Related] | None = None

    def begin(self, name: str) -> None:
        """Another key was pressed: unless it may be an answer, nothing waits for one any more."""
        if name not in _KEEPING:
            self._waiting = None

    def _here(self, name: str, does: str) -> Here | None:
        """The passage that is meant; one that was found only after the cursor came here is named first, and meant from then on."""
        work, pane = self.work, self.work.desk.pane
        if (here := work.passage()) is not None:
            return here
        if work.matches.findings is None or pane.reading is None:
            work.said = work.unmatched
        elif (late := work.matches.at(pane.reading, pane.point)) is None:
            work.said = "no copy of this is known"
        else:
            pane.select(pane.selection)
            now = work.table.hint(" · ", name, f"now {does}")
            about, brief = (work.known.about(work.desk.article, late, brief=one) for one in (False, True))
            work.say(f"{about}{now}", f"{brief}{now}", f"{now.removeprefix(' · ')} · {brief}")
        return None

    # Accept

    def do_accept(self) -> None:
        """The copies that say the same become duplicates; what is shown as related becomes the same fact."""
        work, shown = self.work, self._copying.shown
        if isinstance(shown, Related):
            self._accept_same_fact(shown)
            return
        here = self._here("accept", "accepts")
        if here is None:
            return
        if not work.matches.is_open(here.family):
            self._go_on(DECIDED)
        else:
            self._accept(here.family, here.member)

    def _accept(self, number: int, kept: int) -> None:
        work = self.work
        takes = self._waiting == (number, kept)
        decided = self.attempt(lambda: decide.accept(work.matches, number, kept, differing=takes), "accepted")
        if decided is None:
            return
        said = self.accepted(decided)
        self.decided(said, decided, number, kept)
        differ = work.matches.waiting(number, kept).differ
        if takes:
            self._answered = said, (number, kept)
        if takes or not differ:
            self._go_on(said, decided)
        else:
            self._ask(said if decided.accepted else "", (number, kept), len(differ))

    def _ask(self, said: str, waiting: tuple[int, int], differ: int) -> None:
        """Members differ and wait for an answer: show the first of them, and say which keys answer."""
        work, pane = self.work, self.work.desk.pane
        self._waiting = waiting
        if pane.reading is not None and (copy := counterpart(work.matches, pane.reading, pane.point)):
            self._copying.show(copy)
        work.say(self.asked(said, differ), self.asked("", differ))

    def undone(self, step: Step) -> None:
        """Something was taken back: what was the answer to a question is asked again."""
        if self._answered is None or self._answered[0] != step.said:
            return
        work, to, here = self.work, self._answered[1], self.work.passage()
        if isinstance(to, Related):
            if to.here == (step.article, step.span) and step.article == work.desk.article:
                work.said = f"{work.said} · {self._copying.show_related(to)}"
        elif here is not None and to == (here.family, here.member) and work.matches.kept(to[0]) == to[1]:
            self._ask(work.said, to, len(work.matches.waiting(*to).differ))

    def waiting(self) -> int:
        """How many members of the family under the cursor differ and wait for an answer."""
        here = self.work.passage()
        if here is None or self._waiting != (here.family, here.member):
            return 0
        return len(self.work.matches.waiting(here.family, here.member).differ)

    def tag_difference(self, label: str) -> bool:
        """Tag what the members say that wait for an answer, if this is the label for it.

        Returns:
            Whether it was.
        """
        if label != ERROR or not self.waiting() or self._waiting is None:
            return False
        number, kept = self._waiting
        decided = self.attempt(lambda: decide.tag_difference(self.work.matches, number, kept), "tagged")
        if decided is not None:
            said = f"tagged {label} in {counted(decided.accepted, 'copy')}"
            self.decided(said, decided, number, kept)
            self._answered = said, (number, kept)
            self._go_on(said, decided)
        return True

    def _go_on(self, said: str, decided: Decided | None = None) -> None:
        """To the next family that is not decided yet."""
        work, desk = self.work, self.work.desk
        self._waiting = None
        for why in [*decided.reasons.values()][:1] if decided else []:
            said = f"{said} · {why}"
        undo = work.table.hint(" · ", "undo", "undoes") if decided and decided.done else ""
        found = work.matches.next_open(desk.article, desk.pane.point)
        if found is None:
            work.said = f"{said}{undo} · all is decided{work.table.hint(' · ', 'next_unread', 'next new')}"
            return
        where = ""
        if found.passage.article != desk.article:
            if failed := self.open(found.passage.article):
                work.said = f"{said}{undo} · {failed}"
                return
            where = f" in {work.known.name(found.passage.article)}"
        desk.pane.select(Selection(found.passage.span.start))
        here = work.passage()
        about, brief = (
            f"next{where}: {work.known.about(found.passage.article, here, brief=one)}"
            if here
            else f"next{where}"
            for one in (False, True)
        )
        work.say(f"{said}{undo} · {about}", f"{said} · {brief}", brief)

    # Related sentences

    def _accept_same_fact(self, shown: Related) -> None:
        work, reading = self.work, self.work.desk.pane.reading
        if reading is None:
            return
        here = work.meant() or shown.here.span
        decided = self.attempt(
            lambda: accept_same_fact(work.matches, reading, here, shown.passage), "accepted"
        )
        if decided is None:
            return
        label = here.label if isinstance(here, Annotation) else CLAIM
        if decided.done is None:
            work.said = "accepted already"
        else:
            name = work.known.name(shown.passage.article)
            work.did(f"same fact as in {name}: {label}", decided.done, shown.here.span)

    # Leave out, dismiss, reject

    def do_dismiss(self) -> None:
        """Leave the copy shown out of its family; never show again what the status line names."""
        shown = self._copying.shown
        if isinstance(shown, Counterpart):
            self._leave_out(shown)
        elif isinstance(shown, Related):
            self._dismiss_related(shown)
        else:
            self._tagging.dismiss()

    def _leave_out(self, shown: Counterpart) -> None:
        work, pane = self.work, self.work.desk.pane
        decided = self.attempt(lambda: decide.leave_out(work.matches, shown.family, shown.member), "left out")
        if decided is None:
            return
        said = f"left out: {work.known.name(shown.passage.article)}"
        self.decided(said, decided, shown.family, shown.member)
        work.desk.lockstep.show(None)
        if self._waiting is None or pane.reading is None:
            return
        if not (differ := self.waiting()):
            self._go_on(said, decided)
            return
        if copy := counterpart(work.matches, pane.reading, pane.point, after=shown.member):
            self._copying.show(copy)
        work.said = self.asked(said, differ)

    def _dismiss_related(self, shown: Related) -> None:
        work, reading = self.work, self.work.desk.pane.reading
        if reading is None:
            return
        try:
            done = dismiss_related(work.matches, reading, shown.here.span, shown.passage)
        except (CannotDecide, StoreError) as error:
            work.said = f"not dismissed: {error}"
            return
        work.desk.lockstep.show(None)
        said = "not called related any more"
        work.did(said, done, shown.here.span)
        self._answered = said, shown

    def do_reject(self) -> None:
        """The members of the family under the cursor are no copies of each other."""
        work, here = self.work, self._here("reject", "rejects")
        if here is None:
            return
        decided = self.attempt(lambda: decide.reject(work.matches, here.family, here.member), "rejected")
        if decided is not None:
            said = f"rejected: {counted(decided.accepted, 'passage')} are no copies of each other"
            self.decided(said, decided, here.family, here.member)
            self._go_on("rejected", decided)
