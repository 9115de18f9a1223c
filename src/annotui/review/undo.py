"""Taking back what was done, and doing it again: one action at a time, over all articles, as long as the session lasts."""

from __future__ import annotations

from typing import NamedTuple

from annotui.core.span import Span
from annotui.store.changes import Done
from annotui.store.store import Store


class CannotUndo(Exception):
    """There is nothing to take back, or somebody has changed it since: `str(error)` says which."""


class Step(NamedTuple):
    """One action.

    Args:
        said: what was done, in words: `tagged quote: “…”`.
        done: how to take it back.
        article: id of the article it was done in.
        span: where in that; None for the article as a whole.
    """

    said: str
    done: Done
    article: str
    span: Span | None = None


class History:
    """What a reviewer did in this session.

    Args:
        store: where it was done.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._past: list[Step] = []
        self._future: list[Step] = []

    def add(self, step: Step) -> None:
        """Something was done; what had been taken back before cannot be done again any more."""
        self._past.append(step)
        self._future.clear()

    def forget(self, done: Done) -> None:
        """Something is as if it had never been done."""
        self._past = [one for one in self._past if one.done is not done]

    def undo(self) -> Step:
        """Take back the last action.

        Raises:
            CannotUndo: there is none, or what it left is not there any more as it left it; it is skipped then.
            StoreError: nothing can be kept; nothing has changed.
        """
        return self._move(self._past, self._future, "undo")

    def redo(self) -> Step:
        """Do the action again that was taken back last.

        Raises:
            CannotUndo, StoreError: as for `undo`.
        """
        return self._move(self._future, self._past, "redo")

    def _move(self, source: list[Step], goal: list[Step], what: str) -> Step:
        if not source:
            raise CannotUndo(f"nothing to {what}")
        step = source[-1]
        # What is not known would be overwritten.
        self._store.refresh()
        if not self._store.stands(step.done):
            source.pop()
            raise CannotUndo(
                f"no {what}: it was changed since by somebody else; {what} again for the one before"
            )
        reversed_ = step._replace(done=self._store.commit(step.done.before))
        source.pop()
        goal.append(reversed_)
        return reversed_
