"""Measure the reader on a real terminal, with `less` and `vim -R` beside it: `python benchmarks/terminal.py [--quick]`.

Each budget is a row; all figures of a row come from the same run, on the same article, at 160x50. A latency is the time from a
key to the last byte of its answer, which a pause of 30 ms ends. `less` knows no words: its line key is measured in their place.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.session import COLUMNS, ROWS, Answer, Session

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
TAGS = 20_000
MANY = 10_000
COPIED = 2_000
"""Articles that are matched while keys are pressed."""

MEASURED = 30
"""Keys from which on there is a p95."""

GONE_WITHIN = 10.0
"""Seconds that a program is given to end when its terminal is gone."""

MISSING = "–"


@dataclass(frozen=True, slots=True)
class Rival:
    """A program to measure.

    Args:
        name: as it stands in the table.
        word: the key for a word, or for a line where there is none for words.
        page: the keys for a page on and a page back.
        probe: a key that changes nothing; it is typed before the program starts.
        reply: what only the answer to that key holds.
        ready: what is only written when the program itself has drawn; annotui ends its frames so.
    """

    name: str
    word: bytes
    page: tuple[bytes, bytes]
    probe: bytes
    reply: bytes
    ready: bytes

    def command(self, article: Path, *options: str) -> list[str]:
        """How it is started on an article; annotui opens the folder."""
        if self.name == "annotui":
            return [sys.executable, "-m", "annotui", str(article.parent), *options]
        return [*self.name.split(), str(article)]


ANNOTUI = Rival("annotui", b"w", (b"\x1b[6~", b"\x1b[5~"), b"R", b"this text is shown", b"\x1b[?2026l")
LESS = Rival("less", b"j", (b" ", b"b"), b"=", b" lines 1-", b"Foreign Minister")
VIM = Rival("vim -R", b"w", (b"\x06", b"\x02"), b"\x07", b" lines --", b"Foreign Minister")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table.

    Args:
        measure: what is measured.
        unit: of all its figures.
        must: the budget.
        aim: what would be good.
        figures: one for each program that has the measure, by its name; a text says why there is none.
    """

    measure: str
    unit: str
    must: float | None
    aim: float | None
    figures: Mapping[str, float | str]

    def cells(self, rivals: Sequence[Rival]) -> list[str]:
        """The row as texts; a rival's figure comes with how many times as much annotui's is."""
        own = self.figures.get(ANNOTUI.name, MISSING)
        cells = [self.measure, self._budget(self.must), self._budget(self.aim), self._own(own)]
        for rival in rivals[1:]:
            figure = self.figures.get(rival.name, MISSING)
            ratio = ""
            if isinstance(own, float) and isinstance(figure, float) and figure > 0 and own > 0:
                ratio = f" (×{own / figure:.2g})" if own < 100 * figure else f" (×{own / figure:.0f})"
            cells.append(figure if isinstance(figure, str) else self._number(figure) + ratio)
        return cells

    def missed(self) -> str | None:
        """Which budget is missed, and by how much."""
        own = self.figures.get(ANNOTUI.name)
        if isinstance(own, str):
            return f"{self.measure}: {own.strip('*')}"
        for name, budget in (("must", self.must), ("aim", self.aim)):
            if own is not None and budget is not None and own > budget:
                over = f"{100 * (own / budget - 1):.0f} % over" if budget else "over"
                return f"{self.measure}: {self._number(own)}, {over} the {name} of {self._budget(budget)}"
        return None

    def _own(self, figure: float | str) -> str:
        if isinstance(figure, str):
            return figure
        over = self.must is not None and figure > self.must
        return f"**{self._number(figure)}**" if over else self._number(figure)

    def _budget(self, figure: float | None) -> str:
        if figure is None:
            return MISSING
        return f"{figure:,.0f}" if self.unit == "bytes" else f"{figure:g} {self.unit}"

    def _number(self, figure: float) -> str:
        if self.unit == "bytes":
            return f"{figure:,.0f}"
        digits = 2 if self.unit in ("s", "%") else 0 if figure >= 100 else 1
        return f"{figure:.{digits}f} {self.unit}"


