"""What the status line and the row of keys say: what was done, what is under the cursor, what a key would do here, and who reads."""

from __future__ import annotations

from collections.abc import Sequence

from annotui.core.counted import counted
from annotui.core.family import Passage
from annotui.core.selection import Target
from annotui.matching.findings import Findings
from annotui.matching.progress import Progress
from annotui.review.closest import closest
from annotui.review.counterpart import Counterpart

from .actions import shown_key
from .commands.copies import Copying
from .commands.deciding import Deciding
from .commands.decisions import ERROR
from .commands.tagging import Tagging
from .commands.work import Work
from .widgets.key_row import Moment
from .widgets.lockstep import Related
from .widgets.status_line import target_text

_BAR = 8
"""Cells of the bar that shows how far matching is."""
_NAMED = 20
"""Families, at most, whose articles are named."""


class Telling:
    """Puts into words what the reader sees.

    Args:
        work: what the commands work with.
        tagging, copying, deciding: what keys would do.
    """

    def __init__(self, work: Work, tagging: Tagging, copying: Copying, deciding: Deciding) -> None:
        self._work, self._tagging, self._copying, self._deciding = work, tagging, copying, deciding

    def targets(self) -> str:
        """What a label key would do now."""
        work, pane = self._work, self._work.desk.pane
        if work.store.read_only is not None:
            return "tagging is off: name another folder with --annotations"
        if pane.reading is None:
            return ""
        targets = self._tagging.targets()
        if self._tagging.relabelled is not None:
            return f"{' '.join(key for key, _ in targets)} → its new label"
        said = []
        if waiting := self._deciding.waiting():
            error = [shown_key(one) for one in work.table if one.label == ERROR]
            targets = [(key, Target("", ()) if key in error else one) for key, one in targets]
            said = [f"{key} → {counted(waiting, 'difference')}" for key in error]
        return " · ".join([*said, target_text(targets, pane.reading.size)])

    def under_cursor(self, *, brief: bool = False) -> str:
        """What is under the cursor: an annotation, a passage, a suggestion; in fewer words where room is short."""
        work, pane = self._work, self._work.desk.pane
        said = []
        if (annotation := work.meant()) is not None:
            by = "" if annotation.reviewer == work.store.reviewer else f" by {annotation.reviewer}"
            said.append(f"{annotation.label}{by}: {work.quoted(annotation)}")
        if (here := work.passage()) is not None:
            said.append(work.known.about(work.desk.article, here, brief=brief))
        suggestions = pane.meaning.suggestions
        found = suggestions.at(pane.selection.cursor) if suggestions and not annotation else []
        if found and pane.selection.anchor is None:
            dismisses = "" if self._copying.shown else work.table.hint(" · ", "dismiss", "dismisses")
            said.append(f"suggested {found[0].label}{dismisses}")
        return " · ".join(said)

    def left(self) -> Sequence[str]:
        """What was said of the last action, or else what is under the cursor; behind it the same in fewer words."""
        return self._work.sayings if self._work.said else (self.under_cursor(), self.under_cursor(brief=True))

    def is_message(self) -> bool:
        """Whether that is news, for which what a label key would tag makes room: not at first, nor where tagging is off."""
        work = self._work
        is_greeting = bool(work.greeting) and work.said.endswith(work.greeting)
        return bool(work.said) and work.store.read_only is None and not is_greeting

    def about(self) -> str:
        """Who tags, whose tags are shown, and how far the review is."""
        work, only = self._work, self._work.desk.marking.only
        ids = work.shelf.ids
        whose = f" · only {only}'s" if only else ""
        return f"{work.store.reviewer}{whose} · {work.progress.count(ids)}/{len(ids)} ✓"

    def moment(self) -> Moment:
        """What the reader is about."""
        work, pane = self._work, self._work.desk.pane
        shown = self._copying.shown
        if pane.selection.anchor is not None:
            if not pane.selection.found:
                return "selecting"
            return "on a match" if pane.selection.span in work.desk.matches else "on something new"
        if isinstance(shown, Related):
            return "beside a related sentence"
        if isinstance(shown, Counterpart):
            return "beside a copy"
        if work.meant() is not None:
            return "on an annotation"
        here = work.passage()
        if here is not None and work.matches.is_open(here.family):
            return "on a passage"
        suggestions = pane.meaning.suggestions
        return "on a suggestion" if suggestions and suggestions.at(pane.selection.cursor) else "reading"

    def found(self, findings: Findings) -> str:
        """What matching has found, and the way to the two articles that share most."""
        work, desk = self._work, self._work.desk
        passages: list[Passage] = []
        if findings.count <= _NAMED:
            passages = [one for number in range(findings.count) for one in findings.family(number).members]
        where = f", in {work.known.names([one.article for one in passages])}" if passages else ""
        is_one = findings.count == 1
        said = [
            f"{counted(findings.count, 'passage')} {'is' if is_one else 'are'} repeated{where}"
            if findings.count
            else "no passage is repeated"
        ]
        if close := findings.sentences_with_close_relative:
            said.append(f"{counted(close, 'sentence')} {'has' if close == 1 else 'have'} a close relative")
        pair = closest(findings)
        shown = {column.article for column in (desk.column, *desk.others)}
        if pair is not None and not shown.issuperset(pair) and not desk.can_go_back:
            desk.offer(pair)
            names = " beside ".join(map(work.known.name, pair))
            shows = work.table.hint("", "back", f"shows {names}, which share most")
            said += [shows] if shows else []
        elif findings.count and (lists := work.table.hint("", "families", "lists them")):
            said.append(lists)
        return " · ".join(said)


def bar(progress: Progress | None) -> str:
    """How far matching is, in steps that are few enough for a slow link."""
    if progress is None:
        return ""
    full = int(progress.share * _BAR)
    return f"matching {'▰' * full}{'▱' * (_BAR - full)}"
