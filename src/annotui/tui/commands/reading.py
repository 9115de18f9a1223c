"""Articles and panes: which is shown where, and which has been reviewed."""

from __future__ import annotations

from annotui.review import progress
from annotui.review.undo import Step
from annotui.store.store import StoreError

from .work import Commands


class Reading(Commands):
    """What changes the article of a pane, the panes, and the progress of the review."""

    def do_next_pane(self) -> None:
        """Let keys go to the next pane."""
        self.work.desk.next_pane()

    def do_next_article(self) -> None:
        """Show the next article in the active pane."""
        self.work.said = self.work.desk.turn(1)

    def do_previous_article(self) -> None:
        """Show the previous article in the active pane."""
        self.work.said = self.work.desk.turn(-1)

    def do_back(self) -> None:
        """Go back to before the last jump, or forth."""
        self.work.said = self.work.desk.back()

    def do_panes_1(self) -> None:
        """Show one pane."""
        self.work.said = self.work.desk.want(1)

    def do_panes_2(self) -> None:
        """Show two panes."""
        self.work.said = self.work.desk.want(2)

    def do_panes_3(self) -> None:
        """Show three panes."""
        self.work.said = self.work.desk.want(3)

    def do_raw(self) -> None:
        """Show the text as it is in the file, or repaired again."""
        pane = self.work.desk.pane
        if pane.reading is None or pane.reading.repair is None:
            self.work.said = "this text is shown as it is in the file"
            return
        pane.toggle_raw()
        self.work.desk.update()
        raw = "shown as it is in the file"
        self.work.said = raw if pane.is_raw else f"{pane.reading.repair.kind}: shown repaired"

    def do_articles(self) -> None:
        """List all articles."""
        from annotui.tui.screens import lists
        from annotui.tui.screens.picker import Picker

        work = self.work
        choices = lists.article_choices(work.shelf, work.store.counts(), work.progress)
        picker = Picker("articles · type to filter", choices, work.desk.article, nothing="no article matches")
        work.stage.open_screen(picker, self.show)

    def show(self, article: str | None) -> None:
        """Show an article that was chosen in the active pane."""
        if article is not None:
            self.work.said = self.work.desk.open(article)
            self.work.keep_place_soon()

    def do_read_on(self) -> None:
        """A page on; from the end of the article to the next one that is not reviewed, marking this one."""
        work, pane = self.work, self.work.desk.pane
        if not pane.stands_at_end():
            pane.move("page_down")
            if pane.stands_at_end():
                again = f"{work.table.key('read_on') or 'once'} again"
                work.said = f"the end of {self._name()} · {again} marks it as reviewed and opens the next one"
            return
        if not work.progress.is_reviewed(work.desk.article) and not self._mark(reviewed=True):
            return
        following = work.progress.next_open(work.shelf.ids, work.desk.article)
        said = f"{self._name()} is reviewed ({self._share()})"
        if following is None:
            work.said = f"{said}: that was the last one"
            return
        remark = work.desk.open(following)
        work.said = f"{said} · {remark}" if remark else f"{said}{work.table.hint(' · ', 'undo', 'undoes')}"

    def do_reviewed(self) -> None:
        """Mark the article as reviewed, or take the mark away."""
        work = self.work
        reviewed = not work.progress.is_reviewed(work.desk.article)
        if self._mark(reviewed):
            state = "is reviewed" if reviewed else "is not reviewed any more"
            work.said = f"{self._name()} {state} ({self._share()})"

    def _mark(self, reviewed: bool) -> bool:
        work, reading = self.work, self.work.desk.pane.reading
        if reading is None:
            return False
        try:
            done = progress.mark(work.store, reading.article.id, reading.article.sha256, reviewed)
        except StoreError as error:
            work.said = f"not marked: {error}"
            return False
        said = "marked as reviewed" if reviewed else "mark taken away"
        work.history.add(Step(f"{said}: {self._name()}", done, work.desk.article))
        work.desk.update()
        work.keep_place()
        return True

    def _name(self) -> str:
        return self.work.shelf.name(self.work.desk.article)

    def _share(self) -> str:
        ids = self.work.shelf.ids
        return f"{self.work.progress.count(ids)} of {len(ids)}"
