"""Families of passages: a story told many times is one family a paragraph, whatever was changed in it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq
from tests.trying import examples

from annotui.matching.columns import LINE, Pairs, Pieces, Words
from annotui.matching.pairs import find_pairs
from annotui.matching.parameters import Parameters
from annotui.matching.pieces import cut
from annotui.matching.units import covered
from annotui.matching.words import tokenise

Row = tuple[int, int, int, int, list[tuple[int, int, int]]]
Sentence = list[str]
Paragraph = list[Sentence]
Family = frozenset[tuple[int, int, int]]
"""The members, each as its text and the numbers of its first and behind its last word in it."""

COMMON = "the of to a in and that said on for with was is at by it as from were be".split()


def table(rows: Iterable[Row]) -> Pairs:
    """Rows of (a_start, a_end, b_start, b_end, blocks) as columns."""
    ordered = sorted(rows, key=lambda row: (row[0], row[2], row[1], row[3]))
    bounds = np.array([row[:4] for row in ordered], np.int64).reshape(-1, 4)
    blocks = np.array([block for row in ordered for block in row[4]], np.int64).reshape(-1, 3)
    firsts = np.cumsum([0, *(len(row[4]) for row in ordered)])
    a_start, a_end, b_start, b_end = bounds.T
    matched = np.array([sum(block[2] for block in row[4]) for row in ordered], np.float64)
    return Pairs(
        a_start, a_end, b_start, b_end, 2 * matched / (a_end - a_start + b_end - b_start), firsts, *blocks.T
    )


def aligned(words: Words, apart: int = 12, fewest: int = 6) -> list[Row]:
    """Pairs by the longest common subsequence of each two texts, cut where nothing is equal over so many words."""
    rows = []
    firsts = words.firsts.tolist()
    said = [words.hashes[first:end].tolist() for first, end in pairwise(firsts)]
    for one, other in combinations(range(len(said)), 2):
        runs: list[list[tuple[int, int, int]]] = []
        for found in LCSseq.opcodes(said[one], said[other]):
            if found.tag != "equal":
                continue
            length = found.src_end - found.src_start
            block = (firsts[one] + found.src_start, firsts[other] + found.dest_start, length)
            last = runs[-1][-1] if runs else None
            if last and max(block[i] - last[i] - last[2] for i in (0, 1)) <= apart:
                runs[-1].append(block)
            else:
                runs.append([block])
        for run in runs:
            (a, b, _), (a_last, b_last, length) = run[0], run[-1]
            a_end, b_end = a_last + length, b_last + length
            matched = sum(block[2] for block in run)
            if matched >= fewest and matched > 0.4 * max(a_end - a, b_end - b):
                rows.append((a, a_end, b, b_end, run))
    return rows


def members(words: Words, pieces: Pieces) -> set[Family]:
    """The families, without their order."""
    text = np.searchsorted(words.firsts, pieces.starts, side="right") - 1
    begin = words.firsts[text]
    rows = zip(text, pieces.starts - begin, pieces.ends - begin, pieces.families, strict=True)
    found: dict[int, set[tuple[int, int, int]]] = {}
    for one, start, end, family in rows:
        found.setdefault(int(family), set()).add((int(one), int(start), int(end)))
    return {frozenset(one) for one in found.values()}


def families(texts: Sequence[str]) -> list[list[str]]:
    """What the members of each family say, the strongest first, as matching finds them."""
    words = tokenise(texts)
    pieces = cut(words, find_pairs(words, Parameters()), Parameters())
    found: list[list[str]] = [[] for _ in pieces.scores]
    for start, end, family in zip(pieces.starts, pieces.ends, pieces.families, strict=True):
        text = texts[int(np.searchsorted(words.firsts, start, side="right")) - 1]
        found[family].append(text[words.starts[start] : words.ends[end - 1]])
    return found


class Wire:
    """A story of some paragraphs, and what becomes of it when others print it.

    Args:
        seed: of all that is left to chance.
    """

    def __init__(self, seed: int, paragraphs: int = 12) -> None:
        self.chance = random.Random(seed)
        letters = "abcdefghijklmnopqrstuvwxyz"
        self._words = [
            "".join(self.chance.choices(letters, k=self.chance.randint(3, 9))) for _ in range(4000)
        ]
        self.story = [[self.sentence() for _ in range(self.chance.randint(1, 3))] for _ in range(paragraphs)]

    def sentence(self) -> Sentence:
        return [self._word() for _ in range(self.chance.randint(12, 30))]

    def _word(self) -> str:
        kind = self.chance.random()
        if kind < 0.4:
            return self.chance.choice(COMMON)
        return str(self.chance.randint(2, 9999)) if kind < 0.45 else self.chance.choice(self._words)

    def copy(self, rate: float, *, shortened: bool) -> tuple[list[int], list[Paragraph]]:
        """Another's version, and which paragraphs it has.

        Args:
            rate: the share of words that are another one, left out, or one more; of numbers, a fifth are wrong.
            shortened: whether first and last sentences, paragraphs, the beginning or the end may be missing.
        """
        chance = self.chance
        told = [(number, [[*one] for one in said]) for number, said in enumerate(self.story)]
        if shortened:
            for _, said in told:
                if len(said) > 1 and chance.random() < 0.12:
                    del said[chance.choice([0, -1])]
            for _ in range(chance.choice([0, 0, 0, 1, 2, 3])):
                del told[chance.randrange(len(told))]
            if chance.random() < 0.2:
                told = told[: chance.randint(4, len(told))]
            if chance.random() < 0.1:
                told = told[chance.randint(1, 3) :]
        edited = [[self._edited(one, rate) for one in said] for _, said in told]
        return [number for number, _ in told], edited

    def _edited(self, sentence: Sentence, rate: float) -> Sentence:
        edited = []
        for word in sentence:
            kind = self.chance.random()
            if kind < rate * 0.7 or (word.isdigit() and self.chance.random() < 0.2):
                edited.append(self._word())
            elif kind >= rate * 0.85:
                edited.append(word)
                edited += [self._word()] if kind < rate else []
        return edited or sentence[:1]


def printed(story: Sequence[Paragraph]) -> str:
    return "\n\n".join(" ".join(f"{' '.join(one).capitalize()}." for one in said) for said in story)


def check_wire(copies: int, rate: float, seed: int | Wire, *, shortened: bool, quick: bool) -> None:
    """A family for each paragraph that two copies have: all of its copies, and nothing of another one."""
    wire = Wire(seed) if isinstance(seed, int) else seed
    told = [(list(range(12)), wire.story)]
    told += [wire.copy(rate, shortened=shortened) for _ in range(copies - 1)]
    words = tokenise([printed(paragraphs) for _, paragraphs in told])
    pairs = find_pairs(words, Parameters()) if quick else table(aligned(words))
    pieces = cut(words, pairs, Parameters())
    begins = np.flatnonzero(words.gaps == LINE)
    paragraph = np.concatenate([numbers for numbers, _ in told])
    assert len(begins) == len(paragraph)
    said = paragraph[np.searchsorted(begins, pieces.starts, side="right") - 1]
    counts = np.bincount(paragraph)
    assert len(pieces.scores) == (counts >= 2).sum()
    for family in range(len(pieces.scores)):
        assert len(set(said[pieces.families == family].tolist())) == 1
    # All but a few that had nearly every word changed.
    assert len(pieces) >= 0.98 * counts[counts >= 2].sum()


@pytest.mark.parametrize("rate", [0, 0.05, 0.1, 0.15])
@pytest.mark.parametrize("shortened", [False, True])
@pytest.mark.parametrize(("copies", "seeds"), [(2, 6), (3, 6), (5, 4), (20, 2), (50, 1)])
def test_a_story_of_twelve_paragraphs_is_twelve_families(
    copies: int, seeds: int, rate: float, shortened: bool
) -> None:
    for seed in range(seeds):
        check_wire(copies, rate, seed, shortened=shortened, quick=True)


@pytest.mark.parametrize("rate", [0, 0.15])
def test_so_it_is_where_every_two_texts_are_compared_in_full(rate: float) -> None:
    check_wire(20, rate, 7, shortened=True, quick=False)


def test_paragraphs_that_are_alike_are_not_twelve_families() -> None:
    wire = Wire(1)
    wire.story[5] = wire.story[4]
    with pytest.raises(AssertionError):
        check_wire(copies=3, rate=0, seed=wire, shortened=False, quick=True)


FIRST = "The storm tore the roof off the old harbour hall early on Monday."
SECOND = "Nobody was hurt when the beams came down, the fire brigade wrote in a statement."
THIRD = "A new roof would cost the town some 3,400 crowns, twice what was put aside for it."
OWN = [
    "Elsewhere a committee sat for days over who may fish in which of the lakes.",
    "Our reader from the north sent pictures of ice that will not melt this year.",
    "Trains ran late because leaves had fallen on rails that are older than anyone.",
]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        # Another article has a sentence of a paragraph that two have: its family has three members.
        ([[f"{FIRST} {SECOND} {THIRD}"]] * 2 + [[f"{OWN[0]} {SECOND} {OWN[1]}", OWN[2]]], [[2, 2, 3]]),
        # So it is where the sentence stands at the end or the beginning of what two have.
        ([[f"{FIRST} {SECOND} {THIRD}"]] * 2 + [[f"{OWN[0]} {THIRD}", *OWN[1:]]], [[2, 3]]),
        ([[f"{FIRST} {SECOND} {THIRD}"]] * 2 + [[f"{FIRST} {OWN[0]}", *OWN[1:]]], [[2, 3]]),
        # Two paragraphs that are one elsewhere are two everywhere.
        ([[FIRST, SECOND, THIRD], [f"{FIRST} {SECOND}", THIRD]], [[2, 2, 2]]),
        # In a copy of the story a sentence is missing: the paragraph is one family all the same.
        ([[FIRST, f"{SECOND} {THIRD}"], [FIRST, THIRD], [FIRST, f"{SECOND} {THIRD}"]], [[3, 3]]),
        # Said twice in one article.
        ([[FIRST, OWN[0], f"{FIRST} {OWN[1]}"]], [[2]]),
        # In another order.
        ([[FIRST, SECOND, THIRD], [THIRD, FIRST, SECOND]], [[2, 2, 2]]),
        # Nothing in common.
        ([[FIRST], [SECOND], [THIRD]], [[]]),
        ([[], [""], ["x"]], [[]]),
    ],
)
def test_passages_are_cut_where_others_begin_or_end(
    texts: list[list[str]], expected: list[list[int]]
) -> None:
    found = families(["\n".join(paragraphs) for paragraphs in texts])
    assert sorted(len(one) for one in found) == expected[0]


def test_what_corresponds_is_cut_at_the_same_words() -> None:
    texts = [f"{FIRST} {SECOND} {THIRD}", f"{FIRST} {SECOND} {THIRD}", f"{OWN[0]} {SECOND} {OWN[1]}"]
    assert {*map(frozenset, families(texts))} == {
        frozenset([one.rstrip(".")]) for one in (FIRST, SECOND, THIRD)
    }


def test_a_word_that_differs_at_the_end_of_a_paragraph_is_in_the_passage() -> None:
    texts = [
        f"{FIRST} {SECOND.replace('statement', word)}\n{OWN[number]}"
        for number, word in enumerate(("note", "call"))
    ]
    assert [{one.split()[-1] for one in said} for said in families(texts)] == [{"note", "call"}]


def test_short_lines_that_are_repeated_together_are_one_passage() -> None:
    box = "No time to read?\nGet a summary"
    texts = [f"{OWN[number]}\n{box}\n{OWN[number + 1]}" for number in (0, 1)]
    assert families(texts)[-1] == [box] * 2
    # What stands beside it once is not in it, though all around is repeated.
    texts = [f"{FIRST}\n{above}\n{box}\n{SECOND}" for above in ("Read on below", "Read this later")]
    assert sorted(families(texts)) == sorted([[FIRST.rstrip(".")] * 2, [box] * 2, [SECOND.rstrip(".")] * 2])


def test_a_line_that_many_articles_have_is_a_family_by_itself() -> None:
    texts = [f"{own}\nRead on below\n{said}" for own, said in zip(OWN, (FIRST, FIRST, SECOND), strict=True)]
    assert sorted(families(texts)) == sorted([["Read on below"] * 3, [FIRST.rstrip(".")] * 2])


LEDE = (
    "The Commission has asked the grain trader Harvest Union for its books, after three mills complained that it "
    "had agreed on prices with its only rival."
)
DENIED = "Harvest Union denied that, and said that grain prices are made in Chicago and nowhere else."
HEADLINES = [
    "Grain trader under inquiry",
    "Commission looks at grain trader",
    "Brussels opens grain inquiry",
    "Trader of grain asked",
    "Mills against grain trader",
]


def test_the_headline_of_a_wire_story_is_a_family_of_its_own() -> None:
    wire = Wire(3)
    told = [wire.copy(0.02, shortened=False)[1] for _ in range(20)]
    headline = "Storm leaves thousands without power"
    found = families([f"{headline}\n\n{printed(one)}" for one in told])
    assert sorted(len(one) for one in found) == [20] * 13
    assert not any("\n" in said for one in found for said in one)
    assert [one for one in found if headline in one] == [[headline] * 20]


def test_headlines_of_their_own_are_not_in_the_lede() -> None:
    found = families([f"{headline}\n\n{LEDE}\n\n{DENIED}\n" for headline in HEADLINES])
    assert sorted(found) == sorted([[LEDE.rstrip(".")] * 5, [DENIED.rstrip(".")] * 5])


@pytest.mark.parametrize("headline", ["Grain trader under inquiry", "BRUSSELS, Monday", "Opinion"])
@pytest.mark.parametrize("copies", [2, 3])
def test_a_headline_that_two_share_is_no_passage_and_that_three_share_is_one(
    headline: str, copies: int
) -> None:
    found = families([f"{headline}\n\n{LEDE}\n\n* * *\n\n{DENIED}\n"] * copies)
    expected = [[LEDE.rstrip(".")] * copies, [DENIED.rstrip(".")] * copies]
    assert sorted(found) == sorted(expected + [[headline] * 3] * (copies == 3))


def test_a_dateline_is_not_in_the_passage_of_the_headline_either() -> None:
    texts = [f"Grain trader under inquiry\nBRUSSELS, Monday\n{LEDE}"] * 3
    assert sorted(families(texts)) == sorted(
        [["Grain trader under inquiry"] * 3, ["BRUSSELS, Monday"] * 3, [LEDE.rstrip(".")] * 3]
    )


def test_a_few_words_between_two_paragraphs_are_in_neither() -> None:
    texts = [f"{FIRST}\nIn other news\n{SECOND}"] * 2
    assert sorted(families(texts)) == sorted([[FIRST.rstrip(".")] * 2, [SECOND.rstrip(".")] * 2])


PARAGRAPHS = st.lists(st.sampled_from("a b c d e f g h i j k l m n o p".split()), min_size=1, max_size=14)


def test_texts_without_a_word_between_two_others_make_no_passage() -> None:
    line = "No time to read?"
    words = tokenise([line, "* * *", "- - -", line, line])
    units = covered(words, find_pairs(words, Parameters()), 6)
    assert list(zip(units.starts, units.ends, strict=True)) == [(0, 4), (4, 8), (8, 12)]


@st.composite
def corpora(draw: st.DrawFn) -> list[list[Sentence]]:
    """Texts of paragraphs, most of which are in several of them, whole or in part."""
    pool = draw(st.lists(PARAGRAPHS, min_size=1, max_size=5))
    parts = st.tuples(st.sampled_from(pool), st.integers(0, 4), st.integers(4, 14), st.booleans())
    texts = draw(st.lists(st.lists(parts, max_size=6), min_size=1, max_size=6))
    told = []
    for text in texts:
        paragraphs: list[Sentence] = []
        for said, start, end, joins in text:
            if joins and paragraphs:
                paragraphs[-1] = paragraphs[-1] + said[start:end]
            elif said[start:end]:
                paragraphs.append(said[start:end])
        told.append(paragraphs)
    return told


def words_of(texts: Sequence[Sequence[Sentence]]) -> Words:
    return tokenise(["\n".join(" ".join(one) for one in text) for text in texts])


def repeated(words: Words, fewest: int = 6) -> list[Row]:
    """All runs of equal words, between texts and inside them, as long as they go."""
    text = np.repeat(np.arange(words.texts), np.diff(words.firsts)).tolist()
    said = words.hashes.tolist()
    rows: list[Row] = []
    for a, b in combinations(range(len(said)), 2):
        before = a and text[a - 1] == text[a] and text[b - 1] == text[b] and said[a - 1] == said[b - 1]
        if said[a] != said[b] or before:
            continue
        length, most = 0, b - a if text[a] == text[b] else len(said) - b
        while (
            length < most
            and b + length < len(said)
            and (text[a + length], text[b + length]) == (text[a], text[b])
            and said[a + length] == said[b + length]
        ):
            length += 1
        if length >= fewest:
            rows.append((a, a + length, b, b + length, [(a, b, length)]))
    return rows


def moved(rows: Iterable[Row], words: Words, order: Sequence[int]) -> list[Row]:
    """The same rows where the texts stand in another order: at each place the text of that number."""
    lengths = np.diff(words.firsts)
    begins = dict(zip(order, (np.cumsum(lengths[order]) - lengths[order]).tolist(), strict=True))
    shift = [begins[text] - int(words.firsts[text]) for text in range(words.texts)]
    result: list[Row] = []
    for a, a_end, b, b_end, blocks in rows:
        by_a, by_b = (shift[int(np.searchsorted(words.firsts, one, side="right")) - 1] for one in (a, b))
        row = (
            a + by_a,
            a_end + by_a,
            b + by_b,
            b_end + by_b,
            [(i + by_a, j + by_b, n) for i, j, n in blocks],
        )
        if row[0] > row[2]:
            row = (row[2], row[3], row[0], row[1], [(j, i, n) for i, j, n in row[4]])
        result.append(row)
    return result


@examples(50, long=150)
@given(corpora(), st.booleans())
def test_families_never_overlap_and_have_two_members_at_least(
    texts: list[list[Sentence]], everything: bool
) -> None:
    words = words_of(texts)
    pieces = cut(words, table(repeated(words) if everything else aligned(words)), Parameters())
    assert (pieces.starts[1:] >= pieces.ends[:-1]).all()
    bounds = np.append(np.flatnonzero(words.gaps == LINE), len(words))
    for start, end in zip(pieces.starts, pieces.ends, strict=True):
        own = bounds[(bounds >= start) & (bounds <= end)]
        is_whole = len(own) > 0 and own[0] == start and own[-1] == end
        assert end - start >= 6 or (is_whole and len(own) == 2)
        # Only lines of a few words go together.
        assert not ((bounds > start) & (bounds < end)).any() or (is_whole and (np.diff(own) < 6).all())
    text = [np.searchsorted(words.firsts, place, side="right") for place in (pieces.starts, pieces.ends - 1)]
    assert (text[0] == text[1]).all()
    assert (np.bincount(pieces.families, minlength=len(pieces.scores)) >= 2).all()
    assert (np.diff(pieces.scores) <= 0).all()
    assert ((pieces.similarities > 0) & (pieces.similarities <= 1)).all()


@examples(50, long=150)
@given(corpora(), st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_the_texts_does_not_matter(
    texts: list[list[Sentence]], everything: bool, chance: random.Random
) -> None:
    words = words_of(texts)
    rows = repeated(words) if everything else aligned(words)
    order = list(range(len(texts)))
    chance.shuffle(order)
    other = words_of([texts[number] for number in order])
    found = members(other, cut(other, table(moved(rows, words, order)), Parameters()))
    back = {frozenset((order[text], start, end) for text, start, end in family) for family in found}
    assert back == members(words, cut(words, table(rows), Parameters()))


@examples(30, long=80)
@given(corpora(), st.integers(0, 6))
def test_an_unrelated_text_changes_no_family(texts: list[list[Sentence]], at: int) -> None:
    words = words_of(texts)
    at = min(at, len(texts))
    stranger = [["w", "x", "y", "z"] * 20]
    more = words_of([*texts[:at], stranger, *texts[at:]])
    found = members(more, cut(more, table(aligned(more)), Parameters()))
    back = {frozenset((text - (text > at), start, end) for text, start, end in family) for family in found}
    assert back == members(words, cut(words, table(aligned(words)), Parameters()))
