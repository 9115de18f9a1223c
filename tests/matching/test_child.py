"""The process that matches behind the reader's back: it finds what the engine finds, and leaves when nobody wants it any more."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotui.corpus.scan import Corpus, scan
from annotui.matching import job, task
from annotui.matching.background import Done, Event, Failed, Matching, Ready
from annotui.matching.findings import LEFT_OUT, Findings
from annotui.matching.parameters import Parameters
from annotui.matching.progress import Progress

PATIENCE = 120.0
"""Seconds until something that does not happen has failed."""

CHILD = (sys.executable, "-P", "-m", "annotui.matching.child")


def until(holds: Callable[[], bool]) -> bool:
    """Wait until something holds."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def is_alive(process: int) -> bool:
    """Whether a process is there, and is more than an exit status that nobody asked for."""
    try:
        os.kill(process, 0)
        status = Path(f"/proc/{process}/stat")
        return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache directory of this test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """Two articles that share a passage."""
    said = (
        "The harbour was closed for a day because of the heavy storm, said the mayor of the town on Monday."
    )
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text(f"{said}\nShips waited outside, some of them for hours.\n")
    (tmp_path / "news" / "b.txt").write_text(f"{said}\nNobody was hurt there, he added in the evening.\n")
    return scan(tmp_path / "news")


