"""A real sshd on a port of its own, with keys that are thrown away, and a link to it that can be slow, stall or drop."""

from __future__ import annotations

import contextlib
import getpass
import os
import select
import shlex
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pytest
from tests.pty.conftest import DEADLINE, Terminal, exported, start

__all__ = ["exported", "start"]

HOST = "127.0.0.1"
# Where a server is, it may be for administrators only.
_WHERE = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])
_PRIVILEGES = Path("/run/sshd")


def tool(name: str) -> str:
    """The path of a program; without it, the test is skipped."""
    found = shutil.which(name, path=_WHERE)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def until(condition: Callable[[], object], what: str) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])


@dataclass(frozen=True)
class Server:
    """An sshd.

    Args:
        port: where it listens.
        key: the file of the only key that it lets in.
        known: a file with its own key.
    """

    port: int
    key: Path
    known: Path


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An sshd that lets in whoever runs the tests, and gives up a client that is silent for five seconds; busy ones are for less."""
    sshd, keygen = tool("sshd"), tool("ssh-keygen")
    tool("ssh")
    folder = tmp_path_factory.mktemp("sshd")
    for name in ("host", "user"):
        subprocess.run(
            [keygen, "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True, timeout=60
        )
    (folder / "config").write_text(
        f"""\
ListenAddress {HOST}
HostKey {folder / "host"}
AuthorizedKeysFile {folder / "user.pub"}
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin yes
ClientAliveInterval 1
ClientAliveCountMax 5
"""
    )
    if os.geteuid() == 0:
        # As the service itself does it when it starts.
        _PRIVILEGES.mkdir(mode=0o755, exist_ok=True)
    process, port = listening([sshd, "-D", "-e", "-f", str(folder / "config")], folder / "log")
    (folder / "known").write_text(f"[{HOST}]:{port} {(folder / 'host.pub').read_text()}")
    try:
        yield Server(port, folder / "user", folder / "known")
    finally:
        process.terminate()
        process.wait(DEADLINE)


def listening(command: list[str], log: Path) -> tuple[subprocess.Popen[bytes], int]:
    """Start sshd; returns its process and its port. Somebody else may take a port that was free: then it is started on another one."""
    for _ in range(5):
        port = free_port()
        with log.open("w") as errors:
            process = subprocess.Popen([*command, "-p", str(port)], stdin=subprocess.DEVNULL, stderr=errors)
        until(lambda: process.poll() is not None or f"listening on {HOST}" in log.read_text(), "sshd listens")  # noqa: B023
        if process.poll() is None:
            return process, port
    raise AssertionError(log.read_text())


class Link:
    """A connection through which everything goes late, and which can stall.

    Args:
        to: the port it leads to.
        delay: seconds that everything takes, each way.
    """

    def __init__(self, to: int, delay: float) -> None:
        self._to, self._delay = to, delay
        self._is_closed = False
        self.stalls = False
        self._listener = socket.create_server((HOST, 0))
        self.port = int(self._listener.getsockname()[1])
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Drop everything."""
        self._is_closed = True
        self._thread.join(DEADLINE)

    def _run(self) -> None:
        with contextlib.ExitStack() as stack:
            stack.enter_context(self._listener)
            ends: dict[socket.socket, socket.socket] = {}
            late: deque[tuple[float, socket.socket, bytes]] = deque()
            while not self._is_closed:
                ready, _, _ = select.select([self._listener, *ends], [], [], 0.005)
                for one in ready:
                    if one is self._listener:
                        client = stack.enter_context(self._listener.accept()[0])
                        server = stack.enter_context(socket.create_connection((HOST, self._to)))
                        ends |= {client: server, server: client}
                        continue
                    with contextlib.suppress(OSError):
                        if data := one.recv(1 << 16):
                            late.append((time.monotonic() + self._delay, ends[one], data))
                            continue
                    other = ends.pop(one)
                    ends.pop(other, None)
                    other.close()
                while late and late[0][0] <= time.monotonic():
                    _, to, data = late.popleft()
                    if not self.stalls:
                        with contextlib.suppress(OSError):
                            to.sendall(data)


@pytest.fixture
def link(server: Server) -> Iterator[Callable[[float], Link]]:
    """Makes links to the server, of some delay in seconds."""
    made: list[Link] = []

    def make(delay: float = 0.0) -> Link:
        made.append(Link(server.port, delay))
        return made[-1]

    yield make
    for one in made:
        one.close()


Login = Callable[..., Terminal]


@pytest.fixture
def login(
    start: Callable[..., Terminal], server: Server, environment: dict[str, str], seeds: Path, tmp_path: Path
) -> Login:
    """Runs a command on the server over `ssh -tt`, the reader unless another one is named."""
    passed = {key: value for key, value in environment.items() if key not in ("PATH", "HOME", "TERM")}
    reader = [sys.executable, "-m", "annotui", str(seeds)]

    def begin(
        size: tuple[int, int] = (120, 30),
        *,
        through: Link | None = None,
        command: Callable[[str], str] = lambda line: line,
        env: Mapping[str, str] = MappingProxyType({}),
        wait: bool = True,
    ) -> Terminal:
        line = command(
            shlex.join(["env", *(f"{key}={value}" for key, value in {**passed, **env}.items()), *reader])
        )
        port = server.port if through is None else through.port
        options = [
            *("-i", str(server.key), "-p", str(port), "-F", "none"),
            *("-o", f"UserKnownHostsFile={server.known}", "-o", f"HostKeyAlias=[{HOST}]:{server.port}"),
            *("-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "EscapeChar=none"),
        ]
        where = f"{getpass.getuser()}@{HOST}"
        return start(seeds, size, command=[tool("ssh"), "-tt", *options, where, line], wait=wait)

    return begin


def readers(seeds: Path) -> list[int]:
    """The processes on this machine that read a corpus."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            words = path.read_bytes().split(b"\0")
            if (
                os.fsencode(seeds) in words
                and b"annotui" in words
                and words[0] == os.fsencode(sys.executable)
            ):
                found.append(int(path.parent.name))
    return found


def above(pid: int) -> Iterator[tuple[int, str]]:
    """The processes that have started a process, from the nearest one up: their numbers and their names, as /proc has them."""
    while pid > 1:
        state = Path(f"/proc/{pid}/stat").read_text(errors="replace")
        pid = int(state.rpartition(")")[2].split()[1])
        with contextlib.suppress(OSError):
            yield pid, Path(f"/proc/{pid}/comm").read_text(errors="replace").strip()
