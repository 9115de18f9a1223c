"""From articles to families: what is found depends on what the articles say, and is found again with less work."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from annotui.core.family import Family
from annotui.matching.engine import Source, match
from annotui.matching.findings import Findings
from annotui.matching.memo import Memory, Verdicts
from annotui.matching.parameters import Parameters
from annotui.matching.progress import Progress
from annotui.matching.result import save

SAID = (
    "the mayor told us when we met him at home",
    "someone wrote elsewhere on the following Tuesday, for no reason",
)
SYLLABLES = "ka ro mi te lun dar vos pel qui san tor bri nel gu fa".split()


def source(id_: str, text: str) -> Source:
    return Source(f"news/{id_}", hashlib.sha256(text.encode()).hexdigest(), text)


def sentence(chance: random.Random, words: int = 14) -> str:
    """Words that are nowhere else."""
    said = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(words)]
    return f"{' '.join(said).capitalize()}."


def news(stories: int = 6, copies: int = 4) -> list[Source]:
    """Stories that are told again with a paragraph more or less, a changed number, and something of their own."""
    chance = random.Random(5)
    articles = []
    for story in range(stories):
        paragraphs = [f"{sentence(chance)} {sentence(chance)}" for _ in range(5)]
        for copy in range(copies):
            told = [f"On that day {3400 + copy} homes {one}" for one in paragraphs]
            del told[copy % len(told)]
            text = "\n\n".join([*told, sentence(chance)])
            articles.append(source(f"{story:02}-{copy}.txt", text))
    return articles


def found(articles: Sequence[Source], memo: Memory | None = None, path: Path | None = None) -> Findings:
    """What is found in articles."""
    assert path is not None
    results = list(match(articles, Parameters(), memo=memo, related=False))
    save(path, results[-1])
    findings = Findings.open(path)
    assert findings is not None
    return findings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "result"


def families(findings: Findings) -> list[Family]:
    return [findings.family(number) for number in range(findings.count)]


def said(articles: Iterable[Source], findings: Findings) -> set[frozenset[tuple[str, str]]]:
    """The families, each as the articles' contents and what stands there."""
    texts = {one.id: one.text for one in articles}
    return {
        frozenset((texts[one.article], one.span.of(texts[one.article])) for one in family.members)
        for family in families(findings)
    }


def test_copies_are_one_family_a_paragraph_and_slice_back(path: Path) -> None:
    articles = news()
    findings = found(articles, path=path)
    texts = {one.id: one.text for one in articles}
    assert findings.count >= 6 * 5
    for family in families(findings):
        assert len({one.article.split("-")[0] for one in family.members}) == 1
        for article, (start, end) in family.members:
            text = texts[article]
            assert text[start:end].strip() == text[start:end]
            assert start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())
            assert end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum())
        assert list(family.members) == sorted(family.members)


def test_passages_never_overlap(path: Path) -> None:
    findings = found(news(), path=path)
    for article in findings.articles:
        spans = [one.span for one in findings.passages(article)]
        assert all(one.end <= other.start for one, other in pairwise(spans))
    assert sum(len(findings.passages(one)) for one in findings.articles) == sum(
        len(one.members) for one in families(findings)
    )


def test_a_passage_takes_its_marks_along_and_no_others(path: Path) -> None:
    quoted = "“The harbour was closed for a whole day because of the storm, and nobody was hurt,”"
    articles = [
        source("a.txt", f"Before all that nothing much had ever happened here. {quoted} {SAID[0]}"),
        source("b.txt", f"Some ships waited outside until it was late at night. {quoted} {SAID[1]}"),
    ]
    (family,) = families(found(articles, path=path))
    texts = {one.id: one.text for one in articles}
    assert [one.span.of(texts[one.article]) for one in family.members] == [quoted] * 2


def test_the_order_and_the_names_of_files_do_not_matter(path: Path) -> None:
    articles = news()
    expected = said(articles, found(articles, path=path))
    chance = random.Random(1)
    for _ in range(3):
        shuffled = chance.sample(articles, len(articles))
        assert families(found(shuffled, path=path)) == families(found(articles, path=path))
        names = chance.sample(range(1000), len(articles))
        renamed = [one._replace(id=f"news/{name}.txt") for one, name in zip(articles, names, strict=True)]
        assert said(renamed, found(renamed, path=path)) == expected


