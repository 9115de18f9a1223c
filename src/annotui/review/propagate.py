"""Carry an annotation to the copies of its passage: through the alignment of their words, never by offsets."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import uuid_utils

from annotui.core.annotation import Annotation
from annotui.core.family import Passage
from annotui.core.span import Span
from annotui.core.text import words
from annotui.matching.align import Alignment
from annotui.matching.findings import Here
from annotui.store.changes import Change, Done, Put

from .action import DIFFERENCE, ERROR, require_label, visible
from .matches import Matches
from .reading import Reading
from .stamp import timestamp
from .tag import made
from .texts import CannotUse, Text

_BEYOND = "it reaches beyond the words that are copied"


@dataclass(frozen=True, slots=True)
class Projected:
    """What an annotation would be in one copy.

    Args:
        member: the copy's number in the family of the annotation's first passage.
        passage: the copy; of several passages in a row from the start of the first to the end of the last.
        span: where it says the same; None where it does not.
        sha256: hash of the bytes of the copy's article, in hex.
        text: what it says there, as it should read.
        held: why it is held back; empty where it is not.
        already: whether the reviewer has tagged just that with the same label.
        differing: where in the copy words stand for which it is held back.
    """

    member: int
    passage: Passage
    span: Span | None
    sha256: str = ""
    text: str = ""
    held: str = ""
    already: bool = False
    differing: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What propagating an annotation would do.

    Args:
        annotation: the one that is propagated.
        items: one for each copy, those in the same article included.
        reason: why there are none, in words; empty where there are.
    """

    annotation: Annotation
    items: tuple[Projected, ...]
    reason: str = ""

    @property
    def proposed(self) -> tuple[int, ...]:
        """The places in `items` of those that are ticked at first: not held back, and not tagged already."""
        return tuple(at for at, one in enumerate(self.items) if one.span and not one.held and not one.already)

    @property
    def held(self) -> tuple[int, ...]:
        """The places in `items` of those that are held back and can be ticked by hand."""
        return tuple(at for at, one in enumerate(self.items) if one.span and one.held and not one.already)


@dataclass(frozen=True, slots=True)
class Propagated:
    """What came of it.

    Args:
        done: what was done; None where nothing was to be done.
        count: how many annotations were made.
        reasons: why some were not made, each beginning with the name of the article.
    """

    done: Done | None
    count: int
    reasons: tuple[str, ...] = ()


def plan(matches: Matches, reading: Reading, annotation: Annotation) -> Plan:
    """Find out what propagating an annotation would do; nothing is changed.

    Args:
        matches: what was found, and where annotations are kept.
        reading: the annotation's article.
        annotation: with the span that it has there now.
    """
    span = annotation.span
    parts = [here for here in matches.of(reading) if here.span.overlaps(span)]
    if not parts:
        return Plan(annotation, (), "its words are copied nowhere")
    if not _covers(reading.prose.text, span, [one.span for one in parts]):
        return Plan(annotation, (), _BEYOND)
    chains = _chains(matches, parts)
    return Plan(annotation, tuple(_projected(matches, reading, annotation, parts, one) for one in chains))


def carry_out(matches: Matches, plan: Plan, ticked: Collection[int]) -> Propagated:
    """Make the annotations of a plan; one action.

    Args:
        matches: as for `plan`.
        plan: what was shown.
        ticked: which of its `items`.

    Raises:
        StoreError: nothing can be kept there; nothing has changed.
    """
    one, now = plan.annotation, timestamp()
    changes: list[Change] = []
    texts, reasons = _usable(matches, [plan.items[at] for at in sorted(ticked)])
    if all(each.id != one.id for each in matches.store.annotations(one.article)):
        return Propagated(None, 0, ("the annotation was removed meanwhile",))
    for item, text in texts:
        # It may have been tagged while the plan was shown.
        if item.span is None or _is_tagged(matches, text, item.span, one.label):
            continue
        source = {"kind": "propagated", "from": one.id}
        new = made(
            matches.store,
            text.article,
            item.span,
            one.label,
            source,
            group=one.group,
            note=one.note,
            now=now,
        )
        changes.append(Put(new))
    return Propagated(matches.store.commit(changes) if changes else None, len(changes), reasons)


