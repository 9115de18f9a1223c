"""Every system call of the write path fails, or is the last one, in turn; nothing acknowledged is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.crash.conftest import Count, Run, Scene, Workers

CALLS = ("write", "fsync", "openat", "rename", "mkdir", "flock", "newfstatat", "close")
FAULTS = ("signal=KILL", "error=ENOSPC", "error=EIO")
ACTIONS = 3


def calls_made(log: str, call: str) -> int:
    """How often the busiest thread made a call; strace counts, and injects, per thread."""
    threads = re.findall(rf"^(\d+) +{call}\(", log, re.MULTILINE)
    return max((threads.count(one) for one in set(threads)), default=0)


def try_all(
    run: Callable[..., Run], scenes: Callable[[], Scene], call: str, faults: tuple[str, ...], times: int = 1
) -> int:
    """Inject each fault into each occurrence of a call, and the next ones; returns how many were injected."""
    _, log = run(scenes(), "-e", f"trace={call}")
    made = calls_made(log, call)
    injected = 0
    for fault in faults:
        for number in range(1, made + 1):
            scene = scenes()
            inject = f"inject={call}:{fault}:when={number}..{number + times - 1}"
            ended, log = run(scene, "-e", f"trace={call}", "-e", inject, retry=0.02)
            injected += "INJECTED" in log or "killed by SIGKILL" in log
            assert (ended == -9) == (fault == "signal=KILL" and "killed by SIGKILL" in log), (
                call,
                fault,
                number,
            )
            scene.judge()
            if fault != "signal=KILL":
                assert ended == 0, (call, fault, number)
                assert len(scene.acknowledged()) == ACTIONS, (call, fault, number)
                assert scene.closed(), (call, fault, number)
    return injected


@pytest.mark.parametrize("call", CALLS)
def test_every_call(
    run: Callable[..., Run], scenes: Callable[[], Scene], call: str, record_property: Count
) -> None:
    injected = try_all(run, scenes, call, FAULTS)
    assert injected
    record_property("system calls that failed or were the last", injected)


@pytest.mark.parametrize("number", range(1, 13))
@pytest.mark.parametrize("fault", FAULTS)
def test_the_cleaning_up_after_a_failure_fails_as_well(
    run: Callable[..., Run], scene: Scene, fault: str, number: int
) -> None:
    cleaning = [f"inject={call}:{fault}:when=1" for call in ("ftruncate", "unlink")]
    options = [word for inject in cleaning for word in ("-e", inject)]
    ended, log = run(
        scene, "-e", "trace=fsync,ftruncate,unlink", "-e", f"inject=fsync:error=EIO:when={number}", *options
    )
    assert "INJECTED" in log
    if ended == 0:
        assert len(scene.acknowledged()) == ACTIONS
    else:
        assert ended == -9
        assert fault == "signal=KILL"
    scene.judge()


@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
def test_two_failures_in_a_row(run: Callable[..., Run], scene: Scene, error: str) -> None:
    """The second attempt in a new file fails as well; the third, two seconds later, succeeds."""
    inject = f"inject=fsync:error={error}:when=12..13"
    ended, log = run(scene, "-e", "trace=fsync,ftruncate", "-e", inject)
    assert log.count("INJECTED") == 2
    assert ended == 0
    assert len(scene.acknowledged()) == ACTIONS
    scene.judge()


def test_short_writes_of_every_length(workers: Workers, scene: Scene) -> None:
    pid = workers.start("short_writes", step=1, **scene.job())
    assert workers.wait(pid) == 0
    assert "done" in scene.acks.read_text()


@pytest.mark.long
@pytest.mark.parametrize("call", ["write", "fsync", "openat", "rename", "newfstatat"])
@pytest.mark.parametrize("times", [2, 3])
def test_every_call_several_times_in_a_row(
    run: Callable[..., Run], scenes: Callable[[], Scene], call: str, times: int, record_property: Count
) -> None:
    injected = try_all(run, scenes, call, FAULTS[1:], times)
    assert injected
    record_property("system calls that failed several times in a row", injected)