def test_an_article_that_shares_nothing_changes_no_family(path: Path) -> None:
    articles = news()
    before = said(articles, found(articles, path=path))
    other = source("zz.txt", sentence(random.Random(77), 200))
    after = [*articles, other]
    findings = found(after, path=path)
    assert said(after, findings) == before
    assert (findings.new(other.id), findings.story(other.id)) == (1.0, ())


class Counting(Memory):
    """Counts the candidates that had to be verified."""

    def __init__(self, before: Verdicts | None = None) -> None:
        super().__init__(before)
        self.verified = 0

    def put(self, verdicts: Verdicts) -> None:
        self.verified += len(verdicts)
        super().put(verdicts)


def test_with_a_memo_the_same_is_found_and_only_what_changed_is_verified(path: Path) -> None:
    articles = news(stories=12)
    first = Counting()
    expected = families(found(articles, first, path))
    assert first.verified > 50

    again = Counting(first.used)
    assert families(found(articles, again, path)) == expected
    assert again.verified == 0

    changed = [articles[0]._replace(text=f"{articles[0].text}\n\nMore."), *articles[1:]]
    changed[0] = source("00-0.txt", changed[0].text)
    third = Counting(again.used)
    after = families(found(changed, third, path))
    assert after == families(found(changed, None, path))
    assert 0 < third.verified <= first.verified / 6
    # What the changed article had in common with others is not asked for any more, and forgotten.
    assert len(third.used) <= len(first.used) + third.verified
    assert len(third.used) < len(first.used) * 1.1


def test_stories_and_what_is_new(path: Path) -> None:
    articles = news(stories=2)
    findings = found(articles, path=path)
    ids = [f"news/00-{copy}.txt" for copy in range(4)]
    assert [findings.story(one) for one in ids] == [tuple(ids)] * 4
    assert [findings.copy_of(one) for one in ids] == [None, *[ids[0]] * 3]
    shares = [findings.new(one) or 0 for one in ids]
    assert shares[0] == 1.0
    assert all(0 < one < 0.7 for one in shares[1:])


def test_pairs_come_in_the_order_of_the_corpus_and_slice_back(path: Path) -> None:
    articles = news()
    texts = {one.id: one.text for one in articles}
    pairs = list(found(articles, path=path).pairs())
    assert len(pairs) > 50
    assert all(one.a < one.b for one in pairs)
    assert len({(one.a, one.b) for one in pairs}) == len(pairs)
    assert [one.similarity for one in pairs] == sorted((one.similarity for one in pairs), reverse=True)
    for one in pairs:
        a, b = (side.span.of(texts[side.article]).split() for side in (one.a, one.b))
        assert 0 < one.words <= min(len(a), len(b))
        assert one.similarity == pytest.approx(2 * one.words / (len(a) + len(b)), abs=0.02)


def test_related_sentences_come_second_and_do_not_depend_on_the_order_of_files(path: Path) -> None:
    told = [
        "The storm left thousands of homes in Halden without power on Monday.",
        "Thousands of homes were dark after the storm hit Halden, its mayor Solvang said.",
        "Mayor Solvang of Halden asked the government to send soldiers to the harbour.",
        "Soldiers were sent to Halden by the government, at the request of Solvang.",
        "Bananas are cheap this summer, and so are apples.",
    ]
    articles = [source(f"{at}.txt", f"{one} {sentence(random.Random(at))}") for at, one in enumerate(told)]
    texts = {one.id: one.text for one in articles}

    def relatives(some: Sequence[Source]) -> set[tuple[str, str, float]]:
        first, second = match(some, Parameters())
        assert first.related is None
        save(path, second)
        findings = Findings.open(path)
        assert findings is not None
        assert findings.has_relatives
        assert findings.relatives("news/0.txt", 0)[0].passage.span.of(texts["news/1.txt"]) == told[1]
        pairs = list(findings.by_score())
        assert [one.score for _, one in pairs] == sorted((one.score for _, one in pairs), reverse=True)
        return {(a.span.of(texts[a.article]), b.span.of(texts[b.article]), score) for a, (b, score) in pairs}

    expected = relatives(articles)
    assert {a for a, _, _ in expected} <= {
        part for text in texts.values() for part in (text, *_sentences(text))
    }
    for seed in range(3):
        assert relatives(random.Random(seed).sample(articles, len(articles))) == expected


