"""Articles are named by as little as tells them apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotui.corpus.article import read
from annotui.corpus.naming import short_names, title
from annotui.corpus.scan import scan


@pytest.mark.parametrize(
    "names",
    [
        {"000_aa2809ac14b27de4.txt": "000", "001_5fd9f314a89672d5.txt": "001"},
        {"a_long_name_1.txt": "1", "a_long_name_2.txt": "2"},
        {"wire_2024_1.txt": "1", "wire_2024_10.txt": "10", "README.md": "README"},
        {"aa2809ac14b27de4.txt": "aa2809", "5fd9f314a89672d5.txt": "5fd9f3"},
        {"storm.txt": "storm", "storm_damage.txt": "damage"},
        {"north/storm.txt": "north", "south/storm.txt": "south"},
        {"storm.txt": "txt", "storm.md": "md"},
        {"only one.txt": "only"},
        {"___.txt": "___", "__.txt": "__"},
    ],
)
def test_the_shortest_distinct_part(names: dict[str, str]) -> None:
    assert short_names([f"news/{name}" for name in names]) == {f"news/{k}": v for k, v in names.items()}


PARTS = st.text("ab1_-.é ", min_size=1, max_size=14).filter(lambda part: part[0] != ".")
IDS = st.lists(
    st.builds(
        lambda folders, stem, suffix: "/".join(["news", *folders, stem + suffix]),
        st.lists(PARTS, max_size=2),
        PARTS,
        st.sampled_from([".txt", ".md", ".TXT"]),
    ),
    unique=True,
)


@given(ids=IDS)
def test_names_are_there_and_distinct(ids: list[str]) -> None:
    names = short_names(ids)
    assert list(names) == ids
    assert len(set(names.values())) == len(ids)
    assert all(names.values())


def test_many_names_take_no_longer_than_sorting_them(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0

    def counting(a: str, b: str) -> int:
        nonlocal compared
        compared += 1
        return next(
            (at for at, pair in enumerate(zip(a, b, strict=False)) if pair[0] != pair[1]), min(len(a), len(b))
        )

    monkeypatch.setattr("annotui.corpus.naming._shared", counting)
    names = short_names([f"news/wire_{at:05}.txt" for at in range(20_000)])
    assert names["news/wire_01234.txt"] == "01234"
    assert compared < 20_000


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("\n\n  Storm \t leaves\u00a0thousands\r\nwithout", "Storm leaves thousands"),
        ("---\n***\n# Storm\nWords", "Storm"),
        ("\r\rA\rB", "A"),
        ("#hashtag first", "#hashtag first"),
        ("…\n", ""),
        ("", ""),
        ("- " * 5000 + "word", "word"),
        ("w" * 10_000, "w" * 200),
    ],
)
def test_the_title_is_the_first_line_with_words(text: str, first: str) -> None:
    assert title(text) == first


def test_the_seeds_have_names_and_titles(seeds: Path) -> None:
    entries = scan(seeds).entries
    assert list(short_names([entry.id for entry in entries]).values()) == ["000", "001", "002", "003", "004"]
    assert title(read(entries[3]).text).startswith("Japan Discussing Possibility of Establishing NATO Office")
