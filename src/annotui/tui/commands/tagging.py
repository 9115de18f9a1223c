"""Tag, relabel, remove, note, dismiss; undo and redo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from annotui.core.annotation import Annotation
from annotui.core.counted import counted
from annotui.core.selection import Selection, Target
from annotui.review import suggest
from annotui.review import tag as tagging
from annotui.review.copies import copies
from annotui.review.tag import Tagged
from annotui.store.changes import Done
from annotui.store.store import StoreError
from annotui.tui.actions import key_label

from .work import Commands, Work

_NO_ANNOTATION = "no annotation under the cursor"

_LOOKS = 10
"""Looks at what other sessions wrote, a second apart, after which no other window can have tagged the same at the same moment."""


@dataclass
class _Fresh:
    """Something that was tagged a moment ago.

    Args:
        done: what was done.
        what: the same in words.
        said: what the status line said of it.
        looks: how often it has been looked since whether another window tagged the same.
    """

    done: Done
    what: str
    said: str
    looks: int = 0


class Tagging(Commands):
    """What changes annotations."""

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self.relabelled: Annotation | None = None
        self._fresh: list[_Fresh] = []
        # What was to be done to another reviewer's annotation: the same key again does it.
        self._asked: tuple[str, str] | None = None
        self._asking: tuple[str, str] | None = None

    def begin(self) -> None:
        """Another key was pressed: what waited for a label, or for the same key again, is given up."""
        self.relabelled = None
        self._asked, self._asking = self._asking, None

    def _may(self, name: str, annotation: Annotation) -> bool:
        """Whether an annotation may be changed: one of another reviewer only where the same key is pressed twice."""
        work = self.work
        if annotation.reviewer == work.store.reviewer or self._asked == (name, annotation.id):
            return True
        self._asking = name, annotation.id
        again = work.table.hint(" · ", name, "again does it all the same, with both names")
        work.said = f"this is {annotation.reviewer}'s{again}"
        return False

    def tag(self, label: str) -> None:
        """Give a label to what the status line says, or to the annotation that is being relabelled."""
        relabelled, self.relabelled = self.relabelled, None
        if relabelled is not None:
            self._relabel(relabelled, label)
            return
        work, pane = self.work, self.work.desk.pane
        target = pane.target(label)
        if pane.reading is None or not target.spans:
            work.said = "there is nothing to tag here"
            return
        try:
            # Another window of this reviewer may have tagged it just now.
            work.store.refresh()
            tagged = tagging.tag(work.store, pane.reading, target, label)
        except StoreError as error:
            work.said = f"not tagged: {error}"
            return
        self._say_tagged(tagged, label, target)

    def _say_tagged(self, tagged: Tagged, label: str, target: Target) -> None:
        work, pane = self.work, self.work.desk.pane
        what = work.quoted(tagged.annotation) if tagged.count == 1 else target.kind
        if tagged.done is None:
            work.said = f"already tagged {label}: {what}"
        else:
            work.did(f"tagged {label}: {what}", tagged.done, tagged.annotation.span)
            self._fresh.append(_Fresh(tagged.done, f"{label}: {what}", work.said))
        if tagged.count == 1:
            pane.select(Selection(tagged.annotation.span.end))
        pane.mean(tagged.annotation)

    def look_at_others(self) -> bool:
        """Take in what other sessions wrote; let go what another window of this reviewer tagged at the same moment, and before this one.

        Returns:
            Whether there was something.
        """
        work = self.work
        found = work.store.refresh()
        if work.stage.is_asking:
            # A note, or an answer, may be about what was tagged.
            return found
        for one in self._fresh:
            one.looks += 1
            if any(draft.id in work.drafts for draft in one.done.after):
                # A note that was begun belongs to this one.
                continue
            try:
                stays = tagging.give_way(work.store, one.done)
            except StoreError:
                continue
            if stays is None:
                continue
            found, one.looks = True, _LOOKS
            work.history.forget(one.done)
            work.desk.pane.meaning.mean_instead({draft.id for draft in one.done.after}, stays)
            if work.said == one.said:
                work.said = f"already tagged {one.what}"
        self._fresh = [one for one in self._fresh if one.looks < _LOOKS]
        return found

    def _relabel(self, annotation: Annotation, label: str) -> None:
        work, pane = self.work, self.work.desk.pane
        # As it is by now: another session may have changed it since the key was pressed.
        there = self._as_it_is(annotation)
        if pane.reading is None or there is None:
            work.said = "not relabelled: somebody removed the annotation meanwhile"
            return
        if found := copies(work.store, there):
            self._ask("relabel", there, found, partial(self._give, there, label))
        else:
            self._give(there, label, ())

    def _give(self, there: Annotation, label: str, found: Sequence[Annotation]) -> None:
        """Give an annotation, and copies of it, another label."""
        work, pane = self.work, self.work.desk.pane
        if pane.reading is None:
            return
        try:
            tagged = tagging.relabel(work.store, pane.reading, there, label, anyones=True, copies=found)
        except StoreError as error:
            work.said = f"not tagged: {error}"
            return
        what = work.quoted(tagged.annotation)
        if tagged.done is None:
            work.said = f"already tagged {label}: {what}"
        else:
            more = f", {counted(tagged.count - 1, 'copy')} too" if tagged.count > 1 else ""
            work.did(f"now {label}: {what}{more}", tagged.done, tagged.annotation.span)
        pane.mean(tagged.annotation)

    def _as_it_is(self, annotation: Annotation) -> Annotation | None:
        """What has become of an annotation of the active pane; None where it is gone."""
        return next((one for one in self.work.desk.pane.annotations if one.id == annotation.id), None)

    def do_relabel(self) -> None:
        """The next label key gives the annotation under the cursor another label."""
        work = self.work
        annotation = work.meant()
        if annotation is None:
            work.said = _NO_ANNOTATION
        elif self._may("relabel", annotation):
            self.relabelled = annotation
            work.said = f"relabel {annotation.label} {work.quoted(annotation)}"

    def do_remove(self) -> None:
        """Remove the annotation under the cursor."""
        work = self.work
        annotation = work.meant()
        if annotation is None:
            work.said = _NO_ANNOTATION
            return
        if not self._may("remove", annotation):
            return
        if not (found := copies(work.store, annotation)):
            self._remove(annotation, ())
            return
        self._ask("remove", annotation, found, partial(self._remove, annotation))

    def _ask(
        self,
        what: str,
        one: Annotation,
        found: Sequence[Annotation],
        do: Callable[[Sequence[Annotation]], None],
    ) -> None:
        """Let one key say whether what is done to an annotation is done to its copies too."""
        count = counted(len(found), "copy")
        self.work.stage.choose(
            f"{what} its {count} too? a all · o only this one · else nothing · {one.label} {self.work.quoted(one)}",
            {"a": partial(do, found), "o": partial(do, ())},
        )

    def _remove(self, annotation: Annotation, found: Sequence[Annotation]) -> None:
        work = self.work
        try:
            done = tagging.remove(work.store, annotation, anyones=True, copies=found)
        except StoreError as error:
            work.said = f"not removed: {error}"
            return
        more = f" and {counted(len(found), 'copy')}" if found else ""
        work.did(f"removed {annotation.label}{more}: {work.quoted(annotation)}", done, annotation.span)

    def do_note(self) -> None:
        """Write a note to the annotation under the cursor."""
        work = self.work
        annotation = work.meant()
        if annotation is None:
            work.said = _NO_ANNOTATION
            return
        if not self._may("note", annotation):
            return
        if work.store.read_only is not None:
            work.said = f"no note: {work.store.read_only}"
            return

        def typed(text: str) -> None:
            # Also what a dropped link cuts short is there at the next start.
            work.drafts[annotation.id] = text
            work.keep_place_soon()

        def left(text: str | None) -> None:
            self._noted(annotation, text)

        draft = work.drafts.get(annotation.id)
        title = f"note to {annotation.label} {work.quoted(annotation)}{'' if draft is None else ' · a draft'}"
        text = annotation.note if draft is None else draft
        # Over those rows in which the cursor is not.
        work.dialogs.write_note(title, text, work.desk.pane.is_in_lower_half, typed, left)

    def _noted(self, annotation: Annotation, text: str | None) -> None:
        """The editor was left; without a text the draft stays."""
        work, pane = self.work, self.work.desk.pane
        if text is None:
            if work.drafts.get(annotation.id) == annotation.note:
                work.drafts.drop(annotation.id)
            kept = annotation.id in work.drafts
            work.said = f"draft kept{work.table.hint(' · ', 'note', 'goes on with it')}" if kept else ""
            work.keep_place()
            return
        # As it is by now: another session may have changed it while the note was written.
        there = self._as_it_is(annotation)
        if pane.reading is None or there is None or there.note != annotation.note:
            work.drafts[annotation.id] = text
            what = "removed the annotation" if there is None else "wrote another note"
            again = work.table.hint(" · ", "note", "goes on with it")
            work.said = f"not saved: somebody {what} meanwhile; your draft is kept{again}"
            return
        try:
            tagged = tagging.note(work.store, pane.reading, there, text, anyones=True)
        except StoreError as error:
            work.drafts[annotation.id] = text
            work.said = f"note not saved, draft kept: {error}"
            return
        work.drafts.drop(annotation.id)
        if tagged.done is None:
            work.said = "the note is as it was"
        else:
            what = "note to" if tagged.annotation.note else "no note any more to"
            work.did(f"{what} {annotation.label}: {work.quoted(annotation)}", tagged.done, annotation.span)
        pane.mean(tagged.annotation)

    def dismiss(self) -> None:
        """Never suggest again what the status line names."""
        work, pane = self.work, self.work.desk.pane
        selection = pane.selection
        # What was selected by the key for quotations is meant too, though the cursor stands behind it.
        chosen = selection.span
        at = selection.cursor if chosen.is_empty else chosen.start
        suggestions = pane.meaning.suggestions.at(at) if pane.meaning.suggestions else []
        if not chosen.is_empty:
            suggestions = [one for one in suggestions if one.spans == (chosen,)]
        if pane.reading is None or not suggestions:
            work.said = "nothing is suggested under the cursor"
            return
        one = suggestions[0]
        try:
            done = suggest.dismiss(work.store, pane.reading, one)
        except StoreError as error:
            work.said = f"not dismissed: {error}"
        else:
            work.did(f"not suggested any more: {one.name}", done, one.spans[0])

    def targets(self) -> list[tuple[str, Target]]:
        """For each label key, as it is shown, what it would tag now."""
        pane = self.work.desk.pane
        return [(key_label(one.key), pane.target(one.name)) for one in self.work.table.labels]
