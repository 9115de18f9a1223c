"""What an annotation would be in each copy, before anything is made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from textual import on
from textual.app import ComposeResult
from textual.screen import ModalScreen

from annotui.core.counted import counted
from annotui.core.span import Span
from annotui.matching.align import align
from annotui.review.propagate import Plan, Projected
from annotui.tui import styles
from annotui.tui.known import Known
from annotui.tui.widgets.line import Line, Piece
from annotui.tui.widgets.row_list import ListRow, RowList

from .in_turn import InTurn

_WHITE = re.compile(r"\s+")
_BEFORE = 40
"""Code points that are shown before the first word that differs."""

_MOVES = {"down": 1, "j": 1, "up": -1, "k": -1}


class PropagateScreen(InTurn[frozenset[int] | None], ModalScreen[frozenset[int] | None]):
    """Tick the copies that get the annotation; those that differ where it matters are not ticked at first.

    Args:
        known: names of articles.
        plan: what would be made.
        quoted: what the annotation says.
        tag_held: tags what copies say differently as error, and says what came of it.
    """

    AUTO_FOCUS = ""
    CSS = "PropagateScreen { layout: vertical; }"

    def __init__(
        self, known: Known, plan: Plan, quoted: str, tag_held: Callable[[Plan, frozenset[int]], str]
    ) -> None:
        super().__init__()
        self._known, self._plan, self._tag_held = known, plan, tag_held
        self._ticked = set(plan.proposed)
        self._tagged: set[int] = set()
        self._title = Line(styles.STATUS)
        self._said = Line()
        self._rows = RowList()
        self._keys = Line(styles.STATUS)
        self._what = f"{plan.annotation.label} {quoted}"

    def compose(self) -> ComposeResult:
        """Textual's composition."""
        yield self._title
        yield self._said
        yield self._rows
        yield self._keys

    def on_mount(self) -> None:
        """Show the copies, those that are held back first."""
        held = self._plan.held
        self._order = sorted(range(len(self._plan.items)), key=lambda at: at not in held)
        self._title.show([(f" propagate {self._what}", styles.BOLD)])
        self._tell("")

    def press(self, key: str, character: str | None) -> None:
        """Go up and down, tick, make, or go back."""
        page = self._rows.page
        moves = {**_MOVES, "pagedown": page, "pageup": -page}
        if key == "escape" or character == "Q":
            self.close(None)
        elif key == "enter":
            self.close(frozenset(self._ticked))
        elif key == "space":
            self._tick(self._rows.highlighted)
        elif character == "e":
            self._tag()
        elif key in moves:
            self._rows.move(moves[key])

    @on(RowList.Chosen)
    def _clicked(self, message: RowList.Chosen) -> None:
        message.stop()
        self._tick(message.index)

    def _tick(self, row: int) -> None:
        at = self._order[row]
        item = self._plan.items[at]
        if item.span is None or item.already:
            self._tell(f"{self._known.name(item.passage.article)}: {_why(item)}")
            return
        self._ticked ^= {at}
        self._rows.move(1)
        self._tell("")

    def _tag(self) -> None:
        held = frozenset(at for at in self._plan.held if at not in self._ticked and at not in self._tagged)
        if not held:
            self._tell("nothing is held back")
            return
        said = self._tag_held(self._plan, held)
        self._tagged |= held
        self._tell(said)

    def _tell(self, said: str) -> None:
        ticked = counted(len(self._ticked), "copy")
        held = sum(at not in self._ticked for at in self._plan.held)
        waits = f" · {held:,} held back" if held else ""
        self._said.show(
            [(f" {said or f'{ticked} of {len(self._plan.items):,} ticked{waits}'}", styles.PLAIN)]
        )
        keys = [f"Enter makes {ticked}", "Space ticks"]
        keys += ["e tags the difference"] if held else []
        self._keys.show([(f" {' · '.join([*keys, 'Escape goes back'])}", styles.PLAIN)])
        self._rows.show(len(self._order), self._row, self._rows.highlighted)

    def _row(self, index: int) -> ListRow:
        at = self._order[index]
        item = self._plan.items[at]
        box = "[x]" if at in self._ticked else "[ ]" if item.span is not None and not item.already else " · "
        why = "tagged error" if at in self._tagged else _why(item)
        name = self._known.name(item.passage.article)
        return ListRow(
            (
                (f" {box} {name}  ", styles.BOLD if item.held else styles.PLAIN),
                *_compared(self._plan.annotation.text, item.text),
            ),
            ((f" {why} ", styles.BOLD if item.held else styles.DIM),),
        )


def _compared(original: str, text: str) -> Iterator[Piece]:
    """What a copy says, on one row; the words that are not those of the original in bold and in brackets."""
    at = 0
    differing = align(original, Span(0, len(original)), text, Span(0, len(text))).differing_b
    if differing and differing[0].start > _BEFORE:
        # What differs is to be seen, however long the copy is.
        at = text.find(" ", differing[0].start - _BEFORE) + 1 or differing[0].start
        yield "… ", styles.DIM
    for one in differing:
        yield _on_one_row(text[at : one.start]), styles.PLAIN
        yield f"[{_on_one_row(one.of(text))}]", styles.BOLD
        at = one.end
    yield _on_one_row(text[at:]), styles.PLAIN


def _on_one_row(text: str) -> str:
    return _WHITE.sub(" ", text)


def _why(item: Projected) -> str:
    """Why a copy is held back, or has nothing to be made; else nothing."""
    return item.held or ("tagged already" if item.already else "")
