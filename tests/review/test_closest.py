"""Which two articles are offered to be read beside each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from annotui.core.family import Family, Passage, Relative
from annotui.core.span import Span
from annotui.matching.findings import Findings
from annotui.matching.result import Known, write
from annotui.review.closest import closest


def passage(name: str, start: int, end: int) -> Passage:
    return Passage(f"news/{name}.txt", Span(start, end))


def found(
    path: Path,
    names: str,
    families: Sequence[Family] = (),
    relatives: Mapping[Passage, Sequence[Relative]] | None = None,
) -> Findings:
    write(path / "result", [Known(f"news/{one}.txt", "aa" * 32) for one in names], families, relatives)
    findings = Findings.open(path / "result")
    assert findings is not None
    return findings


def test_two_that_share_passages(tmp_path: Path) -> None:
    short = Family((passage("a", 0, 50), passage("b", 0, 50)), 9.0, 1.0)
    long = Family((passage("a", 60, 400), passage("c", 0, 340)), 3.0, 1.0)
    assert closest(found(tmp_path, "abc", [short, long])) == ("news/a.txt", "news/c.txt")


def test_without_passages_two_that_have_the_closest_sentences(tmp_path: Path) -> None:
    relatives = {
        passage("a", 0, 9): [Relative(passage("b", 0, 9), 0.5), Relative(passage("c", 0, 9), 0.4)],
        passage("b", 0, 9): [Relative(passage("c", 0, 9), 0.5)],
        passage("c", 0, 9): [Relative(passage("b", 0, 9), 0.5)],
    }
    assert closest(found(tmp_path, "abc", relatives=relatives)) == ("news/b.txt", "news/c.txt")


def test_none_where_nothing_is_shared_with_another_article(tmp_path: Path) -> None:
    inside = Family((passage("a", 0, 50), passage("a", 60, 110)), 9.0, 1.0)
    relatives = {passage("a", 0, 9): [Relative(passage("a", 60, 69), 0.5)]}
    assert closest(found(tmp_path, "ab", [inside], relatives)) is None
    assert closest(found(tmp_path, "a", [inside], relatives)) is None