class Bench:
    """The articles, and the programs that are there.

    Args:
        folder: where everything is put.
        quick: fewer keys and starts.
    """

    def __init__(self, folder: Path, quick: bool) -> None:
        self.starts = 3 if quick else 9
        self.words = 60 if quick else 300
        self.pages = 10 if quick else 48
        self.idle = 3.0 if quick else 20.0
        self.rivals = [ANNOTUI, *(one for one in (LESS, VIM) if shutil.which(one.name.split()[0]))]
        self.folder = folder
        text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SEEDS.iterdir())[:4]) + "\n"
        self.seed = Path(shutil.copytree(SEEDS, folder / "seeds")) / "000_aa2809ac14b27de4.txt"
        self.middle = self._article("two/one.txt", text, 100_000)
        self._article("two/two.txt", text, 100_000)
        self.large = self._article("large/large.txt", text, 10_000_000)
        self.environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(folder / "home"),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "XDG_STATE_HOME": str(folder / "state"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "ANNOTUI_REVIEWER": "desk1",
        }
        (folder / "home").mkdir()

    def _article(self, name: str, text: str, size: int) -> Path:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(
            (text * (size // len(text.encode()) + 1)).encode()[:size].rpartition(b"\n")[0] + b"\n"
        )
        return path

    def many(self) -> Path:
        """The first of 10,000 articles of 2 KB."""
        text = self.large.read_text(encoding="utf-8")
        (self.folder / "many").mkdir()
        for number in range(MANY):
            path = self.folder / "many" / f"{number:04}.txt"
            path.write_text(f"Foreign Minister {number}\n{text[900 * number :][:2000]}\n", encoding="utf-8")
        return self.folder / "many" / "0000.txt"

    def copied(self) -> Path:
        """The first of two articles of 100 KB, with 2,000 of 2 KB behind them, in each of which a third is from others."""
        chance = random.Random(1)
        words = sorted(
            {word for path in SEEDS.iterdir() for word in path.read_text(encoding="utf-8").split()}
        )
        (self.folder / "copied").mkdir()
        sentences: list[str] = []
        for number in range(COPIED):
            own = [" ".join(chance.choices(words, k=22)) + "." for _ in range(9)]
            taken = chance.sample(sentences, 4) if sentences else []
            sentences += own
            text = "\n\n".join(chance.sample([*own, *taken], len(own) + len(taken)))
            path = self.folder / "copied" / f"x{number:04}.txt"
            path.write_text(f"Foreign Minister {number}\n\n{text}\n", encoding="utf-8")
        for one in (self.middle, self.middle.with_name("two.txt")):
            shutil.copy(one, self.folder / "copied")
        return self.folder / "copied" / self.middle.name

    @contextmanager
    def open(self, rival: Rival, article: Path, *options: str) -> Iterator[Session]:
        """A program that shows an article and has come to rest; annotui has matched by then."""
        with Session(rival.command(article, *options), self.environment) as session:
            session.until(rival.ready)
            session.settle()
            session.until_alone()
            session.settle()
            yield session

    def all(self, measure: Callable[[Rival], float]) -> dict[str, float | str]:
        """One figure for each program."""
        return {rival.name: measure(rival) for rival in self.rivals}


def start(bench: Bench) -> list[Row]:
    """From the command to the text, and to the answer to a key that was typed before; what is written until all is still."""
    readable: dict[str, list[float]] = {rival.name: [] for rival in bench.rivals}
    interactive: dict[str, list[float]] = {rival.name: [] for rival in bench.rivals}
    # The first start of each is not counted: it fills the caches.
    for number in range(bench.starts + 1):
        for rival in bench.rivals:
            with Session(rival.command(bench.seed), bench.environment, rival.probe) as session:
                times = session.until(b"Foreign Minister"), session.until(rival.reply)
            if number:
                readable[rival.name].append(times[0])
                interactive[rival.name].append(times[1])

    def written(rival: Rival) -> float:
        with bench.open(rival, bench.seed) as session:
            return float(len(session.output))

    return [
        Row("command to readable text", "ms", 60, 30, _medians(readable)),
        Row("command to interactive", "ms", 450, 320, _medians(interactive)),
        Row("bytes at start", "bytes", 65_000, 35_000, bench.all(written)),
    ]


def keys(bench: Bench) -> list[Row]:
    """Answers to word keys and page keys in an article of 100 KB."""
    words: dict[str, list[Answer]] = {}
    pages: dict[str, list[Answer]] = {}
    for rival in bench.rivals:
        with bench.open(rival, bench.middle) as session:
            words[rival.name] = [session.press(rival.word) for _ in range(bench.words)]
        with bench.open(rival, bench.middle) as session:
            turns = [rival.page[(number // 5) % 2] for number in range(bench.pages)]
            pages[rival.name] = [session.press(key) for key in turns]
    return [
        Row("word key p50, alone", "ms", None, None, _each(words, lambda one: _quantile(one, 50))),
        Row("word key p95, alone", "ms", 12, 6, _each(words, lambda one: _quantile(one, 95))),
        *_matching(bench),
        Row("page key p95", "ms", 60, 30, _each(pages, lambda one: _quantile(one, 95))),
        Row("bytes per word key", "bytes", 350, 150, _each(words, _size)),
        Row("bytes per page", "bytes", 11_000, 6_000, _each(pages, _size)),
        Row("bytes per drag event", "bytes", 300, 150, {ANNOTUI.name: _drag(bench)}),
    ]


def _matching(bench: Bench) -> list[Row]:
    """Answers to word keys while another process matches, for as long as it does, and the memory of that process."""
    answers: list[Answer] = []
    peak = 0.0
    with Session(ANNOTUI.command(bench.copied()), bench.environment) as session:
        session.until(b"matching \xe2\x96")
        while memory := session.peak_of_children():
            peak = max(peak, memory)
            answers.append(session.press(ANNOTUI.word))
        # The last one may have been pressed when it was done.
        answers = answers[: bench.words][:-1]
    few = f"**{len(answers)} keys before it was done**"
    p95 = _quantile(answers, 95) if len(answers) >= MEASURED else few
    return [
        Row("word key p95, while matching runs", "ms", 20, 10, {ANNOTUI.name: p95}),
        Row(f"memory of matching, {COPIED:,} articles of 2 KB", "MB", None, None, {ANNOTUI.name: peak}),
    ]


def _drag(bench: Bench) -> float | str:
    """Bytes for each cell that the mouse goes with its button down: along a row, then down row by row; on average."""
    with bench.open(ANNOTUI, bench.middle) as session:
        session.press(b"\x1b[<0;50;5M")
        way = [*((column, 5) for column in range(51, 81)), *((80, row) for row in range(6, 16))]
        # The first one changes what the row of keys offers.
        sizes = [session.press(b"\x1b[<32;%d;%dM" % cell).size for cell in way][1:]
        session.press(b"\x1b[<0;80;15m")
    return statistics.mean(sizes)


def large(bench: Bench) -> list[Row]:
    """An article of 10 MB with 20,000 tags, until it answers."""
    options = ("--annotations", str(bench.folder / "tags"))
    script = Path(__file__).with_name("tagged.py")
    subprocess.run([sys.executable, str(script), str(bench.large.parent), options[1], str(TAGS)], check=True)
    times: dict[str, list[float]] = {rival.name: [] for rival in bench.rivals}
    for _ in range(max(bench.starts // 2, 1)):
        for rival in bench.rivals:
            command = rival.command(bench.large, *(options if rival is ANNOTUI else ()))
            with Session(command, bench.environment, rival.probe) as session:
                times[rival.name].append(session.until(rival.reply) / 1000)
    return [Row("10 MB article with 20,000 tags, to interactive", "s", 0.7, 0.45, _medians(times))]


def thousands(bench: Bench) -> list[Row]:
    """A corpus of 10,000 articles: to its text and to an answer, and from there; `less` and `vim` know no such thing."""
    article = bench.many()
    times: list[tuple[float, float]] = []
    for _ in range(max(bench.starts // 2, 1)):
        with Session(ANNOTUI.command(article), bench.environment, ANNOTUI.probe) as session:
            times.append((session.until(b"Foreign Minister"), session.until(ANNOTUI.reply)))
    found: dict[str, list[float]] = {"list": [], "filter": [], "switch": [], "search": []}
    with bench.open(ANNOTUI, article) as session:
        for _ in range(bench.starts):
            found["list"].append(session.press(b"\r").ms)
            session.settle()
            found["filter"].append(session.press(b"7").ms)
            session.settle()
            session.press(b"\x1b")
            # Escape and `]` together are the beginning of something else.
            session.settle()
            found["switch"].append(session.press(b"]").ms)
            session.settle()
            found["search"].append(session.first(b"*"))
            session.settle()
            session.press(b"\x1b")
            session.settle()
    names = {
        "list": "to the list",
        "filter": "a letter to filter it",
        "switch": "to the next article",
        "search": "search in all, to the first answer",
    }
    rows = [
        Row("10,000 articles: to readable text", "ms", None, None, {ANNOTUI.name: _median(times, 0)}),
        Row("10,000 articles: to interactive", "ms", None, None, {ANNOTUI.name: _median(times, 1)}),
    ]
    return rows + [
        Row(f"10,000 articles: {name}", "ms", 100, None, {ANNOTUI.name: statistics.median(found[key])})
        for key, name in names.items()
    ]


def _median(times: Sequence[Sequence[float]], index: int) -> float:
    return statistics.median(one[index] for one in times)


def rest(bench: Bench) -> list[Row]:
    """What it costs while nobody does anything."""
    cpu: dict[str, float | str] = {}
    written: dict[str, float | str] = {}
    middle: dict[str, float | str] = {}
    for rival in bench.rivals:
        with bench.open(rival, bench.middle) as session:
            middle[rival.name] = session.memory()
            used, size = session.cpu(), len(session.output)
            session.read(bench.idle)
            cpu[rival.name] = 100 * (session.cpu() - used) / bench.idle
            written[rival.name] = float(len(session.output) - size)

    def memory(rival: Rival) -> float:
        with bench.open(rival, bench.large) as session:
            return session.memory()

    return [
        Row("idle: CPU", "%", 0.3, 0.1, cpu),
        Row(f"idle: bytes in {bench.idle:.0f} s", "bytes", 0, 0, written),
        Row("memory, two 100 KB articles", "MB", 55, 42, middle),
        Row("memory, one 10 MB article", "MB", 80, 60, bench.all(memory)),
    ]


def hang_up(bench: Bench) -> list[Row]:
    """The terminal goes away as soon as a tag is shown, saved or not: the time until the program is gone, with all saved."""
    rows = []
    for measure, hangs_up in (("with SIGHUP", True), ("SIGHUP ignored", False)):
        figures: dict[str, float | str] = {}
        for rival in bench.rivals:
            where = bench.folder / f"hang-up-{hangs_up}"
            command = rival.command(bench.seed, *(("--annotations", str(where)) if rival is ANNOTUI else ()))
            with Session(command, bench.environment, hangs_up=hangs_up) as session:
                session.until(rival.ready)
                session.settle()
                if rival is ANNOTUI:
                    session.write(b"c")
                    session.until(b"tagged claim")
                seconds = session.hang_up(GONE_WITHIN)
                used = "" if seconds is not None else _load(session)
            if seconds is None:
                figures[rival.name] = f"**still there after {GONE_WITHIN:.0f} s{used}**"
            elif rival is ANNOTUI and not _is_exported(bench, where):
                figures[rival.name] = f"**{seconds:.2f} s, but the tag was lost**"
            else:
                figures[rival.name] = seconds
        rows.append(Row(f"link dead → all saved and gone, {measure}", "s", 3, 1.5, figures))
    return rows


def _load(session: Session) -> str:
    used = session.cpu()
    time.sleep(1)  # the measure itself: CPU over a second
    return f", at {100 * (session.cpu() - used):.0f} % CPU"


def _is_exported(bench: Bench, annotations: Path) -> bool:
    command = [
        sys.executable,
        "-m",
        "annotui",
        "export",
        str(bench.seed.parent),
        "--annotations",
        str(annotations),
    ]
    done = subprocess.run(command, env=bench.environment, capture_output=True, check=False)
    return len(done.stdout.splitlines()) == 1


def _medians(figures: Mapping[str, Sequence[float]]) -> dict[str, float | str]:
    return {name: statistics.median(those) for name, those in figures.items()}


def _each(
    answers: Mapping[str, list[Answer]], measure: Callable[[list[Answer]], float]
) -> dict[str, float | str]:
    return {name: measure(those) for name, those in answers.items()}


def _quantile(answers: list[Answer], per_cent: int) -> float:
    return statistics.quantiles([one.ms for one in answers if one.size], n=100)[per_cent - 1]


def _size(answers: list[Answer]) -> float:
    return float(statistics.median([one.size for one in answers if one.size]))


def table(rows: Sequence[Row], rivals: Sequence[Rival]) -> str:
    """The rows as a Markdown table."""
    head = ["measure", "must", "aim", *(rival.name for rival in rivals)]
    lines = [head, ["---"] * len(head), *(row.cells(rivals) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    """Measure everything and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer keys and starts: about a minute")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="annotui-bench-") as folder:
        bench = Bench(Path(folder), arguments.quick)
        for rival in (LESS, VIM):
            if rival not in bench.rivals:
                print(f"SKIPPED: {rival.name} is not installed, its column is missing\n")
        load = os.getloadavg()[0]
        rows = [row for measure in (start, keys, large, thousands, rest, hang_up) for row in measure(bench)]
    print(
        f"{datetime.date.today()}, Python {platform.python_version()}, {os.cpu_count()} cores with a load of {load:.1f} "
        f"before, {COLUMNS}x{ROWS}{', quick' if arguments.quick else ''}\n"
    )
    print(table(rows, bench.rivals))
    print()
    for row in rows:
        if missed := row.missed():
            print(f"- {missed}")


if __name__ == "__main__":
    main()
