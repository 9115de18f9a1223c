"""The programs that `terminal.py` measures, and the table it writes about them."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

MISSING = "–"


@dataclass(frozen=True, slots=True)
class Rival:
    """A program to measure.

    Args:
        name: as it stands in the table.
        word: the key for a word, or for a line where there is none for words.
        page: the keys for a page on and a page back.
        probe: a key that changes nothing; it is typed before the program starts.
        reply: what only the answer to that key holds.
        ready: what is only written when the program itself has drawn; annotui ends its frames so.
    """

    name: str
    word: bytes
    page: tuple[bytes, bytes]
    probe: bytes
    reply: bytes
    ready: bytes

    def command(self, article: Path, *options: str) -> list[str]:
        """How it is started on an article; annotui opens the folder."""
        if self.name == "annotui":
            return [sys.executable, "-m", "annotui", str(article.parent), *options]
        return [*self.name.split(), str(article)]


ANNOTUI = Rival("annotui", b"w", (b"\x1b[6~", b"\x1b[5~"), b"R", b"this text is shown", b"\x1b[?2026l")
LESS = Rival("less", b"j", (b" ", b"b"), b"=", b" lines 1-", b"Foreign Minister")
VIM = Rival("vim -R", b"w", (b"\x06", b"\x02"), b"\x07", b" lines --", b"Foreign Minister")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table.

    Args:
        measure: what is measured.
        unit: of all its figures.
        must: the budget.
        aim: what would be good.
        figures: one for each program that has the measure, by its name; a text says why there is none.
    """

    measure: str
    unit: str
    must: float | None
    aim: float | None
    figures: Mapping[str, float | str]

    def cells(self, rivals: Sequence[Rival]) -> list[str]:
        """The row as texts; a rival's figure comes with how many times as much annotui's is."""
        own = self.figures.get(ANNOTUI.name, MISSING)
        cells = [self.measure, self._budget(self.must), self._budget(self.aim), self._own(own)]
        for rival in rivals[1:]:
            figure = self.figures.get(rival.name, MISSING)
            ratio = ""
            if isinstance(own, float) and isinstance(figure, float) and figure > 0 and own > 0:
                ratio = f" (×{own / figure:.2g})" if own < 100 * figure else f" (×{own / figure:.0f})"
            cells.append(figure if isinstance(figure, str) else self._number(figure) + ratio)
        return cells

    def missed(self) -> str | None:
        """Which budget is missed, and by how much."""
        own = self.figures.get(ANNOTUI.name)
        if isinstance(own, str):
            return f"{self.measure}: {own.strip('*')}"
        for name, budget in (("must", self.must), ("aim", self.aim)):
            if own is not None and budget is not None and own > budget:
                over = f"{100 * (own / budget - 1):.0f} % over" if budget else "over"
                return f"{self.measure}: {self._number(own)}, {over} the {name} of {self._budget(budget)}"
        return None

    def _own(self, figure: float | str) -> str:
        if isinstance(figure, str):
            return figure
        over = self.must is not None and figure > self.must
        return f"**{self._number(figure)}**" if over else self._number(figure)

    def _budget(self, figure: float | None) -> str:
        if figure is None:
            return MISSING
        return f"{figure:,.0f}" if self.unit == "bytes" else f"{figure:g} {self.unit}"

    def _number(self, figure: float) -> str:
        if self.unit == "bytes":
            return f"{figure:,.0f}"
        digits = 2 if self.unit in ("s", "%") else 0 if figure >= 100 else 1
        return f"{figure:.{digits}f} {self.unit}"


def table(rows: Sequence[Row], rivals: Sequence[Rival]) -> str:
    """The rows as a Markdown table."""
    head = ["measure", "must", "aim", *(rival.name for rival in rivals)]
    lines = [head, ["---"] * len(head), *(row.cells(rivals) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
