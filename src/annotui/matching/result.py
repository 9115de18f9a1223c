"""Keeps what matching has found in a file that `Findings` reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from annotui.core.family import Discrepancy, Family, Passage, Relative

from . import notation, sections
from .findings import KIND, KINDS, Otherwise, Pair

Ints = NDArray[np.int32]


class Known(NamedTuple):
    """An article as matching has read it.

    Args:
        id: the article's id.
        sha256: hash of its bytes, in hex.
        new: 0..1, the share of its words that are said nowhere earlier; None where that is not known.
        story: the number of its story, any; None where it is alone in it.
        copy_of: the earliest article of its story from which it has half its words; None where there is none.
    """

    id: str
    sha256: str
    new: float | None = None
    story: int | None = None
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """Spans of articles, a row each, sorted by article and start.

    Args:
        articles: the number of each one's article, in the order of ids.
        starts, ends: code points, the end exclusive.
    """

    articles: ArrayLike
    starts: ArrayLike
    ends: ArrayLike


@dataclass(frozen=True, slots=True)
class Related:
    """Sentences, and for each of them those that are related to it.

    Args:
        sentences: all sentences that are related to another one.
        firsts: those related to sentence `i` are the rows from `firsts[i]` up to `firsts[i + 1]`; one more than there are sentences.
        others: of each row, the number of the related sentence; the closest first.
        scores: of each row; any scale.
        close: how many sentences have a close relative.
        otherwise: what is said otherwise in the same sentence, or by a close relative.
        elsewhere: of each of these, number of the article, start and end of what is said there, and the place of its kind in `KINDS`.
    """

    sentences: Places
    firsts: ArrayLike
    others: ArrayLike
    scores: ArrayLike
    close: int
    otherwise: Places
    elsewhere: ArrayLike


@dataclass(frozen=True, slots=True)
class AlignedPairs:
    """Aligned pairs of passages, a row each.

    Args:
        rows: number of the article, start and end of the one, the same of the other one, and the count of words that both have; the
            one that comes first in the corpus is first in its row.
        similarities: 0..1, falling.
    """

    rows: ArrayLike
    similarities: ArrayLike


@dataclass(frozen=True, slots=True)
class Result:
    """All that matching has found.

    Args:
        articles: all of the corpus, in the order of their ids.
        passages: all members of all families.
        families: the number of each passage's family; the strongest is 0.
        scores, similarities: of each family.
        discrepancies: of the families that have any; members are counted in the order of article and start.
        pairs: what the families are made of.
        related: None where related sentences were not looked for yet.
        left_out: whether they never will be, unless somebody asks for them: there is too much text.
    """

    articles: Sequence[Known]
    passages: Places
    families: ArrayLike
    scores: ArrayLike
    similarities: ArrayLike
    discrepancies: Mapping[int, Sequence[Discrepancy]]
    pairs: AlignedPairs
    related: Related | None = None
    left_out: bool = False


def save(path: Path, result: Result) -> None:
    """Write a result.

    Args:
        path: the file; its folder has to be there. One that is there is replaced in one step.
        result: what was found.

    Raises:
        OSError: the file cannot be written.
    """
    count = len(result.articles)
    families = _ints(result.families)
    firsts = _firsts(families, len(_doubles(result.scores)))
    # A stable order by family keeps the members of each in the order of article and start.
    members = np.argsort(families, kind="stable").astype(np.int32)
    numbers = np.empty_like(families)
    numbers[members] = np.arange(len(members), dtype=np.int32) - firsts[families[members]]
    differs = np.zeros(len(families), dtype=np.uint8)
    for family, found in result.discrepancies.items():
        for value in (value for one in found for value in one.values[1:]):
            differs[members[firsts[family] + np.array(value.members, dtype=np.int64)]] = 1
    nowhere = Places([], [], [])
    related = result.related or Related(nowhere, [0], [], [], 0, nowhere, [])
    columns = {
        **_columns_of_articles(result.articles),
        **_columns_of_places("passage", result.passages, count),
        "passage_families": families,
        "passage_members": numbers,
        "passage_differs": differs,
        "family_firsts": firsts,
        "family_passages": members,
        "family_scores": _doubles(result.scores),
        "family_similarities": _doubles(result.similarities),
        **_columns_of_texts(
            "discrepancies",
            "discrepancy_ends",
            [notation.written(result.discrepancies.get(one, ())) for one in range(len(firsts) - 1)],
        ),
        **_columns_of_places("sentence", related.sentences, count),
        "relative_firsts": _ints(related.firsts),
        "relative_sentences": _ints(related.others),
        "relative_scores": np.ascontiguousarray(related.scores, dtype=np.float32),
        **_columns_of_places("otherwise", related.otherwise, count),
        "otherwise": _ints(related.elsewhere),
        "pairs": _ints(result.pairs.rows),
        "pair_similarities": _doubles(result.pairs.similarities),
    }
    views = {name: column.data for name, column in columns.items()}
    facts = {"close": None if result.related is None else related.close, "left out": result.left_out}
    sections.write(path, KIND, views, facts)


def write(
    path: Path,
    articles: Sequence[Known],
    families: Sequence[Family],
    relatives: Mapping[Passage, Sequence[Relative]] | None = None,
    *,
    pairs: Sequence[Pair] = (),
    close: int = 0,
    otherwise: Mapping[str, Sequence[Otherwise]] = MappingProxyType({}),
    left_out: bool = False,
) -> None:
    """Write a small result that is at hand in the reader's terms.

    Args:
        path: the file; its folder has to be there.
        articles: all articles of the corpus, in any order.
        families: the strongest first.
        relatives: for each sentence those related to it, the closest first; None where they were not looked for yet.
        pairs: the pairs that the families are made of, by falling similarity.
        close: how many sentences have a close relative.
        otherwise: of articles, what is said otherwise there, in order.
        left_out: whether related sentences were left out because there is too much text.

    Raises:
        OSError: the file cannot be written.
        KeyError: something lies in an article that is not given.
        ValueError: the members of a family are not in the order of article and start.
    """
    known = sorted(articles)
    numbers = {one.id: at for at, one in enumerate(known)}
    if any(list(family.members) != sorted(family.members) for family in families):
        raise ValueError("the members of a family are not in order")
    passages = sorted(
        (passage, number) for number, family in enumerate(families) for passage in family.members
    )
    rows = [
        (numbers[one.a.article], *one.a.span, numbers[one.b.article], *one.b.span, one.words) for one in pairs
    ]
    result = Result(
        known,
        _places([passage for passage, _ in passages], numbers),
        [family for _, family in passages],
        [one.score for one in families],
        [one.similarity for one in families],
        {number: one.discrepancies for number, one in enumerate(families) if one.discrepancies},
        AlignedPairs(rows, [one.similarity for one in pairs]),
        None if relatives is None else _related(relatives, numbers, close, otherwise),
        left_out,
    )
    save(path, result)


def _related(
    relatives: Mapping[Passage, Sequence[Relative]],
    numbers: Mapping[str, int],
    close: int,
    otherwise: Mapping[str, Sequence[Otherwise]],
) -> Related:
    sentences = sorted({*relatives, *(one.passage for found in relatives.values() for one in found)})
    rows = [relatives.get(one, ()) for one in sentences]
    places = {one: at for at, one in enumerate(sentences)}
    said = [(article, one) for article in sorted(otherwise) for one in otherwise[article]]
    return Related(
        _places(sentences, numbers),
        np.cumsum([0, *(len(found) for found in rows)]),
        [places[one.passage] for found in rows for one in found],
        [one.score for found in rows for one in found],
        close,
        _places([Passage(article, one.span) for article, one in said], numbers),
        [(numbers[one.other.article], *one.other.span, KINDS.index(one.kind)) for _, one in said],
    )


def _places(passages: Sequence[Passage], numbers: Mapping[str, int]) -> Places:
    return Places(
        [numbers[one.article] for one in passages],
        [one.span.start for one in passages],
        [one.span.end for one in passages],
    )


def _columns_of_articles(articles: Sequence[Known]) -> dict[str, NDArray[np.generic]]:
    stories: dict[int, list[int]] = {}
    for at, one in enumerate(articles):
        if one.story is not None:
            stories.setdefault(one.story, []).append(at)
    grouped = [story for story in stories.values() if len(story) > 1]
    of_article = np.full(len(articles), -1, dtype=np.int32)
    numbers = {one.id: at for at, one in enumerate(articles)}
    for number, story in enumerate(grouped):
        of_article[story] = number
    return {
        **_columns_of_texts("ids", "id_ends", [one.id for one in articles]),
        "hashes": np.frombuffer(bytes.fromhex("".join(one.sha256 for one in articles)), dtype=np.uint8),
        "new": _doubles([-1 if one.new is None else one.new for one in articles]),
        "stories": of_article,
        "originals": _ints([-1 if one.copy_of is None else numbers[one.copy_of] for one in articles]),
        "story_firsts": _ints(np.cumsum([0, *map(len, grouped)])),
        "story_articles": _ints([at for story in grouped for at in story]),
    }


def _columns_of_places(name: str, places: Places, articles: int) -> dict[str, NDArray[np.generic]]:
    return {
        f"{name}_firsts": _firsts(_ints(places.articles), articles),
        f"{name}_starts": _ints(places.starts),
        f"{name}_ends": _ints(places.ends),
    }


def _columns_of_texts(data: str, ends: str, texts: Sequence[str]) -> dict[str, NDArray[np.generic]]:
    encoded = [one.encode() for one in texts]
    return {
        data: np.frombuffer(b"".join(encoded), dtype=np.uint8),
        ends: np.cumsum([len(one) for one in encoded], dtype=np.int64),
    }


def _firsts(groups: Ints, count: int) -> Ints:
    """Where each of `count` groups begins in rows that are sorted by group, and where the last one ends."""
    return _ints(np.concatenate(([0], np.cumsum(np.bincount(groups, minlength=count)))))


def _ints(values: ArrayLike) -> Ints:
    return np.ascontiguousarray(values, dtype=np.int32)


def _doubles(values: ArrayLike) -> NDArray[np.float64]:
    return np.ascontiguousarray(values, dtype=np.float64)
