"""Move, select, copy."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from annotui.core.annotation import neighbour
from annotui.core.counted import counted
from annotui.core.selection import CHOICES, MOTIONS, target
from annotui.review.excerpt import ExcerptError, write_excerpt

from .work import Commands

STEPS = ("left", "right", "up", "down", "row_start", "row_end", "page_up", "page_down")
_JUMPS = ("text_start", "text_end")
_FILE = "annotui-selection.txt"
"""Offered as the name of the file that a selection is written to."""


class Moving(Commands):
    """What goes somewhere in the active pane, or selects something there."""

    def handlers(self) -> dict[str, Callable[[], None]]:
        """What to call for the name of each action; those of the core are named as there."""
        return {
            **{name: partial(self._move, name) for name in (*MOTIONS, *STEPS)},
            **{name: partial(self._select, name) for name in CHOICES},
            **{f"select_{name}": partial(self._extend, name) for name in ("left", "right", "up", "down")},
            **super().handlers(),
        }

    def _move(self, motion: str) -> None:
        if motion in _JUMPS:
            self.work.desk.remember()
        self.work.desk.pane.move(motion)

    def _extend(self, motion: str) -> None:
        self.work.desk.pane.extend(motion)

    def _select(self, name: str) -> None:
        pane = self.work.desk.pane
        if pane.reading is None:
            return
        selection = CHOICES[name](pane.reading.prose, pane.selection)
        if selection is None:
            self.work.said = f"no {name} from here to the end"
            return
        pane.select(selection)
        if selection.anchor == selection.cursor:
            self.work.said = f"selecting: move on{self.work.table.hint(', or ', 'select', 'drops it')}"

    def do_next_annotation(self) -> None:
        """Go to the next annotation."""
        self._go_to_annotation(1)

    def do_previous_annotation(self) -> None:
        """Go to the previous annotation."""
        self._go_to_annotation(-1)

    def _go_to_annotation(self, step: int) -> None:
        work, pane = self.work, self.work.desk.pane
        found = neighbour(pane.annotations, work.meant(), pane.selection.cursor, step)
        if found is None:
            where = "further on in" if step > 0 else "further back in"
            work.said = (
                f"no annotation {where} this article{work.table.hint(' · ', 'annotations', 'lists all')}"
            )
            return
        work.desk.remember()
        pane.go_to(found)

    def do_copy(self) -> None:
        """Hand the selection to the terminal, which may or may not put it into the clipboard."""
        text = self._chosen()
        if not text:
            self.work.said = "there is nothing to copy here"
            return
        self.work.desk.app.copy_to_clipboard(text)
        characters = counted(len(text), "character")
        otherwise = self.work.table.hint(" · ", "write", "writes them to a file")
        shorter = self.work.table.hint(" · ", "write", "to a file")
        self.work.say(
            f"{characters} handed to the terminal's clipboard, if it allows that{otherwise}",
            f"{characters} to the terminal's clipboard, if allowed{shorter}",
        )

    def do_write(self) -> None:
        """Write the selection to a file that the reader names."""
        text = self._chosen()
        if not text:
            self.work.said = "there is nothing to write here"
            return

        def named(name: str) -> None:
            try:
                path = write_excerpt(Path(name), text, self.work.shelf.corpus.root)
            except ExcerptError as error:
                self.work.said = str(error)
            else:
                self.work.said = f"{len(text):,} characters written to {path}"

        self.work.dialogs.ask("write to: ", _FILE, named, lambda _: None)

    def _chosen(self) -> str:
        """What the file has for the selection, or else for the sentence under the cursor."""
        pane = self.work.desk.pane
        if pane.reading is None:
            return ""
        return target(pane.reading.prose, pane.selection).extent.of(pane.reading.article.text)
