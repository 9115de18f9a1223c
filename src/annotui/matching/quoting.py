"""Quotations that one of two passages has without marks, or in other words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .sides import Difference, Gap, Says, Side

# The share of a quotation that is to stand without marks in the other passage.
_UNQUOTED = 0.6


def unquoted(a: Side, b: Side, matched: Sequence[tuple[int, int]]) -> Iterator[Difference]:
    """Quotations of one passage that the other has without marks."""
    for side, other, places in ((0, 1, (a, b)), (1, 0, (b, a))):
        quoting, plain = places
        by_number: dict[int, list[tuple[int, int]]] = {}
        for pair in matched:
            number = quoting.quoted[pair[side]]
            if number:
                by_number.setdefault(number, []).append(pair)
        for number, pairs in by_number.items():
            if any(plain.quoted[pair[other]] for pair in pairs):
                continue
            if len(pairs) < _UNQUOTED * quoting.quoted.count(number):
                continue
            span = (quoting.quotations or [])[number - 1]
            says = (
                Says(True, span),
                Says(False, plain.from_to(pairs[0][other], pairs[-1][other] + 1)),
            )
            one, two = says if side == 0 else says[::-1]
            yield Difference("quotation", pairs[0][0], pairs[-1][0] + 1, one, two)


def misquoted(a: Side, b: Side, gaps: list[Gap]) -> Iterator[Difference]:
    """Words inside a quotation that the other passage quotes differently."""
    for gap in gaps:
        if min(gap.here, gap.there) == 0 or gap.here_end == len(a.quoted) or gap.there_end == len(b.quoted):
            continue
        ours = {a.quoted[gap.here - 1], a.quoted[gap.here_end]}
        theirs = {b.quoted[gap.there - 1], b.quoted[gap.there_end]}
        if len(ours | {0}) != 2 or len(theirs | {0}) != 2 or 0 in ours or 0 in theirs:
            continue
        one, two = _spelled_out(a, gap.here, gap.here_end), _spelled_out(b, gap.there, gap.there_end)
        if (
            one == two
            or _marks_omission(a, gap.here, gap.here_end)
            or _marks_omission(b, gap.there, gap.there_end)
        ):
            continue
        says = Says(one, a.from_to(gap.here, gap.here_end)), Says(two, b.from_to(gap.there, gap.there_end))
        yield Difference("quotation", gap.here, gap.here_end, *says)


def _spelled_out(side: Side, first: int, last: int) -> str:
    text = "".join(side.tokens.folded[first:last])
    return text.replace("can't", "cannot").replace("won't", "willnot").replace("n't", "not").replace("-", "")


def _marks_omission(side: Side, first: int, last: int) -> bool:
    """Whether a quotation says that it was shortened, or that something was added: `…`, `[sic]`."""
    start, end = side.tokens.words[first - 1].end, side.tokens.words[last].start
    piece = side.text[start:end]
    return "…" in piece or ".." in piece or "[" in piece or "(" in piece
