"""Processes to be killed, and what must be there afterwards."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from annotui.store.store import Store

Count = Callable[[str, object], None]
"""Adds to what is told at the end: how many of what were tried."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how much was tried: a test that passes after three kills says less than one that does after four hundred."""
    totals: dict[str, int] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            for what, number in getattr(report, "user_properties", ()):
                if getattr(report, "when", None) == "call" and isinstance(number, int):
                    totals[what] = totals.get(what, 0) + number
    if totals:
        terminalreporter.section("tried")
        for what, number in sorted(totals.items()):
            terminalreporter.write_line(f"{number:>9,} {what}")


@dataclass
class Workers:
    """Starts jobs in processes of their own, see `worker.py`."""

    process: subprocess.Popen[str]
    running: set[int] = field(default_factory=set)

    def _ask(self, question: dict[str, Any]) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def start(self, kind: str, **job: object) -> int:
        """Start a job; returns the id of its process."""
        pid = self._ask({"kind": kind, **job})
        self.running.add(pid)
        return pid

    def wait(self, pid: int) -> int:
        """How the process ended: its exit code, or minus the signal that killed it."""
        self.running.discard(pid)
        return os.waitstatus_to_exitcode(self._ask({"wait": pid}))

    def kill(self, pid: int) -> int:
        """Kill it with `kill -9`, and wait until it is gone."""
        os.kill(pid, 9)
        return self.wait(pid)


@dataclass
class Scene:
    """A corpus, and what was acknowledged about it."""

    root: Path

    @property
    def corpus(self) -> Path:
        return self.root / "seeds"

    @property
    def annotations(self) -> Path:
        return self.root / "annotations"

    @property
    def acks(self) -> Path:
        return self.root / "acks"

    def job(self, reviewer: str = "desk1") -> dict[str, str]:
        """The part of a job that says where."""
        return {"corpus": str(self.corpus), "acks": str(self.acks), "reviewer": reviewer}

    def acknowledged(self) -> set[str]:
        """The ids of what was said to be saved; whole lines only."""
        if not self.acks.exists():
            return set()
        return set(self.acks.read_text().rpartition("\n")[0].split()) - {"ready", "closed", "done"}

    def closed(self) -> bool:
        """Whether a worker came to its end."""
        return self.acks.exists() and "closed" in self.acks.read_text().split()

    def lost(self) -> set[str]:
        """The ids of what was acknowledged and is not there."""
        store = Store.open(self.corpus, reviewer="judge")
        there = {one.id for article in store.articles() for one in store.annotations(article)}
        return self.acknowledged() - there

    def problems(self) -> list[str]:
        """What the store complains about."""
        return Store.open(self.corpus, reviewer="judge").problems()

    def judge(self) -> None:
        """Everything acknowledged is there, and nothing is called damaged."""
        assert self.lost() == set()
        assert self.problems() == []


@pytest.fixture(scope="session")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workers]:
    environment = {
        **os.environ,
        "XDG_STATE_HOME": str(tmp_path_factory.mktemp("state")),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("worker.py"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    crew = Workers(process)
    yield crew
    for pid in list(crew.running):
        crew.kill(pid)
    assert process.stdin is not None
    process.stdin.close()
    process.wait(10)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return new_scene(tmp_path)


@pytest.fixture
def scenes(tmp_path: Path) -> Callable[[], Scene]:
    """A new corpus each time."""
    count = iter(range(1_000_000))
    return lambda: new_scene(tmp_path / f"scene{next(count)}")


def new_scene(root: Path) -> Scene:
    (root / "seeds").mkdir(parents=True)
    return Scene(root)


@pytest.fixture
def scene_in() -> Callable[[Path], Scene]:
    """A new corpus in a folder."""
    return new_scene


@pytest.fixture
def until() -> Callable[[Callable[[], bool], str], None]:
    """Wait for something to become true, at most 30 seconds."""

    def wait(true: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + 30
        while not true():
            assert time.monotonic() < deadline, f"waited in vain until {what}"
            time.sleep(0.002)

    return wait


@pytest.fixture(scope="session")
def strace() -> str:
    """The program strace, where it may look at other processes."""
    path = shutil.which("strace")
    if path is None:
        pytest.skip("strace is not installed")
    probe = subprocess.run([path, "-o", os.devnull, "true"], capture_output=True, check=False)
    if probe.returncode:
        pytest.skip("strace may not trace processes here")
    return path


Run = tuple[int, str]
"""How a process ended, and what strace wrote about it."""


@pytest.fixture
def run(
    workers: Workers, strace: str, until: Callable[[Callable[[], bool], str], None]
) -> Callable[..., Run]:
    """Tag three times, keep the place and close, all under strace."""

    def traced(scene: Scene, *options: str, **job: object) -> Run:
        pid = workers.start("tag", **{"count": 3, "hold": True, "place": True, **scene.job(), **job})
        until(lambda: scene.acks.exists() and scene.acks.stat().st_size > 0, "the worker is ready")
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

    return traced
