"""Members of families that were compared before are not compared again, and what came of it is the same."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotui.core.family import Discrepancy, Value
from annotui.core.span import Span
from annotui.matching import compared as comparing
from annotui.matching import notation
from annotui.matching.cache import Cache
from annotui.matching.compared import Compared, Member
from annotui.matching.discrepancies import discrepancies


def member(text: str) -> Member:
    return Member(hashlib.sha256(text.encode()).hexdigest(), text, Span(0, len(text)))


STORM = [
    member(f"The storm left {number} homes in Halden without power on Monday.")
    for number in ("3,400", "3,500")
]
SAME = [STORM[0], STORM[0]]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many members each real comparison had."""
    counted: list[int] = []

    def counting(members: list[tuple[str, Span]]) -> tuple[Discrepancy, ...]:
        counted.append(len(members))
        return discrepancies(members)

    monkeypatch.setattr(comparing, "discrepancies", counting)
    return counted


def test_each_family_is_compared_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calls: list[int]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    cache = Cache(tmp_path)
    first = Compared()
    found = first.discrepancies(STORM)
    assert [one.kind for one in found] == ["number"]
    assert first.discrepancies(SAME) == ()
    assert calls == [2, 2]
    comparing.keep(cache, first)

    second = comparing.load(cache)
    assert second.discrepancies(STORM) == found
    assert calls == [2, 2]
    # In another order their numbers are others; elsewhere in an article, or in another one, it is another passage.
    assert second.discrepancies(STORM[::-1]) != found
    second.discrepancies([STORM[0], STORM[1]._replace(span=Span(4, 60))])
    second.discrepancies([STORM[0], STORM[1]._replace(sha256="00" * 32)])
    assert calls == [2] * 5
    comparing.keep(cache, second)

    third = comparing.load(cache)
    assert third.discrepancies(STORM) == found
    # Nobody had asked for it the last time.
    third.discrepancies(SAME)
    assert calls == [2] * 6


def test_what_is_damaged_or_found_by_other_rules_is_found_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calls: list[int]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    cache = Cache(tmp_path)
    first = Compared()
    found = first.discrepancies(STORM)
    comparing.keep(cache, first)
    whole = cache.compared.read_bytes()
    cache.compared.write_bytes(whole[:-1])
    assert comparing.load(cache).discrepancies(STORM) == found
    cache.compared.write_bytes(whole)
    with monkeypatch.context() as patched:
        patched.setattr(comparing, "rules", lambda: "other")
        assert comparing.load(cache).discrepancies(STORM) == found
    assert calls == [2, 2, 2]
    assert comparing.load(cache).discrepancies(STORM) == found
    assert calls == [2, 2, 2]


def test_nothing_is_kept_as_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    comparing.keep(Cache(tmp_path), Compared())
    assert comparing.load(Cache(tmp_path)).discrepancies(SAME) == ()


VALUES = st.builds(
    lambda text, places: Value(
        text, tuple(member for member, _, _ in places), tuple(Span(start, end) for _, start, end in places)
    ),
    st.text(max_size=5),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 99), st.integers(0, 99)), max_size=3),
)
FOUND = st.lists(
    st.builds(
        Discrepancy,
        st.sampled_from(["number", "date", "name", "negation", "attribution", "quotation"]),
        st.lists(VALUES, min_size=2, max_size=3).map(tuple),
    ),
    max_size=3,
)


@given(FOUND.map(tuple))
def test_what_is_written_is_read(found: tuple[Discrepancy, ...]) -> None:
    assert notation.read(notation.written(found)) == found
    assert (notation.written(found) == "") == (not found)
