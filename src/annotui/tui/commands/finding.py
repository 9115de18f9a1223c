"""Search in the article and in all articles; the list of annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotui.core.display import JOINED
from annotui.core.search import Query, following
from annotui.core.selection import selected
from annotui.core.span import Span
from annotui.tui.widgets.line import cut

from .work import Commands, Work

if TYPE_CHECKING:
    from annotui.tui.screens.lists import Place

_LONGEST = 200
"""Code points of a selection that are looked for in all articles."""
_QUOTED = 40
"""Cells of what is looked for that a message repeats."""


class Finding(Commands):
    """What finds places, and goes there."""

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._query = Query("")
        self._wanted = ""

    def do_search(self) -> None:
        """Ask for what to search; the matches are marked and counted while it is typed."""
        self.work.dialogs.ask("/", "", self._begin, self._preview)

    def do_next_match(self) -> None:
        """Select the next match."""
        self._go(1)

    def do_previous_match(self) -> None:
        """Select the previous match."""
        self._go(-1)

    def do_drop(self) -> None:
        """Drop the selection, and with none the marks of the search."""
        pane = self.work.desk.pane
        if pane.selection.anchor is None:
            self.work.desk.look_for(None)
        else:
            pane.select(pane.selection.dropped())

    def do_everywhere(self) -> None:
        """List the places in all articles that say what is selected, or the word under the cursor."""
        from annotui.tui.screens.everywhere import EverywhereScreen

        work, pane = self.work, self.work.desk.pane
        if pane.reading is None:
            return
        prose, selection = pane.reading.prose, pane.selection
        span = prose.at("word", selection.cursor) if selection.span.is_empty else selection.span
        text = prose.text[span.start : min(span.end, span.start + _LONGEST)].replace(JOINED, "")
        screen = EverywhereScreen(work.shelf, " ".join(text.split()))
        work.stage.open_screen(screen, lambda place: self._show_match(screen.looked_for, place))

    def do_annotations(self) -> None:
        """List all annotations of the corpus."""
        from annotui.tui.screens import lists
        from annotui.tui.screens.lists import Place
        from annotui.tui.screens.picker import Picker

        work = self.work
        found = work.meant()
        # The list has them where they were tagged.
        kept = (one for one in work.store.annotations(work.desk.article) if found and one.id == found.id)
        current = next((Place(one.article, one.span, one.id) for one in kept), None)
        later = lists.annotation_choices(work.shelf, work.store, work.legend, work.desk.article)
        picker: Picker[Place] = Picker(
            "annotations · type to filter",
            next(later, []),
            current,
            later,
            "no annotation matches",
            details=4,
        )
        work.stage.open_screen(picker, self._show_annotation)

    def do_reviewers(self) -> None:
        """Show the tags of one reviewer only, or of all again."""
        from annotui.tui.screens import lists
        from annotui.tui.screens.picker import Picker

        work = self.work

        def chosen(name: str | None) -> None:
            if name is not None:
                work.desk.marking.only = name
                work.desk.annotate()
                work.said = (
                    f"only {name}'s tags and your own are shown" if name else "the tags of all are shown"
                )

        picker: Picker[str] = Picker(
            "reviewers · type to filter", (), work.desk.marking.only, lists.reviewer_choices(work.store)
        )
        work.stage.open_screen(picker, chosen)

    def _preview(self, text: str) -> None:
        query = Query(text) if text else self._query
        # A single letter is in every other word.
        self.work.desk.look_for(query if len(query.text) > 1 else None)
        self.work.said = _counted(len(self.work.desk.matches)) if text and len(query.text) > 1 else ""

    def _begin(self, text: str) -> None:
        is_new = not Query(text).is_empty
        if is_new:
            self._query, self._wanted = Query(text), text
        self._go(1, from_here=is_new)

    def _go(self, step: int, from_here: bool = False) -> None:
        """Select the next match: also the one that begins under the cursor, for a search that has just begun."""
        work, pane = self.work, self.work.desk.pane
        if self._query.is_empty:
            work.said = f"nothing was searched yet{work.table.hint(': ', 'search', 'searches')}"
            return
        work.desk.look_for(self._query)
        matches = work.desk.matches
        found = following(matches, pane.selection.span.start - from_here, step)
        if found is None:
            work.said = f"“{cut(self._wanted, _QUOTED)}” is not in this article"
            return
        index, wrapped = found
        work.desk.remember()
        pane.select(selected(matches[index], found=True))
        around = "" if not wrapped else " · from the beginning again" if step > 0 else " · from the end again"
        work.said = f"“{cut(self._wanted, _QUOTED)}”: {index + 1:,} of {len(matches):,}{around}"

    def _show_match(self, text: str, place: Place | None) -> None:
        """Go to a place that was found in all articles; from there the search goes on in its article."""
        if place is None:
            return
        self._query, self._wanted = Query(text), text
        self._show(place)
        self.work.desk.look_for(self._query)

    def _show(self, place: Place) -> bool:
        work = self.work
        if place.article != work.desk.article:
            work.said = work.desk.open(place.article)
        else:
            work.desk.remember()
        pane = work.desk.pane
        is_open = work.desk.article == place.article and pane.reading is not None
        if is_open and place.annotation is None:
            length = len(pane.reading.prose.text) if pane.reading else 0
            span = Span(min(place.span.start, length), min(place.span.end, length))
            pane.select(selected(span, found=True))
        work.keep_place_soon()
        return is_open

    def _show_annotation(self, place: Place | None) -> None:
        if place is None:
            return
        if place.article not in self.work.shelf:
            self.work.said = (
                f"there is no article {place.article} any more; the annotation stays in the export"
            )
            return
        if not self._show(place):
            return
        pane = self.work.desk.pane
        found = next((one for one in pane.annotations if one.id == place.annotation), None)
        if found is None and self.work.desk.marking.only:
            self.work.said = f"it is hidden: only {self.work.desk.marking.only}'s tags are shown"
        elif found is None:
            self.work.said = (
                "this annotation has lost its place: the article was edited; it stays in the export"
            )
        else:
            pane.go_to(found)


def _counted(matches: int) -> str:
    return "no match" if not matches else "1 match" if matches == 1 else f"{matches:,} matches"