@pytest.fixture
def endless(corpus: Corpus, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Corpus:
    """A corpus with which the process is never done: its way to memory leads to a place that it waits for."""
    (tmp_path / "slow").mkdir()
    (tmp_path / "slow" / "sitecustomize.py").write_text(
        "import time, annotui.matching.words as words\n"
        "def tokenise(texts):\n"
        "    while True: time.sleep(0.01)\n"
        "words.tokenise = tokenise\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "slow"))
    return corpus


class Listener:
    """Hears what is told."""

    def __init__(self) -> None:
        self.told: queue.Queue[Event] = queue.Queue()

    def to_the_end(self) -> list[Event]:
        """Everything that is told until it ends."""
        found: list[Event] = []
        while not found or not isinstance(found[-1], Done | Failed):
            found.append(self.told.get(timeout=PATIENCE))
        return found

    def until_it_works(self) -> None:
        """Wait for the stage that never ends in an endless corpus."""
        while True:
            event = self.told.get(timeout=PATIENCE)
            assert isinstance(event, Progress), event
            if event.doing == "taking the words":
                return


def run(matching: Matching) -> list[Event]:
    listener = Listener()
    matching.start(listener.told.put)
    return listener.to_the_end()


def children() -> set[int]:
    """The processes that this one has started and that run."""
    listing = Path(f"/proc/{os.getpid()}/task")
    if not listing.exists():
        pytest.skip("the processes of a process are read from /proc")
    found = {int(one) for thread in listing.iterdir() for one in (thread / "children").read_text().split()}
    return {one for one in found if is_alive(one)}


@pytest.fixture
def started() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Processes that are ended with the test."""
    processes: list[subprocess.Popen[bytes]] = []
    yield processes
    for one in processes:
        one.kill()
        one.wait()
        for pipe in (one.stdin, one.stdout):
            if pipe is not None:
                pipe.close()


def test_the_families_are_told(corpus: Corpus) -> None:
    found = run(Matching(corpus, Parameters()))
    ready = [one for one in found if isinstance(one, Ready)]
    assert found[-1] == Done("")
    assert ready
    for one in ready:
        (family,) = [one.findings.family(number) for number in range(one.findings.count)]
        assert [member.article for member in family.members] == ["news/a.txt", "news/b.txt"]
    assert all(0 <= one.share <= 1 for one in found if isinstance(one, Progress))
    assert any(isinstance(one, Progress) for one in found)


def test_the_second_time_nothing_is_done_anew(corpus: Corpus) -> None:
    run(Matching(corpus, Parameters()))
    found = [one for one in run(Matching(corpus, Parameters())) if not _is_reading(one)]
    assert [type(one) for one in found] == [Ready, Done]


def test_in_too_much_text_related_sentences_are_found_for_who_asks_for_them(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "sitecustomize.py").write_text(
        "import annotui.matching.engine as engine\nengine.UNASKED = 10\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "small"))
    for _ in range(2):
        *_, ready, done = run(Matching(corpus, Parameters()))
        assert isinstance(ready, Ready)
        assert ready.findings.count == 1
        assert not ready.findings.has_relatives
        assert ready.findings.left_out
        assert done == Done(LEFT_OUT)
    published: list[Path] = []
    assert job.run(corpus, Parameters(), lambda progress: None, published.append) == ""
    findings = Findings.open(published[-1])
    assert findings is not None
    assert findings.has_relatives
    *_, ready, done = run(Matching(corpus, Parameters()))
    assert isinstance(ready, Ready)
    assert ready.findings.has_relatives
    assert done == Done("")


def _is_reading(event: Event) -> bool:
    """Files that were written a moment ago are read again: nothing would tell that they have changed since."""
    return isinstance(event, Progress) and event.doing == "reading the articles"


def test_it_can_be_started_again_when_articles_were_changed(corpus: Corpus) -> None:
    matching = Matching(corpus, Parameters())
    run(matching)
    path = corpus.entries[0].path
    path.write_text(f"Something before.\n{path.read_text()}")
    ready = [one for one in run(matching) if isinstance(one, Ready)]
    before, _ = ready[-1].findings.family(0).members
    assert before.span.start > 0
    path.write_text("Gone.")
    ready = [one for one in run(matching) if isinstance(one, Ready)]
    assert ready[-1].findings.count == 0


def test_cancelled_it_is_gone_and_nothing_more_is_told(endless: Corpus) -> None:
    matching, listener = Matching(endless, Parameters()), Listener()
    before = children()
    matching.start(listener.told.put)
    listener.until_it_works()
    assert len(children() - before) == 1
    matching.cancel()
    assert until(lambda: children() <= before)
    assert listener.told.empty()


def test_started_again_the_one_before_is_gone(endless: Corpus) -> None:
    matching, listener = Matching(endless, Parameters()), Listener()
    before = children()
    for _ in range(2):
        matching.start(listener.told.put)
        listener.until_it_works()
    assert until(lambda: len(children() - before) == 1)
    matching.cancel()
    assert until(lambda: children() <= before)


PARENT = """
import sys, time
from pathlib import Path
from annotui.corpus.scan import scan
from annotui.matching.background import Matching
from annotui.matching.findings import LEFT_OUT, Findings
from annotui.matching.parameters import Parameters
matching = Matching(scan(Path(sys.argv[1])), Parameters())
matching.start(lambda event: print(matching._process.pid, event.doing, flush=True))
time.sleep(1000)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_when_the_reader_is_killed_it_is_gone(
    endless: Corpus, started: list[subprocess.Popen[bytes]], how: signal.Signals
) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(endless.root)], stdout=subprocess.PIPE)
    started.append(parent)
    assert parent.stdout is not None
    while b"words" not in (line := parent.stdout.readline()):
        assert line
    child = int(line.split()[0])
    assert is_alive(child)
    parent.send_signal(how)
    parent.wait()
    assert until(lambda: not is_alive(child))


