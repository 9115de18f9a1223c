"""A process killed with `kill -9` at any moment has lost nothing that it called saved."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import pytest

from annotui.store.database import AnnotationDB

if TYPE_CHECKING:
    from tests.crash.conftest import Count, Scene, Workers


Until = Callable[[Callable[[], bool], str], None]


def killed_at_random(
    workers: Workers, scenes: Callable[[], Scene], until: Until, runs: int, count: Count
) -> None:
    chance = random.Random(7)
    acknowledged = 0
    for run in range(runs):
        scene = scenes()
        pid = workers.start("tag", count=100_000, **scene.job())
        if run % 2:
            # A slow machine acknowledges little in the time of a fast one; the other runs may be killed before anything is.
            until(partial(more_than, scene, 2), "something is acknowledged")
        time.sleep(chance.uniform(0.0, 0.08))
        assert workers.kill(pid) == -9
        acknowledged += len(scene.acknowledged())
        scene.judge()
    assert acknowledged > runs, "killed too early to show anything"
    count("kills at random moments", runs)
    count("acknowledged tags, all found after a kill", acknowledged)


def test_kill_at_random_moments(
    workers: Workers, scenes: Callable[[], Scene], until: Until, record_property: Count
) -> None:
    killed_at_random(workers, scenes, until, 25, record_property)


@pytest.mark.long
def test_kill_at_random_moments_many_times(
    workers: Workers, scenes: Callable[[], Scene], until: Until, record_property: Count
) -> None:
    killed_at_random(workers, scenes, until, 400, record_property)


def more_than(scene: Scene, number: int) -> bool:
    return len(scene.acknowledged()) > number


def test_kill_again_and_again_in_one_place(workers: Workers, scene: Scene, until: Until) -> None:
    """Sessions that follow each other, each killed, pile up without loss."""
    chance = random.Random(11)
    for number in range(10):
        before = len(scene.acknowledged())
        pid = workers.start("tag", count=100_000, **scene.job(f"desk{number % 2}"))
        until(partial(more_than, scene, before), "something is acknowledged")
        time.sleep(chance.uniform(0.0, 0.03))
        workers.kill(pid)
    scene.judge()


def test_four_writers_and_a_checkpoint_that_is_killed(workers: Workers, scene: Scene, until: Until) -> None:
    crew = [workers.start("tag", count=100, **scene.job(f"desk{number}")) for number in range(4)]
    chance = random.Random(5)
    while len(scene.acknowledged()) < 400:
        table = workers.start("tabulate", **scene.job())
        time.sleep(chance.uniform(0.0, 0.05))
        workers.kill(table)
    assert [workers.wait(pid) for pid in crew] == [0, 0, 0, 0]
    scene.judge()
    assert len(scene.acknowledged()) == 400


def test_four_programs_that_use_the_tinydb_interface(workers: Workers, scene: Scene) -> None:
    crew = [workers.start("insert", count=100, **scene.job(f"desk{number}")) for number in range(4)]
    assert [workers.wait(pid) for pid in crew] == [0, 0, 0, 0]
    there = {str(one.doc_id) for one in AnnotationDB(scene.annotations).table("decisions")}
    assert there == scene.acknowledged()
    assert len(there) == 400


def test_acknowledging_too_early_would_be_noticed(workers: Workers, scenes: Callable[[], Scene]) -> None:
    """Shows that these tests can fail: a writer that says `saved` before the store does loses tags."""
    lost = 0
    for _ in range(5):
        scene = scenes()
        workers.wait(workers.start("hasty", **scene.job()))
        lost += len(scene.lost())
    assert lost