def test_related_sentences_are_left_out_where_there_is_too_much_text(path: Path) -> None:
    articles = [source("a.txt", "The storm hit Halden."), source("b.txt", "In Halden it stormed.")]
    (only,) = match(articles, Parameters(), most=7)
    assert only.left_out
    save(path, only)
    findings = Findings.open(path)
    assert findings is not None
    assert findings.left_out
    assert not findings.has_relatives
    _, second = match(articles, Parameters(), most=8)
    assert not second.left_out


def test_what_is_said_otherwise_is_told_both_ways_whatever_the_order_of_files(path: Path) -> None:
    articles = [
        source("b.txt", "The Lisbon treaty on fishing takes effect on July 7, ministers decided."),
        source("a.txt", "Ministers decided that the fishing treaty of Lisbon would take effect on June 5."),
        source("c.txt", "Bananas are cheap. In Lithuania, Kishida attends the summit in Belgium."),
    ]
    texts = {one.id: one.text for one in articles}
    for order in (articles, articles[::-1]):
        *_, result = match(order, Parameters())
        save(path, result)
        findings = Findings.open(path)
        assert findings is not None
        said = [
            (id_, one.kind, one.span.of(text), one.other.article, one.other.span.of(texts[one.other.article]))
            for id_, text in sorted(texts.items())
            for one in findings.otherwise(id_)
        ]
        assert said == [
            ("news/a.txt", "date", "June 5", "news/b.txt", "July 7"),
            ("news/b.txt", "date", "July 7", "news/a.txt", "June 5"),
            ("news/c.txt", "name", "Lithuania", "news/c.txt", "Belgium"),
            ("news/c.txt", "name", "Belgium", "news/c.txt", "Lithuania"),
        ]


def _sentences(text: str) -> list[str]:
    return [f"{one.strip(' .')}." for one in text.split(". ")]


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [""],
        ["a"],
        ["", "…"],
        ["one two three"] * 3,
        ["日本の首相は月曜日に東京で記者会見を開いた。" * 2] * 2,
        ["word " * 3000] * 2,
        ["\x00\x1b[2J " * 50] * 2,
        ["x" * 100_000] * 2,
    ],
    ids=["none", "empty", "tiny", "marks", "short", "cjk", "one word", "controls", "one long word"],
)
def test_strange_texts_do_no_harm(path: Path, texts: list[str]) -> None:
    articles = [source(f"{at}.txt", text) for at, text in enumerate(texts)]
    findings = found(articles, path=path)
    assert list(findings.articles) == sorted(one.id for one in articles)
    said(articles, findings)


def test_progress_goes_on_to_the_end(path: Path) -> None:
    told: list[Progress] = []
    list(match(news(), Parameters(), report=told.append, related=False))
    shares = [one.share for one in told]
    assert shares == sorted(shares)
    assert 0 <= shares[0] < shares[-1] <= 1
    assert len({one.doing for one in told}) >= 4


def test_what_differs_belongs_to_its_family_and_makes_it_stronger(path: Path) -> None:
    findings = found(news(), path=path)
    assert [one.score for one in families(findings)] == sorted(
        (one.score for one in families(findings)), reverse=True
    )
    texts = {one.id: one.text for one in news()}
    differing = 0
    for family in families(findings):
        for discrepancy in family.discrepancies:
            for value in discrepancy.values:
                for member, span in zip(value.members, value.spans, strict=True):
                    article, (start, end) = family.members[member]
                    assert start <= span.start <= span.end <= end
                    assert span.of(texts[article]).startswith("34")
            differing += discrepancy.kind == "number"
    assert differing >= 6 * 5
