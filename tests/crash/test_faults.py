"""Every system call of the write path fails, or is the last one, in turn; nothing acknowledged is lost."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.crash.conftest import Scene, Workers

CALLS = (
    "write",
    "fsync",
    "openat",
    "rename",
    "mkdir",
    "flock",
    "ftruncate",
    "unlink",
    "fchmod",
    "newfstatat",
    "close",
)
FAULTS = ("signal=KILL", "error=ENOSPC", "error=EIO")
ACTIONS = 3


def run(workers: Workers, scene: Scene, strace: str, *options: str, **job: object) -> tuple[int, str]:
    """Tag under strace; returns how the process ended and what strace wrote."""
    pid = workers.start("tag", count=ACTIONS, hold=True, place=True, **scene.job(), **job)
    output = scene.root / "strace"
    tracer = subprocess.Popen(
        [strace, "-f", "-o", str(output), *options, "-p", str(pid)], stderr=subprocess.PIPE, text=True
    )
    assert tracer.stderr is not None
    said = tracer.stderr.readline()
    if "attached" not in said:
        workers.kill(pid)
        tracer.wait()
        pytest.skip(f"strace cannot attach here: {said.strip()}")
    os.kill(pid, signal.SIGUSR1)
    ended = workers.wait(pid)
    tracer.stderr.read()
    tracer.wait()
    return ended, output.read_text()


def calls_made(log: str, call: str) -> int:
    """How often the busiest thread made a call; strace counts, and injects, per thread."""
    threads = re.findall(rf"^(\d+) +{call}\(", log, re.MULTILINE)
    return max((threads.count(one) for one in set(threads)), default=0)


def try_all(
    workers: Workers, scenes: Callable[[], Scene], strace: str, call: str, faults: tuple[str, ...]
) -> int:
    """Inject each fault into each occurrence of a call; returns how many faults were injected."""
    _, log = run(workers, scenes(), strace, "-e", f"trace={call}")
    made = calls_made(log, call)
    injected = 0
    for fault in faults:
        for number in range(1, made + 1):
            scene = scenes()
            ended, log = run(
                workers, scene, strace, "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={number}"
            )
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


@pytest.mark.parametrize("call", ["write", "fsync", "rename"])
def test_the_calls_that_matter_most(
    workers: Workers, scenes: Callable[[], Scene], strace: str, call: str
) -> None:
    assert try_all(workers, scenes, strace, call, FAULTS) > len(FAULTS)


@pytest.mark.long
@pytest.mark.parametrize("call", CALLS)
def test_every_call(workers: Workers, scenes: Callable[[], Scene], strace: str, call: str) -> None:
    injected = try_all(workers, scenes, strace, call, FAULTS)
    assert injected or call in ("ftruncate", "unlink", "fchmod"), (
        "only these are made only when something failed"
    )


@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
def test_two_failures_in_a_row(workers: Workers, scene: Scene, strace: str, error: str) -> None:
    """The second attempt in a new file fails as well; the third, two seconds later, succeeds."""
    inject = f"inject=fsync:error={error}:when=12..13"
    ended, log = run(workers, scene, strace, "-e", "trace=fsync,ftruncate", "-e", inject)
    assert log.count("INJECTED") == 2
    assert ended == 0
    assert len(scene.acknowledged()) == ACTIONS
    scene.judge()


def test_short_writes_of_every_length(workers: Workers, scene: Scene) -> None:
    pid = workers.start("short_writes", step=1, **scene.job())
    assert workers.wait(pid) == 0
    assert "done" in scene.acks.read_text()


def files_of(scene: Scene) -> list[Path]:
    return sorted(scene.annotations.rglob("*.jsonl"))
