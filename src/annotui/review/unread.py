"""What a reviewer has read, word by word, and what there is still to read in an article.

A word is read when it, or its aligned copy, lies in an article that the reviewer has marked as reviewed, was tagged by them, or was looked
at to decide about its family. Words that differ from the copy that was read are therefore never read by it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import Literal, NamedTuple

from annotui.core.annotation import Annotation
from annotui.core.family import Passage
from annotui.core.span import Span
from annotui.core.text import words
from annotui.matching.align import Alignment
from annotui.matching.findings import Here

from .matches import Matches
from .omissions import Omission, omissions
from .progress import Progress
from .reading import Reading
from .texts import CannotUse

_COPIED = frozenset({"match", "propagated"})
"""Sources of annotations whose words were not looked at themselves, but as a copy."""


class Stop(NamedTuple):
    """Something that was not read.

    Args:
        kind: a sentence said nowhere else so far, words that differ from what was read, or a place where something is left out.
        span: what to select; empty for an omission.
        note: more about it, in words; may be empty.
        article: the id of the article in which the words were read otherwise, or that has what is left out; may be empty.
    """

    kind: Literal["sentence", "words", "omission"]
    span: Span
    note: str = ""
    article: str = ""


class _Source(NamedTuple):
    """A copy of a passage of which something was read.

    Args:
        passage: the copy.
        read: what of it; None for all.
    """

    passage: Passage
    read: tuple[Span, ...] | None


class _Beside(NamedTuple):
    """A copy that was read.

    Args:
        article: the id of its article.
        alignment: its words (a) and those of the passage here (b).
    """

    article: str
    alignment: Alignment


class _State(NamedTuple):
    """What was read.

    Args:
        version: what it was worked out from.
        read: for each word 1 if it was read.
        met: for each word 1 if a copy of what surrounds it was read.
        direct: for each word 1 if it was tagged or looked at itself.
        beside: for each passage with a copy that was read, where its words begin, and that copy.
    """

    version: tuple[object, ...]
    read: bytearray
    met: bytearray
    direct: bytearray
    beside: Mapping[int, _Beside]


class Unread:
    """What this reviewer has read of one article; worked out when it is asked for, and again only when something has changed.

    Args:
        reading: the article.
        matches: what was found in it.
        progress: which articles are reviewed.
    """

    def __init__(self, reading: Reading, matches: Matches, progress: Progress) -> None:
        self.reading = reading
        self._matches = matches
        self._progress = progress
        self._state: _State | None = None
        self._stops: tuple[_State, list[Stop]] | None = None
        self._spans: tuple[_State, list[Span]] | None = None
        self._omissions: tuple[object, list[Omission]] | None = None
        self._articles: tuple[object, list[str]] | None = None

    @property
    def read_spans(self) -> list[Span]:
        """What was read, in order; with the punctuation at its ends, and what lies between two words that were both read."""
        state = self._now()
        if self._spans is None or self._spans[0] is not state:
            runs = _runs(state.read, 1)
            self._spans = state, [self._with_marks(first, end) for first, end in runs]
        return self._spans[1]

    @property
    def stops(self) -> list[Stop]:
        """What was not read, in order; none in an article that is reviewed."""
        state = self._now()
        if self._stops is None or self._stops[0] is not state:
            found = (
                [] if self._is_reviewed else [*self._differing(state), *self._new(state), *self._left_out()]
            )
            self._stops = state, sorted(found, key=lambda one: one.span)
        return self._stops[1]

    @property
    def omissions(self) -> list[Omission]:
        """Where the article leaves out what its copies have, in order; also in one that is reviewed."""
        findings = self._matches.findings
        if self._omissions is None or self._omissions[0] is not findings:
            self._omissions = findings, omissions(self._matches, self.reading)
        return self._omissions[1]

    @property
    def share(self) -> float:
        """The share of words that were not read, 0..1."""
        read = self._now().read
        return read.count(0) / len(read) if read else 0.0

    def next(self, offset: int) -> Stop | None:
        """The first stop that begins behind an offset; None where there is none."""
        at = bisect_right(self.stops, offset, key=lambda one: one.span.start)
        return self.stops[at] if at < len(self.stops) else None

    # What was read

    @cached_property
    def _words(self) -> list[Span]:
        text = self.reading.prose.text
        return words(text, Span(0, len(text)))

    @cached_property
    def _starts(self) -> dict[int, int]:
        return {word.start: at for at, word in enumerate(self._words)}

    @property
    def _is_reviewed(self) -> bool:
        article = self.reading.article
        return self._progress.marked.get(article.id) == article.sha256

    def _now(self) -> _State:
        """What was read by now."""
        matches = self._matches
        tags = [matches.store.annotations(one) for one in self._elsewhere()]
        version = (
            matches.findings,
            matches.version,
            self._progress.marked,
            tags,
            matches.renamed.to(self.reading.article.id),
        )
        state = self._state
        if state is None or not _is_same(state.version, version):
            state = self._state = self._work_out(version)
        return state

    def _elsewhere(self) -> list[str]:
        """This article, and all that have a copy of a passage of it."""
        findings = self._matches.findings
        if self._articles is None or self._articles[0] is not findings:
            families = {here.family for here in self._matches.of(self.reading)}
            members = (one.article for number in families for one in self._matches.family(number).members)
            self._articles = findings, sorted({self.reading.article.id, *members})
        return self._articles[1]

    def _work_out(self, version: tuple[object, ...]) -> _State:
        count = len(self._words)
        if self._is_reviewed:
            return _State(version, bytearray(b"\1" * count), bytearray(count), bytearray(count), {})
        direct = bytearray(count)
        for span in self._looked_at():
            first, end = self._inside(span)
            direct[first:end] = b"\1" * (end - first)
        state = _State(version, bytearray(direct), bytearray(count), direct, {})
        beside: dict[int, _Beside] = {}
        texts: dict[str, str | None] = {}
        tags: dict[str, list[Span]] = {}
        for here in self._matches.of(self.reading):
            sources = self._sources(here, tags)
            if sources and (copy := self._take_in(state, here, sources, texts)) is not None:
                beside[self._inside(here.span)[0]] = copy
        return state._replace(beside=beside)

    def _looked_at(self) -> Iterator[Span]:
        """What the reviewer has tagged here, or looked at to decide."""
        article = self.reading.article
        kept = (*self._matches.store.annotations(article.id), *self._matches.renamed.to(article.id))
        placed, _ = self.reading.placed(one for one in kept if self._is_direct(one))
        yield from (one.span for one in placed)
        for here in self._matches.of(self.reading):
            ruling = self._matches.rulings(here.family)[here.member]
            yield from ruling.read if ruling else ()

    def _is_direct(self, one: Annotation) -> bool:
        return one.reviewer == self._matches.store.reviewer and one.source.get("kind") not in _COPIED

    def _sources(self, here: Here, tags: dict[str, list[Span]]) -> list[_Source]:
        """The copies of a passage of which something was read; those that were read as a whole come first."""
        matches, marked = self._matches, self._progress.marked
        rulings = matches.rulings(here.family)
        whole: list[_Source] = []
        parts: list[_Source] = []
        for at, member in enumerate(matches.family(here.family).members):
            if at == here.member:
                continue
            reviewed = marked.get(member.article)
            ruling = rulings[at]
            if reviewed is not None and reviewed == matches.sha256(member.article):
                whole.append(_Source(member, None))
                continue
            read = [*(ruling.read if ruling else ()), *self._tagged(member, tags)]
            if member.span in read:
                whole.append(_Source(member, None))
            elif read:
                parts.append(_Source(member, tuple(read)))
        return whole + parts

    def _tagged(self, member: Passage, tags: dict[str, list[Span]]) -> list[Span]:
        """What the reviewer has tagged in a copy."""
        matches, article = self._matches, member.article
        if article not in tags:
            tags[article] = []
            if matches.store.count(article) or matches.renamed.to(article):
                try:
                    own = matches.own(matches.text(article).article)
                except CannotUse:
                    own = []
                tags[article] = [one.span for one in own if self._is_direct(one)]
        return [one for one in tags[article] if one.overlaps(member.span)]

    def _take_in(
        self, state: _State, here: Here, sources: Sequence[_Source], texts: dict[str, str | None]
    ) -> _Beside | None:
        """Mark the words of a passage that were read in copies of it; returns the first copy that had to be aligned."""
        text = self.reading.prose.text
        first, end = self._inside(here.span)
        said = here.span.of(text)
        beside: _Beside | None = None
        copies: list[tuple[_Source, str]] = []
        for source in sources:
            article = source.passage.article
            if article not in texts:
                texts[article] = self._matches.readable(article)
            copy = texts[article]
            if copy is None:
                continue
            copied = source.passage.span.of(copy)
            if source.read is None and copied == said:
                state.read[first:end] = state.met[first:end] = b"\1" * (end - first)
                return None
            copies.append((source, copied))
        for source, copied in copies:
            missing = [self._words[at].of(text) for at in range(first, end) if not state.read[at]]
            # Comparing is cheap where it shows that aligning would find nothing; what it misses stays unread.
            if not missing or (beside is not None and not any(one in copied for one in missing)):
                continue
            alignment = self._matches.alignment(source.passage, Passage(self.reading.article.id, here.span))
            if alignment is not None:
                self._mark(state, alignment, source, first, end)
                beside = beside or _Beside(source.passage.article, alignment)
        return beside

    def _mark(self, state: _State, alignment: Alignment, source: _Source, first: int, end: int) -> None:
        if source.read is None:
            state.met[first:end] = b"\1" * (end - first)
        for span in source.read or ():
            projected = alignment.project(span)
            if projected is not None:
                low, high = self._inside(projected)
                state.met[low:high] = b"\1" * (high - low)
        for there, word in alignment.pairs:
            if source.read is None or any(one.contains(there) for one in source.read):
                at = self._starts.get(word.start)
                if at is not None and self._words[at] == word:
                    state.read[at] = 1

    def _inside(self, span: Span) -> tuple[int, int]:
        """Which words lie in a span as a whole: the first, and the one behind the last."""
        first = bisect_left(self._words, span.start, key=lambda word: word.start)
        end = bisect_right(self._words, span.end, key=lambda word: word.end)
        return first, max(first, end)

    def _with_marks(self, first: int, end: int) -> Span:
        """From one word to another, with the marks that stand at them and at no other word."""
        text = self.reading.prose.text
        lowest = self._words[first - 1].end if first else 0
        highest = self._words[end].start if end < len(self._words) else len(text)
        start, stop = self._words[first].start, self._words[end - 1].end
        while start > lowest and not text[start - 1].isspace():
            start -= 1
        while stop < highest and not text[stop].isspace():
            stop += 1
        return Span(start, stop)

    # What was not

    def _differing(self, state: _State) -> Iterator[Stop]:
        """Runs of words that differ from the copy that was read."""
        open_ = bytearray(met and not read for met, read in zip(state.met, state.read, strict=True))
        for here in self._matches.of(self.reading):
            low, high = self._inside(here.span)
            beside = state.beside.get(low)
            for first, end in _runs(open_[low:high], 1):
                span = Span(self._words[low + first].start, self._words[low + end - 1].end)
                note, article = (self._said_there(*beside, span), beside.article) if beside else ("", "")
                yield Stop("words", span, note, article)

    def _said_there(self, article: str, alignment: Alignment, span: Span) -> str:
        """What the copy that was read says in the place of some words."""
        pairs = alignment.pairs
        at = bisect_left(pairs, span.start, key=lambda pair: pair[1].start)
        start = pairs[at - 1][0].end if at else alignment.a_span.start
        end = pairs[at][0].start if at < len(pairs) else alignment.a_span.end
        instead = words(alignment.a, Span(start, end)) if start < end else []
        name = self._matches.shelf.name(article)
        if not instead:
            return f"not in {name}"
        return f"“{Span(instead[0].start, instead[-1].end).of(alignment.a)}” in {name}"

    def _new(self, state: _State) -> Iterator[Stop]:
        """Sentences said nowhere else so far; of those that are partly a copy only what is not."""
        unread = bytearray(not met and not read for met, read in zip(state.met, state.read, strict=True))
        prose = self.reading.prose
        at = 0
        while (at := unread.find(1, at)) >= 0:
            sentence = prose.at("sentence", self._words[at].start)
            first, end = self._inside(sentence)
            end = max(end, at + 1)
            if unread[first:end].count(1) == end - first:
                yield Stop("sentence", sentence)
            elif not state.direct[first:end].count(1):
                for low, high in _runs(unread[at:end], 1):
                    yield Stop("sentence", Span(self._words[at + low].start, self._words[at + high - 1].end))
            at = end

    def _left_out(self) -> Iterator[Stop]:
        for one in self.omissions:
            yield Stop("omission", Span(one.offset, one.offset), one.said, one.article)


def _runs(flags: bytearray, wanted: int) -> Iterator[tuple[int, int]]:
    """Where runs of a value begin and end."""
    at = 0
    for value, run in groupby(flags):
        end = at + sum(1 for _ in run)
        if value == wanted:
            yield at, end
        at = end


def _is_same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether nothing has changed; the annotations are compared, everything else is another object then."""
    return all(a is b for a, b in zip(one[:3], other[:3], strict=True)) and one[3:] == other[3:]