def test_nobody_else_would_end_it(endless: Corpus, started: list[subprocess.Popen[bytes]]) -> None:
    """The control: with standard input open and its parent alive, it goes on; when that is closed, it ends."""
    child = subprocess.Popen(CHILD, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    started.append(child)
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(task.of(endless, Parameters()).line())
    child.stdin.flush()
    while b"words" not in (line := child.stdout.readline()):
        assert line
    os.kill(child.pid, 0)
    assert child.poll() is None
    child.stdin.close()
    assert child.wait(PATIENCE) == 1


def test_a_task_of_somebody_else_is_not_begun(corpus: Corpus) -> None:
    """Its parent died before it could ask to be told of that."""
    if sys.platform != "linux":
        pytest.skip("only Linux tells of the end of a parent")
    wanted = task.Task(1, corpus, Parameters())
    done = subprocess.run(CHILD, input=wanted.line(), capture_output=True, check=False, timeout=PATIENCE)
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")


def test_it_gives_way_and_has_a_session_of_its_own(endless: Corpus) -> None:
    matching, listener = Matching(endless, Parameters()), Listener()
    before = children()
    matching.start(listener.told.put)
    listener.until_it_works()
    (child,) = children() - before
    assert os.getpriority(os.PRIO_PROCESS, child) == 19
    assert os.getsid(child) == os.getpgid(child) == child
    assert Path(f"/proc/{child}/oom_score_adj").read_text() == "1000\n"
    autogroup = Path(f"/proc/{child}/autogroup")
    if autogroup.exists():
        # Its own, and not that of whoever has started it.
        assert autogroup.read_text().endswith(" nice 19\n")
        assert Path("/proc/self/autogroup").read_text() != autogroup.read_text()
    matching.cancel()


@pytest.mark.parametrize(
    ("breaks", "said"),
    [
        ("raise ValueError('too odd\\nand more')", "matching has failed: ValueError: too odd; "),
        ("raise MemoryError", "matching has failed: there is not enough memory for so many articles; "),
        ("import os; os._exit(7)", "matching ended with status 7; "),
        (
            "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
            "matching was killed, perhaps for want of memory; ",
        ),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "matching was ended by signal 11; "),
    ],
)
def test_what_goes_wrong_is_one_sentence(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, breaks: str, said: str
) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "sitecustomize.py").write_text(
        f"import annotui.matching.words as words\ndef tokenise(texts):\n    {breaks}\nwords.tokenise = tokenise\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "broken"))
    *_, last = run(Matching(corpus, Parameters()))
    assert last == Failed(f"{said}passages and related sentences are not shown")


def test_what_it_prints_gets_nowhere(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "loud").mkdir()
    (tmp_path / "loud" / "sitecustomize.py").write_text(
        "import os, sys, annotui.matching.words as words\n"
        "real = words.tokenise\n"
        "def tokenise(texts):\n"
        "    print('loud', flush=True); print('loud', file=sys.stderr, flush=True)\n"
        "    os.write(1, b'loud'); os.write(2, b'loud')\n"
        "    return real(texts)\n"
        "words.tokenise = tokenise\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "loud"))
    assert run(Matching(corpus, Parameters()))[-1] == Done("")
    assert capfd.readouterr() == ("", "")


def test_where_nothing_can_be_kept_it_says_so_and_leaves_nothing_behind(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    found = run(Matching(corpus, Parameters()))
    place = tmp_path / "file" / "annotui" / "matching"
    assert found[-1] == Done(
        f"nothing can be kept in {place}: not a directory; passages are found anew at each start"
    )
    assert [one.findings.count for one in found if isinstance(one, Ready)] == [1, 1]
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_program_that_cannot_be_started_is_said(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert run(Matching(corpus, Parameters())) == [
        Failed(
            "matching cannot be started: No such file or directory; passages and related sentences are not shown"
        )
    ]


def test_nothing_in_the_current_folder_is_taken_for_a_module(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("numpy.py", "json.py", "annotui.py"):
        (corpus.root / name).write_text("raise SystemExit('not this one')")
    monkeypatch.chdir(corpus.root)
    assert run(Matching(corpus, Parameters()))[-1] == Done("")


def test_a_task_goes_there_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "née" / "deep").mkdir(parents=True)
    (tmp_path / "née" / "deep" / "漢 1.txt").write_text("a")
    wanted = task.of(scan(tmp_path / "née"), Parameters(5, 6, 7))
    assert wanted.line().count(b"\n") == 1
    # What is not matched is not told.
    assert task.read(wanted.line()) == replace(wanted, corpus=wanted.corpus._replace(folders=()))
