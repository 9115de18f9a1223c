"""A wire story, and what desks make of it: lightly edited copies with changed numbers and cut paragraphs."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

PARAGRAPHS = (
    "Storm leaves thousands of homes without power along the northern coast",
    "The storm left 3,400 homes dark on Monday evening, the office of the mayor of Halden said, and engineers expect "
    "that repairs of the damaged lines will take until the end of the week.",
    "“We have every crew on the road that we own, and we have asked our neighbours for more,” said Ingrid Solvang, who "
    "runs the grid for the county.",
    "The harbour was closed for a day after two ferries lost their moorings and drifted against the breakwater, where "
    "tugs secured them shortly before midnight.",
    "Schools in 14 districts stayed closed on Tuesday, and the county asked parents to keep children away from the "
    "river, whose level had risen by almost two metres.",
    "Forecasters had warned of gusts of 140 kilometres an hour, but instruments on the lighthouse at Torungen recorded "
    "161 before they were torn from the mast.",
    "Insurance companies said it was too early to estimate the damage, although one of them had received more than "
    "900 claims by the time that its telephone lines broke down.",
    "Farmers along the fjord reported that greenhouses had been flattened and that cattle had been moved to higher "
    "ground with the help of volunteers from the town.",
    "The government in the capital promised help without delay and sent soldiers with generators, field kitchens and "
    "a mobile hospital to the three towns that were hit hardest.",
    "Opposition politicians asked why the overhead lines had not been buried after the storm of 2011, as a commission "
    "had recommended to parliament in its report.",
    "The grid’s spokesman denied that maintenance had been neglected, and pointed to the 62 million crowns that were "
    "spent on poles and cables in the past five years.",
    "Trains between Halden and the border will not run before Friday, the railway said, because trees have to be "
    "removed from the tracks in eleven places.",
)


class Edit(NamedTuple):
    """What one desk does to the story.

    Args:
        changed: in which paragraph it says what instead of what.
        cut: the paragraphs that it leaves out.
    """

    changed: tuple[tuple[int, str, str], ...] = ()
    cut: tuple[int, ...] = ()


EDITS: dict[int, Edit] = {
    3: Edit(cut=(7,)),
    4: Edit(changed=((6, "900", "9,000"),)),
    6: Edit(cut=(10,)),
    7: Edit(changed=((1, "3,400", "3,500"),), cut=(3,)),
    9: Edit(changed=((10, "denied", "did not deny"),)),
    11: Edit(cut=(5, 6)),
    13: Edit(changed=((1, "3,400", "3,500"),)),
    14: Edit(changed=((11, "Friday", "Sunday"),), cut=(8,)),
    16: Edit(changed=((4, "14", "41"),)),
    18: Edit(cut=(9,)),
}
"""By the number of the copy, from 1; all others are as the wire has it, but for a word."""

COPIES = 20


def copy_of(number: int) -> str:
    """The text of a copy."""
    edit = EDITS.get(number, Edit())
    paragraphs = list(PARAGRAPHS)
    for at, old, new in edit.changed:
        assert old in paragraphs[at]
        paragraphs[at] = paragraphs[at].replace(old, new)
    if number % 3 == 0:
        paragraphs[7] = paragraphs[7].replace("with the help of", "with help from")
    return "\n\n".join(one for at, one in enumerate(paragraphs) if at not in edit.cut) + "\n"


def write(corpus: Path, copies: int = COPIES) -> Path:
    """Write the copies into a folder."""
    corpus.mkdir()
    for number in range(1, copies + 1):
        (corpus / f"{number:02}.txt").write_text(copy_of(number), encoding="utf-8", newline="")
    return corpus
