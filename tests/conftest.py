"""What all tests share: the seeds, the installed program, and when the long tests run."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from tests.trying import IS_LONG

ROOT = Path(__file__).parent.parent

# In the background, and under nohup, these are ignored, and so would be by every program that a test starts; a handler is not handed on.
for _number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
    if signal.getsignal(_number) == signal.SIG_IGN:
        signal.signal(_number, lambda number, frame: None)

# What the tests say depends on the change alone, not on how busy the machine is; the long ones look for new examples each time.
settings.register_profile(
    "annotui", derandomize=not IS_LONG, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("annotui")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long tests out unless they are asked for."""
    if IS_LONG or "long" in config.getoption("markexpr"):
        return
    skip = pytest.mark.skip(reason="a long test: -m long or ANNOTUI_LONG=1 runs it")
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(skip)


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A copy of the sample articles, `tmp_path / "seeds"`."""
    return Path(shutil.copytree(ROOT / "seeds", tmp_path / "seeds"))


@pytest.fixture
def wire(tmp_path: Path) -> Path:
    """Twenty lightly edited copies of a story of twelve paragraphs, those of the documentation's pictures, `tmp_path / "wire"`."""
    specification = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    # Its dataclasses look themselves up there.
    sys.modules["generate"] = module
    specification.loader.exec_module(module)
    corpus: Path = module.wire_story(tmp_path / "wire")
    return corpus


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A clean environment: nothing of the person who runs the tests gets in, and nothing of theirs is touched."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(tmp_path / "home"),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "ANNOTUI_REVIEWER": "desk1",
    }


@pytest.fixture
def annotui(environment: dict[str, str], tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the installed program in `tmp_path`, without a terminal, and returns how it ended and what it said."""

    def run(
        *arguments: str | Path,
        environ: Mapping[str, str] | None = None,
        python: Sequence[str] = (),
        cwd: Path = tmp_path,
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *python, "-m", "annotui", *map(str, arguments)],
            cwd=cwd,
            env=environment | dict(environ or {}),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=120,
            check=False,
        )

    return run
