"""What matching has found in a corpus, read from its file: nothing of it is built before it is asked for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, get_args, overload

from annotui.core.family import Family, Kind, Passage, Relative
from annotui.core.span import Span

from . import notation, sections

KIND = "findings 2"
"""What the file holds and the version of that; another number makes all results be found anew."""

LEFT_OUT = "related sentences were not looked for in so much text; `annotui match --related` does it"
"""What a reader is told who did not ask for them."""

KINDS: tuple[Kind, ...] = get_args(Kind)
"""A kind is kept as its place among these."""

_DIGITS = 6
"""Behind the point, of what is kept in single precision."""

_AT_ONCE = 1 << 16
"""Related sentences that are written without looking at the next ones."""


class Here(NamedTuple):
    """A passage of one article.

    Args:
        span: where it is.
        family: the number of its family.
        member: which member of that it is.
        differs: whether it says something else than most members; where there is no majority, than the first of them.
    """

    span: Span
    family: int
    member: int
    differs: bool


class Otherwise(NamedTuple):
    """Something that a sentence says otherwise itself, or that a close relative says otherwise.

    Args:
        span: what is said here.
        kind: what it is about.
        other: what is said there.
    """

    span: Span
    kind: Kind
    other: Passage


class Pair(NamedTuple):
    """Two aligned passages; `a` comes first, by article and start.

    Args:
        a, b: the passages.
        similarity: 0..1.
        words: how many words of the one are aligned with an equal word of the other.
    """

    a: Passage
    b: Passage
    similarity: float
    words: int


class Findings:
    """The families and related sentences of a corpus.

    An article that the result does not know has no passages and no related sentences.

    Args:
        columns: from a file that `result.write` has written.
    """

    def __init__(self, columns: sections.Sections) -> None:
        self.articles: Sequence[str] = _Texts(columns.raw("ids"), columns.longs("id_ends"))
        self._hashes = columns.raw("hashes")
        self._new = columns.doubles("new")
        self._stories = columns.ints("stories")
        self._originals = columns.ints("originals")
        self._story_firsts = columns.ints("story_firsts")
        self._story_articles = columns.ints("story_articles")
        self._firsts = columns.ints("passage_firsts")
        self._starts = columns.ints("passage_starts")
        self._ends = columns.ints("passage_ends")
        self._families = columns.ints("passage_families")
        self._members = columns.ints("passage_members")
        self._differs = columns.raw("passage_differs")
        self._family_firsts = columns.ints("family_firsts")
        self._family_passages = columns.ints("family_passages")
        self._scores = columns.doubles("family_scores")
        self._similarities = columns.doubles("family_similarities")
        self._discrepancies = _Texts(columns.raw("discrepancies"), columns.longs("discrepancy_ends"))
        self._sentence_firsts = columns.ints("sentence_firsts")
        self._sentence_starts = columns.ints("sentence_starts")
        self._sentence_ends = columns.ints("sentence_ends")
        self._relative_firsts = columns.ints("relative_firsts")
        self._relatives = columns.ints("relative_sentences")
        self._relative_scores = columns.floats("relative_scores")
        self._otherwise_firsts = columns.ints("otherwise_firsts")
        self._otherwise_starts = columns.ints("otherwise_starts")
        self._otherwise_ends = columns.ints("otherwise_ends")
        self._otherwise = columns.ints("otherwise")
        self._pairs = columns.ints("pairs")
        self._pair_similarities = columns.doubles("pair_similarities")
        close = columns.facts["close"]
        self._close = close if isinstance(close, int) else None
        self.left_out = bool(columns.facts["left out"])
        """Whether related sentences were not looked for because there is too much text to do so unasked."""

    @classmethod
    def open(cls, path: Path) -> Findings | None:
        """The result in a file; None where there is none that can be used."""
        columns = sections.read(path, KIND)
        return None if columns is None else cls(columns)

    @property
    def count(self) -> int:
        """How many families there are."""
        return len(self._scores)

    def family(self, number: int) -> Family:
        """A family.

        Args:
            number: its rank, 0 for the strongest.

        Raises:
            IndexError: there is no such family.
        """
        if not 0 <= number < self.count:
            raise IndexError(f"there is no family {number}")
        first, end = self._family_firsts[number], self._family_firsts[number + 1]
        members = tuple(self._passage(self._family_passages[at]) for at in range(first, end))
        found = self._discrepancies[number]
        return Family(members, self._scores[number], self._similarities[number], notation.read(found))

    def size(self, number: int) -> int:
        """How many members a family has; nothing is built for that."""
        return self._family_firsts[number + 1] - self._family_firsts[number]

    def has_discrepancies(self, number: int) -> bool:
        """Whether members of a family say something differently where it matters; nothing is built for that."""
        return bool(self._discrepancies[number])

    def sha256(self, article: str) -> str | None:
        """The hash (hex) of the article's bytes for which the result holds; None for an unknown article."""
        index = self._index(article)
        return None if index is None else bytes(self._hashes[32 * index : 32 * index + 32]).hex()

    def homes(self, sha256: str) -> list[str]:
        """The articles whose bytes had this hash (hex), in order."""
        raw, wanted = bytes(self._hashes), bytes.fromhex(sha256)
        if len(wanted) != 32:
            # It came from a line that is damaged.
            return []
        found, at = [], raw.find(wanted)
        while at >= 0:
            if at % 32 == 0:
                found.append(self.articles[at // 32])
            at = raw.find(wanted, at + 1)
        return found

    def passages(self, article: str) -> Sequence[Here]:
        """An article's passages, in order, each of them made when it is asked for."""
        return _Passages(self._here, self._range(article))

    def at(self, article: str, offset: int) -> Here | None:
        """The passage with start ≤ offset < end."""
        found = self._before(article, offset)
        return found if found is not None and offset < found.span.end else None

    def after(self, article: str, offset: int) -> Here | None:
        """The next passage that starts behind an offset."""
        inside = self._range(article)
        at = bisect_right(self._starts, offset, inside.start, inside.stop)
        return self._here(at) if at < inside.stop else None

    def before(self, article: str, offset: int) -> Here | None:
        """The passage before an offset: the last one that starts before it."""
        return self._before(article, offset - 1)

    def differing(self, article: str) -> int:
        """How many of an article's passages say something else than most members of their families."""
        inside = self._range(article)
        return sum(self._differs[inside.start : inside.stop])

    def new(self, article: str) -> float | None:
        """The share (0..1) of an article's words that are said nowhere earlier in the corpus; None where that is not known."""
        index = self._index(article)
        share = None if index is None else self._new[index]
        return share if share is not None and share >= 0 else None

    def story(self, article: str) -> tuple[str, ...]:
        """The articles of an article's story, itself among them, in the order of the corpus; none where it is alone in it."""
        index = self._index(article)
        number = -1 if index is None else self._stories[index]
        if number < 0:
            return ()
        first, end = self._story_firsts[number], self._story_firsts[number + 1]
        return tuple(self.articles[one] for one in self._story_articles[first:end])

    def copy_of(self, article: str) -> str | None:
        """The earliest article of an article's story from which it has half its words; None where there is none."""
        index = self._index(article)
        original = -1 if index is None else self._originals[index]
        return self.articles[original] if original >= 0 else None

    @property
    def has_relatives(self) -> bool:
        """Whether related sentences have been looked for."""
        return self._close is not None

    @property
    def sentences_with_close_relative(self) -> int:
        """How many sentences have another one that very likely says the same in other words."""
        return self._close or 0

    def relatives(self, article: str, offset: int) -> list[Relative]:
        """The sentences related to the one at an offset, the closest first, at most ten.

        Args:
            article: the article's id.
            offset: in the gap between two sentences the one before is meant.
        """
        inside = self._range(article, self._sentence_firsts)
        at = max(inside.start, bisect_right(self._sentence_starts, offset, inside.start, inside.stop) - 1)
        return self._related(at) if at < inside.stop else []

    def sentences(self, article: str) -> Iterator[tuple[Span, list[Relative]]]:
        """An article's sentences, in order, each with those related to it."""
        for at in self._range(article, self._sentence_firsts):
            yield self._sentence(at).span, self._related(at)

    def nearest(self, article: str) -> Iterator[str]:
        """The articles in which the closest relatives of an article's sentences are, one for each sentence that has any."""
        for at in self._range(article, self._sentence_firsts):
            first = self._relative_firsts[at]
            if first < self._relative_firsts[at + 1]:
                yield self._sentence(self._relatives[first]).article

    def otherwise(self, article: str) -> list[Otherwise]:
        """What an article says otherwise than a close relative does, or than it says itself in the same sentence; in order."""
        found = []
        for at in self._range(article, self._otherwise_firsts):
            number, start, end, kind = self._otherwise[4 * at : 4 * at + 4]
            span = Span(self._otherwise_starts[at], self._otherwise_ends[at])
            found.append(Otherwise(span, KINDS[kind], Passage(self.articles[number], Span(start, end))))
        return found

    def by_score(self) -> Iterator[tuple[Passage, Relative]]:
        """Each sentence with each one that is related to it, by falling score; of equal ones those that come first in the corpus."""
        # Not at the top: a reader never asks for this, and does not wait for numpy.
        import numpy as np

        scores, firsts, others = self._relative_scores, self._relative_firsts, self._relatives
        order = np.argsort(-np.asarray(scores), kind="stable")
        for low in range(0, len(order), _AT_ONCE):
            rows = order[low : low + _AT_ONCE]
            # In the width of the column: else that is converted again and again.
            asked = np.searchsorted(firsts, rows.astype(np.int32), side="right") - 1
            for row, sentence in zip(rows.tolist(), asked.tolist(), strict=True):
                other = Relative(self._sentence(others[row]), round(scores[row], _DIGITS))
                yield self._sentence(sentence), other

    def pairs(self) -> Iterator[Pair]:
        """The aligned pairs of passages that the families are made of, by falling similarity."""
        for row, similarity in enumerate(self._pair_similarities):
            a, a_start, a_end, b, b_start, b_end, words = self._pairs[7 * row : 7 * row + 7]
            yield Pair(
                Passage(self.articles[a], Span(a_start, a_end)),
                Passage(self.articles[b], Span(b_start, b_end)),
                similarity,
                words,
            )

    def _index(self, article: str) -> int | None:
        # In UTF-8 texts have the same order as in code points, which is that of the corpus.
        at = bisect_left(self.articles, article)
        return at if at < len(self.articles) and self.articles[at] == article else None

    def _range(self, article: str, firsts: memoryview[int] | None = None) -> range:
        """Which passages (or what `firsts` counts) are an article's."""
        index = self._index(article)
        firsts = self._firsts if firsts is None else firsts
        return range(0) if index is None or not firsts else range(firsts[index], firsts[index + 1])

    def _before(self, article: str, offset: int) -> Here | None:
        """The last passage that starts at an offset or before it."""
        inside = self._range(article)
        at = bisect_right(self._starts, offset, inside.start, inside.stop) - 1
        return self._here(at) if at >= inside.start else None

    def _here(self, at: int) -> Here:
        span = Span(self._starts[at], self._ends[at])
        return Here(span, self._families[at], self._members[at], bool(self._differs[at]))

    def _passage(self, at: int) -> Passage:
        article = self.articles[bisect_right(self._firsts, at) - 1]
        return Passage(article, Span(self._starts[at], self._ends[at]))

    def _sentence(self, at: int) -> Passage:
        article = self.articles[bisect_right(self._sentence_firsts, at) - 1]
        return Passage(article, Span(self._sentence_starts[at], self._sentence_ends[at]))

    def _related(self, at: int) -> list[Relative]:
        first, end = self._relative_firsts[at], self._relative_firsts[at + 1]
        return [
            Relative(self._sentence(self._relatives[row]), round(self._relative_scores[row], _DIGITS))
            for row in range(first, end)
        ]


class _Passages(Sequence[Here]):
    """The passages of an article.

    Args:
        make: makes the passage of a number.
        numbers: which.
    """

    def __init__(self, make: Callable[[int], Here], numbers: range) -> None:
        self._make = make
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, at: int) -> Here: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Here]: ...

    def __getitem__(self, at: int | slice) -> Here | Sequence[Here]:
        if isinstance(at, slice):
            return _Passages(self._make, self._numbers[at])
        return self._make(self._numbers[at])


class _Texts(Sequence[str]):
    """Texts that stand one behind the other.

    Args:
        data: all of them, in UTF-8.
        ends: where each of them ends, in bytes.
    """

    def __init__(self, data: memoryview[int], ends: memoryview[int]) -> None:
        self._data = data
        self._ends = ends

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...

    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        end = self._ends[at]
        return str(self._data[self._ends[at - 1] if at else 0 : end], "utf-8")
