"""A result that is written is read as it was, piece by piece; a file that is not whole is no result."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import zlib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.trying import IS_LONG

from annotui.core.family import Discrepancy, Family, Passage, Relative, Value
from annotui.core.span import Span
from annotui.matching import sections
from annotui.matching.findings import KIND, Findings, Here, Otherwise, Pair
from annotui.matching.result import Known, write

SHA = {"news/a.txt": "aa" * 32, "news/b.txt": "bb" * 32, "news/c.txt": "cc" * 32, "news/é.txt": "ee" * 32}
ARTICLES = [Known(id_, sha256) for id_, sha256 in SHA.items()]


def passage(name: str, start: int, end: int) -> Passage:
    return Passage(f"news/{name}.txt", Span(start, end))


def value(text: str, *places: tuple[int, int, int]) -> Value:
    """A value, and for each member that has it the member's number and the span."""
    return Value(text, tuple(one[0] for one in places), tuple(Span(start, end) for _, start, end in places))


STORM = Family(
    (passage("a", 10, 60), passage("a", 80, 130), passage("b", 0, 50), passage("c", 5, 56)),
    12.5,
    0.75,
    (
        Discrepancy("number", (value("3,400", (0, 12, 17), (1, 82, 87)), value("3,500", (2, 2, 7)))),
        Discrepancy("negation", (value("", (0, 20, 20), (2, 10, 10)), value("not", (3, 15, 18)))),
    ),
)
HARBOUR = Family((passage("b", 60, 90), passage("é", 0, 30)), 3.25, 1.0)
RELATED = {
    passage("a", 0, 9): [Relative(passage("c", 60, 80), 0.5), Relative(passage("b", 50, 58), 0.25)],
    passage("c", 60, 80): [Relative(passage("a", 0, 9), 0.5)],
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "result"


def read(path: Path) -> Findings:
    findings = Findings.open(path)
    assert findings is not None
    return findings


@pytest.fixture
def findings(path: Path) -> Findings:
    """Two families in four articles, the second of which tells the story of the first."""
    articles = [
        Known("news/é.txt", SHA["news/é.txt"], 0.5),
        Known("news/b.txt", SHA["news/b.txt"], 0.0, 7, "news/a.txt"),
        Known("news/a.txt", SHA["news/a.txt"], 1.0, 7),
        Known("news/c.txt", SHA["news/c.txt"], None, 8),
    ]
    pairs = [
        Pair(STORM.members[0], STORM.members[2], 0.9, 8),
        Pair(HARBOUR.members[0], HARBOUR.members[1], 0.5, 4),
    ]
    write(path, articles, [STORM, HARBOUR], RELATED, pairs=pairs, close=1)
    return read(path)


def test_families_are_read_as_they_were_written(findings: Findings) -> None:
    assert findings.count == 2
    assert [findings.family(number) for number in range(2)] == [STORM, HARBOUR]
    assert [findings.size(number) for number in range(2)] == [4, 2]
    for number in (-1, 2):
        with pytest.raises(IndexError):
            findings.family(number)


def test_passages_of_an_article_are_in_order_and_know_what_differs(findings: Findings) -> None:
    assert list(findings.passages("news/a.txt")) == [
        Here(Span(10, 60), 0, 0, False),
        Here(Span(80, 130), 0, 1, False),
    ]
    assert list(findings.passages("news/b.txt")) == [
        Here(Span(0, 50), 0, 2, True),
        Here(Span(60, 90), 1, 0, False),
    ]
    assert list(findings.passages("news/b.txt")[1:]) == [Here(Span(60, 90), 1, 0, False)]
    assert [findings.differing(one) for one in findings.articles] == [0, 1, 1, 0]


def test_a_passage_is_found_by_its_place(findings: Findings) -> None:
    def at(offset: int) -> int | None:
        found = findings.at("news/b.txt", offset)
        return found and found.family

    assert [at(offset) for offset in (0, 49, 50, 59, 60, 89, 90)] == [0, 0, None, None, 1, 1, None]
    after = [findings.after("news/b.txt", offset) for offset in (-1, 0, 59, 60)]
    assert [one and one.family for one in after] == [0, 1, 1, None]
    before = [findings.before("news/b.txt", offset) for offset in (0, 1, 60, 61)]
    assert [one and one.family for one in before] == [None, 0, 0, 1]


def test_what_is_known_of_articles(findings: Findings) -> None:
    assert list(findings.articles) == sorted(SHA)
    assert {one: findings.sha256(one) for one in SHA} == SHA
    assert [findings.new(one) for one in findings.articles] == [1.0, 0.0, None, 0.5]
    story = ("news/a.txt", "news/b.txt")
    assert [findings.story(one) for one in findings.articles] == [story, story, (), ()]
    assert [findings.copy_of(one) for one in findings.articles] == [None, "news/a.txt", None, None]


def test_related_sentences(findings: Findings) -> None:
    assert findings.has_relatives
    assert findings.sentences_with_close_relative == 1
    first = RELATED[passage("a", 0, 9)]
    assert [findings.relatives("news/a.txt", offset) for offset in (0, 8, 30)] == [first] * 3
    assert findings.relatives("news/c.txt", 70) == RELATED[passage("c", 60, 80)]
    assert findings.relatives("news/b.txt", 0) == []
    assert list(findings.sentences("news/a.txt")) == [(Span(0, 9), first)]
    # A sentence that has none is passed over.
    assert {one: list(findings.nearest(one)) for one in findings.articles} == {
        "news/a.txt": ["news/c.txt"],
        "news/b.txt": [],
        "news/c.txt": ["news/a.txt"],
        "news/é.txt": [],
    }
    scores = [(sentence.article, one.score) for sentence, one in findings.by_score()]
    assert scores == [("news/a.txt", 0.5), ("news/c.txt", 0.5), ("news/a.txt", 0.25)]


def test_what_is_said_otherwise(path: Path) -> None:
    articles = [Known(one, SHA[one]) for one in sorted(SHA)]
    said = {
        "news/b.txt": [
            Otherwise(Span(4, 9), "number", passage("é", 3, 8)),
            Otherwise(Span(20, 30), "name", passage("b", 40, 47)),
        ],
        "news/é.txt": [Otherwise(Span(3, 8), "number", passage("b", 4, 9))],
    }
    write(path, articles, [], {}, otherwise=said)
    assert {one: read(path).otherwise(one) for one in said} == said
    assert read(path).otherwise("news/a.txt") == []
    assert read(path).otherwise("news/unknown.txt") == []


def test_it_is_told_whether_related_sentences_were_left_out(path: Path) -> None:
    for left_out in (True, False):
        write(path, [], [], left_out=left_out)
        assert read(path).left_out is left_out
        assert not read(path).has_relatives


def test_pairs(findings: Findings) -> None:
    assert [(one.a, one.b, one.similarity, one.words) for one in findings.pairs()] == [
        (STORM.members[0], STORM.members[2], 0.9, 8),
        (*HARBOUR.members, 0.5, 4),
    ]


def test_an_unknown_article_has_nothing(findings: Findings) -> None:
    for name in ("news/0.txt", "news/b", "news/z.txt", ""):
        assert findings.sha256(name) is None
        assert not findings.passages(name)
        assert findings.at(name, 0) is findings.after(name, -1) is findings.before(name, 9) is None
        assert findings.new(name) is None
        assert findings.copy_of(name) is None
        assert (findings.differing(name), findings.story(name), findings.relatives(name, 0)) == (0, (), [])


def test_a_result_without_related_sentences_says_so(path: Path) -> None:
    write(path, ARTICLES, [STORM])
    assert not read(path).has_relatives
    assert read(path).relatives("news/a.txt", 0) == []
    write(path, ARTICLES, [], {})
    assert read(path).has_relatives
    assert read(path).count == 0


def test_a_corpus_of_nothing(path: Path) -> None:
    write(path, [], [])
    assert (read(path).count, list(read(path).articles), list(read(path).pairs())) == (0, [], [])


def test_members_that_are_not_in_order_are_refused(path: Path) -> None:
    with pytest.raises(ValueError, match="not in order"):
        write(path, ARTICLES, [Family(STORM.members[::-1], 1.0, 1.0)])
    with pytest.raises(KeyError):
        write(path, ARTICLES[1:], [STORM])
    assert not path.exists()


@st.composite
def results(draw: st.DrawFn) -> tuple[list[Known], list[Family]]:
    """Articles, and families whose passages do not overlap."""
    names = draw(st.lists(st.text("abzé漢/.", min_size=1, max_size=4), min_size=1, max_size=6, unique=True))
    articles = [
        Known(
            f"c/{name}",
            draw(st.binary(min_size=32, max_size=32)).hex(),
            draw(st.none() | st.floats(0, 1)),
            draw(st.none() | st.integers(0, 3)),
        )
        for name in names
    ]
    passages = []
    for one in articles:
        edges = sorted(draw(st.sets(st.integers(0, 10_000), max_size=8)))
        passages += [Passage(one.id, Span(start, end)) for start, end in list(pairwise(edges))[::2]]
    numbers = [draw(st.integers(0, 3)) for _ in passages]
    groups = [
        sorted(one for one, number in zip(passages, numbers, strict=True) if number == wanted)
        for wanted in range(4)
    ]
    families = [
        Family(tuple(group), draw(st.floats(0, 1e6)), draw(st.floats(0, 1)), draw(discrepancies(group)))
        for group in groups
        if len(group) > 1
    ]
    return articles, families


@st.composite
def discrepancies(draw: st.DrawFn, members: list[Passage]) -> tuple[Discrepancy, ...]:
    if not draw(st.booleans()):
        return ()
    sides = [draw(st.integers(0, 2)) for _ in members]
    values = [
        value(
            draw(st.text(max_size=4)),
            *(
                (at, *one.span)
                for at, (one, side) in enumerate(zip(members, sides, strict=True))
                if side == wanted
            ),
        )
        for wanted in range(3)
    ]
    return (Discrepancy("name", tuple(one for one in values if one.members)),)


@given(results())
def test_whatever_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, result: tuple[list[Known], list[Family]]
) -> None:
    articles, families = result
    path = tmp_path_factory.getbasetemp() / "any"
    write(path, articles, families)
    findings = read(path)
    assert [findings.family(number) for number in range(findings.count)] == families
    assert {one.id: (findings.sha256(one.id), findings.new(one.id)) for one in articles} == {
        one.id: (one.sha256, one.new) for one in articles
    }
    for one in articles:
        same = sorted(other.id for other in articles if other.story is not None and other.story == one.story)
        assert findings.story(one.id) == (tuple(same) if len(same) > 1 else ())
        here = findings.passages(one.id)
        assert [(at.span, families[at.family].members[at.member]) for at in here] == [
            (at.span, Passage(one.id, at.span)) for at in here
        ]
        assert [at.differs for at in here] == [
            any(
                at.member in other.members
                for found in families[at.family].discrepancies
                for other in found.values[1:]
            )
            for at in here
        ]
    assert sum(len(findings.passages(one.id)) for one in articles) == sum(
        len(one.members) for one in families
    )


