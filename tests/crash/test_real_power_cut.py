"""Real power cuts: an ext4 file system that is shut down without writing anything more.

The call that does it is `EXT4_IOC_SHUTDOWN` of Linux, with the flag that drops also the journal's pending part.
"""

from __future__ import annotations

import fcntl
import os
import random
import shutil
import struct
import subprocess
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.crash.conftest import Count, Scene, Workers

SHUTDOWN = 0x8004587D
WITHOUT_FLUSHING_THE_JOURNAL = 2


def command(*words: str) -> None:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise OSError(f"{words[0]}: {done.stderr.strip()}")


class Machine:
    """A disk in a file, which can lose its power."""

    def __init__(self, folder: Path) -> None:
        self.image = folder / "image"
        self.place = folder / "disk"
        self.place.mkdir()
        with open(self.image, "wb") as file:
            file.truncate(32 << 20)
        command("mkfs.ext4", "-q", str(self.image))
        self.start()

    def start(self) -> None:
        command("mount", "-o", "loop", str(self.image), str(self.place))

    def cut(self) -> None:
        """Now."""
        descriptor = os.open(self.place, os.O_RDONLY)
        fcntl.ioctl(descriptor, SHUTDOWN, struct.pack("I", WITHOUT_FLUSHING_THE_JOURNAL))
        os.close(descriptor)

    def stop(self) -> None:
        command("umount", str(self.place))


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    if os.geteuid() != 0 or shutil.which("mkfs.ext4") is None:
        pytest.skip("needs root and mkfs.ext4")
    try:
        one = Machine(tmp_path)
    except OSError as error:
        pytest.skip(f"no disk can be mounted here: {error}")
    yield one
    subprocess.run(["umount", str(one.place)], capture_output=True, check=False)


def has_content(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def lost_by_cuts(
    machine: Machine,
    workers: Workers,
    scene_in: Callable[[Path], Scene],
    until: Callable[[Callable[[], bool], str], None],
    cuts: int,
    **job: object,
) -> int:
    """Cut the power while tags are written, again and again; how many acknowledged ones are missing afterwards."""
    chance = random.Random(3)
    lost = 0
    for number in range(cuts):
        (machine.place / str(number)).mkdir()
        scene = scene_in(machine.place / str(number))
        os.sync()
        acks = machine.image.with_name(f"acks{number}")
        pid = workers.start("tag", count=100_000, **{**scene.job(), "acks": str(acks), **job})
        until(partial(has_content, acks), "something is acknowledged")
        time.sleep(chance.uniform(0.0, 0.05))
        # What is acknowledged while the call runs does not count: Linux drops the journal first, and may still answer
        # the sync that waits for it with success. A real cut leaves no time for that.
        acknowledged = acks.read_text()
        machine.cut()
        workers.kill(pid)
        machine.stop()
        machine.start()
        scene.acks.write_text(acknowledged)
        assert scene.acknowledged()
        lost += len(scene.lost())
        if not job:
            assert scene.problems() == []
    return lost


def test_real_power_cuts(
    machine: Machine,
    workers: Workers,
    scene_in: Callable[[Path], Scene],
    until: Callable[[Callable[[], bool], str], None],
    record_property: Count,
) -> None:
    assert lost_by_cuts(machine, workers, scene_in, until, 8) == 0
    record_property("real power cuts", 8)


@pytest.mark.long
def test_many_real_power_cuts(
    machine: Machine,
    workers: Workers,
    scene_in: Callable[[Path], Scene],
    until: Callable[[Callable[[], bool], str], None],
    record_property: Count,
) -> None:
    assert lost_by_cuts(machine, workers, scene_in, until, 100) == 0
    record_property("real power cuts", 100)


def test_without_fsync_real_power_cuts_lose_tags(
    machine: Machine,
    workers: Workers,
    scene_in: Callable[[Path], Scene],
    until: Callable[[Callable[[], bool], str], None],
) -> None:
    assert lost_by_cuts(machine, workers, scene_in, until, 2, without="fsync") > 0
