"""Passages that occur elsewhere: go to them, and show their copies, or related sentences, beside what is read."""

from __future__ import annotations

from collections.abc import Iterator

from annotui.core.counted import counted
from annotui.core.family import Passage
from annotui.core.selection import Selection, selected
from annotui.core.span import Span
from annotui.corpus.article import Unreadable
from annotui.matching.findings import LEFT_OUT
from annotui.review.counterpart import Counterpart, counterpart
from annotui.review.related import relatives
from annotui.review.unread import Stop
from annotui.tui.known import quoted
from annotui.tui.widgets.lockstep import Related

from .work import Commands, Work

_STILL = "related sentences are still being looked for"
_MOST = 500
"""Articles that one key looks through for something new."""
_EDITED = "this article was edited since it was matched"
_CAME = "this article came after the others were matched"


class Copying(Commands):
    """What goes from passage to passage, and from copy to copy."""

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        # Where the reader was, and what is not tagged or reviewed is new still.
        self._seen: set[tuple[str, Span]] = set()

    @property
    def shown(self) -> Counterpart | Related | None:
        """The copy, or the related sentence, that was asked for and is shown beside what is read."""
        desk = self.work.desk
        return desk.lockstep.shown(desk.column, desk.others)

    def do_next_passage(self) -> None:
        """Go to the next passage that occurs elsewhere."""
        self._go(1)

    def do_previous_passage(self) -> None:
        """Go to the previous one."""
        self._go(-1)

    def _go(self, step: int) -> None:
        work, pane = self.work, self.work.desk.pane
        if pane.reading is None or self._is_unknown():
            return
        found = work.matches.beside(pane.reading, pane.point, step)
        if found is None:
            where = "further on" if step > 0 else "further back"
            lists = work.table.hint(" · ", "families", "lists all")
            work.said = f"no passage {where} in this article occurs elsewhere{lists}"
            return
        pane.select(Selection(found.span.start))

    def do_copies(self) -> None:
        """Show the next copy of the passage under the cursor in the other pane; where there is none, list related sentences."""
        work, desk = self.work, self.work.desk
        pane, shown = desk.pane, self.shown
        if pane.reading is None or self._is_unknown():
            return
        after = shown.member if isinstance(shown, Counterpart) else None
        copy = counterpart(work.matches, pane.reading, pane.point, after=after)
        if copy is not None:
            # Though it was found only after the cursor came here: from now on it is meant.
            pane.select(pane.selection)
            work.said = self.show(copy)
        elif work.matches.at(pane.reading, pane.point) is not None:
            work.said = "none of its copies is any more what was matched"
        else:
            self._list_related()

    def show(self, copy: Counterpart) -> str:
        """Show a copy beside what is read.

        Returns:
            What to say of it.
        """
        work, desk = self.work, self.work.desk
        if self.shown is None:
            desk.remember()
        if failed := desk.beside(copy.passage.article):
            return failed
        desk.lockstep.show(copy)
        desk.follow()
        said = [f"copy {copy.position} of {copy.total} in {work.known.name(copy.passage.article)}"]
        if copy.identical:
            said.append(f"{copy.identical:,} in the same words")
        differing = [quoted(span.of(copy.alignment.b)) for span in copy.alignment.differing_b[:3]]
        said += [" ".join(differing)] if differing else []
        return f"{' · '.join(said)}{work.table.hint(' · ', 'dismiss', 'leaves it out')}"

    def _list_related(self) -> None:
        from annotui.tui.screens.picker import Picker
        from annotui.tui.screens.related import related_choices

        work, pane = self.work, self.work.desk.pane
        reading, findings = pane.reading, work.matches.findings
        if reading is None or findings is None:
            return
        if not findings.has_relatives:
            work.said = f"this passage has no copy; {LEFT_OUT if findings.left_out else _STILL}"
            return
        here = Passage(reading.article.id, reading.prose.at("sentence", pane.point))
        found = relatives(work.matches, reading, pane.point)
        if not found:
            work.said = "said nowhere else: no copy, and no related sentence"
            return

        def chosen(passage: Passage | None) -> None:
            if passage is not None:
                work.desk.remember()
                work.said = self.show_related(Related(here, passage))

        picker: Picker[Passage] = Picker(
            "said elsewhere? closest first",
            related_choices(work.matches, reading.prose.text, here, found),
            nothing="no related sentence matches",
            details=4,
        )
        work.stage.open_screen(picker, chosen)

    def show_related(self, related: Related) -> str:
        """Show a related sentence beside what is read.

        Returns:
            What to say of it.
        """
        work, article = self.work, related.passage.article
        if failed := work.desk.beside(article):
            return failed
        work.desk.lockstep.show(related)
        work.desk.follow()
        same = work.table.hint(" · ", "accept", "same fact")
        return f"related, in {work.known.name(article)}{same}{work.table.hint(' · ', 'dismiss', 'dismisses')}"

    def do_lock(self) -> None:
        """Lock the panes by passage, or let them be scrolled apart."""
        work, lockstep = self.work, self.work.desk.lockstep
        lockstep.is_on = not lockstep.is_on
        lockstep.show(None)
        locked = "the other panes follow from passage to passage"
        work.said = locked if lockstep.is_on else "the other panes stay where they are"

    def do_dim(self) -> None:
        """Dim what was read, or show it as everything else."""
        work = self.work
        work.known.dims = not work.known.dims
        work.desk.annotate()
        if work.matches.findings is None:
            work.said = work.unmatched
        else:
            work.said = "what was read is dim" if work.known.dims else "what was read is not dim any more"

    # Only what is new

    def do_next_unread(self) -> None:
        """Go to the next thing that was not read, in this article or in one that follows."""
        work, pane = self.work, self.work.desk.pane
        if pane.reading is None or self._is_unknown():
            return
        # Words that are selected end at the cursor.
        stop = work.known.unread(pane.reading).next(pane.selection.cursor)
        if stop is not None:
            self._stop(stop)
            return
        unknown = 0
        for looked_at, article in enumerate(self._following()):
            if looked_at == _MOST:
                work.desk.open(article)
                goes_on = work.table.hint(" · ", "next_unread", "goes on from here")
                work.said = f"nothing new in {counted(_MOST, 'article')}{goes_on}"
                return
            stops = self._stops(article)
            unknown += stops is None
            if stop := next((one for one in stops or () if (article, one.span) not in self._seen), None):
                left = work.desk.article
                before = f"nothing new further on in {work.known.name(left)} · "
                work.desk.open(article)
                self._stop(stop, before, f"{work.known.name(article)}: ", left)
                return
        again = work.table.hint(" · ", "next_unread", "begins again")
        work.said = f"all that is new was seen{again}" if self._seen else "everything was read"
        if unknown:
            are = "is" if unknown == 1 else "are"
            work.said = (
                f"nothing new in what was matched · {counted(unknown, 'article')} {are} not matched yet"
            )
        self._seen.clear()

    def _stops(self, article: str) -> list[Stop] | None:
        """What was not read in an article; None where that is not known yet."""
        work = self.work
        try:
            reading = work.shelf.open(article)
        except Unreadable:
            return []
        return work.known.unread(reading).stops if work.matches.holds(reading) else None

    def _following(self) -> Iterator[str]:
        """The articles that may hold something new: those behind this one first, this one last."""
        ids, here = self.work.shelf.ids, self.work.desk.article
        index = ids.index(here) if here in ids else 0
        turned = [*ids[index + 1 :], *ids[: index + 1]]
        return (one for one in turned if not self.work.progress.is_reviewed(one))

    def _stop(self, stop: Stop, before: str = "", where: str = "", left: str = "") -> None:
        """Go to something new.

        Args:
            stop: what.
            before: what to say first, where there is room for it.
            where: the article that it is in, if it is another one.
            left: the article that was read until now; empty where it is the same one.
        """
        work, pane = self.work, self.work.desk.pane
        self._seen.add((work.desk.article, stop.span))
        if stop.kind == "omission":
            pane.select(Selection(stop.span.start))
        else:
            pane.select(selected(stop.span, found=True))
        failed = self._beside(stop, left)
        said, brief = (f"{where}{one}{failed and f' · {failed}'}" for one in _named(stop))
        work.say(f"{before}{said}", said, brief)

    def _beside(self, stop: Stop, left: str) -> str:
        """Show what a stop speaks of in the other pane, if there is one; why that failed, or nothing."""
        desk = self.work.desk
        shown = [one.article for one in desk.others]
        article = stop.article or (left if desk.article in shown else "")
        if not shown or article in ("", *shown):
            return ""
        if not left:
            desk.remember()
        return desk.beside(article)

    def _is_unknown(self) -> bool:
        """Whether nothing is known of the article that is read; says so then."""
        work, reading = self.work, self.work.desk.pane.reading
        if work.matches.findings is None:
            work.said = work.unmatched
        elif reading is not None and not work.matches.holds(reading):
            work.said = _CAME if work.matches.sha256(reading.article.id) is None else _EDITED
        else:
            return False
        return True


def _named(stop: Stop) -> tuple[str, str]:
    """What is said of something that was not read, and the same in fewer words."""
    if stop.kind == "sentence":
        return "new: no copy of it was read", "new"
    if stop.kind == "omission":
        return stop.note, stop.note
    said = f"differs from what was read{stop.note and f': {stop.note}'}"
    return said, said