def test_a_file_that_is_not_there_or_is_something_else_is_no_result(path: Path) -> None:
    assert Findings.open(path) is None
    path.mkdir()
    assert Findings.open(path) is None
    path.rmdir()
    os.mkfifo(path)
    assert Findings.open(path) is None
    path.unlink()
    for content in (b"", b"{}", b"annotui columns\n", b"annotui columns\n" + bytes(12), bytes(4096)):
        path.write_bytes(content)
        assert Findings.open(path) is None


def test_a_file_that_is_cut_or_changed_anywhere_is_no_result(path: Path) -> None:
    write(path, ARTICLES, [STORM, HARBOUR], RELATED)
    whole = path.read_bytes()
    assert Findings.open(path) is not None
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        assert Findings.open(path) is None
    for at in range(0, len(whole), 1 if IS_LONG else 5):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert Findings.open(path) is None
    path.write_bytes(whole + b"\n")
    assert Findings.open(path) is None
    path.write_bytes(whole)
    assert Findings.open(path) is not None


@pytest.mark.parametrize(
    "header",
    [b"[]", b"{}", b"3", b'{"kind": 3}', b'{"kind": "x", "byteorder": "", "lengths": 3}', b"[" * 100_000],
)
def test_a_header_that_makes_no_sense_is_no_result(path: Path, header: bytes) -> None:
    path.write_bytes(b"annotui columns\n" + struct.pack("<III", zlib.crc32(header), len(header), 0) + header)
    assert Findings.open(path) is None


