"""What snapshots need: a clock that stands still."""

from __future__ import annotations

import pytest

from annotui.tui.widgets import status_line


@pytest.fixture(autouse=True)
def standing_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time of day is the one thing on the screen that differs from run to run."""
    monkeypatch.setattr(status_line, "time_of_day", lambda at: "10:00:03")
