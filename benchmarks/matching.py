"""How well copied passages are found, how fast and in how much memory, beside other ways to do it in the same run.

    python benchmarks/matching.py FOLDER [--alone] [--seconds 120]

FOLDER holds `.txt` files, or `articles.jsonl` and `gold.jsonl` as `planting.py` writes them; a `.jsonl` will do too, with a `gold.jsonl`
beside it or without. Without one only time and memory are told. What meets no planted copy (`elsewhere`) counts as wrong, though it may be
a true repeat: precision is a lower bound. Each matcher runs in a process of its own. Of those that are not
installed the table says so; one that is not done in time is stopped, and the table says how far it came.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sys
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.matchers import MATCHERS, Outcome
from benchmarks.planting import Planted, read
from benchmarks.scoring import score


@dataclass(frozen=True, slots=True)
class Run:
    """What a matcher did, and what it took.

    Args:
        outcome: None where it is not installed.
        seconds: without reading the files.
        mebibytes: the most memory its process had, with the texts.
        why: what is missing.
    """

    outcome: Outcome | None
    seconds: float = 0.0
    mebibytes: int = 0
    why: str = ""


def measured(name: str, folder: Path, seconds: float) -> Run:
    """Let a matcher work in a fresh process."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(name, folder, seconds, theirs))
    process.start()
    theirs.close()
    try:
        run: Run = ours.recv()
    except EOFError:
        run = Run(None, why="ended without a result")
    process.join()
    return run


def _work(name: str, folder: Path, seconds: float, pipe: Connection) -> None:
    articles = read(folder)
    try:
        # What importing takes is not counted.
        MATCHERS[name]({"one": "A text."}, seconds)
        began = time.perf_counter()
        outcome = MATCHERS[name](articles, seconds)
    except ModuleNotFoundError as error:
        pipe.send(Run(None, why=f"{error.name} is not installed"))
        return
    took = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    pipe.send(Run(outcome, took, peak // (1 << 20 if sys.platform == "darwin" else 1 << 10)))


def gold(folder: Path) -> list[Planted]:
    """What was planted, if that is known."""
    path = (folder if folder.is_dir() else folder.parent) / "gold.jsonl"
    if not path.exists():
        return []
    return [Planted(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def row(name: str, run: Run, planted: list[Planted], kinds: list[str]) -> list[str]:
    """A line of the table."""
    if run.outcome is None:
        return [name, run.why]
    done = "" if run.outcome.done == 1 else f" ({run.outcome.done:.1%} done)"
    cells = [name, f"{run.seconds:.2f} s{done}", f"{run.mebibytes} MiB", str(len(run.outcome.detections))]
    if planted:
        reached = score(planted, run.outcome.detections)
        cells += [str(reached.elsewhere)]
        cells += [
            f"{value:.3f}"
            for value in (reached.plagdet, reached.precision, reached.recall, reached.granularity)
        ]
        cells += [f"{reached.found[kind]:.2f}" for kind in kinds]
    return cells


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Measure how copied passages are found.")
    parser.add_argument("folder", type=Path, help="of .txt files, or with articles.jsonl; or a .jsonl")
    parser.add_argument("--alone", action="store_true", help="annotui only")
    parser.add_argument("--seconds", type=float, default=120, help="that each of the others has")
    options = parser.parse_args()
    planted = gold(options.folder)
    kinds = sorted({one.kind for one in planted}, key=lambda kind: (not kind.isdigit(), kind.zfill(2)))
    head = ["matcher", "time", "memory", "pairs"]
    if planted:
        head += ["elsewhere", "plagdet", "precision", "recall", "granularity"]
        head += [f"found {kind} %" if kind.isdigit() else f"found {kind}" for kind in kinds]
    print("| " + " | ".join(head) + " |")
    print("|---" * len(head) + "|")
    for name in ["annotui"] if options.alone else MATCHERS:
        cells = row(name, measured(name, options.folder, options.seconds), planted, kinds)
        print("| " + " | ".join(cells + [""] * (len(head) - len(cells))) + " |", flush=True)


if __name__ == "__main__":
    main()