def test_a_file_of_another_version_is_no_result(path: Path) -> None:
    sections.write(path, "findings 0", {}, {"close": None})
    assert Findings.open(path) is None
    assert sections.read(path, "findings 0") is not None
    assert KIND != "findings 0"


def test_a_result_stays_readable_when_it_is_replaced_or_removed(path: Path) -> None:
    write(path, ARTICLES, [STORM])
    before = read(path)
    write(path, ARTICLES, [HARBOUR])
    assert (before.family(0), read(path).family(0)) == (STORM, HARBOUR)
    path.unlink()
    assert before.family(0) == STORM


def test_a_result_is_for_its_owner_only_and_whole_or_not_there(path: Path) -> None:
    write(path, ARTICLES, [STORM])
    assert path.stat().st_mode & 0o777 == 0o600
    path.parent.chmod(0o500)
    try:
        if os.geteuid():
            with pytest.raises(PermissionError):
                write(path, ARTICLES, [HARBOUR])
    finally:
        path.parent.chmod(0o700)
    assert read(path).count == 1
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_reading_a_result_loads_no_numpy(path: Path) -> None:
    write(path, ARTICLES, [STORM], RELATED)
    code = (
        "import sys; from pathlib import Path; from annotui.matching.findings import Findings\n"
        "import annotui.matching.background\n"
        f"found = Findings.open(Path({str(path)!r})); found.family(0); found.relatives('news/a.txt', 0)\n"
        "print('numpy' in sys.modules, 'textual' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"
