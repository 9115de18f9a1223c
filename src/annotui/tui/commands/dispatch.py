"""All commands: who does what an action is for."""

from __future__ import annotations

from annotui.core.selection import MOTIONS
from annotui.tui.actions import Action
from annotui.tui.telling import Telling

from .copies import Copying
from .deciding import Deciding
from .finding import Finding
from .listing import Listing
from .moving import STEPS, Moving
from .program import Program
from .propagating import Propagating
from .reading import Reading
from .tagging import Tagging
from .undoing import Undoing
from .work import Work

_WITHOUT_TAGS = frozenset((*MOTIONS, *STEPS, "raw"))
"""Actions that are done while the tags of an article with many are still being read."""


class Dispatch:
    """Hands each action to the commands that do it; those that wait for another key are told that one came.

    Args:
        work: what they work with.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self.tagging = Tagging(work)
        self.reading = Reading(work)
        copying = Copying(work)
        self._deciding = Deciding(work, copying, self.tagging)
        self.telling = Telling(work, self.tagging, copying, self._deciding)
        undoing = Undoing(work, self._deciding.undone)
        groups = (
            *(self.tagging, self.reading, Moving(work), Finding(work)),
            *(copying, self._deciding, undoing, Propagating(work), Listing(work, undoing)),
            Program(work, self.telling.under_cursor),
        )
        self._handlers = {name: handler for group in groups for name, handler in group.handlers().items()}

    def do(self, action: Action) -> None:
        """Do what a key is for."""
        if action.name not in _WITHOUT_TAGS:
            self._work.desk.complete()
        if action.label is not None:
            if not self._deciding.tag_difference(action.label):
                self._deciding.begin(action.name)
                self.tagging.tag(action.label)
            return
        if action.name != "palette":
            self._begin(action.name)
        self._handlers[action.name]()

    def give_up(self) -> None:
        """The mouse was used: nothing waits for a key any more."""
        self._begin("mouse")

    def _begin(self, name: str) -> None:
        self.tagging.begin()
        self._deciding.begin(name)
