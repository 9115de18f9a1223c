"""What the first text leaves to the reader."""

from __future__ import annotations

from pathlib import Path

from annotui.corpus.ahead import scanned
from annotui.corpus.scan import scan
from annotui.tui.first.begin import first_screen


def test_what_was_found_for_the_first_text_is_what_a_look_at_the_folder_finds(
    seeds: Path, tmp_path: Path
) -> None:
    first_screen(str(seeds), str(tmp_path), "desk1", 100, 30)
    assert scanned(seeds) == scan(seeds)
    assert scanned(seeds) is None
