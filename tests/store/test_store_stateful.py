"""Any order of tags, edits, removals, crashes, torn lines and clock jumps, by several sessions at once."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from annotui.store.changes import Draft
from annotui.store.clock import Clock, HybridClock
from annotui.store.journal import Journal
from annotui.store.layout import Layout

KEYS = [f"document {number}" for number in range(4)]
TABLE = "seeds/a.txt"


def documents(journal: Journal) -> dict[str, Any]:
    return {key: one.document() for key, one in journal.present(TABLE).items()}


class Sessions(RuleBasedStateMachine):
    """Whoever edits after having looked wins, whatever the clocks say; and all readers agree."""

    handles = Bundle("handles")

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="annotui-"))
        self.layout = Layout(self.root)
        self.expected: dict[str, Any] = {}
        self.value = 0
        self.open: list[Journal] = []
        self.closed: list[Path] = []
        self.clock = 1_000_000

    def teardown(self) -> None:
        for journal in self.open:
            journal.writer.close(10)
        shutil.rmtree(self.root)

    def wall(self) -> int:
        return self.clock

    @initialize(target=handles)
    def first(self) -> Journal:
        return self.started("desk0")

    @rule(target=handles, name=st.sampled_from(["desk0", "desk1", "desk2"]))
    def start(self, name: str) -> Journal:
        return self.started(name)

    def started(self, name: str) -> Journal:
        journal = Journal(self.layout, name, now=self.wall)
        self.open.append(journal)
        return journal

    @rule(journal=handles, keys=st.lists(st.sampled_from(KEYS), min_size=1, max_size=3), table=st.booleans())
    def edit(self, journal: Journal, keys: list[str], table: bool) -> None:
        """Edit in knowledge of everything: this is what counts from now on."""
        journal.refresh()
        drafts = []
        for key in keys:
            self.value += 1
            drafts.append(Draft(TABLE, key, {"id": key, "label": "claim", "value": self.value}))
            self.expected[key] = drafts[-1].put
        journal.commit(drafts)
        assert journal.writer.wait(120)

    @rule(journal=handles, key=st.sampled_from(KEYS))
    def remove(self, journal: Journal, key: str) -> None:
        journal.refresh()
        journal.commit([Draft(TABLE, key, None)])
        assert journal.writer.wait(120)
        self.expected.pop(key, None)

    @rule(journal=handles, other=handles, key=st.sampled_from(KEYS))
    def edit_at_once(self, journal: Journal, other: Journal, key: str) -> None:
        """Two that do not know of each other: one counts, and both are listed."""
        if journal is other:
            return
        journal.refresh()
        other.refresh()
        values = []
        for each in (journal, other):
            self.value += 1
            values.append({"id": key, "label": "claim", "value": self.value})
            each.commit([Draft(TABLE, key, values[-1])])
            assert each.writer.wait(120)
        found = documents(Journal(self.layout, "judge"))[key]
        assert found in values
        conflicts = Journal(self.layout, "judge").index.conflicts()
        assert any(
            {one.kept["value"], one.lost["value"]} == {self.value, self.value - 1}
            for one in conflicts
            if one.kept and one.lost
        )
        self.expected[key] = found

    @rule(jump=st.integers(-10_000, 10_000))
    def jump(self, jump: int) -> None:
        """Somebody sets the clock."""
        self.clock = max(0, self.clock + jump)

    @rule(journal=consumes(handles), rubbish=st.binary(max_size=40), torn=st.integers(0, 300))
    def crash(self, journal: Journal, rubbish: bytes, torn: int) -> None:
        """Killed in the middle of a line."""
        self.open.remove(journal)
        journal.writer.close(10)
        for path in self.layout.log.glob(f"*{journal.session}.jsonl"):
            line = path.read_bytes().splitlines(keepends=True)[:1]
            tail = line[0][: min(torn, len(line[0]) - 1)] if line else b""
            with open(path, "ab") as file:
                file.write(tail or rubbish.replace(b"\n", b""))

    @rule(journal=handles)
    def lose_the_live_file(self, journal: Journal) -> None:
        """`git stash` while a session runs."""
        for path in self.layout.log.glob(f"*{journal.session}.jsonl"):
            path.unlink()
            journal._log.verify()

    @invariant()
    def everybody_sees_what_counts(self) -> None:
        fresh = Journal(self.layout, "judge")
        assert documents(fresh) == self.expected
        assert list(fresh.reader.problems()) == []
        assert fresh.index.counter(TABLE).get("claim", 0) == len(self.expected)
        for journal in self.open:
            journal.refresh()
            assert documents(journal) == self.expected


def check(examples: int, steps: int, phases: Sequence[Phase] = tuple(Phase)) -> None:
    run_state_machine_as_test(
        Sessions,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            phases=phases,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_sessions() -> None:
    check(60, 25)


@pytest.mark.long
def test_sessions_for_long() -> None:
    check(1500, 60)


@pytest.mark.parametrize("broken", ["blind to others", "wall"])
def test_with_a_plain_wall_clock_updates_would_be_lost(broken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hybrid clock is what keeps an edit made in knowledge of another from losing to it."""
    tick = HybridClock.tick
    plain: dict[str, Callable[..., object]] = {
        "blind to others": lambda self, above: tick(self),
        "wall": lambda self, above: Clock(self._now(), 0),
    }
    monkeypatch.setattr(HybridClock, "tick", plain[broken])
    with pytest.raises(AssertionError):
        check(60, 25, [Phase.generate])
