"""Planted copies: the generator and the score of the benchmark, and floors for what is found."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.matchers import annotui
from benchmarks.planting import KINDS, Planted, plant, read
from benchmarks.scoring import Detection, score

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


def articles(count: int, seed: int) -> dict[str, str]:
    """Texts with words as frequent as those of a language are, in sentences."""
    chance = random.Random(seed)
    letters = "etaoinshrdlucm"
    vocabulary = ["".join(chance.choice(letters) for _ in range(chance.randint(2, 9))) for _ in range(9_000)]
    weights = [1 / rank for rank in range(1, len(vocabulary) + 1)]
    texts = {}
    for number in range(count):
        words = chance.choices(vocabulary, weights, k=chance.randint(220, 420))
        for place in range(14, len(words), 15):
            words[place] += "."
        texts[f"{number:04d}"] = " ".join(words)
    return texts


@pytest.fixture(scope="module")
def planted() -> tuple[dict[str, str], list[Planted]]:
    return plant(articles(320, 1), 18, 2)


def test_copies_are_where_the_gold_says(planted: tuple[dict[str, str], list[Planted]]) -> None:
    texts, gold = planted
    assert {one.kind for one in gold} == set(KINDS)
    for one in gold:
        source, copy = texts[one.a][one.a_start : one.a_end], texts[one.b][one.b_start : one.b_end]
        assert len(source.split()) == one.words
        assert source.strip() == source
        assert (source == copy) == (one.kind == "0") or one.kind in ("infile", "5", "reorder")


def test_the_same_seed_plants_the_same() -> None:
    texts = articles(40, 3)
    assert plant(texts, 2, 5) == plant(texts, 2, 5)
    assert plant(texts, 2, 5) != plant(texts, 2, 6)


def test_planted_copies_are_found(planted: tuple[dict[str, str], list[Planted]]) -> None:
    texts, gold = planted
    reached = score(gold, annotui(texts, 60).detections)
    assert reached.plagdet > 0.95
    assert reached.precision > 0.97
    assert reached.granularity < 1.02
    for kind in ("0", "5", "10", "20", "infile", "reorder", "noisy"):
        assert reached.found[kind] == 1, kind
    assert reached.found["30"] > 0.9
    assert reached.found["40"] > 0.8


def test_without_planted_copies_nothing_is_found() -> None:
    assert not annotui(articles(320, 1), 60).detections


def case(kind: str = "0") -> Planted:
    """A copy of the first hundred characters of one text at the start of another."""
    return Planted(kind, 20, "a", 0, 100, "b", 0, 100)


def test_the_whole_copy_in_one_piece_scores_one() -> None:
    reached = score([case()], [Detection("b", 0, 100, "a", 0, 100)])
    assert (reached.plagdet, reached.precision, reached.recall, reached.granularity) == (1, 1, 1, 1)
    assert reached.found == {"0": 1}


def test_two_pieces_score_less_than_one() -> None:
    halves = [Detection("a", 0, 50, "b", 0, 50), Detection("a", 50, 100, "b", 50, 100)]
    reached = score([case()], halves)
    assert reached.granularity == 2
    assert reached.plagdet == pytest.approx(1 / 1.585, abs=0.001)


def test_what_is_too_much_costs_precision_and_what_is_missing_recall() -> None:
    assert score([case()], [Detection("a", 0, 200, "b", 0, 200)]).precision == 0.5
    short = score([case()], [Detection("a", 0, 40, "b", 0, 40)])
    assert short.recall == 0.4
    assert short.found == {"0": 0}
    assert score([case()], [Detection("a", 0, 100, "b", 200, 300)]).plagdet == 0
    assert score([case()], []).plagdet == 0


def test_the_benchmark_prints_a_table(tmp_path: Path) -> None:
    for name, text in articles(30, 4).items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    run = [
        sys.executable,
        str(BENCHMARKS / "planting.py"),
        str(tmp_path),
        str(tmp_path / "out"),
        "--each",
        "1",
    ]
    subprocess.run(run, check=True, capture_output=True)
    assert len(read(tmp_path / "out")) == 30
    run = [sys.executable, str(BENCHMARKS / "matching.py"), str(tmp_path / "out"), "--alone"]
    table = subprocess.run(run, check=True, capture_output=True, text=True).stdout
    assert "| annotui |" in table
    assert "plagdet" in table
