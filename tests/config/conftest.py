"""Both configuration files, in folders of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from annotui.config import Config, ConfigError, Label, labels, load

ACTIONS: Mapping[str, tuple[str, ...]] = {
    "next_sentence": (")",),
    "previous_sentence": ("(",),
    "articles": ("enter",),
    "raw": ("R",),
    "palette": (":", "ctrl+p"),
    "quit": ("Q", "ctrl+c", "ctrl+q"),
}


@dataclass(frozen=True, slots=True)
class Files:
    """The configuration of a test.

    Args:
        shared: `annotui.toml`; not there at first.
        own: `config.toml`; not there at first.
    """

    shared: Path
    own: Path

    def load(self, shared: str | None = None, own: str | None = None) -> Config:
        """What is loaded, after these files were written."""
        self._write(shared, own)
        return load(self.shared.parent, ACTIONS)

    def labels(self, shared: str) -> tuple[Label, ...]:
        """The labels, after `annotui.toml` was written."""
        self._write(shared, None)
        return labels(self.shared.parent)

    def refusal(self, shared: str | None = None, own: str | None = None) -> str:
        """What is said when these files cannot be used, with the names of the files alone."""
        with pytest.raises(ConfigError) as caught:
            self.load(shared, own)
        said = str(caught.value)
        assert not said.endswith(".")
        assert said.startswith((str(self.shared), str(self.own)))
        return said.replace(str(self.shared), "annotui.toml").replace(str(self.own), "config.toml")

    def _write(self, shared: str | None, own: str | None) -> None:
        for path, content in ((self.shared, shared), (self.own, own)):
            if content is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content.encode())


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Files:
    """Neither file is there."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return Files(tmp_path / "annotations" / "annotui.toml", tmp_path / "config" / "annotui" / "config.toml")
