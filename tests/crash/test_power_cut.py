"""A power cut at any moment: what was acknowledged is there, whatever the disk did with the rest.

Crash states are enumerated as ALICE does it (Pillai et al., “All File Systems Are Not Created Equal”, 2014): from a
trace of a session's system calls, every prefix, with what was not synced there in part, as zeros, or not at all.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from annotui.store.store import Store

if TYPE_CHECKING:
    from tests.crash.conftest import Count, Run, Scene

STATES = "states of a disk after a power cut"
TRACED = "openat,mkdir,write,writev,fsync,rename,unlink,ftruncate"
CALL = re.compile(r"(\w+)\((.*)\) += (-?\d+)")
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
DESCRIPTOR = re.compile(r"^\d+<([^>]*)>")


class Event(NamedTuple):
    """What a session asked of the file system, or told the test.

    Args:
        kind: mkdir, create, write, sync, sync directory, rename, unlink or ack.
        what: the path, the file where it is write or sync, the ids where it is ack.
        other: the file that was created, or the new path.
        data: what was written.
    """

    kind: str
    what: str
    other: str = ""
    data: bytes = b""


def unhex(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def calls(log: str) -> Iterator[tuple[str, str, int]]:
    """Name, arguments and result of each call, when it was done."""
    begun: dict[str, str] = {}
    for row in log.splitlines():
        thread, _, rest = row.partition(" ")
        rest = rest.strip()
        if rest.endswith("<unfinished ...>"):
            begun[thread] = rest.removesuffix("<unfinished ...>")
            continue
        resumed = re.match(r"<\.\.\. \w+ resumed>", rest)
        if resumed:
            rest = begun.pop(thread) + rest[resumed.end() :]
        found = CALL.match(rest)
        if found and int(found[3]) >= 0:
            yield found[1], found[2], int(found[3])


def read_trace(log: str) -> list[Event]:
    """The events of a trace that strace wrote with `-y -xx`."""
    trace: list[Event] = []
    names: dict[str, str] = {}
    for call, arguments, result in calls(log):
        texts = [unhex(one) for one in TEXT.findall(arguments)]
        described = DESCRIPTOR.match(arguments)
        opened = described[1] if described else ""
        path = (unhex(opened) if opened.startswith("\\x") else opened.encode()).decode("utf-8", "replace")
        if call == "writev" and path.endswith("/acks"):
            trace.append(Event("ack", texts[0].decode()))
        elif call == "mkdir":
            trace.append(Event("mkdir", texts[0].decode()))
        elif call == "openat" and "O_CREAT" in arguments:
            new = texts[-1].decode()
            names[new] = f"file {len(names)}"
            trace.append(Event("create", new, names[new]))
        elif call == "write" and path in names:
            trace.append(Event("write", names[path], data=texts[0][:result]))
        elif call == "fsync":
            trace.append(Event("sync", names[path]) if path in names else Event("sync directory", path))
        elif call == "rename":
            old, new = (one.decode() for one in texts)
            names[new] = names.pop(old)
            trace.append(Event("rename", old, new))
        elif call == "unlink":
            trace.append(Event("unlink", texts[0].decode()))
        elif call == "ftruncate":
            raise AssertionError("nothing is cut in a session without faults")
    return trace


@dataclass
class Disk:
    """What may be on the disk after a number of events.

    Args:
        entries: for each folder what happened to its names, in order.
        durable: for each folder how many of these are there for sure.
        data: for each file what was written to it, in order.
        synced: for each file how many of these are there for sure.
    """

    entries: dict[str, list[Event]] = field(default_factory=lambda: defaultdict(list))
    durable: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    data: dict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    synced: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def take(self, event: Event) -> None:
        """One more event."""
        if event.kind == "write":
            self.data[event.what].append(event.data)
        elif event.kind == "sync":
            self.synced[event.what] = len(self.data[event.what])
        elif event.kind == "sync directory":
            self.durable[event.what] = len(self.entries[event.what])
        else:
            self.entries[str(Path(event.what).parent)].append(event)

    def states(self) -> Iterator[tuple[dict[str, str | None], dict[str, bytes]]]:
        """Every combination of what is there: paths with their files (None for a folder), and files' contents."""
        loose = [
            (folder, i) for folder, ops in self.entries.items() for i in range(self.durable[folder], len(ops))
        ]
        kept = {frozenset(loose), frozenset[tuple[str, int]]()}
        kept |= {frozenset({one}) for one in loose} | {frozenset(loose) - {one} for one in loose}
        for names, tear in product(kept, (None, 0.0, 0.5, 1.0, "zeros", "late")):
            if tear is not None and not self._unsynced():
                continue
            yield self._tree(names), {name: self._content(name, tear) for name in list(self.data)}

    def _unsynced(self) -> bool:
        return any(len(writes) > self.synced[name] for name, writes in self.data.items())

    def _content(self, name: str, tear: float | str | None) -> bytes:
        writes, synced = self.data[name], self.synced[name]
        if tear is None or synced == len(writes):
            return b"".join(writes)
        sure, last = b"".join(writes[:-1] if tear != 0.0 else writes[:synced]), writes[-1]
        if tear == "zeros":
            return sure + bytes(len(last))
        if tear == "late":
            return sure + bytes(len(last) // 2) + last[len(last) // 2 :]
        assert isinstance(tear, float)
        return sure + (last[: min(int(len(last) * tear), len(last) - 1)] if tear else b"")

    def _tree(self, kept: frozenset[tuple[str, int]]) -> dict[str, str | None]:
        tree: dict[str, str | None] = {}
        for folder, ops in self.entries.items():
            for number, op in enumerate(ops):
                if number >= self.durable[folder] and (folder, number) not in kept:
                    continue
                if op.kind == "mkdir":
                    tree[op.what] = None
                elif op.kind == "create":
                    tree[op.what] = op.other
                elif op.kind == "rename" and op.what in tree:
                    tree[op.other] = tree.pop(op.what)
                elif op.kind == "unlink":
                    tree.pop(op.what, None)
        return tree


def build(tree: dict[str, str | None], contents: dict[str, bytes], old: Path, new: Path) -> None:
    """Make a folder look as the disk does after the cut; what lies in a lost folder is lost."""
    (new / "seeds").mkdir(parents=True)
    for path in sorted(tree, key=lambda one: one.count("/")):
        place = new / Path(path).relative_to(old)
        name = tree[path]
        if not place.parent.is_dir():
            continue
        if name is None:
            place.mkdir()
        else:
            place.write_bytes(contents.get(name, b""))


def faults_of(root: Path, acknowledged: set[str]) -> list[str]:
    """What a reviewer would miss, or be told wrongly, in the state under `root`."""
    store = Store.open(root / "seeds", reviewer="judge")
    there = {one.id for article in store.articles() for one in store.annotations(article)}
    faults = [f"{one} is lost" for one in acknowledged - there] + store.problems()
    for path in (root / "annotations").rglob("*.json"):
        try:
            json.loads(path.read_bytes())
        except ValueError:
            faults.append(f"{path.name} is damaged")
    return faults


def cut_everywhere(
    run: Callable[..., Run], scene: Scene, tmp_path: Path, **job: object
) -> tuple[int, list[str]]:
    """Cut the power after every call of a session; returns the number of states and the faults found."""
    ended, log = run(scene, "-y", "-xx", "-s", "1000000", "-e", f"trace={TRACED}", **job)
    assert ended == 0
    assert scene.closed()
    disk = Disk()
    acknowledged: set[str] = set()
    states = 0
    faults: list[str] = []
    for event in read_trace(log):
        disk.take(event)
        if event.kind == "ack":
            acknowledged |= set(event.what.split()) - {"closed"}
            continue
        for tree, contents in disk.states():
            states += 1
            root = tmp_path / f"state{states}"
            build(tree, contents, scene.root, root)
            faults += faults_of(root, acknowledged)
    assert acknowledged == scene.acknowledged()
    return states, faults


def test_power_cut_after_every_call(
    run: Callable[..., Run], scene: Scene, tmp_path: Path, record_property: Count
) -> None:
    states, faults = cut_everywhere(run, scene, tmp_path)
    assert faults == []
    assert states > 100
    record_property(STATES, states)


@pytest.mark.long
def test_power_cut_after_every_call_of_a_longer_session(
    run: Callable[..., Run], scene: Scene, tmp_path: Path, record_property: Count
) -> None:
    states, faults = cut_everywhere(run, scene, tmp_path, count=40, batch=3)
    assert faults == []
    assert states > 500
    record_property(STATES, states)


def test_without_fsync_tags_would_be_lost(run: Callable[..., Run], scene: Scene, tmp_path: Path) -> None:
    _, faults = cut_everywhere(run, scene, tmp_path, without="fsync")
    assert any("is lost" in fault for fault in faults)


def test_without_syncing_folders_tags_would_be_lost(
    run: Callable[..., Run], scene: Scene, tmp_path: Path
) -> None:
    _, faults = cut_everywhere(run, scene, tmp_path, without="directory")
    assert any("is lost" in fault for fault in faults)


def test_renaming_before_syncing_would_damage_files(
    run: Callable[..., Run], scene: Scene, tmp_path: Path
) -> None:
    _, faults = cut_everywhere(run, scene, tmp_path, without="order")
    assert any("is damaged" in fault for fault in faults)
    assert not any("is lost" in fault for fault in faults)
