"""The row that says what was done, what a label key would tag, and whether everything is on the disk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from rich.cells import cell_len

from annotui.core.display import visible
from annotui.core.selection import Target
from annotui.core.span import Span
from annotui.store.saving import NotSaved, Saved, SaveState, Saving
from annotui.tui import styles

from .line import Line, Piece, cut

_GAP = 2
_PART = " · "
_SIZES = re.compile(r", [\d,]+ (?:words?|characters)\b")


def time_of_day(at: float) -> str:
    """Seconds since the epoch as a clock on the wall shows them."""
    return f"{datetime.fromtimestamp(at):%H:%M:%S}"


def saving_text(state: SaveState, full: bool) -> Piece:
    """The state of saving: `saving`, `saved` or `NOT SAVED`.

    Args:
        state: of the store.
        full: with the time, or the reason.
    """
    match state:
        case Saving():
            return "saving", styles.STATUS
        case Saved(at):
            return f"saved {time_of_day(at)}" if full else "saved", styles.STATUS
        case NotSaved(reason):
            return f"NOT SAVED: {reason}" if full else "NOT SAVED", styles.ALARM


def target_text(targets: Sequence[tuple[str, Target]], size: Callable[[Span], str]) -> str:
    """What each label key would tag: `c e d → sentence, 27 words · q → quotation, 3 words`.

    Args:
        targets: key and target, for each label.
        size: how long a span is, in words.
    """
    keys: dict[Target, list[str]] = {}
    for key, target in targets:
        if target.spans:
            keys.setdefault(target, []).append(key)
    parts = [f"{' '.join(those)} → {_named(one, size)}" for one, those in keys.items()]
    return " · ".join(parts) or "nothing to tag here"


def _named(target: Target, size: Callable[[Span], str]) -> str:
    # Places that belong together say themselves how many they are.
    return f"{target.kind}, {size(target.extent)}" if len(target.spans) == 1 else target.kind


class StatusLine(Line):
    """Three parts that share a row: what happened or what is under the cursor, the target, the state of saving."""

    def __init__(self) -> None:
        super().__init__(style=styles.STATUS)
        self._lefts: Sequence[str] = ("",)
        self._is_message = False
        self._target = ""
        self._state: SaveState = Saved(0)
        self._about = self._busy = ""

    def say(
        self,
        lefts: Sequence[str],
        target: str,
        state: SaveState,
        about: str,
        *,
        busy: str = "",
        is_message: bool,
    ) -> None:
        """Show the three parts.

        Args:
            lefts: what happened, or what is under the cursor; the same in fewer words behind it, for where room is short.
            target: what a label key would tag.
            state: of saving.
            about: who tags, and how far the review is.
            busy: what goes on behind, and how far it is.
            is_message: whether the left part is what happened, which must not be missed.
        """
        self._is_message = is_message
        self._lefts = [visible(one) for one in lefts]
        self._target, self._about = visible(target), visible(about)
        self._state = state
        self._busy = f"{busy}{' ' * _GAP}" if busy else ""
        self.lay_out()

    def on_resize(self) -> None:
        """Use the new width."""
        self.lay_out()

    def lay_out(self) -> None:
        """Divide the row among the parts."""
        width = self.size.width - 2
        for left, full, busy, target in self._ways():
            saving, style = saving_text(self._state, full)
            about = f" · {self._about}" if full else ""
            right = cell_len(busy) + cell_len(saving) + cell_len(about)
            room = width - right - (cell_len(target) + 2 * _GAP if target else _GAP)
            if room >= cell_len(left):
                break
        left = _cut_part(left, max(room, 0))
        target = cut(target, max(width - right - _GAP, 0))
        filler = max(width - right - cell_len(left) - cell_len(target), 0)
        before = filler // 2 if left else 0
        self.show(
            [
                (f" {left}{' ' * before}{target}{' ' * (filler - before)}{busy}", styles.STATUS),
                (saving, style),
                (f"{about} ", styles.STATUS),
            ]
        )

    def _ways(self) -> Iterator[tuple[str, bool, str, str]]:
        """Ways to divide the row, the most telling first: the left part, whether time and reviewer are said, what goes on, the target.

        Where the left part would be cut, the time and the reviewer go first, then words of it, then the size of the target. A message
        is there until the next key only: the target makes room for it, and at last the reason why something is not saved.
        """
        first, last = self._lefts[0], self._lefts[-1]
        short = _without_sizes(self._target)
        is_alarm = isinstance(self._state, NotSaved)
        yield first, True, self._busy, self._target
        yield first, is_alarm, self._busy, self._target
        busy = "" if self._is_message else self._busy
        for left in self._lefts:
            yield left, is_alarm, busy, self._target
            yield left, is_alarm, busy, short
        if self._is_message:
            for left in self._lefts:
                yield left, is_alarm, "", ""
            yield last, False, "", ""


def _without_sizes(target: str) -> str:
    """The target without how long it is: the keys stay, whatever else there is no room for."""
    return _SIZES.sub("", target)


def _cut_part(text: str, width: int) -> str:
    """As `cut`, but between two of its parts, where most of it is shown by that."""
    if cell_len(text) <= width:
        return text
    whole = cut(text, width)
    part, sign, _ = whole.rpartition(_PART)
    return f"{part}{_PART}…" if sign and cell_len(part) > width // 2 else whole