def tag_held_as_error(matches: Matches, plan: Plan, items: Collection[int]) -> Propagated:
    """Tag as error the words for which copies are held back, in one group; one action.

    Args:
        matches, plan: as for `carry_out`.
        items: which of its `items`.

    Raises:
        CannotDecide: the configuration has no label for errors.
        StoreError: nothing can be kept there; nothing has changed.
    """
    require_label(matches, ERROR)
    now, group = timestamp(), str(uuid_utils.uuid7())
    changes: list[Change] = []
    texts, reasons = _usable(matches, [plan.items[at] for at in sorted(items)])
    for item, text in texts:
        spans = {visible(text.readable, item.passage.span, one) for one in item.differing}
        for span in sorted(spans):
            if not _is_tagged(matches, text, span, ERROR):
                new = made(matches.store, text.article, span, ERROR, DIFFERENCE, group=group, now=now)
                changes.append(Put(new))
    return Propagated(matches.store.commit(changes) if changes else None, len(changes), reasons)


def _usable(
    matches: Matches, items: Sequence[Projected]
) -> tuple[list[tuple[Projected, Text]], tuple[str, ...]]:
    """The items with their articles, and why others have none; what other sessions have tagged until now is known then."""
    matches.store.refresh()
    texts, reasons = [], []
    for item in items:
        try:
            text = matches.text(item.passage.article)
            # It may have been matched again while the plan was shown.
            if text.article.sha256 != item.sha256:
                raise CannotUse("was edited since this was shown")
            texts.append((item, text))
        except CannotUse as error:
            reasons.append(f"{matches.shelf.name(item.passage.article)} {error}")
    return texts, tuple(reasons)


def _covers(text: str, span: Span, parts: Sequence[Span]) -> bool:
    """Whether all words of a span lie in some passages in a row."""
    edges = [span.start, *(edge for part in parts for edge in part), span.end]
    gaps = (Span(*pair) for pair in zip(edges[::2], edges[1::2], strict=True))
    return not any(words(text, gap) for gap in gaps if not gap.is_empty)


def _chains(matches: Matches, parts: Sequence[Here]) -> Iterator[list[Here]]:
    """The copies of some passages in a row: each begins with a copy of the first; it ends where the next is no copy of the next one."""
    assert matches.findings is not None
    wanted = [one.family for one in parts]
    passages: dict[str, Sequence[Here]] = {}
    for number, member in enumerate(matches.family(wanted[0]).members):
        if number == parts[0].member:
            continue
        if member.article not in passages:
            passages[member.article] = matches.findings.passages(member.article)
        row = passages[member.article]
        first = next(at for at, one in enumerate(row) if one.span == member.span)
        chain = []
        for family, here in zip(wanted, row[first:], strict=False):
            if here.family != family:
                break
            chain.append(here)
        yield chain


def _projected(
    matches: Matches, reading: Reading, annotation: Annotation, parts: Sequence[Here], chain: Sequence[Here]
) -> Projected:
    """What an annotation would be in one copy."""
    # What tells facts apart is needed here only, and takes a while to load.
    from .held import held

    article = matches.family(chain[0].family).members[chain[0].member].article
    passage = Passage(article, Span(chain[0].span.start, chain[-1].span.end))
    item = Projected(chain[0].member, passage, None)
    try:
        text = matches.text(article)
    except CannotUse as error:
        return replace(item, held=f"it {error}")
    item = replace(item, sha256=text.article.sha256)
    if len(chain) < len(parts) or not _covers(text.readable, passage.span, [one.span for one in chain]):
        return replace(item, held="only a part of it is there")
    alignments = [
        matches.alignment(Passage(reading.article.id, here.span), Passage(article, there.span))
        for here, there in zip(parts, chain, strict=True)
    ]
    aligned = [one for one in alignments if one is not None]
    pieces = [one.project(_within(annotation.span, one.a_span)) for one in aligned]
    if len(aligned) < len(chain) or pieces[0] is None or pieces[-1] is None or None in pieces:
        return replace(item, held="its words are not there")
    span = Span(pieces[0].start, pieces[-1].end)
    reasons = [found for alignment in aligned for found in held(alignment, annotation.span, span)]
    few = "" if _is_mostly_there(aligned, annotation.span) else "most of its words are not there"
    return replace(
        item,
        span=span,
        text=span.of(text.readable),
        held=reasons[0][1] if reasons else few,
        already=_is_tagged(matches, text, span, annotation.label),
        differing=tuple(sorted({one for one, _ in reasons})),
    )


def _is_mostly_there(alignments: Sequence[Alignment], span: Span) -> bool:
    """Whether at least half of an annotation's words are aligned with equal ones."""
    meant = sum(one.overlaps(span) for each in alignments for one in each.a_words)
    found = sum(one.overlaps(span) for each in alignments for one, _ in each.pairs)
    return 2 * found >= meant


def _within(span: Span, other: Span) -> Span:
    return Span(max(span.start, other.start), min(span.end, other.end))


def _is_tagged(matches: Matches, text: Text, span: Span, label: str) -> bool:
    return any(one.span == span and one.label == label for one in matches.own(text.article))
